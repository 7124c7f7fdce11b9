// What a day does in a circle: contributions are held ahead of a round's day, and on that day all of them post and are paid out
// in one transaction; or, once the days of grace are over, with what the circle's rules say about those that did not come.
// Invariant: a round is paid out once, however often and however late the job runs; of several that are due, in their order.
import { type AccountId, placeHolds, postHold } from "#ledger";
import type { HoldId } from "#ledger";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import {
  type Movement,
  playRound,
  POT,
  RESERVE,
  type RoundOutcome,
  shareReserve,
} from "./circle-rounds.rules.ts";
import { opensOn, roundIsDue } from "./circles.rules.ts";
import { circlePath } from "./circles.service.ts";
import {
  type CircleRow,
  insertHold,
  insertMovements,
  type KeptMovement,
  listMembers,
  listRounds,
  listRunning,
  lockCircle,
  type MemberRow,
  readDebts,
  readHolds,
  type RoundRow,
  setCircle,
  setMember,
  setRound,
  writeDebts,
} from "./circles.store.ts";
import { today } from "./days.rules.ts";
import { circle as circleMachine, member as memberMachine, round as roundMachine } from "./machines.rules.ts";
import { canPay, findPartyAccounts, type PartyAccount } from "./parties.policy.ts";
import { payAll, type Payment } from "./purses.ts";
import { calendar, takeStep } from "./steps.store.ts";

/** Does what is due in every running circle; a circle that cannot go on keeps none of the others back. Gives how many it moved. */
export async function runDueRounds(ctx: Ctx): Promise<number> {
  let moved = 0;
  for (const id of await listRunning(ctx)) {
    while (await advanceOnce(ctx, id)) moved += 1;
  }
  return moved;
}

/** One step of a circle in a transaction of its own: a round opened or paid out, or its end. False: nothing is due. */
async function advanceOnce(ctx: Ctx, id: string): Promise<boolean> {
  try {
    return await transact(ctx, (tx) => advance(tx, id));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // An account that was closed, or is full: those in the circle read what it waits for, and it is tried again tomorrow.
    await transact(ctx, async (tx) => {
      const round = (await listRounds(tx, id)).find(({ state }) => state !== "paid_out");
      if (round) await setRound(tx, id, round.number, { waits_for: error.reason });
    });
    return false;
  }
}

async function advance(tx: Ctx, id: string): Promise<boolean> {
  const circle = await lockCircle(tx, id);
  if (circle.state !== "running") return false;
  const members = (await listMembers(tx, id)).filter(
    ({ state }) => state === "joined" || state === "put_out",
  );
  const rounds = await listRounds(tx, id);
  const round = rounds.find(({ state }) => state !== "paid_out");
  if (!round) {
    await complete(tx, circle, members);
    return true;
  }
  const day = today(tx.now);
  if (round.state === "planned") {
    if (day < opensOn(round.due_on, circle.ahead_days)) return false;
    await moveRound(tx, round, "open", { opened_on: day });
    return true;
  }
  await holdContributions(tx, circle, round, members);
  const holds = await readHolds(tx, id, round.number);
  const standing = members.map((one) => ({
    held: holds.has(one.id),
    mayFail: one.id === round.member_id || one.state === "put_out",
  }));
  const due = { dueOn: round.due_on, openedOn: round.opened_on ?? day, graceDays: circle.grace_days };
  if (!roundIsDue(due, standing, day)) return false;
  await payOut(tx, { circle, members, rounds, round, holds });
  return true;
}

async function moveRound(
  tx: Ctx,
  round: RoundRow,
  to: "open" | "paid_out",
  change: Parameters<typeof setRound>[3],
): Promise<void> {
  await takeStep(
    tx,
    { machine: roundMachine, about: round.circle_id, from: round.state, to, side: "calendar" },
    calendar,
  );
  await setRound(tx, round.circle_id, round.number, { ...change, state: to, waits_for: null });
}

/** Holds what can be held and is not yet; whoever has not enough is asked again the next day. */
async function holdContributions(
  tx: Ctx,
  circle: CircleRow,
  round: RoundRow,
  members: readonly MemberRow[],
): Promise<void> {
  const held = await readHolds(tx, circle.id, round.number);
  const accounts = await findPartyAccounts(
    tx,
    members.map(({ account_id }) => account_id),
  );
  const able = members.filter(({ id, account_id, state }) => {
    const account = accounts.get(account_id);
    return (
      !held.has(id) && state === "joined" && account !== undefined && canPay(account, circle.contribution)
    );
  });
  const placed = await placeHolds(
    tx,
    able.map(({ account_id }) => ({
      from: account_id as AccountId,
      to: circle.account_id as AccountId,
      amount: circle.contribution,
      lapsesAt: null,
      text: circle.name,
      about: circlePath(circle.id),
    })),
    calendar,
  );
  for (const [at, { id: memberId }] of able.entries())
    await insertHold(tx, { circleId: circle.id, number: round.number, memberId, holdId: placed[at] ?? "" });
}

type Playing = {
  readonly circle: CircleRow;
  readonly members: readonly MemberRow[];
  readonly rounds: readonly RoundRow[];
  readonly round: RoundRow;
  readonly holds: ReadonlyMap<string, string>;
};

async function play(tx: Ctx, { circle, members, rounds, round, holds }: Playing): Promise<RoundOutcome> {
  const ids = members.map(({ account_id }) => account_id);
  const accounts = await findPartyAccounts(tx, [...ids, circle.reserve_account_id]);
  const availableOf = (account: PartyAccount | undefined) => (account?.isOpen ? account.available : 0n);
  return playRound({
    rules: {
      contribution: circle.contribution,
      cover: circle.cover,
      turn: circle.turn_rule,
      putOutAfter: circle.put_out_after,
    },
    members: members.map(({ id }) => id),
    turns: rounds.map(({ member_id }) => member_id),
    round: round.number,
    paid: new Set(holds.keys()),
    available: new Map(
      members.flatMap(({ id, account_id }): [string, bigint][] => {
        const available = availableOf(accounts.get(account_id));
        return available === null ? [] : [[id, available]];
      }),
    ),
    reserve: accounts.get(circle.reserve_account_id)?.posted ?? 0n,
    debts: await readDebts(tx, circle.id),
    defaults: new Map(members.map(({ id, defaults }) => [id, defaults])),
    guarantorOf: new Map(
      members.flatMap(({ id, guarantor_id }): [string, string][] =>
        guarantor_id ? [[id, guarantor_id]] : [],
      ),
    ),
  });
}

/** All movements of a round, its debts, and the turns that follow, in this one transaction. */
async function payOut(tx: Ctx, playing: Playing): Promise<void> {
  const { circle, members, rounds, round, holds } = playing;
  const outcome = await play(tx, playing);
  const kept: KeptMovement[] = [];
  for (const movement of outcome.movements.filter(({ why }) => why === "contribution")) {
    const entryId = await postHold(tx, (holds.get(movement.from) ?? "") as HoldId, {}, calendar);
    kept.push({ ...movement, entryId });
  }
  const others = outcome.movements.filter(({ why }) => why !== "contribution");
  kept.push(...(await carryOut(tx, circle, members, others)));
  await insertMovements(tx, circle.id, round.number, kept);
  await writeDebts(tx, circle.id, outcome.debts);
  await moveRound(tx, round, "paid_out", { paid_out_at: tx.now });
  for (const [at, memberId] of outcome.turns.entries())
    if (rounds[at]?.member_id !== memberId) await setRound(tx, circle.id, at + 1, { member_id: memberId });
  for (const one of members.filter(({ id }) => outcome.failed.includes(id))) {
    await setMember(tx, one.id, { defaults: outcome.defaults.get(one.id) ?? one.defaults });
    if (outcome.putOut.includes(one.id) && one.state === "joined") {
      const step = {
        machine: memberMachine,
        about: one.id,
        from: one.state,
        to: "put_out",
        side: "calendar",
      } as const;
      await takeStep(tx, step, calendar);
      await setMember(tx, one.id, { state: "put_out" });
    }
  }
}

async function carryOut(
  tx: Ctx,
  circle: CircleRow,
  members: readonly MemberRow[],
  movements: readonly Movement[],
): Promise<KeptMovement[]> {
  const accountOf = new Map(members.map(({ id, account_id }) => [id, account_id]));
  accountOf.set(POT, circle.account_id);
  accountOf.set(RESERVE, circle.reserve_account_id);
  const kinds = { contribution: "contribution", advance: "contribution", repayment: "repayment" } as const;
  const payments = movements.map(({ why, from, to, amount }): Payment => ({
    kind: why === "payout" || why === "reserve" ? "payout" : kinds[why],
    from: accountOf.get(from) ?? "",
    to: accountOf.get(to) ?? "",
    amount,
    text: circle.name,
    about: circlePath(circle.id),
  }));
  const entries = await payAll(tx, payments, calendar);
  return movements.map((movement, at) => ({ ...movement, entryId: entries[at] ?? "" }));
}

/** After the last round: the reserve goes back, and what is still owed is owed between members alone. */
async function complete(tx: Ctx, circle: CircleRow, members: readonly MemberRow[]): Promise<void> {
  const ids = members.map(({ id }) => id);
  const debts = await readDebts(tx, circle.id);
  const accounts = await findPartyAccounts(tx, [circle.reserve_account_id]);
  const held = accounts.get(circle.reserve_account_id)?.posted ?? 0n;
  const end = shareReserve({ members: ids, each: circle.reserve, debts, held });
  await insertMovements(tx, circle.id, null, await carryOut(tx, circle, members, end.movements));
  await writeDebts(tx, circle.id, end.debts);
  await takeStep(
    tx,
    { machine: circleMachine, about: circle.id, from: circle.state, to: "completed", side: "calendar" },
    calendar,
  );
  await setCircle(tx, circle.id, { state: "completed" });
}

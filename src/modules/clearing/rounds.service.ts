// A round of clearing: called by a commission, joined by organisations, frozen at its deadline, solved, looked at, settled.
// Invariants: an obligation takes part when both of its sides offer it; who withdraws, or leaves while others look, is deleted from the
// round as if it had never been there; what is settled is the preview that whoever confirms was shown, at once or not at all.
import { authorise, type OrganizationId } from "#confederation";
import { accountsOf, type AccountId, openAccount, postEntries } from "#ledger";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { inTurn } from "#platform/in-turn";
import { addJob } from "#platform/jobs/jobs";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { checkDenominations } from "./denominations.ts";
import {
  creditNeedsAnAccount,
  deadlineHasPassed,
  deadlineLeavesTime,
  everybodyCouldLook,
  joiningIsOpen,
  leavingIsOpen,
  previewIsTheOneShown,
  roundGoesTo,
  somethingClears,
} from "./rounds.rules.ts";
import {
  abandonRoundInput,
  type AbandonRoundInput,
  callRoundInput,
  type CallRoundInput,
  joinRoundInput,
  type JoinRoundInput,
  partyInput,
  type PartyInput,
  settleRoundInput,
  type SettleRoundInput,
} from "./rounds.schema.ts";
import {
  countOfferable,
  findRoundByRequest,
  freezeArcs,
  insertCleared,
  insertRound,
  listDueRounds,
  lockRound,
  markAbandoned,
  markFrozen,
  markSettled,
  readArcs,
  readParties,
  removeParty,
  replaceParty,
} from "./rounds.store.ts";
import type { Denomination, Round } from "./types.ts";

/** The job that freezes what is due, and the one that solves what is frozen. */
export const FREEZE_ROUNDS = "freeze-clearing-rounds";
export const SOLVE_ROUND = "solve-clearing-round";
/** Beside the job of each deadline: what a backup was restored over, or a clock that was set. */
export const freezeRoundsCrontab = `13 * * * * ${FREEZE_ROUNDS}`;

export const roundPath = (number: number) => `/clearing/rounds/${number}`;

async function lockedRound(tx: Ctx, number: number): Promise<Round> {
  const round = await lockRound(tx, number);
  if (!round) throw new Refusal("missing", "roundUnknown", { number });
  return round;
}

/** Calls a round for what is owed in one currency; needs `clearing.call` in the commission. Returns its number. */
export async function callRound(ctx: Ctx, input: CallRoundInput): Promise<number> {
  const wanted = parse(callRoundInput, input);
  hold(
    [
      deadlineLeavesTime(wanted.deadlineAt, ctx.now),
      creditNeedsAnAccount(wanted.withCredit, wanted.currencyId),
    ],
    "invalid",
  );
  const calling = () => transact(ctx, (tx) => call(tx, wanted));
  if (ctx.db.isTransaction) return calling();
  return inTurn("clearing rounds", async () => {
    try {
      return await calling();
    } catch (error) {
      // Another process took the number at this very moment: now it can be seen.
      if (brokenConstraint(error) !== "clearing_rounds_number_key") throw error;
      return calling();
    }
  });
}

async function call(tx: Ctx, wanted: ReturnType<typeof parse<typeof callRoundInput>>): Promise<number> {
  const authority = await authorise(tx, "clearing.call", wanted.commissionId);
  const earlier = await findRoundByRequest(tx, wanted.requestKey);
  if (earlier !== undefined) return earlier;
  const { currencyId, officialCode } = wanted;
  await checkDenominations(tx, [{ currencyId, officialCode } as Denomination]);
  const { number, id } = await insertRound(tx, wanted);
  await addJob(tx, FREEZE_ROUNDS, {}, { runAt: wanted.deadlineAt, key: `freeze-clearing-round-${number}` });
  await appendAct(tx, {
    type: "clearing.round.called",
    subject: roundPath(number),
    mandateId: authority.mandateId,
    record: {
      round: id,
      number,
      commission: wanted.commissionId,
      currency: currencyId,
      officialCurrency: officialCode,
      title: wanted.title,
      deadlineAt: wanted.deadlineAt.toISOString(),
      lookHours: wanted.lookHours,
      withCredit: wanted.withCredit,
      publication: wanted.publication,
    },
  });
  return number;
}

/**
 * Joins a round, or changes what is offered to it: the obligations named, and no others. Needs `clearing.join`. Nobody else can
 * see it, and the log has nothing of it. Refuses with `roundDeadlinePassed`, `offerNotYours`, `roundAccountNotYours`.
 */
export async function joinRound(ctx: Ctx, input: JoinRoundInput): Promise<void> {
  const wanted = parse(joinRoundInput, input);
  await transact(ctx, async (tx) => {
    const round = await lockedRound(tx, wanted.number);
    const { mandateId } = await authorise(tx, "clearing.join", wanted.organizationId);
    hold(joiningIsOpen(round, tx.now));
    const ids = new Set(wanted.obligationIds);
    if ((await countOfferable(tx, round, wanted.organizationId, [...ids])) !== ids.size)
      throw new Refusal("invalid", "offerNotYours");
    await replaceParty(
      tx,
      round.id,
      { ...wanted, account: await offeredAccount(tx, round, wanted) },
      mandateId,
    );
  });
}

type Joining = ReturnType<typeof parse<typeof joinRoundInput>>;

/** What is set off goes through this account; it moves only where the round takes credit and its party offers room. */
async function offeredAccount(tx: Ctx, round: Round, { account, organizationId }: Joining) {
  if (account === null) return null;
  const own = round.currencyId
    ? await accountsOf(tx, { kind: "organization", organizationId }, round.currencyId)
    : [];
  if (!own.some(({ id, closedAt }) => id === account.accountId && closedAt === null))
    throw new Refusal("invalid", "roundAccountNotYours");
  return round.withCredit ? account : { ...account, paysUpTo: 0n, takesUpTo: 0n };
}

/** Leaves a round before its deadline, without a trace. Needs `clearing.join`. Refuses with `roundNotJoined`, `roundDeadlinePassed`. */
export async function withdrawFromRound(ctx: Ctx, input: PartyInput): Promise<void> {
  const { number, organizationId } = parse(partyInput, input);
  await transact(ctx, async (tx) => {
    const round = await lockedRound(tx, number);
    await authorise(tx, "clearing.join", organizationId);
    hold(joiningIsOpen(round, tx.now));
    if (!(await removeParty(tx, round.id, organizationId))) throw new Refusal("conflict", "roundNotJoined");
  });
}

/**
 * Leaves a round whose preview one cannot agree to; it is solved again without the organisation, and everybody looks anew. Needs
 * `clearing.join`. Refuses with `roundNotJoined`, `roundLookingOver`, `roundAlreadySettled`, `roundAbandoned`.
 */
export async function leaveRound(ctx: Ctx, input: PartyInput): Promise<void> {
  const { number, organizationId } = parse(partyInput, input);
  await transact(ctx, async (tx) => {
    const round = await lockedRound(tx, number);
    await authorise(tx, "clearing.join", organizationId);
    hold(leavingIsOpen(round, tx.now));
    if (!(await removeParty(tx, round.id, organizationId))) throw new Refusal("conflict", "roundNotJoined");
    await freezeAgain(tx, round);
  });
}

async function freezeAgain(tx: Ctx, round: Round): Promise<void> {
  const attempt = await markFrozen(tx, round);
  await addJob(tx, SOLVE_ROUND, { number: round.number, attempt });
}

/** Has a previewed round solved again, as when accounts moved meanwhile. Needs `clearing.call` in its commission. */
export async function solveAgain(ctx: Ctx, number: number): Promise<void> {
  await transact(ctx, async (tx) => {
    const round = await lockedRound(tx, number);
    await authorise(tx, "clearing.call", round.commissionId);
    hold(roundGoesTo(round, "frozen"));
    if (round.state === "called")
      throw new Refusal("conflict", "roundDeadlineAhead", { deadline: round.deadlineAt });
    await freezeAgain(tx, round);
  });
}

/** Freezes every round whose deadline has passed, each in an act of its own, and has it solved. A job does it. */
export async function freezeDueRounds(ctx: Ctx): Promise<number[]> {
  const due = await listDueRounds(ctx);
  for (const number of due) await freezeRound(ctx, number);
  return due;
}

async function freezeRound(ctx: Ctx, number: number): Promise<void> {
  await transact(ctx, async (tx) => {
    const round = await lockedRound(tx, number);
    if (round.state !== "called") return;
    hold(deadlineHasPassed(round, tx.now));
    await freezeArcs(tx, round.id);
    await freezeAgain(tx, round);
  });
}

/**
 * Settles a round: lowers every obligation by what is set off of it, with one entry of the ledger that has two lines for each where it is
 * in a currency of it. Needs `clearing.call` in the commission, at this instant. Refuses with `roundAlreadySettled`, `roundStillLooking`,
 * `roundSolvedAnew`, `roundClearsNothing`, and as the ledger does where an account moved meanwhile; nothing has moved then.
 */
export async function settleRound(ctx: Ctx, input: SettleRoundInput): Promise<void> {
  const { number, attempt } = parse(settleRoundInput, input);
  await transact(ctx, async (tx) => {
    const round = await lockedRound(tx, number);
    const { mandateId } = await authorise(tx, "clearing.call", round.commissionId);
    hold([
      roundGoesTo(round, "settled"),
      previewIsTheOneShown(round, attempt),
      everybodyCouldLook(round, tx.now),
      somethingClears(round),
    ]);
    const entryId = round.currencyId === null ? null : await postRound(tx, round, mandateId);
    await insertCleared(tx, round, entryId, mandateId);
    await markSettled(tx, round, mandateId);
    await appendAct(tx, {
      type: "clearing.round.settled",
      subject: roundPath(number),
      mandateId,
      record: {
        round: round.id,
        number,
        parties: round.parties,
        obligations: round.obligations,
        total: String(round.total),
        cleared: String(round.cleared),
        clearedOnCredit: String(round.clearedOnCredit),
        netInternalDebt: String(round.netInternalDebt),
        certificate: round.certificateSha256,
      },
    });
  });
}

/** One entry, so that limits are asked of where accounts end, not of the way there. Who has no account goes through the clearing's. */
async function postRound(tx: Ctx, round: Round, mandateId: string | null) {
  const arcs = (await readArcs(tx, round.id)).filter(({ cleared }) => cleared !== null && cleared > 0n);
  const accounts = new Map<OrganizationId, AccountId>();
  for (const { organizationId, accountId } of await readParties(tx, round.id))
    if (accountId !== null) accounts.set(organizationId, accountId);
  const spare = arcs.some((arc) => !accounts.has(arc.debtorId) || !accounts.has(arc.creditorId))
    ? await clearingAccount(tx, round, mandateId)
    : null;
  const accountFor = (id: OrganizationId) => accounts.get(id) ?? (spare as AccountId);
  const lines = arcs
    .map((arc) => ({
      from: accountFor(arc.debtorId),
      to: accountFor(arc.creditorId),
      amount: arc.cleared as bigint,
    }))
    .filter(({ from, to }) => from !== to)
    .flatMap(({ from, to, amount }) => [
      { accountId: from, amount: -amount },
      { accountId: to, amount },
    ]);
  if (lines.length === 0) return null;
  const entry = { kind: "clearing" as const, lines, text: null, about: roundPath(round.number) };
  const [id] = await postEntries(tx, [entry], { mandateId });
  return id ?? null;
}

async function clearingAccount(tx: Ctx, { currencyId }: Round, mandateId: string | null): Promise<AccountId> {
  if (currencyId === null) throw new Error("only a currency of the ledger has accounts");
  const [there] = await accountsOf(tx, { kind: "clearing" }, currencyId);
  if (there) return there.id;
  const holder = { kind: "clearing" } as const;
  return (await openAccount(tx, { currencyId, holder, minimum: null, maximum: null }, { mandateId })).id;
}

/** Gives a round up, with a reason; who took part in it is forgotten. Needs `clearing.call` in its commission. */
export async function abandonRound(ctx: Ctx, input: AbandonRoundInput): Promise<void> {
  const { number, reason } = parse(abandonRoundInput, input);
  await transact(ctx, async (tx) => {
    const round = await lockedRound(tx, number);
    const { mandateId } = await authorise(tx, "clearing.call", round.commissionId);
    hold(roundGoesTo(round, "abandoned"));
    await markAbandoned(tx, round, reason);
    await appendAct(tx, {
      type: "clearing.round.abandoned",
      subject: roundPath(number),
      mandateId,
      record: { round: round.id, number, reason },
    });
  });
}

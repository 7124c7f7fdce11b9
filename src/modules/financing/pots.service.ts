// Saving pots: opened, filled, and emptied by the rule that they were opened with.
// Invariant: the shares of all contributors together are what their movements put into the pot's account.
import type { Ctx } from "#platform/context";
import { transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { today } from "./days.rules.ts";
import {
  type ContributorState,
  contributor,
  pot as potMachine,
  type Side,
  theStepExists,
  withdrawal,
} from "./machines.rules.ts";
import { accountByNumber, actFor, findPartyAccounts, mayActFor, partyAccount } from "./parties.policy.ts";
import {
  APPROVALS,
  contributorTakesPart,
  lockIsAhead,
  nothingOfTheirs,
  othersApprove,
  payableOn,
  potGivesBefore,
  potIsEmpty,
  potIsOpen,
  potNeedsApprovals,
  withdrawalIsPayable,
  withinShare,
} from "./pots.rules.ts";
import {
  type InviteToPotInput,
  inviteToPotInput,
  type OpenPotInput,
  openPotInput,
  type PotAmountInput,
  potAmountInput,
  type PotPartInput,
  potPartInput,
  type WithdrawalInput,
  withdrawalInput,
} from "./pots.schema.ts";
import {
  askedBefore,
  closePotRow,
  type Contributor,
  findPotByRequest,
  findWithdrawal,
  insertApproval,
  insertContributor,
  insertPot,
  insertPotMovement,
  insertWithdrawal,
  listApprovers,
  listContributors,
  lockPot,
  setContributorState,
  setWithdrawalState,
  wasDone,
} from "./pots.store.ts";
import { openPurse, pay } from "./purses.ts";
import { keepStep, takeStep } from "./steps.store.ts";
import type { By, PotId } from "./types.ts";

export const potPath = (id: string) => `/economy/savings/pots/${id}`;

/** Opens a pot in the currency of the opener's account; needs `financing.save` where an organisation holds it. */
export async function openPot(ctx: Ctx, input: OpenPotInput): Promise<PotId> {
  const wanted = parse(openPotInput, input);
  return transact(ctx, async (tx) => {
    const own = await partyAccount(tx, wanted.accountId);
    const by = await actFor(tx, own.party, "financing.save");
    const earlier = await findPotByRequest(tx, wanted.requestKey);
    if (earlier) return earlier;
    hold(lockIsAhead(wanted.lockedUntil, today(tx.now)), "invalid");
    const id = tx.newId() as PotId;
    const { currencyId } = own;
    const accountId = await openPurse(tx, { currencyId, fundId: id, name: wanted.name }, by);
    await insertPot(tx, { id, currencyId, accountId, wanted });
    await keepStep(tx, { machine: potMachine, about: id, from: null, to: "open" }, by);
    const founder = await insertContributor(tx, { potId: id, accountId: own.id, founds: true });
    await keepStep(tx, { machine: contributor, about: founder, from: null, to: "joined" }, by);
    for (const number of wanted.invite) await invite(tx, { id, currencyId, number }, by);
    return id;
  });
}

async function invite(
  tx: Ctx,
  { id, currencyId, number }: { id: PotId; currencyId: string; number: string },
  by: By,
): Promise<void> {
  const account = await accountByNumber(tx, number, currencyId, "invite");
  const known = await listContributors(tx, id);
  if (known.some(({ account_id }) => account_id === account.id)) return;
  const invited = await insertContributor(tx, { potId: id, accountId: account.id, founds: false });
  await keepStep(tx, { machine: contributor, about: invited, from: null, to: "invited" }, by);
}

/** Whoever opened the pot invites another account to it. */
export async function inviteToPot(ctx: Ctx, input: InviteToPotInput): Promise<void> {
  const { potId, invite: number } = parse(inviteToPotInput, input);
  await transact(ctx, async (tx) => {
    const { pot, by } = await asFounder(tx, potId);
    hold(potIsOpen(pot.state));
    await invite(tx, { id: potId, currencyId: pot.currency_id, number }, by);
  });
}

async function asFounder(tx: Ctx, potId: PotId) {
  const pot = await lockPot(tx, potId);
  const founder = (await listContributors(tx, potId)).find(({ founds }) => founds);
  const account = await partyAccount(tx, founder?.account_id ?? "");
  return { pot, by: await actFor(tx, account.party, "financing.save") };
}

/** The actor's own part; who has none is told that there is no such pot. */
async function ownPart(tx: Ctx, potId: PotId, accountId: string) {
  const pot = await lockPot(tx, potId);
  const part = (await listContributors(tx, potId)).find(({ account_id }) => account_id === accountId);
  if (!part) throw new Refusal("missing", "potUnknown");
  const account = await partyAccount(tx, accountId);
  return { pot, part, account, by: await actFor(tx, account.party, "financing.save") };
}

async function changePart(
  ctx: Ctx,
  input: PotPartInput,
  to: ContributorState,
  rule?: (part: Contributor) => void,
) {
  const { potId, accountId } = parse(potPartInput, input);
  await transact(ctx, async (tx) => {
    const { pot, part, by } = await ownPart(tx, potId, accountId);
    if (to === "joined") hold(potIsOpen(pot.state));
    rule?.(part);
    const step = { machine: contributor, about: part.id, from: part.state, to, side: "member" } as const;
    await takeStep(tx, step, by);
    await setContributorState(tx, part.id, to);
  });
}

export const joinPot = (ctx: Ctx, input: PotPartInput) => changePart(ctx, input, "joined");
export const declinePot = (ctx: Ctx, input: PotPartInput) => changePart(ctx, input, "declined");
export const leavePot = (ctx: Ctx, input: PotPartInput) =>
  changePart(ctx, input, "left", ({ share }) => hold(nothingOfTheirs(share)));

/** Puts an amount from one's own account into the pot. */
export async function contributeToPot(ctx: Ctx, input: PotAmountInput): Promise<void> {
  const { potId, accountId, amount, requestKey } = parse(potAmountInput, input);
  await transact(ctx, async (tx) => {
    const { pot, part, by } = await ownPart(tx, potId, accountId);
    if (await wasDone(tx, requestKey)) return;
    hold([potIsOpen(pot.state), contributorTakesPart(part.state)]);
    const about = potPath(potId);
    const payment = { from: accountId, to: pot.account_id, amount, text: pot.name, about };
    const entryId = await pay(tx, { kind: "contribution", ...payment }, by);
    await insertPotMovement(
      tx,
      { contributorId: part.id, kind: "contribution", amount, entryId, requestKey },
      by,
    );
  });
}

/**
 * Takes an amount of one's own share out: at once from the lock date on; before it by the pot's rule, which makes it
 * something asked for, with the day from which it needs nobody's approval.
 */
export async function withdrawFromPot(ctx: Ctx, input: PotAmountInput): Promise<"paid" | "asked"> {
  const { potId, accountId, amount, requestKey } = parse(potAmountInput, input);
  return transact(ctx, async (tx) => {
    const { pot, part, by } = await ownPart(tx, potId, accountId);
    const day = today(tx.now);
    const isFree = day >= pot.locked_until;
    if (await wasDone(tx, requestKey)) return isFree ? "paid" : "asked";
    hold([
      contributorTakesPart(part.state),
      potGivesBefore(pot.early, pot.locked_until, day),
      withinShare(amount, part.share ?? 0n, await askedBefore(tx, part.id)),
    ]);
    if (isFree) {
      await payOut(tx, { pot, contributorId: part.id, accountId, amount, requestKey }, by);
      return "paid";
    }
    const rule = { early: pot.early, noticeDays: pot.notice_days, lockedUntil: pot.locked_until };
    const id = await insertWithdrawal(tx, {
      contributorId: part.id,
      requestKey,
      amount,
      payableOn: payableOn(rule, day),
      askedBy: tx.actor.kind === "person" ? tx.actor.personId : null,
    });
    await keepStep(tx, { machine: withdrawal, about: id, from: null, to: "asked" }, by);
    return "asked";
  });
}

type Paying = {
  readonly pot: { readonly id: string; readonly account_id: string; readonly name: string };
  readonly contributorId: string;
  readonly accountId: string;
  readonly amount: bigint;
  readonly requestKey: string;
};

async function payOut(tx: Ctx, { pot, contributorId, accountId, amount, requestKey }: Paying, by: By) {
  const payment = { from: pot.account_id, to: accountId, amount, text: pot.name, about: potPath(pot.id) };
  const entryId = await pay(tx, { kind: "payout", ...payment }, by);
  await insertPotMovement(tx, { contributorId, kind: "withdrawal", amount, entryId, requestKey }, by);
}

async function readWithdrawal(tx: Ctx, { potId, withdrawalId }: { potId: PotId; withdrawalId: string }) {
  const pot = await lockPot(tx, potId);
  const asked = await findWithdrawal(tx, potId, withdrawalId);
  if (!asked) throw new Refusal("missing", "withdrawalUnknown");
  return { pot, asked };
}

/** Whoever asked takes it: after the notice, or once two others approved. */
export async function takeWithdrawal(ctx: Ctx, input: WithdrawalInput): Promise<void> {
  const wanted = parse(withdrawalInput, input);
  await transact(ctx, async (tx) => {
    const { pot, asked } = await readWithdrawal(tx, wanted);
    const { party } = await partyAccount(tx, asked.account_id);
    const by = await actFor(tx, party, "financing.save");
    const { state: from } = asked;
    await takeStep(tx, { machine: withdrawal, about: asked.id, from, to: "paid", side: "owner" }, by);
    hold([
      withdrawalIsPayable(from as "asked" | "approved", asked.payable_on, today(tx.now)),
      withinShare(asked.amount, asked.share, 0n),
    ]);
    await setWithdrawalState(tx, asked.id, "paid");
    const { account_id: accountId, contributor_id: contributorId, amount } = asked;
    await payOut(tx, { pot, contributorId, accountId, amount, requestKey: tx.newId() }, by);
  });
}

export async function cancelWithdrawal(ctx: Ctx, input: WithdrawalInput): Promise<void> {
  const wanted = parse(withdrawalInput, input);
  await transact(ctx, async (tx) => {
    const { asked } = await readWithdrawal(tx, wanted);
    const { party } = await partyAccount(tx, asked.account_id);
    const by = await actFor(tx, party, "financing.save");
    const step = {
      machine: withdrawal,
      about: asked.id,
      from: asked.state,
      to: "cancelled",
      side: "owner",
    } as const;
    await takeStep(tx, step, by);
    await setWithdrawalState(tx, asked.id, "cancelled");
  });
}

/** Under what the actor decides as one of the pot's contributors: the first for whom they may approve. */
async function asApprover(tx: Ctx, potId: PotId): Promise<By> {
  const parts = (await listContributors(tx, potId)).filter(({ state }) => state === "joined");
  const accounts = await findPartyAccounts(
    tx,
    parts.map(({ account_id }) => account_id),
  );
  for (const { party } of accounts.values())
    if (party && (await mayActFor(tx, party, ["ledger.approve"]))) return actFor(tx, party, "ledger.approve");
  throw new Refusal("missing", "potUnknown");
}

async function decide(ctx: Ctx, input: WithdrawalInput, to: "approved" | "refused"): Promise<void> {
  const wanted = parse(withdrawalInput, input);
  await transact(ctx, async (tx) => {
    const { pot, asked } = await readWithdrawal(tx, wanted);
    const by = await asApprover(tx, wanted.potId);
    const approver = tx.actor.kind === "person" ? tx.actor.personId : null;
    const before = await listApprovers(tx, asked.id);
    const side: Side = "others";
    hold([potNeedsApprovals(pot.early), theStepExists(withdrawal, asked.state, to, side)]);
    hold(othersApprove(asked.asked_by, approver, before), "forbidden");
    if (to === "approved" && approver !== null) await insertApproval(tx, asked.id, approver, by);
    if (to === "approved" && before.length + 1 < APPROVALS) return;
    await takeStep(tx, { machine: withdrawal, about: asked.id, from: asked.state, to, side }, by);
    await setWithdrawalState(tx, asked.id, to);
  });
}

/** One of two approvals by others than whoever asked; the second makes it payable. */
export const approveWithdrawal = (ctx: Ctx, input: WithdrawalInput) => decide(ctx, input, "approved");
export const refuseWithdrawal = (ctx: Ctx, input: WithdrawalInput) => decide(ctx, input, "refused");

/** Whoever opened an empty pot closes it. */
export async function closePot(ctx: Ctx, potId: PotId): Promise<void> {
  await transact(ctx, async (tx) => {
    const { pot, by } = await asFounder(tx, potId);
    const account = (await findPartyAccounts(tx, [pot.account_id])).get(pot.account_id);
    await takeStep(
      tx,
      { machine: potMachine, about: pot.id, from: pot.state, to: "closed", side: "founder" },
      by,
    );
    hold(potIsEmpty(account?.posted ?? 0n));
    await closePotRow(tx, potId);
  });
}

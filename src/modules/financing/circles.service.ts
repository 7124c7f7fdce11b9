// Rotating savings circles before their first round and around them: founded, joined, ordered, started, left.
// Invariant: the rules that a circle was founded with never change; whoever joins agrees to them.
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { RESERVE } from "./circle-rounds.rules.ts";
import {
  circleIsForming,
  circleStartsLater,
  debtIsOwed,
  dutiesAreDone,
  enoughMembers,
  everybodyAnswered,
  founderStays,
  guarantorIsAnother,
  guarantorsAgreed,
  lotSeed,
  lotWasDrawn,
  orderByLot,
  orderIsAgreed,
  orderNamesEveryMember,
  theProposalStands,
} from "./circles.rules.ts";
import {
  type AgreeOrderInput,
  agreeOrderInput,
  type CirclePartInput,
  circlePartInput,
  type FoundCircleInput,
  foundCircleInput,
  type GuaranteeInput,
  guaranteeInput,
  type JoinCircleInput,
  joinCircleInput,
  type PayDebtInput,
  payDebtInput,
  type ProposeOrderInput,
  proposeOrderInput,
  type StartCircleInput,
  startCircleInput,
} from "./circles.schema.ts";
import {
  type CircleRow,
  debtWasPaid,
  findCircleByRequest,
  insertCircle,
  insertMember,
  insertMovements,
  insertRounds,
  listMembers,
  lockCircle,
  type MemberRow,
  readDebts,
  setCircle,
  setMember,
  writeDebts,
} from "./circles.store.ts";
import { dayInRhythm, today } from "./days.rules.ts";
import { circle as circleMachine, member as memberMachine, type MemberState } from "./machines.rules.ts";
import { accountByNumber, actFor, partyAccount } from "./parties.policy.ts";
import { openPurse, payAll, type Payment } from "./purses.ts";
import { inTurnUpTo, sumOf } from "./shares.rules.ts";
import { keepStep, takeStep } from "./steps.store.ts";
import type { By, CircleId } from "./types.ts";

export const circlePath = (id: string) => `/economy/savings/circles/${id}`;

/** Founds a circle in the currency of the founder's account, with the rules that it keeps to its end. */
export async function foundCircle(ctx: Ctx, input: FoundCircleInput): Promise<CircleId> {
  const wanted = parse(foundCircleInput, input);
  return transact(ctx, async (tx) => {
    const own = await partyAccount(tx, wanted.accountId);
    const by = await actFor(tx, own.party, "financing.save");
    const earlier = await findCircleByRequest(tx, wanted.requestKey);
    if (earlier) return earlier;
    hold(circleStartsLater(wanted.startsOn, today(tx.now)), "invalid");
    const id = tx.newId() as CircleId;
    const { currencyId } = own;
    const purse = { currencyId, fundId: id, name: wanted.name };
    const accountId = await openPurse(tx, purse, by);
    const reserveAccountId = await openPurse(tx, purse, by);
    await insertCircle(tx, { id, currencyId, accountId, reserveAccountId, wanted });
    await keepStep(tx, { machine: circleMachine, about: id, from: null, to: "forming" }, by);
    const accounts = [own.id];
    for (const number of wanted.invite)
      accounts.push((await accountByNumber(tx, number, currencyId, "invite")).id);
    for (const [at, account] of [...new Set(accounts)].entries()) {
      const founds = at === 0;
      const memberId = await insertMember(tx, { circleId: id, accountId: account, founds, position: at + 1 });
      const to = founds ? "joined" : "invited";
      await keepStep(tx, { machine: memberMachine, about: memberId, from: null, to }, by);
    }
    return id;
  });
}

type Part = {
  readonly circle: CircleRow;
  readonly members: readonly MemberRow[];
  readonly own: MemberRow;
  readonly by: By;
};

/** The actor's own part; who has none is told that there is no such circle. */
async function ownPart(tx: Ctx, circleId: string, accountId: string): Promise<Part> {
  const circle = await lockCircle(tx, circleId);
  const members = await listMembers(tx, circleId);
  const own = members.find(({ account_id }) => account_id === accountId);
  if (!own) throw new Refusal("missing", "circleUnknown");
  const { party } = await partyAccount(tx, accountId);
  return { circle, members, own, by: await actFor(tx, party, "financing.save") };
}

async function asFounder(tx: Ctx, circleId: CircleId): Promise<Part> {
  const founder = (await listMembers(tx, circleId)).find(({ founds }) => founds);
  if (!founder) throw new Refusal("missing", "circleUnknown");
  return ownPart(tx, circleId, founder.account_id);
}

async function moveMember(tx: Ctx, { own, by }: Part, to: MemberState): Promise<void> {
  const step = { machine: memberMachine, about: own.id, from: own.state, to, side: "member" } as const;
  await takeStep(tx, step, by);
  await setMember(tx, own.id, { state: to });
}

/** Joins and agrees to the rules; also changes what was said on joining, while the circle forms. */
export async function joinCircle(ctx: Ctx, input: JoinCircleInput): Promise<void> {
  const { circleId, accountId, need, guarantorId } = parse(joinCircleInput, input);
  await transact(ctx, async (tx) => {
    const part = await ownPart(tx, circleId, accountId);
    hold([circleIsForming(part.circle.state), guarantorIsAnother(part.own.id, guarantorId)]);
    if (guarantorId !== null && !part.members.some(({ id }) => id === guarantorId))
      throw new Refusal("missing", "memberUnknown");
    if (part.own.state !== "joined") await moveMember(tx, part, "joined");
    const same = guarantorId === part.own.guarantor_id;
    await setMember(tx, part.own.id, {
      need,
      guarantor_id: guarantorId,
      guarantor_agreed: same && part.own.guarantor_agreed,
    });
  });
}

export async function declineCircle(ctx: Ctx, input: CirclePartInput): Promise<void> {
  const { circleId, accountId } = parse(circlePartInput, input);
  await transact(ctx, async (tx) => {
    const part = await ownPart(tx, circleId, accountId);
    hold(circleIsForming(part.circle.state));
    await moveMember(tx, part, "declined");
  });
}

/** Agrees to stand in for another member. */
export async function guaranteeMember(ctx: Ctx, input: GuaranteeInput): Promise<void> {
  const { circleId, accountId, memberId } = parse(guaranteeInput, input);
  await transact(ctx, async (tx) => {
    const { circle, members, own } = await ownPart(tx, circleId, accountId);
    hold(circleIsForming(circle.state));
    const asks = members.find(({ id, guarantor_id }) => id === memberId && guarantor_id === own.id);
    if (!asks) throw new Refusal("missing", "memberUnknown");
    await setMember(tx, memberId, { guarantor_agreed: true });
  });
}

/** The founder puts an order to the members; what was agreed to before is void. */
export async function proposeOrder(ctx: Ctx, input: ProposeOrderInput): Promise<void> {
  const { circleId, order } = parse(proposeOrderInput, input);
  await transact(ctx, async (tx) => {
    const { circle, members, own } = await asFounder(tx, circleId);
    const joined = members.filter(({ state }) => state === "joined");
    hold(circleIsForming(circle.state));
    hold(
      orderNamesEveryMember(
        order,
        joined.map(({ id }) => id),
      ),
      "invalid",
    );
    const version = circle.order_version + 1;
    await setCircle(tx, circleId, { order_version: version });
    for (const { id } of members) {
      const at = order.indexOf(id as (typeof order)[number]);
      await setMember(tx, id, {
        place: at < 0 ? null : at + 1,
        ...(id === own.id ? { agreed_version: version } : {}),
      });
    }
  });
}

export async function agreeToOrder(ctx: Ctx, input: AgreeOrderInput): Promise<void> {
  const { circleId, accountId, version } = parse(agreeOrderInput, input);
  await transact(ctx, async (tx) => {
    const { circle, own } = await ownPart(tx, circleId, accountId);
    hold([circleIsForming(circle.state), theProposalStands(version, circle.order_version)]);
    await setMember(tx, own.id, { agreed_version: version });
  });
}

/** The founder starts it: turns and days stand, and each pays into the reserve, if there is one. */
export async function startCircle(ctx: Ctx, input: StartCircleInput): Promise<void> {
  const { circleId, drawn } = parse(startCircleInput, input);
  await transact(ctx, async (tx) => {
    const { circle, members, by } = await asFounder(tx, circleId);
    const joined = members.filter(({ state }) => state === "joined");
    const step = {
      machine: circleMachine,
      about: circleId,
      from: circle.state,
      to: "running",
      side: "founder",
    } as const;
    await takeStep(tx, step, by);
    hold([
      everybodyAnswered(members.map(({ state }) => state)),
      enoughMembers(joined.length),
      guarantorsAgreed(
        circle.cover,
        joined.map(
          ({ guarantor_id, guarantor_agreed }) =>
            guarantor_agreed && joined.some(({ id }) => id === guarantor_id),
        ),
      ),
      orderIsAgreed(
        circle.ordered_by,
        joined.map(({ place, agreed_version }) => ({
          placed: place !== null,
          agrees: agreed_version === circle.order_version,
        })),
      ),
      circleStartsLater(circle.starts_on, today(tx.now)),
    ]);
    hold(lotWasDrawn(circle.ordered_by, drawn), "invalid");
    const turns =
      drawn === null
        ? joined.toSorted((one, other) => (one.place ?? 0) - (other.place ?? 0))
        : orderByLot(joined, lotSeed(circleId, drawn));
    await setCircle(tx, circleId, { state: "running", lot_drawn: drawn });
    const rounds = turns.map(({ id: memberId }, at) => ({
      memberId,
      dueOn: dayInRhythm(circle.starts_on, circle.rhythm, at),
    }));
    await insertRounds(tx, circleId, rounds);
    await fillReserve(tx, circle, joined, by);
  });
}

async function fillReserve(tx: Ctx, circle: CircleRow, members: readonly MemberRow[], by: By): Promise<void> {
  if (circle.reserve === 0n) return;
  const payments = members.map(({ account_id: from }) => ({
    kind: "contribution" as const,
    from,
    to: circle.reserve_account_id,
    amount: circle.reserve,
    text: circle.name,
    about: circlePath(circle.id),
  }));
  const entries = await payAll(tx, payments, by);
  const movements = members.map(({ id: from }, at) => ({
    why: "reserve" as const,
    from,
    to: RESERVE,
    amount: circle.reserve,
    entryId: entries[at] ?? "",
  }));
  await insertMovements(tx, circle.id, null, movements);
}

/** The founder gives it up before it starts. */
export async function dissolveCircle(ctx: Ctx, circleId: CircleId): Promise<void> {
  await transact(ctx, async (tx) => {
    const { circle, by } = await asFounder(tx, circleId);
    const step = {
      machine: circleMachine,
      about: circleId,
      from: circle.state,
      to: "dissolved",
      side: "founder",
    } as const;
    await takeStep(tx, step, by);
    await setCircle(tx, circleId, { state: "dissolved" });
  });
}

/** Leaves with one's duties done. */
export async function leaveCircle(ctx: Ctx, input: CirclePartInput): Promise<void> {
  const { circleId, accountId } = parse(circlePartInput, input);
  await transact(ctx, async (tx) => {
    const part = await ownPart(tx, circleId, accountId);
    const owed = (await readDebts(tx, circleId)).filter(({ debtor }) => debtor === part.own.id);
    hold([
      founderStays(part.own.founds, part.circle.state),
      dutiesAreDone(part.circle.state, sumOf(owed.map(({ amount }) => amount))),
    ]);
    await moveMember(tx, part, "left");
    await setMember(tx, part.own.id, { place: null });
  });
}

/** Pays what one owes for rounds in which others stood in: the oldest debt first. */
export async function payCircleDebt(ctx: Ctx, input: PayDebtInput): Promise<void> {
  const { circleId, accountId, amount, requestKey } = parse(payDebtInput, input);
  await transact(ctx, async (tx) => {
    const { circle, members, own, by } = await ownPart(tx, circleId, accountId);
    if (await debtWasPaid(tx, requestKey)) return;
    const debts = await readDebts(tx, circleId);
    const mine = debts.filter(({ debtor }) => debtor === own.id);
    hold(debtIsOwed(amount, sumOf(mine.map((debt) => debt.amount))));
    const parts = inTurnUpTo(
      amount,
      mine.map((debt) => debt.amount),
    );
    const repaid = mine.flatMap(({ creditor }, at) => {
      const part = parts[at] ?? 0n;
      return part === 0n ? [] : [{ why: "repayment" as const, from: own.id, to: creditor, amount: part }];
    });
    const accountOf = new Map(members.map(({ id, account_id }) => [id, account_id]));
    accountOf.set(RESERVE, circle.reserve_account_id);
    const payments = repaid.map((one): Payment => ({
      kind: "repayment",
      from: accountId,
      to: accountOf.get(one.to) ?? "",
      amount: one.amount,
      text: circle.name,
      about: circlePath(circleId),
    }));
    const entries = await payAll(tx, payments, by);
    await insertMovements(
      tx,
      circleId,
      null,
      repaid.map((one, at) => ({ ...one, entryId: entries[at] ?? "" })),
      requestKey,
    );
    const left = debts.flatMap((debt) => {
      const at = mine.indexOf(debt);
      const open = debt.amount - (at < 0 ? 0n : (parts[at] ?? 0n));
      return open === 0n ? [] : [{ ...debt, amount: open }];
    });
    await writeDebts(tx, circleId, left);
  });
}

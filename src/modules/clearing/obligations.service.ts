// From a debt that one side enters to one that both recognise, and on until nothing is left of it.
// Invariant: nothing here is public. Whoever speaks for neither side is told that there is no such obligation.
import { authorise, may, type OrganizationId } from "#confederation";
import type { CurrencyId, EntryId } from "#ledger";
import { type Ctx, transact } from "#platform/context";
import { type FieldRefusal, Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { checkDenominations } from "./denominations.ts";
import {
  bothRecogniseIt,
  contestingHasAReason,
  dueAfterItBegan,
  noRoundCountsOnIt,
  obligationSteps,
  sideOf,
  stepExists,
  twoSides,
  withinWhatIsOpen,
} from "./obligations.rules.ts";
import {
  enterObligationInput,
  type EnterObligationInput,
  enterObligationsInput,
  type EnterObligationsInput,
  lowerObligationInput,
  type LowerObligationInput,
  MOST_AMOUNT,
  obligationReasonInput,
} from "./obligations.schema.ts";
import {
  existing,
  findByRequest,
  insertMovement,
  insertObligations,
  lockObligation,
  movementWasMade,
  type NewObligation,
  recordStep,
} from "./obligations.store.ts";
import type { Denomination, Obligation, ObligationId, ObligationSide, ObligationState } from "./types.ts";

export type By = { readonly mandateId: string | null };

/** What another module hands over that has authorised already. */
export type RecordedObligation = {
  readonly debtorId: OrganizationId;
  readonly creditorId: OrganizationId;
  /** Of the ledger; or null with `officialCode`. */
  readonly currencyId: CurrencyId | null;
  readonly officialCode?: string | null;
  /** Minor units, 1 … 2^53 - 1. */
  readonly amount: bigint;
  /** `YYYY-MM-DD`; today (UTC) unless told. */
  readonly sinceOn?: string;
  readonly dueOn: string | null;
  /** The canonical path of what it is for: `/market/agreements/12`. */
  readonly about: string | null;
  readonly text: string;
  /** True: both sides recognise it from the start, as after a delivery that was received; false: the debtor still has to. */
  readonly acknowledged: boolean;
};

/**
 * Records what one organisation owes another, inside the caller's transaction; the caller has authorised it. Refuses with
 * `obligationToOneself`, `organizationUnknown`, `currencyUnknown`, `movementNotPositive`, `obligationTooLarge`, `dueBeforeItBegan`.
 */
export async function recordObligation(tx: Ctx, wanted: RecordedObligation, by: By): Promise<ObligationId> {
  const { currencyId, officialCode = null, amount, acknowledged, ...facts } = wanted;
  const sinceOn = wanted.sinceOn ?? earlier(dayOf(tx.now), wanted.dueOn);
  hold([twoSides(wanted.debtorId, wanted.creditorId), dueAfterItBegan(sinceOn, wanted.dueOn)], "invalid");
  if (amount <= 0n) throw new Refusal("invalid", "movementNotPositive");
  if (amount > MOST_AMOUNT) throw new Refusal("invalid", "obligationTooLarge");
  if ((await existing(tx, [wanted.debtorId, wanted.creditorId])).size < 2)
    throw new Refusal("missing", "organizationUnknown");
  await checkDenominations(tx, [{ currencyId, officialCode } as Denomination]);
  const [id] = await insertObligations(
    tx,
    [
      {
        ...facts,
        sinceOn,
        amount,
        currencyId,
        officialCode,
        requestKey: tx.newId(),
        recordedBy: acknowledged ? "both" : "creditor",
      },
    ],
    by.mandateId,
  );
  return id as ObligationId;
}

const dayOf = (instant: Date) => instant.toISOString().slice(0, 10);
const earlier = (one: string, other: string | null) => (other !== null && other < one ? other : one);

/**
 * Enters a debt for one of its two sides; the other is to acknowledge or contest it. Needs `clearing.record`. The same again with
 * its key is the same obligation; another with its key is refused with `requestKeyReused`.
 */
export async function enterObligation(ctx: Ctx, input: EnterObligationInput): Promise<ObligationId> {
  const { requestKey, organizationId, ...facts } = parse(enterObligationInput, input);
  return transact(ctx, async (tx) => {
    const authority = await authorise(tx, "clearing.record", organizationId);
    const entered = [{ requestKey, ...sided(organizationId, facts) }];
    const before = await findByRequest(tx, requestKey);
    if (before) {
      if (!isTheSame(await lockObligation(tx, before), sided(organizationId, facts)))
        throw new Refusal("conflict", "requestKeyReused");
      return before;
    }
    refuse(await complaints(tx, organizationId, [facts]), (_, field) => field);
    const [id] = await insertObligations(tx, entered, authority.mandateId);
    return id as ObligationId;
  });
}

/**
 * Enters many at once, as from a file: all of them, or none and every complaint as `obligations.{index}.{field}`.
 * Needs `clearing.record`. Returns how many there are now of this sending, which counts once.
 */
export async function enterObligations(ctx: Ctx, input: EnterObligationsInput): Promise<number> {
  const { requestKey, organizationId, obligations } = parse(enterObligationsInput, input);
  return transact(ctx, async (tx) => {
    const authority = await authorise(tx, "clearing.record", organizationId);
    if (await findByRequest(tx, requestKey)) return obligations.length;
    const found = await complaints(tx, organizationId, obligations);
    refuse(found, (index, field) => `obligations.${index}.${field}`);
    const wanted = obligations.map((facts, index) => ({
      // The first carries the key of the whole sending.
      requestKey: index === 0 ? requestKey : tx.newId(),
      ...sided(organizationId, facts),
    }));
    await insertObligations(tx, wanted, authority.mandateId);
    return wanted.length;
  });
}

type Facts = ReturnType<typeof parse<typeof enterObligationsInput>>["obligations"][number];

function sided(organizationId: OrganizationId, facts: Facts): Omit<NewObligation, "requestKey"> {
  const { counterpartyId, side, denomination, ...rest } = facts;
  return {
    ...rest,
    ...denomination,
    about: null,
    recordedBy: side,
    debtorId: side === "debtor" ? organizationId : counterpartyId,
    creditorId: side === "debtor" ? counterpartyId : organizationId,
  };
}

/** Whether what was entered with a key is what is asked with it again. */
function isTheSame(before: Obligation | undefined, asked: Omit<NewObligation, "requestKey">): boolean {
  const same = ["debtorId", "creditorId", "recordedBy", "amount", "sinceOn", "dueOn", "text"] as const;
  return (
    before !== undefined &&
    same.every((field) => before[field] === asked[field]) &&
    before.currencyId === asked.currencyId &&
    before.officialCode === (asked.officialCode ?? null)
  );
}

type Complaint = { readonly index: number; readonly field: string; readonly reason: string };

/** What the database would refuse, by line and field. */
async function complaints(tx: Ctx, own: OrganizationId, many: readonly Facts[]): Promise<Complaint[]> {
  const known = await existing(
    tx,
    many.map(({ counterpartyId }) => counterpartyId),
  );
  const unknown = await checkDenominations(
    tx,
    many.map(({ denomination }) => denomination),
    "tell",
  );
  return many.flatMap(({ counterpartyId, sinceOn, dueOn }, index) => {
    const said: Complaint[] = [];
    if (!known.has(counterpartyId))
      said.push({ index, field: "counterpartyId", reason: "organizationUnknown" });
    if (!twoSides(own, counterpartyId).ok)
      said.push({ index, field: "counterpartyId", reason: "obligationToOneself" });
    if (!dueAfterItBegan(sinceOn, dueOn).ok) said.push({ index, field: "dueOn", reason: "dueBeforeItBegan" });
    if (unknown.has(index)) said.push({ index, field: "denomination", reason: "currencyUnknown" });
    return said;
  });
}

function refuse(said: readonly Complaint[], pathOf: (index: number, field: string) => string): void {
  if (said.length === 0) return;
  const fields: FieldRefusal[] = said.map(({ index, field, reason }) => ({
    field: pathOf(index, field),
    reason,
    facts: {},
  }));
  throw new Refusal("invalid", "inputInvalid", {}, fields);
}

export const organizationOn = (
  { debtorId, creditorId }: Pick<Obligation, "debtorId" | "creditorId">,
  side: ObligationSide,
) => (side === "debtor" ? debtorId : creditorId);

/** The obligation, locked; `obligationUnknown` also for whoever speaks for neither side. */
async function locked(tx: Ctx, id: ObligationId): Promise<Obligation> {
  const obligation = await lockObligation(tx, id);
  if (!obligation || !(await speaksForASide(tx, obligation)))
    throw new Refusal("missing", "obligationUnknown");
  return obligation;
}

/** Whether the actor keeps the books of either side, or joins rounds for it. */
export async function speaksForASide(
  ctx: Ctx,
  sides: Pick<Obligation, "debtorId" | "creditorId">,
): Promise<boolean> {
  for (const organizationId of [sides.debtorId, sides.creditorId]) {
    if (await maySee(ctx, organizationId)) return true;
  }
  return false;
}

/** Whether the actor may see what an organisation owes and is owed. */
export async function maySee(ctx: Ctx, organizationId: OrganizationId): Promise<boolean> {
  return (
    (await may(ctx, "clearing.record", organizationId)) || (await may(ctx, "clearing.join", organizationId))
  );
}

/** One step of the table, by the side whose step it is. */
async function step(ctx: Ctx, id: ObligationId, to: ObligationState, reason: string | null): Promise<void> {
  await transact(ctx, async (tx) => {
    const obligation = await locked(tx, id);
    const from = obligation.state;
    hold(contestingHasAReason(to, reason), "invalid");
    const by = obligationSteps.find((one) => one.to === to)?.by ?? "other";
    const authority = await authorise(
      tx,
      "clearing.record",
      organizationOn(obligation, sideOf(obligation.recordedBy, by)),
    );
    hold(stepExists(from, to));
    await recordStep(tx, { id: obligation.id, from, to, reason, mandateId: authority.mandateId });
  });
}

/** The other side recognises what was entered, also after contesting it. */
export async function acknowledgeObligation(ctx: Ctx, id: ObligationId): Promise<void> {
  await step(ctx, id, "acknowledged", null);
}

/** The other side does not recognise it, and says why. */
export async function contestObligation(ctx: Ctx, input: { obligationId: string; reason: string }) {
  const { obligationId, reason } = parse(obligationReasonInput, input);
  await step(ctx, obligationId, "contested", reason);
}

/** Whoever entered it takes it back before it is acknowledged. */
export async function withdrawObligation(ctx: Ctx, id: ObligationId): Promise<void> {
  await step(ctx, id, "withdrawn", null);
}

/** A counter-entry: the creditor takes back a part of it, or all, and says why. */
export async function correctObligation(ctx: Ctx, input: LowerObligationInput): Promise<void> {
  await lower(ctx, input, "corrected");
}

/** The creditor confirms what was paid outside of the ledger. */
export async function confirmPayment(ctx: Ctx, input: LowerObligationInput): Promise<void> {
  await lower(ctx, input, "settled");
}

async function lower(ctx: Ctx, input: LowerObligationInput, kind: "settled" | "corrected"): Promise<void> {
  const { requestKey, obligationId, amount, text } = parse(lowerObligationInput, input);
  await transact(ctx, async (tx) => {
    const obligation = await locked(tx, obligationId);
    const { mandateId } = await authorise(tx, "clearing.record", obligation.creditorId);
    if (await movementWasMade(tx, requestKey)) return;
    hold([bothRecogniseIt(obligation), noRoundCountsOnIt(obligation), withinWhatIsOpen(obligation, amount)]);
    await insertMovement(tx, {
      obligationId,
      requestKey,
      kind,
      amount,
      entryId: null,
      roundId: null,
      text,
      mandateId,
    });
  });
}

export type Settlement = {
  readonly obligationId: ObligationId;
  /** Minor units of its currency; at most what is open. */
  readonly amount: bigint;
  /** The entry of the ledger that paid it. */
  readonly entryId: EntryId | null;
  readonly text: string;
  /** Of the form that paid it, where there was one. */
  readonly requestKey?: string;
};

/**
 * Marks what a transfer paid, inside the caller's transaction; the caller has authorised it. Refuses with `obligationUnknown`,
 * `obligationNotAcknowledged`, `obligationInRound`, `moreThanIsOpen`, `movementNotPositive`.
 */
export async function settleObligation(tx: Ctx, settlement: Settlement, by: By): Promise<void> {
  const { obligationId, amount, entryId, text, requestKey = null } = settlement;
  const obligation = await lockObligation(tx, obligationId);
  if (!obligation) throw new Refusal("missing", "obligationUnknown");
  hold([bothRecogniseIt(obligation), noRoundCountsOnIt(obligation), withinWhatIsOpen(obligation, amount)]);
  await insertMovement(tx, {
    obligationId,
    requestKey,
    kind: "settled",
    amount,
    entryId,
    roundId: null,
    text,
    mandateId: by.mandateId,
  });
}

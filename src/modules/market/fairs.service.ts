// Fairs: called by whoever has the mandate, joined by organisations with what they bring.
import { authorise, type MandateId } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { broken, hold, ok, type Verdict } from "#platform/rules";
import { parse } from "#platform/validation";
import { instantOf } from "#platform/zones";
import {
  fairsAreShort,
  fairsAreToCome,
  fairsEndAfterTheyBegin,
  fairsStand,
  nobodyChangedTheFairSince,
  stallsBringTheirOwn,
  thereIsRoom,
} from "./fairs.rules.ts";
import {
  type CallFairInput,
  callFairInput,
  type CancelFairInput,
  cancelFairInput,
  type ChangeFairInput,
  changeFairInput,
  type JoinFairInput,
  joinFairInput,
  type LeaveFairInput,
  leaveFairInput,
} from "./fairs.schema.ts";
import {
  bringOffers,
  countOtherStalls,
  type Fair,
  type FairFacts,
  findFairByRequest,
  insertFair,
  leaveStall,
  lockFair,
  markCancelled,
  rewriteFair,
  writeStall,
} from "./fairs.store.ts";
import { lockOffer } from "./offers.store.ts";
import { fairPath } from "./paths.ts";
import type { OfferId } from "./types.ts";

function beside(field: string, verdict: Verdict): void {
  if (verdict.ok) return;
  throw new Refusal("invalid", "inputInvalid", {}, [{ field, reason: verdict.reason, facts: verdict.facts }]);
}

/** The instants that the clocks of the place show; refused where they never show them. */
function timesOf({ zone, startsLocal, endsLocal }: FairFacts, now: Date) {
  const at = (local: string, field: string) => {
    const instant = instantOf(local, zone);
    if (!instant) beside(field, broken("dateMalformed"));
    return instant ?? new Date(0);
  };
  const times = { startsAt: at(startsLocal, "startsLocal"), endsAt: at(endsLocal, "endsLocal") };
  beside("endsLocal", fairsEndAfterTheyBegin(times.startsAt, times.endsAt));
  beside("endsLocal", fairsAreShort(times.startsAt, times.endsAt));
  beside("endsLocal", fairsAreToCome(times.endsAt, now));
  return times;
}

async function log(
  tx: Ctx,
  what: string,
  number: number,
  mandateId: MandateId | null,
  record: Readonly<Record<string, unknown>>,
): Promise<void> {
  await appendAct(tx, {
    type: `market.fair.${what}`,
    subject: fairPath(number),
    mandateId,
    record: { number, ...record },
  });
}

/**
 * Calls a fair; needs `market.call_fair` for the organisation. Gives its number; the same request key gives the same one. Refuses
 * with `endsBeforeItStarts`, `fairTooLong`, `fairIsOver`, `dateMalformed` for a time that the clocks there never show.
 */
export async function callFair(ctx: Ctx, input: CallFairInput): Promise<number> {
  const { requestKey, organizationId, ...facts } = parse(callFairInput, input);
  const times = timesOf(facts, ctx.now);
  const calling = () =>
    transact(ctx, async (tx) => {
      const { mandateId } = await authorise(tx, "market.call_fair", organizationId);
      const earlier = await findFairByRequest(tx, requestKey);
      if (earlier !== undefined) return earlier;
      const number = await insertFair(tx, { requestKey, organizationId, mandateId, facts, times });
      await log(tx, "called", number, mandateId, { organization: organizationId, ...facts });
      return number;
    });
  try {
    return await calling();
  } catch (error) {
    if (ctx.db.isTransaction || !brokenConstraint(error)?.startsWith("market_fairs_")) throw error;
    return calling();
  }
}

async function fairAtHand(tx: Ctx, number: number): Promise<{ fair: Fair; mandateId: MandateId | null }> {
  const fair = await lockFair(tx, number);
  if (!fair) throw new Refusal("missing", "fairUnknown");
  const { mandateId } = await authorise(tx, "market.call_fair", fair.organizationId);
  hold([fairsStand(fair.state), fairsAreToCome(fair.endsAt, tx.now)]);
  return { fair, mandateId };
}

/** Writes it anew before it is over; needs `market.call_fair`. Refuses as `callFair`, with `fairCancelled` and `offerChangedSince`. */
export async function changeFair(ctx: Ctx, input: ChangeFairInput): Promise<void> {
  const { number, revision, ...facts } = parse(changeFairInput, input);
  const times = timesOf(facts, ctx.now);
  await transact(ctx, async (tx) => {
    const { fair, mandateId } = await fairAtHand(tx, number);
    hold(nobodyChangedTheFairSince(fair.revision, revision));
    await rewriteFair(tx, fair.id, facts, times);
    await log(tx, "changed", number, mandateId, facts);
  });
}

/** Calls it off, with a reason; needs `market.call_fair`. Refuses with `fairCancelled` and `fairIsOver`. */
export async function cancelFair(ctx: Ctx, input: CancelFairInput): Promise<void> {
  const { number, reason } = parse(cancelFairInput, input);
  await transact(ctx, async (tx) => {
    const { fair, mandateId } = await fairAtHand(tx, number);
    await markCancelled(tx, fair.id, reason);
    await log(tx, "cancelled", number, mandateId, { reason });
  });
}

/**
 * An organisation takes a stall, or says anew what it brings; needs `market.offer` for it. Gives the number of its stall. Refuses
 * with `fairUnknown`, `fairCancelled`, `fairIsOver`, `stallsTooMany`, `offerUnknown`, `fairsArePublic`, `stallsBringOffers`.
 */
export async function joinFair(ctx: Ctx, input: JoinFairInput): Promise<number> {
  const wanted = parse(joinFairInput, input);
  return transact(ctx, async (tx) => {
    const { organizationId, note, number } = wanted;
    const { mandateId } = await authorise(tx, "market.offer", organizationId);
    const fair = await standing(tx, number);
    const brought: OfferId[] = [];
    for (const one of wanted.offers) {
      const offer = await lockOffer(tx, { number: one });
      beside("offers", stallsBringTheirOwn(offer, organizationId));
      if (offer) brought.push(offer.id);
    }
    hold(thereIsRoom(await countOtherStalls(tx, fair.id, organizationId)));
    const stall = await writeStall(tx, fair.id, { organizationId, note, mandateId });
    await bringOffers(tx, stall.id, brought);
    if (stall.isNew)
      await log(tx, "joined", number, mandateId, { organization: organizationId, stall: stall.number });
    return stall.number;
  });
}

async function standing(tx: Ctx, number: number): Promise<Fair> {
  const fair = await lockFair(tx, number);
  if (!fair) throw new Refusal("missing", "fairUnknown");
  hold([fairsStand(fair.state), fairsAreToCome(fair.endsAt, tx.now)]);
  return fair;
}

/** It does not come after all; needs `market.offer`. Refuses with `stallUnknown` and as `joinFair`. */
export async function leaveFair(ctx: Ctx, input: LeaveFairInput): Promise<void> {
  const { number, organizationId } = parse(leaveFairInput, input);
  await transact(ctx, async (tx) => {
    const { mandateId } = await authorise(tx, "market.offer", organizationId);
    const fair = await standing(tx, number);
    hold((await leaveStall(tx, fair.id, organizationId)) ? ok : broken("stallUnknown"));
    await log(tx, "left", number, mandateId, { organization: organizationId });
  });
}

// Planning a sitting and its agenda.
// Invariant: whoever plans or presides does so by a mandate of the organ's organisation.
import { type Authority, authorise, type Capability } from "#confederation";
import { findEdition } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { inTurn } from "#platform/in-turn";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { instantOf, isZone } from "#platform/zones";
import type { z } from "zod";
import { findOrgan, rulesAt } from "./organs.views.ts";
import { formsGoToOnePlace } from "./request-keys.rules.ts";
import { type Sitting, sittingPath } from "./sitting-model.ts";
import {
  type ChangePlanInput,
  changePlanInput,
  type PlanSittingInput,
  planSittingInput,
} from "./sittings.schema.ts";
import {
  announce,
  findSittingByRequest,
  insertSitting,
  nextNumber,
  type Plan,
  readItems,
  readSitting,
  writePlan,
} from "./sittings.store.ts";
import { theChairSawThis, theSittingIsNotOver } from "./standing.rules.ts";

type Address = { readonly edition: string; readonly number: number };

/** The sitting at an address, or a refusal with `sittingUnknown`. The rules are those of its organ at this instant. */
export async function knownSitting(tx: Ctx, address: Address, locked: "locked" | "read"): Promise<Sitting> {
  const found = await readSitting(tx, address, locked);
  if (!found) throw new Refusal("missing", "sittingUnknown", { number: address.number });
  return { ...found, rules: await rulesAt(tx.db, found.organId, tx.now) };
}

/** The sitting, locked, and the authority by which the actor does this in it. */
export async function inSitting(
  tx: Ctx,
  address: Address,
  capability: Capability = "congress.preside",
): Promise<{ sitting: Sitting; authority: Authority }> {
  const sitting = await knownSitting(tx, address, "locked");
  return { sitting, authority: await authorise(tx, capability, sitting.organizationId) };
}

/** Those who act in one sitting wait for each other here before they would make each other start again. */
export function inTurnOf<Result>(ctx: Ctx, { edition, number }: Address, work: (tx: Ctx) => Promise<Result>) {
  const doing = () => transact(ctx, work);
  return ctx.db.isTransaction ? doing() : inTurn(`sitting ${edition} ${number}`, doing);
}

type Hours = Pick<z.output<typeof planSittingInput>, "startsAt" | "endsAt" | "zone">;
const LONGEST_HOURS = 36;

/** Instants from what the clocks show; refuses with `zoneUnknown` {zone}, `timeIsLeftOut`, `sittingEndsBeforeItStarts`, `sittingTooLong`. */
function hoursOf({ startsAt, endsAt, zone }: Hours): Pick<Plan, "startsAt" | "endsAt"> {
  const complain = (field: string, reason: string, facts = {}) =>
    new Refusal("invalid", "inputInvalid", {}, [{ field, reason, facts }]);
  if (!isZone(zone)) throw complain("zone", "zoneUnknown", { zone });
  const instant = (field: "startsAt" | "endsAt", local: string) => {
    const found = instantOf(local, zone);
    if (!found) throw complain(field, "timeIsLeftOut", { zone });
    return found;
  };
  const hours = { startsAt: instant("startsAt", startsAt), endsAt: instant("endsAt", endsAt) };
  const milliseconds = hours.endsAt.getTime() - hours.startsAt.getTime();
  if (milliseconds <= 0) throw complain("endsAt", "sittingEndsBeforeItStarts");
  if (milliseconds > LONGEST_HOURS * 3_600_000)
    throw complain("endsAt", "sittingTooLong", { hours: LONGEST_HOURS });
  return hours;
}

const recordOf = (plan: Plan) => ({
  title: plan.title,
  startsAt: plan.startsAt.toISOString(),
  endsAt: plan.endsAt.toISOString(),
  zone: plan.zone,
  place: plan.place,
  languages: plan.languages,
});

/**
 * Plans a sitting of an organ of the edition; needs `congress.preside` in the organ's organisation. Returns its number.
 * Refuses with `editionUnknown`, `organUnknown`, and by field with `zoneUnknown`, `timeIsLeftOut`,
 * `sittingEndsBeforeItStarts`, `sittingTooLong`. The same request key gives the sitting that it planned the first time,
 * and is refused for another organ (`requestKeyTaken`).
 */
export async function planSitting(ctx: Ctx, input: PlanSittingInput): Promise<number> {
  const wanted = parse(planSittingInput, input);
  const plan: Plan = { ...wanted, ...hoursOf(wanted) };
  const planning = () => transact(ctx, (tx) => keepPlan(tx, wanted, plan));
  if (ctx.db.isTransaction) return planning();
  return inTurn(`sittings of ${wanted.edition}`, async () => {
    try {
      return await planning();
    } catch (error) {
      // Another process took the number, or kept the same form, at this very moment: now it can be seen.
      if (!["sittings_number", "sittings_request"].includes(brokenConstraint(error) ?? "")) throw error;
      return planning();
    }
  });
}

async function keepPlan(tx: Ctx, wanted: z.output<typeof planSittingInput>, plan: Plan): Promise<number> {
  const edition = await findEdition(tx.db, wanted.edition);
  if (!edition) throw new Refusal("missing", "editionUnknown", { edition: wanted.edition });
  const organ = await findOrgan(tx.db, edition.id, wanted.organ);
  if (!organ) throw new Refusal("missing", "organUnknown");
  const { mandateId } = await authorise(tx, "congress.preside", organ.organizationId);
  const earlier = await findSittingByRequest(tx, wanted.requestKey);
  hold(formsGoToOnePlace(earlier && [earlier.editionId, earlier.organId], [edition.id, organ.id]));
  if (earlier) return earlier.number;
  const number = await nextNumber(tx, edition.id);
  const actId = await appendAct(tx, {
    type: "assembly.sitting.planned",
    subject: sittingPath(edition.slug, number),
    mandateId,
    record: { number, organ: organ.id, ...recordOf(plan) },
  });
  const { requestKey } = wanted;
  await insertSitting(tx, {
    ...plan,
    editionId: edition.id,
    organId: organ.id,
    number,
    plannedUnder: mandateId,
    requestKey,
    actId,
  });
  return number;
}

/** Changes hours, place or languages while the sitting is not over; needs `congress.preside`. */
export async function changePlan(ctx: Ctx, input: ChangePlanInput): Promise<void> {
  const wanted = parse(changePlanInput, input);
  const plan: Plan = { ...wanted, ...hoursOf(wanted) };
  await inTurnOf(ctx, wanted, async (tx) => {
    const { sitting, authority } = await inSitting(tx, wanted);
    hold([theSittingIsNotOver(sitting.state), theChairSawThis(wanted.expectedVersion, sitting.version)]);
    await writePlan(tx, sitting, plan);
    await appendAct(tx, {
      type: "assembly.sitting.plan_changed",
      subject: sittingPath(sitting.editionSlug, sitting.number),
      mandateId: authority.mandateId,
      record: recordOf(plan),
    });
    await announce(tx, sitting.id);
  });
}

/** The item of this sitting, or a refusal with `itemUnknown`. */
export async function knownItem(tx: Ctx, sitting: Sitting, id: string) {
  const found = (await readItems(tx, sitting.id)).find((one) => one.id === id);
  if (!found) throw new Refusal("missing", "itemUnknown");
  return found;
}

// Founding organs, changing their rules, convening the meetings of those that stand by themselves, and asking something of
// the congress.
// Invariant: rules are only added to; a meeting's decisions bind nobody else unless a congress takes up what they ask.
import { type Authority, authorise } from "#confederation";
import { convene, type Edition, type EditionId, findEditionBySlug } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import {
  onlyCongressesTakeUp,
  onlyMeetingsAsk,
  plenaryIsThereAlready,
  requestsAreTakenUpOnce,
  standingOrgansConvene,
} from "./organs.rules.ts";
import {
  type AskCongressInput,
  askCongressInput,
  type ChangeRulesInput,
  changeRulesInput,
  type ConveneMeetingInput,
  conveneMeetingInput,
  type FoundOrganInput,
  foundOrganInput,
  type TakeUpRequestInput,
  takeUpRequestInput,
} from "./organs.schema.ts";
import {
  findOrganByRequest,
  findRequestOfPoint,
  foundedIn,
  insertMeeting,
  insertOrgan,
  insertRequest,
  insertRules,
  isMeeting,
  lockRequest,
  markTakenUp,
  organizationExists,
  organOfRules,
  pointOfRequest,
  readPointOfMeeting,
} from "./organs.store.ts";
import { findOrgan } from "./organs.views.ts";
import { organPath } from "./paths.ts";
import { formsGoToOnePlace } from "./request-keys.rules.ts";
import type { CongressRequestId, Organ } from "./types.ts";

/** The edition at an address, or a refusal with `editionUnknown`. */
export async function knownEdition(tx: Ctx, slug: string): Promise<Edition> {
  const edition = await findEditionBySlug(tx.db, slug);
  if (!edition) throw new Refusal("missing", "editionUnknown", { edition: slug });
  return edition;
}

/**
 * Founds an organ; needs `congress.convene` in the organisation that convened the congress, or, for one that stands by
 * itself, in its own. Refuses with `plenaryExists`, `organizationUnknown`, `organSlugTaken` and `requestKeyTaken`. Gives its slug.
 */
export async function foundOrgan(ctx: Ctx, input: FoundOrganInput): Promise<string> {
  const wanted = parse(foundOrganInput, input);
  try {
    return await transact(ctx, async (tx) => {
      const edition = wanted.edition === null ? null : await knownEdition(tx, wanted.edition);
      const authority = await authorise(tx, "congress.convene", edition?.convenedBy ?? wanted.organizationId);
      const earlier = await findOrganByRequest(tx, wanted.requestKey);
      hold(formsGoToOnePlace(earlier?.place, foundedIn(edition?.id ?? null, wanted.organizationId)));
      if (earlier) return earlier.slug;
      hold(plenaryIsThereAlready(wanted.kind));
      if (!(await organizationExists(tx, wanted.organizationId)))
        throw new Refusal("missing", "organizationUnknown");
      await keepOrgan(tx, wanted, edition?.id ?? null, authority);
      return wanted.slug;
    });
  } catch (error) {
    const constraint = brokenConstraint(error);
    if (constraint === "organs_request" && !ctx.db.isTransaction) return foundOrgan(ctx, input);
    if (constraint === "organs_slug") throw new Refusal("conflict", "organSlugTaken", { slug: wanted.slug });
    throw error;
  }
}

async function keepOrgan(
  tx: Ctx,
  wanted: ReturnType<typeof parsedOrgan>,
  editionId: EditionId | null,
  { mandateId }: Authority,
): Promise<void> {
  const { kind, name, organizationId, region, languages, rules, cycleMonths, cycleFrom } = wanted;
  const actId = await appendAct(tx, {
    type: "assembly.organ.founded",
    subject: organPath(wanted.edition, wanted.slug),
    mandateId,
    record: { kind, name, organization: organizationId, region, languages, rules, cycleMonths, cycleFrom },
  });
  const by = { mandateId, requestKey: wanted.requestKey, actId };
  const organId = await insertOrgan(tx, { ...wanted, editionId, ...by });
  await insertRules(tx, { organId, rules, languages, decision: null, ...by });
}

function parsedOrgan(input: FoundOrganInput) {
  return parse(foundOrganInput, input);
}

/** The organ at an address and whoever may decide about it, by `congress.convene` where it was founded. */
async function decidingOn(
  tx: Ctx,
  address: { readonly edition: string | null; readonly organ: string },
): Promise<{ organ: Organ; authority: Authority }> {
  const edition = address.edition === null ? null : await knownEdition(tx, address.edition);
  const organ = await findOrgan(tx.db, edition?.id ?? null, address.organ);
  if (!organ) throw new Refusal("missing", "organUnknown", { organ: address.organ });
  const authority = await authorise(tx, "congress.convene", edition?.convenedBy ?? organ.organizationId);
  return { organ, authority };
}

/** New rules and languages from now on, by a decision; needs `congress.convene` as for founding it. Refuses with `organUnknown`, `requestKeyTaken`. */
export async function changeRules(ctx: Ctx, input: ChangeRulesInput): Promise<void> {
  const { rules, languages, decision, requestKey, ...address } = parse(changeRulesInput, input);
  const changing = () =>
    transact(ctx, async (tx) => {
      const { organ, authority } = await decidingOn(tx, address);
      const there = await organOfRules(tx, requestKey);
      hold(formsGoToOnePlace(there, organ.id));
      if (there) return;
      const { mandateId } = authority;
      const actId = await appendAct(tx, {
        type: "assembly.organ.rules_changed",
        subject: organPath(address.edition, organ.slug),
        mandateId,
        record: { rules, languages, decision },
      });
      await insertRules(tx, { organId: organ.id, rules, languages, decision, mandateId, requestKey, actId });
    });
  try {
    await changing();
  } catch (error) {
    const together = ["organ_rules_request", "organ_rules_pkey"].includes(brokenConstraint(error) ?? "");
    if (!together || ctx.db.isTransaction) throw error;
    await changing();
  }
}

/**
 * Convenes a meeting of an organ that stands by itself: an edition of its own; needs `congress.convene` in its organisation.
 * Refuses as `convene` does, and with `organUnknown`.
 */
export async function conveneMeeting(ctx: Ctx, input: ConveneMeetingInput): Promise<EditionId> {
  const { organ: slug, ...meeting } = parse(conveneMeetingInput, input);
  return transact(ctx, async (tx) => {
    const { organ } = await decidingOn(tx, { edition: null, organ: slug });
    hold(standingOrgansConvene(organ.editionId));
    const editionId = await convene(tx, { ...meeting, conveningOrganizationId: organ.organizationId });
    await insertMeeting(tx, editionId, organ.id);
    return editionId;
  });
}

/**
 * A decision of a meeting asks something of the congress; needs `congress.preside` in the organisation that convened the
 * meeting. Refuses with `decisionPointUnknown`, `onlyMeetingsAsk`, `requestMadeAlready` and `requestKeyTaken`.
 */
export async function askCongress(ctx: Ctx, input: AskCongressInput): Promise<CongressRequestId> {
  const { decisionPointId, wish, requestKey } = parse(askCongressInput, input);
  try {
    return await transact(ctx, async (tx) => {
      const point = await readPointOfMeeting(tx, decisionPointId);
      if (!point) throw new Refusal("missing", "decisionPointUnknown");
      const { mandateId } = await authorise(tx, "congress.preside", point.convenedBy);
      const there = await pointOfRequest(tx, requestKey);
      hold(formsGoToOnePlace(there, decisionPointId));
      const earlier = await findRequestOfPoint(tx, decisionPointId);
      if (earlier?.requestKey === requestKey) return earlier.id;
      if (earlier) throw new Refusal("conflict", "requestMadeAlready");
      const { editionId, editionSlug, organId } = point;
      hold(onlyMeetingsAsk(organId !== null));
      const actId = await appendAct(tx, {
        type: "assembly.congress.asked",
        subject: `/congress/${editionSlug}`,
        mandateId,
        record: { decisionPoint: decisionPointId, wish },
      });
      const by = { mandateId, requestKey, actId };
      return insertRequest(tx, {
        decisionPointId,
        organId: organId as Organ["id"],
        fromEditionId: editionId,
        wish,
        ...by,
      });
    });
  } catch (error) {
    if (brokenConstraint(error) !== "congress_requests_once" || ctx.db.isTransaction) throw error;
    throw new Refusal("conflict", "requestMadeAlready");
  }
}

/**
 * A congress puts on its agenda what a meeting asks; needs `congress.preside` there. Refuses with `requestUnknown`,
 * `onlyCongressesTakeUp` and `requestTakenUpAlready`.
 */
export async function takeUpRequest(ctx: Ctx, input: TakeUpRequestInput): Promise<void> {
  const { requestId, edition: slug } = parse(takeUpRequestInput, input);
  await transact(ctx, async (tx) => {
    const edition = await knownEdition(tx, slug);
    const { mandateId } = await authorise(tx, "congress.preside", edition.convenedBy);
    const request = await lockRequest(tx, requestId);
    if (!request) throw new Refusal("missing", "requestUnknown");
    if (request.takenUpBy === edition.id) return;
    hold([
      onlyCongressesTakeUp(await isMeeting(tx, edition.id)),
      requestsAreTakenUpOnce(request.takenUpBy !== null),
    ]);
    await markTakenUp(tx, request.id, edition.id, mandateId);
    await appendAct(tx, {
      type: "assembly.request.taken_up",
      subject: `/congress/${slug}`,
      mandateId,
      record: { request: request.id },
    });
  });
}

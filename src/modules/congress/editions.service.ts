// Convening an edition of the congress and accrediting its delegations.
// Invariant: whoever presides does so by a mandate of the organisation that convened the edition.
import { type Authority, authorise, type Capability, type OrganizationId } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { isZone } from "#platform/zones";
import {
  accreditedOnce,
  delegationsAreAccredited,
  delegationsActByMandate,
  delegationsAreCalled,
  type DelegationFacts,
} from "./congress.rules.ts";
import {
  type AccreditDelegationInput,
  accreditDelegationInput,
  type ConveneInput,
  conveneInput,
  type WithdrawAccreditationInput,
  withdrawAccreditationInput,
} from "./editions.schema.ts";
import {
  delegationFacts,
  findEditionByRequest,
  findEditionBySlug,
  findVotingMandate,
  insertDelegation,
  insertEdition,
  knownOrganizations,
  removeDelegation,
} from "./editions.store.ts";
import { editionPath } from "./paths.ts";
import type { Edition, EditionId } from "./types.ts";

/**
 * Convenes an edition; needs `congress.convene` in the convening organisation. Refuses with `organizationUnknown`,
 * `editionSlugTaken`, and beside the field with `zoneUnknown` {zone}. The same request key gives the edition that it made the first time.
 */
export async function convene(ctx: Ctx, input: ConveneInput): Promise<EditionId> {
  const wanted = parse(conveneInput, input);
  holdZone(wanted.zone);
  const { conveningOrganizationId, called } = wanted;
  const convening = () =>
    transact(ctx, async (tx) => {
      const authority = await authorise(tx, "congress.convene", conveningOrganizationId);
      const earlier = await findEditionByRequest(tx, conveningOrganizationId, wanted.requestKey);
      if (earlier) return earlier;
      const needed = [conveningOrganizationId, ...(called === "all_affiliated" ? [] : called)];
      const known = await knownOrganizations(tx, needed);
      if (needed.some((id) => !known.has(id))) throw new Refusal("missing", "organizationUnknown");
      const actId = await appendAct(tx, {
        type: "congress.edition.convened",
        subject: editionPath(wanted.slug),
        mandateId: authority.mandateId,
        record: {
          title: wanted.title,
          hostCity: wanted.hostCity,
          country: wanted.country,
          zone: wanted.zone,
          startsOn: wanted.startsOn,
          endsOn: wanted.endsOn,
          convenedBy: conveningOrganizationId,
          called,
        },
      });
      return insertEdition(tx, {
        ...wanted,
        convenedBy: conveningOrganizationId,
        mandateId: authority.mandateId,
        actId,
      });
    });
  try {
    return await convening();
  } catch (error) {
    const constraint = brokenConstraint(error);
    // The same form was sent twice at this very moment: now what it made can be seen.
    if (constraint === "congress_editions_request" && !ctx.db.isTransaction) return convening();
    if (constraint === "congress_editions_slug_key") {
      const earlier = await findEditionByRequest(ctx, conveningOrganizationId, wanted.requestKey);
      if (earlier) return earlier;
      throw new Refusal("conflict", "editionSlugTaken", { slug: wanted.slug });
    }
    throw error;
  }
}

function holdZone(zone: string): void {
  if (isZone(zone)) return;
  const facts = { zone: zone.slice(0, 60) };
  throw new Refusal("invalid", "inputInvalid", {}, [{ field: "zone", reason: "zoneUnknown", facts }]);
}

/**
 * The chair finds that a called organisation may vote; needs `congress.preside` in the convening organisation. Refuses
 * with `delegationNotCalled`, `delegationHasNoVoter` and `alreadyAccredited`.
 */
export async function accreditDelegation(ctx: Ctx, input: AccreditDelegationInput): Promise<void> {
  const { edition: slug, organizationId } = parse(accreditDelegationInput, input);
  try {
    await transact(ctx, async (tx) => {
      const { edition, authority } = await presiding(tx, slug);
      const facts = await knownDelegation(tx, edition, organizationId);
      hold([accreditedOnce(facts), delegationsAreCalled(facts)]);
      const votingMandateId = await findVotingMandate(tx, organizationId);
      if (!votingMandateId) throw new Refusal("conflict", "delegationHasNoVoter");
      const actId = await appendAct(tx, {
        type: "congress.delegation.accredited",
        subject: editionPath(slug),
        mandateId: authority.mandateId,
        record: { organization: organizationId, votingMandate: votingMandateId },
      });
      await insertDelegation(tx, {
        editionId: edition.id,
        organizationId,
        votingMandateId,
        accreditedUnder: authority.mandateId,
        actId,
      });
    });
  } catch (error) {
    if (brokenConstraint(error) !== "delegations_once") throw error;
    throw new Refusal("conflict", "alreadyAccredited");
  }
}

/**
 * The chair takes an accreditation back, with a reason; needs `congress.preside`. The delegation votes and signs no more;
 * the votes that it cast stand, since the roll of an open vote is frozen, and so does what it signed. It may be accredited
 * again. Refuses with `delegationNotAccredited`.
 */
export async function withdrawAccreditation(ctx: Ctx, input: WithdrawAccreditationInput): Promise<void> {
  const { edition: slug, organizationId, reason } = parse(withdrawAccreditationInput, input);
  await transact(ctx, async (tx) => {
    const { edition, authority } = await presiding(tx, slug);
    hold(delegationsAreAccredited(await knownDelegation(tx, edition, organizationId)));
    const actId = await appendAct(tx, {
      type: "congress.delegation.accreditation_withdrawn",
      subject: editionPath(slug),
      mandateId: authority.mandateId,
      record: { organization: organizationId, reason },
    });
    const withdrawnUnder = authority.mandateId;
    await removeDelegation(tx, { editionId: edition.id, organizationId, reason, withdrawnUnder, actId });
  });
}

/** The edition at an address, or a refusal with `editionUnknown`. */
export async function knownEdition(tx: Ctx, slug: string): Promise<Edition> {
  const edition = await findEditionBySlug(tx.db, slug);
  if (!edition) throw new Refusal("missing", "editionUnknown", { edition: slug });
  return edition;
}

/** The edition, and the authority by which the actor does this for it: presiding, unless told. */
export async function presiding(
  tx: Ctx,
  slug: string,
  capability: Capability = "congress.preside",
): Promise<{ edition: Edition; authority: Authority }> {
  const edition = await knownEdition(tx, slug);
  return { edition, authority: await authorise(tx, capability, edition.convenedBy) };
}

async function knownDelegation(
  tx: Ctx,
  edition: Edition,
  organizationId: OrganizationId,
): Promise<DelegationFacts> {
  const facts = await delegationFacts(tx, edition, organizationId);
  if (!facts) throw new Refusal("missing", "organizationUnknown");
  return facts;
}

/**
 * The mandate by which the actor speaks for a called delegation, and what is known of it. Refuses with
 * `delegationNeedsMandate` from the node's shell, and with `delegationNotCalled`.
 */
export async function speaking(
  tx: Ctx,
  edition: Edition,
  organizationId: OrganizationId,
  capability: Capability,
): Promise<{ mandateId: NonNullable<Authority["mandateId"]>; facts: DelegationFacts }> {
  const { mandateId } = await authorise(tx, capability, organizationId);
  hold(delegationsActByMandate(mandateId), "forbidden");
  const facts = await knownDelegation(tx, edition, organizationId);
  hold(delegationsAreCalled(facts), "forbidden");
  return { mandateId: mandateId as NonNullable<typeof mandateId>, facts };
}

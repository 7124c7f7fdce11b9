// Joining the confederation, being suspended from it, leaving it.
// Invariant: a standing changes only by a step of the table in affiliations.rules.ts, taken under a mandate, kept as a
// row and logged, all in one transaction.
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import type { Multilingual } from "#platform/multilingual";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import {
  type AffiliationStep,
  mandatesSponsorOnce,
  nobodyReviewsThemselves,
  sponsorsAreAffiliated,
  sponsorsAreAnother,
  sponsorsSpeakOnce,
  sponsorsStandBehindIt,
  stepsFollowTheTable,
  transitions,
} from "./affiliations.rules.ts";
import {
  type AffiliationStepInput,
  affiliationStepInput,
  type ReasonedStepInput,
  reasonedStepInput,
  type SponsorAffiliationInput,
  sponsorAffiliationInput,
} from "./affiliations.schema.ts";
import { countAffiliated, insertAffiliationStep, organizationsOf, sponsorsOf } from "./affiliations.store.ts";
import { type Authority, authorise } from "./mandates.policy.ts";
import { lockOrganization, setStatus, type StoredOrganization } from "./organizations.store.ts";
import type { OrganizationId } from "./types.ts";

/** Asks to join; needs `affiliation.apply` for the organisation. */
export async function applyForAffiliation(ctx: Ctx, input: AffiliationStepInput): Promise<void> {
  await takeStep(ctx, "applied", parse(affiliationStepInput, input));
}

/** An affiliated organisation stands behind an applicant; needs `affiliation.sponsor` for the sponsor. */
export async function sponsorAffiliation(ctx: Ctx, input: SponsorAffiliationInput): Promise<void> {
  await takeStep(ctx, "sponsored", parse(sponsorAffiliationInput, input));
}

/** The commission takes an applicant in, once its sponsors stand; needs `affiliation.review` for the node. */
export async function acceptAffiliation(ctx: Ctx, input: AffiliationStepInput): Promise<void> {
  await takeStep(ctx, "affiliated", parse(affiliationStepInput, input));
}

/** The commission refuses an applicant and says why; it may apply again. */
export async function refuseAffiliation(ctx: Ctx, input: ReasonedStepInput): Promise<void> {
  await takeStep(ctx, "refused", parse(reasonedStepInput, input));
}

/** The commission suspends an affiliated organisation and says why, until it reinstates it. */
export async function suspendAffiliation(ctx: Ctx, input: ReasonedStepInput): Promise<void> {
  await takeStep(ctx, "suspended", parse(reasonedStepInput, input));
}

/** The commission lifts a suspension. */
export async function reinstateAffiliation(ctx: Ctx, input: AffiliationStepInput): Promise<void> {
  await takeStep(ctx, "reinstated", parse(affiliationStepInput, input));
}

/** The organisation leaves, or takes its application back; needs `affiliation.apply` for it. */
export async function withdrawAffiliation(ctx: Ctx, input: AffiliationStepInput): Promise<void> {
  await takeStep(ctx, "withdrawn", parse(affiliationStepInput, input));
}

type Wanted = {
  readonly organizationId: OrganizationId;
  readonly sponsorId?: OrganizationId;
  readonly reason: Multilingual | null;
};

async function takeStep(ctx: Ctx, step: AffiliationStep, wanted: Wanted): Promise<void> {
  const { organizationId, reason } = wanted;
  const { needs, under, to } = transitions[step];
  await transact(ctx, async (tx) => {
    const organization = await lockOrganization(tx, organizationId);
    if (!organization) throw new Refusal("missing", "organizationUnknown");
    const acts = { itself: organizationId, another: wanted.sponsorId ?? null, confederation: null }[under];
    const authority = await authorise(tx, needs, acts);
    hold(stepsFollowTheTable(step, organization.status));
    await holdWhatTheStepAsks(tx, step, organization, authority, wanted.sponsorId);
    const acting = acts ?? authority.organizationId;
    const actId = await appendAct(tx, {
      type: `confederation.affiliation.${step}`,
      subject: `/organizations/${organization.slug}`,
      mandateId: authority.mandateId,
      record: { organization: organizationId, acting, from: organization.status, to, reason },
    });
    await insertAffiliationStep(tx, {
      organizationId,
      step,
      actingOrganizationId: acting,
      mandateId: authority.mandateId,
      reason,
      actId,
    });
    if (to !== organization.status) await setStatus(tx, organizationId, to);
  });
}

async function holdWhatTheStepAsks(
  tx: Ctx,
  step: AffiliationStep,
  organization: StoredOrganization,
  authority: Authority,
  sponsorId: OrganizationId | undefined,
): Promise<void> {
  if (transitions[step].under === "confederation")
    hold(
      nobodyReviewsThemselves(await organizationsOf(tx, authority.personId), organization.id),
      "forbidden",
    );
  if (step === "sponsored" && sponsorId !== undefined) {
    hold(sponsorsAreAnother(sponsorId, organization.id));
    const sponsor = await lockOrganization(tx, sponsorId);
    if (!sponsor) throw new Refusal("missing", "organizationUnknown");
    const sponsors = await sponsorsOf(tx, organization.id);
    hold([
      sponsorsAreAffiliated(sponsor.status),
      sponsorsSpeakOnce(
        sponsorId,
        sponsors.map((one) => one.id),
      ),
      mandatesSponsorOnce(
        authority.mandateId,
        sponsors.map((one) => one.mandateId),
      ),
    ]);
  }
  if (step === "affiliated") {
    const standing = (await sponsorsOf(tx, organization.id)).filter((sponsor) => sponsor.affiliated).length;
    hold(sponsorsStandBehindIt(standing, await countAffiliated(tx, organization.id)));
  }
}

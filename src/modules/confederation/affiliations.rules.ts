// The way into the confederation and out of it, as a table, and what must hold at each step. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import type { Capability, OrganizationStatus } from "./types.ts";

export const affiliationSteps = [
  "applied",
  "sponsored",
  "affiliated",
  "refused",
  "suspended",
  "reinstated",
  "withdrawn",
] as const;
export type AffiliationStep = (typeof affiliationSteps)[number];

export type Transition = {
  /** The standings from which the step may be taken. */
  readonly from: readonly OrganizationStatus[];
  readonly to: OrganizationStatus;
  /** What a mandate must carry … */
  readonly needs: Capability;
  /** … and for whom: the organisation itself, another one that speaks for it, or the confederation as a whole. */
  readonly under: "itself" | "another" | "confederation";
  readonly reason: "required" | "optional";
};

/** Every step that there is. What is not here cannot happen. */
export const transitions: Readonly<Record<AffiliationStep, Transition>> = {
  applied: {
    from: ["listed", "refused", "withdrawn"],
    to: "applicant",
    needs: "affiliation.apply",
    under: "itself",
    reason: "optional",
  },
  sponsored: {
    from: ["applicant"],
    to: "applicant",
    needs: "affiliation.sponsor",
    under: "another",
    reason: "optional",
  },
  affiliated: {
    from: ["applicant"],
    to: "affiliated",
    needs: "affiliation.review",
    under: "confederation",
    reason: "optional",
  },
  refused: {
    from: ["applicant"],
    to: "refused",
    needs: "affiliation.review",
    under: "confederation",
    reason: "required",
  },
  suspended: {
    from: ["affiliated"],
    to: "suspended",
    needs: "affiliation.review",
    under: "confederation",
    reason: "required",
  },
  reinstated: {
    from: ["suspended"],
    to: "affiliated",
    needs: "affiliation.review",
    under: "confederation",
    reason: "optional",
  },
  withdrawn: {
    from: ["applicant", "affiliated", "suspended"],
    to: "withdrawn",
    needs: "affiliation.apply",
    under: "itself",
    reason: "optional",
  },
};

export function stepsFollowTheTable(step: AffiliationStep, status: OrganizationStatus): Verdict {
  return transitions[step].from.includes(status) ? ok : broken("affiliationStepNotOpen", { step, status });
}

/** The commission decides about others: nobody reviews an organisation that gave them a mandate, this one or another. */
export function nobodyReviewsThemselves(
  reviewersOrganizationIds: readonly string[],
  organizationId: string,
): Verdict {
  return reviewersOrganizationIds.includes(organizationId) ? broken("reviewOfOneself") : ok;
}

export function sponsorsAreAnother(sponsorId: string, organizationId: string): Verdict {
  return sponsorId === organizationId ? broken("sponsorIsApplicant") : ok;
}

export function sponsorsAreAffiliated(status: OrganizationStatus): Verdict {
  return status === "affiliated" ? ok : broken("sponsorNotAffiliated", { status });
}

/** `sponsors`: those of the application under way. */
export function sponsorsSpeakOnce(sponsorId: string, sponsors: readonly string[]): Verdict {
  return sponsors.includes(sponsorId) ? broken("alreadySponsored") : ok;
}

/**
 * Two sponsors are two voices: a mandate that reaches over several organisations does not vouch for all of them.
 * `mandates`: those under which the application was sponsored so far; the node's shell has none.
 */
export function mandatesSponsorOnce(mandateId: string | null, mandates: readonly (string | null)[]): Verdict {
  return mandateId !== null && mandates.includes(mandateId) ? broken("mandateAlreadySponsored") : ok;
}

export const SPONSORS_NEEDED = 2;

/** Two, or as many as there are affiliated organisations while a young confederation has only one. */
export function sponsorsNeeded(affiliatedOrganizations: number): number {
  return Math.min(SPONSORS_NEEDED, affiliatedOrganizations);
}

/** `standing`: sponsors of the application under way that are themselves affiliated today. */
export function sponsorsStandBehindIt(standing: number, affiliatedOrganizations: number): Verdict {
  const needed = sponsorsNeeded(affiliatedOrganizations);
  return standing >= needed ? ok : broken("sponsorsMissing", { standing, needed });
}

// Input shapes of nominations, of the decisions of the credentials commission, and of badges.
import { z } from "zod";
import type { OrganizationId, PersonId } from "#confederation";
import { idOf, plainText, plainTexts, requestKey } from "#platform/fields";
import { slug } from "./organs.schema.ts";
import { type BadgeId, type DelegateId, seatKinds, type SubstitutionId } from "./types.ts";

/** Names of people come one a line; as many as a large delegation sends. */
const MOST_AT_ONCE = 200;

export const nominateInput = z
  .object({
    edition: slug,
    organizationId: idOf<OrganizationId>(),
    seat: z.enum(seatKinds),
    /** People who are new to the node. */
    names: z.array(plainText(160)).max(MOST_AT_ONCE).default([]),
    /** People who hold or held a mandate of the organisation. */
    people: z.array(idOf<PersonId>()).max(MOST_AT_ONCE).default([]),
    requestKey,
  })
  .refine(({ names, people }) => names.length + people.length > 0, {
    message: "nobodyNamed",
    path: ["names"],
  });
export type NominateInput = z.input<typeof nominateInput>;

export const withdrawDelegateInput = z.object({ delegateId: idOf<DelegateId>(), reason: plainTexts(1_000) });
export type WithdrawDelegateInput = z.input<typeof withdrawDelegateInput>;

export const decideInput = z
  .object({
    edition: slug,
    delegateIds: z.array(idOf<DelegateId>()).min(1, "nobodyChosen").max(500),
    verdict: z.enum(["accept", "refuse"]),
    reason: plainTexts(1_000).nullable().default(null),
  })
  .refine(({ verdict, reason }) => verdict === "accept" || reason !== null, {
    message: "reasonMissing",
    path: ["reason"],
  });
export type DecideInput = z.input<typeof decideInput>;

/** `badgeId` is the one that was lost: the form sent twice replaces it once. */
export const replaceBadgeInput = z.object({ edition: slug, badgeId: idOf<BadgeId>() });
export type ReplaceBadgeInput = z.input<typeof replaceBadgeInput>;

export const substituteInput = z
  .object({
    delegateId: idOf<DelegateId>(),
    alternateId: idOf<DelegateId>(),
    startsAt: z.date(),
    endsAt: z.date(),
    requestKey,
  })
  .refine(({ startsAt, endsAt }) => endsAt > startsAt, {
    message: "termEndsBeforeItStarts",
    path: ["endsAt"],
  });
export type SubstituteInput = z.input<typeof substituteInput>;

export const endSubstitutionInput = z.object({ substitutionId: idOf<SubstitutionId>() });
export type EndSubstitutionInput = z.input<typeof endSubstitutionInput>;

// The words of the agenda of action as types.
import type { OrganizationId } from "#confederation";
import type { DecisionPointId, TextId } from "#congress";
import type { Id } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";

export type CampaignId = Id<"campaign">;
export type ActionId = Id<"action">;
export type ActionReportId = Id<"action report">;

/** How exactly a decision says when: `by` is at the latest on the last day. */
export const precisions = ["day", "month", "period", "by"] as const;
export type Precision = (typeof precisions)[number];

/** called → cancelled (with a reason) or held. */
export const campaignStates = ["called", "cancelled", "held"] as const;
export type CampaignState = (typeof campaignStates)[number];

export const actionKinds = [
  "rally",
  "march",
  "assembly",
  "forum",
  "workshop",
  "culture",
  "work_day",
  "strike",
  "vigil",
  "online",
] as const;
export type ActionKind = (typeof actionKinds)[number];

/** announced → cancelled (with a reason), or merged into another that is the same. */
export const actionStates = ["announced", "cancelled", "merged"] as const;
export type ActionState = (typeof actionStates)[number];

/** An organisation and an action that others announced: asked → accepted or refused; accepted → removed; and left again. */
export const joiningSteps = ["asked", "accepted", "refused", "removed", "left"] as const;
export type JoiningStep = (typeof joiningSteps)[number];

export const accessibilities = [
  "wheelchair",
  "sign_language",
  "captions",
  "interpretation",
  "child_care",
  "quiet_place",
] as const;
export type Accessibility = (typeof accessibilities)[number];

/** How people were counted. */
export const countings = ["head_count", "signatures", "estimate", "press"] as const;
export type Counting = (typeof countings)[number];

/** Days of something that recurs: a canonical rule (RFC 5545 §3.3.10), days added, days left out. */
export type Recurrence = {
  readonly rule: string | null;
  readonly added: readonly string[];
  readonly without: readonly string[];
};

/** One day of a series at another time: which day of the rule, and what the clock shows instead (as in `Moment`). */
export type MovedDay = { readonly day: string; readonly startsLocal: string; readonly endsLocal: string };

/**
 * When an action is: what a clock shows in its zone. All day: both are days, the last one included; else both are
 * `YYYY-MM-DDTHH:MM`.
 */
export type Moment = Recurrence & {
  /** IANA. */
  readonly zone: string;
  readonly allDay: boolean;
  readonly startsLocal: string;
  readonly endsLocal: string;
  readonly moved: readonly MovedDay[];
};

/** One time that an action takes place, as instants. */
export type Occurrence = {
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** On which it begins. */
  readonly day: string;
  /** Which day of the series it is: another one where it was moved. */
  readonly seriesDay: string;
};

export type Campaign = Recurrence & {
  readonly id: CampaignId;
  readonly slug: string;
  readonly organizationId: OrganizationId;
  readonly title: Multilingual;
  readonly purpose: Multilingual;
  readonly precision: Precision;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly decisionPointId: DecisionPointId | null;
  readonly textId: TextId | null;
  readonly decision: Multilingual | null;
  readonly state: CampaignState;
  readonly reason: Multilingual | null;
  readonly sequence: number;
  readonly updatedAt: Date;
};

export type Action = Moment & {
  readonly id: ActionId;
  readonly number: number;
  readonly campaignId: CampaignId | null;
  readonly organizationId: OrganizationId;
  readonly title: Multilingual;
  readonly description: Multilingual | null;
  readonly kind: ActionKind;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly address: string | null;
  /** WGS 84, degrees; of the town unless `isExact`. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly isExact: boolean;
  readonly lastAt: Date;
  readonly contact: string | null;
  readonly accessibility: readonly Accessibility[];
  /** BCP 47. */
  readonly languages: readonly string[];
  readonly link: string | null;
  readonly state: ActionState;
  readonly reason: Multilingual | null;
  readonly mergedInto: ActionId | null;
  readonly sequence: number;
  readonly sourceUid: string | null;
  readonly updatedAt: Date;
};

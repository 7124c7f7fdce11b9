// The words of people in a room as types: organs, delegates, presence.
import type { ApportionmentRule } from "#algorithms/apportionment";
import type { OrganizationId } from "#confederation";
import type { EditionId } from "#congress";
import type { Id } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";

export type OrganId = Id<"organ">;
export type DelegateId = Id<"delegate">;
export type PresenceEventId = Id<"presence event">;
export type BadgeId = Id<"badge">;
export type SubstitutionId = Id<"substitution">;
export type CongressRequestId = Id<"congress request">;

export const organKinds = ["plenary", "working_table", "commission", "regional_meeting"] as const;
export type OrganKind = (typeof organKinds)[number];

/** An exact fraction of whole numbers, as an assembly says it: half, two thirds. */
export type Share = { readonly numerator: number; readonly denominator: number };

/** The rules that an organ gave itself, as data. Those in force when something happens are the ones that decide it. */
export type OrganRules = {
  readonly quorum: {
    /** What is counted: delegations with somebody in the room, or people. Of all that are accredited. */
    readonly of: "delegations" | "delegates";
    /** At least this share has to be present. */
    readonly share: Share;
  };
  readonly speaking: {
    /** Whoever has not spoken in this sitting comes before those who have. */
    readonly firstTimeFirst: boolean;
    /** Take turns by the region of the delegation, by what people said of themselves, or not. */
    readonly alternation: "none" | "region" | "gender";
    /** For each speech; null: no limit. */
    readonly seconds: number | null;
    /** How often one person may speak to one item; null: no limit. */
    readonly timesPerItem: number | null;
    /** Whether everybody may read who speaks, or only for which delegation; not unless the organ says so. */
    readonly namesPublic?: boolean;
  };
};

export type Organ = {
  readonly id: OrganId;
  readonly slug: string;
  readonly kind: OrganKind;
  readonly name: Multilingual;
  readonly organizationId: OrganizationId;
  /** Null: it stands by itself. */
  readonly editionId: EditionId | null;
  /** UN M49; of a regional meeting. */
  readonly region: string | null;
  /** BCP 47 tags of the languages that are spoken and interpreted, as last decided. */
  readonly languages: readonly string[];
  /** As last decided; `rulesAt` tells those of an earlier moment. */
  readonly rules: OrganRules;
  /** How often it is to meet, and the civil date from which the first time is counted. */
  readonly cycleMonths: number | null;
  readonly cycleFrom: string | null;
};

/** What an organ has until it decides otherwise. The plenary of a new congress gets the same, by its migration. */
export const defaultRules: OrganRules = {
  quorum: { of: "delegations", share: { numerator: 1, denominator: 2 } },
  speaking: { firstTimeFirst: true, alternation: "none", seconds: 180, timesPerItem: 2 },
};

/** How the seats of a call are found. Weights and regions are as they were when it was decided. */
export type SeatMethod =
  | { readonly kind: "each"; readonly seats: number }
  /** So many for each region, shared alike by its called organisations. Keys are UN M49. */
  | { readonly kind: "by_region"; readonly seats: Readonly<Record<string, number>> }
  | {
      readonly kind: "apportioned";
      readonly rule: ApportionmentRule;
      readonly seats: number;
      /** By organisation: how many people it speaks for. */
      readonly weights: Readonly<Record<string, number>>;
      readonly least: number;
      readonly most: number | null;
    };

export const seatKinds = ["delegate", "alternate"] as const;
export type SeatKind = (typeof seatKinds)[number];

/** nominated → accepted | refused; nominated or accepted → withdrawn. */
export const delegateStates = ["nominated", "accepted", "refused", "withdrawn"] as const;
export type DelegateState = (typeof delegateStates)[number];

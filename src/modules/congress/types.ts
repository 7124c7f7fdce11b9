// The words of the congress as types.
import type { FrozenRules, RoomCounts, VoteVerdict } from "#algorithms/roll-calls";
import type { Rules } from "#algorithms/rules";
import type { MandateId, OrganizationId } from "#confederation";
import type { Facts } from "#platform/errors";
import type { Id } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";
import type { RuleVersionId } from "#rulebook";
import type { Operation } from "./amendment-operations.rules.ts";
import type { ReadingRule } from "./readings.rules.ts";
import type { AuthenticText, ParagraphId, TextVersionBody } from "./text-model.ts";

export type {
  Choice,
  Counts,
  RoomCounts,
  RoomQuorum,
  RoomShare as Share,
  VoteVerdict,
} from "#algorithms/roll-calls";
export { voteVerdicts } from "#algorithms/roll-calls";

export type EditionId = Id<"congress edition">;
export type TextId = Id<"congress text">;
export type AmendmentId = Id<"amendment">;
export type RollCallId = Id<"roll call">;
export type VoteId = Id<"vote">;
export type DecisionPointId = Id<"decision point">;

export type Edition = {
  readonly id: EditionId;
  readonly slug: string;
  readonly title: Multilingual;
  readonly hostCity: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** IANA name of the zone by whose clocks its times are read and told. */
  readonly zone: string;
  readonly startsOn: string;
  readonly endsOn: string;
  /** Whoever presides, imports and publishes holds a mandate of this organisation. */
  readonly convenedBy: OrganizationId;
  readonly callsAll: boolean;
};

/** draft → open (for amendments) ⇄ adopting (the vote on the whole is open) → adopted → published. */
export const textStates = ["draft", "open", "adopting", "adopted", "published"] as const;
export type TextState = (typeof textStates)[number];

export type CongressText = {
  readonly id: TextId;
  readonly editionId: EditionId;
  readonly slug: string;
  readonly title: Multilingual;
  /** BCP 47 tag of the language it is written and amended in. */
  readonly language: string;
  readonly state: TextState;
  /** False for motions on procedure and elections, which are voted on as they are. */
  readonly amendable: boolean;
  /** BCP 47 tags of the languages beside its own in which it is to be equally authentic. */
  readonly authentic: readonly string[];
  /** How often it has to be adopted before it stands. */
  readonly reading: ReadingRule;
  readonly lastVersion: number;
  readonly adoptedVersion: number | null;
  readonly adoptedAt: Date | null;
  readonly publishedAt: Date | null;
  readonly createdAt: Date;
};

export type TextVersion = {
  readonly number: number;
  readonly body: TextVersionBody;
  /** SHA-256 of the RFC 8785 form of `versionContent`, in hex. */
  readonly contentHash: string;
  /** The text in its other authentic languages, as hashed with this version; null where it has none. */
  readonly authentic: readonly AuthenticText[] | null;
};

/**
 * proposed → voting → adopted | rejected | quorum_not_reached; proposed → withdrawn; quorum_not_reached → voting again;
 * adopted → incorporated | no_longer_applies; before a vote also → superseded (another one was adopted in its place, or its
 * words no longer stand). An amendment to an amendment: voting → taken_up where it would be adopted, and
 * → falls_with_parent where that one ends without it.
 */
export type AmendmentState =
  | "proposed"
  | "voting"
  | "adopted"
  | "rejected"
  | "quorum_not_reached"
  | "withdrawn"
  | "incorporated"
  | "no_longer_applies"
  | "taken_up"
  | "superseded"
  | "falls_with_parent";

export type Amendment = {
  readonly id: AmendmentId;
  readonly number: number;
  readonly baseVersion: number;
  readonly title: Multilingual;
  readonly reason: Multilingual;
  readonly operations: readonly Operation[];
  readonly organizationId: OrganizationId;
  readonly mandateId: MandateId;
  readonly state: AmendmentState;
  readonly proposedAt: Date;
  readonly stateAt: Date;
  readonly adoptionOrder: number | null;
  readonly incorporatedVersion: number | null;
  /** The amendment that it amends; null for one to the text. */
  readonly parentId: AmendmentId | null;
  /** How often its parent had changed when it was written; null for one to the text. */
  readonly parentRevision: number | null;
  /** The one that it was written anew from. */
  readonly revisesId: AmendmentId | null;
  /** Why it no longer applies or was superseded: a reason of `refusal.*` and its facts. */
  readonly obstacle: { readonly reason: string; readonly facts: Facts } | null;
};

export const choices = ["for", "against", "abstain"] as const;

/** What a roll call is counted by, frozen when it opens. */
export type VoteRules = FrozenRules;

export type RollCall = {
  readonly id: RollCallId;
  readonly textId: TextId;
  /** Null: the vote is on the whole text. */
  readonly amendmentId: AmendmentId | null;
  readonly version: number;
  readonly rules: VoteRules;
  readonly accredited: number;
  /** Null: nobody kept the door when it opened. */
  readonly room: RoomCounts | null;
  /** How many organisations were called; null where that was not kept yet. */
  readonly called: number | null;
  /** The version of the rules that decides it; null where the congress had adopted none. */
  readonly ruleVersionId: RuleVersionId | null;
  readonly adopted: Rules | null;
  /** How whoever presided broke a tie. */
  readonly castingVote: "for" | "against" | null;
  /** When what is voted on came before the assembly. */
  readonly proposedAt: Date;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly verdict: VoteVerdict | null;
};

export type TranslationStateOfParagraph = "draft" | "reviewed";

/** A point of an adopted text that somebody follows up. */
export type DecisionPoint = {
  readonly id: DecisionPointId;
  /** As the text numbers it within its list. */
  readonly number: number;
  /** The numbered list of the text that it belongs to. */
  readonly list: {
    /** Its place among the lists of the text, from 1. */
    readonly number: number;
    /** What the text calls it. */
    readonly title: Multilingual | null;
  };
  /** Its number as the text writes it: "9.". */
  readonly marker: string | null;
  readonly paragraphId: ParagraphId;
  /** The point itself, in the text's language and those that it was translated into. */
  readonly label: Multilingual;
  /** Where it stands: `/congress/{edition}/texts/{text}?p={paragraph}#p-{paragraph}`. */
  readonly href: string;
  readonly textId: TextId;
  readonly textTitle: Multilingual;
  readonly editionSlug: string;
};

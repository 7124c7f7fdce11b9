// What is known while the acts of a congress are followed in the order of the log.
// Invariant: what the archive says of an object is only ever compared with what its acts made of it, never taken over.
import { ArchiveFault, type ArchiveFacts, found, hold } from "./fault.ts";
import type { ElectionWorld } from "./election-world.ts";
import type { AssemblyWorld } from "./assembly-world.ts";
import type { OpenArchive } from "./files.ts";
import type { RuleProposal, RuleVersion } from "./rules-shapes.ts";
import type { Act } from "./log.ts";
import type {
  Amendment,
  Choice,
  Edition,
  Mandate,
  Motion,
  MotionRule,
  Operation,
  Organization,
  Paragraph,
  Point,
  RegionalReport,
  RollCall,
  Signature,
  Standing,
  Text,
  Translation,
  Vote,
  VotingOrder,
} from "./shapes.ts";

/** A roll call as it goes. */
export type RollCallWorld = {
  readonly said: RollCall;
  readonly textSlug: string;
  readonly votes: ReadonlyMap<string, Vote>;
  state: "unopened" | "open" | "closed";
  /** How many votes were followed; the archive lists them in the order of casting. */
  cast: number;
  /** The sitting in which it was called, where an act says so. */
  calledIn: number | null;
  /** The latest choice of each delegation. */
  readonly latest: Map<string, Choice>;
};

export type AmendmentWorld = {
  readonly said: Amendment;
  state: Amendment["state"] | "unknown";
  stateAt: string;
  order: number | null;
  version: number | null;
  obstacle: string | null;
  /** How it reads now, against which version, and how often that has changed. */
  operations: readonly Operation[];
  against: number;
  revision: number;
  /** What it went through, by the act that brought it; taken out as it is followed. */
  readonly standings: Map<string, Standing>;
};

/** A text as its acts have made it so far. */
export type TextWorld = {
  readonly said: Text;
  readonly amendments: ReadonlyMap<number, AmendmentWorld>;
  readonly signatures: Map<string, Signature>;
  readonly points: Map<string, Point>;
  readonly translations: readonly Translation[];
  /** By their acts; taken out as they are followed. */
  readonly votingOrders: Map<string, VotingOrder>;
  state: Text["state"] | "unknown";
  lastVersion: number;
  lastAmendment: number;
  lastAdoption: number;
  adoptedVersion: number | null;
  adoptedAt: string | null;
  publishedAt: string | null;
  /** The languages beside its own in which it is to be equally authentic. */
  authentic: readonly string[];
  /** How often it has to be adopted, and the readings that it passed without standing yet. */
  reading: Text["reading"];
  readonly passed: { readonly version: number; readonly at: string }[];
  /** The paragraphs of the last version. */
  paragraphs: readonly Paragraph[];
  /** The slugs of the texts that it was composed of. */
  sections: ReadonlySet<string>;
  /** Acts of translation, for what came of them. */
  readonly translated: {
    readonly language: string;
    readonly paragraphs: number;
    readonly at: string;
    readonly hash: string;
  }[];
};

/** What a motion needs to be admitted. */
export type MotionNeed = {
  readonly supporters: number;
  readonly percent: number;
  readonly closesAt: string | null;
};

export type MotionWorld = {
  readonly said: Motion;
  state: Motion["state"] | "unknown";
  stateAt: string;
  /** Counted from the acts. */
  supporters: number;
  /** Set by the act that brought the last support that it needs, until it is admitted. */
  due: {
    readonly at: string;
    readonly mandate: string | null;
    readonly support: { readonly supporters: number; readonly needed: number };
  } | null;
  /** By their delegations; taken out as they are followed. */
  readonly supports: Map<string, Motion["supports"][number]>;
};

/** Rules of operation, as the acts have made them so far. */
export type RulesWorld = {
  /** By their acts; taken out as they are followed. */
  readonly versions: Map<string, RuleVersion>;
  /** By their numbers, for votes that name them. */
  readonly all: ReadonlyMap<number, RuleVersion>;
  readonly proposals: ReadonlyMap<string, RuleProposal>;
  /** Those whose acts were followed. */
  readonly proposed: Set<string>;
  /** Null: those that every congress begins with. */
  inForce: RuleVersion | null;
  /** Rules that a vote adopted, until they are in force. */
  due: { readonly proposal: string; readonly decision: string; readonly at: string } | null;
};

export type World = {
  readonly archive: OpenArchive;
  readonly assembly: AssemblyWorld;
  readonly edition: Edition;
  readonly organizations: ReadonlyMap<string, Organization>;
  readonly mandates: ReadonlyMap<string, Mandate>;
  /** What each office may do, as of the act that is followed. */
  readonly offices: Map<string, readonly string[]>;
  readonly granted: Set<string>;
  readonly recalled: Set<string>;
  /** Organisations that are suspended, have left or were refused, as of the act that is followed. */
  readonly estranged: Set<string>;
  readonly accredited: Map<string, string>;
  readonly withdrawals: string[];
  readonly texts: ReadonlyMap<string, TextWorld>;
  readonly motions: ReadonlyMap<number, MotionWorld>;
  lastMotion: number;
  /** By their ids, as their acts tell of them. */
  readonly elections: Map<string, ElectionWorld>;
  /** By their acts; taken out as they are followed. */
  readonly motionRules: Map<string, MotionRule>;
  /** What was set for a kind, as of the act that is followed. */
  readonly motionNeeds: Map<string, MotionNeed>;
  /** By their acts; taken out as they are followed. */
  readonly regionalReports: Map<string, RegionalReport>;
  /** The region that this meeting reported on. */
  reportedRegion: string | null;
  readonly rules: RulesWorld;
  readonly rollCalls: ReadonlyMap<string, RollCallWorld>;
  /** The key by which each organisation signs, as far as its acts here tell. */
  readonly keys: Map<string, string>;
  convened: boolean;
  /** Acts from the node's shell, which has no mandate. */
  fromShell: number;
  /** Signatures that hold. */
  signed: number;
  /** Acts about the congress of kinds that are not followed here. */
  readonly notFollowed: Map<string, number>;
};

/** The text that an act is about, by its subject. */
export function textOf(world: World, act: Act): TextWorld {
  const [, slug = ""] = /\/texts\/([^/]+)/.exec(act.subject) ?? [];
  return found(world.texts.get(slug), "objectMissing", { what: "text", which: slug, act: act.id });
}

/** An organisation's address, for sentences. */
export function named(world: World, organization: string): string {
  return world.organizations.get(organization)?.slug ?? organization;
}

/** A member of a record that must be a text. */
export function textIn(act: Act, member: string): string {
  const value = act.record[member];
  hold(typeof value === "string", "recordDiffers", { index: act.index, act: act.id, type: act.type });
  return value;
}

/** A member of a record that must be a number. */
export function numberIn(act: Act, member: string): number {
  const value = act.record[member];
  hold(typeof value === "number", "recordDiffers", { index: act.index, act: act.id, type: act.type });
  return value;
}

/** Compares what the archive says with what an act says, member by member, and names the first one that differs. */
export function holdSame(
  pairs: Readonly<Record<string, readonly [said: unknown, logged: unknown]>>,
  what: ArchiveFacts,
): void {
  for (const [member, [said, logged]] of Object.entries(pairs)) {
    if (said === logged) continue;
    const facts = { ...what, member, said: String(said), logged: String(logged) };
    throw new ArchiveFault("objectDiffers", facts);
  }
}

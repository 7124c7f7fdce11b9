// The words of elections as types.
import type { MandateId, OrganizationId, PersonId } from "#confederation";
import type { EditionId } from "#congress";
import type { Count } from "#algorithms/tally";
import type { Id } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";
import type { ElectionKind, MethodName } from "./methods.rules.ts";

export type ElectionId = Id<"election">;
export type CandidateId = Id<"election candidate">;

/** See `transitions` in elections.rules.ts. */
export const electionStates = ["drafted", "nominating", "open", "closed", "counted", "annulled"] as const;
export type ElectionState = (typeof electionStates)[number];

export const genders = ["woman", "man", "other"] as const;
export type Gender = (typeof genders)[number];

/** At least so many of the elected are of a region (UN M49) or of a gender. */
export type Guarantee = {
  readonly by: "region" | "gender";
  readonly of: string;
  readonly least: number;
};

/** In minor units, so that nothing is rounded: 12.50 with 2 decimals is 1250. */
export type Budget = {
  readonly total: bigint;
  /** ISO 4217, or a community's own code. */
  readonly currency: string;
  readonly decimals: number;
};

/** By what an election is held and counted; frozen when it opens. */
export type ElectionRules = {
  readonly method: MethodName;
  /** What the method alone knows, by name. */
  readonly settings: Readonly<Record<string, string>>;
  /** Null where the method says by itself how many: a budget, an order of priorities. */
  readonly seats: number | null;
  /** What decides where the method's own law does not: a lot from an announced source, or the order on the ballot. */
  readonly ties: "lot" | "order";
  /** Whence the lot will come, said before anybody votes (RFC 3797 §3 and 4); null where ties go by order. */
  readonly source: Multilingual | null;
  readonly weights: "one_each" | "seats";
  readonly guarantees: readonly Guarantee[];
  readonly budget: Budget | null;
  /** Of scores: the most points that a candidate can be given; 0 is the least. */
  readonly mostPoints: number | null;
  readonly secret: boolean;
  /** Of secret ballots: whether counts and the ballots without names are published. Open ones always are. */
  readonly publishes: boolean;
  /** With fewer secret ballots nothing of them is published, whatever `publishes` says. */
  readonly leastBallots: number;
};

/** The office that whoever is elected is given. */
export type ElectedOffice = {
  readonly organizationId: OrganizationId;
  readonly office: string;
  /** Civil date of the last day; null: until recalled. */
  readonly endsOn: string | null;
};

export type Election = {
  readonly id: ElectionId;
  readonly editionId: EditionId;
  readonly number: number;
  readonly kind: ElectionKind;
  readonly title: Multilingual;
  readonly about: Multilingual | null;
  readonly state: ElectionState;
  readonly rules: ElectionRules;
  readonly gives: ElectedOffice | null;
  readonly calledAt: Date;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
  /** How many ballots count; null before the close. */
  readonly ballots: number | null;
  /** What the announced source gave. */
  readonly drawn: string | null;
  /** SHA-256 in hex. */
  readonly ballotsHash: string | null;
  /** Candidates in it are by their place among those on the ballot, from 0. */
  readonly count: Count | null;
  readonly countHash: string | null;
  readonly annulledFor: Multilingual | null;
  readonly actId: string;
};

export const candidateStates = ["nominated", "standing", "declined", "withdrawn"] as const;
export type CandidateState = (typeof candidateStates)[number];

/** How a person said yes: themselves here, or through the delegation that put them forward and answers for it. */
export type Consent = "asked" | "own" | "through_delegation" | "not_needed";

export type Candidate = {
  readonly id: CandidateId;
  readonly position: number;
  /** On the ballot; null before the election opens, and for those who do not stand. */
  readonly number: number | null;
  readonly name: Multilingual;
  readonly about: Multilingual | null;
  readonly personId: PersonId | null;
  readonly organizationId: OrganizationId | null;
  readonly gender: Gender | null;
  readonly region: string | null;
  /** In minor units. */
  readonly cost: bigint | null;
  readonly state: CandidateState;
  readonly consent: Consent;
  readonly nominatedBy: OrganizationId | null;
  readonly mandateId: MandateId | null;
  readonly actId: string;
};

/** Numbers on the ballot: by preference where ranked, else ascending, then with the points of each beside. */
export type Ballot = { readonly entries: readonly number[]; readonly points: readonly number[] | null };

/** A ballot with how much it counts, and whose it is where that is public. */
export type CountedBallot = Ballot & {
  readonly weight: number;
  readonly organizationId: OrganizationId | null;
};

// The demonstration's facts as they stand in examples/congress-2019, with their dates moved to the day of loading.
import { readFileSync } from "node:fs";
import type { DemoFinancing } from "./financing.data.ts";
import type { Accessibility, ActionKind, Counting, Precision } from "#agenda";
import type { MandateReach } from "#confederation";
import type { WrittenMotionKind } from "#congress";
import type { ElectionKind, MethodName } from "#elections";
import type { Multilingual } from "#platform/multilingual";
import { projectFile } from "#platform/project";
import type { DemoObligations } from "./obligations-data.ts";
import type { DemoCurrencies } from "./currencies.data.ts";

export type DemoMandate = {
  organization: string;
  office: string;
  covers: MandateReach;
  starts_on: string;
  ends_on: string;
  decision: Multilingual;
};

export type DemoPerson = {
  key: string;
  name: string;
  email: string;
  language: string;
  sign_in_link: boolean;
  mandates: DemoMandate[];
};

export type DemoPlace = { heading: string; item?: number; paragraph?: number; starts_with: string };

export type DemoOperation =
  | {
      kind: "replace" | "insert_after";
      target: DemoPlace;
      text: string;
      translations?: Record<string, string>;
    }
  | { kind: "delete"; target: DemoPlace }
  | { kind: "move"; target: DemoPlace; after: DemoPlace };

export type DemoAmendment = {
  number: number;
  title: Multilingual;
  reason: Multilingual;
  proposer: string;
  operations: DemoOperation[];
  votes: Record<string, "for" | "against" | "abstain">;
  expected: "adopted" | "rejected" | "no_longer_applies" | "quorum_not_reached";
};

export type DemoReport = {
  by: string;
  on: string;
  text: Multilingual;
  evidence: { url: string }[];
  values: Record<string, number>;
  claims_fulfilled: boolean;
  milestones_reached: number[];
};

export type DemoCommitment = {
  key: string;
  point?: number | null;
  day?: number | null;
  title: Multilingual;
  responsible: string;
  commission: string;
  region: string;
  due_on: string;
  historic: boolean;
  milestones: { title: Multilingual; due_on: string | null }[];
  indicators: { key: string; name: Multilingual; unit: string; target: number }[];
  states: { state: string; on: string; reason?: Multilingual; confirmed_by?: string }[];
  reports: DemoReport[];
};

export type DemoEdition = {
  slug: string;
  title: Multilingual;
  host_city: string;
  timezone: string;
  country: string;
  starts_on: string;
  ends_on: string;
  text: { slug: string; language: string; title: Multilingual; files: Record<string, string> };
};

/** A text that is still open; paragraphs are counted with the heading, which is 0. */
export type DemoOpenText = {
  slug: string;
  language: string;
  title: Multilingual;
  paragraphs: Record<string, string[]>;
  amendments: {
    number: number;
    title: Multilingual;
    reason: Multilingual;
    proposer: string;
    amends?: number;
    adopted?: boolean;
    operations: (
      | { kind: "replace" | "insert_after"; paragraph: number; text: string }
      | { kind: "delete"; paragraph: number }
    )[];
  }[];
  motions: {
    kind: WrittenMotionKind;
    proposer: string;
    supporters: string[];
    title: Multilingual;
    reason: Multilingual;
    words: string;
  }[];
};

type DemoVoted = {
  proposer: string;
  supporters: string[];
  /** Everybody else is in favour. */
  against: string[];
  abstain: string[];
  title: Multilingual;
  reason: Multilingual;
};

export type DemoRules = {
  /** The motion by which the meeting adopted its rules. */
  motion: DemoVoted & { rules: unknown };
  /** One that failed by them. */
  failed: DemoVoted & { kind: WrittenMotionKind; words: string };
};

export type DemoItem = {
  kind: "procedure" | "report" | "debate" | "decision" | "election" | "minutes";
  minutes: number;
  title: Multilingual;
  /** The open text is its document. */
  open_text?: boolean;
};
type DemoSitting = { title: Multilingual; items: DemoItem[] };

export type DemoSittings = {
  edition: {
    slug: string;
    title: Multilingual;
    host_city: string;
    country: string;
    zone: string;
    delegations: number;
    place: string;
    languages: string[];
  };
  rules: Multilingual;
  absent_on_the_first_day: number;
  absent_on_the_second_day: number;
  first: DemoSitting & {
    postponed: { title: Multilingual; reason: Multilingual };
    skipped: Multilingual;
    remark: Multilingual;
  };
  second: DemoSitting;
  third: DemoSitting;
};

export type DemoElection = {
  kind: ElectionKind;
  /** From the day of loading. */
  day: number;
  state: "counted" | "open";
  drawn?: string;
  method: MethodName;
  settings?: Record<string, string>;
  seats?: number;
  /** Seats at least, by region. */
  guarantees?: Record<string, number>;
  budget?: { total: string; currency: string; decimals: number };
  organ?: string;
  office?: string;
  /** Who took office, by number on the ballot. */
  install?: number[];
  title: Multilingual;
  about: Multilingual;
  people?: [delegation: string, name: string][];
  options?: { name: Multilingual; cost?: string; organization?: string }[];
  /** One for each delegation, in their order. */
  ballots: number[][];
};

export type DemoElections = {
  source: Multilingual;
  elections: DemoElection[];
  recall: { of: number; by: string; signed_by: string[]; day: number; reason: Multilingual };
};

/** Between congresses: organs of the regions with their meetings; and people whom delegations of these days sent. */
export type DemoRegions = {
  cycle_from: string;
  regions: {
    slug: string;
    region: string;
    cycle_months: number;
    name: Multilingual;
    meetings: DemoMeeting[];
  }[];
  call: { seats: number; alternates_for_seat: number; decision: Multilingual };
  named: {
    organization: string;
    seat: "delegate" | "alternate";
    names: string[];
    /** None: the commission has not decided. */
    verdict?: "accept" | "refuse";
    reason?: Multilingual;
  }[];
};

export type DemoMeeting = {
  slug: string;
  title: Multilingual;
  host_city: string;
  zone: string;
  country: string;
  starts_on: string;
  ends_on: string;
  report?: Multilingual;
  /** On commitments, by their keys. */
  notes?: { key: string; body: Multilingual }[];
  /** What it adopted; the point of this number asks the congress. */
  text?: { slug: string; title: Multilingual; words: string; asks: number; wish: Multilingual };
  delegations?: string[];
};

const FOLDER = ["examples", "congress-2019"] as const;

export function demoPath(file: string): string {
  return projectFile(...FOLDER, file);
}

function read<Value>(file: string): Value {
  return JSON.parse(readFileSync(demoPath(file), "utf8")) as Value;
}

export type DemoCampaign = {
  key: string;
  /** Its number in the list of days of the adopted text. */
  day?: number;
  historic: boolean;
  precision: Precision;
  starts_on: string;
  ends_on: string;
  rule?: string;
  held_on?: string;
  title: Multilingual;
  purpose: Multilingual;
  decision?: Multilingual;
};

export type DemoActionReport = {
  on: string;
  participants: number | null;
  counted: Counting | null;
  text: Multilingual;
  picture?: string;
  alt?: Multilingual;
  confirmed_on?: string;
};

export type DemoAction = {
  campaign: string | null;
  organization: string;
  kind: ActionKind;
  city: string;
  country: string;
  zone: string;
  on: string;
  starts: string;
  ends: string;
  latitude: number;
  longitude: number;
  languages: string[];
  title: Multilingual;
  description?: Multilingual;
  address?: string;
  link?: string;
  accessibility?: Accessibility[];
  /** How often it comes back, week by week. */
  weeks?: number;
  joined_by?: string[];
  /** Organisations that ask to hold it too and wait for an answer. */
  asked_by?: string[];
  cancelled?: Multilingual;
  report?: DemoActionReport;
};

export function readDemo() {
  return {
    edition: read<DemoEdition>("edition.json"),
    people: read<{ as_of: string; people: DemoPerson[]; accredited_delegations: string[] }>("people.json"),
    regions: read<DemoRegions>("regions.json"),
    amendments: read<{ amendments: DemoAmendment[] }>("amendments.json").amendments,
    openText: read<DemoOpenText>("open-text.json"),
    rules: read<DemoRules>("rules.json"),
    sittings: read<DemoSittings>("sittings.json"),
    elections: read<DemoElections>("elections.json"),
    commitments: read<{
      as_of: string;
      plan_heading: string;
      days_heading: string;
      commitments: DemoCommitment[];
    }>("commitments.json"),
    obligations: read<DemoObligations>("obligations.json"),
    currencies: read<DemoCurrencies>("currencies.json"),
    agenda: read<{ as_of: string; campaigns: DemoCampaign[]; actions: DemoAction[] }>("agenda.json"),
    financing: read<DemoFinancing>("financing.json"),
  };
}
export type Demo = ReturnType<typeof readDemo>;

const DAY_MS = 86_400_000;

/** Dates were written for `asOf`; the board shows the same on any day when all of them move with it. */
export function movingDates(asOf: string, now: Date) {
  const days = Math.floor(now.getTime() / DAY_MS) - Date.parse(asOf) / DAY_MS;
  const civil = (date: string) => new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
  return {
    civil,
    /** An hour of that day, so that what happens on one day keeps its order. */
    instant: (date: string, hour = 12) => new Date(Date.parse(`${civil(date)}T00:00:00Z`) + hour * 3_600_000),
  };
}
export type Dates = ReturnType<typeof movingDates>;

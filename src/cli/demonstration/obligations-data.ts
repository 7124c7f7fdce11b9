// The shape of obligations.json: what the cooperatives owe each other, and the rounds in which they clear it.
import type { Multilingual } from "#platform/multilingual";

export type DemoObligation = {
  readonly debtor: string;
  readonly creditor: string;
  /** In hundredths. */
  readonly amount: number;
  readonly days_ago: number;
  readonly due_in: number;
  readonly text: string;
  /** The round that both sides bring it to. */
  readonly round?: number;
  readonly state?: "recorded" | "contested" | "withdrawn";
  readonly by?: "debtor" | "creditor";
  readonly reason?: string;
  readonly paid?: { readonly amount: number; readonly days_ago: number; readonly text: string };
};

export type DemoRound = {
  readonly by: string;
  readonly organization: string;
  readonly title: Multilingual;
  readonly called_days_ago: number;
  readonly deadline_days_ago: number;
  readonly look_hours: number;
  readonly settled_days_ago: number | null;
  readonly joins: readonly string[];
};

export type DemoObligations = {
  /** The treasurer of each organisation. */
  readonly keepers: Readonly<Record<string, string>>;
  /** ISO 4217. */
  readonly currency: string;
  readonly obligations: readonly DemoObligation[];
  readonly rounds: readonly DemoRound[];
  /** Who lets the commission see its name. */
  readonly named: readonly string[];
};

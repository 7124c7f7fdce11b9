// The shapes of financing.json: amounts in minor units, dates as of the day for which they were written.
import type { Multilingual } from "#platform/multilingual";

type Pledged = [organization: string, amount: number, named: boolean, on: string];

export type DemoAppeal = {
  opened_on: string;
  closes_on: string;
  goal: number;
  title: Multilingual;
  body: Multilingual;
  pledges: Pledged[];
  settled_on?: string;
  spent: { to: string; amount: number; on: string; purpose: Multilingual }[];
  reports: { on: string; body: Multilingual }[];
};

export type DemoFinancing = {
  currency: string;
  /** Who keeps the money of each organisation. */
  keepers: Record<string, string>;
  pot: {
    by: string;
    name: string;
    goal: number;
    opened_on: string;
    locked_until: string;
    with: string[];
    contributions: [organization: string, amount: number, on: string][];
  };
  circle: {
    by: string;
    name: string;
    contribution: number;
    founded_on: string;
    starts_on: string;
    started_on: string;
    with: string[];
    lot_source: string;
    drawn: string;
  };
  fund: {
    by: string;
    organization: string;
    founded_on: string;
    name: Multilingual;
    purpose: Multilingual;
    rules: Multilingual;
  };
  appeals: DemoAppeal[];
  loan: {
    lender: string;
    borrower: string;
    guarantor: string;
    guaranteed: number;
    principal: number;
    count: number;
    purpose: string;
    asked_on: string;
    paid_over_on: string;
    first_due_on: string;
    repaid: [amount: number, on: string][];
  };
};

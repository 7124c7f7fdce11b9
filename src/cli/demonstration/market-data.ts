// The shape of the example's market, as it stands in examples/congress-2019/market.json.
import { readFileSync } from "node:fs";
import type { Multilingual } from "#platform/multilingual";
import { demoPath } from "./data.ts";

export type DemoOffer = {
  /** Whose spokesperson acts: the organisation itself, or one above it. */
  by: string;
  organization: string;
  kind: "offer" | "need";
  title: Multilingual;
  description?: Multilingual;
  category: string;
  unit: string;
  /** Decimal, with a point, as all numbers here. */
  quantity: string;
  place: string;
  country: string;
  price?: { amount: string; currency: string };
  wanted?: { category: string; words: Multilingual };
  gift?: boolean;
  months?: number[];
  labels?: string[];
  members_only?: boolean;
  days_ago: number;
};

export type DemoGiven = {
  part: number;
  quantity: string;
  days: number;
  arrived: string;
  on: number;
  quality?: string;
};

export type DemoAgreement = {
  /** The Spanish title of what is asked for. */
  offer: string;
  asker: string;
  by: string;
  quantity: string;
  message: string;
  /** Days from the day of loading; none: nobody wrote terms yet. */
  parts: { quantity: string; days: number }[];
  total: string | null;
  pay_days?: number;
  transport?: string;
  confirmed: boolean;
  given?: DemoGiven[];
};

export type DemoFair = {
  by: string;
  organization: string;
  title: Multilingual;
  about: Multilingual;
  city: string;
  country: string;
  address: string;
  zone: string;
  days: number;
  starts: string;
  ends: string;
  stalls: { by: string; organization: string; offers: string[]; note?: Multilingual }[];
};

export type DemoMarket = { offers: DemoOffer[]; agreements: DemoAgreement[]; fair: DemoFair };

export function readMarket(): DemoMarket {
  return JSON.parse(readFileSync(demoPath("market.json"), "utf8")) as DemoMarket;
}

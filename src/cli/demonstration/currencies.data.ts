// The shape of examples/congress-2019/currencies.json. Amounts are minor units; of time, minutes.
import type { FoundCurrencyInput, OrderUnit } from "#ledger";
import type { Multilingual } from "#platform/multilingual";

export type DemoCurrency = {
  key: string;
  by: string;
  organization: string;
  founded_on: string;
  kind: FoundCurrencyInput["kind"];
  code: string;
  scale: number;
  name: Multilingual;
  rules: Multilingual;
  backing?: Multilingual;
  expires_on?: string;
  on_expiry?: "redeem" | "take_back";
  minimum: number | null;
  maximum: number | null;
  demurrage_ppm: number;
  approval_above: number | null;
};

export type DemoPayment = { from: string; to: string; amount: number; text: string; on: string };

export type DemoCurrencies = {
  currencies: DemoCurrency[];
  accounts: {
    key: string;
    currency: string;
    by: string;
    /** Null: of the person. */
    organization: string | null;
    name?: string;
    opened_on: string;
  }[];
  limits: { account: string; by: string; on: string; minimum: number; maximum: number; because: string }[];
  payments: [from: string, to: string, amount: number, text: string, on: string][];
  issued: { currency: string; by: string; to: string; amount: number; text: string; on: string }[];
  redeemed: Omit<DemoPayment, "to"> & { currency: string };
  /** Large enough to wait for a second person. */
  waiting: DemoPayment;
  requests: { to: string; amount: number | null; text: string; many: boolean; on: string }[];
  orders: (DemoPayment & { unit: OrderUnit; count: number; starts_on: string })[];
};

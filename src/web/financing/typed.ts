// Amounts, numbers and account numbers as forms send them.
import { listOwnAccounts } from "#financing";
import type { Capability } from "#confederation";
import { type Currency, findCurrencyById, type CurrencyId, parseAmount } from "#ledger";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { textIn } from "#platform/multilingual";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Choice, emptyForm, type FormState } from "../layout/forms.tsx";
import { ofLongForms, refusedAct } from "../refused-forms.ts";
import { type FormBody, readForm, type WebContext } from "../request.ts";

/** An amount in a field, or a refusal beside it. */
export function amountFrom(c: WebContext, body: FormBody, name: string, currency: Currency): bigint {
  try {
    return parseAmount(c.var.page.language, body.get(name), currency);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal("invalid", "inputInvalid", {}, [
      { field: name, reason: error.reason, facts: error.facts },
    ]);
  }
}

export const orNone = (text: string): string | null => (text.trim() === "" ? null : text.trim());

/** A whole number, or one that no schema takes. */
export const whole = (text: string): number =>
  /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
export const wholeOrNone = (text: string): number | null => (text.trim() === "" ? null : whole(text));

/** Account numbers, one a line. */
export const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

export async function currencyOf(c: WebContext, id: string): Promise<Currency> {
  const found = await findCurrencyById(c.var.ctx, id as CurrencyId);
  if (!found) throw new Refusal("missing", "currencyUnknown");
  return found;
}

export type OwnAccount = Choice & { readonly currency: Currency };

/** Accounts with which the reader can take part, by whose they are, their number and currency. */
export async function ownAccounts(
  c: WebContext,
  capability: Capability,
  currencyId?: string,
): Promise<OwnAccount[]> {
  const accounts: OwnAccount[] = [];
  for (const one of await listOwnAccounts(c.var.ctx, [capability])) {
    if (currencyId !== undefined && one.currencyId !== currencyId) continue;
    const currency = await currencyOf(c, one.currencyId);
    const name = textIn(one.name, c.var.page.language).text;
    accounts.push({
      value: one.accountId,
      label: c.var.page.t("financing.accountSays", { name, number: one.accountNumber, code: currency.code }),
      currency,
    });
  }
  return accounts;
}

/** The account that a form names; its currency says how the form's amounts are read. */
export function chosenAccount(accounts: readonly OwnAccount[], body: FormBody): OwnAccount {
  const found = accounts.find(({ value }) => value === body.get("accountId"));
  if (!found)
    throw new Refusal("invalid", "inputInvalid", {}, [
      { field: "accountId", reason: "accountUnknown", facts: {} },
    ]);
  return found;
}

export type Shown = {
  readonly form: FormState;
  readonly freshKey: string;
  readonly status: ContentfulStatusCode;
};

export const shownFirst = (): Shown => ({ form: emptyForm, freshKey: newId(), status: 200 });

type Show = (c: WebContext, shown: Shown) => Promise<Response>;

/** Does an act and goes on to `to`; a refused one is shown again, with what was typed and the reason. */
export function acting(
  show: Show,
  work: (c: WebContext, body: FormBody) => Promise<string>,
  nameOf?: (path: string) => string,
) {
  return async (c: WebContext) => {
    const body = await readForm(c);
    try {
      return c.redirect(await work(c, body), 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms, nameOf);
      return show(c, { form, freshKey: newId(), status });
    }
  };
}

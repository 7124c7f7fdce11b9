// How accounts and amounts are said, the same on every page of the ledger.
import { formatAmount, type Party, type Unit, writeAccountNumber } from "#ledger";
import { Refusal } from "#platform/errors";
import { type Multilingual, textIn } from "#platform/multilingual";
import type { Page } from "../request.ts";

/** An amount that is read as one: figures and code do not part. */
export function Amount({
  page,
  amount,
  unit,
  signed = false,
}: {
  page: Pick<Page, "language">;
  amount: bigint;
  unit: Unit;
  signed?: boolean;
}) {
  return <span class="num">{formatAmount(page.language, amount, unit, { signed })}</span>;
}

export const amountWords = (page: Pick<Page, "language">, amount: bigint, unit: Unit) =>
  formatAmount(page.language, amount, unit);

type Named = Pick<Party, "name" | "kind"> & {
  readonly organization: { readonly name: Multilingual } | null;
};

/** Whose account it is: the organisation, the name that its holder gave it, or only what kind it is. People are not named. */
export function holderWords(page: Page, { name, kind, organization }: Named): string {
  const holder = organization && textIn(organization.name, page.language).text;
  if (kind === "issuer" && holder) return page.t("money.issuerOf", { name: holder });
  if (holder) return name ? `${holder} · ${name}` : holder;
  return name ?? page.t(`money.holder.${kind}`);
}

/** The holder with the number that tells their accounts apart. */
export function accountWords(page: Page, account: Named & Pick<Party, "number">): string {
  return `${holderWords(page, account)} (${writeAccountNumber(account.number)})`;
}

/** What the journal says in minor units, as the currency writes it: the only fact of a refusal that is an amount. */
export function withAmounts(page: Page, refusal: Refusal, unit: Unit): Refusal {
  const { missing } = refusal.facts;
  if (typeof missing !== "string" || !/^\d+$/u.test(missing)) return refusal;
  const facts = { ...refusal.facts, missing: formatAmount(page.language, BigInt(missing), unit) };
  return new Refusal(refusal.kind, refusal.reason, facts, refusal.fields);
}

// The accounts of organisations in a currency: for those who agree on limits, and for everybody where books are open.
import { accountPath, type Currency, type Party, writeAccountNumber } from "#ledger";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { currencyTrail } from "./issuing.page.tsx";
import { Amount, holderWords } from "./words.tsx";

type AccountsProps = {
  readonly page: Page;
  readonly currency: Currency;
  readonly accounts: Paged<Party>;
  /** Whether the reader agrees on limits, and may open each account. */
  readonly setsLimits: boolean;
};

export function CurrencyAccountsPage({ page, currency, accounts, setsLimits }: AccountsProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t("money.limits.all")} section="economy">
      <Crumbs page={page} trail={currencyTrail(page, currency)} />
      <h1>{t("money.limits.all")}</h1>
      <p class="lede">{t(currency.openBooks ? "money.limits.openLede" : "money.limits.ownLede")}</p>
      {accounts.total === 0 && <Nothing>{t("money.limits.noAccounts")}</Nothing>}
      <ul class="list">
        {accounts.items.map((account) => (
          <li>
            <span class="sides">
              {setsLimits ? (
                <a href={`${accountPath(account.number)}/limits`}>{holderWords(page, account)}</a>
              ) : (
                <span>{holderWords(page, account)}</span>
              )}
              <Amount page={page} amount={account.posted} unit={currency} />
            </span>
            <small>
              {t("money.accountNumber", { number: writeAccountNumber(account.number) })}
              {" · "}
              <Range page={page} account={account} currency={currency} />
            </small>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={accounts} />
    </Layout>
  );
}

function Range({ page, account, currency }: { page: Page; account: Party; currency: Currency }) {
  const end = (amount: bigint | null) =>
    amount === null ? page.t("money.limits.none") : <Amount page={page} amount={amount} unit={currency} />;
  return (
    <>
      {end(account.minimum)} – {end(account.maximum)}
    </>
  );
}

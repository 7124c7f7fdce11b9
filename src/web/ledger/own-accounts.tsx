// The reader's accounts at a glance: whose, how much there is, and the two ways on.
import { accountPath, writeAccountNumber } from "#ledger";
import { Nothing } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import type { ReadableAccount } from "./reading.ts";
import { Amount, holderWords } from "./words.tsx";

type OwnAccountsProps = {
  readonly page: Page;
  readonly accounts: readonly ReadableAccount[];
  readonly most: number;
};

export function OwnAccounts({ page, accounts, most }: OwnAccountsProps) {
  const { t } = page;
  return (
    <section class="card" aria-labelledby="own-accounts">
      <h2 id="own-accounts">{t("money.ownAccounts")}</h2>
      {accounts.length === 0 && <Nothing>{t("money.noAccounts")}</Nothing>}
      <ul class="list">
        {accounts.slice(0, most).map(({ account }) => (
          <AccountLine page={page} account={account} />
        ))}
      </ul>
      {accounts.length > most && (
        <p>
          <a href="/economy/accounts">{t("money.allAccounts", { count: accounts.length })}</a>
        </p>
      )}
    </section>
  );
}

export function AccountLine({ page, account }: { page: Page; account: ReadableAccount["account"] }) {
  return (
    <li>
      <span class="sides">
        <a href={accountPath(account.number)}>{holderWords(page, account)}</a>
        <b>
          <Amount page={page} amount={account.posted} unit={account.currency} />
        </b>
      </span>
      <small>{page.t("money.accountNumber", { number: writeAccountNumber(account.number) })}</small>
    </li>
  );
}

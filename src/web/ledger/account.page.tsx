// An account as those see it who keep it: what there is, what is held, how far it may go, and what moved last.
import {
  accountPath,
  type ApprovalView,
  currencyPath,
  type LimitsChange,
  type Movement,
  type Party,
  writeAccountNumber,
} from "#ledger";
import { textIn } from "#platform/multilingual";
import { Layout } from "../layout/layout.tsx";
import { Bar, type BarPart, Crumbs, Nothing, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { economyTrail } from "./currency.page.tsx";
import { MovementLine } from "./movements.tsx";
import { AccountLine } from "./own-accounts.tsx";
import type { ReadableAccount } from "./reading.ts";
import { Amount, amountWords, holderWords } from "./words.tsx";

export const accountsTrail = (page: Page) => [
  ...economyTrail(page),
  { href: "/economy/accounts", label: page.t("money.ownAccounts") },
];
export const accountTrail = (page: Page, account: Party) => [
  ...accountsTrail(page),
  { href: accountPath(account.number), label: holderWords(page, account) },
];

export function AccountsPage({ page, accounts }: { page: Page; accounts: readonly ReadableAccount[] }) {
  const { t } = page;
  return (
    <Layout page={page} title={t("money.ownAccounts")} section="economy">
      <Crumbs page={page} trail={economyTrail(page)} />
      <h1>{t("money.ownAccounts")}</h1>
      {accounts.length === 0 && <Nothing>{t("money.noAccounts")}</Nothing>}
      <ul class="list">
        {accounts.map(({ account }) => (
          <AccountLine page={page} account={account} />
        ))}
      </ul>
      <p class="acts">
        <a class="button second" href="/economy/currencies">
          {t("money.open.elsewhere")}
        </a>
      </p>
    </Layout>
  );
}

type AccountProps = ReadableAccount & {
  readonly page: Page;
  readonly waiting: readonly ApprovalView[];
  readonly movements: readonly Movement[];
  readonly limits: readonly LimitsChange[];
};

export function AccountPage(props: AccountProps) {
  const { page, account, offered, waiting, movements } = props;
  const { t } = page;
  const { currency } = account;
  const keeps = offered.pay || offered.approve;
  return (
    <Layout page={page} title={holderWords(page, account)} section="economy">
      <Crumbs page={page} trail={accountsTrail(page)} />
      <p class="eyebrow">
        {t("money.accountNumber", { number: writeAccountNumber(account.number) })} ·{" "}
        <a href={currencyPath(currency.slug)}>{textIn(currency.name, page.language).text}</a>
      </p>
      <h1>{holderWords(page, account)}</h1>
      {account.closedAt !== null && <Tag tone="quiet">{t("money.state.closedAccount")}</Tag>}
      <Balance page={page} account={account} />
      <Ways page={page} account={account} offered={offered} />
      {keeps && waiting.length > 0 && <Waiting page={page} account={account} waiting={waiting} />}
      {keeps && (
        <section>
          <h2>{t("money.lastMovements")}</h2>
          {movements.length === 0 && <Nothing>{t("money.noMovements")}</Nothing>}
          <ul class="list">
            {movements.map((movement) => (
              <MovementLine page={page} account={account} movement={movement} refunds={offered.pay} />
            ))}
          </ul>
          {movements.length > 0 && (
            <p>
              <a href={`${accountPath(account.number)}/statement`}>{t("money.statement.title")}</a>
            </p>
          )}
        </section>
      )}
      <LimitsHistory {...props} />
    </Layout>
  );
}

/** How far the account may go, as a bar: what can be spent, what is held, what can still come in. */
function Balance({ page, account }: { page: Page; account: Party }) {
  const { t } = page;
  const { posted, pendingOut, pendingIn, minimum, maximum, currency } = account;
  const free = posted - pendingOut;
  const words = (amount: bigint) => amountWords(page, amount, currency);
  const part = (tone: BarPart["tone"], name: string, amount: bigint): BarPart => ({
    tone,
    count: Number(amount > 0n ? amount : 0n),
    label: t(`money.balance.${name}`, { amount: words(amount) }),
  });
  const toSpend = minimum === null ? null : free - minimum;
  const toTake = maximum === null ? null : maximum - posted - pendingIn;
  const parts = [
    ...(toSpend === null ? [] : [part("done", "toSpend", toSpend)]),
    ...(pendingOut > 0n ? [part("going", "held", pendingOut)] : []),
    ...(toTake === null ? [] : [part("quiet", "toTake", toTake)]),
  ];
  return (
    <section>
      <p class="balance">
        <Amount page={page} amount={posted} unit={currency} />
      </p>
      {(pendingOut > 0n || pendingIn > 0n) && (
        <p class="hint">
          {[
            pendingOut > 0n && t("money.balance.held", { amount: words(pendingOut) }),
            pendingIn > 0n && t("money.balance.coming", { amount: words(pendingIn) }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      )}
      {parts.length > 0 && <Bar parts={parts} label={parts.map(({ label }) => label).join("; ")} />}
      {(minimum === null || maximum === null) && (
        <p class="hint">
          {[minimum === null && t("money.term.noMinimum"), maximum === null && t("money.term.noMaximum")]
            .filter(Boolean)
            .join(" ")}
        </p>
      )}
    </section>
  );
}

function Ways({ page, account, offered }: Pick<AccountProps, "page" | "account" | "offered">) {
  const { t } = page;
  const base = accountPath(account.number);
  const open = account.closedAt === null;
  const ways = [
    offered.pay && open && { href: `${base}/requests`, label: t("money.requests.title") },
    (offered.pay || offered.approve) && { href: `${base}/orders`, label: t("money.orders.title") },
    (offered.pay || offered.approve) && { href: `${base}/statement`, label: t("money.statement.title") },
    offered.approve &&
      account.kind !== "person" && { href: `${base}/approval`, label: t("money.approvalAmount.title") },
    offered.limits && { href: `${base}/limits`, label: t("money.limits.title") },
  ].filter((way) => way !== false);
  return (
    <>
      {offered.pay && open && (
        <p class="acts">
          <a class="button" href={`${base}/pay`}>
            {t("money.pay.title")}
          </a>
          <a class="button second" href={`${base}/requests/new`}>
            {t("money.ask.title")}
          </a>
        </p>
      )}
      {ways.length > 0 && (
        <nav class="ways" aria-label={t("money.ways")}>
          <ul>
            {ways.map(({ href, label }) => (
              <li>
                <a href={href}>{label}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </>
  );
}

function Waiting({ page, account, waiting }: Pick<AccountProps, "page" | "account" | "waiting">) {
  const { t } = page;
  return (
    <section class="card">
      <h2>{t("money.approval.waiting", { count: waiting.length })}</h2>
      <ul class="list">
        {waiting.map(({ id, amount, text, payee, lapsesAt }) => (
          <li>
            <span class="sides">
              <a href={`/economy/approvals/${id}`}>{holderWords(page, payee)}</a>
              <Amount page={page} amount={amount} unit={account.currency} />
            </span>
            <small>
              {text} · {t("money.approval.until")} <When page={page} at={lapsesAt} style="medium" />
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function LimitsHistory({ page, account, limits }: AccountProps) {
  const { t } = page;
  const written = (amount: bigint | null) =>
    amount === null ? t("money.limits.none") : amountWords(page, amount, account.currency);
  return (
    <details>
      <summary>{t("money.limits.history")}</summary>
      <ul class="list">
        {limits.map(({ minimum, maximum, because, changedAt }) => (
          <li>
            <span>{t("money.limits.fromTo", { minimum: written(minimum), maximum: written(maximum) })}</span>
            <small>
              <When page={page} at={changedAt} style="medium" />
              {" · "}
              {because ?? t("money.limits.opening")}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}

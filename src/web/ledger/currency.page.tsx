// Currencies as everybody sees them: the list, and one with its rules, who answers for it, and how much it is used.
import {
  type Beforehand,
  type ChangedTerms,
  type Currency,
  type CurrencyEntry,
  type CurrencyFigures,
  currencyPath,
  leftAfterMonths,
  PPM,
} from "#ledger";
import { formatNumber } from "#platform/i18n/i18n";
import { type Multilingual, textIn } from "#platform/multilingual";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Num, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { Months } from "./months.tsx";
import { Amount, amountWords } from "./words.tsx";

export const economyTrail = (page: Page) => [{ href: "/economy", label: page.t("economy.title") }];
export const currenciesTrail = (page: Page) => [
  ...economyTrail(page),
  { href: "/economy/currencies", label: page.t("money.currencies") },
];

type ListProps = {
  readonly page: Page;
  readonly currencies: Paged<CurrencyEntry>;
  readonly mayFound: boolean;
};

export function CurrenciesPage({ page, currencies, mayFound }: ListProps) {
  const { t } = page;
  return (
    <Layout
      page={page}
      title={t("money.currencies")}
      section="economy"
      description={t("money.currenciesLede")}
    >
      <Crumbs page={page} trail={economyTrail(page)} />
      <h1>{t("money.currencies")}</h1>
      <p class="lede">{t("money.currenciesLede")}</p>
      {mayFound && (
        <p class="acts">
          <a class="button" href="/economy/currencies/new">
            {t("money.found.title")}
          </a>
        </p>
      )}
      {currencies.total === 0 && <Nothing>{t("money.noCurrencies")}</Nothing>}
      <ul class="list">
        {currencies.items.map((currency) => (
          <li>
            <a href={currencyPath(currency.slug)}>
              <Said page={page} field={currency.name} />
            </a>
            <small>
              {[
                currency.code,
                t(`money.kind.${currency.kind}`),
                textIn(currency.organization.name, page.language).text,
                t("money.accountsCount", { count: currency.accounts }),
                currency.state === "closed" && t("money.state.closed"),
              ]
                .filter(Boolean)
                .join(" · ")}
            </small>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={currencies} />
    </Layout>
  );
}

export type OfferedOnCurrency = {
  readonly open: boolean;
  readonly change: boolean;
  readonly accounts: boolean;
  readonly issue: boolean;
};

export type CurrencyProps = {
  readonly page: Page;
  readonly currency: Currency;
  readonly figures: CurrencyFigures;
  readonly beforehand: Beforehand;
  readonly changes: readonly ChangedTerms[];
  readonly offered: OfferedOnCurrency;
};

export function CurrencyPage(props: CurrencyProps) {
  const { page, currency, figures } = props;
  const { founder } = props.beforehand;
  const { t } = page;
  const name = textIn(currency.name, page.language);
  const moved = figures.months.some(({ movements }) => movements > 0);
  return (
    <Layout
      page={page}
      title={name.text}
      section="economy"
      description={t(`money.kindLede.${currency.kind}`)}
    >
      <Crumbs page={page} trail={currenciesTrail(page)} />
      <p class="eyebrow">
        {t(`money.kind.${currency.kind}`)} · {currency.code}
      </p>
      <h1 lang={name.language}>{name.text}</h1>
      <p class="lede">{t(`money.kindLede.${currency.kind}`)}</p>
      <p>
        <Tag tone={currency.state === "open" ? "done" : "quiet"}>{t(`money.state.${currency.state}`)}</Tag>{" "}
        <Tag tone="plain">{t(currency.openBooks ? "money.booksOpen" : "money.booksClosed")}</Tag>
      </p>
      <Acts {...props} />
      <Figures {...props} />
      <div class="row two">
        <div>
          {currency.rules && <RulesText page={page} rules={currency.rules} />}
          {moved && (
            <section>
              <h2>{t("money.volume")}</h2>
              <Months page={page} months={figures.months} unit={currency} />
            </section>
          )}
        </div>
        <div>
          <section class="card">
            <h2>{t("money.terms")}</h2>
            <p>
              {t("money.foundedBy")}{" "}
              <a href={`/organizations/${founder.slug}`}>{textIn(founder.name, page.language).text}</a>
              {", "}
              <When page={page} at={currency.foundedAt} />.
            </p>
            <Terms {...props} />
          </section>
          <Changes page={page} changes={props.changes} />
        </div>
      </div>
    </Layout>
  );
}

function Acts({ page, currency, offered }: CurrencyProps) {
  const { t } = page;
  const base = currencyPath(currency.slug);
  const acts = [
    offered.open && { href: `${base}/open`, label: t("money.open.title"), first: true },
    offered.issue && { href: `${base}/issue`, label: t("money.issue.title") },
    offered.issue &&
      currency.kind === "mirror" && { href: `${base}/reserve`, label: t("money.reserve.title") },
    offered.change && { href: `${base}/change`, label: t("money.change.title") },
    offered.accounts && {
      href: `${base}/accounts`,
      label: t(currency.openBooks ? "money.limits.seeOpen" : "money.limits.all"),
    },
  ].filter((act) => act !== false);
  if (acts.length === 0) return null;
  return (
    <p class="acts">
      {acts.map(({ href, label, ...act }) => (
        <a class={"first" in act ? "button" : "button second"} href={href}>
          {label}
        </a>
      ))}
    </p>
  );
}

function Figures({ page, currency, figures }: CurrencyProps) {
  const { t } = page;
  return (
    <ul class="figures">
      <li>
        <b>
          <Num page={page} value={figures.organizations} />
        </b>
        {t("money.figure.organizations", { count: figures.organizations })}
      </li>
      {figures.people > 0 && (
        <li>
          <b>
            <Num page={page} value={figures.people} />
          </b>
          {t("money.figure.people", { count: figures.people })}
        </li>
      )}
      {figures.out !== null && (
        <li>
          <b>
            <Amount page={page} amount={figures.out} unit={currency} />
          </b>
          {t("money.figure.out")}
        </li>
      )}
      {(currency.demurragePpm > 0 || figures.commons > 0n) && (
        <li>
          <b>
            <Amount page={page} amount={figures.commons} unit={currency} />
          </b>
          {t("money.figure.commons")}
        </li>
      )}
    </ul>
  );
}

function RulesText({ page, rules }: { page: Page; rules: Multilingual }) {
  const { text, language } = textIn(rules, page.language);
  return (
    <section>
      <h2>{page.t("money.rules")}</h2>
      {text.split(/\n{2,}/u).map((paragraph) => (
        <p lang={language} dir="auto">
          {paragraph}
        </p>
      ))}
    </section>
  );
}

/** What an account may do, and what becomes of what rests in it, in sentences. */
function Terms({ page, currency, beforehand }: CurrencyProps) {
  const { t } = page;
  const { defaultMinimum, defaultMaximum, approvalAbove } = currency;
  const written = (amount: bigint) => amountWords(page, amount, currency);
  return (
    <ul>
      <li>
        {defaultMinimum === null
          ? t("money.term.noMinimum")
          : defaultMinimum === 0n
            ? t("money.term.noDebt")
            : t("money.term.minimum", { amount: written(-defaultMinimum) })}
      </li>
      <li>
        {defaultMaximum === null
          ? t("money.term.noMaximum")
          : t("money.term.maximum", { amount: written(defaultMaximum) })}
      </li>
      {approvalAbove !== null && <li>{t("money.term.approval", { amount: written(approvalAbove) })}</li>}
      <li>
        <Demurrage page={page} currency={currency} />
      </li>
      {currency.backing && (
        <li>
          {t("money.term.backing")} <Said page={page} field={currency.backing} />
        </li>
      )}
      {currency.expiresOn && (
        <li>
          {t("money.term.expires")} <When page={page} at={currency.expiresOn} />
          {". "}
          {beforehand.onExpiry && t(`money.onExpiry.${beforehand.onExpiry}`)}
        </li>
      )}
      {currency.mirrors && <Reserve page={page} currency={currency} beforehand={beforehand} />}
      {beforehand.closingPlan && (
        <li>
          {t("money.term.closing")} <Said page={page} field={beforehand.closingPlan} />
        </li>
      )}
    </ul>
  );
}

const HUNDRED = 100n;

/** The rate with an example, so that nobody has to reckon: what is left of a hundred. */
export function Demurrage({ page, currency }: { page: Page; currency: Currency }) {
  const { t, language } = page;
  const { demurragePpm, kind, scale } = currency;
  if (demurragePpm === 0) return <>{t("money.term.noDemurrage")}</>;
  const hundred = HUNDRED * (kind === "time" ? 60n : 10n ** BigInt(scale));
  const after = (months: number) =>
    amountWords(page, leftAfterMonths(hundred, demurragePpm, months), currency);
  return (
    <>
      {t("money.term.demurrage", {
        rate: formatNumber((demurragePpm * 100) / Number(PPM), language),
        hundred: amountWords(page, hundred, currency),
        month: after(1),
        year: after(12),
      })}
    </>
  );
}

function Reserve({ page, currency, beforehand }: Pick<CurrencyProps, "page" | "currency" | "beforehand">) {
  const { t } = page;
  const { reserve, reserveKeptBy } = beforehand;
  return (
    <li>
      {t("money.term.mirrors", { official: currency.mirrors, keeper: reserveKeptBy })}{" "}
      {reserve === null ? (
        t("money.term.noReserve")
      ) : (
        <>
          {t("money.term.reserve", {
            amount: amountWords(page, reserve.amount, currency),
            evidence: reserve.evidence,
          })}{" "}
          (<When page={page} at={reserve.asOf} />)
        </>
      )}
    </li>
  );
}

function Changes({ page, changes }: { page: Page; changes: readonly ChangedTerms[] }) {
  const { t } = page;
  if (changes.length === 0) return null;
  return (
    <section class="card">
      <h2>{t("money.changes")}</h2>
      <ul class="list">
        {changes.map(({ because, changedAt, was, became }) => (
          <li>
            <small>
              <When page={page} at={changedAt} />
            </small>
            <span>{because}</span>
            <small>
              {(Object.keys(became) as (keyof typeof became)[])
                .filter((key) => JSON.stringify(was[key]) !== JSON.stringify(became[key]))
                .map((key) => t(`money.term.name.${key}`))
                .join(", ")}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

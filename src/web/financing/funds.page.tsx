// Solidarity funds and the list of appeals: public.
import { type AppealEntry, appealPath, type AppealState, fundPath, type FundView } from "#financing";
import type { Currency } from "#ledger";
import { textIn } from "#platform/multilingual";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Nothing, Said, Tag, type Tone, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { amountsIn, appealsPath, Frame, fundsPath, ProgressBar } from "./frame.tsx";

export type Currencies = ReadonlyMap<string, Currency>;

const appealTones: Readonly<Record<AppealState, Tone>> = {
  open: "going",
  succeeded: "done",
  failed: "quiet",
  called_off: "quiet",
  accounted: "done",
};

export function AppealStand({ page, state }: { page: Page; state: AppealState }) {
  return <Tag tone={appealTones[state]}>{page.t(`financing.appeal.state.${state}`)}</Tag>;
}

type ListProps = {
  readonly page: Page;
  readonly appeals: readonly AppealEntry[];
  readonly currencies: Currencies;
};

export function AppealList({ page, appeals, currencies }: ListProps) {
  const { t } = page;
  return (
    <ul class="list">
      {appeals.map((appeal) => {
        const currency = currencies.get(appeal.currencyId);
        if (!currency) return null;
        const amounts = amountsIn(page, currency);
        return (
          <li>
            <div>
              <a href={appealPath(appeal.number)}>
                <Said page={page} field={appeal.title} />
              </a>{" "}
              <AppealStand page={page} state={appeal.state} />
            </div>
            {appeal.state === "open" && (
              <ProgressBar page={page} held={appeal.pledged} goal={appeal.goal} amounts={amounts} />
            )}
            <small>
              {t("financing.appeal.pledgedOf", {
                pledged: amounts(appeal.pledged),
                goal: amounts(appeal.goal),
              })}
              {" · "}
              {t(`financing.appeal.until.${appeal.state === "open" ? "open" : "over"}`)}{" "}
              <When page={page} at={appeal.closesOn} style="medium" />
              {" · "}
              <Said page={page} field={appeal.organizationName} />
            </small>
          </li>
        );
      })}
    </ul>
  );
}

type AppealsProps = {
  readonly page: Page;
  readonly appeals: Paged<AppealEntry>;
  readonly currencies: Currencies;
};

export function AppealsPage({ page, appeals, currencies }: AppealsProps) {
  const { t } = page;
  return (
    <Frame
      page={page}
      title={t("financing.appeals")}
      trail={[{ href: fundsPath, label: t("financing.funds") }]}
    >
      <p class="lede">{t("financing.appealsLede")}</p>
      {appeals.total === 0 && <Nothing>{t("financing.noAppeals")}</Nothing>}
      <AppealList page={page} appeals={appeals.items} currencies={currencies} />
      <Pages page={page} paged={appeals} />
    </Frame>
  );
}

type FundsProps = {
  readonly page: Page;
  readonly funds: Paged<FundView>;
  readonly currencies: Currencies;
  readonly canFound: boolean;
};

export function FundsPage({ page, funds, currencies, canFound }: FundsProps) {
  const { t } = page;
  return (
    <Frame page={page} title={t("financing.funds")}>
      <p class="lede">{t("financing.fundsLede")}</p>
      <p>
        <a href={appealsPath}>{t("financing.allAppeals")}</a>
      </p>
      {funds.total === 0 && <Nothing>{t("financing.noFunds")}</Nothing>}
      <ul class="list">
        {funds.items.map((fund) => {
          const currency = currencies.get(fund.currencyId);
          return (
            <li>
              <a href={fundPath(fund.slug)}>
                <Said page={page} field={fund.name} />
              </a>
              <small>
                <Said page={page} field={fund.organizationName} />
                {" · "}
                {t("financing.fund.appeals", { count: fund.appeals })}
                {currency && fund.given > 0n && (
                  <>
                    {" · "}
                    {t("financing.fund.given", { amount: amountsIn(page, currency)(fund.given) })}
                  </>
                )}
              </small>
            </li>
          );
        })}
      </ul>
      <Pages page={page} paged={funds} />
      {canFound && (
        <p class="acts">
          <a class="button second" href={`${fundsPath}/new`}>
            {t("financing.fund.found")}
          </a>
        </p>
      )}
    </Frame>
  );
}

type FundProps = AppealsProps & { readonly fund: FundView; readonly manages: boolean };

export function FundPage({ page, fund, appeals, currencies, manages }: FundProps) {
  const { t } = page;
  const name = textIn(fund.name, page.language).text;
  const description = textIn(fund.purpose, page.language).text.slice(0, 150);
  return (
    <Frame
      page={page}
      title={name}
      trail={[{ href: fundsPath, label: t("financing.funds") }]}
      description={description}
    >
      <p class="quiet">
        {t("financing.fund.keptBy")}{" "}
        <a href={`/organizations/${fund.organizationSlug}`}>
          <Said page={page} field={fund.organizationName} />
        </a>
        {" · "}
        <a href={`/log?subject=${fundPath(fund.slug)}`}>{t("congress.proof")}</a>
      </p>
      <div class="row two">
        <section>
          <h2>{t("financing.appeals")}</h2>
          {appeals.total === 0 && <Nothing>{t("financing.noAppeals")}</Nothing>}
          <AppealList page={page} appeals={appeals.items} currencies={currencies} />
          <Pages page={page} paged={appeals} />
          {manages && (
            <p class="acts">
              <a class="button" href={`${fundPath(fund.slug)}/appeals/new`}>
                {t("financing.appeal.open")}
              </a>
            </p>
          )}
        </section>
        <section class="card">
          <h2>{t("financing.fund.purpose")}</h2>
          <p>
            <Said page={page} field={fund.purpose} />
          </p>
          <h2>{t("financing.circle.rules")}</h2>
          <p>
            <Said page={page} field={fund.rules} />
          </p>
        </section>
      </div>
    </Frame>
  );
}

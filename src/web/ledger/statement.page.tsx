// An account's statement for a period: opening balance, movements, closing balance; to read and to print.
import {
  accountPath,
  type Movement,
  type Party,
  type Period,
  type StatementTotals,
  writeAccountNumber,
} from "#ledger";
import { Submit, TextField, emptyForm } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { accountTrail } from "./account.page.tsx";
import { otherWords } from "./movements.tsx";
import { Amount, holderWords } from "./words.tsx";

type StatementProps = {
  readonly page: Page;
  readonly account: Party;
  readonly period: Period;
  readonly totals: StatementTotals;
  readonly movements: Paged<Movement>;
};

export function StatementPage(props: StatementProps) {
  const { page, account, period, totals, movements } = props;
  const { t } = page;
  const { currency } = account;
  const title = t("money.statement.title");
  return (
    <Layout page={page} title={title} section="economy">
      <div class="screen">
        <Crumbs page={page} trail={accountTrail(page, account)} />
      </div>
      <h1>{title}</h1>
      <p class="eyebrow">
        {holderWords(page, account)} ·{" "}
        {t("money.accountNumber", { number: writeAccountNumber(account.number) })}
      </p>
      <PeriodForm {...props} />
      <dl class="facts">
        <dt>
          {t("money.statement.opening")} {period.from && <When page={page} at={period.from} style="medium" />}
        </dt>
        <dd>
          <Amount page={page} amount={totals.opening} unit={currency} />
        </dd>
        <dt>{t("money.statement.received")}</dt>
        <dd>
          <Amount page={page} amount={totals.received} unit={currency} signed />
        </dd>
        <dt>{t("money.statement.paid")}</dt>
        <dd>
          <Amount page={page} amount={-totals.paid} unit={currency} signed />
        </dd>
        <dt>
          {t("money.statement.closing")} {period.to && <When page={page} at={period.to} style="medium" />}
        </dt>
        <dd>
          <b>
            <Amount page={page} amount={totals.closing} unit={currency} />
          </b>
        </dd>
      </dl>
      {movements.total === 0 ? <Nothing>{t("money.noMovements")}</Nothing> : <Lines {...props} />}
      <Pages page={page} paged={movements} />
    </Layout>
  );
}

function PeriodForm({ page, account, period }: StatementProps) {
  const { t } = page;
  const of = { t, form: emptyForm };
  const days = Object.entries(period).filter((entry): entry is [string, string] => entry[1] !== null);
  const asked = new URLSearchParams(days).toString();
  const file = (kind: string) => `${accountPath(account.number)}/statement.${kind}${asked && `?${asked}`}`;
  return (
    <div class="screen">
      <form method="get">
        <TextField
          {...of}
          name="from"
          type="date"
          label={t("money.statement.from")}
          value={period.from ?? ""}
        />
        <TextField {...of} name="to" type="date" label={t("money.statement.to")} value={period.to ?? ""} />
        <p class="acts">
          <Submit label={t("money.statement.show")} second />
        </p>
      </form>
      <p>
        {t("money.statement.files")} <a href={file("csv")}>CSV</a> · <a href={file("json")}>JSON</a>
      </p>
    </div>
  );
}

/** A list rather than a table: four columns of figures and names find no room on a phone. */
function Lines({ page, account, movements }: StatementProps) {
  const { t } = page;
  return (
    <ul class="list">
      {movements.items.map((movement) => (
        <li>
          <span class="sides">
            <span>{otherWords(page, movement)}</span>
            <Amount page={page} amount={movement.amount} unit={account.currency} signed />
          </span>
          <small class="sides">
            <span>
              <When page={page} at={movement.at} style="medium" />
              {[movement.other && t(`money.entry.${movement.kind}`), movement.text]
                .filter(Boolean)
                .map((words) => ` · ${words}`)
                .join("")}
              <span class="screen">
                {" · "}
                <a href={`${accountPath(account.number)}/lines/${movement.version}/proof.json`}>
                  {t("money.statement.proof")}
                </a>
              </span>
            </span>
            <span>
              {t("money.statement.balance")}{" "}
              <Amount page={page} amount={movement.balanceAfter} unit={account.currency} />
            </span>
          </small>
        </li>
      ))}
    </ul>
  );
}

// An appeal: how far it is, what was done with the money, and what the reader can do. Public.
import { appealPath, type AppealView, fundPath } from "#financing";
import type { Currency } from "#ledger";
import { textIn } from "#platform/multilingual";
import { type FormState, LanguageField, RequestKey, Select, TextArea, TextField } from "../layout/forms.tsx";
import { Nothing, Said, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import {
  Act,
  AmountAct,
  type Amounts,
  amountsIn,
  Frame,
  fundsPath,
  Party,
  Progress,
  Refused,
} from "./frame.tsx";
import { AppealStand } from "./funds.page.tsx";
import type { OwnAccount } from "./typed.ts";

export type AppealProps = {
  readonly page: Page;
  readonly appeal: AppealView;
  readonly currency: Currency;
  readonly form: FormState;
  readonly freshKey: string;
  /** Whether pledges are taken today. */
  readonly takesPledges: boolean;
  readonly accounts: readonly OwnAccount[];
  readonly manages: boolean;
};

type WithAmounts = AppealProps & { readonly amounts: Amounts };

export function AppealPage(props: AppealProps) {
  const { page, appeal, form } = props;
  const { t } = page;
  const amounts = amountsIn(page, props.currency);
  const all = { ...props, amounts };
  return (
    <Frame
      page={page}
      title={textIn(appeal.title, page.language).text}
      trail={[
        { href: fundsPath, label: t("financing.funds") },
        { href: fundPath(appeal.fundSlug), label: textIn(appeal.fundName, page.language).text },
      ]}
      description={textIn(appeal.body, page.language).text.slice(0, 150)}
    >
      <p>
        <AppealStand page={page} state={appeal.state} />{" "}
        <span class="quiet">
          <Said page={page} field={appeal.organizationName} />
          {" · "}
          {t(`financing.appeal.until.${appeal.state === "open" ? "open" : "over"}`)}{" "}
          <When page={page} at={appeal.closesOn} />
          {" · "}
          <a href={`/log?subject=${appealPath(appeal.number)}`}>{t("congress.proof")}</a>
        </span>
      </p>
      <Refused page={page} form={form} />
      <div class="row two">
        <section>
          <Progress page={page} held={appeal.pledged} goal={appeal.goal} amounts={amounts} />
          <p class="quiet">
            {t(`financing.appeal.ruleSays.${appeal.rule}`)}{" "}
            {t("financing.appeal.pledges", { count: appeal.pledges })}
          </p>
          {appeal.reason && <p>{t("financing.appeal.reason", { reason: appeal.reason })}</p>}
          <p>
            <Said page={page} field={appeal.body} />
          </p>
          {appeal.commitment !== null && (
            <p>
              <a href={`/commitments/${appeal.commitment}`}>
                {t("financing.appeal.commitment", { number: appeal.commitment })}
              </a>
            </p>
          )}
          <Money {...all} />
          <Reports page={page} appeal={appeal} />
        </section>
        <section>
          <Pledging {...all} />
          <Named {...all} />
          {props.manages && <Managing {...all} />}
        </section>
      </div>
    </Frame>
  );
}

function Money({ page, appeal, amounts }: WithAmounts) {
  const { t } = page;
  const wasGiven = appeal.state !== "failed" && appeal.left + appeal.spent > 0n;
  if (!wasGiven) return null;
  return (
    <section>
      <h2>{t("financing.appeal.money")}</h2>
      <p>
        {t("financing.appeal.spentAndLeft", { spent: amounts(appeal.spent), left: amounts(appeal.left) })}
      </p>
      {appeal.spendings.length > 0 && (
        <table>
          <tbody>
            {appeal.spendings.map(({ amount, purpose, spentAt, paidTo }) => (
              <tr>
                <td>
                  <Said page={page} field={purpose} />
                  <br />
                  <small>
                    <When page={page} at={spentAt} style="medium" />
                    {" · "}
                    {paidTo ? <Said page={page} field={paidTo} /> : t("financing.appeal.toAPerson")}
                  </small>
                </td>
                <td class="num">{amounts(amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Reports({ page, appeal }: Pick<AppealProps, "page" | "appeal">) {
  const { t } = page;
  if (appeal.reports.length === 0) return null;
  return (
    <section>
      <h2>{t("financing.appeal.reports")}</h2>
      <ol class="list">
        {appeal.reports.map(({ body, closes, reportedAt }) => (
          <li>
            <small>
              <When page={page} at={reportedAt} />
              {closes && ` · ${t("financing.appeal.closingReport")}`}
            </small>
            <Said page={page} field={body} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Pledging(props: WithAmounts) {
  const { page, appeal, form, freshKey, accounts, amounts, takesPledges } = props;
  const { t } = page;
  return (
    <>
      {takesPledges && !page.viewer && (
        <p class="acts">
          <a class="button" href={`/sign-in?next=${encodeURIComponent(appealPath(appeal.number))}`}>
            {t("financing.appeal.signInToPledge")}
          </a>
        </p>
      )}
      {takesPledges && page.viewer && accounts.length === 0 && (
        <Nothing>{t("financing.appeal.noAccount")}</Nothing>
      )}
      {takesPledges && accounts.length > 0 && (
        <div class="card">
          <h2>{t(`financing.appeal.give.${appeal.rule}`)}</h2>
          <AmountAct
            page={page}
            form={form}
            freshKey={freshKey}
            name="pledge"
            label={t("financing.amount")}
            hint={t(`financing.appeal.giveHint.${appeal.rule}`)}
            action={`${appealPath(appeal.number)}/pledge`}
            send={t(`financing.appeal.give.${appeal.rule}`)}
          >
            <Select
              t={t}
              form={form}
              name="accountId"
              label={t("financing.account")}
              required
              choices={accounts}
            />
            <label class="choice">
              <input type="checkbox" name="named" value="yes" checked={form.typed["named"] === "yes"} />
              {t("financing.appeal.nameMe")}
            </label>
          </AmountAct>
        </div>
      )}
      {appeal.own.length > 0 && (
        <>
          <h2>{t("financing.appeal.yours")}</h2>
          <ul class="list">
            {appeal.own.map(({ id, amount, state }) => (
              <li>
                <span>
                  <span class="num">{amounts(amount)}</span> · {t(`financing.appeal.pledgeState.${state}`)}
                </span>
                {state === "held" && takesPledges && (
                  <Act
                    action={`${appealPath(appeal.number)}/withdraw`}
                    send={t("financing.appeal.withdrawPledge")}
                    second
                    hidden={{ pledgeId: id }}
                  />
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Named({ page, appeal, amounts }: WithAmounts) {
  const { t } = page;
  if (appeal.namedPledges.length === 0) return null;
  return (
    <>
      <h2>{t("financing.appeal.named")}</h2>
      <ul>
        {appeal.namedPledges.map((one) => (
          <li>
            <Party page={page} party={one} /> · <span class="num">{amounts(one.amount)}</span>
          </li>
        ))}
      </ul>
      <p class="quiet">{t("financing.appeal.othersUnnamed")}</p>
    </>
  );
}

/** For those who manage the fund: what was paid, reports, and calling it off. */
function Managing({ page, appeal, form, freshKey }: WithAmounts) {
  const { t } = page;
  const to = (act: string) => `${appealPath(appeal.number)}/${act}`;
  const field = { t, form };
  const spends = appeal.state === "succeeded" || (appeal.state === "open" && appeal.rule === "as_it_comes");
  return (
    <>
      {spends && (
        <details>
          <summary>{t("financing.appeal.spend")}</summary>
          <AmountAct
            page={page}
            form={form}
            freshKey={freshKey}
            name="spending"
            label={t("financing.amount")}
            action={to("spend")}
            send={t("financing.pay")}
          >
            <TextField {...field} name="to" label={t("financing.accountNumber")} required maxlength={40} />
            <TextField
              {...field}
              name="purpose"
              label={t("financing.appeal.spentOn")}
              required
              maxlength={500}
            />
          </AmountAct>
        </details>
      )}
      {spends && (
        <details>
          <summary>{t("financing.appeal.report")}</summary>
          <Act action={to("report")} send={t("financing.appeal.report")}>
            <RequestKey form={form} fresh={freshKey} />
            <LanguageField page={page} form={form} label={t("financing.language")} />
            <TextArea
              {...field}
              name="report"
              label={t("financing.appeal.reportBody")}
              required
              maxlength={5000}
            />
            {appeal.commitment !== null && (
              <label class="choice">
                <input type="checkbox" name="onCommitment" value="yes" />
                {t("financing.appeal.onCommitment", { number: appeal.commitment })}
              </label>
            )}
            {appeal.state === "succeeded" && (
              <label class="choice">
                <input type="checkbox" name="closes" value="yes" />
                {t("financing.appeal.closes")}
              </label>
            )}
          </Act>
        </details>
      )}
      {appeal.state === "open" && (
        <details>
          <summary>{t("financing.appeal.callOff")}</summary>
          <Act action={to("call-off")} send={t("financing.appeal.callOff")} second>
            <LanguageField page={page} form={form} label={t("financing.language")} />
            <TextField {...field} name="reason" label={t("financing.reason")} required maxlength={500} />
          </Act>
        </details>
      )}
    </>
  );
}

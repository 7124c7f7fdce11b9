// One obligation, for its two sides: what it says, what is left of it, how it came about, and what may be done now.
import type { ObligationView, RoundId } from "#clearing";
import type { Account } from "#ledger";
import { textIn } from "#platform/multilingual";
import {
  type FormState,
  FormRefusal,
  RequestKey,
  Select,
  Submit,
  TextArea,
  TextField,
} from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Bar, Crumbs, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { amountWords, lengthOf, OBLIGATIONS, obligationsTrail, toneOf, type Units } from "./words.tsx";

/** What the reader's mandates allow on it now; the acts ask again. */
export type OfferedActs = {
  readonly acknowledge: boolean;
  readonly contest: boolean;
  readonly withdraw: boolean;
  /** Confirming a payment, and a counter-entry: the creditor's. */
  readonly lower: boolean;
  /** Accounts from which the debtor could pay. */
  readonly payFrom: readonly Account[];
};

export type ObligationProps = {
  readonly page: Page;
  readonly obligation: ObligationView;
  readonly units: Units;
  readonly offered: OfferedActs;
  readonly rounds: ReadonlyMap<RoundId, { readonly number: number }>;
  readonly form: FormState;
  readonly freshKey: string;
};

export function ObligationPage(props: ObligationProps) {
  const { page, obligation, units, form } = props;
  const { t } = page;
  const amount = amountWords(page, units, obligation, obligation.amount);
  const title = t("clearing.obligation.title", {
    debtor: textIn(obligation.debtor.name, page.language).text,
    creditor: textIn(obligation.creditor.name, page.language).text,
    amount,
  });
  return (
    <Layout page={page} section="economy" title={title}>
      <Crumbs page={page} trail={obligationsTrail(page)} />
      <h1>{title}</h1>
      <p>
        <Tag tone={toneOf[obligation.state]}>{t(`clearing.state.${obligation.state}`)}</Tag>{" "}
        {obligation.inRound && <Tag tone="going">{t("clearing.obligation.inRound")}</Tag>}
      </p>
      <FormRefusal t={t} form={form} />
      <Left {...props} />
      <Facts {...props} />
      <Acts {...props} />
      <History {...props} />
    </Layout>
  );
}

/** What became of it, as one bar. */
function Left({ page, obligation, units }: ObligationProps) {
  const { t } = page;
  if (obligation.movements.length === 0) return null;
  const sumOf = (kind: string) =>
    obligation.movements.reduce((sum, one) => (one.kind === kind ? sum + one.amount : sum), 0n);
  const parts = [
    { tone: "done" as const, name: "settled", amount: sumOf("settled") },
    { tone: "going" as const, name: "cleared", amount: sumOf("cleared") },
    { tone: "quiet" as const, name: "corrected", amount: sumOf("corrected") },
    { tone: "rest" as const, name: "open", amount: obligation.openAmount },
  ];
  const said = parts.map(({ tone, name, amount }) => ({
    tone,
    count: lengthOf(amount, obligation.amount, 1000),
    label: t(`clearing.obligation.part.${name}`, { amount: amountWords(page, units, obligation, amount) }),
  }));
  return <Bar parts={said} label={said.map(({ label }) => label).join(", ")} />;
}

function Facts({ page, obligation, units }: ObligationProps) {
  const { t } = page;
  return (
    <table>
      <tbody>
        <tr>
          <th scope="row">{t("clearing.obligation.debtor")}</th>
          <td>
            <a href={`/organizations/${obligation.debtor.slug}`}>
              <Said page={page} field={obligation.debtor.name} />
            </a>
          </td>
        </tr>
        <tr>
          <th scope="row">{t("clearing.obligation.creditor")}</th>
          <td>
            <a href={`/organizations/${obligation.creditor.slug}`}>
              <Said page={page} field={obligation.creditor.name} />
            </a>
          </td>
        </tr>
        <tr>
          <th scope="row">{t("clearing.obligation.open")}</th>
          <td>{amountWords(page, units, obligation, obligation.openAmount)}</td>
        </tr>
        <tr>
          <th scope="row">{t("clearing.obligation.since")}</th>
          <td>
            <When page={page} at={obligation.sinceOn} />
          </td>
        </tr>
        {obligation.dueOn && (
          <tr>
            <th scope="row">{t("clearing.obligation.due")}</th>
            <td>
              <When page={page} at={obligation.dueOn} />
            </td>
          </tr>
        )}
        {(obligation.text || obligation.about) && (
          <tr>
            <th scope="row">{t("clearing.obligation.for")}</th>
            <td>
              {obligation.about ? (
                <a href={obligation.about}>{obligation.text || obligation.about}</a>
              ) : (
                obligation.text
              )}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Acts(props: ObligationProps) {
  const { page, obligation, offered, form } = props;
  const { t } = page;
  const at = `${OBLIGATIONS}/${obligation.id}`;
  const { acknowledge, contest, withdraw, lower, payFrom } = offered;
  if (!acknowledge && !contest && !withdraw && !lower && payFrom.length === 0) return null;
  return (
    <section>
      <h2>{t("clearing.obligation.acts")}</h2>
      {acknowledge && (
        <form method="post" action={`${at}/acknowledge`} class="card">
          <p>{t("clearing.obligation.acknowledgeSays")}</p>
          <Submit label={t("clearing.obligation.acknowledge")} />
        </form>
      )}
      {contest && (
        <details open={"reason" in form.typed}>
          <summary>{t("clearing.obligation.contest")}</summary>
          <form method="post" action={`${at}/contest`} class="card">
            <TextArea
              t={t}
              form={form}
              name="reason"
              label={t("clearing.obligation.contestReason")}
              hint={t("clearing.obligation.contestHint")}
              rows={3}
              maxlength={1000}
              required
            />
            <Submit label={t("clearing.obligation.contest")} second />
          </form>
        </details>
      )}
      {withdraw && (
        <details>
          <summary>{t("clearing.obligation.withdraw")}</summary>
          <form method="post" action={`${at}/withdraw`} class="card">
            <p>{t("clearing.obligation.withdrawSays")}</p>
            <Submit label={t("clearing.obligation.withdraw")} second />
          </form>
        </details>
      )}
      {payFrom.length > 0 && <Paying {...props} />}
      {lower && <Lowering {...props} act="confirm-payment" />}
      {lower && <Lowering {...props} act="correct" />}
    </section>
  );
}

function Paying({ page, obligation, offered, units, form, freshKey }: ObligationProps) {
  const { t } = page;
  const mine = form.typed["act"] === "pay" ? form : { typed: {} };
  return (
    <form method="post" action={`${OBLIGATIONS}/${obligation.id}/pay`} class="card">
      <h3>{t("clearing.obligation.pay")}</h3>
      <RequestKey form={mine} fresh={freshKey} />
      <input type="hidden" name="act" value="pay" />
      <Select
        t={t}
        form={mine}
        name="from"
        label={t("clearing.obligation.from")}
        required
        choices={offered.payFrom.map(({ id, name, number, posted }) => ({
          value: id,
          label: `${name ?? number} (${amountWords(page, units, obligation, posted)})`,
        }))}
      />
      <TextField
        t={t}
        form={mine}
        name="amount"
        label={t("clearing.obligation.amount")}
        hint={t("clearing.obligation.atMost", {
          amount: amountWords(page, units, obligation, obligation.openAmount),
        })}
        inputmode="decimal"
        required
      />
      <Submit label={t("clearing.obligation.pay")} />
    </form>
  );
}

function Lowering(props: ObligationProps & { readonly act: "confirm-payment" | "correct" }) {
  const { page, obligation, units, form, freshKey, act } = props;
  const { t } = page;
  const mine = form.typed["act"] === act ? form : { typed: {} };
  return (
    <details open={form.typed["act"] === act}>
      <summary>{t(`clearing.obligation.${act}`)}</summary>
      <form method="post" action={`${OBLIGATIONS}/${obligation.id}/${act}`} class="card">
        <p>{t(`clearing.obligation.${act}-says`)}</p>
        <RequestKey form={mine} fresh={freshKey} />
        <input type="hidden" name="act" value={act} />
        <TextField
          t={t}
          form={mine}
          name="amount"
          label={t("clearing.obligation.amount")}
          hint={t("clearing.obligation.atMost", {
            amount: amountWords(page, units, obligation, obligation.openAmount),
          })}
          inputmode="decimal"
          required
        />
        <TextField
          t={t}
          form={mine}
          name="text"
          label={t(`clearing.obligation.${act}-text`)}
          maxlength={1000}
          required
        />
        <Submit label={t(`clearing.obligation.${act}`)} second />
      </form>
    </details>
  );
}

function History({ page, obligation, units, rounds }: ObligationProps) {
  const { t } = page;
  const happened = [
    ...obligation.steps.map((step) => ({
      at: step.at,
      organization: step.organization,
      said: t(`clearing.step.${step.to}`),
      more: step.reason,
      round: undefined,
    })),
    ...obligation.movements.map((movement) => ({
      at: movement.at,
      organization: movement.kind === "cleared" ? null : movement.organization,
      said: t(`clearing.movement.${movement.kind}`, {
        amount: amountWords(page, units, obligation, movement.amount),
      }),
      more: movement.text || null,
      round: movement.roundId ? rounds.get(movement.roundId) : undefined,
    })),
  ].toSorted((one, other) => +one.at - +other.at);
  return (
    <section>
      <h2>{t("clearing.obligation.history")}</h2>
      <ol class="list steps">
        {happened.map(({ at, organization, said, more, round }) => (
          <li>
            <div>
              <b>{said}</b>
            </div>
            {more && <div>{more}</div>}
            <small>
              <When page={page} at={at} style="instant" />
              {organization && (
                <>
                  {" · "}
                  <Said page={page} field={organization} />
                </>
              )}
              {round && (
                <>
                  {" · "}
                  <a href={`/clearing/rounds/${round.number}`}>
                    {t("clearing.round.number", { number: round.number })}
                  </a>
                </>
              )}
            </small>
          </li>
        ))}
      </ol>
    </section>
  );
}

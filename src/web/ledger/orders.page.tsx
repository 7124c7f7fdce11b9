// Standing orders: those of an account, one with what became of its dates, and the form.
import { accountPath, type OrderView, orderUnits, type Party, type RunView } from "#ledger";
import { FormPage } from "../layout/form-page.tsx";
import { type FormState, FormRefusal, Select, Submit, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Nothing, Tag, type Tone, When } from "../layout/parts.tsx";
import { refusalSentence } from "../refusals.tsx";
import type { Page } from "../request.ts";
import { accountTrail } from "./account.page.tsx";
import { Amount, holderWords } from "./words.tsx";

const toneOf: Readonly<Record<OrderView["state"], Tone>> = {
  active: "done",
  unconfirmed: "late",
  stopped: "quiet",
  ended: "quiet",
};

const rhythmWords = (page: Page, { unit, count }: Pick<OrderView, "unit" | "count">) =>
  page.t(`money.orders.every.${unit}`, { count });

type ListProps = {
  readonly page: Page;
  readonly account: Party;
  readonly orders: readonly OrderView[];
  readonly mayPay: boolean;
};

export function OrdersPage({ page, account, orders, mayPay }: ListProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t("money.orders.title")} section="economy">
      <Crumbs page={page} trail={accountTrail(page, account)} />
      <h1>{t("money.orders.title")}</h1>
      <p class="lede">{t("money.orders.lede")}</p>
      {mayPay && (
        <p class="acts">
          <a class="button" href={`${accountPath(account.number)}/orders/new`}>
            {t("money.order.title")}
          </a>
        </p>
      )}
      {orders.length === 0 && <Nothing>{t("money.orders.none")}</Nothing>}
      <ul class="list">
        {orders.map((order) => {
          const outgoing = order.from === account.id;
          return (
            <li>
              <span class="sides">
                <a href={`/economy/orders/${order.id}`}>
                  {holderWords(page, outgoing ? order.payee : order.payer)}
                </a>
                <Amount
                  page={page}
                  amount={outgoing ? -order.amount : order.amount}
                  unit={account.currency}
                  signed
                />
              </span>
              <small>
                {rhythmWords(page, order)} · {order.text} ·{" "}
                <Tag tone={toneOf[order.state]}>{t(`money.orders.state.${order.state}`)}</Tag>
              </small>
            </li>
          );
        })}
      </ul>
    </Layout>
  );
}

export type OrderProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly order: OrderView;
  readonly runs: readonly RunView[];
  /** The reader's side of it. */
  readonly account: Party;
  /** Whether the reader may stop it, and take it on. */
  readonly mayPay: boolean;
};

export function OrderPage({ page, form, order, runs, account, mayPay }: OrderProps) {
  const { t } = page;
  const goesOn = order.state === "active" || order.state === "unconfirmed";
  return (
    <Layout page={page} title={t("money.orders.title")} section="economy">
      <Crumbs
        page={page}
        trail={[
          ...accountTrail(page, account),
          { href: `${accountPath(account.number)}/orders`, label: t("money.orders.title") },
        ]}
      />
      <h1>{order.text}</h1>
      <p class="balance">
        <Amount page={page} amount={order.amount} unit={account.currency} />
      </p>
      <p>
        {rhythmWords(page, order)}{" "}
        <Tag tone={toneOf[order.state]}>{t(`money.orders.state.${order.state}`)}</Tag>
      </p>
      <dl class="facts">
        <dt>{t("money.preview.from")}</dt>
        <dd>{holderWords(page, order.payer)}</dd>
        <dt>{t("money.preview.to")}</dt>
        <dd>{holderWords(page, order.payee)}</dd>
        {goesOn && order.nextOn && (
          <>
            <dt>{t("money.orders.next")}</dt>
            <dd>
              <When page={page} at={order.nextOn} />
            </dd>
          </>
        )}
        {order.endsOn && (
          <>
            <dt>{t("money.order.endsOn")}</dt>
            <dd>
              <When page={page} at={order.endsOn} />
            </dd>
          </>
        )}
      </dl>
      <FormRefusal t={t} form={form} />
      {order.state === "unconfirmed" && <p class="refused">{t("money.orders.unconfirmed")}</p>}
      {mayPay && goesOn && <OrderActs page={page} order={order} />}
      <section>
        <h2>{t("money.orders.dates")}</h2>
        {runs.length === 0 && <Nothing>{t("money.orders.noDates")}</Nothing>}
        <ul class="list">
          {runs.map((run) => (
            <li>
              <span class="sides">
                <When page={page} at={run.dueOn} />
                <Tag tone={run.state === "paid" ? "done" : run.state === "failed" ? "late" : "quiet"}>
                  {t(`money.orders.run.${run.state}`)}
                </Tag>
              </span>
              {run.reason && <small>{reasonOf(page, run.reason)}</small>}
            </li>
          ))}
        </ul>
      </section>
    </Layout>
  );
}

/** Why a date could not be paid; what was missing then is not known any more. */
function reasonOf(page: Page, reason: string): string {
  return reason === "belowMinimum" || reason === "aboveMaximum"
    ? page.t(`money.orders.because.${reason}`)
    : refusalSentence(page.t, { reason, facts: { account: "" } });
}

function OrderActs({ page, order }: Pick<OrderProps, "page" | "order">) {
  const { t } = page;
  const at = `/economy/orders/${order.id}`;
  return (
    <>
      {order.state === "unconfirmed" && (
        <form method="post" action={`${at}/confirm`}>
          <p class="acts">
            <Submit label={t("money.orders.confirm")} />
          </p>
        </form>
      )}
      <form method="post" action={`${at}/stop`}>
        <p class="acts">
          <Submit label={t("money.orders.stop")} second />
        </p>
      </form>
    </>
  );
}

type FormProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly account: Party;
  readonly today: string;
};

export function OrderFormPage({ page, form, freshKey, account, today }: FormProps) {
  const { t } = page;
  const of = { t, form };
  const { currency } = account;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("money.order.title")}
      section="economy"
      trail={accountTrail(page, account)}
      lede={t("money.order.lede")}
      freshKey={freshKey}
      send={t("money.order.send")}
    >
      <TextField {...of} name="to" label={t("money.order.to")} autocomplete="off" required maxlength={40} />
      <TextField
        {...of}
        name="amount"
        label={t("money.amountIn", { code: currency.kind === "time" ? t("money.hours") : currency.code })}
        required
        maxlength={30}
      />
      <TextField {...of} name="text" label={t("money.pay.text")} required maxlength={200} />
      <TextField
        {...of}
        name="count"
        label={t("money.order.count")}
        inputmode="numeric"
        value="1"
        required
        maxlength={2}
      />
      <Select
        {...of}
        name="unit"
        label={t("money.order.unit")}
        required
        value="month"
        choices={orderUnits.map((unit) => ({ value: unit, label: t(`money.order.units.${unit}`) }))}
      />
      <TextField
        {...of}
        name="startsOn"
        type="date"
        label={t("money.order.startsOn")}
        value={today}
        required
      />
      <TextField {...of} name="endsOn" type="date" label={t("money.order.endsOn")} />
    </FormPage>
  );
}

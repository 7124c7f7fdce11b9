// What is to be given, part by part, with what was given of it and what arrived; and the forms to note both.
import {
  type Delivery,
  formatQuantity,
  type LineView,
  type Receipt,
  wouldBecomeDue,
  writtenQuantity,
} from "#market";
import { formatAmount } from "#ledger";
import { textIn } from "#platform/multilingual";
import { type FormState, Select, Submit, TextField } from "../layout/forms.tsx";
import { Bar, Said, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import type { AgreementProps } from "./agreement-frame.ts";
import { localised } from "./offer-form.ts";

export function Lines(props: AgreementProps) {
  const { page, agreement } = props;
  const { t } = page;
  return (
    <section aria-labelledby="lines">
      <h2 id="lines">{t("market.agreement.deliveries")}</h2>
      <ol class="list">
        {agreement.lines.map((line) => (
          <li>
            <LineItem {...props} line={line} />
          </li>
        ))}
      </ol>
    </section>
  );
}

type LineProps = AgreementProps & { readonly line: LineView };

function LineItem(props: LineProps) {
  const { page, agreement, line } = props;
  const { t, language } = page;
  const quantity = (of: bigint) => formatQuantity(language, of, line.unit);
  const receiver = line.toId === agreement.asker.id ? agreement.asker : agreement.holder;
  const running = !["asked", "proposed", "declined", "withdrawn"].includes(agreement.state);
  const gives =
    agreement.state === "agreed" && agreement.acts.includes(line.fromId) && line.given < line.quantity;
  return (
    <>
      <div>
        <b>{quantity(line.quantity)}</b> <Said page={page} field={line.title} /> →{" "}
        <Said page={page} field={receiver.name} />
        {line.dueOn && (
          <>
            {" · "}
            {t("market.agreement.dueOn")} <When page={page} at={line.dueOn} style="medium" />
          </>
        )}
      </div>
      {running && <Progress page={page} line={line} />}
      {line.deliveries.map((delivery) => (
        <DeliveryItem {...props} delivery={delivery} />
      ))}
      {gives && <GiveForm {...props} />}
    </>
  );
}

/** Shares of the whole as widths; a picture needs no more than a thousandth. */
function Progress({ page, line }: { page: Page; line: LineView }) {
  const { t, language } = page;
  const share = (of: bigint) => Number((of * 1_000n) / line.quantity);
  const quantity = (of: bigint) => formatQuantity(language, of, line.unit);
  const underway = line.given - line.received;
  const open = line.quantity - line.given;
  const words = {
    done: t("market.agreement.received", { quantity: quantity(line.received) }),
    going: t("market.agreement.underway", { quantity: quantity(underway) }),
    quiet: t("market.agreement.toCome", { quantity: quantity(open) }),
  };
  return (
    <Bar
      label={Object.values(words).join("; ")}
      parts={[
        { tone: "done", count: share(line.received), label: words.done },
        { tone: "going", count: share(underway), label: words.going },
        { tone: "quiet", count: share(open), label: words.quiet },
      ]}
    />
  );
}

/** Forms on one page share their names: what was typed goes back into the form that it was typed in. */
export function formOf(form: FormState, id: string): FormState {
  return form.typed["form"] === id ? form : { typed: {} };
}

function DeliveryItem(props: LineProps & { readonly delivery: Delivery }) {
  const { page, agreement, line, delivery } = props;
  const { t, language } = page;
  const quantity = (of: bigint) => formatQuantity(language, of, line.unit);
  const { receipt } = delivery;
  const takes = agreement.state === "agreed" && receipt === null && agreement.acts.includes(line.toId);
  const unit = agreement.terms?.priceUnit;
  return (
    <div class="trace">
      {t("market.agreement.given", { quantity: quantity(delivery.quantity) })}{" "}
      <When page={page} at={delivery.givenOn} style="medium" />
      {delivery.note && <span dir="auto"> · {delivery.note}</span>}
      {receipt && (
        <>
          <br />
          {receipt.quantity === 0n
            ? t("market.agreement.refused")
            : t("market.agreement.arrived", { quantity: quantity(receipt.quantity) })}{" "}
          <When page={page} at={receipt.receivedOn} style="medium" />
          {receipt.quality && <span dir="auto"> · {receipt.quality}</span>}
          {receipt.amount !== null && unit && (
            <>
              {" · "}
              {t("market.agreement.becameDue", { amount: formatAmount(language, receipt.amount, unit) })}
              <PaidOf page={page} agreement={agreement} receipt={receipt} />
            </>
          )}
        </>
      )}
      {takes && <ReceiveForm {...props} />}
    </div>
  );
}

function GiveForm({ page, agreement, line, form, freshKey, today }: LineProps) {
  const { t, language } = page;
  const own = formOf(form, line.id);
  const rest = localised(writtenQuantity(line.quantity - line.given), language);
  return (
    <details open={own.refusal !== undefined}>
      <summary>{t("market.agreement.act.give")}</summary>
      <form method="post" action={`${agreement.href}/give`}>
        <input type="hidden" name="form" value={line.id} />
        <input type="hidden" name="lineId" value={line.id} />
        <input type="hidden" name="requestKey" value={own.typed["requestKey"] ?? freshKey} />
        <div class="row half">
          <TextField
            t={t}
            form={own}
            name="quantity"
            label={t("market.quantity")}
            required
            value={rest}
            inputmode="decimal"
          />
          <TextField
            t={t}
            form={own}
            name="day"
            label={t("market.agreement.day")}
            type="date"
            required
            value={today}
          />
        </div>
        <TextField t={t} form={own} name="note" label={t("market.agreement.deliveryNote")} maxlength={500} />
        <Submit label={t("market.agreement.act.give")} second />
      </form>
    </details>
  );
}

type DeliveryProps = LineProps & { readonly delivery: Delivery };

function ReceiveForm(props: DeliveryProps) {
  const { page, agreement, delivery, form, today } = props;
  const { t, language } = page;
  const own = formOf(form, delivery.id);
  return (
    <form method="post" action={`${agreement.href}/receive`}>
      <input type="hidden" name="form" value={delivery.id} />
      <input type="hidden" name="deliveryId" value={delivery.id} />
      <div class="row half">
        <TextField
          t={t}
          form={own}
          name="quantity"
          label={t("market.agreement.howMuchArrived")}
          hint={t("market.agreement.howMuchArrivedHint")}
          required
          value={localised(writtenQuantity(delivery.quantity), language)}
          inputmode="decimal"
        />
        <TextField
          t={t}
          form={own}
          name="day"
          label={t("market.agreement.day")}
          type="date"
          required
          value={today}
        />
      </div>
      <TextField
        t={t}
        form={own}
        name="quality"
        label={t("market.agreement.quality")}
        hint={t("market.agreement.qualityHint")}
        maxlength={500}
      />
      <PayNow {...props} form={own} />
      <Submit label={t("market.agreement.act.receive")} />
    </form>
  );
}

/** Where the terms say "on receipt": what it comes to, and from which account, before the button that does both. */
function PayNow({ page, agreement, line, delivery, form, payFrom }: DeliveryProps) {
  const { t, language } = page;
  const unit = agreement.terms?.priceUnit;
  const due = wouldBecomeDue(agreement, line, delivery.quantity);
  if (!unit || due <= 0n || payFrom.length === 0) return null;
  const written = (amount: bigint) => formatAmount(language, amount, unit);
  const creditor = agreement.providerId === agreement.asker.id ? agreement.asker : agreement.holder;
  return (
    <Select
      t={t}
      form={form}
      name="payFrom"
      label={t("market.agreement.payNow")}
      hint={t("market.agreement.payNowHint", {
        amount: written(due),
        organization: textIn(creditor.name, language).text,
      })}
      empty={t("market.agreement.payLater")}
      choices={payFrom.map(({ id, name, number, posted, pendingOut }) => ({
        value: id,
        label: `${name ?? number} (${written(posted - pendingOut)})`,
      }))}
    />
  );
}

type PaidProps = Pick<LineProps, "page" | "agreement"> & { readonly receipt: Receipt };

/** How much of what became due by a receipt was paid. */
function PaidOf({ page, agreement, receipt }: PaidProps) {
  const unit = agreement.terms?.priceUnit;
  const paid = agreement.payments
    .filter(({ obligationId }) => obligationId === receipt.obligationId)
    .reduce((sum, { amount }) => sum + amount, 0n);
  if (!unit || paid === 0n) return null;
  return <> · {page.t("market.agreement.paid", { amount: formatAmount(page.language, paid, unit) })}</>;
}

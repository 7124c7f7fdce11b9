// Disputes of an agreement: what was said, who mediates, what came of it.
import type { AgreementView } from "#market";
import { formatAmount } from "#ledger";
import { Select, Submit, TextArea, TextField } from "../layout/forms.tsx";
import { Said, Tag, When } from "../layout/parts.tsx";
import { Reasoned } from "./agreement-acts.tsx";
import type { AgreementProps } from "./agreement-frame.ts";
import { formOf } from "./lines.tsx";

type DisputeView = AgreementView["disputes"][number];

export function Disputes(props: AgreementProps) {
  const { page, agreement } = props;
  if (agreement.disputes.length === 0) return null;
  return (
    <section aria-labelledby="disputes">
      <h2 id="disputes">{page.t("market.dispute.title")}</h2>
      {agreement.disputes.map((dispute) => (
        <article class="card">
          <Dispute {...props} dispute={dispute} />
        </article>
      ))}
    </section>
  );
}

function Dispute(props: AgreementProps & { readonly dispute: DisputeView }) {
  const { page, agreement, form, dispute } = props;
  const { t } = page;
  const opener = dispute.openedBy === agreement.asker.id ? agreement.asker : agreement.holder;
  const unit = agreement.terms?.priceUnit;
  return (
    <>
      <p>
        <Tag tone={dispute.outcome === null ? "late" : "done"}>
          {t(`market.dispute.outcome.${dispute.outcome ?? "open"}`)}
        </Tag>{" "}
        <small>
          <Said page={page} field={opener.name} /> · <When page={page} at={dispute.openedAt} style="medium" />
        </small>
      </p>
      <p dir="auto">{dispute.reason}</p>
      {dispute.outcomeText && (
        <p dir="auto">
          <b>{t("market.dispute.decision")}</b> {dispute.outcomeText}
        </p>
      )}
      {dispute.priceAfter !== null && unit && (
        <p>
          {t("market.dispute.priceAfter", { amount: formatAmount(page.language, dispute.priceAfter, unit) })}
        </p>
      )}
      {dispute.outcome === null && (
        <>
          <p class="hint">
            {t("market.dispute.mediator")}{" "}
            {dispute.mediator ? (
              <Said page={page} field={dispute.mediator.name} />
            ) : (
              t("market.dispute.commission")
            )}
          </p>
          {agreement.mediates && <Settle {...props} />}
          <Naming {...props} />
          {agreement.acts.includes(dispute.openedBy) && (
            <Reasoned
              page={page}
              agreement={agreement}
              form={form}
              action="take-back"
              side={dispute.openedBy}
              label={t("market.dispute.act.takeBack")}
              hint={t("market.agreement.reasonHint")}
            />
          )}
        </>
      )}
    </>
  );
}

/** A side says whom it would have mediate, by the address of the organisation. */
function Naming({ page, agreement, form }: AgreementProps) {
  const { t } = page;
  const [side] = agreement.acts;
  if (!side) return null;
  const own = formOf(form, "mediator");
  return (
    <details open={own.refusal !== undefined}>
      <summary>{t("market.dispute.act.name")}</summary>
      <form method="post" action={`${agreement.href}/mediator`}>
        <input type="hidden" name="form" value="mediator" />
        <input type="hidden" name="organizationId" value={side} />
        <TextField
          t={t}
          form={own}
          name="mediatorId"
          label={t("market.dispute.mediatorAddress")}
          hint={t("market.dispute.mediatorHint")}
          required
        />
        <Submit label={t("market.dispute.act.name")} second />
      </form>
    </details>
  );
}

const outcomes = ["fulfilled", "reduced", "cancelled"] as const;

function Settle({ page, agreement, form }: AgreementProps) {
  const { t } = page;
  const own = formOf(form, "settle");
  const unit = agreement.terms?.priceUnit;
  return (
    <form method="post" action={`${agreement.href}/settle`}>
      <input type="hidden" name="form" value="settle" />
      <Select
        t={t}
        form={own}
        name="outcome"
        label={t("market.dispute.outcome")}
        required
        choices={outcomes
          .filter((value) => unit || value !== "reduced")
          .map((value) => ({ value, label: t(`market.dispute.choose.${value}`) }))}
      />
      {unit && (
        <TextField
          t={t}
          form={own}
          name="priceAfter"
          label={t("market.dispute.newTotal", { currency: unit.code })}
          hint={t("market.dispute.newTotalHint")}
          inputmode="decimal"
        />
      )}
      <TextArea
        t={t}
        form={own}
        name="text"
        label={t("market.dispute.text")}
        required
        rows={4}
        maxlength={2_000}
      />
      <Submit label={t("market.dispute.act.settle")} />
    </form>
  );
}

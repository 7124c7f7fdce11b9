// What whoever speaks for a side of an agreement can do next.
import type { AgreementView } from "#market";
import { type FormState, Submit, TextArea } from "../layout/forms.tsx";
import { Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import type { AgreementProps } from "./agreement-frame.ts";
import { formOf } from "./lines.tsx";

type Props = Pick<AgreementProps, "page" | "agreement" | "form">;

export function AgreementActs({ page, agreement, form }: Props) {
  const { state, acts } = agreement;
  const waiting = waitingFor(agreement);
  if (acts.length === 0 || !["asked", "proposed", "agreed", "disputed", "fulfilled"].includes(state))
    return null;
  return (
    <section class="card doing">
      <h2>{page.t("market.agreement.next")}</h2>
      {waiting && (
        <p class="hint">
          {page.t("market.agreement.waitingFor")} <Said page={page} field={waiting.name} />
        </p>
      )}
      <Confirm page={page} agreement={agreement} />
      <Write page={page} agreement={agreement} />
      <Leave page={page} agreement={agreement} form={form} />
      <End page={page} agreement={agreement} form={form} />
      <OpenDispute page={page} agreement={agreement} form={form} />
    </section>
  );
}

/** Who has to confirm, where the reader does not. */
function waitingFor({ state, terms, asker, holder, acts }: AgreementView) {
  if (state !== "proposed" || !terms) return undefined;
  const other = terms.proposedBy === asker.id ? holder : asker;
  return acts.includes(other.id) ? undefined : other;
}

type Part = { readonly page: Page; readonly agreement: AgreementView };

/** Terms of the other side, to be confirmed as they were read. */
function Confirm({ page, agreement }: Part) {
  const { state, terms, acts, asker, holder } = agreement;
  if (state !== "proposed" || !terms) return null;
  const confirmer = terms.proposedBy === asker.id ? holder.id : asker.id;
  if (!acts.includes(confirmer)) return null;
  return (
    <form method="post" action={`${agreement.href}/confirm`}>
      <input type="hidden" name="organizationId" value={confirmer} />
      <input type="hidden" name="version" value={String(terms.version)} />
      <p class="hint">{page.t("market.agreement.confirmHint")}</p>
      <Submit label={page.t("market.agreement.act.confirm")} />
    </form>
  );
}

function Write({ page, agreement }: Part) {
  const { state } = agreement;
  if (state !== "asked" && state !== "proposed") return null;
  return (
    <p>
      <a class={state === "asked" ? "button" : "button second"} href={`${agreement.href}/terms`}>
        {page.t(state === "asked" ? "market.agreement.act.write" : "market.agreement.act.writeOther")}
      </a>
    </p>
  );
}

type WithForm = Part & { readonly form: FormState };

/** One step with a reason that may be given, behind a summary. */
export function Reasoned(
  props: WithForm & { action: string; side: string; label: string; hint: string; required?: boolean },
) {
  const { page, agreement, action, side, label, hint, required } = props;
  const own = formOf(props.form, action);
  return (
    <details open={own.refusal !== undefined}>
      <summary>{label}</summary>
      <form method="post" action={`${agreement.href}/${action}`}>
        <input type="hidden" name="form" value={action} />
        <input type="hidden" name="organizationId" value={side} />
        <TextArea
          t={page.t}
          form={own}
          name="reason"
          label={page.t("market.agreement.reason")}
          hint={hint}
          rows={3}
          maxlength={1_000}
          {...(required && { required })}
        />
        <Submit label={label} second />
      </form>
    </details>
  );
}

function Leave({ page, agreement, form }: WithForm) {
  const { state, acts, asker, holder } = agreement;
  const { t } = page;
  if (state !== "asked" && state !== "proposed") return null;
  const common = { page, agreement, form, hint: t("market.agreement.reasonHint") };
  return (
    <>
      {acts.includes(holder.id) && (
        <Reasoned {...common} action="decline" side={holder.id} label={t("market.agreement.act.decline")} />
      )}
      {acts.includes(asker.id) && (
        <Reasoned {...common} action="withdraw" side={asker.id} label={t("market.agreement.act.withdraw")} />
      )}
    </>
  );
}

function End({ page, agreement, form }: WithForm) {
  const { state, acts, endAskedBy } = agreement;
  const { t } = page;
  const side = acts.find((one) => one !== endAskedBy);
  if (state !== "agreed") return null;
  if (!side) return <p class="hint">{t("market.agreement.endAsked")}</p>;
  return (
    <>
      {endAskedBy && <p class="told">{t("market.agreement.otherWantsEnd")}</p>}
      <Reasoned
        page={page}
        agreement={agreement}
        form={form}
        action="end"
        side={side}
        label={t("market.agreement.act.end")}
        hint={t("market.agreement.endHint")}
      />
    </>
  );
}

function OpenDispute({ page, agreement, form }: WithForm) {
  const { state, acts } = agreement;
  const [side] = acts;
  if (!side || (state !== "agreed" && state !== "fulfilled")) return null;
  return (
    <Reasoned
      page={page}
      agreement={agreement}
      form={form}
      action="dispute"
      side={side}
      label={page.t("market.agreement.act.dispute")}
      hint={page.t("market.agreement.disputeHint")}
      required
    />
  );
}

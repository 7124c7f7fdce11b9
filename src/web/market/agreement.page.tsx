// One agreement, for its two sides and whoever mediates: how it stands, what was agreed on, what was given and received, and
// what whoever reads it can do next.
import type { TermsView } from "#market";
import { formatAmount } from "#ledger";
import { textIn } from "#platform/multilingual";
import { FormRefusal } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { type AgreementProps, agreementTone, ownTrail } from "./agreement-frame.ts";
import { AgreementActs } from "./agreement-acts.tsx";
import { Disputes } from "./disputes.tsx";
import { Lines } from "./lines.tsx";

export function AgreementPage(props: AgreementProps) {
  const { page, agreement, form } = props;
  const { t } = page;
  const title = textIn(agreement.offer.title, page.language);
  const { state, terms } = agreement;
  return (
    <Layout page={page} section="economy" title={t("market.agreement.titleOf", { title: title.text })}>
      <Crumbs page={page} trail={ownTrail(page)} />
      <p class="eyebrow">
        {t("market.agreement.between")} <Said page={page} field={agreement.asker.name} /> ·{" "}
        <Said page={page} field={agreement.holder.name} />
      </p>
      <h1>
        <a class="plain" href={agreement.offer.href} lang={title.language}>
          {title.text}
        </a>
      </h1>
      <p>
        <Tag tone={agreementTone[state]}>{t(`market.agreement.state.${state}`)}</Tag>{" "}
        <small>
          <When page={page} at={agreement.stateAt} style="medium" />
        </small>
      </p>
      <FormRefusal t={t} form={form} />
      <div class="row two">
        <div>
          <Asked page={page} agreement={agreement} />
          {terms && <Terms page={page} agreement={agreement} terms={terms} />}
          {terms && <Lines {...props} />}
          <Disputes {...props} />
        </div>
        <div>
          <AgreementActs {...props} />
          <History page={page} agreement={agreement} />
          <p>
            <small>
              <a href={`${agreement.href}.jsonld`}>{t("market.asData")}</a>
            </small>
          </p>
        </div>
      </div>
      <p class="hint">{t("market.agreement.whoSees")}</p>
    </Layout>
  );
}

type Part = Pick<AgreementProps, "page" | "agreement">;

function Asked({ page, agreement }: Part) {
  if (agreement.ringId)
    return (
      <p>
        <a href="/market/barter">{page.t("market.barter.fromRing")}</a>
      </p>
    );
  return (
    <section>
      <h2>
        {page.t("market.agreement.askedBy")} <Said page={page} field={agreement.asker.name} />
      </h2>
      {agreement.message.split(/\n{2,}/).map((paragraph) => (
        <p dir="auto">{paragraph}</p>
      ))}
    </section>
  );
}

export function priceOf(page: Page, { price, priceUnit }: TermsView): string | null {
  return price && priceUnit ? formatAmount(page.language, price.amount, priceUnit) : null;
}

function Terms({ page, agreement, terms }: Part & { readonly terms: TermsView }) {
  const { t } = page;
  const price = priceOf(page, terms);
  const proposer = terms.proposedBy === agreement.asker.id ? agreement.asker : agreement.holder;
  return (
    <section aria-labelledby="terms">
      <h2 id="terms">{t("market.agreement.terms")}</h2>
      {agreement.state === "proposed" && (
        <p class="hint">
          {t("market.agreement.writtenBy")} <Said page={page} field={proposer.name} />
        </p>
      )}
      <table>
        <tbody>
          <tr>
            <th scope="row">{t("market.agreement.price")}</th>
            <td>
              {price ?? t("market.agreement.noPrice")}
              {price && <> · {t("market.agreement.paidWithin", { days: terms.payDays })}</>}
            </td>
          </tr>
          <tr>
            <th scope="row">{t("market.agreement.transport")}</th>
            <td>{t(`market.agreement.transport.${terms.transport}`)}</td>
          </tr>
          {terms.note && (
            <tr>
              <th scope="row">{t("market.agreement.note")}</th>
              <td dir="auto">{terms.note}</td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}

function History({ page, agreement }: Part) {
  const { t } = page;
  return (
    <section aria-labelledby="history">
      <h2 id="history">{t("market.agreement.history")}</h2>
      <ul class="list steps">
        {agreement.steps.map((step) => (
          <li>
            <div>
              {t(`market.agreement.step.${step.what}`)}
              {step.by && (
                <>
                  {" · "}
                  <Said page={page} field={step.by.name} />
                </>
              )}
            </div>
            {step.reason && <div dir="auto">{step.reason}</div>}
            <small>
              <When page={page} at={step.at} style="medium" />
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

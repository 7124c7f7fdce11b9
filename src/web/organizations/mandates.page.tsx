// An organisation's mandates: giving one, and recalling those in force.
import {
  type HeldMandate,
  inForce,
  type MandateReach,
  type Office,
  type OrganizationProfile,
} from "#confederation";
import { textIn } from "#platform/multilingual";
import {
  type Choice,
  emptyForm,
  type FormState,
  FormRefusal,
  Select,
  Submit,
  TextArea,
  TextField,
} from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Nothing, Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { MandateLine } from "./organization.page.tsx";
import { organizationTrail } from "./words.ts";

type MandatesProps = {
  readonly page: Page;
  readonly organization: OrganizationProfile;
  readonly now: Date;
  /** Undefined when the reader may not give mandates here. */
  readonly granting:
    | {
        readonly offices: readonly Office[];
        readonly people: readonly Choice[];
        readonly reaches: readonly MandateReach[];
      }
    | undefined;
  readonly mayRecall: boolean;
  /** The form that was refused: `grant`, or the id of the mandate that was to be recalled. */
  readonly refused?: { readonly of: string; readonly form: FormState };
};

export function MandatesPage({ page, organization, now, granting, mayRecall, refused }: MandatesProps) {
  const { t } = page;
  const name = textIn(organization.name, page.language).text;
  const title = t("organizations.mandates.title", { name });
  const current = organization.mandates.filter((mandate) => inForce(mandate, now));
  return (
    <Layout page={page} title={title} section="organizations">
      <Crumbs page={page} trail={organizationTrail(page, organization)} />
      <h1>{title}</h1>
      {/* A recall whose mandate is no longer in force has no form left: the reason is said here. */}
      {refused && refused.of !== "grant" && !current.some(({ id }) => id === refused.of) && (
        <FormRefusal t={t} form={refused.form} />
      )}
      <section>
        <h2>{t("organizations.inOffice")}</h2>
        {current.length === 0 && <Nothing>{t("organizations.nobody")}</Nothing>}
        <ul class="list">
          {current.map((mandate) => (
            <li>
              <MandateLine page={page} mandate={mandate} />
              <p class="trace">
                {t("organizations.decision")}: <Said page={page} field={mandate.decision} />
              </p>
              {mayRecall && (
                <Recall
                  page={page}
                  slug={organization.slug}
                  mandate={mandate}
                  form={refused?.of === mandate.id ? refused.form : undefined}
                />
              )}
            </li>
          ))}
        </ul>
      </section>
      {granting && (
        <Grant
          page={page}
          slug={organization.slug}
          now={now}
          granting={granting}
          form={refused?.of === "grant" ? refused.form : emptyForm}
        />
      )}
    </Layout>
  );
}

type RecallProps = {
  readonly page: Page;
  readonly slug: string;
  readonly mandate: HeldMandate;
  readonly form: FormState | undefined;
};

function Recall({ page, slug, mandate, form }: RecallProps) {
  const { t } = page;
  return (
    <details open={form !== undefined}>
      <summary>{t("organizations.mandates.recallOf", { person: mandate.personName })}</summary>
      <form method="post" action={`/organizations/${slug}/mandates/${mandate.id}/recall`}>
        <FormRefusal t={t} form={form ?? emptyForm} />
        <TextArea
          t={t}
          form={form ?? emptyForm}
          name={`decision-${mandate.id}`}
          label={t("organizations.mandates.recallDecision")}
          hint={t("organizations.mandates.decisionHint")}
          required
          rows={3}
          maxlength={500}
        />
        <Submit label={t("organizations.mandates.recall")} second />
      </form>
    </details>
  );
}

type GrantProps = {
  readonly page: Page;
  readonly slug: string;
  readonly now: Date;
  readonly granting: NonNullable<MandatesProps["granting"]>;
  readonly form: FormState;
};

function Grant({ page, slug, now, granting, form }: GrantProps) {
  const { t, language } = page;
  return (
    <section class="card">
      <h2>{t("organizations.mandates.grant")}</h2>
      <form method="post" action={`/organizations/${slug}/mandates`}>
        <FormRefusal t={t} form={form} />
        <Select
          t={t}
          form={form}
          name="personId"
          label={t("organizations.mandates.person")}
          hint={t("organizations.mandates.personHint")}
          required
          empty={t("organizations.chooseOne")}
          choices={granting.people}
        />
        <Select
          t={t}
          form={form}
          name="office"
          label={t("organizations.mandates.office")}
          required
          empty={t("organizations.chooseOne")}
          choices={granting.offices.map(({ key, name }) => ({
            value: key,
            label: textIn(name, language).text,
          }))}
        />
        <Select
          t={t}
          form={form}
          name="covers"
          label={t("organizations.mandates.covers")}
          required
          choices={granting.reaches.map((reach) => ({
            value: reach,
            label: t(`organizations.mandates.covers.${reach}`),
          }))}
        />
        <TextField
          t={t}
          form={form}
          name="startsAt"
          type="date"
          label={t("organizations.mandates.starts")}
          required
          value={now.toISOString().slice(0, 10)}
        />
        <TextField t={t} form={form} name="endsAt" type="date" label={t("organizations.mandates.ends")} />
        <TextArea
          t={t}
          form={form}
          name="decision"
          label={t("organizations.mandates.decision")}
          hint={t("organizations.mandates.decisionHint")}
          required
          rows={3}
          maxlength={500}
        />
        <Submit label={t("organizations.mandates.send")} />
      </form>
    </section>
  );
}

// An organisation's way into the confederation: how it stands, and the steps that the reader's mandates allow.
import { type AffiliationStep, type OrganizationProfile, transitions } from "#confederation";
import { textIn } from "#platform/multilingual";
import {
  type Choice,
  emptyForm,
  type FormState,
  FormRefusal,
  Select,
  Submit,
  TextArea,
} from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Nothing, Said, Tag } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { Timeline } from "./organization.page.tsx";
import { organizationTrail, toneOf } from "./words.ts";

type AffiliationProps = {
  readonly page: Page;
  readonly organization: OrganizationProfile;
  /** What the reader may do now, in the order of the table of steps. */
  readonly steps: readonly AffiliationStep[];
  /** The organisations for which the reader may stand as sponsor. */
  readonly sponsors: readonly Choice[];
  /** The step that was refused, and what was typed. */
  readonly refused?: { readonly step: string; readonly form: FormState };
};

export function AffiliationPage({ page, organization, steps, sponsors, refused }: AffiliationProps) {
  const { t } = page;
  const name = textIn(organization.name, page.language).text;
  const title = t("organizations.affiliation.title", { name });
  return (
    <Layout page={page} title={title} section="organizations">
      <Crumbs page={page} trail={organizationTrail(page, organization)} />
      <h1>{title}</h1>
      <p>
        {t("organizations.affiliation.now")}:{" "}
        <Tag tone={toneOf[organization.status]}>{t(`organizations.status.${organization.status}`)}</Tag>
      </p>
      <Sponsors page={page} organization={organization} />
      {/* A step that is no longer open is refused with its form gone: the reason is said here. */}
      {refused && !steps.includes(refused.step as AffiliationStep) && (
        <FormRefusal t={t} form={refused.form} />
      )}
      {steps.length === 0 && <Nothing>{t("organizations.affiliation.nothing")}</Nothing>}
      {steps.map((step) => (
        <StepForm
          page={page}
          slug={organization.slug}
          step={step}
          sponsors={sponsors}
          form={refused?.step === step ? refused.form : emptyForm}
        />
      ))}
      <Timeline page={page} steps={organization.timeline} />
    </Layout>
  );
}

function Sponsors({ page, organization }: Pick<AffiliationProps, "page" | "organization">) {
  const { application } = organization;
  if (!application) return null;
  const standing = application.sponsors.filter((sponsor) => sponsor.affiliated).length;
  return (
    <section class="card">
      <h2>
        {page.t("organizations.affiliation.sponsors", { standing, needed: application.sponsorsNeeded })}
      </h2>
      <ul>
        {application.sponsors.map((sponsor) => (
          <li>
            <a href={`/organizations/${sponsor.slug}`}>
              <Said page={page} field={sponsor.name} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

type StepProps = {
  readonly page: Page;
  readonly slug: string;
  readonly step: AffiliationStep;
  readonly sponsors: readonly Choice[];
  readonly form: FormState;
};

function StepForm({ page, slug, step, sponsors, form }: StepProps) {
  const { t } = page;
  const required = transitions[step].reason === "required";
  const name = `reason-${step}`;
  return (
    <form class="card" method="post" action={`/organizations/${slug}/affiliation/${step}`}>
      <h2>{t(`organizations.take.${step}`)}</h2>
      <FormRefusal t={t} form={form} />
      {step === "sponsored" && (
        <Select
          t={t}
          form={form}
          name="sponsorId"
          label={t("organizations.affiliation.sponsor")}
          required
          choices={sponsors}
        />
      )}
      <TextArea
        t={t}
        form={form}
        name={name}
        label={t(required ? "organizations.reason" : "organizations.optionalText")}
        hint={t("organizations.reasonHint")}
        required={required}
        rows={3}
        maxlength={1000}
      />
      <Submit label={t(`organizations.take.${step}`)} second={required || step === "withdrawn"} />
    </form>
  );
}

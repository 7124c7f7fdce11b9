// The forms of a fair, and of a stall at one.
import {
  type ActingFor,
  type FairView,
  LONGEST_FAIR_ABOUT,
  LONGEST_FAIR_TITLE,
  type OfferEntry,
} from "#market";
import { textIn } from "#platform/multilingual";
import {
  CountryField,
  type FormState,
  LanguageField,
  Select,
  Submit,
  TextArea,
  TextField,
  ZoneField,
} from "../layout/forms.tsx";
import { FormPage } from "../layout/form-page.tsx";
import { InLanguages } from "../layout/in-languages.tsx";
import type { Page } from "../request.ts";
import { fairTrail } from "./fair.page.tsx";
import { Tick } from "./offer-form.page.tsx";
import { amountOf } from "./words.tsx";

type FairFormProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly organizations: readonly ActingFor[];
  readonly editing?: FairView;
};

export function FairFormPage({ page, form, freshKey, organizations, editing }: FairFormProps) {
  const { t, language } = page;
  return (
    <FormPage
      page={page}
      section="economy"
      form={form}
      title={editing ? t("market.act.edit") : t("market.fair.act.call")}
      trail={fairTrail(page)}
      lede={t("market.fair.form.lede")}
      freshKey={editing ? undefined : freshKey}
      send={editing ? t("market.form.save") : t("market.fair.act.call")}
    >
      {editing ? (
        <input type="hidden" name="revision" value={form.typed["revision"] ?? String(editing.revision)} />
      ) : (
        <Select
          t={t}
          form={form}
          name="organizationId"
          label={t("market.form.organization")}
          required
          choices={organizations.map(({ id, name }) => ({ value: id, label: textIn(name, language).text }))}
        />
      )}
      <InLanguages
        page={page}
        form={form}
        name="title"
        label={t("market.fair.form.title")}
        field={editing?.title}
        maxlength={LONGEST_FAIR_TITLE}
      />
      <TextArea
        t={t}
        form={form}
        name="about"
        label={t("market.form.description")}
        rows={4}
        maxlength={LONGEST_FAIR_ABOUT}
      />
      <WhenAndWhere page={page} form={form} />
    </FormPage>
  );
}

function WhenAndWhere({ page, form }: Pick<FairFormProps, "page" | "form">) {
  const { t } = page;
  return (
    <>
      <div class="row half">
        <TextField
          t={t}
          form={form}
          name="startsLocal"
          type="datetime-local"
          label={t("market.fair.form.starts")}
          required
        />
        <TextField
          t={t}
          form={form}
          name="endsLocal"
          type="datetime-local"
          label={t("market.fair.form.ends")}
          required
        />
      </div>
      <ZoneField t={t} form={form} label={t("market.fair.form.zone")} value={form.typed["zone"] ?? "UTC"} />
      <div class="row half">
        <TextField
          t={t}
          form={form}
          name="city"
          label={t("market.fair.form.city")}
          required
          maxlength={120}
        />
        <CountryField
          page={page}
          form={form}
          label={t("market.form.country")}
          required
          empty={t("market.form.choose")}
        />
      </div>
      <TextField t={t} form={form} name="address" label={t("market.fair.form.address")} maxlength={200} />
      <TextField
        t={t}
        form={form}
        name="link"
        label={t("market.fair.link")}
        hint={t("market.fair.form.linkHint")}
        maxlength={2_000}
      />
    </>
  );
}

type JoinProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly fair: FairView;
  readonly organizations: readonly ActingFor[];
  readonly organization: ActingFor;
  /** What it offers to everybody. */
  readonly offers: readonly OfferEntry[];
  readonly joined: boolean;
};

export function JoinPage({ page, form, fair, organizations, organization, offers, joined }: JoinProps) {
  const { t, language } = page;
  const title = textIn(fair.title, language).text;
  const name = textIn(organization.name, language).text;
  return (
    <FormPage
      page={page}
      section="economy"
      form={form}
      title={t("market.fair.form.joinTitle", { title })}
      trail={[...fairTrail(page), { href: fair.href, label: title }]}
      lede={t("market.fair.form.joinLede", { name })}
      send={joined ? t("market.form.save") : t("market.fair.act.join")}
      before={
        organizations.length > 1 && (
          <form method="get" class="filters">
            <Select
              t={t}
              form={{ typed: {} }}
              name="organization"
              label={t("market.form.organization")}
              required
              value={organization.slug}
              choices={organizations.map(({ slug, name }) => ({
                value: slug,
                label: textIn(name, language).text,
              }))}
            />
            <Submit label={t("market.fair.form.choose")} second />
          </form>
        )
      }
      after={
        joined && (
          <form method="post" action={`${fair.href}/leave`}>
            <input type="hidden" name="organizationId" value={organization.id} />
            <Submit label={t("market.fair.act.leave")} second />
          </form>
        )
      }
    >
      <input type="hidden" name="organizationId" value={organization.id} />
      <fieldset>
        <legend>{t("market.fair.form.brings")}</legend>
        {offers.length === 0 && <p class="hint">{t("market.fair.form.nothingToBring")}</p>}
        {offers.map((offer) => (
          <Tick
            form={form}
            name={`offer-${offer.number}`}
            label={`${textIn(offer.title, language).text} (${amountOf(page, offer)})`}
          />
        ))}
      </fieldset>
      <TextField t={t} form={form} name="note" label={t("market.fair.form.note")} maxlength={300} />
      <LanguageField page={page} form={form} label={t("market.fair.form.language")} />
    </FormPage>
  );
}

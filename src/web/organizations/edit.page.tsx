// The form of an organisation, for a new one and for one that is there.
import { type OrganizationFacts, organizationKinds, organizationLimits } from "#confederation";
import { languageName, writeLanguages } from "#platform/geography/index";
import { type Multilingual, textIn } from "#platform/multilingual";
import { FormPage } from "../layout/form-page.tsx";
import { CountryField, type FormState, Select, TextArea, TextField } from "../layout/forms.tsx";
import type { Page } from "../request.ts";
import { organizationTrail } from "./words.ts";

type EditProps = {
  readonly page: Page;
  readonly form: FormState;
  /** Undefined for a new one. */
  readonly organization?: OrganizationFacts;
  /** The address of the organisation above it. */
  readonly parentSlug: string;
  /** For a new one: sent with the form, so that sending it twice makes one organisation. */
  readonly freshKey?: string;
};

/** The languages that the form has fields for: the node's, and those in which something is written already. */
export function formLanguages(page: Page, ...fields: readonly (Multilingual | null | undefined)[]): string[] {
  return [
    ...new Set([...page.profile.languages, ...fields.flatMap((field) => Object.keys(field?.texts ?? {}))]),
  ];
}

export function EditPage({ page, form, organization, parentSlug, freshKey }: EditProps) {
  const { t } = page;
  const name = organization && textIn(organization.name, page.language).text;
  const title = name ? t("organizations.edit.title", { name }) : t("organizations.new.title");
  const trail = organization
    ? organizationTrail(page, organization)
    : [{ href: "/organizations", label: t("organizations.title") }];
  return (
    <FormPage
      page={page}
      form={form}
      title={title}
      section="organizations"
      trail={trail}
      freshKey={freshKey}
      send={t(organization ? "organizations.edit.send" : "organizations.new.send")}
    >
      {organization && (
        <input
          type="hidden"
          name="basedOn"
          value={form.typed["basedOn"] ?? organization.updatedAt.toISOString()}
        />
      )}
      <Texts page={page} form={form} organization={organization} />
      <Select
        t={t}
        form={form}
        name="kind"
        label={t("organizations.kind")}
        required
        value={organization?.kind ?? "commune"}
        choices={organizationKinds.map((kind) => ({ value: kind, label: t(`organizations.kind.${kind}`) }))}
      />
      <TextField
        t={t}
        form={form}
        name="parentId"
        label={t("organizations.parent")}
        hint={t("organizations.parentHint")}
        value={parentSlug}
        maxlength={80}
      />
      {!organization && (
        <TextField
          t={t}
          form={form}
          name="externalId"
          label={t("organizations.externalId")}
          maxlength={organizationLimits.externalId}
        />
      )}
      <PlaceFields page={page} form={form} organization={organization} />
      <OtherFields page={page} form={form} organization={organization} />
    </FormPage>
  );
}

type PartProps = Pick<EditProps, "page" | "form" | "organization">;

/** Name and description in their original language, and their translations behind. */
function Texts({ page, form, organization }: PartProps) {
  const { t } = page;
  const source = form.typed["source"] ?? organization?.name.source ?? page.language;
  const languages = formLanguages(page, organization?.name, organization?.description);
  const others = languages.filter((tag) => tag !== source);
  return (
    <>
      <Select
        t={t}
        form={form}
        name="source"
        label={t("organizations.source.label")}
        required
        value={source}
        choices={languages.map((tag) => ({ value: tag, label: languageName(tag, tag) }))}
      />
      <TextField
        t={t}
        form={form}
        name="name"
        label={t("organizations.name")}
        value={organization?.name.texts[source]}
        required
        maxlength={organizationLimits.name}
      />
      <TextArea
        t={t}
        form={form}
        name="description"
        label={t("organizations.description")}
        value={organization?.description?.texts[source]}
        rows={5}
        lang={source}
        maxlength={organizationLimits.description}
      />
      <details open={others.some((tag) => form.typed[`name-${tag}`] ?? form.typed[`description-${tag}`])}>
        <summary>{t("organizations.translations")}</summary>
        {others.map((tag) => (
          <Translation page={page} form={form} organization={organization} tag={tag} />
        ))}
      </details>
    </>
  );
}

function Translation({ page, form, organization, tag }: PartProps & { readonly tag: string }) {
  const { t } = page;
  const language = languageName(tag, page.language);
  return (
    <>
      <TextField
        t={t}
        form={form}
        name={`name-${tag}`}
        label={t("organizations.nameIn", { language })}
        value={organization?.name.texts[tag]}
        maxlength={organizationLimits.name}
      />
      <TextArea
        t={t}
        form={form}
        name={`description-${tag}`}
        label={t("organizations.descriptionIn", { language })}
        value={organization?.description?.texts[tag]}
        rows={3}
        lang={tag}
        maxlength={organizationLimits.description}
      />
    </>
  );
}

function PlaceFields({ page, form, organization }: PartProps) {
  const { t } = page;
  const coordinate = (value: number | null | undefined) => (value == null ? undefined : String(value));
  return (
    <>
      <CountryField
        page={page}
        form={form}
        label={t("organizations.country")}
        value={organization?.country ?? ""}
        empty={t("organizations.none")}
      />
      <TextField
        t={t}
        form={form}
        name="subdivision"
        label={t("organizations.subdivision")}
        hint={t("organizations.subdivisionHint")}
        value={organization?.subdivision ?? undefined}
        maxlength={6}
      />
      <TextField
        t={t}
        form={form}
        name="place"
        label={t("organizations.place")}
        value={organization?.place ?? undefined}
        maxlength={organizationLimits.place}
      />
      <TextField
        t={t}
        form={form}
        name="latitude"
        inputmode="decimal"
        label={t("organizations.latitude")}
        hint={t("organizations.coordinatesHint", { example: "9.86" })}
        value={coordinate(organization?.latitude)}
        maxlength={20}
      />
      <TextField
        t={t}
        form={form}
        name="longitude"
        inputmode="decimal"
        label={t("organizations.longitude")}
        hint={t("organizations.coordinatesHint", { example: "-69.27" })}
        value={coordinate(organization?.longitude)}
        maxlength={20}
      />
    </>
  );
}

function OtherFields({ page, form, organization }: PartProps) {
  const { t } = page;
  return (
    <>
      <TextField
        t={t}
        form={form}
        name="languages"
        label={t("organizations.languages")}
        hint={t("organizations.languagesHint")}
        value={organization && writeLanguages(organization.languages, page.language)}
        maxlength={400}
      />
      <TextField
        t={t}
        form={form}
        name="foundedOn"
        label={t("organizations.founded")}
        hint={t("organizations.foundedHint")}
        value={organization?.foundedOn ?? undefined}
        maxlength={10}
      />
      <TextField
        t={t}
        form={form}
        name="website"
        type="url"
        label={t("organizations.website")}
        value={organization?.website ?? undefined}
        maxlength={organizationLimits.website}
      />
      <TextField
        t={t}
        form={form}
        name="publicContact"
        label={t("organizations.contact")}
        hint={t("organizations.contactHint")}
        value={organization?.publicContact ?? undefined}
        maxlength={organizationLimits.publicContact}
      />
    </>
  );
}

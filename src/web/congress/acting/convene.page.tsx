// Convening an edition of the congress.
import {
  type Choice,
  type FormState,
  LanguageField,
  Select,
  TextArea,
  TextField,
} from "../../layout/forms.tsx";
import { FormPage } from "../../layout/form-page.tsx";
import type { Page } from "../../request.ts";
import { WhenAndWhereFields } from "../when-and-where.tsx";

type ConveneProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly organizations: readonly Choice[];
};

function Called({ page: { t }, form }: Pick<ConveneProps, "page" | "form">) {
  const chosen = form.typed["called"] ?? "all_affiliated";
  return (
    <fieldset>
      <legend>{t("congress-acts.convene.called")}</legend>
      {(["all_affiliated", "named"] as const).map((value) => (
        <label class="choice">
          <input type="radio" name="called" value={value} checked={chosen === value} />
          {t(`congress-acts.convene.${value}`)}
        </label>
      ))}
      <TextArea
        t={t}
        form={form}
        name="named"
        needed
        label={t("congress-acts.convene.list")}
        hint={t("congress-acts.convene.listHint")}
        rows={4}
      />
    </fieldset>
  );
}

export function ConvenePage({ page, form, freshKey, organizations }: ConveneProps) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("congress-acts.convene.title")}
      section="congress"
      trail={[{ href: "/congress", label: t("layout.section.congress") }]}
      freshKey={freshKey}
      send={t("congress-acts.convene.send")}
    >
      <Select
        t={t}
        form={form}
        name="conveningOrganizationId"
        label={t("congress-acts.convene.organization")}
        hint={t("congress-acts.convene.organizationHint")}
        required
        value={organizations[0]?.value}
        choices={organizations}
      />
      <TextField
        t={t}
        form={form}
        name="title"
        label={t("congress-acts.convene.name")}
        required
        maxlength={200}
      />
      <LanguageField page={page} form={form} label={t("congress-acts.convene.language")} />
      <TextField
        t={t}
        form={form}
        name="slug"
        label={t("congress-acts.convene.address")}
        hint={t("congress-acts.convene.addressHint")}
        required
        maxlength={80}
      />
      <WhenAndWhereFields page={page} form={form} />
      <Called page={page} form={form} />
    </FormPage>
  );
}

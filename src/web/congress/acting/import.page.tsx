// Bringing a text into the congress: pasted, or as a file.
import { FormPage } from "../../layout/form-page.tsx";
import {
  FileField,
  type FormState,
  LanguageField,
  Select,
  TextArea,
  TextField,
} from "../../layout/forms.tsx";
import type { Page } from "../../request.ts";

type ImportProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly edition: { readonly path: string; readonly title: string };
};

/** What is brought: pasted, or a file; and how it is written. */
export function Source({
  page: { t },
  form,
  current,
}: Pick<ImportProps, "page" | "form"> & {
  /** What stands there now, as Markdown, where it is written anew. */
  readonly current?: { readonly markdown: string; readonly language: string };
}) {
  const formats = (["auto", "plain", "markdown"] as const).map((format) => ({
    value: format,
    label: t(`congress-acts.import.format.${format}`),
  }));
  return (
    <fieldset>
      <legend>{t("congress-acts.import.source")}</legend>
      <TextArea
        t={t}
        form={form}
        name="pasted"
        needed
        label={t("congress-acts.import.pasted")}
        hint={t(current ? "amendments.reviseHint" : "congress-acts.import.pastedHint")}
        {...(current ? { value: current.markdown, lang: current.language, rows: 24 } : { rows: 14 })}
      />
      <FileField
        t={t}
        form={form}
        name="file"
        label={t("congress-acts.import.file")}
        hint={t("congress-acts.import.fileHint")}
        accept=".txt,.md,.markdown,text/plain,text/markdown"
      />
      <Select
        t={t}
        form={form}
        name="format"
        needed
        label={t("congress-acts.import.format")}
        value={current ? "markdown" : "auto"}
        choices={formats}
      />
    </fieldset>
  );
}

export function ImportPage({ page, form, freshKey, edition }: ImportProps) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("congress-acts.import.title")}
      section="congress"
      trail={[{ href: edition.path, label: edition.title }]}
      lede={t("congress-acts.import.lede")}
      withFile
      freshKey={freshKey}
      send={t("congress-acts.import.send")}
    >
      <TextField
        t={t}
        form={form}
        name="title"
        label={t("congress-acts.import.name")}
        required
        maxlength={300}
      />
      <LanguageField page={page} form={form} label={t("congress-acts.import.language")} />
      <TextField
        t={t}
        form={form}
        name="slug"
        label={t("congress-acts.import.address")}
        hint={t("congress-acts.import.addressHint")}
        maxlength={80}
      />
      <Source page={page} form={form} />
    </FormPage>
  );
}

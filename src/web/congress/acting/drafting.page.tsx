// Writing a draft anew, and putting a text together from finished sections.
import type { TextSummary } from "#congress";
import { textIn } from "#platform/multilingual";
import { FormPage } from "../../layout/form-page.tsx";
import { type FormState, LanguageField, TextField } from "../../layout/forms.tsx";
import { Nothing } from "../../layout/parts.tsx";
import { refusalSentence } from "../../refusals.tsx";
import type { Page } from "../../request.ts";
import { Source } from "./import.page.tsx";

type ReviseProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly text: {
    readonly path: string;
    readonly title: string;
    readonly language: string;
    readonly lastVersion: number;
  };
  /** The draft as it stands. */
  readonly markdown: string;
};

export function RevisePage({ page, form, text, markdown }: ReviseProps) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("amendments.revise")}
      section="congress"
      trail={[{ href: text.path, label: text.title }]}
      lede={t("amendments.reviseLede", { version: text.lastVersion })}
      withFile
      send={t("amendments.reviseSend")}
    >
      <input type="hidden" name="expectedVersion" value={String(text.lastVersion)} />
      <Source page={page} form={form} current={{ markdown, language: text.language }} />
    </FormPage>
  );
}

type ComposeProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly edition: { readonly path: string; readonly title: string };
  readonly finished: readonly TextSummary[];
};

/** Each section that belongs to the text is given its place. */
export function ComposePage({ page, form, freshKey, edition, finished }: ComposeProps) {
  const { t } = page;
  const reason = form.refusal?.fields.find(({ field }) => field === "sections");
  return (
    <FormPage
      page={page}
      form={form}
      title={t("amendments.compose")}
      section="congress"
      trail={[{ href: edition.path, label: edition.title }]}
      lede={t("amendments.composeLede")}
      freshKey={freshKey}
      send={t("amendments.composeSend")}
    >
      {finished.length === 0 && <Nothing>{t("amendments.noSections")}</Nothing>}
      <fieldset class={reason ? "wrong" : undefined}>
        <legend>{t("amendments.sections")}</legend>
        <p class="hint">{t("amendments.sectionsHint")}</p>
        {finished.map(({ slug, title }) => (
          <p>
            <label for={`f-at-${slug}`}>{textIn(title, page.language).text}</label>{" "}
            <input
              id={`f-at-${slug}`}
              name={`at-${slug}`}
              type="text"
              inputmode="numeric"
              size={3}
              maxlength={3}
              value={form.typed[`at-${slug}`] ?? ""}
            />
          </p>
        ))}
        {reason && <p class="reason">{refusalSentence(t, reason)}</p>}
      </fieldset>
      <TextField
        t={t}
        form={form}
        name="title"
        label={t("amendments.composedTitle")}
        required
        maxlength={300}
      />
      <LanguageField page={page} form={form} label={t("amendments.composedLanguage")} />
    </FormPage>
  );
}

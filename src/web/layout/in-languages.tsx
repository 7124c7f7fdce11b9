// One multilingual field in a form: its words in the original language, and behind them those in the others.
// Invariant: a field of the form for each language, named `title-es`; so choosing another original loses nothing.
import { languageName, languageWithin } from "#platform/geography/index";
import type { Multilingual } from "#platform/multilingual";
import type { FormBody, Page } from "../request.ts";
import { type FormState, Select, TextArea, TextField } from "./forms.tsx";

type Props = {
  readonly page: Page;
  readonly form: FormState;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** As it is now, if it is. */
  readonly field?: Multilingual | undefined;
  readonly maxlength: number;
  /** Rows of a larger field; one line unless told. */
  readonly rows?: number;
  /** Whether the original can be left empty. */
  readonly optional?: boolean;
};

/** The node's languages, and those in which it is already. */
function languagesOf({ page, field }: Pick<Props, "page" | "field">): string[] {
  return [...new Set([...page.profile.languages, ...Object.keys(field?.texts ?? {})])];
}

export function InLanguages(props: Props) {
  const { page, form, name, field } = props;
  const { t } = page;
  const languages = languagesOf(props);
  const source = form.typed["source"] ?? field?.source ?? page.language;
  const others = languages.filter((tag) => tag !== source);
  const isOpen = others.some((tag) => form.typed[`${name}-${tag}`] ?? field?.texts[tag]);
  return (
    <>
      {languages.length > 1 ? (
        <Select
          t={t}
          form={form}
          name="source"
          label={t("layout.originalLanguage")}
          required
          value={source}
          choices={languages.map((tag) => ({ value: tag, label: languageName(tag, tag) }))}
        />
      ) : (
        <input type="hidden" name="source" value={source} />
      )}
      <Words {...props} tag={source} source />
      {others.length > 0 && (
        <details open={isOpen}>
          <summary>{t("layout.otherLanguages")}</summary>
          {others.map((tag) => (
            <Words {...props} tag={tag} />
          ))}
        </details>
      )}
    </>
  );
}

function Words(props: Props & { readonly tag: string; readonly source?: boolean }) {
  const { page, form, label, hint, field, maxlength, rows, tag, source } = props;
  const language = languageWithin(tag, page.language);
  const control = {
    t: page.t,
    form,
    name: `${props.name}-${tag}`,
    label: source ? label : page.t("layout.inLanguage", { label, language }),
    ...(source && hint && { hint }),
    // Not required by the browser: whoever chooses another original fills in that one.
    needed: source === true && !props.optional,
    value: field?.texts[tag] ?? "",
    lang: tag,
    maxlength,
  };
  return rows ? <TextArea {...control} rows={rows} /> : <TextField {...control} />;
}

/** What such a field was filled in with. */
export function wordsInLanguages(body: FormBody, name: string): Multilingual {
  const texts: Record<string, string> = {};
  for (const key of body.raw.keys())
    if (key.startsWith(`${name}-`)) {
      const text = body.get(key).trim();
      if (text) texts[key.slice(name.length + 1)] = text;
    }
  return { source: body.get("source"), texts };
}

/** The form's field for a path of the schema: `title.texts.es` is `title-es`, and `title` the original. */
export function fieldInLanguages(body: FormBody, name: string): (path: string) => string {
  return (path) => {
    const [field = path, part, tag] = path.split(".");
    if (field !== name) return field;
    return part === "source" ? "source" : `${name}-${part === "texts" && tag ? tag : body.get("source")}`;
  };
}

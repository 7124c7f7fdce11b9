// Parts of forms. A refused form is drawn again with what was typed and the reason beside the field.
import type { Child } from "hono/jsx";
import { Refusal } from "#platform/errors";
import type { Translate } from "#platform/i18n/i18n";
import { countries, countryName, languageName } from "#platform/geography/index";
import { knownZones } from "#platform/zones";
import { refusalSentence } from "../refusals.tsx";
import type { Page } from "../request.ts";

/** What a form is drawn from: what was typed, and why it was refused, if it was. */
export type FormState = { readonly typed: Readonly<Record<string, string>>; readonly refusal?: Refusal };

export const emptyForm: FormState = { typed: {} };

/** A refused form keeps what was typed; secrets are left out by the caller. */
export function refusedForm(raw: FormData, refusal: Refusal, without: readonly string[] = []): FormState {
  const typed: Record<string, string> = {};
  for (const [name, value] of raw)
    if (typeof value === "string" && !without.includes(name)) typed[name] = value;
  return { typed, refusal };
}

type Common = {
  readonly t: Translate;
  readonly form: FormState;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
  /** Not called optional, though the browser does not ask for it: whether it counts depends on another field. */
  readonly needed?: boolean;
};

/** The reason beside one field. The field's path in the schema is its name in the form. */
function reasonBeside({ t, form, name }: Pick<Common, "t" | "form" | "name">): string | undefined {
  const found = form.refusal?.fields.find((field) => field.field === name);
  return found && refusalSentence(t, found);
}

function Field(props: Common & { readonly children: Child; readonly reason: string | undefined }) {
  const { name, label, hint, required, needed, t, reason } = props;
  return (
    <div class={reason ? "field wrong" : "field"}>
      <label for={`f-${name}`}>
        {label}
        {!required && !needed && <small> {t("layout.optional")}</small>}
      </label>
      {hint && (
        <p class="hint" id={`h-${name}`}>
          {hint}
        </p>
      )}
      {props.children}
      {reason && (
        <p class="reason" id={`r-${name}`}>
          {reason}
        </p>
      )}
    </div>
  );
}

/** What every control carries: its name, and the words that explain it to whoever does not see them. */
function controlOf({ name, hint, required }: Common, reason: string | undefined) {
  return {
    id: `f-${name}`,
    name,
    required,
    "aria-invalid": reason ? ("true" as const) : undefined,
    "aria-describedby": [hint && `h-${name}`, reason && `r-${name}`].filter(Boolean).join(" ") || undefined,
  };
}

type InputProps = Common & {
  readonly type?: string;
  readonly value?: string;
  readonly autocomplete?: string;
  readonly inputmode?: string;
  readonly maxlength?: number;
  readonly lang?: string;
};

export function TextField(props: InputProps) {
  const { name, form, type = "text" } = props;
  const reason = reasonBeside(props);
  return (
    <Field {...props} reason={reason}>
      <input
        {...controlOf(props, reason)}
        type={type}
        value={type === "password" ? undefined : (form.typed[name] ?? props.value)}
        autocomplete={props.autocomplete}
        lang={props.lang}
        inputmode={props.inputmode as "text"}
        maxlength={props.maxlength}
      />
    </Field>
  );
}

export function TextArea(
  props: Common & {
    readonly value?: string;
    readonly rows?: number;
    readonly lang?: string;
    readonly maxlength?: number;
  },
) {
  const { name, form, rows = 6, lang } = props;
  const reason = reasonBeside(props);
  return (
    <Field {...props} reason={reason}>
      <textarea {...controlOf(props, reason)} rows={rows} lang={lang} maxlength={props.maxlength}>
        {form.typed[name] ?? props.value ?? ""}
      </textarea>
    </Field>
  );
}

export type Choice = { readonly value: string; readonly label: string; readonly count?: number };

export function Select(
  props: Common & { readonly value?: string; readonly choices: readonly Choice[]; readonly empty?: string },
) {
  const { name, form, choices, empty } = props;
  const chosen = form.typed[name] ?? props.value ?? "";
  const reason = reasonBeside(props);
  return (
    <Field {...props} reason={reason}>
      <select {...controlOf(props, reason)}>
        {empty !== undefined && <option value="">{empty}</option>}
        {choices.map((choice) => (
          <option value={choice.value} selected={choice.value === chosen}>
            {choice.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** A file to hand over; the form has to be `multipart/form-data`. */
export function FileField(props: Common & { readonly accept: string }) {
  const reason = reasonBeside(props);
  return (
    <Field {...props} reason={reason}>
      <input {...controlOf(props, reason)} type="file" accept={props.accept} />
    </Field>
  );
}

type LanguageProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly label: string;
  readonly hint?: string | undefined;
};

/** Which of the node's languages the words of a form are in: the reader's unless they say otherwise. */
export function LanguageField({ page, form, label, hint }: LanguageProps) {
  const choices = page.profile.languages.map((tag) => ({ value: tag, label: languageName(tag, tag) }));
  return (
    <Select
      t={page.t}
      form={form}
      name="language"
      label={label}
      {...(hint === undefined ? {} : { hint })}
      required
      value={page.language}
      choices={choices}
    />
  );
}

type CountryProps = Omit<Common, "t" | "name"> & {
  readonly page: Page;
  readonly value?: string | undefined;
  readonly empty: string;
};

/** Every country, as the reader's language names and orders them. */
export function CountryField({ page, ...props }: CountryProps) {
  const { t, language } = page;
  const choices = [...countries.keys()]
    .map((code) => ({ value: code, label: countryName(code, language) }))
    .sort((one, other) => one.label.localeCompare(other.label, language));
  return <Select {...props} t={t} name="country" choices={choices} />;
}

/** Every time zone of the IANA database, by its name. */
export function ZoneField(props: Omit<Common, "name" | "required"> & { value?: string; empty?: string }) {
  const choices = knownZones().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  return <Select {...props} name="zone" required choices={choices} />;
}

/** What was refused as a whole, at the head of the form, where the reader's focus lands. */
export function FormRefusal({ t, form }: { t: Translate; form: FormState }) {
  if (!form.refusal) return null;
  return (
    <div class="refused" role="alert" tabindex={-1}>
      <p>{refusalSentence(t, form.refusal)}</p>
    </div>
  );
}

export function Submit({ label, second }: { label: string; second?: boolean }) {
  return (
    <button class={second ? "button second" : "button"} type="submit">
      {label}
    </button>
  );
}

/** The key that makes a form that is sent twice count once. */
export function RequestKey({ form, fresh }: { form: FormState; fresh: string }) {
  return <input type="hidden" name="requestKey" value={form.typed["requestKey"] || fresh} />;
}

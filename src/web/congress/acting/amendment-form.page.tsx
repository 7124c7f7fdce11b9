// Writing an amendment: a plain form, whole without a script. Every button sends it as it stands and draws it again.
import type { AmendmentView, Paragraph } from "#congress";
import {
  type Choice,
  type FormState,
  FormRefusal,
  LanguageField,
  RequestKey,
  Select,
  TextArea,
  TextField,
} from "../../layout/forms.tsx";
import { Layout } from "../../layout/layout.tsx";
import { Crumbs } from "../../layout/parts.tsx";
import { refusalSentence } from "../../refusals.tsx";
import type { Page } from "../../request.ts";
import type { Refusal } from "#platform/errors";
import { OperationBlock } from "./operation-block.tsx";
import { type Block, fieldsOf, MOST_BLOCKS } from "./operations-form.ts";
import { Preview } from "./preview.tsx";
import { paragraphChoices } from "./words.ts";

/** The text that is amended, as the version that the form was written against. */
export type AmendedText = {
  readonly path: string;
  readonly title: string;
  readonly language: string;
  readonly version: number;
  readonly currentVersion: number;
  /** What can be changed: the text or, of an amendment to an amendment, the text as that one would leave it. */
  readonly body: readonly Paragraph[];
  /** The amendment that is amended, with how often it had changed. */
  readonly amends?:
    | { readonly number: number; readonly revision: number; readonly title: string }
    | undefined;
  /** The amendment that is written anew. */
  readonly revises?: number | undefined;
  /** The paragraphs to choose from, where not all of them. */
  readonly within?: ReadonlySet<string> | undefined;
};

export type AmendmentFormProps = {
  readonly page: Page;
  readonly text: AmendedText;
  readonly blocks: readonly Block[];
  readonly form: FormState;
  readonly freshKey: string;
  readonly delegations: readonly Choice[];
  readonly notes?: readonly (string | undefined)[];
  readonly preview?: AmendmentView | Refusal;
};

/** An older version under the form: what was written stays, and can be taken over to what everybody reads now. */
function Outdated({ page: { t }, text }: Pick<AmendmentFormProps, "page" | "text">) {
  if (text.version === text.currentVersion) return null;
  return (
    <div class="refused">
      <p>
        {t("congress-acts.amendment.outdated", { version: text.version, current: text.currentVersion })}{" "}
        <a href={text.path}>{t("congress-acts.amendment.readCurrent")}</a>
      </p>
      <button class="button second" type="submit" name="step" value="carry" formnovalidate>
        {t("congress-acts.amendment.carry", { current: text.currentVersion })}
      </button>
    </div>
  );
}

function About({ page, form, delegations }: Pick<AmendmentFormProps, "page" | "form" | "delegations">) {
  const { t } = page;
  return (
    <>
      <TextField
        t={t}
        form={form}
        name="title"
        label={t("congress-acts.amendment.name")}
        hint={t("congress-acts.amendment.nameHint")}
        required
        maxlength={200}
      />
      <TextArea
        t={t}
        form={form}
        name="reason"
        label={t("congress-acts.amendment.reason")}
        hint={t("congress-acts.amendment.reasonHint")}
        required
        rows={5}
        maxlength={4000}
      />
      <LanguageField page={page} form={form} label={t("congress-acts.amendment.language")} />
      <Select
        t={t}
        form={form}
        name="organizationId"
        label={t("congress-acts.amendment.delegation")}
        required
        value={delegations[0]?.value}
        choices={delegations}
      />
    </>
  );
}

/** The inside of the preview, also what the island asks for: words, or why there are none to show. */
export function PreviewPart({
  page,
  text,
  preview,
}: Pick<AmendmentFormProps, "page" | "preview"> & { text: Pick<AmendedText, "language"> }) {
  if (!preview) return <p class="hint">{page.t("congress-acts.preview.none")}</p>;
  if (!("blocks" in preview)) {
    const said = preview.fields[0] ?? preview;
    return <p class="reason">{refusalSentence(page.t, said)}</p>;
  }
  return <Preview page={page} view={preview} language={text.language} />;
}

/** What is amended, in a sentence: the text, another amendment, or the text once more. */
function Lede({ page: { t }, text }: Pick<AmendmentFormProps, "page" | "text">) {
  const { amends, revises } = text;
  return (
    <>
      <p class="lede">
        {amends
          ? t("amendments.formAmendsLede", { title: amends.title })
          : t("congress-acts.amendment.lede", { title: text.title, version: text.version })}
      </p>
      {revises !== undefined && (
        <p class="told">
          <a href={`${text.path}/amendments/${revises}`}>
            {t("amendments.formRevises", { number: revises })}
          </a>
        </p>
      )}
    </>
  );
}

function AboutWhat({ text: { amends, revises } }: Pick<AmendmentFormProps, "text">) {
  return (
    <>
      {amends && <input type="hidden" name="amends" value={String(amends.number)} />}
      {amends && <input type="hidden" name="revision" value={String(amends.revision)} />}
      {revises !== undefined && <input type="hidden" name="revises" value={String(revises)} />}
    </>
  );
}

export function AmendmentFormPage(props: AmendmentFormProps) {
  const { page, text, blocks, form, freshKey, notes, preview } = props;
  const { t } = page;
  const { amends, within } = text;
  const title = amends
    ? t("amendments.formAmends", { number: amends.number })
    : t("congress-acts.amendment.title");
  const blockForm: FormState = { ...form, typed: fieldsOf(blocks) };
  const choices = paragraphChoices(text.body).filter(({ value }) => !within || within.has(value));
  return (
    <Layout page={page} title={title} section="congress" islands={["live-preview.js"]}>
      <Crumbs page={page} trail={[{ href: text.path, label: text.title }]} />
      <h1>{title}</h1>
      <Lede page={page} text={text} />
      <form
        method="post"
        action={`${text.path}/amendments/new`}
        data-preview={`${text.path}/amendments/preview`}
      >
        {/* What the Enter key presses: it must not change anything. */}
        <button type="submit" name="step" value="preview" formnovalidate hidden></button>
        <FormRefusal t={t} form={form} />
        <RequestKey form={form} fresh={freshKey} />
        <input type="hidden" name="baseVersion" value={String(text.version)} />
        <AboutWhat text={text} />
        <input type="hidden" name="blocks" value={String(blocks.length)} />
        <Outdated page={page} text={text} />
        {blocks.map((block, index) => (
          <OperationBlock
            page={page}
            block={block}
            index={index}
            alone={blocks.length === 1}
            form={blockForm}
            choices={choices}
            language={text.language}
            note={notes?.[index]}
          />
        ))}
        {blocks.length < MOST_BLOCKS && (
          <p>
            <button class="button second" type="submit" name="step" value="add" formnovalidate>
              {t("congress-acts.amendment.add")}
            </button>
          </p>
        )}
        <About {...props} />
        <p class="acts">
          <button class="button second" type="submit" name="step" value="preview" formnovalidate>
            {t("congress-acts.amendment.preview")}
          </button>
          <button class="button" type="submit" name="step" value="send">
            {t("congress-acts.amendment.send")}
          </button>
        </p>
        <section aria-labelledby="preview-title">
          <h2 id="preview-title">{t("congress-acts.preview.title")}</h2>
          <div id="preview" aria-live="polite">
            <PreviewPart page={page} text={text} preview={preview} />
          </div>
        </section>
      </form>
    </Layout>
  );
}

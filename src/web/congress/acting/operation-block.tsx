// One operation of an amendment in its form. Without `:has` in the browser every field is shown, and says when it counts.
import type { Refusal } from "#platform/errors";
import { type Choice, type FormState, Select, TextArea, TextField } from "../../layout/forms.tsx";
import { refusalSentence } from "../../refusals.tsx";
import type { Page } from "../../request.ts";
import { type Block, operationNames, START } from "./operations-form.ts";

type BlockProps = {
  readonly page: Page;
  readonly block: Block;
  readonly index: number;
  readonly alone: boolean;
  readonly form: FormState;
  readonly choices: readonly Choice[];
  /** BCP 47 tag of the text. */
  readonly language: string;
  /** What became of its paragraph since the version it was written against: the name of a reason. */
  readonly note: string | undefined;
};

function reasonOf(refusal: Refusal | undefined, index: number) {
  return refusal?.fields.find(({ field }) => field === `op-${index}`);
}

function What({ page: { t }, block, index }: Pick<BlockProps, "page" | "block" | "index">) {
  return (
    <div class="ops" role="radiogroup" aria-labelledby={`l-op-${index}`}>
      <p class="label" id={`l-op-${index}`}>
        {t("congress-acts.operation.what")}
      </p>
      {operationNames.map((name) => (
        <label class="choice">
          <input type="radio" name={`op-${index}`} value={name} checked={block.op === name} />
          {t(`congress-acts.operation.${name}`)}
        </label>
      ))}
    </div>
  );
}

function NewWords({
  page: { t },
  index,
  form,
  language,
}: Pick<BlockProps, "page" | "index" | "form" | "language">) {
  const kinds = (["paragraph", "item", "heading"] as const).map((kind) => ({
    value: kind,
    label: t(`congress-acts.kind.${kind}`),
  }));
  return (
    <>
      <div class="when replace">
        <button class="button second" type="submit" name="step" value={`fill-${index}`} formnovalidate>
          {t("congress-acts.operation.fill")}
        </button>
      </div>
      <div class="when replace insertAfter">
        <TextArea
          t={t}
          form={form}
          name={`text-${index}`}
          needed
          label={t("congress-acts.operation.text")}
          hint={t("congress-acts.operation.textHint")}
          lang={language}
          rows={7}
          maxlength={20_000}
        />
      </div>
      <div class="when insertAfter">
        <Select
          t={t}
          form={form}
          name={`kind-${index}`}
          needed
          label={t("congress-acts.operation.kind")}
          choices={kinds}
        />
        <TextField
          t={t}
          form={form}
          name={`marker-${index}`}
          label={t("congress-acts.operation.marker")}
          hint={t("congress-acts.operation.markerHint")}
          maxlength={20}
        />
      </div>
    </>
  );
}

export function OperationBlock(props: BlockProps) {
  const { page, index, alone, form, choices, note } = props;
  const { t } = page;
  const reason = reasonOf(form.refusal, index);
  const said = reason ? refusalSentence(t, reason) : note && t(`congress-acts.note.${note}`);
  return (
    <fieldset class="operation" aria-describedby={said ? `r-op-${index}` : undefined}>
      <legend>{t("congress-acts.operation.number", { number: index + 1 })}</legend>
      {said && (
        <p class="reason" id={`r-op-${index}`}>
          {said}
        </p>
      )}
      <What {...props} />
      <div class="when replace delete move">
        <Select
          t={t}
          form={form}
          name={`paragraph-${index}`}
          needed
          label={t("congress-acts.operation.paragraph")}
          empty={t("congress-acts.operation.choose")}
          choices={choices}
        />
      </div>
      <div class="when insertAfter move">
        <Select
          t={t}
          form={form}
          name={`after-${index}`}
          needed
          label={t("congress-acts.operation.after")}
          empty={t("congress-acts.operation.choose")}
          choices={[{ value: START, label: t("congress-acts.operation.start") }, ...choices]}
        />
      </div>
      <NewWords {...props} />
      {!alone && (
        <button class="button second" type="submit" name="step" value={`remove-${index}`} formnovalidate>
          {t("congress-acts.operation.remove", { number: index + 1 })}
        </button>
      )}
    </fieldset>
  );
}

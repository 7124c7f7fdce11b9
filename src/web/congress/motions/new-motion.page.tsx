// The form by which a delegation submits a motion.
import { type EditionView, writtenMotionKinds } from "#congress";
import { textIn } from "#platform/multilingual";
import { FormPage } from "../../layout/form-page.tsx";
import {
  type Choice,
  type FormState,
  LanguageField,
  Select,
  TextArea,
  TextField,
} from "../../layout/forms.tsx";
import type { Page } from "../../request.ts";
import { kindChoices } from "./motion-frame.tsx";

export type NewMotionProps = {
  readonly page: Page;
  readonly edition: EditionView;
  readonly form: FormState;
  readonly freshKey: string;
  readonly delegations: readonly Choice[];
};

export function NewMotionPage({ page, edition, form, freshKey, delegations }: NewMotionProps) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("motions.submit")}
      section="congress"
      trail={[
        { href: edition.href, label: textIn(edition.title, page.language).text },
        { href: `${edition.href}/motions`, label: t("motions.title") },
      ]}
      lede={t("motions.submitLede")}
      freshKey={freshKey}
      send={t("motions.submit")}
    >
      <Select
        t={t}
        form={form}
        name="kind"
        label={t("motions.kind")}
        required
        choices={kindChoices(page, writtenMotionKinds)}
      />
      <TextField t={t} form={form} name="title" label={t("motions.name")} required maxlength={200} />
      <TextArea
        t={t}
        form={form}
        name="words"
        label={t("motions.words")}
        hint={t("motions.wordsHint")}
        rows={12}
        required
      />
      <TextArea
        t={t}
        form={form}
        name="reason"
        label={t("congress-acts.amendment.reason")}
        rows={5}
        maxlength={4000}
        required
      />
      <LanguageField page={page} form={form} label={t("motions.language")} />
      <Select
        t={t}
        form={form}
        name="organizationId"
        label={t("congress-acts.amendment.delegation")}
        required
        value={delegations[0]?.value}
        choices={delegations}
      />
    </FormPage>
  );
}

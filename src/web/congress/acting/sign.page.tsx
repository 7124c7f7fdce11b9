// Signing an adopted text: first exactly what will be signed, then the confirmation.
import { FormPage } from "../../layout/form-page.tsx";
import type { Choice, FormState } from "../../layout/forms.tsx";
import type { Page } from "../../request.ts";

/** One organisation for which the reader may sign, and under which mandate. */
export type Signing = Choice & { readonly signatory: string; readonly office: string };

type SignProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly text: {
    readonly path: string;
    readonly title: string;
    readonly version: number;
    readonly contentHash: string;
  };
  readonly signings: readonly Signing[];
};

export function SignPage({ page, form, text, signings }: SignProps) {
  const { t } = page;
  const chosen = form.typed["organizationId"] ?? signings[0]?.value;
  const confirm = form.refusal?.fields.some(({ field }) => field === "confirmed");
  return (
    <FormPage
      page={page}
      form={form}
      title={t("congress-acts.sign.title")}
      section="congress"
      trail={[{ href: text.path, label: text.title }]}
      lede={t("congress-acts.sign.lede")}
      send={t("congress-acts.sign.send")}
    >
      <dl>
        <dt>{t("congress-acts.sign.text")}</dt>
        <dd>{text.title}</dd>
        <dt>{t("congress-acts.sign.version")}</dt>
        <dd>
          <a href={`${text.path}/versions/${text.version}`}>{text.version}</a>
        </dd>
        <dt>{t("congress-acts.sign.hash")}</dt>
        <dd>
          <code class="hash">{text.contentHash}</code>
        </dd>
      </dl>
      <fieldset>
        <legend>{t("congress-acts.sign.organization")}</legend>
        {signings.map(({ value, label, signatory, office }) => (
          <label class="choice">
            <input type="radio" name="organizationId" value={value} checked={value === chosen} required />
            <b>{label}</b> <small>{t("congress-acts.sign.signatory", { signatory, office })}</small>
          </label>
        ))}
      </fieldset>
      <div class={confirm ? "field wrong" : "field"}>
        <label class="choice">
          <input type="checkbox" name="confirmed" value="yes" required />
          {t("congress-acts.sign.confirm")}
        </label>
        {confirm && <p class="reason">{t("refusal.confirmationMissing")}</p>}
      </div>
    </FormPage>
  );
}

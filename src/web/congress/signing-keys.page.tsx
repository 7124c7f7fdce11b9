// The keys by which an organisation signs, for whoever checks a signature; and their renewal, for whoever signs for it.
import { type SigningKeys, signingKeysPath } from "#congress";
import { formatDate } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";
import { type FormState, FormRefusal, LanguageField, Submit, TextArea } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Nothing } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

type SigningKeysProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly found: SigningKeys;
  readonly mayRenew: boolean;
};

export function SigningKeysPage({ page, form, found: { organization, keys }, mayRenew }: SigningKeysProps) {
  const { t, language } = page;
  const name = textIn(organization.name, language).text;
  const day = (at: Date) => formatDate(at, language, "medium");
  const [latest] = keys;
  return (
    <Layout page={page} title={t("congress.keysTitle")} section="organizations">
      <Crumbs
        page={page}
        trail={[
          { href: "/organizations", label: t("layout.section.organizations") },
          { href: `/organizations/${organization.slug}`, label: name },
        ]}
      />
      <h1>{t("congress.keysTitle")}</h1>
      <p class="lede">{t("congress.keysLede", { organization: name })}</p>
      {keys.length === 0 && <Nothing>{t("congress.noKeys")}</Nothing>}
      <ul class="list">
        {keys.map((key) => (
          <li>
            <code class="hash">{key.publicKey}</code>
            <small>
              {key.retiredAt
                ? t("congress.keyRetired", { from: day(key.madeAt), to: day(key.retiredAt) })
                : t("congress.keyCurrent", { date: day(key.madeAt) })}
              {" · "}
              {t("congress.keySignatures", { count: key.signatures })}
            </small>
          </li>
        ))}
      </ul>
      {keys.some(({ retiredAt }) => retiredAt) && (
        <p>
          <a href={`/log?subject=${signingKeysPath(organization.slug)}`}>{t("congress.proof")}</a>
        </p>
      )}
      {mayRenew && latest && (
        <section class="card">
          <h2>{t("congress-acts.keys.renew")}</h2>
          <p>{t("congress-acts.keys.renewHint")}</p>
          <form method="post">
            <FormRefusal t={t} form={form} />
            <input type="hidden" name="expectedKey" value={latest.publicKey} />
            <TextArea
              t={t}
              form={form}
              name="reason"
              label={t("congress-acts.keys.reason")}
              required
              rows={3}
              maxlength={1000}
            />
            <LanguageField page={page} form={form} label={t("congress-acts.reasonLanguage")} />
            <Submit label={t("congress-acts.keys.renew")} second />
          </form>
        </section>
      )}
    </Layout>
  );
}

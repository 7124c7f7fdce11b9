// Signing in: the password, the second step, the passkey, and links of the demonstration.
import { FormPage } from "../layout/form-page.tsx";
import { emptyForm, type FormState, Submit, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import type { Page } from "../request.ts";
import { CurrentPasswordField, EmailField } from "./fields.tsx";

type Props = { readonly page: Page; readonly form: FormState; readonly next: string };

/** A page of signing in that leads to `next` in the end. */
export function withNext(path: string, next: string): string {
  return next === "/account" ? path : `${path}?next=${encodeURIComponent(next)}`;
}

export function SignInPage({ page, form, next, told }: Props & { readonly told: string | undefined }) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("accounts.signIn.title")}
      before={
        told && (
          <div class="told" role="status">
            <p>{told}</p>
          </div>
        )
      }
      action={withNext("/sign-in", next)}
      send={t("accounts.signIn.submit")}
      besideSend={
        <button class="button second" type="submit" form="with-passkey">
          {t("accounts.signIn.withPasskey")}
        </button>
      }
      after={<OtherWays page={page} next={next} />}
    >
      <EmailField page={page} form={form} />
      <CurrentPasswordField page={page} form={form} />
      <div class="field">
        <label class="choice">
          <input
            type="checkbox"
            name="remember"
            value="yes"
            checked={form.typed["remember"] === "yes"}
            aria-describedby="h-remember"
          />
          {t("accounts.signIn.remember")}
        </label>
        <p class="hint" id="h-remember">
          {t("accounts.signIn.rememberHint")}
        </p>
      </div>
    </FormPage>
  );
}

function OtherWays({ page: { t }, next }: Omit<Props, "form">) {
  return (
    <>
      <form id="with-passkey" method="post" action={withNext("/sign-in/passkey", next)}></form>
      <p>
        <a href="/password/forgotten">{t("accounts.signIn.forgotten")}</a>
      </p>
      <p class="quiet">{t("accounts.signIn.byInvitation")}</p>
    </>
  );
}

export function CodePage({ page, form, next }: Props) {
  const { t } = page;
  const action = withNext("/sign-in/code", next);
  return (
    <FormPage
      page={page}
      form={form}
      title={t("accounts.code.title")}
      lede={t("accounts.code.lede")}
      action={action}
      send={t("accounts.code.submit")}
      after={<RecoveryForm page={page} action={action} open={Boolean(form.refusal)} />}
    >
      <TextField
        t={t}
        form={form}
        name="code"
        label={t("accounts.code.code")}
        required
        inputmode="numeric"
        autocomplete="one-time-code"
        maxlength={12}
      />
    </FormPage>
  );
}

/** For whoever has lost what shows the codes. */
function RecoveryForm({ page: { t }, action, open }: { page: Page; action: string; open: boolean }) {
  return (
    <section>
      <details open={open}>
        <summary>{t("accounts.code.recoveryTitle")}</summary>
        <form method="post" action={action}>
          <TextField
            t={t}
            form={emptyForm}
            name="recovery"
            label={t("accounts.code.recovery")}
            hint={t("accounts.code.recoveryHint")}
            required
            autocomplete="off"
            maxlength={40}
          />
          <Submit label={t("accounts.code.submit")} second />
        </form>
      </details>
    </section>
  );
}

type PasskeyProps = Omit<Props, "form"> & { readonly challenge: string };

export function PasskeyPage({ page, next, challenge }: PasskeyProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t("accounts.passkey.title")} islands={["passkeys.js"]}>
      <h1>{t("accounts.passkey.title")}</h1>
      <p class="lede">{t("accounts.passkey.lede")}</p>
      <form
        method="post"
        action={withNext("/sign-in/passkey", next)}
        data-passkey="sign-in"
        data-next={next}
        data-challenge={challenge}
        data-rp={new URL(page.origin).hostname}
        hidden
      >
        <p class="refused" role="alert" data-failed hidden>
          {t("accounts.passkey.failed")}
        </p>
        <p>
          <Submit label={t("accounts.passkey.use")} />
        </p>
      </form>
      <noscript>
        <p>{t("accounts.passkey.needsScript")}</p>
      </noscript>
      <p>
        <a href={withNext("/sign-in", next)}>{t("accounts.signIn.title")}</a>
      </p>
    </Layout>
  );
}

export function LinkPage({ page, name }: { readonly page: Page; readonly name: string }) {
  const { t } = page;
  return (
    <Layout page={page} title={t("accounts.signIn.link")}>
      <h1>{t("accounts.signIn.link")}</h1>
      <p class="lede">{t("accounts.signIn.linkLede", { name })}</p>
      <form method="post">
        <Submit label={t("accounts.signIn.linkSubmit", { name })} />
      </form>
    </Layout>
  );
}

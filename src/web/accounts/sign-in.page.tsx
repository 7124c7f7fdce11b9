// Signing in: the password, the second step, the passkey, and links of the demonstration.
import { type FormState, FormRefusal, Submit, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import type { Page } from "../request.ts";

type Props = { readonly page: Page; readonly form: FormState; readonly next: string };

/** A page of signing in that leads to `next` in the end. */
export function withNext(path: string, next: string): string {
  return next === "/account" ? path : `${path}?next=${encodeURIComponent(next)}`;
}

export function SignInPage({ page, form, next, told }: Props & { readonly told: string | undefined }) {
  const { t } = page;
  return (
    <Layout page={page} title={t("accounts.signIn.title")}>
      <h1>{t("accounts.signIn.title")}</h1>
      {told && (
        <div class="told" role="status">
          <p>{told}</p>
        </div>
      )}
      <form method="post" action={withNext("/sign-in", next)}>
        <FormRefusal t={t} form={form} />
        <TextField
          t={t}
          form={form}
          name="email"
          type="email"
          label={t("accounts.email")}
          required
          autocomplete="username"
          maxlength={254}
        />
        <TextField
          t={t}
          form={form}
          name="password"
          type="password"
          label={t("accounts.password")}
          required
          autocomplete="current-password"
          maxlength={256}
        />
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
        <p class="acts">
          <Submit label={t("accounts.signIn.submit")} />
          <button class="button second" type="submit" form="with-passkey">
            {t("accounts.signIn.withPasskey")}
          </button>
        </p>
      </form>
      <form id="with-passkey" method="post" action={withNext("/sign-in/passkey", next)}></form>
      <p>
        <a href="/password/forgotten">{t("accounts.signIn.forgotten")}</a>
      </p>
      <p class="quiet">{t("accounts.signIn.byInvitation")}</p>
    </Layout>
  );
}

export function CodePage({ page, form, next }: Props) {
  const { t } = page;
  const action = withNext("/sign-in/code", next);
  return (
    <Layout page={page} title={t("accounts.code.title")}>
      <h1>{t("accounts.code.title")}</h1>
      <p class="lede">{t("accounts.code.lede")}</p>
      <form method="post" action={action}>
        <FormRefusal t={t} form={form} />
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
        <Submit label={t("accounts.code.submit")} />
      </form>
      <section>
        <details open={Boolean(form.refusal)}>
          <summary>{t("accounts.code.recoveryTitle")}</summary>
          <form method="post" action={action}>
            <TextField
              t={t}
              form={form}
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
    </Layout>
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
        <Submit label={t("accounts.passkey.use")} />
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

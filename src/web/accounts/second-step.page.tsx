// Turning the second step on and off, and its recovery codes.
import { raw } from "hono/html";
import type { SecondStep } from "#platform/accounts/accounts";
import { type FormState, FormRefusal, Submit, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import type { Page } from "../request.ts";
import { AccountCrumbs } from "./account.page.tsx";

/** A secret given out and not confirmed yet: its key, drawn and written, and its recovery codes. */
export type Pending = {
  readonly key: string;
  readonly qrSvg: string;
  readonly recoveryCodes: readonly string[];
};

type Props = {
  readonly page: Page;
  readonly form: FormState;
  readonly state: SecondStep;
  readonly pending: Pending | undefined;
};

export function SecondStepPage({ page, form, state, pending }: Props) {
  const { t } = page;
  return (
    <Layout page={page} title={t("accounts.secondStep.title")}>
      <AccountCrumbs page={page} />
      <h1>{t("accounts.secondStep.title")}</h1>
      <p class="lede">{t("accounts.secondStep.lede")}</p>
      <FormRefusal t={t} form={form} />
      {state === "on" && <OnForms page={page} />}
      {state === "off" && (
        <WithPassword page={page} action="start" label={t("accounts.secondStep.start")} id="start" />
      )}
      {pending && <PendingParts page={page} pending={pending} />}
    </Layout>
  );
}

function OnForms({ page }: { page: Page }) {
  const { t } = page;
  return (
    <>
      <p>{t("accounts.account.secondStepOn")}</p>
      <section>
        <h2>{t("accounts.secondStep.anew")}</h2>
        <p>{t("accounts.secondStep.anewLede")}</p>
        <WithPassword page={page} action="codes" label={t("accounts.secondStep.anew")} id="codes" />
      </section>
      <section>
        <h2>{t("accounts.secondStep.stop")}</h2>
        <WithPassword page={page} action="stop" label={t("accounts.secondStep.stop")} id="stop" />
      </section>
    </>
  );
}

/** Each asks for the password again: an open session on a borrowed phone must not be enough. */
function WithPassword(props: { page: Page; action: string; label: string; id: string }) {
  const { page, action, label, id } = props;
  return (
    <form method="post" action={`/account/second-step/${action}`}>
      <div class="field">
        <label for={`f-${id}`}>{page.t("accounts.password")}</label>
        <input
          id={`f-${id}`}
          name="password"
          type="password"
          required
          autocomplete="current-password"
          maxlength={256}
        />
      </div>
      <Submit label={label} second={action !== "start"} />
    </form>
  );
}

function PendingParts({ page, pending }: { page: Page; pending: Pending }) {
  const { t } = page;
  return (
    <>
      <section>
        <h2>{t("accounts.secondStep.scan")}</h2>
        <p>{t("accounts.secondStep.scanLede")}</p>
        <figure class="qr" role="img" aria-label={t("accounts.secondStep.qr")}>
          {raw(pending.qrSvg)}
        </figure>
        <dl>
          <dt>{t("accounts.secondStep.key")}</dt>
          <dd>
            <code>{pending.key.replace(/.{4}(?=.)/g, "$& ")}</code>
          </dd>
        </dl>
      </section>
      <section>
        <h2>{t("accounts.secondStep.write")}</h2>
        <p>{t("accounts.secondStep.writeLede")}</p>
        <Codes codes={pending.recoveryCodes} />
      </section>
      <section>
        <h2>{t("accounts.secondStep.confirm")}</h2>
        <form method="post" action="/account/second-step/confirm">
          <TextField
            t={t}
            form={{ typed: {} }}
            name="code"
            label={t("accounts.code.code")}
            required
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength={12}
          />
          <Submit label={t("accounts.secondStep.confirmSubmit")} />
        </form>
      </section>
    </>
  );
}

function Codes({ codes }: { codes: readonly string[] }) {
  return (
    <ul class="codes">
      {codes.map((code) => (
        <li>
          <code>{code}</code>
        </li>
      ))}
    </ul>
  );
}

export function CodesPage({ page, codes }: { readonly page: Page; readonly codes: readonly string[] }) {
  const { t } = page;
  return (
    <Layout page={page} title={t("accounts.secondStep.codesTitle")}>
      <AccountCrumbs page={page} />
      <h1>{t("accounts.secondStep.codesTitle")}</h1>
      <p class="lede">{t("accounts.secondStep.writeLede")}</p>
      <Codes codes={codes} />
      <p>
        <a class="button" href="/account/second-step">
          {t("accounts.secondStep.back")}
        </a>
      </p>
    </Layout>
  );
}

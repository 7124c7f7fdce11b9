// Somebody's own account: mandates, safety, sessions, passkeys, password.
import { type HeldMandate, inForce } from "#confederation";
import type { Passkey, SecondStep, Session } from "#platform/accounts/accounts";
import { textIn } from "#platform/multilingual";
import { formatDate } from "#platform/i18n/i18n";
import { FormPage } from "../layout/form-page.tsx";
import { type FormState, Submit, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { type Crumb, Crumbs, Nothing, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { CurrentPasswordField, NewPasswordField } from "./fields.tsx";

/** What a redirect to the account may say. */
export const tellings = [
  "welcome",
  "password",
  "session",
  "secondStepOn",
  "secondStepOff",
  "passkeyRemoved",
  "invitationAccepted",
] as const;
export type Telling = (typeof tellings)[number];

export function Told({ page, told }: { readonly page: Page; readonly told: Telling | undefined }) {
  return told ? (
    <div class="told" role="status">
      <p>{page.t(`accounts.done.${told}`)}</p>
    </div>
  ) : null;
}

export type OwnMandate = HeldMandate & { readonly mayInvite: boolean };

type AccountProps = {
  readonly page: Page;
  readonly told: Telling | undefined;
  readonly now: Date;
  readonly mandates: readonly OwnMandate[];
  readonly sessions: readonly Session[];
  readonly sessionId: string;
  readonly secondStep: SecondStep;
  readonly passkeys: number;
  readonly operates: boolean;
};

export function AccountPage(props: AccountProps) {
  const { page, told, operates } = props;
  const { t } = page;
  return (
    <Layout page={page} title={t("accounts.account.title")}>
      <h1>{t("accounts.account.title")}</h1>
      <Told page={page} told={told} />
      <section>
        <h2>{t("accounts.account.mandates")}</h2>
        {props.mandates.length === 0 && <Nothing>{t("accounts.account.noMandates")}</Nothing>}
        <ul class="list">
          {props.mandates.map((mandate) => (
            <Mandate page={page} mandate={mandate} now={props.now} />
          ))}
        </ul>
        {operates && (
          <p>
            <a href="/node/mail">{t("accounts.outbox.title")}</a> ·{" "}
            <a href="/node/offices">{t("offices.title")}</a>
          </p>
        )}
      </section>
      <Safety {...props} />
      <Sessions {...props} />
      <section>
        <form method="post" action="/sign-out">
          <Submit label={t("accounts.signOut")} second />
        </form>
      </section>
    </Layout>
  );
}

function stateOf(mandate: HeldMandate, now: Date) {
  if (mandate.recalledAt) return ["late", "recalled"] as const;
  if (inForce(mandate, now)) return ["done", "inForce"] as const;
  return mandate.startsAt > now ? (["going", "toCome"] as const) : (["quiet", "ended"] as const);
}

function termOf(page: Page, { startsAt, endsAt }: HeldMandate): string {
  const from = formatDate(startsAt, page.language);
  return endsAt
    ? page.t("accounts.account.fromTo", { from, to: formatDate(endsAt, page.language) })
    : page.t("accounts.account.from", { date: from });
}

function Mandate({ page, mandate, now }: { page: Page; mandate: OwnMandate; now: Date }) {
  const { t, language } = page;
  const [tone, state] = stateOf(mandate, now);
  return (
    <li>
      <span>
        <a href={`/organizations/${mandate.organizationSlug}`}>
          {t("accounts.account.officeIn", {
            office: textIn(mandate.officeName, language).text,
            organization: textIn(mandate.organizationName, language).text,
          })}
        </a>{" "}
        <Tag tone={tone}>{t(`accounts.account.${state}`)}</Tag>
      </span>
      <small>{termOf(page, mandate)}</small>
      {mandate.mayInvite && (
        <small>
          <a href={`/organizations/${mandate.organizationSlug}/people/invite`}>
            {t("accounts.account.invite")}
          </a>
        </small>
      )}
    </li>
  );
}

function Safety({ page, secondStep, passkeys }: AccountProps) {
  const { t } = page;
  return (
    <section>
      <h2>{t("accounts.account.safety")}</h2>
      <ul class="list">
        <li>
          <a href="/account/password">{t("accounts.account.toPassword")}</a>
        </li>
        <li>
          <a href="/account/second-step">{t("accounts.account.toSecondStep")}</a>
          <small>{t(`accounts.account.secondStep${secondStep === "on" ? "On" : "Off"}`)}</small>
        </li>
        <li>
          <a href="/account/passkeys">{t("accounts.account.toPasskeys")}</a>
          <small>{t("accounts.account.passkeyCount", { count: passkeys })}</small>
        </li>
      </ul>
    </section>
  );
}

function Sessions({ page, sessions, sessionId }: AccountProps) {
  const { t } = page;
  return (
    <section>
      <h2>{t("accounts.account.sessions")}</h2>
      <p>{t("accounts.account.sessionsLede")}</p>
      <ul class="list">
        {sessions.map((session) => (
          <li>
            <span>
              {session.device || t("accounts.account.unknownDevice")}{" "}
              {session.id === sessionId && <Tag tone="plain">{t("accounts.account.thisSession")}</Tag>}
            </span>
            <small>
              {t("accounts.account.sessionSince", { date: formatDate(session.createdAt, page.language) })}
            </small>
            {session.id !== sessionId && (
              <form method="post" action={`/account/sessions/${session.id}/end`}>
                <Submit label={t("accounts.account.endSession")} second />
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The way back, on every page below the account. */
export function accountCrumb(page: Page): Crumb {
  return { href: "/account", label: page.t("accounts.account.title") };
}

export function AccountCrumbs({ page }: { readonly page: Page }) {
  return <Crumbs page={page} trail={[accountCrumb(page)]} />;
}

export function PasswordPage({ page, form }: { readonly page: Page; readonly form: FormState }) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("accounts.changePassword.title")}
      trail={[accountCrumb(page)]}
      lede={t("accounts.changePassword.lede")}
      send={t("accounts.changePassword.submit")}
    >
      <CurrentPasswordField
        page={page}
        form={form}
        name="currentPassword"
        label={t("accounts.passwordCurrent")}
      />
      <NewPasswordField page={page} form={form} />
    </FormPage>
  );
}

export function PasskeysPage({ page, passkeys }: { page: Page; passkeys: readonly Passkey[] }) {
  const { t } = page;
  const empty = { typed: {} };
  return (
    <Layout page={page} title={t("accounts.passkeys.title")} islands={["passkeys.js"]}>
      <AccountCrumbs page={page} />
      <h1>{t("accounts.passkeys.title")}</h1>
      <p class="lede">{t("accounts.passkeys.lede")}</p>
      {passkeys.length === 0 && <Nothing>{t("accounts.passkeys.none")}</Nothing>}
      <ul class="list">
        {passkeys.map((passkey) => (
          <li>
            <span>{passkey.name || t("accounts.passkeys.unnamed")}</span>
            {passkey.createdAt && (
              <small>
                {t("accounts.passkeys.since")} <When page={page} at={passkey.createdAt} />
              </small>
            )}
            <form method="post" action={`/account/passkeys/${passkey.id}/remove`}>
              <Submit label={t("accounts.passkeys.remove")} second />
            </form>
          </li>
        ))}
      </ul>
      <section>
        <div data-passkey="add" hidden>
          <p class="refused" role="alert" data-failed hidden>
            {t("accounts.passkey.failed")}
          </p>
          <p class="refused" role="alert" data-stale hidden>
            {t("accounts.passkey.stale")}
          </p>
          <form>
            <TextField
              t={t}
              form={empty}
              name="name"
              label={t("accounts.passkeys.name")}
              hint={t("accounts.passkeys.nameHint")}
              autocomplete="off"
              maxlength={60}
            />
            <Submit label={t("accounts.passkeys.add")} />
          </form>
        </div>
        <noscript>
          <p>{t("accounts.passkey.needsScript")}</p>
        </noscript>
      </section>
    </Layout>
  );
}

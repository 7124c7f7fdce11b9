// An invitation as whoever got it sees it, and the form of whoever makes one.
import type { Office, OfferedInvitation, OpenInvitation } from "#confederation";
import { formatDate } from "#platform/i18n/i18n";
import { type Multilingual, textIn } from "#platform/multilingual";
import {
  type Choice,
  type FormState,
  FormRefusal,
  LanguageField,
  Select,
  Submit,
  TextArea,
  TextField,
} from "../layout/forms.tsx";
import { FormPage } from "../layout/form-page.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Lang, Nothing } from "../layout/parts.tsx";
import { organizationTrail } from "../organizations/words.ts";
import type { Page } from "../request.ts";
import { NewAccountFields } from "./setup.page.tsx";

type InvitationProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly invitation: OfferedInvitation;
  /** Whether there is an account with the invited address already. */
  readonly hasAccount: boolean;
  readonly token: string;
};

export function InvitationPage({ page, form, invitation, hasAccount, token }: InvitationProps) {
  const { t, viewer, language } = page;
  const organization = textIn(invitation.organizationName, language).text;
  const date = formatDate(invitation.expiresAt, language);
  return (
    <Layout page={page} title={t("accounts.invitation.title")}>
      <h1>{t("accounts.invitation.title")}</h1>
      <p class="lede">{t("accounts.invitation.lede", { organization })}</p>
      <Offer page={page} invitation={invitation} />
      <p class="quiet">{t("accounts.invitation.expires", { date })}</p>
      {!viewer && hasAccount ? (
        <>
          <p>{t("accounts.invitation.signInFirst")}</p>
          <p>
            <a class="button" href={`/sign-in?next=${encodeURIComponent(`/invitations/${token}`)}`}>
              {t("accounts.signIn.title")}
            </a>
          </p>
        </>
      ) : (
        <form method="post">
          <FormRefusal t={t} form={form} />
          {viewer ? (
            <Submit label={t("accounts.invitation.acceptAs", { name: viewer.name })} />
          ) : (
            <>
              <fieldset>
                <legend>{t("accounts.invitation.account")}</legend>
                <p>{t("accounts.invitation.accountFor", { email: invitation.email })}</p>
                <NewAccountFields page={page} form={form} withEmail={false} />
              </fieldset>
              <Submit label={t("accounts.invitation.submit")} />
            </>
          )}
        </form>
      )}
    </Layout>
  );
}

function Offer({ page, invitation }: Pick<InvitationProps, "page" | "invitation">) {
  const { t, language } = page;
  const { endsAt } = invitation;
  const decision = textIn(invitation.decision, language);
  return (
    <dl>
      <dt>{t("accounts.invitation.office")}</dt>
      <dd>{textIn(invitation.officeName, language).text}</dd>
      <dt>{t("accounts.invitation.covers")}</dt>
      <dd>{t(`organizations.mandates.covers.${invitation.covers}`)}</dd>
      <dt>{t("accounts.invitation.term")}</dt>
      <dd>
        {endsAt
          ? t("accounts.invitation.termUntil", { date: formatDate(endsAt, language) })
          : t("accounts.invitation.termOpen")}
      </dd>
      <dt>{t("accounts.invitation.decision")}</dt>
      <dd>
        <Lang page={page} of={decision.language}>
          {decision.text}
        </Lang>
      </dd>
    </dl>
  );
}

type InviteProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly slug: string;
  readonly organizationName: Multilingual;
  readonly offices: readonly Office[];
  readonly reaches: readonly string[];
  readonly open: readonly OpenInvitation[];
};

export function InvitePage(props: InviteProps) {
  const { page, organizationName } = props;
  const { t, language } = page;
  const organization = textIn(organizationName, language).text;
  return (
    <FormPage
      page={page}
      form={props.form}
      title={t("accounts.invite.title")}
      section="organizations"
      trail={organizationTrail(page, { slug: props.slug, name: organizationName })}
      lede={t("accounts.invite.lede", { organization })}
      send={t("accounts.invite.submit")}
      after={<OpenInvitations {...props} />}
    >
      <OfferFields {...props} />
      <DecisionFields {...props} />
    </FormPage>
  );
}

function OfferFields({ page, form, offices, reaches }: InviteProps) {
  const { t, language } = page;
  const named = (office: Office): Choice => ({
    value: office.key,
    label: textIn(office.name, language).text,
  });
  const covers = reaches.map((value) => ({ value, label: t(`organizations.mandates.covers.${value}`) }));
  return (
    <>
      <TextField
        t={t}
        form={form}
        name="email"
        type="email"
        label={t("accounts.invite.email")}
        hint={t("accounts.emailHint")}
        required
        autocomplete="off"
        maxlength={254}
      />
      <Select
        t={t}
        form={form}
        name="office"
        label={t("accounts.invitation.office")}
        required
        empty=""
        choices={offices.map(named)}
      />
      <Select
        t={t}
        form={form}
        name="covers"
        label={t("accounts.invitation.covers")}
        required
        choices={covers}
      />
      <TextField
        t={t}
        form={form}
        name="endsOn"
        type="date"
        label={t("accounts.invite.endsOn")}
        hint={t("accounts.invite.endsOnHint")}
      />
    </>
  );
}

function DecisionFields({ page, form }: InviteProps) {
  const { t } = page;
  return (
    <>
      <TextArea
        t={t}
        form={form}
        name="decision"
        label={t("accounts.invite.decision")}
        hint={t("accounts.invite.decisionHint")}
        required
        rows={3}
        maxlength={500}
      />
      <LanguageField page={page} form={form} label={t("accounts.invite.language")} />
    </>
  );
}

function OpenInvitations({ page, slug, open }: InviteProps) {
  const { t, language } = page;
  return (
    <section>
      <h2>{t("accounts.invite.open")}</h2>
      {open.length === 0 && <Nothing>{t("accounts.invite.none")}</Nothing>}
      <ul class="list">
        {open.map((invitation) => (
          <li>
            <span>{invitation.email}</span>
            <small>
              {t("accounts.invite.openUntil", {
                office: textIn(invitation.officeName, language).text,
                date: formatDate(invitation.expiresAt, language),
              })}
            </small>
            <form
              method="post"
              action={`/organizations/${slug}/people/invitations/${invitation.id}/withdraw`}
            >
              <Submit label={t("accounts.invite.withdraw")} second />
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

type MadeProps = Pick<InviteProps, "page" | "slug" | "organizationName"> & {
  readonly email: string;
  readonly link: string;
};

export function InvitationMadePage(props: MadeProps) {
  const { page, slug, email, link } = props;
  const { t } = page;
  return (
    <Layout page={page} title={t("accounts.invite.madeTitle")} section="organizations">
      <Crumbs page={page} trail={organizationTrail(page, { slug, name: props.organizationName })} />
      <h1>{t("accounts.invite.madeTitle")}</h1>
      <p class="lede">{t("accounts.invite.made", { email })}</p>
      <p>
        <code>{link}</code>
      </p>
      <p>
        <a class="button second" href={`/organizations/${slug}/people/invite`}>
          {t("accounts.invite.another")}
        </a>
      </p>
    </Layout>
  );
}

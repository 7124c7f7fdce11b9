// Inviting people, and accepting.
// Invariant: the account, the person and the mandate come into being together or not at all.
import { Hono } from "hono";
import {
  acceptInvitation,
  authorise,
  findInvitingOrganization,
  invitePerson,
  type InvitePersonInput,
  type InvitingOrganization,
  listOffices,
  listOpenInvitations,
  may,
  reachesToGive,
  readInvitation,
  withdrawInvitation,
} from "#confederation";
import type { Accounts } from "#platform/accounts/accounts";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { formatDate } from "#platform/i18n/i18n";
import { queueMail } from "#platform/mail/mail";
import { inOneLanguage, textIn } from "#platform/multilingual";
import { emptyForm, type FormState, refusedForm } from "../layout/forms.tsx";
import { fromAddress, limitAttempts } from "../rate-limit.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { InvitationMadePage, InvitationPage, InvitePage } from "./invitations.page.tsx";
import { keepCookies, personalTo, shownInForm, statusFor } from "./request.ts";

type Status = 200 | 409 | 422 | 429;

async function organizationOf(c: WebContext): Promise<InvitingOrganization> {
  const found = await findInvitingOrganization(c.var.ctx.db, c.req.param("slug") ?? "");
  if (!found) throw new Refusal("missing", "organizationUnknown");
  return found;
}

async function showInvite(c: WebContext, form: FormState, status: Status = 200) {
  const { ctx, page } = c.var;
  const { id, slug, name } = await organizationOf(c);
  await authorise(ctx, "people.invite", id);
  const operates = await may(ctx, "node.operate", null);
  const offices = await listOffices(ctx.db);
  return c.html(
    <InvitePage
      page={page}
      form={form}
      slug={slug}
      organizationName={name}
      offices={offices.filter(({ capabilities }) => operates || !capabilities.includes("node.operate"))}
      reaches={await reachesToGive(ctx, id)}
      open={await listOpenInvitations(ctx.db, id, ctx.now)}
    />,
    status,
  );
}

/** The last day is included: the mandate ends with it, in UTC. */
function endOfDay(typed: string): Date | null {
  if (typed === "") return null;
  const day = new Date(`${typed}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(typed) || Number.isNaN(day.getTime()))
    throw new Refusal("invalid", "inputInvalid", {}, [
      { field: "endsOn", reason: "dateMalformed", facts: {} },
    ]);
  return new Date(day.getTime() + 86_400_000);
}

function inputFrom(body: FormBody, { id }: InvitingOrganization): InvitePersonInput {
  return {
    email: body.get("email"),
    organizationId: id,
    office: body.get("office"),
    covers: body.get("covers") as NonNullable<InvitePersonInput["covers"]>,
    endsAt: endOfDay(body.get("endsOn").trim()),
    decision: inOneLanguage(body.get("language"), body.get("decision")),
  };
}

/** Makes the invitation and queues its mail in one transaction. */
async function inviteAndMail(
  c: WebContext,
  organization: InvitingOrganization,
  body: FormBody,
): Promise<string> {
  const { ctx, page } = c.var;
  const { t, language } = page;
  const input = inputFrom(body, organization);
  const offices = await listOffices(ctx.db);
  return transact(ctx, async (tx) => {
    const { token, expiresAt } = await invitePerson(tx, input);
    const link = `${ctx.node.origin}/invitations/${token}`;
    const office = offices.find(({ key }) => key === input.office);
    const facts = {
      organization: textIn(organization.name, language).text,
      office: office ? textIn(office.name, language).text : input.office,
      link,
      date: formatDate(expiresAt, language),
    };
    const subject = t("accounts.mail.invitationSubject", facts).slice(0, 200);
    await queueMail(tx, {
      recipient: input.email.trim(),
      subject,
      body: t("accounts.mail.invitation", facts),
      link,
    });
    return link;
  });
}

/** `decision.texts.es` is the form's field `decision`; `endsAt` is `endsOn`. */
function withFormFields(refusal: Refusal): Refusal {
  const fields = refusal.fields.map((field) => {
    const [first = ""] = field.field.split(".");
    return { ...field, field: first === "endsAt" ? "endsOn" : first };
  });
  return new Refusal(refusal.kind, refusal.reason, refusal.facts, fields);
}

async function showInvitation(c: WebContext, accounts: Accounts, form: FormState, status: Status = 200) {
  const token = c.req.param("token") ?? "";
  const invitation = await readInvitation(c.var.ctx, token);
  const hasAccount = await accounts.hasAccount(invitation.email);
  const props = { page: c.var.page, form, invitation, hasAccount, token };
  c.header("Cache-Control", "no-store");
  return c.html(<InvitationPage {...props} />, status);
}

/** For a visitor: the account, the person and the mandate at once. */
async function acceptAsNew(c: WebContext, accounts: Accounts, token: string, body: FormBody): Promise<void> {
  const { ctx } = c.var;
  const { email } = await readInvitation(ctx, token);
  const [name, password] = [body.get("name"), body.get("password")];
  const personal = personalTo(c, name);
  await transact(ctx, async (tx: Ctx) => {
    const accountId = await accounts.createAccount(tx, { email, password, personal });
    await acceptInvitation(tx, { token, name, accountId });
  });
  const { cookies } = await accounts.signIn(c.req.raw.headers, { email, password, remember: false });
  keepCookies(c, cookies);
}

export function invitationRoutes(accounts: Accounts) {
  return new Hono<Env>()
    .get("/organizations/:slug/people/invite", signedIn, (c) => showInvite(c, emptyForm))
    .post("/organizations/:slug/people/invite", signedIn, async (c) => {
      const body = await readForm(c);
      const organization = await organizationOf(c);
      const { slug, name, id } = organization;
      try {
        await limitAttempts(c, "invite", [{ subject: id, most: 60, minutes: 60 }]);
        const link = await inviteAndMail(c, organization, body);
        const made = { page: c.var.page, slug, organizationName: name, email: body.get("email"), link };
        c.header("Cache-Control", "no-store");
        return c.html(<InvitationMadePage {...made} />);
      } catch (error) {
        const refusal = withFormFields(shownInForm(error));
        return showInvite(c, refusedForm(body.raw, refusal), statusFor(refusal));
      }
    })
    .post("/organizations/:slug/people/invitations/:id/withdraw", signedIn, async (c) => {
      await withdrawInvitation(c.var.ctx, { invitationId: c.req.param("id") });
      return c.redirect(`/organizations/${c.req.param("slug")}/people/invite`, 303);
    })
    .get("/invitations/:token", async (c) => {
      await limitAttempts(c, "invitation", [fromAddress(c, 60, 10)]);
      return showInvitation(c, accounts, emptyForm);
    })
    .post("/invitations/:token", async (c) => {
      await limitAttempts(c, "invitation", [fromAddress(c, 60, 10)]);
      const { ctx, page } = c.var;
      const token = c.req.param("token");
      const body = await readForm(c);
      try {
        if (ctx.actor.kind === "person") {
          const name = page.viewer?.name ?? "";
          await acceptInvitation(ctx, { token, name, accountId: ctx.actor.accountId });
          return c.redirect("/account?told=invitationAccepted", 303);
        }
        await acceptAsNew(c, accounts, token, body);
        return c.redirect("/account?told=welcome", 303);
      } catch (error) {
        const refusal = shownInForm(error);
        // One that no longer holds has no form to show: its reason is the page.
        if (refusal.reason.startsWith("invitation")) throw refusal;
        const form = refusedForm(body.raw, refusal, ["password"]);
        return showInvitation(c, accounts, form, statusFor(refusal));
      }
    });
}

// Somebody's own account.
import { Hono } from "hono";
import { inForce, listMandates, may } from "#confederation";
import type { Accounts } from "#platform/accounts/accounts";
import type { Ctx } from "#platform/context";
import { emptyForm, type FormState, refusedForm } from "../layout/forms.tsx";
import { limitAttempts } from "../rate-limit.ts";
import { type Env, readForm, signedIn, type WebContext } from "../request.ts";
import { AccountPage, type OwnMandate, PasskeysPage, PasswordPage, tellings } from "./account.page.tsx";
import { keepCookies, ownSession, personalTo, shownInForm, statusFor } from "./request.ts";

async function ownMandates(ctx: Ctx): Promise<OwnMandate[]> {
  if (ctx.actor.kind !== "person") return [];
  const held = await listMandates(ctx.db, { personId: ctx.actor.personId }, ctx.now);
  const found: OwnMandate[] = [];
  for (const mandate of held) {
    const asked = inForce(mandate, ctx.now) && (await may(ctx, "people.invite", mandate.organizationId));
    found.push({ ...mandate, mayInvite: asked });
  }
  return found;
}

async function showAccount(c: WebContext, accounts: Accounts) {
  const { ctx, page } = c.var;
  const { accountId, sessionId } = await ownSession(c, accounts);
  return c.html(
    <AccountPage
      page={page}
      told={tellings.find((told) => told === c.req.query("told"))}
      now={ctx.now}
      mandates={await ownMandates(ctx)}
      sessions={await accounts.listSessions(accountId)}
      sessionId={sessionId}
      secondStep={await accounts.secondStepOf(accountId)}
      passkeys={(await accounts.listPasskeys(accountId)).length}
      operates={await may(ctx, "node.operate", null)}
    />,
  );
}

function showPassword(c: WebContext, form: FormState, status: 200 | 409 | 422 | 429 = 200) {
  return c.html(<PasswordPage page={c.var.page} form={form} />, status);
}

export function accountPages(accounts: Accounts) {
  return new Hono<Env>()
    .get("/account", signedIn, (c) => showAccount(c, accounts))
    .post("/account/sessions/:id/end", signedIn, async (c) => {
      const { accountId } = await ownSession(c, accounts);
      await accounts.endSession(accountId, c.req.param("id"));
      return c.redirect("/account?told=session", 303);
    })
    .get("/account/password", signedIn, (c) => showPassword(c, emptyForm))
    .post("/account/password", signedIn, async (c) => {
      const body = await readForm(c);
      const { accountId } = await ownSession(c, accounts);
      try {
        await limitAttempts(c, "own password", [{ subject: accountId, most: 10, minutes: 15 }]);
        const personal = personalTo(c, (await accounts.emailOf(accountId)) ?? "");
        const [currentPassword, newPassword] = [body.get("currentPassword"), body.get("newPassword")];
        const change = { currentPassword, newPassword, personal };
        keepCookies(c, await accounts.changePassword(c.req.raw.headers, change));
        return c.redirect("/account?told=password", 303);
      } catch (error) {
        const refusal = shownInForm(error);
        const form = refusedForm(body.raw, refusal, ["currentPassword", "newPassword"]);
        return showPassword(c, form, statusFor(refusal));
      }
    })
    .get("/account/passkeys", signedIn, async (c) => {
      const { accountId } = await ownSession(c, accounts);
      return c.html(<PasskeysPage page={c.var.page} passkeys={await accounts.listPasskeys(accountId)} />);
    })
    .post("/account/passkeys/:id/remove", signedIn, async (c) => {
      const { accountId } = await ownSession(c, accounts);
      await accounts.removePasskey(accountId, c.req.param("id"));
      return c.redirect("/account?told=passkeyRemoved", 303);
    });
}

// A new password through a link that is mailed.
// Invariant: whether there is an account is said by the mail alone, never by a page nor by how long it takes.
import { setTimeout as pause } from "node:timers/promises";
import { Hono } from "hono";
import type { Accounts } from "#platform/accounts/accounts";
import { queueMail } from "#platform/mail/mail";
import { emptyForm, type FormState, refusedForm } from "../layout/forms.tsx";
import { fromAddress, limitAttempts } from "../rate-limit.ts";
import { type Env, readForm, type WebContext } from "../request.ts";
import { AskedPage, ForgottenPage, ResetPage } from "./password.page.tsx";
import { nodeName, personalTo, shownInForm, statusFor } from "./request.ts";

/** Longer than making a link and queueing its mail takes. */
const ALIKE_MS = 300;

async function mailLink(c: WebContext, accounts: Accounts, email: string): Promise<void> {
  const { ctx, page } = c.var;
  const found = await accounts.requestPasswordReset(email);
  if (!found) return;
  const link = `${ctx.node.origin}/password/reset/${found.token}`;
  const node = nodeName(c);
  await queueMail(ctx, {
    recipient: found.email,
    subject: page.t("accounts.mail.resetSubject", { node }),
    body: page.t("accounts.mail.reset", { node, link }),
    link,
  });
}

function showReset(c: WebContext, form: FormState, status: 200 | 409 | 422 | 429 = 200) {
  return c.html(<ResetPage page={c.var.page} form={form} />, status);
}

export function passwordRoutes(accounts: Accounts) {
  return new Hono<Env>()
    .get("/password/forgotten", (c) => c.html(<ForgottenPage page={c.var.page} form={emptyForm} />))
    .post("/password/forgotten", async (c) => {
      const body = await readForm(c);
      const email = body.get("email");
      try {
        const byEmail = { subject: email.trim().toLowerCase(), most: 4, minutes: 60 };
        await limitAttempts(c, "forgotten password", [fromAddress(c, 20, 60), byEmail]);
      } catch (error) {
        const refusal = shownInForm(error);
        const form = refusedForm(body.raw, refusal);
        return c.html(<ForgottenPage page={c.var.page} form={form} />, statusFor(refusal));
      }
      await Promise.all([mailLink(c, accounts, email), pause(ALIKE_MS)]);
      return c.redirect("/password/asked", 303);
    })
    .get("/password/asked", (c) => c.html(<AskedPage page={c.var.page} />))
    .get("/password/reset/:token", (c) => showReset(c, emptyForm))
    .post("/password/reset/:token", async (c) => {
      const body = await readForm(c);
      try {
        await limitAttempts(c, "password reset", [fromAddress(c, 20, 60)]);
        const newPassword = body.get("newPassword");
        await accounts.resetPassword({ token: c.req.param("token"), newPassword, personal: personalTo(c) });
        return c.redirect("/sign-in?told=reset", 303);
      } catch (error) {
        const refusal = shownInForm(error);
        return showReset(c, refusedForm(body.raw, refusal, ["newPassword"]), statusFor(refusal));
      }
    });
}

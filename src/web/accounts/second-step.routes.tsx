// The second step of one's own account.
// Invariant: every change asks for the password, and secrets are shown on a page that nobody's cache keeps.
import { Hono } from "hono";
import { toString as drawQr } from "qrcode";
import type { Accounts } from "#platform/accounts/accounts";
import { emptyForm, type FormState, refusedForm } from "../layout/forms.tsx";
import { limitAttempts } from "../rate-limit.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { keepCookies, ownSession, shownInForm, statusFor } from "./request.ts";
import { CodesPage, type Pending, SecondStepPage } from "./second-step.page.tsx";

async function pendingOf(accounts: Accounts, accountId: string): Promise<Pending | undefined> {
  const pending = await accounts.pendingTotp(accountId);
  if (!pending) return undefined;
  const { uri, recoveryCodes } = pending;
  const key = new URL(uri).searchParams.get("secret") ?? "";
  return {
    key,
    recoveryCodes,
    qrSvg: await drawQr(uri, { type: "svg", margin: 4, errorCorrectionLevel: "M" }),
  };
}

async function show(c: WebContext, accounts: Accounts, form: FormState, status: 200 | 409 | 422 | 429 = 200) {
  const { accountId } = await ownSession(c, accounts);
  c.header("Cache-Control", "no-store");
  const state = await accounts.secondStepOf(accountId);
  const pending = await pendingOf(accounts, accountId);
  return c.html(<SecondStepPage page={c.var.page} form={form} state={state} pending={pending} />, status);
}

export function secondStepRoutes(accounts: Accounts) {
  /** Does one change; a refused one shows the page again with the reason. */
  const change = (work: (c: WebContext, body: FormBody) => Promise<Response>) => async (c: WebContext) => {
    const body = await readForm(c);
    const { accountId } = await ownSession(c, accounts);
    try {
      await limitAttempts(c, "own second step", [{ subject: accountId, most: 15, minutes: 15 }]);
      return await work(c, body);
    } catch (error) {
      const refusal = shownInForm(error);
      return show(c, accounts, refusedForm(body.raw, refusal, ["password", "code"]), statusFor(refusal));
    }
  };
  return new Hono<Env>()
    .get("/account/second-step", signedIn, (c) => show(c, accounts, emptyForm))
    .post(
      "/account/second-step/start",
      signedIn,
      change(async (c, body) => {
        await accounts.startTotp(c.req.raw.headers, body.get("password"));
        return c.redirect("/account/second-step", 303);
      }),
    )
    .post(
      "/account/second-step/confirm",
      signedIn,
      change(async (c, body) => {
        keepCookies(c, await accounts.confirmTotp(c.req.raw.headers, body.get("code")));
        return c.redirect("/account?told=secondStepOn", 303);
      }),
    )
    .post(
      "/account/second-step/stop",
      signedIn,
      change(async (c, body) => {
        keepCookies(c, await accounts.stopTotp(c.req.raw.headers, body.get("password")));
        return c.redirect("/account?told=secondStepOff", 303);
      }),
    )
    .post(
      "/account/second-step/codes",
      signedIn,
      change(async (c, body) => {
        const codes = await accounts.newRecoveryCodes(c.req.raw.headers, body.get("password"));
        c.header("Cache-Control", "no-store");
        return c.html(<CodesPage page={c.var.page} codes={codes} />);
      }),
    );
}

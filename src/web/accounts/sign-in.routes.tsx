// Signing in and out.
// Invariant: the same is said whether or not an account exists, and every attempt counts, by address and by e-mail.
import { Hono } from "hono";
import { personOfAccount } from "#confederation";
import { type Accounts, accountOfSignInLink } from "#platform/accounts/accounts";
import { Refusal } from "#platform/errors";
import { emptyForm, type FormState, refusedForm } from "../layout/forms.tsx";
import { fromAddress, limitAttempts } from "../rate-limit.ts";
import { type Env, readForm, type WebContext } from "../request.ts";
import { keepCookies, shownInForm, statusFor, wayBack } from "./request.ts";
import { CodePage, LinkPage, PasskeyPage, SignInPage, withNext } from "./sign-in.page.tsx";
import { SignedOutPage } from "./signed-out.page.tsx";

const nextOf = (c: WebContext) => wayBack(c.req.query("next"));

function showSignIn(c: WebContext, form: FormState, status: 200 | 409 | 422 | 429 = 200) {
  const { page } = c.var;
  const told = c.req.query("told") === "reset" ? page.t("accounts.reset.done") : undefined;
  return c.html(<SignInPage page={page} form={form} next={nextOf(c)} told={told} />, status);
}

function showCode(c: WebContext, form: FormState, status: 200 | 409 | 422 | 429 = 200) {
  return c.html(<CodePage page={c.var.page} form={form} next={nextOf(c)} />, status);
}

/** A step of signing in rather than a page: without a challenge there is nothing to do in it. */
function passkeyRoutes(accounts: Accounts) {
  return new Hono<Env>()
    .post("/sign-in/passkey", async (c) => {
      await limitAttempts(c, "passkey", [fromAddress(c, 120, 10)]);
      keepCookies(c, await accounts.askForPasskey(c.req.raw.headers));
      return c.redirect(withNext("/sign-in/passkey", nextOf(c)), 303);
    })
    .get("/sign-in/passkey", async (c) => {
      const next = nextOf(c);
      if (c.var.page.viewer) return c.redirect(next, 303);
      const challenge = await accounts.passkeyChallenge(c.req.raw.headers);
      if (!challenge) return c.redirect(withNext("/sign-in", next), 303);
      c.header("Cache-Control", "no-store");
      return c.html(<PasskeyPage page={c.var.page} next={next} challenge={challenge} />);
    })
    .post("/account/auth/*", async (c) => {
      await limitAttempts(c, "passkey", [fromAddress(c, 120, 10)]);
      return accounts.handle(c.req.raw);
    });
}

export function signInRoutes(accounts: Accounts) {
  return new Hono<Env>()
    .route("/", passkeyRoutes(accounts))
    .get("/sign-in", (c) => (c.var.page.viewer ? c.redirect(nextOf(c), 303) : showSignIn(c, emptyForm)))
    .post("/sign-in", async (c) => {
      const body = await readForm(c);
      const email = body.get("email");
      const subject = email.trim().toLowerCase();
      try {
        const limits = [
          fromAddress(c, 40, 10),
          // Two more, so that neither a stranger can lock somebody out at once, nor many addresses guess together.
          { subject: `${subject}\n${fromAddress(c, 0, 0).subject}`, most: 10, minutes: 15 },
          { subject, most: 60, minutes: 60 },
        ];
        await limitAttempts(c, "sign-in", limits);
        const input = { email, password: body.get("password"), remember: body.get("remember") === "yes" };
        const { cookies, secondStep } = await accounts.signIn(c.req.raw.headers, input);
        keepCookies(c, cookies);
        const next = nextOf(c);
        return c.redirect(secondStep ? `/sign-in/code?next=${encodeURIComponent(next)}` : next, 303);
      } catch (error) {
        const refusal = shownInForm(error);
        return showSignIn(c, refusedForm(body.raw, refusal, ["password"]), statusFor(refusal));
      }
    })
    .get("/sign-in/code", (c) => (c.var.page.viewer ? c.redirect(nextOf(c), 303) : showCode(c, emptyForm)))
    .post("/sign-in/code", async (c) => {
      // A signed-in reader has no second step to take; the library would check the code against the session instead.
      if (c.var.page.viewer) return c.redirect(nextOf(c), 303);
      const body = await readForm(c);
      try {
        await limitAttempts(c, "second step", [fromAddress(c, 40, 10)]);
        const recovery = body.get("recovery");
        const { headers } = c.req.raw;
        keepCookies(
          c,
          recovery
            ? await accounts.useRecoveryCode(headers, recovery)
            : await accounts.verifyTotp(headers, body.get("code")),
        );
        return c.redirect(nextOf(c), 303);
      } catch (error) {
        const refusal = shownInForm(error);
        const form = refusedForm(body.raw, refusal, ["code", "recovery"]);
        return refusal.reason === "signInAnew"
          ? showSignIn(c, form, statusFor(refusal))
          : showCode(c, form, statusFor(refusal));
      }
    })
    .get("/sign-in/link/:token", async (c) => {
      const { name } = await exampleOf(c);
      return c.html(<LinkPage page={c.var.page} name={name} />);
    })
    .post("/sign-in/link/:token", async (c) => {
      const { accountId } = await exampleOf(c);
      keepCookies(c, await accounts.openSession(accountId, c.req.raw.headers));
      return c.redirect("/account", 303);
    })
    .post("/sign-out", async (c) => {
      keepCookies(c, await accounts.signOut(c.req.raw.headers));
      return c.redirect("/signed-out", 303);
    })
    .get("/signed-out", (c) => c.html(<SignedOutPage page={c.var.page} />));
}

/** Who a link of the demonstration is for; on any other node there are no such links. */
async function exampleOf(c: WebContext): Promise<{ accountId: string; name: string }> {
  const { ctx, page } = c.var;
  const accountId = accountOfSignInLink(ctx.node, c.req.param("token") ?? "");
  const person = accountId && (await personOfAccount(ctx.db, accountId));
  if (!page.profile.demonstration || !accountId || !person) throw new Refusal("missing", "linkNoLongerHolds");
  return { accountId, name: person.name };
}

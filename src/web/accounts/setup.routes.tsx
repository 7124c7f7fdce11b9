// Setting the node up through the link that it printed: its name, its organisation and its first account, or nothing.
import { Hono } from "hono";
import { foundThroughLink, type FoundNodeInput, holdFoundingLink } from "#confederation";
import type { Accounts } from "#platform/accounts/accounts";
import { transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { catalogueLanguages } from "#platform/i18n/i18n";
import { inOneLanguage } from "#platform/multilingual";
import { emptyForm, type FormState, refusedForm } from "../layout/forms.tsx";
import { fromAddress, limitAttempts } from "../rate-limit.ts";
import { type Env, type FormBody, readForm, type WebContext } from "../request.ts";
import { keepCookies, shownInForm, statusFor } from "./request.ts";
import { SetupPage, WaitingPage } from "./setup.page.tsx";

function show(
  c: WebContext,
  form: FormState,
  chosen: readonly string[],
  status: 200 | 409 | 422 | 429 = 200,
) {
  return c.html(<SetupPage page={c.var.page} form={form} chosen={chosen} />, status);
}

/**
 * The paths of the use-case's input, as the form names its fields. A field called `nodeName` would hide that property of
 * the form's element from scripts that read pages aloud.
 */
const FIELDS: readonly (readonly [RegExp, string])[] = [
  [/^profile\.name/, "node-name"],
  [/^profile\.place/, "place"],
  [/^profile\.languages/, "language"],
  [/^organization\.name/, "organizationName"],
  [/^organization\.kind/, "kind"],
  [/^person\.name/, "name"],
];

function withFormFields(refusal: Refusal): Refusal {
  const fields = refusal.fields.map((field) => ({
    ...field,
    field: FIELDS.find(([path]) => path.test(field.field))?.[1] ?? field.field,
  }));
  return new Refusal(refusal.kind, refusal.reason, refusal.facts, fields);
}

function inputFrom(body: FormBody, accountId: string): FoundNodeInput {
  const language = body.get("language");
  const languages = [...new Set([language, ...body.all("languages")])];
  return {
    profile: { name: inOneLanguage(language, body.get("node-name")), place: body.get("place"), languages },
    organization: {
      name: inOneLanguage(language, body.get("organizationName")),
      kind: body.get("kind") as FoundNodeInput["organization"]["kind"],
    },
    person: { name: body.get("name"), accountId },
  };
}

export function setupRoutes(accounts: Accounts) {
  return new Hono<Env>()
    .get("/", (c, next) => (c.var.page.founded ? next() : c.html(<WaitingPage page={c.var.page} />)))
    .get("/setup/:token", async (c) => {
      await limitAttempts(c, "setup", [fromAddress(c, 60, 10)]);
      await holdFoundingLink(c.var.ctx, c.req.param("token"));
      return show(c, emptyForm, catalogueLanguages);
    })
    .post("/setup/:token", async (c) => {
      await limitAttempts(c, "setup", [fromAddress(c, 60, 10)]);
      const { ctx } = c.var;
      const token = c.req.param("token");
      const body = await readForm(c);
      const [email, password] = [body.get("email"), body.get("password")];
      const personal = [body.get("name"), body.get("node-name"), body.get("organizationName")];
      try {
        await transact(ctx, async (tx) => {
          await holdFoundingLink(tx, token);
          const accountId = await accounts.createAccount(tx, { email, password, personal });
          await foundThroughLink(tx, token, inputFrom(body, accountId));
        });
      } catch (error) {
        if (error instanceof Refusal && error.reason === "nodeAlreadyFounded") throw error;
        const refusal = withFormFields(shownInForm(error));
        return show(
          c,
          refusedForm(body.raw, refusal, ["password"]),
          body.all("languages"),
          statusFor(refusal),
        );
      }
      const { cookies } = await accounts.signIn(c.req.raw.headers, { email, password, remember: false });
      keepCookies(c, cookies);
      return c.redirect("/account?told=welcome", 303);
    });
}

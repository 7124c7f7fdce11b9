// An organisation's signing keys: read by everybody, renewed by whoever signs for it.
import { Hono } from "hono";
import { findOrganizationId, may, type OrganizationId } from "#confederation";
import { findSigningKeys, renewSigningKey } from "#congress";
import { Refusal } from "#platform/errors";
import { inOneLanguage } from "#platform/multilingual";
import { emptyForm } from "../layout/forms.tsx";
import { refusedAct, type RefusedForm } from "../refused-forms.ts";
import { type Env, readForm, signedIn, type WebContext } from "../request.ts";
import { SigningKeysPage } from "./signing-keys.page.tsx";

const KEYS = "/organizations/:slug/signing-keys";

async function organizationAt(c: WebContext): Promise<OrganizationId> {
  const id = await findOrganizationId(c.var.ctx.db, c.req.param("slug") ?? "");
  if (!id) throw new Refusal("missing", "organizationUnknown");
  return id;
}

async function show(c: WebContext, { form, status }: RefusedForm) {
  const { ctx, page } = c.var;
  const organizationId = await organizationAt(c);
  const mayRenew = await may(ctx, "congress.sign", organizationId);
  const found = await findSigningKeys(ctx.db, organizationId);
  return c.html(<SigningKeysPage page={page} form={form} found={found} mayRenew={mayRenew} />, status);
}

export const signingKeyRoutes = new Hono<Env>()
  .get(KEYS, (c) => show(c, { form: emptyForm, status: 200 }))
  .post(KEYS, signedIn, async (c) => {
    const body = await readForm(c);
    try {
      await renewSigningKey(c.var.ctx, {
        organizationId: await organizationAt(c),
        expectedKey: body.get("expectedKey"),
        reason: inOneLanguage(body.get("language"), body.get("reason")),
      });
    } catch (error) {
      return show(c, refusedAct(error, body));
    }
    return c.redirect(c.req.path, 303);
  });

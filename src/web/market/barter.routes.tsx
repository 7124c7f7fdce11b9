// Barter rings, for their parties, and what is missing, for everybody.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { actsFor, answerRing, listOwnRings, lookForRings, whatIsMissing } from "#market";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { askedPage, pageOf } from "../layout/paging.tsx";
import { refusedAct } from "../refused-forms.ts";
import { type Env, readForm, signedIn, type WebContext } from "../request.ts";
import { BarterPage, MissingPage } from "./barter.page.tsx";

const RINGS_SHOWN = 12;
const ROWS_A_PAGE = 40;

async function showBarter(c: WebContext, form: FormState = emptyForm, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const [first] = await actsFor(ctx, "market.agree");
  const found = /^\d{1,4}$/.test(c.req.query("found") ?? "") ? Number(c.req.query("found")) : undefined;
  return c.html(
    <BarterPage
      page={page}
      rings={first ? await listOwnRings(ctx, RINGS_SHOWN) : []}
      looksFor={first?.id}
      found={first && found}
      form={form}
    />,
    status,
  );
}

export const barterRoutes = new Hono<Env>()
  .get("/market/barter", (c) => showBarter(c))
  .post("/market/barter", signedIn, async (c) => {
    const body = await readForm(c);
    try {
      const found = await lookForRings(c.var.ctx, { organizationId: body.get("organizationId") });
      return c.redirect(`/market/barter?found=${found}`, 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body);
      return showBarter(c, form, status);
    }
  })
  .post("/market/barter/:id{[0-9a-f-]{36}}", signedIn, async (c) => {
    const body = await readForm(c);
    try {
      await answerRing(c.var.ctx, {
        ringId: c.req.param("id"),
        organizationId: body.get("organizationId"),
        saysYes: body.get("answer") === "yes",
      });
    } catch (error) {
      const { form, status } = refusedAct(error, body);
      return showBarter(c, form, status);
    }
    return c.redirect("/market/barter", 303);
  })
  .get("/market/missing", async (c) => {
    const { ctx, page } = c.var;
    const missing = pageOf(await whatIsMissing(ctx), askedPage(c), ROWS_A_PAGE);
    return c.html(<MissingPage page={page} missing={missing} />);
  });

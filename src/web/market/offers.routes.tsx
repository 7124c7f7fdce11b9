// Publishing, changing and withdrawing what organisations offer and need.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { may } from "#confederation";
import {
  actsFor,
  changeOffer,
  findOffer,
  moveOffer,
  type OfferKind,
  offerKinds,
  offerPath,
  type OfferState,
  type OfferView,
  publishOffer,
} from "#market";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { ofLongForms, refusedAct } from "../refused-forms.ts";
import { type Env, readForm, signedIn, type WebContext } from "../request.ts";
import { currenciesOffered } from "./currencies.ts";
import { factsFrom, offerField, typedOf } from "./offer-form.ts";
import { OfferFormPage } from "./offer-form.page.tsx";
import { OfferPage } from "./offer.page.tsx";

export const OFFER = "/market/offers/:number{[1-9][0-9]{0,8}}";

export async function readOffer(c: WebContext): Promise<OfferView> {
  const offer = await findOffer(c.var.ctx, Number(c.req.param("number")));
  if (!offer) throw new Refusal("missing", "offerUnknown");
  return offer;
}

export async function showOffer(
  c: WebContext,
  form: FormState = emptyForm,
  status: ContentfulStatusCode = 200,
) {
  const { ctx, page } = c.var;
  const offer = await readOffer(c);
  const others = (await actsFor(ctx, "market.agree")).filter(({ id }) => id !== offer.organizationId);
  return c.html(
    <OfferPage
      page={page}
      offer={offer}
      form={form}
      changes={await may(ctx, "market.offer", offer.organizationId)}
      asks={others.length > 0}
    />,
    offer.state === "withdrawn" ? 410 : status,
  );
}

const kindOf = (typed: string | undefined): OfferKind => offerKinds.find((kind) => kind === typed) ?? "offer";

async function showNew(c: WebContext, kind: OfferKind, form: FormState, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const organizations = await actsFor(ctx, "market.offer");
  if (organizations.length === 0)
    throw new Refusal("forbidden", "noMandateForThis", { capability: "market.offer" });
  const { choices } = await currenciesOffered(ctx);
  return c.html(
    <OfferFormPage
      page={page}
      form={form}
      kind={kind}
      freshKey={newId()}
      organizations={organizations}
      currencies={choices}
    />,
    status,
  );
}

async function showEdit(c: WebContext, form: FormState | undefined, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const offer = await readOffer(c);
  if (!(await may(ctx, "market.offer", offer.organizationId)))
    throw new Refusal("forbidden", "noMandateForThis", { capability: "market.offer" });
  if (offer.state === "withdrawn") throw new Refusal("conflict", "offerWithdrawn");
  const { choices } = await currenciesOffered(ctx, offer.price);
  return c.html(
    <OfferFormPage
      page={page}
      form={form ?? { typed: typedOf(offer, page.language) }}
      kind={offer.kind}
      freshKey={newId()}
      organizations={[]}
      currencies={choices}
      editing={offer}
    />,
    status,
  );
}

export const offerActingRoutes = new Hono<Env>()
  .get("/market/new", signedIn, (c) => showNew(c, kindOf(c.req.query("kind")), emptyForm))
  .post("/market/new", signedIn, async (c) => {
    const { ctx, page } = c.var;
    const body = await readForm(c);
    const kind = kindOf(body.get("kind"));
    try {
      const { units } = await currenciesOffered(ctx);
      const number = await publishOffer(ctx, {
        requestKey: body.get("requestKey"),
        kind,
        organizationId: body.get("organizationId"),
        ...(await factsFrom(body, page.language, units)),
      });
      return c.redirect(offerPath(number), 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms, offerField(body));
      return showNew(c, kind, form, status);
    }
  })
  .get(`${OFFER}/edit`, signedIn, (c) => showEdit(c, undefined))
  .post(`${OFFER}/edit`, signedIn, async (c) => {
    const { ctx, page } = c.var;
    const body = await readForm(c);
    const number = Number(c.req.param("number"));
    try {
      const offer = await readOffer(c);
      const { units } = await currenciesOffered(ctx, offer.price);
      await changeOffer(ctx, {
        number,
        revision: Number(body.get("revision")),
        withoutPhotographs: body.get("withoutPhotographs") === "yes",
        ...(await factsFrom(body, page.language, units)),
      });
      return c.redirect(offerPath(number), 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms, offerField(body));
      return showEdit(c, form, status);
    }
  })
  .post(`${OFFER}/state`, signedIn, async (c) => {
    const body = await readForm(c);
    const number = Number(c.req.param("number"));
    try {
      await moveOffer(c.var.ctx, { number, to: body.get("to") as OfferState });
    } catch (error) {
      const { form, status } = refusedAct(error, body);
      return showOffer(c, form, status);
    }
    return c.redirect(offerPath(number), 303);
  });

// From asking to settling: pages and forms of agreements, for their two sides and whoever mediates.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { findOrganizationId } from "#confederation";
import {
  accountsToPayFrom,
  actsFor,
  type AgreementId,
  agreementPath,
  type AgreementView,
  ask,
  confirmTerms,
  declineAgreement,
  endAgreement,
  findAgreement,
  findOffer,
  give,
  nameMediator,
  openDispute,
  parseQuantity,
  proposeTerms,
  receive,
  settleDispute,
  takeBackDispute,
  withdrawAgreement,
} from "#market";
import { type AccountId, parseAnyAmount } from "#ledger";
import { Refusal } from "#platform/errors";
import { isId, newId } from "#platform/ids";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { ofLongForms, refusedAct } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { AgreementPage } from "./agreement.page.tsx";
import { currenciesOffered } from "./currencies.ts";
import { OFFER, readOffer } from "./offers.routes.tsx";
import { termsField, termsFrom, typedTerms } from "./terms-form.ts";
import { AskPage, TermsPage } from "./terms-form.page.tsx";

const AGREEMENT = "/market/agreements/:id{[0-9a-f-]{36}}";

const idOf = (c: WebContext) => (c.req.param("id") ?? "") as AgreementId;

async function readAgreement(c: WebContext): Promise<AgreementView> {
  const id = idOf(c);
  const agreement = isId(id) ? await findAgreement(c.var.ctx, id) : undefined;
  if (!agreement) throw new Refusal("missing", "agreementUnknown");
  return agreement;
}

async function showAgreement(c: WebContext, form: FormState = emptyForm, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const agreement = await readAgreement(c);
  const today = ctx.now.toISOString().slice(0, 10);
  return c.html(
    <AgreementPage
      page={page}
      agreement={agreement}
      form={form}
      freshKey={newId()}
      today={today}
      payFrom={await accountsToPayFrom(ctx, agreement)}
    />,
    status,
  );
}

async function showAsk(c: WebContext, form: FormState = emptyForm, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const offer = await readOffer(c);
  const organizations = (await actsFor(ctx, "market.agree")).filter(({ id }) => id !== offer.organizationId);
  if (organizations.length === 0)
    throw new Refusal("forbidden", "noMandateForThis", { capability: "market.agree" });
  return c.html(
    <AskPage page={page} form={form} freshKey={newId()} offer={offer} organizations={organizations} />,
    status,
  );
}

async function showTerms(c: WebContext, form: FormState | undefined, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const agreement = await readAgreement(c);
  const side = agreement.acts[0];
  if (!side) throw new Refusal("forbidden", "noMandateForThis", { capability: "market.agree" });
  const offer = await findOffer(ctx, agreement.offer.number);
  const { choices } = await currenciesOffered(ctx, agreement.terms?.price ?? offer?.price ?? null);
  return c.html(
    <TermsPage
      page={page}
      form={form ?? { typed: typedTerms(agreement, offer, page.language) }}
      agreement={agreement}
      currencies={choices}
      side={side}
    />,
    status,
  );
}

/** A number that a form of a line or a mediator holds; the reason it cannot be read stands beside its field. */
function read<Value>(field: string, reading: () => Value): Value {
  try {
    return reading();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal("invalid", "inputInvalid", {}, [{ field, reason: error.reason, facts: error.facts }]);
  }
}

type Work = (c: WebContext, body: FormBody) => Promise<unknown>;

/** A step of an agreement, and back to it; a refused one is shown there with what was typed. */
const step = (work: Work) => async (c: WebContext) => {
  const body = await readForm(c);
  try {
    await work(c, body);
  } catch (error) {
    const { form, status } = refusedAct(error, body, ofLongForms, fieldOf);
    return showAgreement(c, form, status);
  }
  return c.redirect(agreementPath(idOf(c)), 303);
};

const fieldOf = (path: string) =>
  path === "givenOn" || path === "receivedOn" ? "day" : (path.split(".")[0] ?? path);

const reasoned = (c: WebContext, body: FormBody) => ({
  agreementId: idOf(c),
  organizationId: body.get("organizationId"),
  reason: body.get("reason").trim() || null,
});

const orNull = (text: string) => text.trim() || null;

async function receiveFrom(c: WebContext, body: FormBody): Promise<void> {
  const { ctx, page } = c.var;
  const typed = body.get("quantity").trim();
  await receive(ctx, {
    agreementId: idOf(c),
    deliveryId: body.get("deliveryId"),
    // Nought is an answer here: all of it was refused.
    quantity: /^0+$/.test(typed) ? 0n : read("quantity", () => parseQuantity(page.language, typed)),
    receivedOn: body.get("day"),
    quality: orNull(body.get("quality")),
    payFrom: orNull(body.get("payFrom")) as AccountId | null,
  });
}

async function settleFrom(c: WebContext, body: FormBody): Promise<void> {
  const { ctx, page } = c.var;
  const { terms } = await readAgreement(c);
  const typed = orNull(body.get("priceAfter"));
  const unit = terms?.priceUnit;
  await settleDispute(ctx, {
    agreementId: idOf(c),
    outcome: body.get("outcome") as "fulfilled",
    priceAfter: typed && unit ? read("priceAfter", () => parseAnyAmount(page.language, typed, unit)) : null,
    text: body.get("text"),
  });
}

async function nameFrom(c: WebContext, body: FormBody): Promise<void> {
  const slug = body.get("mediatorId").trim().split("/").at(-1) ?? "";
  const mediatorId = await findOrganizationId(c.var.ctx.db, slug);
  if (!mediatorId) read("mediatorId", () => void refuse("organizationUnknown"));
  await nameMediator(c.var.ctx, {
    agreementId: idOf(c),
    organizationId: body.get("organizationId"),
    mediatorId: mediatorId ?? "",
  });
}

function refuse(reason: string): never {
  throw new Refusal("invalid", reason);
}

export const agreementRoutes = new Hono<Env>()
  .get(`${OFFER}/ask`, signedIn, (c) => showAsk(c))
  .post(`${OFFER}/ask`, signedIn, async (c) => {
    const { ctx, page } = c.var;
    const body = await readForm(c);
    const typed = orNull(body.get("quantity"));
    try {
      const id = await ask(ctx, {
        requestKey: body.get("requestKey"),
        number: Number(c.req.param("number")),
        organizationId: body.get("organizationId"),
        quantity: typed === null ? null : read("quantity", () => parseQuantity(page.language, typed)),
        message: body.get("message"),
      });
      return c.redirect(agreementPath(id), 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms);
      return showAsk(c, form, status);
    }
  })
  .get(AGREEMENT, signedIn, (c) => showAgreement(c))
  .get(`${AGREEMENT}/terms`, signedIn, (c) => showTerms(c, undefined))
  .post(`${AGREEMENT}/terms`, signedIn, async (c) => {
    const { ctx, page } = c.var;
    const body = await readForm(c);
    try {
      const { terms } = await readAgreement(c);
      const { units } = await currenciesOffered(ctx, terms?.price ?? null);
      await proposeTerms(ctx, { agreementId: idOf(c), ...termsFrom(body, page.language, units) });
      return c.redirect(agreementPath(idOf(c)), 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms, termsField);
      return showTerms(c, form, status);
    }
  })
  .post(
    `${AGREEMENT}/confirm`,
    signedIn,
    step((c, body) =>
      confirmTerms(c.var.ctx, {
        agreementId: idOf(c),
        organizationId: body.get("organizationId"),
        version: Number(body.get("version")),
      }),
    ),
  )
  .post(
    `${AGREEMENT}/decline`,
    signedIn,
    step((c, body) => declineAgreement(c.var.ctx, reasoned(c, body))),
  )
  .post(
    `${AGREEMENT}/withdraw`,
    signedIn,
    step((c, body) => withdrawAgreement(c.var.ctx, reasoned(c, body))),
  )
  .post(
    `${AGREEMENT}/end`,
    signedIn,
    step((c, body) => endAgreement(c.var.ctx, reasoned(c, body))),
  )
  .post(
    `${AGREEMENT}/give`,
    signedIn,
    step((c, body) =>
      give(c.var.ctx, {
        requestKey: body.get("requestKey"),
        agreementId: idOf(c),
        lineId: body.get("lineId"),
        quantity: read("quantity", () => parseQuantity(c.var.page.language, body.get("quantity"))),
        givenOn: body.get("day"),
        note: orNull(body.get("note")),
      }),
    ),
  )
  .post(`${AGREEMENT}/receive`, signedIn, step(receiveFrom))
  .post(
    `${AGREEMENT}/dispute`,
    signedIn,
    step((c, body) => openDispute(c.var.ctx, { ...reasoned(c, body), reason: body.get("reason") })),
  )
  .post(
    `${AGREEMENT}/take-back`,
    signedIn,
    step((c, body) => takeBackDispute(c.var.ctx, reasoned(c, body))),
  )
  .post(`${AGREEMENT}/mediator`, signedIn, step(nameFrom))
  .post(`${AGREEMENT}/settle`, signedIn, step(settleFrom));

// Flows of the market as ValueFlows in JSON-LD: at their own URI by content negotiation and with `.jsonld`; all that is public, in
// pages, at `/valueflows/market.jsonld`; and for whoever is signed in, all of their own organisations', at `/valueflows/own.jsonld`.
import { Hono } from "hono";
import { accepts } from "hono/accepts";
import {
  type AgreementId,
  findAgreement,
  findOffer,
  listOwnAgreements,
  listOwnOffers,
  marketQuery,
  searchMarket,
} from "#market";
import { Refusal } from "#platform/errors";
import { isId } from "#platform/ids";
import { parse } from "#platform/validation";
import { type Env, signedIn, type WebContext } from "../../web/request.ts";
import { openForReading } from "../open-for-reading.ts";
import { agreementAsFlows } from "./agreements.ts";
import { documentOf } from "./context.ts";
import { offerAsProposals, tombstoneOf } from "./offers.ts";

const JSON_LD = { "Content-Type": "application/ld+json; charset=utf-8" };

/** Whether who asks would rather have data than a page. */
export function wantsData(c: WebContext): boolean {
  const types = ["text/html", "application/ld+json", "application/json"];
  c.header("Vary", "Accept", { append: true });
  return accepts(c, { header: "Accept", supports: types, default: "text/html" }) !== "text/html";
}

async function answerOffer(c: WebContext, number: number): Promise<Response> {
  const { ctx } = c.var;
  const offer = await findOffer(ctx, number);
  if (!offer) throw new Refusal("missing", "offerUnknown");
  const { origin } = ctx.node;
  if (offer.state === "withdrawn") return c.body(JSON.stringify(tombstoneOf(origin, offer)), 410, JSON_LD);
  return c.body(JSON.stringify(documentOf(offerAsProposals(origin, offer))), 200, JSON_LD);
}

async function answerAgreement(c: WebContext, id: string): Promise<Response> {
  const { ctx } = c.var;
  const agreement = isId(id) ? await findAgreement(ctx, id as AgreementId) : undefined;
  if (!agreement) throw new Refusal("missing", "agreementUnknown");
  return c.body(JSON.stringify(documentOf([agreementAsFlows(ctx.node.origin, agreement)])), 200, JSON_LD);
}

const OWN_A_PAGE = 50;

/** Offers and agreements of the organisations that the reader acts for, so many of each a page. */
async function answerOwn(c: WebContext): Promise<Response> {
  const { ctx } = c.var;
  const { origin } = ctx.node;
  const asked = c.req.query("page") ?? "1";
  const number = /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1;
  const range = { offset: (number - 1) * OWN_A_PAGE, limit: OWN_A_PAGE + 1 };
  const offers = await listOwnOffers(ctx, range);
  const agreements = await listOwnAgreements(ctx, null, range);
  if (Math.max(offers.length, agreements.length) > OWN_A_PAGE)
    c.header("Link", `<${origin}/valueflows/own.jsonld?page=${number + 1}>; rel="next"`);
  const nodes: object[] = offers
    .slice(0, OWN_A_PAGE)
    .filter(({ state }) => state !== "withdrawn")
    .flatMap((offer) => offerAsProposals(origin, offer));
  for (const { id } of agreements.slice(0, OWN_A_PAGE)) {
    const agreement = await findAgreement(ctx, id);
    if (agreement) nodes.push(agreementAsFlows(origin, agreement));
  }
  return c.body(JSON.stringify(documentOf(nodes)), 200, JSON_LD);
}

const page = marketQuery.pick({ after: true, limit: true });

export const valueFlowsRoutes = new Hono<Env>()
  .use("/valueflows/market.jsonld", openForReading)
  .get("/market/offers/:file{[1-9][0-9]{0,8}\\.jsonld}", openForReading, (c) =>
    answerOffer(c, Number.parseInt(c.req.param("file"), 10)),
  )
  .get("/market/offers/:number{[1-9][0-9]{0,8}}", async (c, next) =>
    wantsData(c) ? answerOffer(c, Number(c.req.param("number"))) : next(),
  )
  .get("/market/agreements/:file{[0-9a-f-]{36}\\.jsonld}", signedIn, (c) =>
    answerAgreement(c, c.req.param("file").slice(0, 36)),
  )
  .get("/market/agreements/:id{[0-9a-f-]{36}}", async (c, next) =>
    wantsData(c) ? answerAgreement(c, c.req.param("id")) : next(),
  )
  .get("/valueflows/own.jsonld", signedIn, (c) => answerOwn(c))
  .get("/valueflows/market.jsonld", async (c) => {
    const { ctx } = c.var;
    const { origin } = ctx.node;
    const asked = parse(page, Object.fromEntries(new URL(c.req.url).searchParams));
    // What is public is the same for everybody, whoever asks.
    const found = await searchMarket({ ...ctx, actor: { kind: "visitor" } }, asked);
    const next = found.next && `${origin}/valueflows/market.jsonld?after=${found.next}&limit=${asked.limit}`;
    if (next) c.header("Link", `<${next}>; rel="next"`);
    const proposals = found.entries.flatMap((offer) => offerAsProposals(origin, offer));
    const list = {
      id: `${origin}/valueflows/market.jsonld`,
      type: "ProposalList",
      lists: proposals.map(({ id }) => id),
    };
    return c.body(JSON.stringify(documentOf([list, ...proposals])), 200, JSON_LD);
  });

// Flows of the market as ValueFlows in JSON-LD: at their own URI by content negotiation and with `.jsonld`, and all that is
// public, in pages, at `/valueflows/market.jsonld`.
import { Hono } from "hono";
import { accepts } from "hono/accepts";
import { findOffer, marketQuery, searchMarket } from "#market";
import { Refusal } from "#platform/errors";
import { parse } from "#platform/validation";
import type { Env, WebContext } from "../../web/request.ts";
import { openForReading } from "../open-for-reading.ts";
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

const page = marketQuery.pick({ after: true, limit: true });

export const valueFlowsRoutes = new Hono<Env>()
  .use("/valueflows/*", openForReading)
  .get("/market/offers/:file{[1-9][0-9]{0,8}\\.jsonld}", openForReading, (c) =>
    answerOffer(c, Number.parseInt(c.req.param("file"), 10)),
  )
  .get("/market/offers/:number{[1-9][0-9]{0,8}}", async (c, next) =>
    wantsData(c) ? answerOffer(c, Number(c.req.param("number"))) : next(),
  )
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

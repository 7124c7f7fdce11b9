// Pages of the market that everybody reads.
import { Hono } from "hono";
import { findOrganizationFacts, may } from "#confederation";
import {
  actsFor,
  countOffersOf,
  countOwnAgreements,
  isPhotograph,
  listOffersOf,
  listOwnAgreements,
  listToMediate,
  searchMarket,
} from "#market";
import { Refusal } from "#platform/errors";
import { askedPage, rangeOf } from "../layout/paging.tsx";
import { type Env, signedIn } from "../request.ts";
import { agreementRoutes } from "./agreements.routes.tsx";
import { barterRoutes } from "./barter.routes.tsx";
import { fairRoutes } from "./fairs.routes.tsx";
import { MarketPage } from "./market.page.tsx";
import { OFFER, offerActingRoutes, showOffer } from "./offers.routes.tsx";
import { OfOrganizationPage, OwnMarketPage } from "./own.page.tsx";
import { readSearch } from "./search.ts";

const OFFERS_A_PAGE = 30;
const AGREEMENTS_A_PAGE = 20;
const DISPUTES_SHOWN = 10;

export const marketRoutes = new Hono<Env>()
  .route("/", offerActingRoutes)
  .route("/", agreementRoutes)
  .route("/", fairRoutes)
  .route("/", barterRoutes)
  .get("/market", async (c) => {
    const { ctx, page } = c.var;
    const { search, after } = readSearch(c);
    const found = await searchMarket(ctx, { ...search, after } as Parameters<typeof searchMarket>[1]);
    const publish = (await actsFor(ctx, "market.offer")).length > 0;
    const own =
      publish ||
      (await actsFor(ctx, "market.agree")).length > 0 ||
      (ctx.actor.kind === "person" && (await may(ctx, "market.mediate", null)));
    return c.html(
      <MarketPage
        page={page}
        search={search}
        found={found}
        continued={after !== undefined}
        offers={{ publish, own }}
      />,
    );
  })
  .get("/market/own", signedIn, async (c) => {
    const { ctx, page } = c.var;
    const offering = await actsFor(ctx, "market.offer");
    const agreeing = await actsFor(ctx, "market.agree");
    const known = new Set(offering.map(({ id }) => id));
    const organizations = [...offering, ...agreeing.filter(({ id }) => !known.has(id))];
    const running = rangeOf(await countOwnAgreements(ctx, false), askedPage(c), AGREEMENTS_A_PAGE);
    const over = rangeOf(await countOwnAgreements(ctx, true), askedPage(c, "over"), AGREEMENTS_A_PAGE);
    return c.html(
      <OwnMarketPage
        page={page}
        organizations={organizations}
        agreements={{ ...running, items: await listOwnAgreements(ctx, false, running) }}
        over={{ ...over, items: await listOwnAgreements(ctx, true, over) }}
        toMediate={(await may(ctx, "market.mediate", null)) ? await listToMediate(ctx, DISPUTES_SHOWN) : []}
      />,
    );
  })
  .get(OFFER, (c) => showOffer(c))
  .get("/organizations/:slug/market", async (c) => {
    const { ctx, page } = c.var;
    const organization = await findOrganizationFacts(ctx, c.req.param("slug"));
    if (!organization) throw new Refusal("missing", "organizationUnknown");
    const changes = await may(ctx, "market.offer", organization.id);
    const range = rangeOf(await countOffersOf(ctx, organization.id, changes), askedPage(c), OFFERS_A_PAGE);
    const items = await listOffersOf(ctx, organization.id, changes, range);
    return c.html(
      <OfOrganizationPage
        page={page}
        organization={organization}
        offers={{ ...range, items }}
        changes={changes}
      />,
    );
  })
  .get("/market/photographs/:hash{[0-9a-f]{64}}", async (c) => {
    const { ctx } = c.var;
    const hash = c.req.param("hash");
    if (!(await isPhotograph(ctx, hash)) || !(await ctx.node.files.size(hash)))
      throw new Refusal("missing", "pageUnknown");
    c.header("Content-Type", "image/webp");
    // A photograph can be withdrawn, and may be for members only: nobody keeps it for others.
    c.header("Cache-Control", "private, max-age=3600");
    return c.body(ReadableStream.from(ctx.node.files.read(hash)) as ReadableStream);
  });

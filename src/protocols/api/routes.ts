// The JSON API: what the pages show to a visitor. It takes no writes; those are in own-money.routes.ts and own-clearing.routes.ts.
import { Hono } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import type { z } from "zod";
import {
  type DirectoryEntry,
  type DirectoryQuery,
  findOrganization,
  inForce,
  type OrganizationProfile,
  searchDirectory,
  withoutEmpty,
} from "#confederation";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { textIn } from "#platform/multilingual";
import { parse } from "#platform/validation";
import type { Env } from "../../web/request.ts";
import { openForReading } from "../open-for-reading.ts";
import { actionApiRoutes } from "./actions.routes.ts";
import { linkNext, said } from "./answers.ts";
import { clearingApiRoutes } from "./clearing.routes.ts";
import { ledgerApiRoutes } from "./ledger.routes.ts";
import { campaignApiRoutes } from "./campaigns.routes.ts";
import { electionApiRoutes } from "./elections.routes.ts";
import { rulesApiRoutes } from "./rules.routes.ts";
import { motionApiRoutes } from "./motions.routes.ts";
import { openApiDocument } from "./open-api.ts";
import {
  belowQuery,
  type organizationDetail,
  type organizationList,
  type organizationSummary,
} from "./organizations.schema.ts";

function summaryOf(origin: string, entry: DirectoryEntry): z.infer<typeof organizationSummary> {
  const { id, slug, externalId, kind, name, country, subdivision, place, languages, status, isExample } =
    entry;
  return {
    uri: `${origin}/organizations/${slug}`,
    id,
    slug,
    externalId,
    kind,
    name: said(name),
    country,
    subdivision,
    place,
    languages: [...languages],
    status,
    isExample,
  };
}

function detailOf({ node, now }: Ctx, organization: OrganizationProfile): z.infer<typeof organizationDetail> {
  const { below, description, latitude, longitude, foundedOn, website, publicContact } = organization;
  return {
    ...summaryOf(node.origin, organization),
    description,
    latitude,
    longitude,
    foundedOn,
    website,
    publicContact,
    updatedAt: organization.updatedAt.toISOString(),
    above: organization.above.map((entry) => summaryOf(node.origin, entry)),
    below: {
      total: below.total,
      byKind: [...below.byKind],
      organizations: below.entries.map((entry) => summaryOf(node.origin, entry)),
      next: below.next,
    },
    mandates: organization.mandates
      .filter((mandate) => inForce(mandate, now))
      .map((mandate) => ({
        id: mandate.id,
        person: mandate.personName,
        office: mandate.office,
        officeName: mandate.officeName,
        covers: mandate.covers,
        startsAt: mandate.startsAt.toISOString(),
        endsAt: mandate.endsAt?.toISOString() ?? null,
      })),
    affiliation: organization.timeline.map((step) => ({
      step: step.step,
      at: step.at.toISOString(),
      actingOrganization: step.actingOrganization?.slug ?? null,
      reason: step.reason,
      act: `/log/acts/${step.actId}`,
    })),
  };
}

// Weak: the same answer has the same tag, compressed or not (RFC 9110 §8.8.1). What lets other sites read stays with it.
const withTag = etag({
  weak: true,
  retainedHeaders: [
    ...RETAINED_304_HEADERS,
    "access-control-allow-origin",
    "cross-origin-resource-policy",
    "link",
  ],
});

export const apiRoutes = new Hono<Env>()
  .use("/api/*", openForReading)
  .use("/api/*", withTag)
  .get("/api/openapi.json", (c) => {
    const { page } = c.var;
    return c.json(openApiDocument(page.origin, textIn(page.profile.name, page.language).text));
  })
  .route("/", actionApiRoutes)
  .route("/", campaignApiRoutes)
  .route("/", motionApiRoutes)
  .route("/", electionApiRoutes)
  .route("/", rulesApiRoutes)
  .route("/", ledgerApiRoutes)
  .route("/", clearingApiRoutes)
  .get("/api/v1/organizations", async (c) => {
    const { ctx } = c.var;
    const asked = withoutEmpty(c.req.query()) as DirectoryQuery;
    const found = await searchDirectory(ctx.db, asked, ctx.language);
    linkNext(c, found.next);
    const { total, approximate, facets, next } = found;
    const organizations = found.entries.map((entry) => summaryOf(ctx.node.origin, entry));
    return c.json({ total, approximate, organizations, facets, next } as z.infer<typeof organizationList>);
  })
  .get("/api/v1/organizations/:slug", async (c) => {
    const { ctx } = c.var;
    const { belowAfter } = parse(belowQuery, withoutEmpty(c.req.query()));
    const organization = await findOrganization(ctx, c.req.param("slug"), belowAfter);
    if (!organization) throw new Refusal("missing", "organizationUnknown");
    return c.json(detailOf(ctx, organization));
  });

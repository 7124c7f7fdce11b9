// Pages of the directory.
import { Hono } from "hono";
import {
  affiliationSteps,
  findOrganization,
  may,
  type OrganizationId,
  searchDirectory,
  transitions,
} from "#confederation";
import type { Ctx } from "#platform/context";
import { listCurrencies } from "#ledger";
import { Refusal } from "#platform/errors";
import type { Env } from "../request.ts";
import { DirectoryPage } from "./directory.page.tsx";
import { type OfferedActs, OrganizationPage } from "./organization.page.tsx";
import { readSearch } from "./search.ts";

const CURRENCIES_SHOWN = 5;

/** What the reader's mandates allow on the organisation; a visitor is offered nothing. */
async function offeredOn(ctx: Ctx, id: OrganizationId): Promise<OfferedActs> {
  if (ctx.actor.kind !== "person") return { edit: false, mandates: false, affiliation: false };
  const capabilities = new Set(affiliationSteps.map((step) => transitions[step].needs));
  const affiliation = await Promise.all([...capabilities].map((capability) => may(ctx, capability, id)));
  return {
    edit: await may(ctx, "organization.edit", id),
    mandates: (await may(ctx, "mandate.grant", id)) || (await may(ctx, "mandate.recall", id)),
    affiliation: affiliation.some(Boolean) || (await may(ctx, "affiliation.review", null)),
  };
}

export const organizationRoutes = new Hono<Env>()
  .get("/organizations", async (c) => {
    const { ctx, page } = c.var;
    const { after, ...search } = readSearch(c);
    const found = await searchDirectory(ctx.db, { ...search, after }, ctx.language);
    return c.html(
      <DirectoryPage
        page={page}
        search={search}
        found={found}
        continued={after !== undefined}
        mayAdd={await may(ctx, "organization.edit", null)}
      />,
    );
  })
  .get("/organizations/:slug", async (c) => {
    const { ctx, page } = c.var;
    const belowAfter = c.req.query("belowAfter");
    const organization = await findOrganization(ctx, c.req.param("slug"), belowAfter);
    if (!organization) throw new Refusal("missing", "organizationUnknown");
    return c.html(
      <OrganizationPage
        page={page}
        organization={organization}
        now={ctx.now}
        offered={await offeredOn(ctx, organization.id)}
        continued={belowAfter !== undefined}
        currencies={await listCurrencies(ctx, { organizationId: organization.id, limit: CURRENCIES_SHOWN })}
      />,
    );
  });

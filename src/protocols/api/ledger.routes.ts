// Currencies in the JSON API: what the pages show to a visitor.
import { Hono } from "hono";
import type { z } from "zod";
import { withoutEmpty } from "#confederation";
import {
  countCurrencies,
  type Currency,
  currencyPath,
  findCurrency,
  pageOfCurrencies,
  readBeforehand,
  readFigures,
} from "#ledger";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { parse } from "#platform/validation";
import type { Env } from "../../web/request.ts";
import { amountText } from "./amounts.ts";
import { said } from "./answers.ts";
import { currenciesQuery, type currencyDetail, type currencyList } from "./ledger.schema.ts";

async function detailOf(ctx: Ctx, currency: Currency): Promise<z.infer<typeof currencyDetail>> {
  const { organizations, people, out, months } = await readFigures(ctx, currency.id, currency.openBooks);
  const { founder } = await readBeforehand(ctx, currency.id);
  const { slug, code, kind, state, scale, demurragePpm, expiresOn, mirrors, openBooks } = currency;
  const text = (amount: bigint | null) => amountText(amount, currency);
  return {
    uri: ctx.node.origin + currencyPath(slug),
    slug,
    code,
    name: said(currency.name),
    kind,
    state,
    foundedBy: { uri: `${ctx.node.origin}/organizations/${founder.slug}`, name: said(founder.name) },
    foundedAt: currency.foundedAt.toISOString(),
    scale: kind === "time" ? 0 : scale,
    rules: currency.rules && said(currency.rules),
    defaultMinimum: text(currency.defaultMinimum),
    defaultMaximum: text(currency.defaultMaximum),
    approvalAbove: text(currency.approvalAbove),
    demurragePpm,
    backing: currency.backing && said(currency.backing),
    expiresOn,
    mirrors,
    openBooks,
    organizations,
    people,
    inCirculation: text(out),
    months: months.map(({ month, movements, amount }) => ({ month, movements, amount: text(amount) })),
  };
}

export const ledgerApiRoutes = new Hono<Env>()
  .get("/api/v1/currencies", async (c) => {
    const { ctx } = c.var;
    const { page, limit } = parse(currenciesQuery, withoutEmpty(c.req.query()));
    const found = await pageOfCurrencies(ctx, { offset: (page - 1) * limit, limit });
    const currencies = found.map(({ slug, code, name, kind, state, accounts, organization }) => ({
      uri: ctx.node.origin + currencyPath(slug),
      slug,
      code,
      name: said(name),
      kind,
      state,
      accounts,
      foundedBy: {
        uri: `${ctx.node.origin}/organizations/${organization.slug}`,
        name: said(organization.name),
      },
    }));
    return c.json({ total: await countCurrencies(ctx), currencies } satisfies z.infer<typeof currencyList>);
  })
  .get("/api/v1/currencies/:slug", async (c) => {
    const currency = await findCurrency(c.var.ctx, c.req.param("slug"));
    if (!currency) throw new Refusal("missing", "currencyUnknown");
    return c.json(await detailOf(c.var.ctx, currency));
  });

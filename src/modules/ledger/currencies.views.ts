// Reading currencies.
import { type RawBuilder, sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Currency, CurrencyId } from "./types.ts";

const columns = sql`c.id, c.slug, c.code, c.name, c.kind, c.scale, c.organization_id as "organizationId", c.rules,
  c.default_minimum as "defaultMinimum", c.default_maximum as "defaultMaximum", c.demurrage_ppm as "demurragePpm",
  c.approval_above as "approvalAbove", c.backing, c.expires_on as "expiresOn", c.mirrors, c.state,
  c.open_books as "openBooks", c.founded_at as "foundedAt"`;

async function findBy(ctx: Ctx, condition: RawBuilder<unknown>): Promise<Currency | undefined> {
  const { rows } = await sql<Currency>`select ${columns} from currencies c where ${condition}`.execute(
    ctx.db,
  );
  return rows[0];
}

export const findCurrency = (ctx: Ctx, slug: string) => findBy(ctx, sql`c.slug = ${slug}`);
export const findCurrencyById = (ctx: Ctx, id: CurrencyId) => findBy(ctx, sql`c.id = ${id}::uuid`);
export const findCurrencyByCode = (ctx: Ctx, code: string) => findBy(ctx, sql`c.code = ${code}`);

export type CurrencyFilter = {
  readonly organizationId?: OrganizationId;
  readonly state?: Currency["state"];
  /** At most so many, after so many: the list is by code. */
  readonly limit?: number;
  readonly offset?: number;
};

export async function listCurrencies(ctx: Ctx, filter: CurrencyFilter = {}): Promise<Currency[]> {
  const { rows } = await sql<Currency>`
    select ${columns} from currencies c
    where (${filter.organizationId ?? null}::uuid is null or c.organization_id = ${filter.organizationId ?? null}::uuid)
      and (${filter.state ?? null}::text is null or c.state = ${filter.state ?? null}::text)
    order by c.code limit ${filter.limit ?? 100} offset ${filter.offset ?? 0}`.execute(ctx.db);
  return rows;
}

export async function countCurrencies(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from currencies`.execute(
    ctx.db,
  );
  return rows[0]?.count ?? 0;
}

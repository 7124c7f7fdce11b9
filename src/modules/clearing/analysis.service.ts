// The analysis of what organisations owe each other: for the commission as it stands, for everybody as it stood on Monday.
// Invariant: the commission sees the names of those alone that allowed it.
import { sql } from "kysely";
import type { CreditAccount, Obligations } from "#algorithms/clearing";
import { authorise, type OrganizationId } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { idOf } from "#platform/fields";
import { shared } from "#platform/shared-work";
import { parse } from "#platform/validation";
import { z } from "zod";
import { accountsOf, type CurrencyId } from "#ledger";
import { analyse, type Analysis, publicPartOf, type PublicAnalysis } from "./analysis.rules.ts";
import { denominationKey } from "./denominations.ts";
import type { Named } from "./obligations.views.ts";
import type { Denomination } from "./types.ts";

/** The job that makes what everybody reads. */
export const KEEP_ANALYSES = "keep-clearing-analyses";
export const keepAnalysesCrontab = `29 3 * * 1 ${KEEP_ANALYSES}`;

const DAYS = 90;
const DAY_MS = 86_400_000;

type Network = { readonly obligations: Obligations; readonly organizations: readonly OrganizationId[] };

async function readNetwork(ctx: Ctx, { currencyId, officialCode = null }: Denomination): Promise<Network> {
  const { rows } = await sql<{ debtorId: OrganizationId; creditorId: OrganizationId; amount: bigint }>`
    select debtor_id as "debtorId", creditor_id as "creditorId", open_amount as amount from obligations
    where state = 'acknowledged' and currency_id is not distinct from ${currencyId}::uuid
      and official_code is not distinct from ${officialCode}::text
    order by recorded_at, id`.execute(ctx.db);
  const numbers = new Map<OrganizationId, number>();
  const numberOf = (id: OrganizationId) => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
  const debtor = Int32Array.from(rows, (row) => numberOf(row.debtorId));
  const creditor = Int32Array.from(rows, (row) => numberOf(row.creditorId));
  const amount = Float64Array.from(rows, (row) => Number(row.amount));
  return {
    obligations: { parties: numbers.size, debtor, creditor, amount },
    organizations: [...numbers.keys()],
  };
}

/** The room that the parties' first open accounts have, as if all of them offered it. */
async function readAccounts(
  ctx: Ctx,
  currencyId: CurrencyId,
  organizations: readonly OrganizationId[],
): Promise<CreditAccount[]> {
  const found: CreditAccount[] = [];
  for (const [party, organizationId] of organizations.entries()) {
    const own = await accountsOf(ctx, { kind: "organization", organizationId }, currencyId);
    const account = own.find(({ closedAt }) => closedAt === null);
    if (account)
      found.push({
        party,
        balance: account.posted,
        minimum: account.minimum,
        maximum: account.maximum,
      });
  }
  return found;
}

async function readTurnover(ctx: Ctx, { currencyId, officialCode = null }: Denomination): Promise<bigint> {
  const { rows } = await sql<{ turnover: string }>`
    select coalesce(sum(v.amount), 0)::text as turnover from obligation_movements v join obligations o on o.id = v.obligation_id
    where o.currency_id is not distinct from ${currencyId}::uuid and o.official_code is not distinct from ${officialCode}::text
      and v.made_at > ${new Date(+ctx.now - DAYS * DAY_MS)}::timestamptz`.execute(ctx.db);
  return BigInt(rows[0]?.turnover ?? 0);
}

type Computed = { readonly analysis: Analysis; readonly organizations: readonly OrganizationId[] };

/** A large network takes seconds: whoever asks at the same time shares it. */
function compute(ctx: Ctx, counted: Denomination): Promise<Computed | undefined> {
  return shared(`clearing analysis ${denominationKey(counted)}`, async () => {
    const { obligations, organizations } = await readNetwork(ctx, counted);
    if (organizations.length === 0) return undefined;
    const accounts = counted.currencyId && (await readAccounts(ctx, counted.currencyId, organizations));
    const turnover = await readTurnover(ctx, counted);
    return {
      analysis: analyse({ obligations, accounts: accounts || null, turnover, days: DAYS }),
      organizations,
    };
  });
}

/** In what anything is owed now. */
export async function listOwedDenominations(ctx: Ctx): Promise<Denomination[]> {
  const { rows } = await sql<Denomination>`
    select distinct currency_id as "currencyId", official_code as "officialCode" from obligations where state = 'acknowledged'
    order by 2 nulls first, 1`.execute(ctx.db);
  return rows;
}

export type FullAnalysis = Analysis & {
  /** By place in `central`; null where the organisation did not allow its name. */
  readonly names: readonly (Named | null)[];
};

/** As it stands now; needs `clearing.analyse`. Undefined where nothing is owed. */
export async function analyseNow(ctx: Ctx, counted: Denomination): Promise<FullAnalysis | undefined> {
  await authorise(ctx, "clearing.analyse", null);
  const computed = await compute(ctx, counted);
  if (!computed) return undefined;
  const { analysis, organizations } = computed;
  const allowed = await namesAllowed(ctx, organizations);
  return {
    ...analysis,
    names: analysis.central.map(({ party }) => allowed.get(organizations[party] ?? "") ?? null),
  };
}

async function namesAllowed(ctx: Ctx, ids: readonly OrganizationId[]): Promise<Map<string, Named>> {
  const { rows } = await sql<Named & { id: string }>`
    select g.id, g.slug, g.name from organizations g where g.id = any(${[...ids]}::uuid[])
      and (select c.allowed from clearing_name_consents c where c.organization_id = g.id order by c.decided_at desc, c.id desc limit 1)`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ id, slug, name }) => [id, { slug, name }]));
}

/** Makes what everybody reads, for each currency in which enough take part. A job does it. Returns how many. */
export async function keepAnalyses(ctx: Ctx): Promise<number> {
  let kept = 0;
  for (const counted of await listOwedDenominations(ctx)) {
    const computed = await compute(ctx, counted);
    const result = computed && publicPartOf(computed.analysis);
    if (!result) continue;
    await sql`
      insert into clearing_analyses (id, currency_id, official_code, made_at, result)
      values (${ctx.newId()}, ${counted.currencyId}, ${counted.officialCode ?? null}, ${ctx.now}, ${JSON.stringify(result)}::jsonb)`.execute(
      ctx.db,
    );
    kept += 1;
  }
  return kept;
}

export type KeptAnalysis = {
  readonly currencyId: CurrencyId | null;
  readonly officialCode: string | null;
  readonly madeAt: Date;
  readonly result: PublicAnalysis;
};

/** The latest of each currency. */
export async function listKeptAnalyses(ctx: Ctx): Promise<KeptAnalysis[]> {
  const { rows } = await sql<KeptAnalysis>`
    select distinct on (currency_id, official_code) currency_id as "currencyId", official_code as "officialCode", made_at as "madeAt", result
    from clearing_analyses order by currency_id, official_code, made_at desc`.execute(ctx.db);
  return rows;
}

const consentInput = z.object({ organizationId: idOf<OrganizationId>(), allowed: z.boolean() });

/** Whether the commission may see the organisation's name in its analysis. Needs `clearing.join`; not public. */
export async function allowName(ctx: Ctx, input: z.input<typeof consentInput>): Promise<void> {
  const { organizationId, allowed } = parse(consentInput, input);
  await transact(ctx, async (tx) => {
    const { mandateId } = await authorise(tx, "clearing.join", organizationId);
    if ((await nameIsAllowed(tx, organizationId)) === allowed) return;
    await sql`
      insert into clearing_name_consents (id, organization_id, allowed, mandate_id, decided_at)
      values (${tx.newId()}, ${organizationId}, ${allowed}, ${mandateId}, ${tx.now})`.execute(tx.db);
  });
}

/** For the organisation's own page. */
export async function nameIsAllowed(ctx: Ctx, organizationId: OrganizationId): Promise<boolean> {
  const { rows } = await sql<{ allowed: boolean }>`
    select allowed from clearing_name_consents where organization_id = ${organizationId}::uuid
    order by decided_at desc, id desc limit 1`.execute(ctx.db);
  return rows[0]?.allowed ?? false;
}

// A round with thousands of parties, written set-based: what many forms would have made, a moment before the deadline.
import { sql } from "kysely";
import type { CurrencyId } from "#ledger";
import type { Ctx } from "../../src/platform/context.ts";

export type LargeRound = { readonly parties: number; readonly obligations: number };

/** SQL's own numbers in a set order, so that two runs measure the same round. */
const SEED = 0.42;

/** Organisations with accounts, obligations among them that both sides acknowledged, and a called round in which all offer all. */
export async function insertLargeRound(
  ctx: Ctx,
  currencyId: CurrencyId,
  commissionId: string,
  { parties, obligations }: LargeRound,
): Promise<number> {
  const { db } = ctx;
  await db.connection().execute(async (one) => {
    await sql`select setseed(${SEED})`.execute(one);
    await sql`
      insert into organizations (id, slug, kind, name, status, created_at, updated_at)
      select gen_random_uuid(), 'measured-' || n, 'cooperative', '{"source": "en", "texts": {"en": "Measured"}}', 'listed', now(), now()
      from generate_series(1, ${parties}::int) n`.execute(one);
    await sql`
      insert into ledger_accounts (id, number, currency_id, holder_kind, organization_id, opened_at)
      select gen_random_uuid(), (7000000 + row_number() over ())::text, ${currencyId}::uuid, 'organization', id, now()
      from organizations where slug like 'measured-%'`.execute(one);
    await sql`
      insert into ledger_limits (account_id, version, at_version, minimum, maximum, changed_at)
      select id, 1, 0, 0, 0, now() from ledger_accounts where currency_id = ${currencyId}::uuid`.execute(one);
    // Each owes mostly to those near it, so that much goes round.
    await sql`
      create temporary table measured as select id, (row_number() over (order by slug))::int - 1 as place
      from organizations where slug like 'measured-%'`.execute(one);
    await sql`
      insert into obligations (id, request_key, debtor_id, creditor_id, currency_id, amount, open_amount, state, recorded_by, since_on, text,
        recorded_at, state_at)
      select gen_random_uuid(), gen_random_uuid(), d.id, c.id, ${currencyId}::uuid, amount, amount, 'acknowledged', 'both', '2031-01-01', '', now(), now()
      from (select n % ${parties} as debtor, (n % ${parties} + 1 + floor(random() * 200)::int) % ${parties} as creditor,
          (1 + floor(exp(5.42 + 1.92 * (random() + random() + random() - 1.5) * 2)))::bigint as amount
        from generate_series(1, ${obligations}::int) n) a
      join measured d on d.place = a.debtor join measured c on c.place = a.creditor`.execute(one);
  });
  const id = ctx.newId();
  const { rows } = await sql<{ number: number }>`
    insert into clearing_rounds (id, number, request_key, commission_id, currency_id, title, deadline_at, look_hours, with_credit, publication,
      state, called_at)
    select ${id}::uuid, coalesce(max(number), 0) + 1, gen_random_uuid(), ${commissionId}::uuid, ${currencyId}::uuid,
      '{"source": "en", "texts": {"en": "Measured"}}', ${ctx.now}::timestamptz, 1, false, 'everybody', 'called',
      ${ctx.now}::timestamptz - interval '1 hour' from clearing_rounds returning number`.execute(db);
  await sql`
    insert into clearing_parties (round_id, organization_id, joined_at, account_id)
    select ${id}::uuid, organization_id, ${ctx.now}::timestamptz, id from ledger_accounts
    where currency_id = ${currencyId}::uuid and holder_kind = 'organization'`.execute(db);
  await sql`
    insert into clearing_offers (round_id, organization_id, obligation_id)
    select ${id}::uuid, s.party, o.id from obligations o cross join lateral (values (o.debtor_id), (o.creditor_id)) as s(party)
    where o.currency_id = ${currencyId}::uuid`.execute(db);
  await sql`analyze`.execute(db);
  return rows[0]?.number ?? 1;
}

// What happens with vouchers on the day after they expire, as their currency said before anybody took one.
// Invariant: only what is free is taken back, each account's once; what was held for a payment is taken when the hold is
// over, by a later run.
import { sql } from "kysely";
import { type Ctx, transact } from "#platform/context";
import { appendAct } from "#platform/log/append";
import { dayOf } from "./days.ts";
import { postEntries } from "./journal.store.ts";
import { currencyPath } from "./paths.ts";
import type { AccountId, CurrencyId } from "./types.ts";

export const EXPIRE_VOUCHERS = "expire-vouchers";
export const expireVouchersCrontab = `7 1 * * * ${EXPIRE_VOUCHERS}`;

const AT_ONCE = 1_000;

type Expired = { readonly id: CurrencyId; readonly slug: string; readonly issuer: AccountId };

async function listExpired(ctx: Ctx): Promise<Expired[]> {
  const { rows } = await sql<Expired>`
    select c.id, c.slug, i.id as issuer
    from currencies c join ledger_accounts i on i.currency_id = c.id and i.holder_kind = 'issuer'
    where c.kind = 'voucher' and c.on_expiry = 'take_back' and c.expires_on < ${dayOf(ctx.now)}::date
      and exists (select 1 from ledger_accounts a where a.currency_id = c.id and a.holder_kind <> 'issuer'
        and a.posted - a.pending_out > 0)
    order by c.id`.execute(ctx.db);
  return rows;
}

/** Takes expired vouchers back to their issuers; gives how many accounts gave some back. */
export async function expireVouchers(ctx: Ctx): Promise<number> {
  let accounts = 0;
  for (const currency of await listExpired(ctx)) {
    let taken = 0;
    do {
      taken = await transact(ctx, (tx) => takeBack(tx, currency));
      accounts += taken;
    } while (taken === AT_ONCE);
  }
  return accounts;
}

async function takeBack(tx: Ctx, { id, slug, issuer }: Expired): Promise<number> {
  const { rows } = await sql<{ accountId: AccountId; free: bigint }>`
    select id as "accountId", posted - pending_out as free from ledger_accounts
    where currency_id = ${id} and holder_kind <> 'issuer' and posted - pending_out > 0
    order by id limit ${AT_ONCE} for no key update`.execute(tx.db);
  const amount = rows.reduce((sum, { free }) => sum + free, 0n);
  if (amount === 0n) return 0;
  const lines = [
    ...rows.map(({ accountId, free }) => ({ accountId, amount: -free })),
    { accountId: issuer, amount },
  ];
  await postEntries(tx, [{ kind: "expiry", lines, text: null, about: currencyPath(slug) }], {
    mandateId: null,
  });
  await appendAct(tx, {
    type: "ledger.currency.expired",
    subject: currencyPath(slug),
    mandateId: null,
    record: { currency: id, accounts: rows.length, amount: String(amount) },
  });
  return rows.length;
}

// The only code that opens accounts, changes their limits, and closes them.
// Invariant: a change of limits is checked against what the account holds and keeps aside, under the account's lock, and
// every one is kept (`ledger_limits`).
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { withCheckDigit } from "./account-numbers.rules.ts";
import { findAccount } from "./accounts.views.ts";
import { type Answer, holdAnswer } from "./refusals.ts";
import type { Account, AccountHolder, AccountId, By, CurrencyId, Limits } from "./types.ts";

export type NewAccount = Limits & {
  readonly currencyId: CurrencyId;
  readonly holder: AccountHolder;
  readonly name?: string | null;
};

/**
 * Opens an account in an open currency. There is one clearing and one commons account in a currency, and one of each issuer:
 * another is refused with `accountAlreadyOpen`. Limits must allow a balance of zero.
 */
export async function openAccount(tx: Ctx, wanted: NewAccount, by?: By): Promise<Account> {
  const { currencyId, holder } = wanted;
  await holdOpenCurrency(tx, currencyId);
  if ((wanted.minimum ?? 0n) > 0n || (wanted.maximum ?? 0n) < 0n)
    throw new Refusal("invalid", "balanceBeyondLimits", { account: "" });
  const id = tx.newId() as AccountId;
  const { rows: drawn } = await sql<{
    next: string;
  }>`select nextval('ledger_account_numbers')::text as next`.execute(tx.db);
  const { rows: made } = await sql`
    insert into ledger_accounts (id, number, currency_id, holder_kind, organization_id, person_id, fund_id, name, opened_at)
    values (${id}, ${withCheckDigit(drawn[0]?.next ?? "")}, ${currencyId}, ${holder.kind},
      ${"organizationId" in holder ? holder.organizationId : null}, ${"personId" in holder ? holder.personId : null},
      ${"fundId" in holder ? holder.fundId : null}, ${wanted.name ?? null}, ${tx.now})
    on conflict do nothing returning 1`.execute(tx.db);
  if (made.length === 0) throw new Refusal("conflict", "accountAlreadyOpen");
  await sql`
    insert into ledger_limits (account_id, version, at_version, minimum, maximum, because, mandate_id, changed_at)
    values (${id}, 1, 0, ${wanted.minimum}::bigint, ${wanted.maximum}::bigint, null, ${by?.mandateId ?? null}, ${tx.now})`.execute(
    tx.db,
  );
  const account = await findAccount(tx, id);
  if (!account) throw new Error("an account that was opened is there");
  return account;
}

async function holdOpenCurrency(tx: Ctx, id: CurrencyId): Promise<void> {
  const { rows } = await sql<{ state: string }>`
    select state from currencies where id = ${id} for key share`.execute(tx.db);
  if (!rows[0]) throw new Refusal("missing", "currencyUnknown");
  if (rows[0].state !== "open") throw new Refusal("conflict", "currencyClosed");
}

/** New limits from now on, kept with who set them and why. Refuses what the balance is already beyond. */
export async function changeLimits(
  tx: Ctx,
  accountId: AccountId,
  { minimum, maximum, because }: Limits & { readonly because: string | null },
  by: By,
): Promise<void> {
  const { rows } = await sql<{ answer: Answer }>`
    select ledger_change_limits(${accountId}::uuid, ${minimum}::bigint, ${maximum}::bigint, ${because}::text,
      ${tx.now}::timestamptz, ${by.mandateId}::uuid) as answer`.execute(tx.db);
  await holdAnswer(tx, rows[0]?.answer);
}

/** Closes an account that is empty, for ever. */
export async function closeAccount(tx: Ctx, accountId: AccountId): Promise<void> {
  await sql`select ledger_lapse(array[${accountId}::uuid], ${tx.now}::timestamptz)`.execute(tx.db);
  const { rows } = await sql<{ number: string; closed: boolean; empty: boolean }>`
    select number, closed_at is not null as closed, posted = 0 and pending_out = 0 and pending_in = 0 as empty
    from ledger_accounts where id = ${accountId} for no key update`.execute(tx.db);
  const [found] = rows;
  if (!found) throw new Refusal("missing", "accountUnknown");
  if (found.closed) throw new Refusal("conflict", "accountClosed", { account: found.number });
  if (!found.empty) throw new Refusal("conflict", "accountNotEmpty", { account: found.number });
  await sql`update ledger_accounts set closed_at = ${tx.now} where id = ${accountId}`.execute(tx.db);
}

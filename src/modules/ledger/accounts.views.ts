// Reading accounts, their limits and their lines. Who may see them is the caller's to decide.
import { type RawBuilder, sql } from "kysely";
import type { MandateId } from "#confederation";
import type { Ctx } from "#platform/context";
import { readAccountNumber } from "./account-numbers.rules.ts";
import type { Account, AccountHolder, AccountId, CurrencyId, Entry, Limits, Line } from "./types.ts";

type Row = Omit<Account, "holder"> & {
  kind: AccountHolder["kind"];
  organizationId: string | null;
  personId: string | null;
  fundId: string | null;
};

const columns = sql`a.id, a.number, a.currency_id as "currencyId", a.holder_kind as kind,
  a.organization_id as "organizationId", a.person_id as "personId", a.fund_id as "fundId", a.name, a.posted,
  a.pending_out as "pendingOut", a.pending_in as "pendingIn", a.minimum, a.maximum, a.version, a.moved_at as "movedAt",
  a.opened_at as "openedAt", a.closed_at as "closedAt"`;

function asAccount({ kind, organizationId, personId, fundId, ...rest }: Row): Account {
  const holder = {
    kind,
    ...(organizationId === null ? {} : { organizationId }),
    ...(personId === null ? {} : { personId }),
    ...(fundId === null ? {} : { fundId }),
  } as AccountHolder;
  return { ...rest, holder };
}

async function findBy(ctx: Ctx, condition: RawBuilder<unknown>): Promise<Account[]> {
  const { rows } = await sql<Row>`
    select ${columns} from ledger_accounts a where ${condition} order by a.currency_id, a.number`.execute(
    ctx.db,
  );
  return rows.map(asAccount);
}

export async function findAccount(ctx: Ctx, id: AccountId): Promise<Account | undefined> {
  return (await findBy(ctx, sql`a.id = ${id}::uuid`))[0];
}

/** By the number that people read aloud, however it is grouped. */
export async function findAccountByNumber(ctx: Ctx, typed: string): Promise<Account | undefined> {
  const number = readAccountNumber(typed);
  return number === undefined ? undefined : (await findBy(ctx, sql`a.number = ${number}`))[0];
}

/** All accounts of a holder, closed ones too; of the node's clearing and commons, one a currency. */
export function accountsOf(ctx: Ctx, holder: AccountHolder, currencyId?: CurrencyId): Promise<Account[]> {
  const inCurrency = currencyId === undefined ? sql`true` : sql`a.currency_id = ${currencyId}::uuid`;
  const held =
    "organizationId" in holder
      ? sql`a.organization_id = ${holder.organizationId}::uuid`
      : "personId" in holder
        ? sql`a.person_id = ${holder.personId}::uuid`
        : "fundId" in holder
          ? sql`a.fund_id = ${holder.fundId}::uuid`
          : sql`true`;
  return findBy(ctx, sql`a.holder_kind = ${holder.kind} and ${held} and ${inCurrency}`);
}

export type LimitsChange = Limits & {
  readonly version: number;
  readonly because: string | null;
  readonly mandateId: MandateId | null;
  readonly changedAt: Date;
};

/** Every change of an account's limits, the latest first. */
export async function limitsOf(ctx: Ctx, id: AccountId): Promise<LimitsChange[]> {
  const { rows } = await sql<LimitsChange>`
    select version, minimum, maximum, because, mandate_id as "mandateId", changed_at as "changedAt"
    from ledger_limits where account_id = ${id}::uuid order by version desc`.execute(ctx.db);
  return rows;
}

export type AccountLine = Omit<Entry, "lines"> & Omit<Line, "accountId">;

export type LinesQuery = {
  /** Only lines before this version: what a page after the first asks for. */
  readonly before?: bigint;
  readonly limit?: number;
};

/** An account's lines with their entries, the latest first. */
export async function linesOf(
  ctx: Ctx,
  id: AccountId,
  { before, limit = 50 }: LinesQuery = {},
): Promise<AccountLine[]> {
  const { rows } = await sql<AccountLine>`
    select e.id, e.kind, e.text, e.about, e.reverses, e.mandate_id as "mandateId", e.person_id as "personId",
      e.posted_at as "postedAt", l.version, l.amount, l.balance_after as "balanceAfter"
    from ledger_lines l join ledger_entries e on e.id = l.entry_id
    where l.account_id = ${id}::uuid and (${before ?? null}::bigint is null or l.version < ${before ?? null}::bigint)
    order by l.version desc limit ${limit}`.execute(ctx.db);
  return rows;
}

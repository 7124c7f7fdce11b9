// Who takes part, by the account that takes part, and who may act for them. An organisation acts by mandate, a person for
// themselves. Invariant: whoever is asked about something that they have no part in is told that there is no such thing.
import { sql } from "kysely";
import {
  authorise,
  type Capability,
  listMandates,
  may,
  type OrganizationId,
  type PersonId,
} from "#confederation";
import { findAccountByNumber } from "#ledger";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import type { Multilingual } from "#platform/multilingual";
import type { By, NamedParty, Party } from "./types.ts";

/** An account of the ledger as this module needs it. */
export type PartyAccount = {
  readonly id: string;
  readonly number: string;
  readonly currencyId: string;
  /** Null: neither an organisation nor a person holds it, so that nobody takes part with it. */
  readonly party: Party | null;
  /** What can still be paid from it; null: without limit. */
  readonly available: bigint | null;
  readonly posted: bigint;
  readonly isOpen: boolean;
};

type Row = {
  id: string;
  number: string;
  currencyId: string;
  kind: string;
  organizationId: OrganizationId | null;
  personId: PersonId | null;
  available: bigint | null;
  posted: bigint;
  isOpen: boolean;
};

const columns = sql`a.id, a.number, a.currency_id as "currencyId", a.holder_kind as kind, a.organization_id as "organizationId",
  a.person_id as "personId", a.posted - a.pending_out - a.minimum as available, a.posted, a.closed_at is null as "isOpen"`;

/** A person's name is the same in every language (`und`). */
const name = sql`coalesce(o.name, jsonb_build_object('source', 'und', 'texts', jsonb_build_object('und', p.name))) as name, o.slug`;
const named = sql`from ledger_accounts a left join organizations o on o.id = a.organization_id
  left join people p on p.id = a.person_id`;

function partyOf({ kind, organizationId, personId }: Row): Party | null {
  if (kind === "organization" && organizationId) return { kind, organizationId };
  return kind === "person" && personId ? { kind, personId } : null;
}

const accountOf = (row: Row): PartyAccount => ({
  id: row.id,
  number: row.number,
  currencyId: row.currencyId,
  party: partyOf(row),
  available: row.available,
  posted: row.posted,
  isOpen: row.isOpen,
});

export async function findPartyAccounts(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, PartyAccount>> {
  const { rows } =
    await sql<Row>`select ${columns} from ledger_accounts a where a.id = any(${ids}::uuid[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, accountOf(row)]));
}

/** An open account that can take part in something of this currency, by its number; or a refusal at `field`. */
export async function accountByNumber(
  ctx: Ctx,
  number: string,
  currencyId: string,
  field: string,
): Promise<PartyAccount & { party: Party }> {
  const known = await findAccountByNumber(ctx, number);
  const found = known && (await findPartyAccounts(ctx, [known.id])).get(known.id);
  const reason = (name: string) =>
    new Refusal("invalid", "inputInvalid", {}, [{ field, reason: name, facts: { number } }]);
  if (!found?.party || !found.isOpen) throw reason("accountOfNobody");
  if (found.currencyId !== currencyId) throw reason("accountOfOtherCurrency");
  return { ...found, party: found.party };
}

/** The account of somebody who acts with it themselves. */
export async function partyAccount(ctx: Ctx, accountId: string): Promise<PartyAccount & { party: Party }> {
  const found = (await findPartyAccounts(ctx, [accountId])).get(accountId);
  if (!found?.party) throw new Refusal("missing", "accountUnknown");
  return { ...found, party: found.party };
}

/** Under what the actor acts for a party: `noMandateForThis`, or `signInFirst`, where there is nothing. */
export async function actFor(tx: Ctx, party: Party, capability: Capability): Promise<By> {
  if (party.kind === "organization") {
    const { mandateId, personId } = await authorise(tx, capability, party.organizationId);
    return { mandateId, personId };
  }
  if (tx.actor.kind === "visitor") throw new Refusal("signIn", "signInFirst");
  if (tx.actor.kind === "shell") return { mandateId: null, personId: null };
  if (tx.actor.personId !== party.personId)
    throw new Refusal("forbidden", "noMandateForThis", { capability });
  return { mandateId: null, personId: party.personId };
}

/** Whether the actor could do one of these for it: for pages, and for what is seen. */
export async function mayActFor(
  ctx: Ctx,
  party: Party,
  capabilities: readonly Capability[],
): Promise<boolean> {
  if (party.kind === "organization") {
    for (const capability of capabilities) if (await may(ctx, capability, party.organizationId)) return true;
    return false;
  }
  return ctx.actor.kind === "shell" || (ctx.actor.kind === "person" && ctx.actor.personId === party.personId);
}

export async function mayActForAny(
  ctx: Ctx,
  parties: readonly Party[],
  capabilities: readonly Capability[],
): Promise<boolean> {
  for (const party of parties) if (await mayActFor(ctx, party, capabilities)) return true;
  return false;
}

/** Accounts with which the actor can take part: their own, and those of organisations for which they may. */
export async function listOwnAccounts(
  ctx: Ctx,
  capabilities: readonly Capability[],
): Promise<(NamedParty & { readonly currencyId: string })[]> {
  if (ctx.actor.kind !== "person") return [];
  const { personId } = ctx.actor;
  const mandates = await listMandates(ctx.db, { personId }, ctx.now);
  const organizations = [...new Set(mandates.map(({ organizationId }) => organizationId))];
  const allowed: string[] = [];
  for (const organizationId of organizations)
    if (await mayActFor(ctx, { kind: "organization", organizationId }, capabilities))
      allowed.push(organizationId);
  const { rows } = await sql<Row & { name: Multilingual; slug: string | null }>`
    select ${columns}, ${name} ${named} where a.closed_at is null and ((a.holder_kind = 'organization' and a.organization_id = any(${allowed}::uuid[]))
      or (a.holder_kind = 'person' and a.person_id = ${personId}::uuid))
    order by a.holder_kind, a.number`.execute(ctx.db);
  return rows.flatMap((row) => namedOf(row));
}

function namedOf(row: Row & { name: Multilingual; slug: string | null }) {
  const party = partyOf(row);
  if (!party) return [];
  const { id: accountId, number: accountNumber, name, slug, currencyId } = row;
  return [{ accountId, accountNumber, party, name, slug, currencyId }];
}

/** Who holds these accounts, by name: for those who take part in the same thing. */
export async function nameParties(ctx: Ctx, accountIds: readonly string[]): Promise<Map<string, NamedParty>> {
  const { rows } = await sql<Row & { name: Multilingual; slug: string | null }>`
    select ${columns}, ${name} ${named} where a.id = any(${accountIds}::uuid[])`.execute(ctx.db);
  return new Map(rows.flatMap((row) => namedOf(row)).map((one) => [one.accountId, one]));
}

/** Whether the account holds as much: `null` is without limit. */
export const canPay = ({ available, isOpen }: PartyAccount, amount: bigint): boolean =>
  isOpen && (available === null || available >= amount);

/** Accounts of a person and of organisations where they may act: what lists of one's own things are found by. */
export async function ownAccountIds(ctx: Ctx, capabilities: readonly Capability[]): Promise<string[]> {
  return (await listOwnAccounts(ctx, capabilities)).map(({ accountId }) => accountId);
}

// What contributors see of pots: what is in them together, and of shares their own alone.
import { sql } from "kysely";
import type { Capability } from "#confederation";
import type { Ctx } from "#platform/context";
import { today } from "./days.rules.ts";
import type { ContributorState, PotState, WithdrawalState } from "./machines.rules.ts";
import { findPartyAccounts, mayActFor, nameParties, ownAccountIds } from "./parties.policy.ts";
import { sharesAfterLoss } from "./pots.rules.ts";
import type { EarlyRule } from "./pots.schema.ts";
import { listApprovers, listContributors } from "./pots.store.ts";
import { tables } from "./tables.ts";
import type { NamedParty, PotId } from "./types.ts";

export const seesSavings: readonly Capability[] = ["financing.save", "ledger.approve"];

export type PotEntry = {
  readonly id: PotId;
  readonly name: string;
  readonly currencyId: string;
  readonly goal: bigint;
  readonly held: bigint;
  readonly lockedUntil: string;
  readonly state: PotState;
  /** Whether the actor was invited and has not answered. */
  readonly isInvitation: boolean;
};

/** Pots that the actor takes part in, or is invited to; those still open first. */
export async function listPots(ctx: Ctx): Promise<PotEntry[]> {
  const own = await ownAccountIds(ctx, seesSavings);
  const { rows } = await sql<PotEntry>`
    select p.id, p.name, p.currency_id as "currencyId", p.goal, a.posted as held, p.locked_until as "lockedUntil", p.state,
      bool_and(c.state = 'invited') as "isInvitation"
    from pots p join ledger_accounts a on a.id = p.account_id join pot_contributors c on c.pot_id = p.id
    where c.account_id = any(${own}::uuid[]) and c.state in ('invited', 'joined')
    group by p.id, a.posted order by p.state desc, p.locked_until, p.id`.execute(ctx.db);
  return rows;
}

export type PotContributorView = NamedParty & {
  readonly founds: boolean;
  readonly state: ContributorState;
  /** Of the actor's own parts only; null: somebody else's. */
  readonly share: bigint | null;
  readonly isOwn: boolean;
};

export type WithdrawalView = {
  readonly id: string;
  readonly accountId: string;
  readonly amount: bigint;
  readonly state: WithdrawalState;
  readonly payableOn: string;
  readonly askedAt: Date;
  readonly approvals: number;
  readonly isOwn: boolean;
  /** Whether the actor could be one of the two who approve. */
  readonly canApprove: boolean;
};

export type PotMovementView = {
  readonly kind: "contribution" | "withdrawal";
  readonly amount: bigint;
  readonly madeAt: Date;
};

export type PotView = Omit<PotEntry, "isInvitation"> & {
  readonly early: EarlyRule;
  readonly noticeDays: number | null;
  readonly isFree: boolean;
  readonly contributors: readonly PotContributorView[];
  readonly withdrawals: readonly WithdrawalView[];
  /** The actor's own, the latest first. */
  readonly movements: readonly PotMovementView[];
  readonly founds: boolean;
};

const MOST_MOVEMENTS = 60;

/** A pot as one of its contributors sees it; undefined for everybody else. */
export async function findPot(ctx: Ctx, id: PotId): Promise<PotView | undefined> {
  const pot = await tables(ctx.db).selectFrom("pots").selectAll().where("id", "=", id).executeTakeFirst();
  if (!pot) return undefined;
  const account = (await findPartyAccounts(ctx, [pot.account_id])).get(pot.account_id);
  const contributors = await contributorsOf(ctx, id, account?.posted ?? 0n);
  const own = contributors.filter(({ isOwn, state }) => isOwn && (state === "invited" || state === "joined"));
  if (own.length === 0) return undefined;
  return {
    id,
    name: pot.name,
    currencyId: pot.currency_id,
    goal: pot.goal,
    held: account?.posted ?? 0n,
    lockedUntil: pot.locked_until,
    state: pot.state,
    early: pot.early,
    noticeDays: pot.notice_days,
    isFree: today(ctx.now) >= pot.locked_until,
    contributors,
    // Those whom others decide on are shown to all; the rest are their askers' own business.
    withdrawals: (await withdrawalsOf(ctx, id, contributors)).filter(
      ({ isOwn }) => isOwn || pot.early === "approvals",
    ),
    movements: await movementsOf(
      ctx,
      id,
      own.map(({ accountId }) => accountId),
    ),
    founds: own.some(({ founds }) => founds),
  };
}

async function contributorsOf(ctx: Ctx, id: PotId, held: bigint): Promise<PotContributorView[]> {
  const kept = await listContributors(ctx, id);
  const shares = sharesAfterLoss(
    held,
    kept.map(({ share }) => share),
  );
  const rows = kept.map((row, at) => ({ ...row, share: shares[at] ?? 0n }));
  const named = await nameParties(
    ctx,
    rows.map(({ account_id }) => account_id),
  );
  const views: PotContributorView[] = [];
  for (const row of rows) {
    const party = named.get(row.account_id);
    if (!party) continue;
    const isOwn = await mayActFor(ctx, party.party, seesSavings);
    views.push({ ...party, founds: row.founds, state: row.state, share: isOwn ? row.share : null, isOwn });
  }
  return views;
}

async function withdrawalsOf(ctx: Ctx, id: PotId, contributors: readonly PotContributorView[]) {
  const rows = await tables(ctx.db)
    .selectFrom("pot_withdrawals as w")
    .innerJoin("pot_contributors as c", "c.id", "w.contributor_id")
    .selectAll("w")
    .select("c.account_id")
    .where("c.pot_id", "=", id)
    .where("w.state", "in", ["asked", "approved"])
    .orderBy("w.asked_at")
    .execute();
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const views: WithdrawalView[] = [];
  for (const row of rows) {
    const approvers = await listApprovers(ctx, row.id);
    views.push({
      id: row.id,
      accountId: row.account_id,
      amount: row.amount,
      state: row.state,
      payableOn: row.payable_on,
      askedAt: row.asked_at,
      approvals: approvers.length,
      isOwn: contributors.some(({ accountId, isOwn }) => isOwn && accountId === row.account_id),
      canApprove:
        row.state === "asked" &&
        personId !== null &&
        personId !== row.asked_by &&
        !approvers.includes(personId),
    });
  }
  return views;
}

async function movementsOf(ctx: Ctx, id: PotId, own: readonly string[]): Promise<PotMovementView[]> {
  const { rows } = await sql<PotMovementView>`
    select m.kind, m.amount, m.made_at as "madeAt" from pot_movements m join pot_contributors c on c.id = m.contributor_id
    where c.pot_id = ${id} and c.account_id = any(${own}::uuid[]) order by m.made_at desc, m.id desc limit ${MOST_MOVEMENTS}`.execute(
    ctx.db,
  );
  return rows;
}

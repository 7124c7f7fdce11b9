// What members see of their circle: its rules, whose turn is when, what was paid, and who owes whom. Everybody in a circle sees
// all of it: that is what members of a circle rely on. Nobody else sees that it is there.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import { RESERVE } from "./circle-rounds.rules.ts";
import { graceEnds, lotSeed } from "./circles.rules.ts";
import { type CircleRow, listMembers, listRounds, readDebts, readHolds } from "./circles.store.ts";
import { today } from "./days.rules.ts";
import type { CircleState, MemberState, RoundState } from "./machines.rules.ts";
import { mayActFor, nameParties, ownAccountIds } from "./parties.policy.ts";
import { seesSavings } from "./pots.views.ts";
import { sumOf } from "./shares.rules.ts";
import { tables } from "./tables.ts";
import type { CircleId, CircleMemberId, NamedParty } from "./types.ts";

export type CircleEntry = {
  readonly id: CircleId;
  readonly name: string;
  readonly currencyId: string;
  readonly contribution: bigint;
  readonly rhythm: CircleRow["rhythm"];
  readonly state: CircleState;
  readonly members: number;
  /** Rounds that are paid out. */
  readonly done: number;
  /** Of the round that is open, or the next. */
  readonly nextOn: string | null;
  readonly isInvitation: boolean;
};

/** Circles that the actor is in, or is invited to; those that are running first. */
export async function listCircles(ctx: Ctx): Promise<CircleEntry[]> {
  const own = await ownAccountIds(ctx, seesSavings);
  const { rows } = await sql<CircleEntry>`
    select c.id, c.name, c.currency_id as "currencyId", c.contribution, c.rhythm, c.state,
      (select count(*)::int from circle_members m where m.circle_id = c.id and m.state in ('joined', 'put_out')) as members,
      (select count(*)::int from circle_rounds r where r.circle_id = c.id and r.state = 'paid_out') as done,
      (select min(due_on) from circle_rounds r where r.circle_id = c.id and r.state <> 'paid_out') as "nextOn",
      bool_and(o.state = 'invited') as "isInvitation"
    from circles c join circle_members o on o.circle_id = c.id
    where o.account_id = any(${own}::uuid[]) and o.state in ('invited', 'joined', 'put_out')
    group by c.id order by array_position(array['running', 'forming', 'completed', 'dissolved'], c.state), c.id desc`.execute(
    ctx.db,
  );
  return rows;
}

export type CircleMemberView = NamedParty & {
  readonly id: CircleMemberId;
  readonly state: MemberState;
  readonly founds: boolean;
  readonly place: number | null;
  readonly agrees: boolean;
  readonly need: string | null;
  readonly guarantorId: CircleMemberId | null;
  readonly guarantorAgreed: boolean;
  readonly defaults: number;
  readonly isOwn: boolean;
};

export type RoundView = {
  readonly number: number;
  readonly dueOn: string;
  readonly memberId: CircleMemberId;
  readonly state: RoundState;
  readonly paidOutAt: Date | null;
  readonly waitsFor: string | null;
};

export type DebtView = {
  readonly debtorId: CircleMemberId;
  /** Null: the reserve. */
  readonly creditorId: CircleMemberId | null;
  readonly amount: bigint;
};

export type CircleView = {
  readonly id: CircleId;
  readonly name: string;
  readonly currencyId: string;
  readonly contribution: bigint;
  readonly rhythm: CircleRow["rhythm"];
  readonly startsOn: string;
  readonly orderedBy: CircleRow["ordered_by"];
  readonly lotSource: string | null;
  readonly lotDrawn: string | null;
  /** What the lot was computed from, so that anybody can do it again. */
  readonly seed: string | null;
  readonly aheadDays: number;
  readonly graceDays: number;
  readonly cover: CircleRow["cover"];
  readonly turnRule: CircleRow["turn_rule"];
  readonly putOutAfter: number | null;
  readonly reserve: bigint;
  readonly orderVersion: number;
  readonly state: CircleState;
  /** Without those who declined or left. */
  readonly members: readonly CircleMemberView[];
  readonly rounds: readonly RoundView[];
  /** Of the round that is open: whose contribution is held, and until when the others are in time. */
  readonly open: {
    readonly number: number;
    readonly held: readonly string[];
    readonly graceEnds: string;
  } | null;
  readonly debts: readonly DebtView[];
  /** What the actor still owes in it. */
  readonly owes: bigint;
};

/** A circle as somebody in it sees it; undefined for everybody else. */
export async function findCircle(ctx: Ctx, id: CircleId): Promise<CircleView | undefined> {
  const row = await tables(ctx.db).selectFrom("circles").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) return undefined;
  const members = await membersOf(ctx, row);
  const own = new Set(members.filter(({ isOwn }) => isOwn).map((one) => one.id));
  if (own.size === 0) return undefined;
  const rounds = await roundsOf(ctx, id);
  const debts = (await readDebts(ctx, id)).map(({ debtor, creditor, amount }): DebtView => ({
    debtorId: debtor as CircleMemberId,
    creditorId: creditor === RESERVE ? null : (creditor as CircleMemberId),
    amount,
  }));
  return {
    id,
    name: row.name,
    currencyId: row.currency_id,
    contribution: row.contribution,
    rhythm: row.rhythm,
    startsOn: row.starts_on,
    orderedBy: row.ordered_by,
    lotSource: row.lot_source,
    lotDrawn: row.lot_drawn,
    seed: row.lot_drawn === null ? null : lotSeed(id, row.lot_drawn),
    aheadDays: row.ahead_days,
    graceDays: row.grace_days,
    cover: row.cover,
    turnRule: row.turn_rule,
    putOutAfter: row.put_out_after,
    reserve: row.reserve,
    orderVersion: row.order_version,
    state: row.state,
    members,
    rounds,
    open: await openRound(ctx, row),
    debts,
    owes: sumOf(debts.filter(({ debtorId }) => own.has(debtorId)).map(({ amount }) => amount)),
  };
}

async function membersOf(ctx: Ctx, circle: CircleRow): Promise<CircleMemberView[]> {
  const rows = (await listMembers(ctx, circle.id)).filter(
    ({ state }) => state !== "declined" && state !== "left",
  );
  const named = await nameParties(
    ctx,
    rows.map(({ account_id }) => account_id),
  );
  const views: CircleMemberView[] = [];
  for (const row of rows) {
    const party = named.get(row.account_id);
    if (!party) continue;
    views.push({
      ...party,
      id: row.id as CircleMemberId,
      state: row.state,
      founds: row.founds,
      place: row.place,
      agrees: circle.order_version > 0 && row.agreed_version === circle.order_version,
      need: row.need,
      guarantorId: row.guarantor_id as CircleMemberId | null,
      guarantorAgreed: row.guarantor_agreed,
      defaults: row.defaults,
      isOwn: await mayActFor(ctx, party.party, seesSavings),
    });
  }
  return views;
}

async function roundsOf(ctx: Ctx, id: CircleId): Promise<RoundView[]> {
  return (await listRounds(ctx, id)).map((row) => ({
    number: row.number,
    dueOn: row.due_on,
    memberId: row.member_id as CircleMemberId,
    state: row.state,
    paidOutAt: row.paid_out_at,
    waitsFor: row.waits_for,
  }));
}

async function openRound(ctx: Ctx, circle: CircleRow): Promise<CircleView["open"]> {
  const round = (await listRounds(ctx, circle.id)).find(({ state }) => state === "open");
  if (!round) return null;
  const held = [...(await readHolds(ctx, circle.id, round.number)).keys()];
  const openedOn = round.opened_on ?? today(ctx.now);
  return {
    number: round.number,
    held,
    graceEnds: graceEnds({ dueOn: round.due_on, openedOn, graceDays: circle.grace_days }),
  };
}

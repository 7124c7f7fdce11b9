// Everything that decides a roll call, read at once for as many as a page shows.
// Invariant: what was frozen with the roll and the votes that count; nothing of how things are today.
import { type Counted, countRollCall, type RegionCounts, type RollCallFacts } from "#algorithms/roll-calls";
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { RollCall, RollCallId } from "./types.ts";

/** What a query of roll calls (`r`, of texts `t`) adds to read by what each is decided. */
export const decidingColumns = sql`r.rules, r.room, r.called, r.rule_version_id as "ruleVersionId", adopted.rules as adopted,
  r.casting_vote as "castingVote", coalesce(voted_on.proposed_at, t.created_at) as "proposedAt"`;
export const decidingJoins = sql`left join rule_versions adopted on adopted.id = r.rule_version_id
  left join amendments voted_on on voted_on.id = r.amendment_id`;

export type Deciding = Pick<
  RollCall,
  "id" | "rules" | "adopted" | "room" | "called" | "castingVote" | "proposedAt" | "openedAt" | "closedAt"
>;

/** The rolls, part by part: each region's delegations and how they voted. */
export async function readRegionCounts(
  db: Db,
  ids: readonly RollCallId[],
): Promise<ReadonlyMap<RollCallId, readonly RegionCounts[]>> {
  const { rows } = await sql<RegionCounts & { id: RollCallId }>`
    select d.roll_call_id as id, d.region, count(*)::int as accredited, count(p.organization_id)::int as present,
      count(*) filter (where c.choice = 'for')::int as for, count(*) filter (where c.choice = 'against')::int as against,
      count(*) filter (where c.choice = 'abstain')::int as abstain
    from roll_call_delegations d
    left join roll_call_presence p using (roll_call_id, organization_id)
    left join votes_counted c using (roll_call_id, organization_id)
    where d.roll_call_id = any(${[...ids]}::uuid[])
    group by d.roll_call_id, d.region order by d.roll_call_id, d.region`.execute(db);
  const byRollCall = Map.groupBy(rows, ({ id }) => id);
  return new Map([...byRollCall].map(([id, of]) => [id, of.map(({ id: _id, ...counts }) => counts)]));
}

/** Everything that decides a roll call whose parts were read. */
export function factsOfRollCall(
  rollCall: Deciding,
  regions: readonly RegionCounts[],
  at: Date = rollCall.closedAt ?? rollCall.openedAt,
): RollCallFacts {
  const { rules, adopted, room, called, castingVote, proposedAt, openedAt } = rollCall;
  return {
    rules,
    adopted,
    regions,
    room,
    called,
    castingVote,
    proposedAt: proposedAt.toISOString(),
    openedAt: openedAt.toISOString(),
    at: at.toISOString(),
  };
}

/** Counts one roll call whose parts were read. */
export function countDeciding(
  rollCall: Deciding,
  regions: readonly RegionCounts[],
  at: Date = rollCall.closedAt ?? rollCall.openedAt,
): Counted {
  const counted = countRollCall(factsOfRollCall(rollCall, regions, at));
  if (!counted) throw new Error(`roll call ${rollCall.id} is counted by rules that are not known`);
  return counted;
}

/** Each counted by its own rules; an open one as if it closed with the votes cast so far. */
export async function countThem<Known extends Deciding>(
  db: Db,
  rollCalls: readonly Known[],
): Promise<(Known & Counted)[]> {
  if (rollCalls.length === 0) return [];
  const regions = await readRegionCounts(
    db,
    rollCalls.map(({ id }) => id),
  );
  return rollCalls.map((one) => ({ ...one, ...countDeciding(one, regions.get(one.id) ?? []) }));
}

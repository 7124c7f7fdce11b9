// What the agenda does by itself once a day: instants of actions to come are derived anew, and previews are forgotten.
// Invariant: the wall clock stays as people wrote it; where a zone's rules have changed since, the instants follow.
import { sql } from "kysely";
import { type Ctx, transact } from "#platform/context";
import { actionColumns, replaceOccurrences } from "./actions.store.ts";
import { forgetPreviews } from "./calendar-import.store.ts";
import { type Plan, planOf } from "./moments.rules.ts";
import type { Action, Occurrence } from "./types.ts";

export const DERIVE_INSTANTS = "derive-instants";
/** For `startJobs`: at a quiet hour, in UTC. */
export const deriveInstantsCrontab = `41 6 * * * ${DERIVE_INSTANTS}`;

const SLICE = 500;

type Kept = Action & { readonly starts: readonly string[] };

const instants = (occurrences: readonly Occurrence[]) =>
  occurrences.map(({ startsAt }) => startsAt.getTime()).join(" ");

async function sliceAfter(ctx: Ctx, after: number): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    select ${actionColumns}, (select jsonb_agg(t.starts_at order by t.starts_at) from action_occurrences t
      where t.action_id = a.id) as starts
    from actions a where a.number > ${after} and a.state = 'announced' and a.last_at > ${ctx.now}
    order by a.number limit ${SLICE}`.execute(ctx.db);
  return rows;
}

/** The plan as the zone's rules are now, where it gives other instants than those that are kept. */
function movedPlan(action: Kept): Plan | undefined {
  const plan = planOf(action);
  // A zone that is gone from the database leaves things as they were.
  if ("reason" in plan) return undefined;
  const kept = action.starts.map((at) => Date.parse(at)).join(" ");
  return kept === instants(plan.occurrences) ? undefined : plan;
}

/** Derives the instants of what is to come anew. Returns how many actions moved; readers of feeds learn of those. */
export async function deriveInstants(ctx: Ctx): Promise<number> {
  let moved = 0;
  for (let after = 0; ;) {
    const slice = await sliceAfter(ctx, after);
    for (const action of slice) {
      const plan = movedPlan(action);
      if (!plan) continue;
      await transact(ctx, (tx) => replaceOccurrences(tx, action.id, plan));
      moved++;
    }
    if (slice.length < SLICE) break;
    after = slice.at(-1)?.number ?? after;
  }
  await transact(ctx, forgetPreviews);
  return moved;
}

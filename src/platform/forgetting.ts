// What the node forgets by itself, once a day: what has served its purpose is a risk and nothing else.
import { sql } from "kysely";
import type { Db } from "./database/database.ts";
import type { Task } from "./jobs/jobs.ts";

export const FORGET_OLD = "forget-old";
/** For `startJobs`: at a quiet hour, in UTC. */
export const forgettingCrontab = `17 7 * * * ${FORGET_OLD}`;

/**
 * The task `forget-old`: spent rate limits, ended sessions, links and challenges out of date, mail of last month, and then
 * what the modules keep for a while and no longer (`others`). One that fails does not keep the next from its work; the task
 * fails then, and is tried again.
 */
export function forgetting(db: Db, others: readonly (() => Promise<unknown>)[] = []): Task {
  return async () => {
    await sql`delete from rate_limits where window_ends_at < now()`.execute(db);
    await sql`delete from account_sessions where expires_at < now()`.execute(db);
    await sql`delete from account_verifications where expires_at < now()`.execute(db);
    await sql`delete from mail_outbox where created_at < now() - interval '30 days'`.execute(db);
    const outcomes: PromiseSettledResult<unknown>[] = [];
    for (const forget of others) outcomes.push(...(await Promise.allSettled([forget()])));
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  };
}

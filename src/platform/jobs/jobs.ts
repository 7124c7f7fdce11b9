// Work that may fail elsewhere: queued in the transaction of the act, done after it, again until it succeeds.
// Invariant: a job exists exactly when what asked for it was committed.
import { type JobHelpers, Logger, run } from "graphile-worker";
import { sql } from "kysely";
import pg from "pg";
import type { Ctx } from "../context.ts";
import type { Connection } from "../database/database.ts";

export type JobOptions = {
  /** Not before this instant. */
  readonly runAt?: Date;
  /** At most one waiting job has this key; a later one takes the place of the earlier. */
  readonly key?: string;
  /** After so many failures it is left alone. */
  readonly mostAttempts?: number;
};

/** Queues a job; call it inside the transaction of the act. The payload holds ids, never personal data. */
export async function addJob(
  tx: Ctx,
  name: string,
  payload: Readonly<Record<string, unknown>>,
  options: JobOptions = {},
): Promise<void> {
  if (!tx.db.isTransaction) throw new Error("a job is queued in the transaction of the act");
  await sql`select graphile_worker.add_job(
    ${name}::text, ${JSON.stringify(payload)}::json, run_at => ${options.runAt ?? null}::timestamptz,
    max_attempts => ${options.mostAttempts ?? null}::integer, job_key => ${options.key ?? null}::text)`.execute(
    tx.db,
  );
}

export type Attempt = {
  /** The first is 1. */
  readonly number: number;
  readonly isLast: boolean;
};

/** What a job does. Throwing means: again later. */
export type Task = (payload: unknown, attempt: Attempt) => Promise<void>;

export type JobsInput = {
  readonly connection: Connection;
  readonly tasks: Readonly<Record<string, Task>>;
  /** Lines for whoever runs the node: only what failed. */
  readonly log: (line: string) => void;
  /** When tasks run by themselves, as crontab lines: `17 4 * * * forget-old`. */
  readonly crontab?: string;
};

export type RunningJobs = { readonly stop: () => Promise<void> };

function quietLogger(log: (line: string) => void): Logger {
  return new Logger(() => (level, message) => {
    if (level === "error") log(`jobs: ${message}`);
  });
}

/**
 * Works jobs off in this process, two at a time. `stop` lets those under way finish.
 * It has a pool of its own: the queue writes its jobs' ids as JSON, which the bigints of our other pools cannot be.
 */
export async function startJobs({ connection, tasks, log, crontab = "" }: JobsInput): Promise<RunningJobs> {
  const pool = new pg.Pool({ ...connection, max: 4, application_name: "cumbe jobs" } as pg.PoolConfig);
  // A connection that breaks is replaced; the worker asks for both to be heard.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const taskList = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      // `attempts` was counted up when the job was taken.
      (payload: unknown, { job }: JobHelpers) =>
        task(payload, { number: job.attempts, isLast: job.attempts >= job.max_attempts }),
    ]),
  );
  const runner = await run({
    pgPool: pool,
    taskList,
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 2_000,
    logger: quietLogger(log),
    crontab,
  });
  // A lost database can end the runner: whoever runs the node must know, and the process must not fall over it.
  runner.promise.catch((error: unknown) =>
    log(`jobs stopped: ${error instanceof Error ? error.message : String(error)}`),
  );
  return {
    async stop() {
      await runner.stop().catch(() => {});
      await pool.end();
    },
  };
}

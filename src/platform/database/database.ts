// The one database: a pool of `pg`, typed by Kysely, with parsers set explicitly.
// Invariant: int8 is a bigint, a civil date is the string YYYY-MM-DD, an instant is a Date; nothing is rounded.
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { PlatformTables } from "./tables.ts";

/** Modules see their own tables through `db.withTables<TheirTables>()`. */
export type Db = Kysely<PlatformTables>;

const { builtins } = pg.types;
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, (text) => BigInt(text)],
  [builtins.DATE, (text) => text],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    (format !== "binary" && parsers.get(oid)) || pg.types.getTypeParser(oid, format as "text")) as never,
};

export type Connection = { readonly connectionString: string } | pg.ClientConfig;

/** A pool; `max` connections. Errors of idle clients are not fatal: the next query reconnects. */
export function openPool(connection: Connection, max = 12): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    max,
    types,
    application_name: "cumbe",
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
  } as pg.PoolConfig);
  pool.on("error", () => {});
  pool.on("connect", (client) => void client.on("error", () => {}));
  return pool;
}

export function openDatabase(pool: pg.Pool): Db {
  return new Kysely<PlatformTables>({ dialect: new PostgresDialect({ pool }) });
}

const RETRIABLE = new Set(["40001", "40P01"]);
const MOST_TRIES = 20;
/** About: the pause doubles up to here. */
const LONGEST_PAUSE_MS = 128;

function codeOf(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : undefined;
}

/** One SERIALIZABLE transaction, tried again after a serialisation failure or a deadlock, with a growing pause. */
export function serializable<Result>(db: Db, work: (tx: Db) => Promise<Result>): Promise<Result> {
  return inTransaction(db, "serializable", work);
}

/** One READ COMMITTED transaction, tried again after a deadlock, with a growing pause. */
export function readCommitted<Result>(db: Db, work: (tx: Db) => Promise<Result>): Promise<Result> {
  return inTransaction(db, "read committed", work);
}

function inTransaction<Result>(
  db: Db,
  level: "serializable" | "read committed",
  work: (tx: Db) => Promise<Result>,
): Promise<Result> {
  return tryAgain(() => db.transaction().setIsolationLevel(level).execute(work));
}

/** Again after a serialisation failure or a deadlock, with a growing pause: what `work` did then is undone. */
export async function tryAgain<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === MOST_TRIES || !RETRIABLE.has(codeOf(error) ?? "")) throw error;
      // Two that collided must not collide again in step: the pause grows and differs.
      await new Promise((resolve) =>
        setTimeout(resolve, Math.min(2 ** attempt, LONGEST_PAUSE_MS) * (1 + Math.random())),
      );
    }
  }
}

/** The name of the constraint that a write broke, if that is what happened. */
export function brokenConstraint(error: unknown): string | undefined {
  const code = codeOf(error);
  if (!code?.startsWith("23")) return undefined;
  return (error as { constraint?: string }).constraint;
}

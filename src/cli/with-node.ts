// A context for a command, whether or not the node is running.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Ctx } from "#platform/context";
import type { Config } from "#platform/config";
import { type Db, openDatabase, openPool } from "#platform/database/database";
import { migrate, pendingMigrations } from "#platform/database/migrate";
import { openFiles } from "#platform/files/files";
import { newId } from "#platform/ids";
import { openKeys } from "#platform/keys";
import { openNodeDatabase, withDatabaseForCommand } from "#platform/postgres/index";
import { readServedOrigin } from "#platform/served-at";
import { readProfile } from "#platform/settings";
import type pg from "pg";
import { CommandError, configOf, type Io, type Values } from "./command.ts";

export type NodeForCommand = {
  readonly ctx: Ctx;
  readonly pool: pg.Pool;
  readonly config: Config;
  /** Whether anything says what the node's address is; else `ctx.node.origin` is only a guess. */
  readonly originKnown: boolean;
};

/**
 * What a command finds in the data directory. One that writes may begin a node there (`made`). One that only reads must
 * not make a node out of a mistyped path, nor change the schema under a node of an older version: it takes the node as
 * it is (`anySchema`) or says that the node has to be started first (`thisSchema`).
 */
type Expecting = "made" | "anySchema" | "thisSchema";

/** Throws a `CommandError` where the data directory holds no node. */
function expectNode({ dataDir, databaseUrl }: Config): void {
  const parts = ["node.key", ...(databaseUrl === undefined ? [join("postgres", "PG_VERSION")] : [])];
  const absent = parts.find((part) => !existsSync(join(dataDir, part)));
  if (absent !== undefined)
    throw new CommandError(
      `there is no node in ${dataDir} (${absent} is missing): name its folder with --data DIR`,
    );
}

async function expectSchema(db: Db, pool: pg.Pool, expecting: Expecting): Promise<void> {
  if (expecting === "made") return void (await migrate(db, pool));
  const { rows } = await pool.query<{ there: boolean }>(
    "select to_regclass('public.schema_migrations') is not null as there",
  );
  if (!rows[0]?.there)
    throw new CommandError("there is no node in this database: start one, or name another");
  const waiting = expecting === "anySchema" ? [] : await pendingMigrations(db);
  if (waiting.length > 0) throw new CommandError(startOnce(waiting.length), 1);
}

/** What to do where changes of the schema wait for a start. */
export const startOnce = (changes: number) =>
  `start the node once: ${changes === 1 ? "a change of its schema is" : `${changes} changes of its schema are`} waiting`;

/** Opens database, files and keys of the data directory, runs `work` as the node's shell, and closes what it opened. */
export async function withNode<Result>(
  values: Values,
  io: Io,
  through: string,
  work: (node: NodeForCommand) => Promise<Result>,
  expecting: Expecting = "made",
): Promise<Result> {
  const config = configOf(values, io);
  if (expecting !== "made") expectNode(config);
  return withDatabaseForCommand(
    { dataDir: config.dataDir, databaseUrl: config.databaseUrl, log: () => {} },
    async (connection) => {
      const pool = openPool(connection, 4);
      const db = openDatabase(pool);
      try {
        await expectSchema(db, pool, expecting);
        const profile = await readProfile(db);
        // What somebody says now, else where the node was last served.
        const served = config.originNamed ? config.origin : readServedOrigin(config.dataDir);
        const ctx: Ctx = {
          db,
          actor: { kind: "shell", through },
          now: new Date(),
          newId,
          language: profile?.languages[0] ?? "en",
          node: {
            origin: served ?? config.origin,
            files: openFiles(config.dataDir),
            keys: openKeys(config.dataDir),
            fetch,
          },
        };
        return await work({ ctx, pool, config, originKnown: served !== undefined });
      } finally {
        await db.destroy();
      }
    },
  );
}

export type UnservedNode = {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly config: Config;
};

/** Opens a data directory that no node may be serving, without touching its schema, and keeps nodes out meanwhile. */
export async function withUnservedNode<Result>(
  values: Values,
  io: Io,
  work: (node: UnservedNode) => Promise<Result>,
): Promise<Result> {
  const config = configOf(values, io);
  const database = await openNodeDatabase({
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl,
    log: io.err,
  });
  try {
    const pool = openPool(database.connection, 4);
    const db = openDatabase(pool);
    try {
      return await work({ db, pool, config });
    } finally {
      await db.destroy();
    }
  } finally {
    await database.close();
  }
}

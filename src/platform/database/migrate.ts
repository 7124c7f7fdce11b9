// Brings the schema up to date: numbered SQL files, forward only, each module's in its own folder.
// Invariant: a file that has run is never changed; what changed is a new file.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { runMigrations } from "graphile-worker";
import type pg from "pg";
import { projectFile } from "../project.ts";
import type { Db } from "./database.ts";
import { NewerSchema } from "./newer-schema.ts";

/** In the order of their dependence: what stands later may refer to what stands earlier. */
const FOLDERS = [
  ["1-platform", "src/platform/migrations"],
  ["2-confederation", "src/modules/confederation/migrations"],
  ["2a-rulebook", "src/modules/rulebook/migrations"],
  ["3-congress", "src/modules/congress/migrations"],
  ["3a-assembly", "src/modules/assembly/migrations"],
  ["3b-elections", "src/modules/elections/migrations"],
  ["4-commitments", "src/modules/commitments/migrations"],
  ["5-agenda", "src/modules/agenda/migrations"],
  ["6-ledger", "src/modules/ledger/migrations"],
  ["6a-clearing", "src/modules/clearing/migrations"],
  ["6b-market", "src/modules/market/migrations"],
  ["6c-financing", "src/modules/financing/migrations"],
] as const;

type SqlFile = { readonly name: string; readonly text: string };

function readFiles(): SqlFile[] {
  return FOLDERS.flatMap(([prefix, folder]) =>
    readdirSync(projectFile(folder))
      .filter((file) => file.endsWith(".sql"))
      .sort()
      .map((file) => ({
        name: `${prefix}/${file.replace(/\.sql$/, "")}`,
        text: readFileSync(projectFile(folder, file), "utf8"),
      })),
  );
}

/** One hash over all migrations: which schema this code needs. */
export function schemaFingerprint(): string {
  const hash = createHash("sha256");
  for (const file of readFiles()) hash.update(`${file.name}\n${file.text}\n`);
  return hash.digest("hex").slice(0, 16);
}

/**
 * Runs what has not run yet; safe to call from several processes at once. Returns the names that ran.
 * `only` leaves out what a backup of an older node did not have yet.
 */
export async function migrate(db: Db, pool: pg.Pool, only?: ReadonlySet<string>): Promise<string[]> {
  const migrations: Record<string, Migration> = Object.fromEntries(
    readFiles()
      .filter((file) => !only || only.has(file.name))
      .map((file) => [file.name, { up: async (tx: Db) => void (await sql.raw(file.text).execute(tx)) }]),
  );
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: "schema_migrations",
    migrationLockTableName: "schema_migrations_lock",
    // A module's second file comes after another module's first one in time, though not by name.
    allowUnorderedMigrations: true,
  });
  if ((await foreignMigrations(db)).length > 0) throw new NewerSchema();
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error(String(error));
  await runMigrations({ pgPool: pool });
  return results.map((result) => result.migrationName);
}

/** Names of all the migrations that this program knows. */
export function knownMigrations(): Set<string> {
  return new Set(readFiles().map((file) => file.name));
}

async function appliedMigrations(db: Db): Promise<string[]> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('public.schema_migrations') is not null as there`.execute(db);
  if (!rows[0]?.there) return [];
  const applied = await sql<{ name: string }>`select name from schema_migrations order by name`.execute(db);
  return applied.rows.map(({ name }) => name);
}

/** Names of migrations that this schema has had and this program does not know: a newer one made them. */
export async function foreignMigrations(db: Db): Promise<string[]> {
  const known = knownMigrations();
  return (await appliedMigrations(db)).filter((name) => !known.has(name));
}

/** Names of the migrations that this schema has not had yet. */
export async function pendingMigrations(db: Db): Promise<string[]> {
  const done = new Set(await appliedMigrations(db));
  return [...knownMigrations()].filter((name) => !done.has(name));
}

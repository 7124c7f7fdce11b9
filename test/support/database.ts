// A database of its own for each test file, cloned from a template that the run's migrations made once.
import pg from "pg";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { type Db, openDatabase, openPool } from "../../src/platform/database/database.ts";
import { migrate, schemaFingerprint } from "../../src/platform/database/migrate.ts";
import { hasMessage } from "../../src/platform/i18n/i18n.ts";

export type TestDatabase = { readonly db: Db; readonly pool: pg.Pool; readonly url: string };

async function withAdmin<Result>(work: (admin: pg.Client) => Promise<Result>): Promise<Result> {
  const admin = new pg.Client({ connectionString: inject("postgresUrl") });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/${database}`;
  return url.href;
}

/** Makes the template once a run, whichever test file comes first; the others wait for its lock. */
async function ensureTemplate(admin: pg.Client): Promise<string> {
  const template = `cumbe_template_${schemaFingerprint()}`;
  await admin.query("select pg_advisory_lock(727001)");
  try {
    const found = await admin.query("select 1 from pg_database where datname = $1", [template]);
    if (found.rowCount) return template;
    const draft = `${template}_draft`;
    await admin.query(`drop database if exists ${draft}`);
    await admin.query(`create database ${draft}`);
    const pool = openPool({ connectionString: urlOf(draft) }, 2);
    const db = openDatabase(pool);
    await migrate(db, pool);
    await db.destroy();
    await admin.query(`alter database ${draft} rename to ${template}`);
    return template;
  } finally {
    await admin.query("select pg_advisory_unlock(727001)");
  }
}

let counter = 0;

/** A migrated database of its own. */
export function createTestDatabase(): Promise<TestDatabase & { drop(): Promise<void> }> {
  return createDatabase(ensureTemplate);
}

/** A database without any schema yet. */
export function createBareDatabase(): Promise<TestDatabase & { drop(): Promise<void> }> {
  return createDatabase(async () => "template0");
}

async function createDatabase(
  templateOf: (admin: pg.Client) => Promise<string>,
): Promise<TestDatabase & { drop(): Promise<void> }> {
  const name = `cumbe_test_${process.pid}_${Date.now().toString(36)}_${++counter}`;
  await withAdmin(async (admin) => {
    const template = await templateOf(admin);
    await admin.query(`create database ${name} template ${template}`);
  });
  const url = urlOf(name);
  const pool = openPool({ connectionString: url }, 8);
  const db = openDatabase(pool);
  return {
    db,
    pool,
    url,
    async drop() {
      await db.destroy();
      await withAdmin((admin) => admin.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** Types of acts that a test has logged and that the log's pages could only show as they are written. */
async function actsWithoutWords(pool: TestDatabase["pool"]): Promise<string[]> {
  const { rows } = await pool.query<{ type: string }>("select distinct type from log_acts");
  return rows
    .map(({ type }) => type)
    .filter((type) => !type.startsWith("test.") && !hasMessage(`acts.${type}`));
}

/** For a test file: `const test = useDatabase()`, then `test.db` inside the tests. */
export function useDatabase(): TestDatabase {
  let current: (TestDatabase & { drop(): Promise<void> }) | undefined;
  beforeAll(async () => {
    current = await createTestDatabase();
  });
  afterAll(async () => {
    const wordless = current ? await actsWithoutWords(current.pool) : [];
    await current?.drop();
    expect(wordless, "acts without words in locales/*/acts.json").toEqual([]);
  });
  const ready = () => {
    if (!current) throw new Error("the test's database is there from beforeAll on");
    return current;
  };
  return {
    get db() {
      return ready().db;
    },
    get pool() {
      return ready().pool;
    },
    get url() {
      return ready().url;
    },
  };
}

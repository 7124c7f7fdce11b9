// `npm run bench:directory`: 50,000 organisations, ten readers who ask again as soon as they are answered, on one node.
// Prints each kind of search beside the bare SQL of it and beside a page that asks the database for nothing but the
// node's name. Exits 1 when the 95th percentile of a search is over 100 ms.
// A throw-away database on the server that CUMBE_TEST_DATABASE_URL names, else on an embedded one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import pg from "pg";
import { openDatabase, openPool } from "../src/platform/database/database.ts";
import { migrate } from "../src/platform/database/migrate.ts";
import { openEmbedded } from "../src/platform/postgres/index.ts";
import { spawnNode } from "../test/process/demo-node.ts";
import { generateOrganizations } from "./organizations.ts";

const ORGANIZATIONS = 50_000;
const CONNECTIONS = 10;
const MOST_P95_MS = 100;
const PAGE_SECONDS = 4;
const SQL_SECONDS = 1.5;

type Search = {
  readonly name: string;
  /** Asked in turn. */
  readonly queries: readonly string[];
  /** The same as conditions of SQL on the entries `e`; empty where there is no bare SQL of it. */
  readonly sql: readonly string[];
  /** Whether somebody writes meanwhile, so that no count can be remembered for long. */
  readonly written?: boolean;
};

const matching = (query: string) => `e.words @@ '${query}'::tsquery`;
const rare = [..."bcdfghj"].flatMap((letter, index) => ["ra", "nia", "cue", "po", "tera"].map((end) => `gua${end}${letter}${"aeiou"[index % 5]}`)); // prettier-ignore
const heroes = ["zumbi", "dessalines", "marielle", "bastidas", "katari", "caceres", "maizal", "tamayo"];
const misspelt = ["zunbi", "desalines", "mariele", "basstidas", "katrai", "caceers", "maiazl", "tamyao"];

const searches: readonly Search[] = [
  {
    name: "rare word",
    queries: rare.map((word) => `q=${word}`),
    sql: rare.map((word) => matching(`${word}:*`)),
  },
  {
    name: "name of many",
    queries: heroes.map((word) => `q=${word}`),
    sql: heroes.map((word) => matching(`${word}:*`)),
  },
  { name: "common word", queries: ["q=comuna"], sql: [matching("comuna:*")] },
  { name: "common word, written meanwhile", queries: ["q=comuna"], sql: [], written: true },
  {
    name: "two common words",
    queries: [..."abcdefghijklmnopqrstuvwxyz"].map((letter) => `q=comuna+${letter}`),
    sql: [..."abcdefghijklmnopqrstuvwxyz"].map((letter) => matching(`comuna & ${letter}:*`)),
  },
  {
    name: "prefix",
    queries: ["c", "co", "com", "soc", "gua", "mic", "rad", "yu"].map((word) => `q=${word}`),
    sql: ["c", "co", "com", "soc", "gua", "mic", "rad", "yu"].map((word) => matching(`${word}:*`)),
  },
  { name: "typo", queries: misspelt.map((word) => `q=${word}`), sql: heroes.map((word) => matching(word)) },
  {
    name: "filters only",
    queries: ["region=005", "country=VE&kind=commune", "language=qu&status=affiliated", "region=013&kind=cooperative", "country=SN"], // prettier-ignore
    sql: ["e.traits in (select id from directory_traits where country in ('VE','CO','EC','PE','BO','AR','CL','UY','PY','BR'))", "e.traits in (select id from directory_traits where country = 'VE' and kind = 'commune')", "e.traits in (select id from directory_traits where 'qu' = any(languages) and status = 'affiliated')", "e.traits in (select id from directory_traits where country in ('MX','GT','HN','SV','NI') and kind = 'cooperative')", "e.traits in (select id from directory_traits where country = 'SN')"], // prettier-ignore
  },
  { name: "common word, filtered", queries: ["q=comuna&country=UY", "q=comuna&language=qu&kind=commune", "q=comuna&region=150"], sql: [] }, // prettier-ignore
];

async function load(url: string): Promise<void> {
  const pool = openPool({ connectionString: url }, 2);
  const db = openDatabase(pool);
  await migrate(db, pool);
  // The languages of a real node: every one has an order of its own.
  await pool.query(`insert into node_settings (key, value, updated_at) values ('profile',
    '{"name": {"source": "es", "texts": {"es": "Medición"}}, "place": "", "languages": ["es", "en", "pt", "fr"]}', now())`);
  const rows = [...generateOrganizations(ORGANIZATIONS)];
  for (let start = 0; start < rows.length; start += 5_000) {
    await pool.query(
      `insert into organizations (id, slug, external_id, kind, name, country, place, latitude, longitude, languages, status,
         created_at, updated_at)
       select id, slug, external_id, kind, name, country, place, latitude, longitude, languages, status, now(), now()
       from jsonb_to_recordset($1::jsonb) as r(id uuid, slug text, external_id text, kind text, name jsonb, country text,
         place text, latitude float8, longitude float8, languages text[], status text)`,
      [JSON.stringify(rows.slice(start, start + 5_000))],
    );
  }
  await pool.query("analyze");
  await db.destroy();
}

type Times = { readonly p50: number; readonly p95: number; readonly perSecond: number };

function timesOf(milliseconds: readonly number[], seconds: number): Times {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), perSecond: sorted.length / seconds };
}

/** Ten readers of a list of paths, in turn. Any answer that is not a page is a failure of the measurement. */
async function measurePages(address: string, paths: readonly string[]): Promise<Times> {
  const taken: number[] = [];
  const requests = paths.map((path) => ({
    path,
    headers: { "accept-encoding": "gzip", "accept-language": "es" },
  }));
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const options = { url: address, connections: CONNECTIONS, duration: PAGE_SECONDS, requests };
    autocannon(options, (error, ended) => (error ? reject(error as Error) : resolve(ended))).on(
      "response",
      (_client, _status, _bytes, milliseconds) => taken.push(milliseconds),
    );
  });
  if (result.non2xx > 0 || result.errors > 0 || taken.length === 0) {
    throw new Error(`${result.non2xx} answers of ${paths[0]} were no pages, ${result.errors} failed`);
  }
  return timesOf(taken, result.duration);
}

/** The counts and the page of a search as anyone would write them, with nothing remembered. */
async function measureSql(url: string, conditions: readonly string[]): Promise<Times> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  const taken: number[] = [];
  const until = performance.now() + SQL_SECONDS * 1_000;
  const reader = async (first: number) => {
    for (let turn = first; performance.now() < until; turn++) {
      const condition = conditions[turn % conditions.length] ?? "true";
      const from = performance.now();
      await pool.query(`select traits, count(*) from directory_entries e where ${condition} group by traits`);
      await pool.query(`select o.* from directory_entries e join organizations o on o.id = e.organization_id
        where ${condition} order by e.sort_keys ->> 'es', e.organization_id limit 21`);
      taken.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, index) => reader(index)));
  await pool.end();
  return timesOf(taken, SQL_SECONDS);
}

/** Changes one organisation after another until told to stop. */
async function writeMeanwhile(url: string, stopped: () => boolean): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  while (!stopped()) {
    await client.query("update organizations set updated_at = now() where slug = 'org-1'");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await client.end();
}

function line(name: string, page: Times, bare: Times | undefined, empty: Times): string {
  const cells = [
    name.padEnd(32),
    page.p50.toFixed(1).padStart(8),
    page.p95.toFixed(1).padStart(8),
    page.perSecond.toFixed(0).padStart(8),
    (bare ? bare.p95.toFixed(1) : "–").padStart(12),
    (bare ? (page.p95 / bare.p95).toFixed(2) : "–").padStart(10),
    (page.p95 / empty.p95).toFixed(2).padStart(14),
  ];
  return cells.join(" ");
}

async function measureAll(url: string): Promise<boolean> {
  const node = await spawnNode({ command: ["start"], env: { DATABASE_URL: url } });
  try {
    const empty = await measurePages(node.address, ["/sign-in"]);
    const heads = ["p50 ms", "p95 ms", "a second", "SQL p95 ms", "to SQL", "to empty page"];
    const widths = [8, 8, 8, 12, 10, 14];
    console.log(
      `${"search".padEnd(32)} ${heads.map((head, index) => head.padStart(widths[index] ?? 0)).join(" ")}`,
    );
    console.log(line("page that queries nothing", empty, undefined, empty));
    let good = true;
    for (const search of searches) {
      const bare = search.sql.length > 0 ? await measureSql(url, search.sql) : undefined;
      let done = false;
      const writer = search.written ? writeMeanwhile(url, () => done) : undefined;
      const page = await measurePages(
        node.address,
        search.queries.map((query) => `/organizations?${query}`),
      );
      done = true;
      await writer;
      console.log(line(search.name, page, bare, empty));
      good &&= page.p95 <= MOST_P95_MS;
    }
    return good;
  } finally {
    await node.stop();
  }
}

async function onServer(url: string): Promise<boolean> {
  const name = `cumbe_bench_${process.pid}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(`create database ${name}`);
    const own = new URL(url);
    own.pathname = `/${name}`;
    const from = performance.now();
    await load(own.href);
    console.log(
      `${ORGANIZATIONS} organisations entered in ${((performance.now() - from) / 1_000).toFixed(1)} s`,
    );
    return await measureAll(own.href);
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
}

async function onEmbedded(): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), "cumbe-bench-"));
  const server = await openEmbedded({ dataDir, log: () => {} });
  try {
    return await onServer(server.url);
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const named = process.env["CUMBE_TEST_DATABASE_URL"];
const good = named ? await onServer(named) : await onEmbedded();
if (!good) console.log(`over ${MOST_P95_MS} ms`);
process.exitCode = good ? 0 : 1;

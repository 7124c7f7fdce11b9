// `npm run bench:agenda`: 5,000 local actions in the feed of one node, read whole: the query, the calendar, the bytes.
// Prints whole requests, plain and compressed, made of kept events or of none, and what is answered when nothing changed;
// each beside a floor of the same run: a server that asks the bare rows of the database and sends as many bytes, without
// making them. Exits 1 when the median of a plain request, made of no kept events by a node that runs, or of the first one
// that somebody asks for of a node that has started, is over 200 ms.
// A throw-away database on the server that CUMBE_TEST_DATABASE_URL names, else on an embedded one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { openDatabase, openPool } from "../src/platform/database/database.ts";
import { migrate } from "../src/platform/database/migrate.ts";
import { openEmbedded } from "../src/platform/postgres/index.ts";
import { spawnNode } from "../test/process/demo-node.ts";
import { insertManyActions } from "../test/support/many-actions.ts";

const ACTIONS = 5_000;
const MOST_MS = 200;
const ROUNDS = 30;
const STARTS = 4;
/** The node makes one feed by itself 1.5 s after its start (src/cli/first-feed.ts). */
const FIRST_FEED_MADE_MS = 3_000;

async function load(url: string): Promise<void> {
  const pool = openPool({ connectionString: url }, 2);
  const db = openDatabase(pool);
  await migrate(db, pool);
  await pool.query(`insert into node_settings (key, value, updated_at) values ('profile',
    '{"name": {"source": "es", "texts": {"es": "Medición"}}, "place": "", "languages": ["es", "en"]}', now())`);
  await insertManyActions(pool, ACTIONS);
  await pool.query("analyze");
  await db.destroy();
}

type Answer = { readonly ms: number; readonly status: number; readonly body: Buffer; readonly etag: string };

/** A whole request, to the last byte. */
function ask(address: string, headers: Record<string, string>): Promise<Answer> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    get(`${address}/agenda.ics`, { headers: { "accept-language": "es", ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          ms: performance.now() - from,
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks),
          etag: response.headers.etag ?? "",
        }),
      );
    }).on("error", reject);
  });
}

type Asking = {
  readonly name: string;
  readonly headers: Record<string, string>;
  readonly expected: number;
  /** What happens before each request. */
  readonly before?: () => Promise<unknown>;
};

async function measure(address: string, { name, headers, expected, before }: Asking): Promise<number> {
  const taken: number[] = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await before?.();
    const answer = await ask(address, headers);
    if (answer.status !== expected) throw new Error(`${name}: answered ${answer.status}`);
    bytes = answer.body.byteLength;
    taken.push(answer.ms);
  }
  const sorted = taken.toSorted((one, other) => one - other);
  const [first = 0] = taken;
  const [p50 = 0, p95 = 0] = [sorted[Math.floor(ROUNDS / 2)], sorted[Math.floor(ROUNDS * 0.95)]];
  console.log(
    `${name.padEnd(30)} first ${first.toFixed(0).padStart(5)} ms   p50 ${p50.toFixed(0).padStart(5)} ms   p95 ${p95.toFixed(0).padStart(5)} ms   ${bytes} bytes`,
  );
  return p50;
}

const sortedMiddle = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

/** What no feed can be faster than: the rows from the database, and the bytes to the reader. */
async function measureFloor(pool: pg.Pool, body: Buffer): Promise<number> {
  const server = createServer((_, response) => {
    void pool
      .query({ text: "select * from actions order by last_at, number", rowMode: "array" })
      .then(() => response.end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return await measure(address, { name: "floor: bare rows, plain", headers: {}, expected: 200 });
  } finally {
    server.close();
  }
}

/**
 * The very first feed that somebody asks for of nodes that have just started: at the instant of their start, and once they
 * have made one by themselves. Answers the middle of the latter.
 */
async function measureStarts(url: string): Promise<number> {
  const taken = { "at the start": [] as number[], "in use": [] as number[] };
  for (let start = 0; start < STARTS; start++) {
    for (const [when, own] of Object.entries(taken)) {
      const node = await spawnNode({ command: ["start"], env: { DATABASE_URL: url } });
      try {
        if (when === "in use") await pause(FIRST_FEED_MADE_MS);
        own.push((await ask(node.address, {})).ms);
      } finally {
        await node.stop();
      }
    }
  }
  for (const [when, own] of Object.entries(taken))
    console.log(`first feed, ${when.padEnd(19)}${own.map((ms) => `${ms.toFixed(0)} ms`).join(", ")}`);
  return sortedMiddle(taken["in use"]);
}

async function measureAll(url: string): Promise<boolean> {
  const node = await spawnNode({ command: ["start"], env: { DATABASE_URL: url } });
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    const { body, etag } = await ask(node.address, { "accept-encoding": "gzip" });
    const events =
      gunzipSync(body)
        .toString("utf8")
        .match(/^BEGIN:VEVENT/gm)?.length ?? 0;
    if (events !== ACTIONS) throw new Error(`${events} events in the feed`);
    console.log(`${events} actions in /agenda.ics, ${ROUNDS} whole requests each, one after another`);
    const packed = { "accept-encoding": "gzip" };
    // An action changes before each request, so that nothing that was made before can be sent.
    const before = () =>
      pool.query("update actions set sequence = sequence + 1, updated_at = now() where number = 1");
    await measure(node.address, {
      name: "nothing changed (304)",
      headers: { "if-none-match": etag },
      expected: 304,
    });
    const anew = { headers: {}, expected: 200, before };
    const plain = await measure(node.address, { name: "one event anew, plain", ...anew });
    // Events of one language are kept: whoever asks in two by turns finds none.
    let turn = 0;
    const inTurn = {
      get headers() {
        return { "accept-language": turn++ % 2 ? "es" : "en" };
      },
      expected: 200,
      before,
    };
    const cold = await measure(node.address, Object.assign(inTurn, { name: "all events anew, plain" }));
    await measure(node.address, {
      name: "one event anew, compressed",
      headers: packed,
      expected: 200,
      before,
    });
    await measure(node.address, { name: "kept, compressed", headers: packed, expected: 200 });
    await measure(node.address, { name: "kept, plain", headers: {}, expected: 200 });
    const floor = await measureFloor(pool, gunzipSync(body));
    const start = await measureStarts(url);
    const times = (ms: number) => `${(ms / floor).toFixed(1)} x`;
    console.log(
      `of the floor: one event anew ${times(plain)}, all anew ${times(cold)}, first of a life ${times(start)}`,
    );
    return Math.max(cold, start) <= MOST_MS;
  } finally {
    await pool.end();
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
    await load(own.href);
    return await measureAll(own.href);
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
}

const named = process.env["CUMBE_TEST_DATABASE_URL"];
if (named) {
  process.exitCode = (await onServer(named)) ? 0 : 1;
} else {
  const dataDir = mkdtempSync(join(tmpdir(), "cumbe-bench-"));
  const server = await openEmbedded({ dataDir, log: () => {} });
  try {
    process.exitCode = (await onServer(server.url)) ? 0 : 1;
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

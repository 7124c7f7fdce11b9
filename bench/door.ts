// `npm run bench:door`: 1,000 delegates let in through four doors at once, one event at a time as hands do it, on a node's own
// database. Prints how long one takes, and how long it takes to tell who was in the room at a moment and to give a phone its
// list. Exits 1 when anybody is lost or doubled, or the 95th percentile of an event is over 250 ms. The same over HTTP, with
// answers that are lost on their way, is a test (door-at-once.test.ts); with `--browsers`, people press buttons (door-browsers.ts).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DelegateId, listForDoor, presenceAt, recordPresence } from "#assembly";
import { type Db, openDatabase, openPool } from "../src/platform/database/database.ts";
import { migrate } from "../src/platform/database/migrate.ts";
import { newId } from "../src/platform/ids.ts";
import { openEmbedded } from "../src/platform/postgres/index.ts";
import { accepted, conveneNow, giveSeats } from "../test/support/delegates.ts";
import { foundTestNode, personWithOffice } from "../test/support/node.ts";
import { throughBrowsers } from "./door-browsers.ts";

const DOORS = 4;
const DELEGATIONS = 20;
const SEATS = 50;
const MOST_P95_MS = 250;

function line(name: string, values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const cells = [at(0.5), at(0.95), at(1)].map((value) => `${value.toFixed(1).padStart(8)} ms`);
  console.log(`${name.padEnd(44)}${cells.join("")}`);
  return at(0.95);
}

async function timed<Result>(into: number[], work: () => Promise<Result>): Promise<Result> {
  const before = performance.now();
  const result = await work();
  into.push(performance.now() - before);
  return result;
}

async function onDatabase(db: Db): Promise<boolean> {
  const node = await foundTestNode(db);
  const congress = await conveneNow(node, DELEGATIONS);
  await giveSeats(congress, SEATS);
  const people: DelegateId[] = [];
  for (const delegation of congress.delegations) {
    const names = Array.from({ length: SEATS }, (_, index) => `Person ${index}`);
    people.push(...(await accepted(congress, delegation, "delegate", names)));
  }
  const requests: number[] = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: DOORS }, async (_, door) => {
      const { ctx } = await personWithOffice(node, node.organizationId, "secretary", `Door-keeper ${door}`);
      for (const delegateId of people.filter((_person, index) => index % DOORS === door)) {
        const at = new Date();
        const event = { id: newId(), direction: "in" as const, at, who: { delegateId } };
        const input = { edition: congress.edition, events: [event] };
        await timed(requests, () => recordPresence({ ...ctx, now: at }, input));
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  const [reads, lists]: [number[], number[]] = [[], []];
  const now = () => new Date(Date.now() + 1_000);
  for (let round = 0; round < 20; round += 1) {
    await timed(reads, () => presenceAt(db, congress.editionId, now()));
    await timed(lists, () => listForDoor(db, congress.editionId, now()));
  }
  const inside = await presenceAt(db, congress.editionId, now());
  console.log(
    `${people.length} people, ${DOORS} doors, ${seconds.toFixed(1)} s: ${(people.length / seconds).toFixed(0)} a second`,
  );
  console.log(`${"".padEnd(44)}${["median", "p95", "most"].map((word) => word.padStart(11)).join("")}`);
  const p95 = line("one person through a door", requests);
  line("who was in the room at a moment", reads);
  line("the list for a phone", lists);
  const all = inside.delegates.length === people.length && inside.delegations.length === DELEGATIONS;
  if (!all) console.log(`${inside.delegates.length} of ${people.length} are inside`);
  return all && p95 <= MOST_P95_MS;
}

const dataDir = join(mkdtempSync(join(tmpdir(), "cumbe-bench-")), "data");
const server = await openEmbedded({ dataDir, log: () => {} });
try {
  const pool = openPool({ connectionString: server.url });
  const db = openDatabase(pool);
  await migrate(db, pool);
  const browsers = process.argv.includes("--browsers");
  process.exitCode = (await (browsers ? throughBrowsers(db, server.url) : onDatabase(db))) ? 0 : 1;
  await db.destroy();
} finally {
  await server.stop();
  rmSync(join(dataDir, ".."), { recursive: true, force: true });
}

// `npm run test:crash [-- --rounds N]`: kills the node or its database at random moments while reports are being
// written, and then looks for every write that was acknowledged. Exits 1 when one is gone, doubled, or not in the log, or
// when the log does not hold. No round counts in which nothing was being written. A write that was cut off is sent again
// with the same key, as a person would press the button again.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { run as runCommand } from "../process/command.ts";
import { spawnNode, type SpawnedNode } from "../process/demo-node.ts";
import { newId } from "../../src/platform/ids.ts";
import { withDatabaseForCommand } from "../../src/platform/postgres/index.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "50" } } });
const rounds = Number(values.rounds);
const WRITERS = 4;
const LONGEST_ROUND_MS = 700;
const LONGEST_REQUEST_MS = 10_000;

const dataDir = mkdtempSync(join(tmpdir(), "cumbe-crash-"));
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
let node = await start();
const cookie = await signIn(node.printed());
const commitment = await findOpenCommitment();

const acknowledged = new Set<string>();
const writing = new AbortController();

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port: found } = server.address() as AddressInfo;
      server.close(() => resolve(found));
    });
  });
}

function start(): Promise<SpawnedNode> {
  return spawnNode({ command: ["demo", "--port", String(port)], dataDir, fixedPort: true });
}

/** Follows the link of a commission member, who may report on what the commission itself answers for. */
async function signIn(printed: string): Promise<string> {
  const link = printed
    .split("\n")
    .find((line) => line.includes("Commission member"))
    ?.match(/http\S+/)?.[0];
  if (!link) throw new Error(`no sign-in link was printed:\n${printed}`);
  const response = await fetch(link, { method: "POST", headers: { origin: base }, redirect: "manual" });
  const cookies = response.headers.getSetCookie().map((line) => line.split(";")[0]);
  if (cookies.length === 0) throw new Error(`signing in answered ${response.status}`);
  return cookies.join("; ");
}

async function findOpenCommitment(): Promise<number> {
  for (let number = 1; number < 60; number++) {
    const html = await (await fetch(`${base}/commitments/${number}`, { headers: { cookie } })).text();
    if (html.includes(`/commitments/${number}/report"`)) return number;
  }
  throw new Error("the demonstration has no commitment that its commission could report on");
}

/** One report; true once the node has said that it is there. */
async function send(key: string): Promise<boolean> {
  try {
    const response = await fetch(`${base}/commitments/${commitment}/report`, {
      method: "POST",
      body: new URLSearchParams({ requestKey: key, body: `written ${key}`, language: "en" }),
      headers: { cookie, origin: base },
      redirect: "manual",
      signal: AbortSignal.timeout(LONGEST_REQUEST_MS),
    });
    await response.body?.cancel();
    // The node limits how much one person writes; a person would wait, too.
    if (response.status === 429) await pause(2_000);
    else if (response.status !== 303 && response.status < 500)
      throw new Error(`a report was refused with ${response.status}`);
    return response.status === 303;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("a report was refused")) throw error;
    return false;
  }
}

async function write(): Promise<void> {
  while (!writing.signal.aborted) {
    const key = newId();
    while (!(await send(key))) {
      if (writing.signal.aborted) return;
      await pause(50);
    }
    acknowledged.add(key);
  }
}

function postmasterPid(): number {
  return Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
}

async function untilWell(): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; await pause(100)) {
    const answer = await fetch(`${base}/healthz`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
  }
  throw new Error(`the node did not recover:\n${node.printed().slice(-2_000)}`);
}

/** Waits until the writers write again: a kill of an idle node would prove nothing. */
async function untilWritten(): Promise<void> {
  const before = acknowledged.size;
  for (const until = Date.now() + 30_000; acknowledged.size === before; await pause(5))
    if (Date.now() > until) throw new Error(`nothing is written any more:\n${node.printed().slice(-2_000)}`);
}

async function killOne(round: number): Promise<void> {
  // One person could not write as much by hand; the limit on it would leave the later rounds without writes.
  if (round % 5 === 0) await inDatabase((client) => client.query("delete from rate_limits"));
  await untilWritten();
  await pause(Math.random() * LONGEST_ROUND_MS);
  const victim = round % 2 === 0 ? "node" : "database";
  if (victim === "database") process.kill(postmasterPid(), "SIGKILL");
  else {
    node.process.kill("SIGKILL");
    node = await start();
  }
  await untilWell();
  console.log(
    `round ${String(round + 1).padStart(3)}: ${victim.padEnd(8)} killed, ${acknowledged.size} writes acknowledged so far`,
  );
}

function inDatabase<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  return withDatabaseForCommand({ dataDir, databaseUrl: undefined, log: () => {} }, async (connection) => {
    const client = new pg.Client(connection);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  });
}

/** How often each key is in the store. */
async function readBack(client: pg.Client): Promise<Map<string, number>> {
  const { rows } = await client.query<{ body: string }>(
    "select body->'texts'->>'en' as body from commitment_reports where body->'texts'->>'en' like 'written %'",
  );
  const counts = new Map<string, number>();
  for (const { body } of rows) counts.set(body.slice(8), (counts.get(body.slice(8)) ?? 0) + 1);
  return counts;
}

/** How many more reports there are than acts of the log that tell of one; 0 unless one is without the other. */
async function countUnlogged(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ difference: number }>(
    `select ((select count(*) from commitment_reports)
           - (select count(*) from log_acts where type = 'commitments.report.made'))::int as difference`,
  );
  return rows[0]?.difference ?? Number.NaN;
}

try {
  const writers = Array.from({ length: WRITERS }, write);
  for (let round = 0; round < rounds; round++) await killOne(round);
  writing.abort();
  await Promise.all(writers);
  const code = await node.stop();
  const found = await inDatabase(readBack);
  const unlogged = await inDatabase(countUnlogged);
  const lost = [...acknowledged].filter((key) => !found.has(key));
  const doubled = [...found].filter(([, count]) => count > 1);
  const log = await runCommand(["log", "verify", dataDir]);
  const doctor = await runCommand(["doctor", "--data", dataDir]);
  console.log(
    `${rounds} kills, ${acknowledged.size} writes acknowledged, ${lost.length} lost, ${doubled.length} doubled, ${unlogged} not in the log`,
  );
  console.log(log.out.trim());
  console.log(doctor.out.trim());
  if (
    acknowledged.size === 0 ||
    lost.length > 0 ||
    doubled.length > 0 ||
    unlogged !== 0 ||
    log.code !== 0 ||
    doctor.code !== 0 ||
    code !== 0
  ) {
    console.log(
      `does not hold: exit ${code}, log ${log.code} ${log.err}, doctor ${doctor.code} ${doctor.err}`,
    );
    process.exitCode = 1;
  }
} finally {
  writing.abort();
  node.process.kill("SIGKILL");
  try {
    process.kill(postmasterPid(), "SIGQUIT");
  } catch {
    // Stopped already, as it should be.
  }
  rmSync(dataDir, { recursive: true, force: true });
}

// `npm run bench:archive`: a congress of 1,000 delegations, 500 amendments and 40 roll calls of all delegations leaves its node
// as an archive, and the archive is checked. Both are the commands as they are typed, each in a process of its own; prints how
// long each takes and the most memory that its process held (the database's own is not in it). Exits 1 when the archive does
// not hold, or a command takes over 400 MB.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, openPool } from "../src/platform/database/database.ts";
import { migrate } from "../src/platform/database/migrate.ts";
import { openKeys } from "../src/platform/keys.ts";
import { sealLog } from "../src/platform/log/seal.ts";
import { openEmbedded } from "../src/platform/postgres/index.ts";
import { projectFile } from "../src/platform/project.ts";
import { holdLargeCongress, largeEdition } from "../test/support/large-congress.ts";
import { foundTestNode } from "../test/support/node.ts";

const SIZE = { delegations: 1_000, paragraphs: 120, amendments: 500, rollCalls: 40 };
const MOST_MB = 400;

async function hold(dataDir: string): Promise<void> {
  const server = await openEmbedded({ dataDir, log: () => {} });
  try {
    const pool = openPool({ connectionString: server.url });
    const db = openDatabase(pool);
    await migrate(db, pool);
    const founded = await foundTestNode(db);
    // With the keys of the data directory, in which the command will look for them.
    const own = { ...founded.shell.node, keys: openKeys(dataDir) };
    await holdLargeCongress(founded, SIZE);
    await sealLog({ ...founded.shell, node: own });
    await db.destroy();
  } finally {
    await server.stop();
  }
}

type Ran = {
  readonly code: number | null;
  readonly seconds: number;
  readonly megabytes: number;
  readonly said: string;
};

/** The peak is what Linux keeps of it (`VmHWM`), read until the process ends. */
async function run(args: readonly string[]): Promise<Ran> {
  const from = performance.now();
  const child = spawn(projectFile("bin", "cumbe"), [...args], { stdio: ["ignore", "pipe", "pipe"] });
  let [said, megabytes] = ["", 0];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (piece: Buffer) => (said += piece.toString("utf8")));
  const look = setInterval(() => {
    try {
      const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
      megabytes = Math.max(megabytes, Number(kilobytes ?? 0) / 1_024);
    } catch {
      // It has just ended.
    }
  }, 20);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(look);
  return { code, seconds: (performance.now() - from) / 1_000, megabytes, said };
}

const folder = mkdtempSync(join(tmpdir(), "cumbe-bench-"));
const [dataDir, file] = [join(folder, "data"), join(folder, "congress.tar.gz")];
try {
  const from = performance.now();
  await hold(dataDir);
  console.log(`held in ${((performance.now() - from) / 1_000).toFixed(0)} s`);
  let good = true;
  for (const args of [
    ["congress", "export", largeEdition, file, "--data", dataDir],
    ["congress", "verify", file],
  ]) {
    const { code, seconds, megabytes, said } = await run(args);
    console.log(`${args[1]}: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB at most\n${said.trimEnd()}`);
    good &&= code === 0 && megabytes <= MOST_MB;
  }
  console.log(`${(statSync(file).size / 1_048_576).toFixed(1)} MB packed`);
  if (!good) console.log(`an archive does not hold, or a command took over ${MOST_MB} MB`);
  process.exitCode = good ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

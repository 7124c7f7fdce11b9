// One demonstration for a whole run of the tests: loaded by the first file that wants it, and copied by all.
// Invariant: nobody starts a node on the loaded one itself, so that every copy is a demonstration that nobody has touched.
import { spawn } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { projectFile } from "../../src/platform/project.ts";

/** The environment's name for the folder that a run keeps it in; without one there is nothing to share. */
export const SHARED_DEMONSTRATION = "CUMBE_TEST_DEMONSTRATION";
const LOADED_WITHIN_MS = 120_000;
const LOOK_EACH_MS = 100;

async function load(dataDir: string): Promise<string> {
  const child = spawn(projectFile("bin", "cumbe"), ["demo", "--load-only", "--data", dataDir], {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return code === 0 ? "" : `the demonstration was not loaded (${code}):\n${said}`;
}

/** What the loading came to, once it is over: nothing, or what went wrong. */
async function outcome(folder: string): Promise<string> {
  for (let waited = 0; waited < LOADED_WITHIN_MS; waited += LOOK_EACH_MS) {
    const said = await readFile(join(folder, "loaded"), "utf8").catch(() => undefined);
    if (said !== undefined) return said;
    await pause(LOOK_EACH_MS);
  }
  return `the demonstration was not loaded in ${LOADED_WITHIN_MS} ms`;
}

/** Puts a loaded demonstration into this folder, where the run shares one; says whether it did. */
export async function copyDemonstration(to: string): Promise<boolean> {
  const folder = process.env[SHARED_DEMONSTRATION];
  if (!folder) return false;
  const dataDir = join(folder, "data");
  // Whoever makes the folder loads it; the others wait.
  const first = await mkdir(folder).then(
    () => true,
    () => false,
  );
  if (first) await writeFile(join(folder, "loaded"), await load(dataDir));
  const failed = await outcome(folder);
  if (failed) throw new Error(failed);
  await cp(dataDir, to, { recursive: true, verbatimSymlinks: true });
  return true;
}

// Throw-away data directories for tests that run servers of their own.
// Invariant: whatever a test does, afterwards no server works in one of them and none is left on the disk.
import { readdirSync, realpathSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll } from "vitest";
import { serverProcesses } from "../../src/platform/postgres/postmaster.ts";

/** Every folder that a server of `dataDir` may work in. */
function clustersOf(dataDir: string): string[] {
  if (!statSync(dataDir, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(dataDir)
    .filter((name) => name.startsWith("postgres") && !name.endsWith(".log"))
    .map((name) => realpathSync(join(dataDir, name)));
}

async function endServers(dataDir: string): Promise<void> {
  for (let round = 0; round < 100; round++) {
    const pids = clustersOf(dataDir).flatMap(serverProcesses);
    if (pids.length === 0) return;
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended by itself.
      }
    }
    await pause(20);
  }
}

/** For a test file: `const newDataDir = useDataDirectories()`; each call names a folder that does not exist yet. */
export function useDataDirectories(): (name?: string) => Promise<string> {
  const made: { root: string; dataDir: string }[] = [];
  afterAll(async () => {
    for (const { root, dataDir } of made) {
      await endServers(dataDir);
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    }
  });
  return async (name = "data") => {
    const root = await mkdtemp(join(tmpdir(), "cumbe-server-"));
    const dataDir = join(root, name);
    made.push({ root, dataDir });
    return dataDir;
  };
}

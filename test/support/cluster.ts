// The one cluster of a test run: embedded and thrown away, or the server that CUMBE_TEST_DATABASE_URL names.
// Invariant: nothing of the run is left behind, neither a process nor a file (of a killed run, until the next one);
// databases on a named server are the test files' own to drop.
import { mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { checkServer, openEmbedded } from "../../src/platform/postgres/index.ts";
import { readPidFile, signalProcess } from "../../src/platform/postgres/postmaster.ts";
import { shutDown } from "../../src/platform/postgres/shut-down.ts";
import { SHARED_DEMONSTRATION } from "../process/loaded-demonstration.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A superuser's address of the run's cluster. */
    postgresUrl: string;
  }
}

/** Speed alone: what a test writes need not survive the computer. */
const throwAway = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  max_connections: "120",
  log_min_messages: "fatal",
} as const;

/** Ends and removes the clusters of runs that were killed before they could do it themselves. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const run = Number(/^cumbe-tests-(\d+)-/.exec(name)?.[1] ?? 0);
    if (run === 0 || signalProcess(run, 0)) continue;
    const dataDir = await realpath(join(tmpdir(), name));
    const cluster = join(dataDir, "postgres");
    const left = await readPidFile(cluster);
    if (left) await shutDown(left.pid, cluster);
    await rm(dataDir, { recursive: true, force: true });
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const dataDir = await mkdtemp(join(tmpdir(), `cumbe-tests-${process.pid}-`));
  // The workers inherit it.
  process.env[SHARED_DEMONSTRATION] = join(dataDir, "demonstration");
  const named = process.env["CUMBE_TEST_DATABASE_URL"];
  if (named) {
    await checkServer(named);
    project.provide("postgresUrl", named);
    return () => rm(dataDir, { recursive: true, force: true });
  }
  const server = await openEmbedded({ dataDir, log: () => {}, settings: throwAway });
  project.provide("postgresUrl", server.url);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

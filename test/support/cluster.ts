// The one cluster of a test run: embedded and thrown away, or the server that CUMBE_TEST_DATABASE_URL names.
// Invariant: nothing of the run is left behind, neither a process nor a file; databases on a named server are the
// test files' own to drop.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { checkServer, openEmbedded } from "../../src/platform/postgres/index.ts";

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

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const named = process.env["CUMBE_TEST_DATABASE_URL"];
  if (named) {
    await checkServer(named);
    project.provide("postgresUrl", named);
    return async () => {};
  }
  const dataDir = await mkdtemp(join(tmpdir(), "cumbe-tests-"));
  const server = await openEmbedded({ dataDir, log: () => {}, settings: throwAway });
  project.provide("postgresUrl", server.url);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

// A small run of `npm run test:ledger-crash`: random operations while the database is killed, and nothing lost.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runWithCrashes } from "./crash/ledger-operations.ts";

it(
  "keeps what it acknowledged, once, though its database is killed while it works",
  { timeout: 60_000 },
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "cumbe-ledger-crash-"));
    try {
      const result = await runWithCrashes({ dataDir, operations: 700, killEveryMs: [500, 900] });
      expect(result.audit.fault).toBeUndefined();
      expect(result.differing).toBe(0);
      expect(result.entries).toBe(result.expectedEntries);
      expect(result.kills).toBeGreaterThan(0);
      expect(result.acknowledged).toBeGreaterThan(100);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
);

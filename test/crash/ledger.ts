// `npm run test:ledger-crash [-- --operations N]`: random operations on a ledger by 16 connections while its database is
// killed at random moments. Exits 1 when something that was acknowledged is gone, doubled or changed, or when the audit
// finds a fault.
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runWithCrashes } from "./ledger-operations.ts";

const { values } = parseArgs({ options: { operations: { type: "string", default: "100000" } } });
const dataDir = mkdtempSync(join(tmpdir(), "cumbe-ledger-crash-"));
try {
  const began = performance.now();
  const result = await runWithCrashes({
    dataDir,
    operations: Number(values.operations),
    killEveryMs: [3_000, 30_000],
    report: (line) => console.log(line),
  });
  const seconds = (performance.now() - began) / 1000;
  const { fault, ...counts } = result.audit;
  console.log(
    `${result.operations} operations in ${seconds.toFixed(0)} s (load ${loadavg()[0]?.toFixed(1)}), ${result.kills} kills, ${result.acknowledged} requests done, ${result.sentAgain} sent again after they were cut off`,
  );
  console.log(`refused: ${JSON.stringify(result.refused)}`);
  console.log(`the ledger: ${JSON.stringify(counts)}, fault: ${JSON.stringify(fault ?? null)}`);
  console.log(
    `${result.differing} requests lost, doubled or changed; ${result.entries} entries where ${result.expectedEntries} were acknowledged`,
  );
  const broken = fault !== undefined || result.differing > 0 || result.entries !== result.expectedEntries;
  if (broken || result.kills === 0) process.exitCode = 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

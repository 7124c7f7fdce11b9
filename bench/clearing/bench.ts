// `npm run bench:clearing`: exact set-off beside LEMON in one run, from arrays in memory to the solution, ours with its certificate and
// from a cold start. Exits 1 when ours takes over 1.5 times LEMON's time, or over 1 GB, when totals differ or a certificate fails, or when
// a re-solve takes over 10 ms. Without LEMON ours is measured alone, and that is said.
import { spawnSync } from "node:child_process";
import { loadavg } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { instance, type Kind, kinds } from "./instances.ts";
import { Lemon, type LemonAlgorithm, lemonMissing } from "./lemon.ts";
import { benchReSolve } from "./re-solve.ts";

const MOST_RATIO = 1.5;
const MOST_MEGABYTES = 1024;

const Ours = z.object({
  first: z.number(),
  least: z.number(),
  total: z.string(),
  verifies: z.boolean(),
  verifySeconds: z.number(),
  megabytes: z.number(),
});

const sizes: readonly (readonly [number, readonly LemonAlgorithm[]])[] = [
  [10_000, ["CostScaling", "NetworkSimplex"]],
  [100_000, ["CostScaling"]],
];

function ours(kind: Kind, parties: number): z.infer<typeof Ours> {
  const program = join(import.meta.dirname, "ours.ts");
  const run = spawnSync(process.execPath, [program, kind, String(parties)], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
  return Ours.parse(JSON.parse(run.stdout));
}

/** Prints a line for ours and one for each algorithm of LEMON's; false when a bound is missed. */
function measure(lemon: Lemon | null, kind: Kind, parties: number, algorithms: readonly LemonAlgorithm[]) {
  const name = `${kind}, ${parties} parties, ${10 * parties} obligations`;
  const [before = 0] = loadavg();
  const mine = ours(kind, parties);
  console.log(
    `${name}: ours ${mine.first.toFixed(3)} s cold, ${mine.least.toFixed(3)} s warm, verified in ${mine.verifySeconds.toFixed(3)} s, ${mine.megabytes.toFixed(0)} MB (load ${before.toFixed(1)})`,
  );
  const faults: string[] = [];
  if (!mine.verifies) faults.push("the certificate does not verify");
  if (mine.megabytes > MOST_MEGABYTES) faults.push(`${mine.megabytes.toFixed(0)} MB`);
  const theirs = lemon?.solve([instance(kind, parties)], algorithms)[0] ?? [];
  for (const { algorithm, total, seconds } of theirs) {
    const ratio = mine.first / seconds;
    console.log(
      `${name}: LEMON ${algorithm} ${seconds.toFixed(3)} s; ours takes ${ratio.toFixed(2)} times that`,
    );
    if (String(total) !== mine.total) faults.push(`LEMON clears ${total}, ours ${mine.total}`);
  }
  const fastest = Math.min(...theirs.map(({ seconds }) => seconds));
  if (mine.first > MOST_RATIO * fastest) faults.push(`over ${MOST_RATIO} times LEMON's fastest`);
  for (const fault of faults) console.error(`${name}: ${fault}`);
  return faults.length === 0;
}

const missing = lemonMissing();
if (missing) console.log(`LEMON is skipped: ${missing}.`);
const lemon = missing ? null : new Lemon("measure");
const kept: boolean[] = [];
try {
  for (const [parties, algorithms] of sizes)
    for (const kind of kinds) kept.push(measure(lemon, kind, parties, algorithms));
} finally {
  lemon?.close();
}
kept.push(benchReSolve());
if (kept.includes(false)) process.exitCode = 1;

// One instance in a process of its own: `node bench/clearing/ours.ts KIND PARTIES`. Prints JSON: the seconds of the first solution, with
// everything still cold, the least of all, the total, whether the certificate verifies, and the most memory that the process had.
import { solve, verify } from "../../src/algorithms/clearing/index.ts";
import { instance, isKind } from "./instances.ts";

const [, , kind, parties] = process.argv;
if (!isKind(kind)) throw new Error(`no such instance: ${kind}`);
const obligations = instance(kind, Number(parties));
const times: number[] = [];
let clearing = null;
for (let run = 0; run < 3; run++) {
  const began = performance.now();
  clearing = solve(obligations);
  times.push((performance.now() - began) / 1000);
}
const began = performance.now();
const verdict = clearing && verify(obligations, clearing.certificate);
console.log(
  JSON.stringify({
    first: times[0],
    least: Math.min(...times),
    total: String(clearing?.total),
    verifies: verdict?.ok === true && verdict.total === clearing?.total,
    verifySeconds: (performance.now() - began) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }),
);

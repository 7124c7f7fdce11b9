// A clearing of 100,000 obligations kept while one is added, changed or withdrawn: the middle and the worst time of 200 changes each, and
// whether it is still the best afterwards.
import { LiveClearing, solve, verify } from "../../src/algorithms/clearing/index.ts";
import { lognormal, randomFrom } from "./graphs.ts";
import { instance, kinds } from "./instances.ts";

const CHANGES = 200;
const MOST_MS = 10;

/** False when the middle time of a kind of change passes 10 ms, or the total is not that of a fresh solution. */
export function benchReSolve(): boolean {
  let kept = true;
  for (const kind of kinds) {
    const parties = 10_000;
    const live = new LiveClearing(instance(kind, parties));
    const random = randomFrom(5);
    const below = (most: number) => Math.floor(random() * most);
    const changes = {
      added: () => {
        const one = below(parties);
        live.add(one, (one + 1 + below(parties - 1)) % parties, lognormal(random));
      },
      changed: () => live.change(below(50_000), lognormal(random)),
      withdrawn: () => live.withdraw(50_000 + below(50_000)),
    };
    for (const [name, change] of Object.entries(changes)) {
      const times: number[] = [];
      for (let step = 0; step < CHANGES; step++) {
        const began = performance.now();
        change();
        times.push(performance.now() - began);
      }
      times.sort((a, b) => a - b);
      const middle = times[CHANGES / 2]!;
      const within = times.filter((time) => time <= MOST_MS).length / CHANGES;
      const worst = times[CHANGES - 1]!;
      if (middle > MOST_MS) kept = false;
      console.log(
        `re-solve, ${kind}, 100,000 obligations, one ${name}: middle ${middle.toFixed(2)} ms, ${(100 * within).toFixed(0)}% within ${MOST_MS} ms, worst ${worst.toFixed(2)} ms`,
      );
    }
    const { obligations, clearing } = live.snapshot();
    const best = clearing.total === solve(obligations).total && verify(obligations, clearing.certificate).ok;
    if (!best) {
      console.error(`re-solve, ${kind}: the total is not that of a fresh solution`);
      kept = false;
    }
  }
  return kept;
}

if (import.meta.main && !benchReSolve()) process.exitCode = 1;

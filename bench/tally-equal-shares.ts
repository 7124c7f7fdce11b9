// Equal shares on a real vote of 27,073 ballots (Gdynia 2020), with reading the file and without. `bench/tally.ts` calls it;
// by itself: `node bench/tally-equal-shares.ts`. Exits 1 when reading and counting take over half a second.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { distinct, readPabulib } from "../src/algorithms/ballots/index.ts";
import { budgetMethods } from "../src/algorithms/tally/budgets/index.ts";
import { projectRoot } from "../src/platform/project.ts";

const MOST_MS = 500;
const TRIES = 5;

/** False when the slowest try took too long; true too where the file is not there, which is printed. */
export function benchEqualShares(): boolean {
  const path = join(projectRoot, "../shared/cases/budgeting/poland_gdynia_2020_.pb");
  if (!existsSync(path)) {
    console.log("skipped: equal shares, because ../shared/cases/budgeting is not here");
    return true;
  }
  const bytes = readFileSync(path);
  let slowest = 0;
  for (let tried = 1; tried <= TRIES; tried++) {
    const began = performance.now();
    const election = readPabulib(bytes);
    const read = performance.now();
    const { elected } = budgetMethods["equal-shares"].count(election, {
      seats: null,
      ties: { by: "order" },
      stages: true,
      all: false,
      settings: {},
    });
    const ended = performance.now();
    slowest = Math.max(slowest, ended - began);
    console.log(
      `equal shares, ${election.ballots.totalWeight} ballots, ${distinct(election.ballots)} distinct: read in ` +
        `${(read - began).toFixed(0)} ms, counted in ${(ended - read).toFixed(1)} ms, ${elected.length} elected`,
    );
  }
  if (slowest > MOST_MS) console.error(`the slowest took ${slowest.toFixed(0)} ms, which is over ${MOST_MS}`);
  return slowest <= MOST_MS;
}

if (import.meta.main && !benchEqualShares()) process.exitCode = 1;

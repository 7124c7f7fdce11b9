// Schulze with a thousand candidates: the pairs of every ballot, the strongest paths, the ranking. `bench/tally.ts` calls it; by
// itself: `node bench/tally-schulze.ts`. Exits 1 when one of four kinds of ballots takes over 5 s.
import { alsoRanked, BallotCollector, type Election } from "../src/algorithms/ballots/index.ts";
import { rankedMethods } from "../src/algorithms/tally/index.ts";

const CANDIDATES = 1000;
const MOST_MS = 5_000;

/** A small generator with a fixed seed (Marsaglia's xorshift), so that every run counts the same ballots. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/**
 * `ballots` rankings of `named` candidates each; `spread` is how far they stray from one common order: all of it, or a little.
 */
function election(ballots: number, named: number, spread: number): Election {
  const below = numbers(20261125);
  const collector = new BallotCollector({ kind: "ranked", candidates: CANDIDATES });
  for (let ballot = 0; ballot < ballots; ballot++) {
    const places = Array.from({ length: CANDIDATES }, (_, at) => ({ at, place: at + below(spread) }));
    places.sort((a, b) => a.place - b.place || a.at - b.at);
    const entries = places.slice(0, named).map(({ at }, place) => (place % 7 === 6 ? at + alsoRanked : at));
    collector.add(entries, entries.length, 1);
  }
  const candidates = Array.from({ length: CANDIDATES }, (_, at) => ({
    id: `${at + 1}`,
    name: `${at + 1}`,
    withdrawn: false,
  }));
  return { title: null, candidates, seats: 1, ballots: collector.finish() };
}

/** False when one of the profiles took too long. */
export function benchSchulze(): boolean {
  const profiles: readonly (readonly [string, Election])[] = [
    ["1,000 ballots that name all, at random", election(1000, CANDIDATES, 1_000_000)],
    ["1,000 ballots that name all, near one order", election(1000, CANDIDATES, 300)],
    ["50,000 ballots that name 20, at random", election(50_000, 20, 1_000_000)],
    ["3 ballots that name all: many ties", election(3, CANDIDATES, 1_000_000)],
  ];
  let slowest = 0;
  for (const [what, profile] of profiles) {
    const began = performance.now();
    rankedMethods.schulze.count(profile, {
      seats: 1,
      ties: { by: "order" },
      stages: false,
      all: false,
      settings: {},
    });
    const took = performance.now() - began;
    slowest = Math.max(slowest, took);
    console.log(`schulze, ${CANDIDATES} candidates, ${what}: ${took.toFixed(0)} ms`);
  }
  if (slowest > MOST_MS) console.error(`the slowest took ${slowest.toFixed(0)} ms, which is over ${MOST_MS}`);
  return slowest <= MOST_MS;
}

if (import.meta.main && !benchSchulze()) process.exitCode = 1;

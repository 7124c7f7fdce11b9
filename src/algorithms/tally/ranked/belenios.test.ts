// Our counts against those of Belenios, a program for verifiable elections that others wrote (Debian: belenios-tool).
//
// Schulze and majority judgment: the same ranking of everybody and the same figures, for every profile; its Schulze compares
// winning votes, then losing ones, as ours does. Of two middle grades its majority judgment takes the better one, where
// Balinski and Laraki, and we, take the worse one. With the scale upside down the better of two is the worse of them: so it
// is given the grades from the worst to the best, and its ranking is read from the end.
// STV: its rule is one of its own. Like the Scottish one it has Droop's quota and moves a surplus with every ballot of the
// elected at the same part of its value, but in floating point, and it elects one candidate at a time, so that a second one
// above the quota still receives votes; candidates whom no ballot is left to name are out of its count; and it breaks ties
// by the order of the file. The two have to agree where every ballot ranks everybody, nothing is tied, and nobody is elected
// together with another one or while a surplus waits. The same holds for the instant run-off, which is its rule for one seat.
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Count } from "../result.ts";
import { stvMethods } from "../stv/index.ts";
import { majorityJudgment } from "./majority-judgment.ts";
import {
  options,
  type Profile,
  rankedElection,
  rankedProfile,
  scoredElection,
  type ScoredProfile,
  strictProfile,
} from "./profiles.testing.ts";
import { schulze } from "./schulze.ts";

const tool = "belenios-tool";

function isThere(): boolean {
  try {
    execFileSync(tool, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const there = isThere();
if (!there) process.stdout.write("skipped: belenios-tool is not installed (Debian's package of that name)\n");

function belenios<T>(method: string, flags: readonly string[], ballots: readonly (readonly number[])[]): T {
  const input = JSON.stringify(ballots);
  return JSON.parse(execFileSync(tool, ["method", method, ...flags], { input, encoding: "utf8" })) as T;
}

/** One ballot for each cast, as ranks from 1 by candidate, 0 for those not ranked. */
function ranksOf({ candidates, ballots }: Profile): number[][] {
  return ballots.flatMap(({ ranks, weight }) => {
    const ballot = Array.from(
      { length: candidates },
      (_, one) => ranks.findIndex((rank) => rank.includes(one)) + 1,
    );
    return Array.from({ length: weight }, () => ballot);
  });
}

const places = (count: Count) =>
  count.stages.filter(({ action }) => action === "rank").map(({ candidates }) => candidates);

const staged = { ...options, stages: true };
/** The same profiles in every run, and new ones besides. */
const runs = [{ seed: 2026, numRuns: 60 }, { numRuns: 40 }];

describe.skipIf(!there)("Belenios", () => {
  it.each(runs)("ranks by Schulze as we do, along paths as strong %#", (run) => {
    type Found = { raw: number[][]; beatpaths: [number, number][][]; winners: number[][] };
    fc.assert(
      fc.property(fc.oneof(rankedProfile(7, 10), strictProfile(7, 10)), (profile) => {
        const flags = ["--blank-allowed=false", `--nchoices=${profile.candidates}`];
        const found = belenios<Found>("schulze", flags, ranksOf(profile));
        const count = schulze.count(rankedElection(profile.candidates, profile.ballots), staged);
        expect(places(count)).toEqual(found.winners);
        const matrix = (action: string) => count.stages.find((stage) => stage.action === action)?.matrix;
        expect(matrix("compare")).toEqual(found.raw.map((row) => row.map(String)));
        const paths = found.beatpaths.map((row, one) =>
          row.map(([votes], other) => (one === other ? "0" : `${votes}`)),
        );
        expect(matrix("strongest_paths")).toEqual(paths);
      }),
      run,
    );
  });

  it.each(runs)("ranks by majority judgment as we do, from the same grades %#", (run) => {
    const grades = 5;
    const profile = fc.integer({ min: 2, max: 6 }).chain((candidates) => {
      const points = fc.array(fc.integer({ min: 1, max: grades }), {
        minLength: candidates,
        maxLength: candidates,
      });
      const ballot = fc.record({ points, weight: fc.integer({ min: 1, max: 5 }) });
      return fc.record({
        candidates: fc.constant(candidates),
        ballots: fc.array(ballot, { minLength: 1, maxLength: 9 }),
      });
    });
    fc.assert(
      fc.property(profile, (profile: ScoredProfile) => {
        const ballots = profile.ballots.flatMap(({ points, weight }) =>
          Array.from({ length: weight }, () => points.map((given) => given ?? 1)),
        );
        const flags = ["--blank-allowed=false", `--nchoices=${profile.candidates}`, `--ngrades=${grades}`];
        const found = belenios<{ raw: number[][]; winners: number[][] }>("majority-judgment", flags, ballots);
        const count = majorityJudgment.count(scoredElection(profile.candidates, profile.ballots), staged);
        const winners = found.winners.map((alike) => alike.toSorted((a, b) => a - b));
        expect(places(count)).toEqual(winners.toReversed());
        for (const { votes, figures } of count.stages.filter(({ action }) => action === "grade"))
          expect(votes).toEqual(found.raw.map((row) => `${row[Number(figures["grade"]) - 1]}`));
      }),
      run,
    );
  });

  type Transferred = { winners: number[]; events: [string, unknown][] };
  const tied = ({ events }: Transferred) => events.some(([event]) => event.startsWith("Tie"));

  it("elects by the instant run-off whom we elect, where nothing is tied", () => {
    let compared = 0;
    fc.assert(
      fc.property(strictProfile(6, 16), (profile) => {
        const found = belenios<Transferred>("stv", ["--nseats=1"], ranksOf(profile));
        if (tied(found)) return;
        compared++;
        const count = stvMethods.irv.count(rankedElection(profile.candidates, profile.ballots), {
          ...options,
          seats: 1,
        });
        expect(count.elected).toEqual(found.winners);
      }),
      { seed: 2026, numRuns: 100 },
    );
    expect(compared).toBeGreaterThan(30);
  });

  /** Whether nobody reached the quota together with another one, or while a surplus waited, before the last seats were filled. */
  function oneByOne({ stages }: Count, seats: number): boolean {
    const elected = (stage: Count["stages"][number] | undefined) =>
      stage?.states.filter((state) => state === "elected" || state === "pending").length ?? 0;
    // Several steps share a stage: what it comes to says its last one.
    const ends = stages.filter(({ stage }, at) => stage !== stages[at + 1]?.stage);
    return ends.every((stage, at) => {
      const waiting = stage.states.filter((state) => state === "pending").length;
      const now = elected(stage);
      return now === seats || (now - elected(ends[at - 1]) <= 1 && waiting <= 1);
    });
  }

  it("elects by transferable vote whom the Scottish rules elect, where the two mean the same", () => {
    let compared = 0;
    fc.assert(
      fc.property(strictProfile(7, 24), fc.integer({ min: 2, max: 3 }), (profile, seats) => {
        if (profile.candidates <= seats) return;
        const found = belenios<Transferred>("stv", [`--nseats=${seats}`], ranksOf(profile));
        const count = stvMethods["scottish-stv"].count(rankedElection(profile.candidates, profile.ballots), {
          ...staged,
          seats,
        });
        if (tied(found) || count.ties.length > 0 || !oneByOne(count, seats)) return;
        compared++;
        const ascending = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);
        expect(ascending(count.elected)).toEqual(ascending(found.winners));
      }),
      { seed: 2026, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(30);
  });
});

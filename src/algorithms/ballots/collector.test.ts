import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alsoRanked, BallotCollector, BallotFault, distinct, ranksOf } from "./index.ts";

describe("collected ballots", () => {
  it("are kept once, whatever the order in which they come", () => {
    const ballot = fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 6 });
    const cast = fc.array(fc.tuple(ballot, fc.integer({ min: 1, max: 9 })), { maxLength: 3000 });
    fc.assert(
      fc.property(cast, (ballots) => {
        const collector = new BallotCollector({ kind: "ranked", candidates: 6 });
        const expected = new Map<string, number>();
        for (const [entries, weight] of ballots) {
          collector.add(entries, entries.length, weight);
          expected.set(`${entries}`, (expected.get(`${entries}`) ?? 0) + weight);
        }
        const kept = collector.finish();
        expect(distinct(kept)).toBe(expected.size);
        const found = Array.from(kept.weights, (weight, at) => [`${ranksOf(kept, at).flat()}`, weight]);
        expect(new Map(found as [string, number][])).toEqual(expected);
        expect(kept.totalWeight).toBe(ballots.reduce((sum, [, weight]) => sum + weight, 0));
      }),
      { numRuns: 30 },
    );
  });

  it("with tied candidates, and with points, are told apart", () => {
    const ranked = new BallotCollector({ kind: "ranked", candidates: 3 });
    ranked.add([0, 1], 2, 1);
    ranked.add([0, 1 + alsoRanked], 2, 1);
    const ballots = ranked.finish();
    expect([ranksOf(ballots, 0), ranksOf(ballots, 1)]).toEqual([[[0], [1]], [[0, 1]]]);
    const scored = new BallotCollector({ kind: "score", candidates: 2 });
    for (const points of [
      [1, 2],
      [2, 1],
      [1, 2],
    ])
      scored.add([0, 1], 2, 1, points);
    expect(Array.from(scored.finish().weights)).toEqual([2, 1]);
  });

  it("refuse weights that cannot be added exactly", () => {
    const collector = new BallotCollector({ kind: "ranked", candidates: 1 });
    collector.add([0], 1, Number.MAX_SAFE_INTEGER);
    expect(() => collector.add([0], 1, 1, null, 7)).toThrow(new BallotFault("weightsTooLarge", 7));
    expect(() => collector.add([0], 1, 0.5)).toThrow(BallotFault);
    expect(() => collector.add([0], 1, -1)).toThrow(BallotFault);
  });
});

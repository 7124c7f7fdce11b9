// A clearing as a sum of cycles: the sum holds in both ways of taking them, short ones are short, and what is no clearing is refused.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { solve } from "../clearing/index.ts";
import { NotACirculation } from "./circulation.ts";
import { cycleLengthsOf } from "./cycles.ts";
import { girthOf } from "./girth.ts";
import { networks, obligationsOf, village } from "./networks.testing.ts";

describe("the cycles of a clearing", () => {
  it("are told by length with what they clear", () => {
    const { cleared } = solve(village);
    expect(cycleLengthsOf(village, cleared)).toEqual({
      shortest: true,
      lengths: [
        { length: 2, cycles: 2, amount: 80n },
        { length: 3, cycles: 2, amount: 390n },
      ],
    });
    expect(cycleLengthsOf(village, new Float64Array(cleared.length))).toEqual({
      shortest: true,
      lengths: [],
    });
  });

  it("are short where a walk would be long", () => {
    // A ring of six and a shortcut back: the walk in order would go all the way round first.
    const ring = obligationsOf(6, [
      ...Array.from({ length: 6 }, (_, at) => [at, (at + 1) % 6, 4] as const),
      [1, 0, 4],
    ]);
    const cleared = Float64Array.of(8, 4, 4, 4, 4, 4, 4);
    expect(cycleLengthsOf(ring, cleared).lengths.map(({ length }) => length)).toEqual([2, 6]);
  });

  it("add up to what is cleared, with enough steps and with too few, and are at most as many as arcs", () => {
    fc.assert(
      fc.property(networks(10, 40, 30), fc.nat(60), (one, steps) => {
        const { cleared, total } = solve(one);
        for (const found of [cycleLengthsOf(one, cleared), cycleLengthsOf(one, cleared, steps)]) {
          const amounts = found.lengths.reduce((sum, { amount }) => sum + amount, 0n);
          const cycles = found.lengths.reduce((sum, { cycles: some }) => sum + some, 0);
          expect(amounts).toBe(total);
          expect(cycles).toBeLessThanOrEqual(cleared.filter((value) => value > 0).length);
        }
        const [first] = cycleLengthsOf(one, cleared).lengths;
        if (first) expect(first.length).toBeGreaterThanOrEqual(girthOf(one).length!);
      }),
      { numRuns: 300 },
    );
  });

  it("are none of what does not balance", () => {
    const arcs = obligationsOf(2, [[0, 1, 3]]);
    expect(() => cycleLengthsOf(arcs, Float64Array.of(1))).toThrow(NotACirculation);
  });
});

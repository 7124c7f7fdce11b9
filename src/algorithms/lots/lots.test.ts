import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lot } from "./index.ts";

describe("a public lot", () => {
  it("is what anybody computes from the seed with SHA-256", () => {
    const first = createHash("sha256").update("cumbe 2026-11-25:0").digest("hex").slice(0, 16);
    expect(new Lot("cumbe 2026-11-25").below(1000)).toBe(Number(BigInt(`0x${first}`) % 1000n));
  });

  it("comes out the same each time, and otherwise with another seed", () => {
    const things = Array.from({ length: 50 }, (_, index) => index);
    expect(new Lot("a").shuffled(things)).toEqual(new Lot("a").shuffled(things));
    expect(new Lot("a").shuffled(things)).not.toEqual(new Lot("b").shuffled(things));
    expect(new Lot("a").shuffled(things).sort((x, y) => x - y)).toEqual(things);
  });

  it("gives every number its share", () => {
    const lot = new Lot("fair");
    const counts = [0, 0, 0, 0, 0, 0, 0];
    for (let draw = 0; draw < 70_000; draw++) {
      const number = lot.below(7);
      counts[number] = (counts[number] ?? 0) + 1;
    }
    // Chi-square with 6 degrees of freedom: 22.46 is passed once in a thousand seeds; this seed is fixed.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(22.46);
  });

  it("refuses what is no range", () => {
    fc.assert(
      fc.property(fc.constantFrom(0, -1, 1.5, Number.NaN, 2 ** 53), (n) => {
        expect(() => new Lot("x").below(n)).toThrow(RangeError);
      }),
    );
    expect(new Lot("x").below(1)).toBe(0);
  });
});

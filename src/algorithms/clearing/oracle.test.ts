// The solver against others that share nothing with it: cycle cancelling by Bellman and Ford on bigints, written here, always; LEMON's
// network simplex where it is installed; and planted instances, whose optimum is known.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { even, heavyTailed, planted, randomFrom } from "../../../bench/clearing/graphs.ts";
import { Lemon, lemonMissing } from "../../../bench/clearing/lemon.ts";
import { type Certificate, type Obligations, solve, verify } from "./index.ts";

/** The largest total, by cancelling residual cycles that gain until there is none (Klein 1967). */
function slowly({ parties, debtor, creditor, amount, gain }: Obligations): bigint {
  const arcs = [...amount.keys()].flatMap((arc) => {
    const worth = gain ? gain[arc]! : 1;
    return [
      { from: debtor[arc]!, to: creditor[arc]!, worth, left: BigInt(amount[arc]!) },
      { from: creditor[arc]!, to: debtor[arc]!, worth: -worth, left: 0n },
    ];
  });
  let total = 0n;
  for (;;) {
    const value = Array.from({ length: parties }, () => 0);
    const via = Array.from({ length: parties }, () => -1);
    let changed = -1;
    for (let round = 0; round <= parties; round++) {
      changed = -1;
      for (const [at, { from, to, worth, left }] of arcs.entries())
        if (left > 0n && value[from]! + worth > value[to]!) {
          value[to] = value[from]! + worth;
          via[to] = at;
          changed = to;
        }
      if (changed < 0) return total;
    }
    let on = changed;
    for (let step = 0; step < parties; step++) on = arcs[via[on]!]!.from;
    const cycle: number[] = [];
    for (let at = on; cycle.length === 0 || at !== on; at = arcs[via[at]!]!.from) cycle.push(via[at]!);
    const most = cycle.map((at) => arcs[at]!.left).reduce((a, b) => (a < b ? a : b));
    for (const at of cycle) {
      arcs[at]!.left -= most;
      arcs[at ^ 1]!.left += most;
      total += most * BigInt(arcs[at]!.worth);
    }
  }
}

/** Any obligations: few parties or many, sparse or dense, with parallel arcs, in two camps, with credit, small amounts or up to `most`. */
function anyObligations(seed: number, parties: number, arcs: number, most: number): Obligations {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const camps = random() < 0.2;
  const withCredit = random() < 0.4;
  const small = random() < 0.3;
  const rows = Array.from({ length: arcs }, () => {
    const one = below(parties);
    let other = below(parties - 1);
    if (other >= one) other++;
    // Between two camps every cycle is of even length.
    if (camps && (one ^ other) % 2 === 0) other = (other ^ 1) < parties ? other ^ 1 : other - 1;
    const amount = small ? 1 + below(4) : 1 + Math.floor(random() ** 4 * (most - 1));
    return { one, other: one === other ? (one + 1) % parties : other, amount };
  });
  return {
    parties,
    debtor: Int32Array.from(rows, ({ one }) => one),
    creditor: Int32Array.from(rows, ({ other }) => other),
    amount: Float64Array.from(rows, ({ amount }) => amount),
    gain: withCredit ? Uint8Array.from(rows, () => (random() < 0.3 ? 0 : 1)) : undefined,
  };
}

const provenTotal = (obligations: Obligations): bigint => {
  const { total, certificate } = solve(obligations);
  expect(verify(obligations, certificate)).toEqual({ ok: true, total });
  return total;
};

describe("a clearing is the best there is", () => {
  it("by cycle cancelling, on small graphs of every kind", () => {
    const cases = fc.record({
      seed: fc.integer(),
      parties: fc.integer({ min: 2, max: 9 }),
      arcs: fc.integer({ min: 0, max: 40 }),
      most: fc.constantFrom(10, 1_000_000, Number.MAX_SAFE_INTEGER),
    });
    fc.assert(
      fc.property(cases, ({ seed, parties, arcs, most }) => {
        const obligations = anyObligations(seed, parties, arcs, most);
        expect(provenTotal(obligations)).toBe(slowly(obligations));
      }),
      { numRuns: 600 },
    );
  });

  it("by construction, on planted cycles", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { obligations, optimum } = planted(seed, 60 + seed * 7, 300 + seed * 40, 3 + (seed % 30));
      expect(provenTotal(obligations)).toBe(optimum);
    }
  });

  it("along rings and lines of a thousand parties, where paths are long", () => {
    const random = randomFrom(7);
    const length = 1000;
    const amounts = Float64Array.from({ length }, () => 1 + Math.floor(random() * 1000));
    const ring: Obligations = {
      parties: length,
      debtor: Int32Array.from({ length }, (_, at) => at),
      creditor: Int32Array.from({ length }, (_, at) => (at + 1) % length),
      amount: amounts,
    };
    const least = amounts.reduce((a, b) => Math.min(a, b));
    expect(provenTotal(ring)).toBe(BigInt(least) * BigInt(length));
    const back = amounts.toReversed();
    const line: Obligations = {
      parties: length + 1,
      debtor: Int32Array.from({ length: 2 * length }, (_, at) => (at < length ? at : at - length + 1)),
      creditor: Int32Array.from({ length: 2 * length }, (_, at) => (at < length ? at + 1 : at - length)),
      amount: Float64Array.from([...amounts, ...back]),
    };
    const both = amounts.reduce((sum, amount, at) => sum + 2 * Math.min(amount, back[at]!), 0);
    expect(provenTotal(line)).toBe(BigInt(both));
  });

  it("and the same every time", () => {
    const obligations = heavyTailed(3, 300, 3000);
    expect(solve(obligations)).toEqual(solve(obligations));
  });
});

const missing = lemonMissing();
if (missing) process.stderr.write(`The comparison with LEMON is skipped: ${missing}.\n`);

describe.skipIf(missing)("LEMON's network simplex finds the same", () => {
  let lemon: Lemon;
  beforeAll(() => {
    lemon = new Lemon("ask");
  });
  afterAll(() => lemon.close());
  const compare = (instances: readonly Obligations[]) => {
    const theirs = lemon.solve(instances, ["NetworkSimplex"]);
    for (const [at, obligations] of instances.entries())
      expect(provenTotal(obligations)).toBe(theirs[at]![0]!.total);
  };

  it("on three thousand random graphs", () => {
    const random = randomFrom(11);
    compare(
      Array.from({ length: 3000 }, (_, seed) => {
        const parties = 2 + Math.floor(random() ** 2 * 60);
        const arcs = Math.floor(random() * parties * (seed % 3 === 0 ? 8 : 3));
        // Its sums are of 64 bits: up to 2^53 only where few arcs meet.
        return anyObligations(seed, parties, arcs, seed % 5 === 0 && arcs < 500 ? 2 ** 53 - 1 : 10 ** 9);
      }),
    );
  });

  it("on larger ones, heavy-tailed and even", () => {
    compare([
      ...Array.from({ length: 12 }, (_, seed) => heavyTailed(seed, 400, 4000)),
      ...Array.from({ length: 8 }, (_, seed) => even(seed, 300, 2400)),
      planted(5, 500, 4000, 40).obligations,
    ]);
  });
});

describe("a certificate with one number changed", () => {
  it("does not verify, or proves the same total", () => {
    const cases = fc.record({
      seed: fc.integer(),
      parties: fc.integer({ min: 2, max: 8 }),
      arcs: fc.integer({ min: 1, max: 30 }),
      where: fc.nat(),
      by: fc.oneof(fc.constantFrom(-1, 1, 0.5, Number.NaN, 2 ** 52), fc.integer({ min: -50, max: 50 })),
      what: fc.constantFrom("cleared", "potential", "total"),
    });
    fc.assert(
      fc.property(cases, ({ seed, parties, arcs, where, by, what }) => {
        const obligations = anyObligations(seed, parties, arcs, 100);
        const { total, certificate } = solve(obligations);
        const changed: Certificate = {
          cleared: certificate.cleared.slice(),
          potential: certificate.potential.slice(),
          total: what === "total" && Number.isInteger(by) ? total + BigInt(by) : total,
        };
        if (what === "cleared") changed.cleared[where % arcs]! += by;
        if (what === "potential") changed.potential[where % parties]! += by;
        const verdict = verify(obligations, changed);
        if (verdict.ok) expect(verdict.total).toBe(total);
        if (what === "total" && Number.isInteger(by) && by !== 0)
          expect(verdict).toEqual({ ok: false, fault: "totalDiffers" });
      }),
      { numRuns: 1000 },
    );
  });

  it("is refused by the name of what is wrong", () => {
    const obligations = { ...anyObligations(5, 2, 0, 1), parties: 3 };
    const triangle: Obligations = {
      ...obligations,
      debtor: Int32Array.of(0, 1, 2, 0),
      creditor: Int32Array.of(1, 2, 0, 2),
      amount: Float64Array.of(5, 5, 7, 9),
      gain: undefined,
    };
    const { certificate } = solve(triangle);
    const given = (cleared: readonly number[], potential: readonly number[] = [...certificate.potential]) =>
      verify(triangle, {
        cleared: Float64Array.from(cleared),
        potential: Int32Array.from(potential),
        total: certificate.total,
      });
    expect(given([5, 5, 7, 2])).toEqual({ ok: true, total: 19n });
    expect(given([5.5, 5, 7, 2])).toEqual({ ok: false, fault: "notWhole", arc: 0 });
    expect(given([-1, 5, 7, 2])).toEqual({ ok: false, fault: "belowZero", arc: 0 });
    expect(given([5, 6, 7, 2])).toEqual({ ok: false, fault: "aboveAmount", arc: 1 });
    expect(given([5, 4, 7, 2])).toEqual({ ok: false, fault: "notFull", arc: 1 });
    expect(given([5, 5, 7, 3])).toEqual({ ok: false, fault: "notBalanced", party: 0 });
    expect(given([5, 5, 7])).toEqual({ ok: false, fault: "lengthsDiffer" });
    expect(given([5, 5, 7, 2], [0, 3, 0])).toEqual({ ok: false, fault: "notEmpty", arc: 0 });
  });
});

import { describe, expect, it } from "vitest";
import { heavyTailed, planted, randomFrom } from "../../../bench/clearing/graphs.ts";
import { ClearingError, LiveClearing, type Obligations, solve, verify } from "./index.ts";

/** What it has now verifies, and is what a fresh solution of the same obligations comes to. */
function expectBest(live: LiveClearing): void {
  const { obligations, clearing } = live.snapshot();
  expect(verify(obligations, clearing.certificate)).toEqual({ ok: true, total: clearing.total });
  expect(clearing.total).toBe(solve(obligations).total);
}

describe("a clearing kept while obligations change", () => {
  it("is the best after each of many random changes", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = randomFrom(seed);
      const below = (most: number) => Math.floor(random() * most);
      const parties = 2 + below(12);
      const most = seed % 10 === 0 ? Number.MAX_SAFE_INTEGER : 1000;
      const another = (one: number) => (one + 1 + below(parties - 1)) % parties;
      const count = below(3 * parties);
      const debtor = Int32Array.from({ length: count }, () => below(parties));
      const live = new LiveClearing({
        parties,
        debtor,
        creditor: debtor.map(another),
        amount: Float64Array.from({ length: count }, () => 1 + below(most)),
      });
      const arcs = Array.from({ length: count }, (_, arc) => arc);
      for (let step = 0; step < 15; step++) {
        const what = random();
        const at = below(arcs.length);
        if (what < 0.5 || arcs.length === 0) {
          const one = below(parties);
          arcs.push(live.add(one, another(one), 1 + below(most), random() < 0.2 ? 0 : 1));
        } else if (what < 0.75) live.change(arcs[at]!, 1 + below(most));
        else live.withdraw(arcs.splice(at, 1)[0]!);
        expectBest(live);
      }
    }
  });

  it("takes many more obligations of one party than there was room for", () => {
    const live = new LiveClearing({
      parties: 40,
      debtor: Int32Array.of(0),
      creditor: Int32Array.of(1),
      amount: Float64Array.of(9),
    });
    for (let party = 1; party < 40; party++) {
      live.add(0, party, party);
      live.add(party, 0, 2 * party);
    }
    expectBest(live);
    expect(live.total).toBe(2n * (780n + 1n));
  });

  const addLarge = (live: LiveClearing) => {
    const random = randomFrom(9);
    for (let step = 0; step < 30; step++) {
      const one = Math.floor(random() * 600);
      live.add(one, (one + 1 + Math.floor(random() * 599)) % 600, 1 + Math.floor(random() * 1e6));
      if (step % 10 === 9) expectBest(live);
    }
  };

  it("is the best in larger graphs where components merge, and many ways have to be found for one debt", () => {
    addLarge(new LiveClearing(heavyTailed(2, 600, 5000)));
    addLarge(new LiveClearing(planted(3, 600, 4000, 20).obligations));
  });

  it("is the best also where it had to be solved anew, potentials having come too far apart", () => {
    addLarge(new LiveClearing(heavyTailed(2, 600, 5000), 2));
  });

  it("refuses by name, and nothing has changed", () => {
    const owed: Obligations = {
      parties: 2,
      debtor: Int32Array.of(0, 1),
      creditor: Int32Array.of(1, 0),
      amount: Float64Array.of(5, 3),
    };
    const live = new LiveClearing(owed);
    expect(() => live.add(1, 1, 5)).toThrow(new ClearingError("selfDebt", 2));
    expect(() => live.add(0, 1, 0)).toThrow(new ClearingError("amountNotPositive", 2));
    expect(() => live.change(0, 0.5)).toThrow(new ClearingError("amountNotWhole", 0));
    expect(() => live.change(7, 5)).toThrow(new ClearingError("unknownParty", 7));
    live.withdraw(7);
    expect(live.total).toBe(6n);
    live.withdraw(1);
    live.withdraw(1);
    expect(() => live.change(1, 5)).toThrow(new ClearingError("unknownParty", 1));
    expect(live.total).toBe(0n);
    expect([...live.snapshot().arcs]).toEqual([0]);
  });
});

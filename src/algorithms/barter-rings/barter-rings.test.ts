// Barter rings and gift chains: small markets against every choice there is, the laws of every result, and markets too large to finish.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { enumerate } from "./enumerate.ts";
import { packingOfFits, packingOfPlaces } from "./packing.ts";
import { lowerBound } from "./prices.ts";
import { Steps } from "./steps.ts";
import { BarterError, type BarterMarket, type BarterOptions, barterRings } from "./index.ts";

/** One offer and one want for each party, in which party a wants what party b offers with such a value. */
function pairs(
  parties: number,
  wanted: readonly (readonly [a: number, b: number, value: number])[],
): BarterMarket {
  const each = Array.from({ length: parties }, (_, party) => ({ party }));
  return { offers: each, wants: each, fits: wanted.map(([want, offer, value]) => ({ offer, want, value })) };
}

/** Every ring and chain, by trying every sequence of fits; a second version that shares nothing with the first. */
function everyRing({ offers, wants, fits }: BarterMarket, most: number): number[][] {
  const rings: number[][] = [];
  const givesFor = (want: number, offer: number) =>
    offers[offer]!.party === wants[want]!.party &&
    offers[offer]!.gift !== true &&
    (wants[want]!.gives?.includes(offer) ?? true);
  const goOn = (path: number[]): void => {
    const [first, last] = [fits[path[0]!]!, fits[path.at(-1)!]!];
    const parties = [...path.map((fit) => offers[fits[fit]!.offer]!.party), wants[last.want]!.party];
    const between = parties.slice(1, -1);
    if (new Set([parties[0], ...between]).size < between.length + 1) return;
    const end = parties.at(-1)!;
    const smallest = Math.min(...parties) === parties[0];
    const isRing = end === parties[0] && path.length > 1 && smallest && givesFor(last.want, first.offer);
    const isChain = offers[first.offer]!.gift === true && !parties.slice(0, -1).includes(end);
    if ((isRing && path.length <= most) || (isChain && parties.length <= most)) rings.push(path);
    if (path.length === most || parties.slice(0, -1).includes(end)) return;
    for (const [next, fit] of fits.entries()) if (givesFor(last.want, fit.offer)) goOn([...path, next]);
  };
  for (const fit of fits.keys()) goOn([fit]);
  return rings.filter(
    (path) => !path.some((fit) => offers[fits[fit]!.offer]!.party === wants[fits[fit]!.want]!.party),
  );
}

function bestOfAll(market: BarterMarket, most: number): number {
  const rings = everyRing(market, most);
  const used = new Set<string>();
  const from = (at: number): number => {
    const ring = rings[at];
    if (!ring) return 0;
    const without = from(at + 1);
    const uses = ring.flatMap((fit) => [`o${market.fits[fit]!.offer}`, `w${market.fits[fit]!.want}`]);
    if (uses.some((one) => used.has(one))) return without;
    for (const one of uses) used.add(one);
    const value = ring.reduce((sum, fit) => sum + market.fits[fit]!.value, 0);
    const together = value + from(at + 1);
    for (const one of uses) used.delete(one);
    return Math.max(without, together);
  };
  return from(0);
}

const markets = (mostParties: number, mostThings: number, mostFits: number): fc.Arbitrary<BarterMarket> => {
  const party = fc.nat(mostParties - 1);
  const offer = fc.record({ party, gift: fc.boolean().map((one) => one && true) });
  return fc
    .tuple(
      fc.array(offer, { minLength: 1, maxLength: mostThings }),
      fc.array(fc.tuple(party, fc.boolean()), { minLength: 1, maxLength: mostThings }),
    )
    .chain(([offers, wanting]) => {
      const wants = wanting.map(([who, some]) => {
        const own = offers.flatMap((one, at) => (one.party === who ? [at] : []));
        return some ? { party: who, gives: own.filter((at) => at % 2 === 0) } : { party: who };
      });
      const fit = fc.record({
        offer: fc.nat(offers.length - 1),
        want: fc.nat(wants.length - 1),
        value: fc.integer({ min: 1, max: 9 }),
      });
      return fc.array(fit, { maxLength: mostFits }).map((fits) => ({ offers, wants, fits }));
    });
};

/** What holds of every result: disjoint, linked, within the lengths, and each who gives gets something for which they would give it. */
function expectSound(market: BarterMarket, options: BarterOptions = {}) {
  const result = barterRings(market, options);
  const used = new Set<string>();
  const fits = new Set(market.fits.map(({ offer, want, value }) => `${offer} ${want} ${value}`));
  for (const { kind, steps, value } of result.rings) {
    const parties = steps.map(({ from }) => from);
    expect(new Set(parties).size).toBe(parties.length);
    expect(value).toBe(steps.reduce((sum, step) => sum + step.value, 0));
    for (const [at, step] of steps.entries()) {
      expect(fits.has(`${step.offer} ${step.want} ${step.value}`)).toBe(true);
      for (const one of [`o${step.offer}`, `w${step.want}`]) {
        expect(used.has(one)).toBe(false);
        used.add(one);
      }
      const before = steps[at - 1] ?? (kind === "ring" ? steps.at(-1)! : undefined);
      expect(market.offers[step.offer]!.gift === true).toBe(before === undefined);
      if (!before) continue;
      expect(before.to).toBe(step.from);
      const { gives } = market.wants[before.want]!;
      if (gives) expect(gives).toContain(step.offer);
    }
    const people = kind === "ring" ? parties.length : parties.length + 1;
    expect(people).toBeLessThanOrEqual((kind === "ring" ? options.longestRing : options.longestChain) ?? 4);
    if (kind === "chain") expect(parties).not.toContain(steps.at(-1)!.to);
  }
  expect(result.value).toBe(result.rings.reduce((sum, ring) => sum + ring.value, 0));
  expect(result.bound).toBeGreaterThanOrEqual(result.value);
  expect(result.optimal).toBe(result.bound === result.value);
  return result;
}

describe("barter rings", () => {
  it("join three who want from each other in turn, where no two could", () => {
    const { rings, optimal } = barterRings(
      pairs(3, [
        [1, 0, 1],
        [2, 1, 1],
        [0, 2, 1],
      ]),
    );
    expect(optimal).toBe(true);
    expect(rings).toEqual([
      {
        kind: "ring",
        value: 3,
        steps: [
          { from: 0, offer: 0, to: 1, want: 1, value: 1 },
          { from: 1, offer: 1, to: 2, want: 2, value: 1 },
          { from: 2, offer: 2, to: 0, want: 0, value: 1 },
        ],
      },
    ]);
  });

  it("take two pairs rather than the ring of three that is worth more than either", () => {
    const wanted = [
      [1, 0, 2],
      [0, 1, 2],
      [3, 2, 2],
      [2, 3, 2],
      [2, 1, 2],
      [0, 2, 2],
    ] as const;
    expect(barterRings(pairs(4, wanted))).toMatchObject({ value: 8, bound: 8, optimal: true });
  });

  it("are of four at most, or as few as asked for", () => {
    const ring = (parties: number) =>
      pairs(
        parties,
        Array.from({ length: parties }, (_, at) => [(at + 1) % parties, at, 1]),
      );
    expect(barterRings(ring(4)).value).toBe(4);
    expect(barterRings(ring(5))).toMatchObject({ value: 0, bound: 0, rings: [] });
    expect(barterRings(ring(4), { longestRing: 3 }).value).toBe(0);
    expect(barterRings(ring(5), { longestRing: 5 }).value).toBe(5);
  });

  it("begin as a chain with a gift, and the last one only gets", () => {
    const market: BarterMarket = {
      offers: [{ party: 7, gift: true }, { party: 1 }, { party: 2 }],
      wants: [{ party: 1 }, { party: 2 }, { party: 3 }, { party: 7 }],
      fits: [
        { offer: 0, want: 0, value: 3 },
        { offer: 1, want: 1, value: 2 },
        { offer: 2, want: 2, value: 1 },
        { offer: 2, want: 3, value: 9 },
      ],
    };
    // What would come back to who gave the gift is no chain: a gift asks for nothing.
    const { rings } = barterRings(market);
    expect(rings.map(({ kind, steps }) => [kind, steps.map(({ to }) => to)])).toEqual([["chain", [1, 2, 3]]]);
    expect(barterRings(market, { longestChain: 3 }).value).toBe(5);
    expect(barterRings(market, { longestChain: 0 }).value).toBe(0);
  });

  it("keep to what somebody would give for a thing", () => {
    const market = (gives: readonly number[]): BarterMarket => ({
      offers: [{ party: 0 }, { party: 0 }, { party: 1 }],
      wants: [{ party: 0, gives }, { party: 1 }],
      fits: [
        { offer: 2, want: 0, value: 1 },
        { offer: 0, want: 1, value: 5 },
        { offer: 1, want: 1, value: 2 },
      ],
    });
    expect(barterRings(market([0, 1])).value).toBe(6);
    expect(barterRings(market([1])).value).toBe(3);
    expect(barterRings(market([])).value).toBe(0);
  });

  it("are the best of all choices on small markets", () => {
    fc.assert(
      fc.property(markets(5, 6, 14), fc.integer({ min: 2, max: 4 }), (market, longest) => {
        const { value, optimal } = expectSound(market, { longestRing: longest, longestChain: longest });
        expect(optimal).toBe(true);
        expect(value).toBe(bestOfAll(market, longest));
      }),
      { numRuns: 1500 },
    );
  });

  it("are bounded by each relaxation, also by the ones for markets too large to list", () => {
    fc.assert(
      fc.property(markets(5, 6, 14), fc.integer({ min: 1, max: 40 }), (market, rounds) => {
        const best = bestOfAll(market, 4);
        const listed = enumerate(market, { longestRing: 4, longestChain: 0 }, new Steps(1e6));
        expect(listed.complete).toBe(true);
        for (const packing of [packingOfPlaces(market, listed.fits, 4), packingOfFits(market)]) {
          const sets = [...packing.value.keys()];
          const price = new Float64Array(packing.limit.length);
          const search = { packing, sets, price, target: 0, rounds, fraction: 1 / 64, steps: new Steps(1e6) };
          if (sets.length > 0) expect(lowerBound(search).bound).toBeGreaterThanOrEqual(best);
          else expect(best).toBe(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("have a true bound and a sound choice also when the steps run out", () => {
    fc.assert(
      fc.property(markets(5, 6, 14), fc.integer({ min: 4, max: 3000 }), (market, steps) => {
        const { value, bound } = expectSound(market, { steps });
        const best = bestOfAll(market, 4);
        expect(value <= best && best <= bound).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

/** A market that is the same everywhere: who wants what of whom is spread by multiplication. */
function spread(parties: number, fitsEach: number): BarterMarket {
  let state = 7;
  const below = (most: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const wanted = Array.from({ length: parties * fitsEach }, (_, at) => {
    const want = Math.floor(at / fitsEach);
    return [want, (want + 1 + below(parties - 1)) % parties, 1 + below(5)] as const;
  });
  const market = pairs(parties, wanted);
  return { ...market, offers: market.offers.map(({ party }) => ({ party, gift: party % 29 === 0 })) };
}

describe("larger markets", () => {
  it("are solved to the end where that is possible, the same each time", () => {
    const market = spread(150, 5);
    const result = expectSound(market);
    expect(result.optimal).toBe(true);
    expect(barterRings(market)).toEqual(result);
  });

  it("end within their steps with a small gap that is told", () => {
    const { value, bound, optimal } = expectSound(spread(400, 8), { steps: 30_000_000 });
    expect(optimal).toBe(false);
    expect(value / bound).toBeGreaterThan(0.8);
  });
});

describe("a market that cannot be looked at", () => {
  it("is refused by name and place", () => {
    const fine: BarterMarket = {
      offers: [{ party: 0 }],
      wants: [{ party: 1 }],
      fits: [{ offer: 0, want: 0, value: 1 }],
    };
    const refused = (change: Partial<BarterMarket>, options: BarterOptions = {}) => {
      try {
        barterRings({ ...fine, ...change }, options);
        return undefined;
      } catch (error) {
        if (!(error instanceof BarterError)) throw error;
        return `${error.reason} ${error.list} ${error.index}`;
      }
    };
    expect(refused({})).toBeUndefined();
    expect(refused({ offers: [{ party: 0.5 }] })).toBe("partyNotWhole offers 0");
    expect(refused({ wants: [{ party: 1 }, { party: -1 }] })).toBe("partyNotWhole wants 1");
    expect(refused({ wants: [{ party: 1, gives: [4] }] })).toBe("unknownOffer wants 0");
    expect(refused({ wants: [{ party: 1, gives: [0] }] })).toBe("offerOfAnother wants 0");
    expect(refused({ fits: [{ offer: 1, want: 0, value: 1 }] })).toBe("unknownOffer fits 0");
    expect(refused({ fits: [{ offer: 0, want: -1, value: 1 }] })).toBe("unknownWant fits 0");
    expect(refused({ fits: [{ offer: 0, want: 0, value: 0 }] })).toBe("valueNotWhole fits 0");
    expect(refused({ fits: [{ offer: 0, want: 0, value: 2 ** 43 }] })).toBe("valuesTooLarge fits 0");
    expect(refused({}, { longestRing: 2.5 })).toBe("lengthNotWhole options 0");
  });
});

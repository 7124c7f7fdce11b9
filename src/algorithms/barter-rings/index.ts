// Barter rings: who gives what to whom so that everybody who gives something gets something that they want, from offers and wants.
//
// Rings of a few parties, disjoint in what they use, of the largest value: that is the clearing problem of kidney exchange (Roth, Sönmez and
// Ünver, "Kidney exchange", Q. J. Econ. 119(2), 2004; chains: Roth, Sönmez, Ünver, Delmonico and Saidman 2006), which is NP-hard from
// rings of three on (Abraham, Blum and Sandholm, "Clearing algorithms for barter exchange markets", EC 2007). As there, each ring is a
// variable (the cycle formulation), whose relaxation is tight; here prices bound it, and branch and bound closes the gap.
//
// Invariant: each offer and each want is used once at most; `value` ≤ the value of any best choice ≤ `bound`; what is not finished within
// the steps says so by bound > value. The same market gives the same rings.
import { Chooser } from "./choose.ts";
import { enumerate } from "./enumerate.ts";
import { type Packing, packingOfFits, packingOfPlaces, packingOfRings, partsOf } from "./packing.ts";
import { fractionFor, lowerBound } from "./prices.ts";
import { Steps } from "./steps.ts";
import {
  type BarterMarket,
  type BarterOptions,
  type BarterRing,
  type BarterRings,
  type BarterStep,
  checkMarket,
} from "./types.ts";

export * from "./types.ts";

const DEFAULT_STEPS = 500_000_000;

/** Throws BarterError where the market names what is not there, or values that are not whole. */
export function barterRings(market: BarterMarket, options: BarterOptions = {}): BarterRings {
  const { longestRing = 4, longestChain = 4, steps: most = DEFAULT_STEPS } = options;
  checkMarket(market, [longestRing, longestChain, most]);
  const fraction = fractionFor(market.fits.reduce((sum, { value }) => sum + value, 0));
  const steps = new Steps((most * 7) / 8);
  const lengths = { longestRing, longestChain };
  const first = choose(market, { ...lengths, fraction, steps });
  if (first.complete) {
    const { rings, value, bound } = first;
    return { rings, value, bound, optimal: bound === value };
  }
  const rings = [...first.rings, ...chooseFromRest(market, first.rings, { ...lengths, fraction, steps })];
  const value = rings.reduce((sum, ring) => sum + ring.value, 0);
  const packing = first.allRings
    ? packingOfPlaces(market, first.listed, longestChain)
    : packingOfFits(market);
  const bound = boundOf(packing, market, { target: value, fraction, steps: new Steps(most / 8) });
  return { rings, value, bound, optimal: bound === value };
}

type Choosing = {
  readonly longestRing: number;
  readonly longestChain: number;
  readonly fraction: number;
  readonly steps: Steps;
};

type Chosen = {
  readonly rings: readonly BarterRing[];
  readonly value: number;
  /** A bound on what is chosen of the rings that were found. */
  readonly bound: number;
  /** The rings that were found, and whether they are all; and whether all chains were found too. */
  readonly listed: readonly (readonly number[])[];
  readonly allRings: boolean;
  readonly complete: boolean;
};

function choose(market: BarterMarket, { fraction, steps, ...lengths }: Choosing): Chosen {
  const found = enumerate(market, lengths, new Steps(steps.left / 4, steps));
  const packing = packingOfRings(market, found.fits);
  // What is left of a market too large to see at once is looked at again.
  const own = found.complete ? steps : new Steps(steps.left / 2, steps);
  // Small parts first: what they take is hardly missed by the large ones.
  const parts = partsOf(packing).toSorted((one, other) => one.sets.length - other.sets.length);
  const begun = parts.map((part) => new Chooser(part.packing, fraction, own));
  const choices = begun.map((one) => one.finish());
  const rings = choices
    .flatMap(({ sets }, part) => sets.map((set) => parts[part]?.sets[set] ?? -1))
    .sort((one, other) => one - other)
    .map((set) => ringOf(market, found.fits[set] ?? [], found.chain[set] === true));
  return {
    rings,
    value: choices.reduce((sum, one) => sum + one.value, 0),
    bound: choices.reduce((sum, one) => sum + one.bound, 0),
    listed: found.fits.filter((_, at) => found.chain[at] === false),
    allRings: found.allRings,
    complete: found.complete,
  };
}

/** Rings among what the rings so far leave unused, until there are none or the steps are over. */
function chooseFromRest(
  { offers, wants, fits }: BarterMarket,
  begun: readonly BarterRing[],
  choosing: Choosing,
): readonly BarterRing[] {
  const [usedOffers, usedWants] = [new Set<number>(), new Set<number>()];
  const rings: BarterRing[] = [];
  let [last, complete] = [begun, false];
  while (last.length > 0 && !complete && !choosing.steps.over) {
    for (const { steps } of last) {
      for (const { offer, want } of steps) {
        usedOffers.add(offer);
        usedWants.add(want);
      }
    }
    const free = fits.filter(({ offer, want }) => !usedOffers.has(offer) && !usedWants.has(want));
    const next = choose({ offers, wants, fits: free }, choosing);
    rings.push(...next.rings);
    [last, complete] = [next.rings, next.complete];
  }
  return rings;
}

/** A bound from a relaxation whose first rows are offers and wants. */
function boundOf(
  packing: Packing,
  market: BarterMarket,
  { target, fraction, steps }: { readonly target: number; readonly fraction: number; readonly steps: Steps },
): number {
  const sets = Array.from(packing.value, (_, set) => set);
  // To begin with, offer and want of a fit pay half of it each: at these prices none is worth more than it costs.
  const price = new Float64Array(packing.limit.length);
  for (const { offer, want, value } of market.fits) {
    const half = Math.ceil(value / 2 / fraction) * fraction;
    for (const row of [offer, market.offers.length + want]) price[row] = Math.max(price[row] as number, half);
  }
  const { bound } = lowerBound({ packing, sets, price, target, rounds: 1000, fraction, steps });
  return Math.floor(bound);
}

function ringOf({ offers, wants, fits }: BarterMarket, path: readonly number[], chain: boolean): BarterRing {
  const steps = path.flatMap((at): BarterStep[] => {
    const fit = fits[at];
    const [from, to] = fit ? [offers[fit.offer], wants[fit.want]] : [];
    return fit && from && to
      ? [{ from: from.party, offer: fit.offer, to: to.party, want: fit.want, value: fit.value }]
      : [];
  });
  const value = steps.reduce((sum, step) => sum + step.value, 0);
  return { kind: chain ? "chain" : "ring", steps, value };
}

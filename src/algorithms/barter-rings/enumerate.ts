// All rings and chains of a market, the short ones first.
// Invariant: each is found once (a ring from its party with the smallest number); its parties are all different; whoever gives
// something in it other than a gift gets something that they want and for which they would give it.
import { Steps } from "./steps.ts";
import type { BarterMarket } from "./types.ts";

/** More are not listed at once; what they leave unused is looked at again. */
const MOST = 100_000;

export type Found = {
  /** By ring or chain: its fits in the order in which things go on. */
  readonly fits: readonly (readonly number[])[];
  /** By ring or chain: whether it is a chain. */
  readonly chain: readonly boolean[];
  /** Whether these are all that there are. */
  readonly complete: boolean;
};

type Lengths = { readonly longestRing: number; readonly longestChain: number };

export function enumerate(market: BarterMarket, { longestRing, longestChain }: Lengths, steps: Steps): Found {
  const search = new Search(market, steps);
  for (let length = 2; length <= longestRing; length++) search.rings(length);
  for (let length = 2; length <= longestChain; length++) search.chains(length);
  return { fits: search.found, chain: search.chain, complete: !search.stopped };
}

class Search {
  readonly found: (readonly number[])[] = [];
  readonly chain: boolean[] = [];
  stopped = false;
  readonly #market: BarterMarket;
  readonly #steps: Steps;
  readonly #fitsOf: readonly (readonly number[])[];
  /** By want: what its party would give for it. */
  readonly #givesFor: readonly (readonly number[])[];
  readonly #path: number[] = [];
  readonly #parties = new Set<number>();

  constructor(market: BarterMarket, steps: Steps) {
    this.#market = market;
    this.#steps = steps;
    const { offers, wants, fits } = market;
    const fitsOf: number[][] = offers.map(() => []);
    for (const [fit, { offer, want }] of fits.entries())
      if (offers[offer]?.party !== wants[want]?.party) fitsOf[offer]?.push(fit);
    const own = new Map<number, number[]>();
    for (const [offer, { party, gift }] of offers.entries()) {
      if (gift === true) continue;
      const list = own.get(party);
      if (list) list.push(offer);
      else own.set(party, [offer]);
    }
    this.#fitsOf = fitsOf;
    this.#givesFor = wants.map(({ party, gives }) => {
      const list = own.get(party) ?? [];
      return gives ? list.filter((offer) => gives.includes(offer)) : list;
    });
  }

  rings(length: number): void {
    for (const [offer, { party, gift }] of this.#market.offers.entries()) {
      if (gift === true) continue;
      this.#parties.add(party);
      this.#goOn(offer, { length, first: offer, start: party });
      this.#parties.delete(party);
    }
  }

  chains(length: number): void {
    for (const [offer, { party, gift }] of this.#market.offers.entries()) {
      if (gift !== true) continue;
      this.#parties.add(party);
      this.#goOn(offer, { length, first: -1, start: -1 });
      this.#parties.delete(party);
    }
  }

  /** Gives the offer on to everybody whom it fits; `first` is what the ring began with, -1 in a chain. */
  #goOn(
    offer: number,
    way: { readonly length: number; readonly first: number; readonly start: number },
  ): void {
    const last = this.#path.length + 1 === way.length - (way.first < 0 ? 1 : 0);
    for (const fit of this.#fitsOf[offer] ?? []) {
      this.#steps.take(1);
      if (this.#steps.over) this.stopped = true;
      if (this.stopped) return;
      const want = this.#market.fits[fit]?.want ?? -1;
      const party = this.#market.wants[want]?.party ?? -1;
      this.#path.push(fit);
      if (last) {
        const closes = party === way.start && (this.#givesFor[want] ?? []).includes(way.first);
        if (way.first < 0 ? !this.#parties.has(party) : closes) this.#keep(way.first < 0);
      } else if (party > way.start && !this.#parties.has(party)) {
        this.#parties.add(party);
        for (const next of this.#givesFor[want] ?? []) this.#goOn(next, way);
        this.#parties.delete(party);
      }
      this.#path.pop();
    }
  }

  #keep(chain: boolean): void {
    if (this.found.length === MOST) {
      this.stopped = true;
      return;
    }
    this.found.push([...this.#path]);
    this.chain.push(chain);
  }
}

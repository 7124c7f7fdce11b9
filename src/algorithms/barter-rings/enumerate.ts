// All rings and chains of a market, the short ones first.
// Invariant: each is found once (a ring from its party with the smallest number); its parties are all different; whoever gives
// something in it other than a gift gets something that they want and for which they would give it.
import { Steps } from "./steps.ts";
import type { BarterMarket } from "./types.ts";

/** More rings, or more chains, are not listed at once; what they leave unused is looked at again. */
const MOST = 100_000;

export type Found = {
  /** By ring or chain: its fits in the order in which things go on. */
  readonly fits: readonly (readonly number[])[];
  /** By ring or chain: whether it is a chain. */
  readonly chain: readonly boolean[];
  /** Whether these are all rings that there are, and all rings and chains. */
  readonly allRings: boolean;
  readonly complete: boolean;
};

type Lengths = { readonly longestRing: number; readonly longestChain: number };

export function enumerate(market: BarterMarket, { longestRing, longestChain }: Lengths, steps: Steps): Found {
  const search = new Search(market, steps);
  for (let length = 2; length <= longestRing; length++) search.rings(length);
  const allRings = !search.stopped;
  search.beginChains();
  for (let length = 2; length <= longestChain; length++) search.chains(length);
  const complete = allRings && !search.stopped;
  return { fits: search.found, chain: search.chain, allRings, complete };
}

/** Lists of whole numbers, one after another: those of `at` are `items[first[at]]` … `items[first[at + 1] - 1]`. */
type Lists = { readonly first: Int32Array; readonly items: Int32Array };

function listsOf(lists: readonly (readonly number[])[]): Lists {
  const first = new Int32Array(lists.length + 1);
  for (const [at, list] of lists.entries()) first[at + 1] = (first[at] as number) + list.length;
  return { first, items: Int32Array.from(lists.flat()) };
}

/** How a way goes on: to so many fits, from this party and its offer where it is to be a ring, from -1 and -1 in a chain. */
type Way = { readonly fits: number; readonly first: number; readonly start: number };

class Search {
  readonly found: (readonly number[])[] = [];
  readonly chain: boolean[] = [];
  stopped = false;
  readonly #market: BarterMarket;
  readonly #steps: Steps;
  /** By fit: the want, and its party. */
  readonly #wantOf: Int32Array;
  readonly #partyOf: Int32Array;
  readonly #fitsOf: Lists;
  /** By want: what its party would give for it, and the fits that serve it. */
  readonly #givesFor: Lists;
  readonly #serve: Lists;
  /** By party: its wants. */
  readonly #wantsOf = new Map<number, number[]>();
  /** By offer: the first fit that closes the ring at hand, and by fit the next one of the same offer; -1 at the end. */
  readonly #closes: Int32Array;
  readonly #closesToo: Int32Array;
  #most = MOST;
  readonly #path: number[] = [];
  readonly #parties: number[] = [];

  constructor(market: BarterMarket, steps: Steps) {
    this.#market = market;
    this.#steps = steps;
    const { offers, wants, fits } = market;
    const fitsOf: number[][] = offers.map(() => []);
    const serve: number[][] = wants.map(() => []);
    for (const [fit, { offer, want }] of fits.entries()) {
      if (offers[offer]?.party === wants[want]?.party) continue;
      fitsOf[offer]?.push(fit);
      serve[want]?.push(fit);
    }
    const own = Map.groupBy(offers.keys(), (offer) => offers[offer]?.party);
    const givesFor = wants.map(({ party, gives }) =>
      (own.get(party) ?? []).filter(
        (offer) => offers[offer]?.gift !== true && (gives?.includes(offer) ?? true),
      ),
    );
    this.#wantOf = Int32Array.from(fits, ({ want }) => want);
    this.#partyOf = Int32Array.from(fits, ({ want }) => wants[want]?.party ?? -1);
    this.#fitsOf = listsOf(fitsOf);
    this.#givesFor = listsOf(givesFor);
    this.#serve = listsOf(serve);
    this.#wantsOf = Map.groupBy(wants.keys(), (want) => wants[want]?.party ?? -1);
    this.#closes = new Int32Array(offers.length).fill(-1);
    this.#closesToo = new Int32Array(fits.length).fill(-1);
  }

  rings(length: number): void {
    for (const [first, { party: start, gift }] of this.#market.offers.entries()) {
      if (this.stopped) return;
      if (gift === true) continue;
      const closing = this.#closing(first, start);
      this.#parties.push(start);
      this.#goOn(first, { fits: length, first, start });
      this.#parties.pop();
      for (const fit of closing) this.#closes[this.#market.fits[fit]?.offer ?? 0] = -1;
    }
  }

  /** Chains have room of their own beside the rings. */
  beginChains(): void {
    this.stopped = this.#steps.over;
    this.#most = this.found.length + MOST;
  }

  chains(length: number): void {
    for (const [offer, { party, gift }] of this.#market.offers.entries()) {
      if (this.stopped) return;
      if (gift !== true) continue;
      this.#parties.push(party);
      this.#goOn(offer, { fits: length - 1, first: -1, start: -1 });
      this.#parties.pop();
    }
  }

  /** Notes the fits that give the party something for which it would give the offer. */
  #closing(first: number, start: number): readonly number[] {
    const fits: number[] = [];
    for (const want of this.#wantsOf.get(start) ?? []) {
      const gives = this.#givesFor;
      if (!gives.items.subarray(gives.first[want], gives.first[want + 1]).includes(first)) continue;
      for (let at = this.#serve.first[want] as number; at < (this.#serve.first[want + 1] as number); at++)
        fits.push(this.#serve.items[at] as number);
    }
    for (const fit of fits.toSorted((one, other) => other - one)) {
      const offer = this.#market.fits[fit]?.offer ?? 0;
      this.#closesToo[fit] = this.#closes[offer] as number;
      this.#closes[offer] = fit;
    }
    this.#steps.take(fits.length);
    return fits;
  }

  /** Gives the offer on to everybody whom it fits, or lets it close the ring. */
  #goOn(offer: number, way: Way): void {
    const { first, items } = this.#fitsOf;
    const last = this.#path.length + 1 === way.fits;
    if (last && way.first >= 0) {
      for (let fit = this.#closes[offer] as number; fit >= 0; fit = this.#closesToo[fit] as number)
        this.#keep(fit, false);
      return;
    }
    const [from, to] = [first[offer] as number, first[offer + 1] as number];
    this.#steps.take(to - from);
    if (this.#steps.over) this.stopped = true;
    for (let at = from; at < to && !this.stopped; at++) {
      const fit = items[at] as number;
      const party = this.#partyOf[fit] as number;
      if (party <= way.start || this.#parties.includes(party)) continue;
      if (last) this.#keep(fit, true);
      else this.#goOnFrom(fit, party, way);
    }
  }

  #goOnFrom(fit: number, party: number, way: Way): void {
    const { first, items } = this.#givesFor;
    const want = this.#wantOf[fit] as number;
    this.#path.push(fit);
    this.#parties.push(party);
    for (let at = first[want] as number; at < (first[want + 1] as number); at++)
      this.#goOn(items[at] as number, way);
    this.#parties.pop();
    this.#path.pop();
  }

  #keep(fit: number, chain: boolean): void {
    if (this.found.length === this.#most) {
      this.stopped = true;
      return;
    }
    this.found.push([...this.#path, fit]);
    this.chain.push(chain);
  }
}

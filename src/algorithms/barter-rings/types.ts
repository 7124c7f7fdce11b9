// A market for barter, and what comes out of it.

export type BarterOffer = {
  /** Whose it is: any whole number from 0. */
  readonly party: number;
  /** True where it is given without anything in return: a chain begins with it. */
  readonly gift?: boolean;
};

export type BarterWant = {
  readonly party: number;
  /** The numbers of the party's own offers any one of which it would give for this; all that are no gifts where it is absent. */
  readonly gives?: readonly number[];
};

/** The offer is what is wanted there, and worth so much: a whole number from 1. Where all are worth 1, deliveries are counted. */
export type BarterFit = { readonly offer: number; readonly want: number; readonly value: number };

/** Offers and wants are called by their places in these lists. Each is used once at most. */
export type BarterMarket = {
  readonly offers: readonly BarterOffer[];
  readonly wants: readonly BarterWant[];
  readonly fits: readonly BarterFit[];
};

export type BarterStep = {
  readonly from: number;
  readonly offer: number;
  readonly to: number;
  readonly want: number;
  readonly value: number;
};

export type BarterRing = {
  /** In a ring everybody gives and gets; a chain begins with somebody who gives a gift and ends with somebody who only gets. */
  readonly kind: "ring" | "chain";
  /** In the order in which things go on: who gets in one step gives in the next, and in a ring the last one gives to the first. */
  readonly steps: readonly BarterStep[];
  readonly value: number;
};

export type BarterOptions = {
  /** Most parties of a ring, from 2; 4 where it is not given. */
  readonly longestRing?: number;
  /** Most parties of a chain, with the one who gives the gift; 4 where it is not given, 0 for no chains. */
  readonly longestChain?: number;
  /** How much work may be done, in looks at a row; 500 million, where it is not given, are some ten seconds. The same number gives the same result on every computer. */
  readonly steps?: number;
};

export type BarterRings = {
  readonly rings: readonly BarterRing[];
  /** The sum of their values. */
  readonly value: number;
  /** No choice of rings and chains has a larger value; so the gap is bound - value at most. */
  readonly bound: number;
  /** bound = value: it is shown that no choice is better. */
  readonly optimal: boolean;
};

export type BarterFault =
  | "partyNotWhole"
  | "unknownOffer"
  | "unknownWant"
  | "offerOfAnother"
  | "valueNotWhole"
  | "valuesTooLarge"
  | "lengthNotWhole";

/** Why a market cannot be looked at; `index` is the first entry of `list` that is not as it must be. */
export class BarterError extends Error {
  readonly reason: BarterFault;
  readonly list: "offers" | "wants" | "fits" | "options";
  readonly index: number;
  constructor(reason: BarterFault, list: BarterError["list"], index: number) {
    super(`no barter: ${reason} (${list} ${index})`);
    this.name = "BarterError";
    this.reason = reason;
    this.list = list;
    this.index = index;
  }
}

/** Values of all fits together: sums of prices in fine fractions of them stay exact in a double. */
export const mostValue = 2 ** 42;

/** Throws BarterError. */
export function checkMarket({ offers, wants, fits }: BarterMarket, lengths: readonly number[]): void {
  const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;
  for (const [index, length] of lengths.entries())
    if (!isWhole(length)) throw new BarterError("lengthNotWhole", "options", index);
  for (const [index, { party }] of offers.entries())
    if (!isWhole(party)) throw new BarterError("partyNotWhole", "offers", index);
  for (const [index, { party, gives = [] }] of wants.entries()) {
    if (!isWhole(party)) throw new BarterError("partyNotWhole", "wants", index);
    for (const offer of gives) {
      if (!offers[offer]) throw new BarterError("unknownOffer", "wants", index);
      if (offers[offer].party !== party) throw new BarterError("offerOfAnother", "wants", index);
    }
  }
  let sum = 0;
  for (const [index, { offer, want, value }] of fits.entries()) {
    if (!offers[offer]) throw new BarterError("unknownOffer", "fits", index);
    if (!wants[want]) throw new BarterError("unknownWant", "fits", index);
    if (!isWhole(value) || value === 0) throw new BarterError("valueNotWhole", "fits", index);
    sum += value;
    if (sum > mostValue) throw new BarterError("valuesTooLarge", "fits", index);
  }
}

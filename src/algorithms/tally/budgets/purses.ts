// The method of equal shares at its heart: every voter has a purse with an equal share of the money; what is elected is paid
// for by those who support it, each paying in proportion to what it is worth to them, or all that they have left; and of what
// can be paid for, that is elected which costs its supporters least for its worth (Peters, Pierczyński and Skowron,
// "Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021, section 3; Peters and Skowron,
// "Proportionality and the Limits of Welfarism", EC 2020, for committees).
// Invariant: purses are exact, all over one denominator; voters with the same history share one purse, so that memory grows
// with what can be told apart. A price never falls as purses empty: so one of an earlier round bounds it from below, and most
// need not be computed again (as in Peters' and Skowron's implementation).
import { compare, type Fraction, fraction, over } from "../../fractions/index.ts";
import type { Support } from "../support.ts";
import type { Work } from "../work.ts";

export type Market = {
  /** How often each distinct ballot was cast. */
  readonly weights: Float64Array;
  /** Of each candidate. */
  readonly support: readonly Support[];
  readonly costs: readonly bigint[];
  /** What a candidate is worth to a supporter (times the points that the ballot gives, where points count). */
  readonly worth: (candidate: number) => bigint;
  readonly work: Work;
};

/** What one pays of each unit of worth, at most; `share` the same for each unit of points: `above` ÷ (`below` × denominator). */
type Price = { readonly rate: Fraction; readonly above: bigint; readonly below: bigint };

/** Cost = payment × payers + emptied. */
export type Terms = {
  /** What each of those pays who have enough, for each of the ballot's points where points count. */
  readonly payment: Fraction;
  /** Their weight, times their points where points count. */
  readonly payers: bigint;
  /** What the others give: all that they have. */
  readonly emptied: Fraction;
};

export type Offer = {
  /** Those of the lowest price, ascending. */
  readonly candidates: readonly number[];
  readonly rate: Fraction;
  /** Of each of them: how its cost is paid. */
  readonly terms: readonly Terms[];
};

export class Purses {
  readonly #market: Market;
  #denominator: bigint;
  #values: bigint[];
  readonly #purseOf: Uint32Array;
  /** Still to be elected and affordable, as far as is known, with the last price that was computed. */
  readonly #prices: Map<number, Price | null>;
  /** Prices that hold for the purses as they are now. */
  readonly #fresh: Set<number>;

  private constructor(from: {
    market: Market;
    denominator: bigint;
    values: bigint[];
    purseOf: Uint32Array;
    prices: Map<number, Price | null>;
    fresh: Set<number>;
  }) {
    this.#market = from.market;
    this.#denominator = from.denominator;
    this.#values = from.values;
    this.#purseOf = from.purseOf;
    this.#prices = from.prices;
    this.#fresh = from.fresh;
  }

  /** Everybody has `share` for each unit of weight. */
  static filled(market: Market, share: Fraction): Purses {
    const supported = market.support.flatMap(({ weight }, candidate) => (weight > 0 ? [candidate] : []));
    return new Purses({
      market,
      denominator: share.denominator,
      values: [share.numerator],
      purseOf: new Uint32Array(market.weights.length),
      prices: new Map(supported.map((candidate) => [candidate, null])),
      fresh: new Set(),
    });
  }

  copy(): Purses {
    return new Purses({
      market: this.#market,
      denominator: this.#denominator,
      values: [...this.#values],
      purseOf: this.#purseOf.slice(),
      prices: new Map(this.#prices),
      fresh: new Set(this.#fresh),
    });
  }

  /** What a ballot has left for each unit of its weight. */
  leftOf(ballot: number): Fraction {
    return fraction(this.#values[this.#purseOf[ballot] ?? 0] ?? 0n, this.#denominator);
  }

  /** What all have left, as text that is the same only where the purses are. */
  written(): string {
    const left = Array.from(this.#purseOf, (purse) => this.#values[purse] ?? 0n);
    return `${left.join(",")}/${this.#denominator}`;
  }

  /** Whatever can be paid for at the lowest price; null once nothing can. */
  cheapest(): Offer | null {
    const inOrder = [...this.#prices].sort(
      ([a, one], [b, other]) =>
        (one && other ? compare(one.rate, other.rate) : one ? 1 : other ? -1 : 0) || a - b,
    );
    let best: { candidates: number[]; price: Price } | null = null;
    for (const [candidate, known] of inOrder) {
      if (best && known && compare(known.rate, best.price.rate) > 0) break;
      const price = this.#priceOf(candidate);
      if (!price) continue;
      const order = best ? compare(price.rate, best.price.rate) : -1;
      if (order < 0) best = { candidates: [candidate], price };
      else if (order === 0) best?.candidates.push(candidate);
    }
    if (!best) return null;
    const candidates = best.candidates.sort((a, b) => a - b);
    return { candidates, rate: best.price.rate, terms: candidates.map((one) => this.#termsOf(one)) };
  }

  /** The price of every candidate that can still be paid for. */
  rates(): Map<number, Fraction> {
    const rates = new Map<number, Fraction>();
    for (const candidate of [...this.#prices.keys()].sort((a, b) => a - b)) {
      const price = this.#priceOf(candidate);
      if (price) rates.set(candidate, price.rate);
    }
    return rates;
  }

  /** Its supporters pay for it. It has to be affordable. */
  buy(candidate: number): void {
    const price = this.#priceOf(candidate);
    const support = this.#market.support[candidate];
    if (!price || !support) throw new RangeError(`${candidate} cannot be paid for`);
    const { numerator: each, denominator: scale } = fraction(price.above, price.below);
    const values = this.#values.map((value) => value * scale);
    const places = new Map<bigint, number>();
    const paid = new Map<string, number>();
    for (const [at, ballot] of support.ballots.entries()) {
      const points = support.points?.[at] ?? 1;
      const purse = this.#purseOf[ballot] ?? 0;
      let into = paid.get(`${purse}:${points}`);
      if (into === undefined) {
        const rest = (values[purse] ?? 0n) - each * BigInt(points);
        const left = rest > 0n ? rest : 0n;
        into = places.get(left) ?? values.push(left) - 1;
        places.set(left, into);
        paid.set(`${purse}:${points}`, into);
      }
      this.#purseOf[ballot] = into;
    }
    this.#market.work.take(support.ballots.length + values.length);
    this.#denominator *= scale;
    this.#values = values;
    this.#forgetEmptyPlaces();
    this.#prices.delete(candidate);
    this.#fresh.clear();
  }

  #forgetEmptyPlaces(): void {
    const places = new Map<number, number>();
    const values: bigint[] = [];
    for (const [ballot, purse] of this.#purseOf.entries()) {
      let place = places.get(purse);
      if (place === undefined) {
        place = values.push(this.#values[purse] ?? 0n) - 1;
        places.set(purse, place);
      }
      this.#purseOf[ballot] = place;
    }
    this.#values = values;
  }

  #termsOf(candidate: number): Terms {
    const { above, below } = this.#priceOf(candidate) ?? { above: 0n, below: 1n };
    const cost = (this.#market.costs[candidate] ?? 0n) * this.#denominator;
    return {
      payment: fraction(above, below * this.#denominator),
      payers: below,
      emptied: fraction(cost - above, this.#denominator),
    };
  }

  #priceOf(candidate: number): Price | null {
    if (this.#fresh.has(candidate)) return this.#prices.get(candidate) ?? null;
    const price = this.#computed(candidate);
    if (price) {
      this.#prices.set(candidate, price);
      this.#fresh.add(candidate);
    } else this.#prices.delete(candidate);
    return price;
  }

  /**
   * The least rate at which the supporters together pay the whole cost, whoever has too little giving all that they have:
   * the poorest for what it is worth to them come first, and what they cannot pay falls on the others.
   */
  #computed(candidate: number): Price | null {
    const groups = this.#groupsOf(candidate);
    let rest = (this.#market.costs[candidate] ?? 0n) * this.#denominator;
    if (rest === 0n) return { rate: fraction(0), above: 0n, below: 1n };
    let worth = 0n;
    let money = 0n;
    for (const { value, points, weight } of groups) {
      worth += weight * points;
      money += weight * value;
    }
    if (money < rest) return null;
    groups.sort((a, b) => order(a.value * b.points, b.value * a.points));
    for (const { value, points, weight } of groups) {
      if (value * worth >= rest * points) break;
      rest -= weight * value;
      worth -= weight * points;
    }
    const share = fraction(rest, worth * this.#denominator);
    return { rate: over(share, fraction(this.#market.worth(candidate))), above: rest, below: worth };
  }

  /** Supporters by their purse and points. */
  #groupsOf(candidate: number): { value: bigint; points: bigint; weight: bigint }[] {
    const support = this.#market.support[candidate];
    const weights = new Map<number, Map<number, number>>();
    for (const [at, ballot] of support?.ballots.entries() ?? []) {
      const points = support?.points?.[at] ?? 1;
      const purse = this.#purseOf[ballot] ?? 0;
      let ofPoints = weights.get(points);
      if (!ofPoints) weights.set(points, (ofPoints = new Map()));
      ofPoints.set(purse, (ofPoints.get(purse) ?? 0) + (this.#market.weights[ballot] ?? 0));
    }
    this.#market.work.take(support?.ballots.length ?? 0);
    return [...weights].flatMap(([points, ofPoints]) =>
      Array.from(ofPoints, ([purse, weight]) => ({
        value: this.#values[purse] ?? 0n,
        points: BigInt(points),
        weight: BigInt(weight),
      })),
    );
  }
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

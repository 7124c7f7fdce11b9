// How much of a whole is in few hands: of what is owed, of what is traded, of balances.

export type Concentration = {
  /** How many have more than nothing. */
  readonly holders: number;
  /**
   * Herfindahl–Hirschman index: Σ s² over the shares s, from 1 / holders (all alike) to 1 (one has all). Hirschman, "National Power and
   * the Structure of Foreign Trade", 1945; Herfindahl 1950. Offices that publish it in "points" multiply by 10,000.
   */
  readonly herfindahl: number;
  /** 1 / herfindahl: so many alike would be as concentrated ("numbers equivalent", Adelman 1969). */
  readonly likeSoMany: number;
  /**
   * Gini coefficient over all that are given, also those with nothing: Σ (2i - n - 1) x(i) / (n Σ x), values in rising order, from 0
   * (all alike) to 1 - 1/n (one has all). Gini 1912, in the form of Sen, "On Economic Inequality", 1973.
   */
  readonly gini: number;
  /** The share of the five largest together, 0 to 1 (a concentration ratio, CR5). */
  readonly topFive: number;
};

/**
 * Of values in minor units, none of them below zero. RangeError for one that is.
 *
 * To draw it: the Lorenz curve of `lorenzOf` with the diagonal, and these numbers beside.
 */
export function concentrationOf(values: readonly bigint[]): Concentration {
  const rising = inRisingOrder(values);
  const total = Number(sumOf(values));
  if (total === 0) return { holders: 0, herfindahl: 0, likeSoMany: 0, gini: 0, topFive: 0 };
  const count = rising.length;
  let [herfindahl, spread] = [0, 0];
  for (const [at, value] of rising.entries()) {
    const share = Number(value) / total;
    herfindahl += share * share;
    spread += (2 * (at + 1) - count - 1) * share;
  }
  return {
    holders: rising.filter((value) => value > 0n).length,
    herfindahl,
    likeSoMany: 1 / herfindahl,
    gini: spread / count,
    topFive: Number(sumOf(rising.slice(-5))) / total,
  };
}

/** A point of the Lorenz curve: the poorest `holders` (0 to 1) have `amount` (0 to 1) of all. */
export type LorenzPoint = { readonly holders: number; readonly amount: number };

/** The Lorenz curve (1905) at `points` + 1 places that are evenly apart, from (0, 0) to (1, 1); empty where there is nothing. */
export function lorenzOf(values: readonly bigint[], points = 20): readonly LorenzPoint[] {
  const rising = inRisingOrder(values);
  const total = Number(sumOf(values));
  if (total === 0) return [];
  const upTo = [0n];
  for (const value of rising) upTo.push((upTo.at(-1) as bigint) + value);
  return Array.from({ length: points + 1 }, (_, point) => {
    const holders = Math.round((point * rising.length) / points);
    return { holders: holders / rising.length, amount: Number(upTo[holders]) / total };
  });
}

function inRisingOrder(values: readonly bigint[]): bigint[] {
  if (values.some((value) => value < 0n)) throw new RangeError("a value is below zero");
  return values.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0));
}

function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n);
}

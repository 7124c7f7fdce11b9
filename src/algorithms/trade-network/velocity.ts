// How fast a currency goes round.

/**
 * Velocity of circulation: V = turnover / stock, for a turnover in `days` days brought to one year of 365 days. Unit: times a year. Null
 * where there is no stock, for then nothing can go round. Fisher, "The Purchasing Power of Money", 1911 (M V = P T).
 *
 * In a mutual-credit currency the stock is the sum of the positive balances, which equals that of the negative ones. RangeError for a
 * turnover or stock below zero, and for fewer days than one.
 */
export function velocityOf({
  turnover,
  stock,
  days,
}: {
  /** What was paid in those days, in minor units. */
  readonly turnover: bigint;
  /** The average stock in those days, in minor units. */
  readonly stock: bigint;
  readonly days: number;
}): number | null {
  if (turnover < 0n || stock < 0n) throw new RangeError("turnover and stock are not below zero");
  if (!(days >= 1)) throw new RangeError("a turnover is of one day at least");
  return stock === 0n ? null : (Number(turnover) / Number(stock)) * (365 / days);
}

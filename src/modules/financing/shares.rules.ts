// Dividing an amount into whole minor units. Pure.
// Invariant: the parts add up to the amount, none is negative, and none is further than one unit from its exact share.

/**
 * Parts of `amount` in proportion to `weights`, by largest remainder (Hamilton); equal remainders go to whoever stands first.
 * With a sum of weights of nought there is nobody to divide among, which is a RangeError unless the amount is nought too.
 */
export function divided(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (amount < 0n || weights.some((weight) => weight < 0n)) throw new RangeError("a share is not negative");
  if (total === 0n) {
    if (amount > 0n) throw new RangeError("an amount is divided among somebody");
    return weights.map(() => 0n);
  }
  const parts = weights.map((weight) => (amount * weight) / total);
  const left = Number(amount - parts.reduce((sum, part) => sum + part, 0n));
  const order = weights
    .map((weight, at) => ({ at, rest: (amount * weight) % total }))
    .sort((one, other) => (one.rest === other.rest ? one.at - other.at : one.rest > other.rest ? -1 : 1));
  for (const { at } of order.slice(0, left)) parts[at] = (parts[at] ?? 0n) + 1n;
  return parts;
}

/** Equal parts of `amount`, the larger ones first. */
export function inEqualParts(amount: bigint, count: number): bigint[] {
  return divided(
    amount,
    Array.from({ length: count }, () => 1n),
  );
}

/** What of `amount` the first can take, what then the second, and so on. */
export function inTurnUpTo(amount: bigint, most: readonly bigint[]): bigint[] {
  let left = amount;
  return most.map((limit) => {
    const taken = left < limit ? left : limit;
    left -= taken;
    return taken;
  });
}

export const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, one) => sum + one, 0n);

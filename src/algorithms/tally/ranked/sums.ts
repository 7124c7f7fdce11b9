// Sums of weights times whole numbers, exact whatever their size.
// Invariant: plain numbers are only used while no sum can pass 2^53.

export type Sums = { add(candidate: number, weight: number, times: number): void; all(): bigint[] };

/** `most` is the largest that |weight sum × times| can come to. */
export function sums(candidates: number, most: bigint): Sums {
  if (most <= BigInt(Number.MAX_SAFE_INTEGER)) {
    const held = new Float64Array(candidates);
    return {
      add: (candidate, weight, times) => (held[candidate] = (held[candidate] ?? 0) + weight * times),
      all: () => Array.from(held, BigInt),
    };
  }
  const held = Array.from({ length: candidates }, () => 0n);
  return {
    add: (candidate, weight, times) =>
      (held[candidate] = (held[candidate] ?? 0n) + BigInt(weight) * BigInt(times)),
    all: () => held,
  };
}

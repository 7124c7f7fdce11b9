// Proof that an entry is in a tree (RFC 9162 §2.1.3).
// Invariant: a proof is checked against nothing but the leaf's hash, its index, the tree's size and root.
import { sameBytes } from "./bytes.ts";
import { HASH_BYTES, nodeHash } from "./merkle-hash.ts";
import {
  type HashReader,
  hashOfRange,
  type LeafRange,
  type TileKey,
  tilesOfRanges,
} from "./stored-hashes.ts";
import { requireSize } from "./tile-geometry.ts";
import { TransparencyError } from "./transparency-error.ts";

/**
 * The audit path of the leaf at `index` in the tree of the first `size` leaves, from the leaf's sibling up
 * (RFC 9162 §2.1.3.1). 32 bytes each, at most ⌈log2 size⌉ of them, none for a tree of one.
 * Throws `sizeNotValid`, `indexOutsideTree`, and what the reader throws.
 */
export function inclusionProof(read: HashReader, index: number, size: number): Uint8Array[] {
  return siblingsOf(index, size).map((range) => hashOfRange(read, range));
}

/**
 * `inclusionProof` for many leaves of one tree. What the way of the last leaf shared with the next one is not computed again:
 * for leaves in their order, each proof costs about as many hashes as it is long. Holds the hashes of one proof.
 */
export function inclusionProver(read: HashReader, size: number): (index: number) => Uint8Array[] {
  let last = new Map<number, { end: number; hash: Uint8Array }>();
  return (index) => {
    // Ranges beside one way do not overlap, so each has a start of its own.
    const here: typeof last = new Map();
    for (const range of siblingsOf(index, size)) {
      const known = last.get(range.start);
      const hash = known?.end === range.end ? known.hash : hashOfRange(read, range);
      here.set(range.start, { end: range.end, hash });
    }
    last = here;
    return [...here.values()].map(({ hash }) => hash);
  };
}

/** The tiles that `inclusionProof` will read, to be loaded beforehand. Throws as it does. */
export function tilesForInclusionProof(index: number, size: number): TileKey[] {
  return tilesOfRanges(siblingsOf(index, size));
}

/** The root of the tree of the first `size` leaves, from stored hashes. Throws `sizeNotValid`. */
export function rootOfSize(read: HashReader, size: number): Uint8Array {
  requireSize(size);
  return hashOfRange(read, { start: 0, end: size });
}

/** The tiles that `rootOfSize` will read. Throws `sizeNotValid`. */
export function tilesForRoot(size: number): TileKey[] {
  requireSize(size);
  return tilesOfRanges([{ start: 0, end: size }]);
}

/** PATH of RFC 9162 §2.1.3.1, as ranges: the subtrees beside the way from the leaf up to the root. */
function siblingsOf(index: number, size: number): LeafRange[] {
  requireSize(size);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new TransparencyError("indexOutsideTree", { index: String(index), size });
  }
  const ranges: LeafRange[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start);
    if (index < middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  return ranges.reverse();
}

/** The largest power of two that is smaller than `count` (RFC 9162 §2.1.1 calls it k); `count` is at least 2. */
export function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

export type InclusionClaim = {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
};

/** Whether the proof shows that the leaf is at that index of the tree with that size and root (RFC 9162 §2.1.3.2). */
export function verifyInclusion({ index, size, leafHash, proof, root }: InclusionClaim): boolean {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  // A hash of another length would be hashed as if the bytes beside it were its own.
  if ([leafHash, root, ...proof].some((each) => each.length !== HASH_BYTES)) return false;
  let fn = index;
  let sn = size - 1;
  let hash = leafHash;
  for (const step of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(step, hash);
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2;
        sn = Math.floor(sn / 2);
      }
    } else {
      hash = nodeHash(hash, step);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && sameBytes(hash, root);
}

// Proof that a tree only grew: that its first leaves are those of an older tree (RFC 9162 §2.1.4).
// Invariant: a proof is checked against nothing but both trees' sizes and roots.
import { sameBytes } from "./bytes.ts";
import { largestPowerBelow } from "./inclusion.ts";
import { emptyRoot, HASH_BYTES, nodeHash } from "./merkle-hash.ts";
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
 * The consistency proof between the trees of the first `olderSize` and the first `size` leaves (RFC 9162 §2.1.4.1).
 * 32 bytes each, at most ⌈log2 size⌉ + 1 of them; none when the older tree is empty or both are the same.
 * Throws `sizeNotValid`, `olderSizeOutsideTree`, and what the reader throws.
 */
export function consistencyProof(read: HashReader, olderSize: number, size: number): Uint8Array[] {
  return partsBetween(olderSize, size).map((range) => hashOfRange(read, range));
}

/** The tiles that `consistencyProof` will read, to be loaded beforehand. Throws as it does. */
export function tilesForConsistencyProof(olderSize: number, size: number): TileKey[] {
  return tilesOfRanges(partsBetween(olderSize, size));
}

/** SUBPROOF of RFC 9162 §2.1.4.1, as ranges. */
function partsBetween(olderSize: number, size: number): LeafRange[] {
  requireSize(size);
  requireSize(olderSize);
  if (olderSize > size) throw new TransparencyError("olderSizeOutsideTree", { olderSize, size });
  if (olderSize === 0) return [];
  const ranges: LeafRange[] = [];
  let start = 0;
  let end = size;
  while (olderSize < end) {
    const middle = start + largestPowerBelow(end - start);
    if (olderSize <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  // What remains is a subtree of both. Whoever checks knows it only when it is the whole older tree.
  if (start > 0) ranges.push({ start, end });
  return ranges.reverse();
}

export type ConsistencyClaim = {
  readonly olderSize: number;
  readonly olderRoot: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
};

/** Whether the proof shows that the tree begins with the whole of the older one (RFC 9162 §2.1.4.2). */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { olderSize, olderRoot, size, root, proof } = claim;
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(olderSize)) return false;
  if (olderSize < 0 || olderSize > size) return false;
  if ([olderRoot, root, ...proof].some((each) => each.length !== HASH_BYTES)) return false;
  if (olderSize === size) return proof.length === 0 && sameBytes(olderRoot, root);
  if (olderSize === 0) return proof.length === 0 && sameBytes(olderRoot, emptyRoot());
  const steps = isPowerOfTwo(olderSize) ? [olderRoot, ...proof] : proof;
  const [first, ...rest] = steps;
  if (first === undefined) return false;
  let fn = olderSize - 1;
  let sn = size - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  let older = first;
  let newer = first;
  for (const step of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      older = nodeHash(step, older);
      newer = nodeHash(step, newer);
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2;
        sn = Math.floor(sn / 2);
      }
    } else {
      newer = nodeHash(newer, step);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && sameBytes(older, olderRoot) && sameBytes(newer, root);
}

function isPowerOfTwo(size: number): boolean {
  return size === 1 || largestPowerBelow(size) * 2 === size;
}

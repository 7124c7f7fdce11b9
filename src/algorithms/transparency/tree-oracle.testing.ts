// The definitions of RFC 9162 §2.1, written out as they stand there: slow, recursive, on whole lists of entries.
// Invariant: shares no code with what it judges.
import { hash } from "node:crypto";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const sha256 = (...parts: Uint8Array[]) => hash("sha256", Buffer.concat(parts), "buffer");

function split(entries: readonly Uint8Array[]): number {
  let k = 1;
  while (k << 1 < entries.length) k <<= 1;
  return k;
}

/** MTH(D[n]), §2.1.1. */
export function mth(entries: readonly Uint8Array[]): Buffer {
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(LEAF, entries[0] as Uint8Array);
  const k = split(entries);
  return sha256(NODE, mth(entries.slice(0, k)), mth(entries.slice(k)));
}

/** PATH(m, D[n]), §2.1.3.1. */
export function path(m: number, entries: readonly Uint8Array[]): Buffer[] {
  if (entries.length === 1) return [];
  const k = split(entries);
  return m < k
    ? [...path(m, entries.slice(0, k)), mth(entries.slice(k))]
    : [...path(m - k, entries.slice(k)), mth(entries.slice(0, k))];
}

/** SUBPROOF(m, D[n], b), §2.1.4.1; PROOF(m, D[n]) is SUBPROOF(m, D[n], true). */
export function subproof(m: number, entries: readonly Uint8Array[], known = true): Buffer[] {
  if (m === entries.length) return known ? [] : [mth(entries)];
  const k = split(entries);
  return m <= k
    ? [...subproof(m, entries.slice(0, k), known), mth(entries.slice(k))]
    : [...subproof(m - k, entries.slice(k), false), mth(entries.slice(0, k))];
}

/** Entries that differ in bytes and in length; number 0 is empty. */
export function someEntries(count: number): Buffer[] {
  return Array.from({ length: count }, (_, at) =>
    Buffer.from(at === 0 ? "" : `act ${at}`.repeat(1 + (at % 3))),
  );
}

export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
export const hexes = (list: readonly Uint8Array[]) => list.map(hex);

/** A copy with one bit turned. */
export function flipped(bytes: Uint8Array, at = 0): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
}

// The hashes of a Merkle tree (RFC 9162 §2.1.1; the same as RFC 6962 §2.1 with SHA-256).
// Invariant: a leaf and an inner node are hashed with different first bytes, so neither can pass for the other.
import { hash } from "node:crypto";
import { TransparencyError } from "./transparency-error.ts";

/** Length of every hash here, in bytes. */
export const HASH_BYTES = 32;

/** The hash of an entry: SHA-256(0x00 || entry). */
export function leafHash(entry: Uint8Array): Uint8Array {
  const message = Buffer.allocUnsafe(1 + entry.length);
  message[0] = 0x00;
  message.set(entry, 1);
  return hash("sha256", message, "buffer");
}

/** The hash of an inner node: SHA-256(0x01 || left || right). Both are 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const message = Buffer.allocUnsafe(1 + 2 * HASH_BYTES);
  message[0] = 0x01;
  message.set(left, 1);
  message.set(right, 1 + HASH_BYTES);
  return hash("sha256", message, "buffer");
}

/** The root of the tree without leaves: SHA-256 of nothing. */
export function emptyRoot(): Uint8Array {
  return hash("sha256", "", "buffer");
}

/**
 * The root over leaf hashes, in O(n). Also the hash above any row of neighbouring nodes of one height, the last of
 * which may be incomplete: pairing neighbours and letting an odd last one rise gives the same tree as splitting at the
 * largest power of two (RFC 9162 §2.1.1). Throws `hashNotValid` for a hash that is not 32 bytes long.
 */
export function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  for (const each of hashes) requireHash(each);
  let row = hashes;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < row.length; at += 2) {
      const left = row[at] as Uint8Array;
      const right = row[at + 1];
      above.push(right === undefined ? left : nodeHash(left, right));
    }
    row = above;
  }
  return row[0] ?? emptyRoot();
}

/** Throws `hashNotValid` unless there are 32 bytes. */
export function requireHash(bytes: Uint8Array): void {
  if (bytes.length !== HASH_BYTES) throw new TransparencyError("hashNotValid", { length: bytes.length });
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consistencyProof, tilesForConsistencyProof, verifyConsistency } from "./consistency.ts";
import { rootOfSize } from "./inclusion.ts";
import { emptyRoot, leafHash, nodeHash } from "./merkle-hash.ts";
import { readerOfLeaves, readerOfTiles } from "./stored-hashes.ts";
import { growTree } from "./tree-growth.ts";
import { flipped, hexes, someEntries, subproof } from "./tree-oracle.testing.ts";

const LARGEST = 520;
const entries = someEntries(LARGEST);
const leaves = entries.map(leafHash);
const read = readerOfLeaves(leaves);
const roots = Array.from({ length: LARGEST + 1 }, (_, size) => rootOfSize(read, size));
const claim = (olderSize: number, size: number) => ({
  olderSize,
  olderRoot: roots[olderSize] as Uint8Array,
  size,
  root: roots[size] as Uint8Array,
  proof: consistencyProof(read, olderSize, size),
});

const twoSizes = fc
  .integer({ min: 0, max: LARGEST })
  .chain((size) => fc.tuple(fc.integer({ min: 0, max: size }), fc.constant(size)));

describe("consistency proofs", () => {
  it("are those of the example in RFC 9162 §2.1.5", () => {
    const [a, b, c, d, e, f] = leaves as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const [g, h, i, j] = [nodeHash(a, b), nodeHash(c, d), nodeHash(e, f), leaves[6] as Uint8Array];
    const [k, l] = [nodeHash(g, h), nodeHash(i, j)];
    expect(hexes(consistencyProof(read, 3, 7))).toEqual(hexes([c, d, g, l]));
    expect(hexes(consistencyProof(read, 4, 7))).toEqual(hexes([l]));
    expect(hexes(consistencyProof(read, 6, 7))).toEqual(hexes([i, j, k]));
  });

  it("verify between all sizes up to 40, and between neighbours, halves and powers up to 520", () => {
    for (let size = 0; size <= LARGEST; size += 1) {
      const some = [0, 1, Math.floor(size / 2), size - 1, size, 2, 64, 128, 255, 256, 257, 512];
      const olderSizes = size <= 40 ? Array.from({ length: size + 1 }, (_, at) => at) : new Set(some);
      for (const olderSize of olderSizes) {
        if (olderSize < 0 || olderSize > size) continue;
        expect(verifyConsistency(claim(olderSize, size)), `${olderSize} in ${size}`).toBe(true);
      }
    }
  });

  it("are those of the definition, and verify", () => {
    fc.assert(
      fc.property(twoSizes, ([olderSize, size]) => {
        const good = claim(olderSize, size);
        if (olderSize > 0) {
          expect(hexes(good.proof)).toEqual(hexes(subproof(olderSize, entries.slice(0, size))));
        }
        expect(verifyConsistency(good)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("fail when a byte of anything is changed, or a hash added or dropped", () => {
    fc.assert(
      fc.property(twoSizes, fc.nat(), fc.nat({ max: 31 }), ([olderSize, size], which, at) => {
        const good = claim(olderSize, size);
        const { proof } = good;
        expect(verifyConsistency({ ...good, olderRoot: flipped(good.olderRoot, at) })).toBe(false);
        expect(verifyConsistency({ ...good, proof: [...proof, good.root] })).toBe(false);
        // Of the empty tree there is nothing to prove about the newer root.
        if (olderSize > 0) {
          expect(verifyConsistency({ ...good, root: flipped(good.root, at) })).toBe(false);
        }
        if (proof.length === 0) return;
        const step = which % proof.length;
        const bad = proof.with(step, flipped(proof[step] as Uint8Array, at));
        expect(verifyConsistency({ ...good, proof: bad })).toBe(false);
        expect(verifyConsistency({ ...good, proof: proof.toSpliced(step, 1) })).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it("fail for a log that was rewritten", () => {
    const rewritten = leaves.with(3, leafHash(Buffer.from("another")));
    const after = readerOfLeaves(rewritten);
    for (const olderSize of [4, 5, 8, 100, 256, 300]) {
      const forged = {
        ...claim(olderSize, LARGEST),
        root: rootOfSize(after, LARGEST),
        proof: consistencyProof(after, olderSize, LARGEST),
      };
      expect(verifyConsistency(forged), `from ${olderSize}`).toBe(false);
    }
  });

  it("fail for impossible sizes and for hashes of another length", () => {
    const good = claim(3, 7);
    for (const olderSize of [-1, 8, 2.5, NaN]) expect(verifyConsistency({ ...good, olderSize })).toBe(false);
    for (const size of [2, 2.5, 2 ** 60]) expect(verifyConsistency({ ...good, size })).toBe(false);
    // What goes on too long or stops too soon for the sizes, though all of it hashes to the roots.
    expect(verifyConsistency({ ...claim(7, 8), olderSize: 3, size: 4 })).toBe(false);
    expect(verifyConsistency({ ...claim(3, 4), olderSize: 7, size: 8 })).toBe(false);
    const [first, second] = leaves as [Uint8Array, Uint8Array];
    expect(verifyConsistency({ ...claim(1, 2), olderSize: -1, proof: [first, second] })).toBe(false);
    // A power of two leaves a proof without hashes nothing to say.
    expect(verifyConsistency({ ...claim(4, 7), root: rootOfSize(read, 4), proof: [] })).toBe(false);
    const short = [good.olderRoot.subarray(1), good.root.subarray(1)] as const;
    expect(verifyConsistency({ ...claim(3, 3), olderRoot: short[0], root: short[0] })).toBe(false);
    expect(verifyConsistency({ ...claim(0, 3), olderRoot: emptyRoot(), root: short[1] })).toBe(false);
    expect(verifyConsistency({ ...claim(0, 3), olderRoot: good.root })).toBe(false);
  });

  it("are not made backwards", () => {
    expect(() => consistencyProof(read, 8, 7)).toThrow(
      expect.objectContaining({ reason: "olderSizeOutsideTree", facts: { olderSize: 8, size: 7 } }),
    );
    for (const size of [-1, 1.5, 2 ** 53]) {
      const error = expect.objectContaining({ reason: "sizeNotValid" });
      expect(() => consistencyProof(read, size, 10)).toThrow(error);
      expect(() => consistencyProof(read, 1, size)).toThrow(error);
    }
  });

  it("need the tiles that they say, and no others", () => {
    const stored = growTree({ size: 0, edge: [], leafHashes: leaves }).tiles;
    fc.assert(
      fc.property(twoSizes, ([olderSize, size]) => {
        const asked = new Set<string>();
        const ofTiles = readerOfTiles((level, at) => {
          asked.add(`${level}/${at}`);
          return stored.find((tile) => tile.level === level && tile.index === at)?.hashes;
        });
        const proof = consistencyProof(ofTiles, olderSize, size);
        expect(hexes(proof)).toEqual(hexes(consistencyProof(read, olderSize, size)));
        const named = tilesForConsistencyProof(olderSize, size).map((key) => `${key.level}/${key.index}`);
        expect(new Set(named)).toEqual(asked);
      }),
      { numRuns: 100 },
    );
  });
});

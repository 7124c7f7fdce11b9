import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  inclusionProof,
  inclusionProver,
  rootOfSize,
  tilesForInclusionProof,
  tilesForRoot,
  verifyInclusion,
} from "./inclusion.ts";
import { leafHash, nodeHash } from "./merkle-hash.ts";
import { readerOfLeaves, readerOfTiles } from "./stored-hashes.ts";
import { flipped, hex, hexes, mth, path, someEntries } from "./tree-oracle.testing.ts";
import { growTree } from "./tree-growth.ts";

const LARGEST = 520;
const entries = someEntries(LARGEST);
const leaves = entries.map(leafHash);
const read = readerOfLeaves(leaves);
const claim = (index: number, size: number) => ({
  index,
  size,
  leafHash: leaves[index] as Uint8Array,
  proof: inclusionProof(read, index, size),
  root: rootOfSize(read, size),
});

const placeInTree = fc
  .integer({ min: 1, max: LARGEST })
  .chain((size) => fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constant(size)));

describe("inclusion proofs", () => {
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
    expect(hexes(inclusionProof(read, 0, 7))).toEqual(hexes([b, h, l]));
    expect(hexes(inclusionProof(read, 3, 7))).toEqual(hexes([c, g, l]));
    expect(hexes(inclusionProof(read, 4, 7))).toEqual(hexes([f, j, k]));
    expect(hexes(inclusionProof(read, 6, 7))).toEqual(hexes([i, k]));
  });

  it("give the root of every size from 0 to 520, and a proof for its first, last and middle leaf", () => {
    for (let size = 0; size <= LARGEST; size += 1) {
      expect(hex(rootOfSize(read, size)), `size ${size}`).toBe(hex(mth(entries.slice(0, size))));
      for (const index of new Set([0, Math.floor(size / 2), size - 1])) {
        if (index < 0 || index >= size) continue;
        expect(verifyInclusion(claim(index, size)), `leaf ${index} of ${size}`).toBe(true);
      }
    }
  });

  it("are the paths of the definition, and verify", () => {
    fc.assert(
      fc.property(placeInTree, ([index, size]) => {
        expect(hexes(inclusionProof(read, index, size))).toEqual(hexes(path(index, entries.slice(0, size))));
        expect(verifyInclusion(claim(index, size))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("are the same for many leaves of one tree, in whatever order they are asked for", () => {
    fc.assert(
      fc.property(placeInTree, fc.array(fc.nat(), { maxLength: 8 }), ([, size], more) => {
        const prove = inclusionProver(read, size);
        for (const index of [...Array.from({ length: size }).keys(), ...more.map((one) => one % size)])
          expect(hexes(prove(index))).toEqual(hexes(inclusionProof(read, index, size)));
      }),
      { numRuns: 5 },
    );
  });

  it("take about as many hashes as they are long, for leaves in their order", () => {
    let asked = 0;
    const prove = inclusionProver((level, index) => ((asked += 1), read(level, index)), LARGEST);
    for (let index = 0; index < LARGEST; index += 1) prove(index);
    expect(asked).toBeLessThan(LARGEST * 12);
  });

  it("fail when a byte of anything is changed, or a hash added, dropped or swapped", () => {
    fc.assert(
      fc.property(placeInTree, fc.nat(), fc.nat({ max: 31 }), ([index, size], which, at) => {
        const good = claim(index, size);
        const { proof } = good;
        expect(verifyInclusion({ ...good, leafHash: flipped(good.leafHash, at) })).toBe(false);
        expect(verifyInclusion({ ...good, root: flipped(good.root, at) })).toBe(false);
        expect(verifyInclusion({ ...good, proof: [...proof, good.leafHash] })).toBe(false);
        if (proof.length === 0) return;
        const step = which % proof.length;
        const bad = proof.with(step, flipped(proof[step] as Uint8Array, at));
        expect(verifyInclusion({ ...good, proof: bad })).toBe(false);
        expect(verifyInclusion({ ...good, proof: proof.toSpliced(step, 1) })).toBe(false);
        expect(verifyInclusion({ ...good, index: (index + 1 + (which % (size - 1))) % size })).toBe(false);
        if (proof.length > 1) expect(verifyInclusion({ ...good, proof: proof.toReversed() })).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it("fail for places outside the tree and for hashes of another length", () => {
    const good = claim(1, 3);
    for (const index of [-1, 3, 0.5, NaN]) expect(verifyInclusion({ ...good, index })).toBe(false);
    for (const size of [0, -1, 2.5, 2 ** 60]) expect(verifyInclusion({ ...good, size })).toBe(false);
    for (const index of [-1, 2]) expect(verifyInclusion({ ...claim(0, 2), index })).toBe(false);
    // What goes on too long or stops too soon for the size, though all of it hashes to the root.
    expect(verifyInclusion({ ...claim(3, 4), index: 1, size: 2 })).toBe(false);
    expect(verifyInclusion({ ...claim(1, 2), index: 3, size: 4 })).toBe(false);
    expect(verifyInclusion({ ...claim(0, 1), leafHash: new Uint8Array(), root: new Uint8Array() })).toBe(
      false,
    );
    // A node of 64 bytes, taken for a leaf of 31 and a step of 33, hashes the same.
    const node = Buffer.concat([good.leafHash, good.proof[0] as Uint8Array]);
    const two = { index: 0, size: 2, root: nodeHash(node.subarray(0, 32), node.subarray(32)) };
    expect(verifyInclusion({ ...two, leafHash: node.subarray(0, 32), proof: [node.subarray(32)] })).toBe(
      true,
    );
    expect(verifyInclusion({ ...two, leafHash: node.subarray(0, 31), proof: [node.subarray(31)] })).toBe(
      false,
    );
  });

  it("are not made for a leaf that is not there", () => {
    for (const index of [-1, 5, 1.5, NaN]) {
      expect(() => inclusionProof(read, index, 5)).toThrow(
        expect.objectContaining({ reason: "indexOutsideTree" }),
      );
    }
    for (const size of [-1, 0.5, NaN, 2 ** 53]) {
      expect(() => rootOfSize(read, size)).toThrow(expect.objectContaining({ reason: "sizeNotValid" }));
      expect(() => tilesForRoot(size)).toThrow(expect.objectContaining({ reason: "sizeNotValid" }));
    }
  });

  it("need the tiles that they say, and no others", () => {
    const stored = growTree({ size: 0, edge: [], leafHashes: leaves }).tiles;
    fc.assert(
      fc.property(placeInTree, ([index, size]) => {
        const asked = new Set<string>();
        const ofTiles = readerOfTiles((level, at) => {
          asked.add(`${level}/${at}`);
          return stored.find((tile) => tile.level === level && tile.index === at)?.hashes;
        });
        const names = (keys: { level: number; index: number }[]) =>
          new Set(keys.map((key) => `${key.level}/${key.index}`));
        expect(hexes(inclusionProof(ofTiles, index, size))).toEqual(hexes(inclusionProof(read, index, size)));
        expect(names(tilesForInclusionProof(index, size))).toEqual(asked);
        asked.clear();
        expect(hex(rootOfSize(ofTiles, size))).toBe(hex(rootOfSize(read, size)));
        expect(names(tilesForRoot(size))).toEqual(asked);
      }),
      { numRuns: 100 },
    );
  });

  it("read few tiles in a tree of a thousand million", () => {
    const keys = tilesForInclusionProof(123_456_789, 1_000_000_007);
    expect(keys.length).toBeLessThanOrEqual(12);
    expect(keys).toContainEqual({ level: 0, index: Math.floor(123_456_789 / 256) });
    expect(keys).toContainEqual({ level: 3, index: 0 });
  });
});

describe("readers", () => {
  it("say which tile is not stored", () => {
    const error = (level: number, index: number) =>
      expect.objectContaining({ reason: "tileNotStored", facts: { level, index } });
    const short = readerOfTiles((level) => (level === 0 ? new Uint8Array(63) : undefined));
    expect(short(0, 256)).toHaveLength(32);
    expect(() => short(0, 257)).toThrow(error(0, 1));
    expect(() => short(1, 3)).toThrow(error(1, 0));
    expect(() => read(0, LARGEST)).toThrow(error(0, 2));
    expect(() => read(1, 2)).toThrow(error(1, 0));
    expect(() => read(2, 0)).toThrow(error(2, 0));
    expect(() => readerOfLeaves([new Uint8Array(5)])).toThrow(
      expect.objectContaining({ reason: "hashNotValid" }),
    );
  });
});

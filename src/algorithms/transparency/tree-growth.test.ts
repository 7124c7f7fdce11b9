import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyRoot, leafHash } from "./merkle-hash.ts";
import { partialTiles, TILE_WIDTH, tilesOfTree, tileWidth } from "./tile-geometry.ts";
import { growTree, resumeTree, type Tile } from "./tree-growth.ts";
import { flipped, hex, mth, someEntries } from "./tree-oracle.testing.ts";

const LARGEST = 1_300;
const entries = someEntries(LARGEST);
const leaves = entries.map(leafHash);

/** What a database would hold: the latest content of each tile. */
class Store {
  size = 0;
  root = emptyRoot();
  readonly tiles = new Map<string, Tile>();

  grow(leafHashes: readonly Uint8Array[]): void {
    const edge = partialTiles(this.size).map(
      ({ level, index }) => this.tiles.get(`${level}/${index}`) as Tile,
    );
    const grown = growTree({ size: this.size, edge, leafHashes, rootBefore: this.root });
    for (const tile of grown.tiles) this.tiles.set(`${tile.level}/${tile.index}`, tile);
    this.size = grown.size;
    this.root = Buffer.from(grown.root);
  }
}

const contents = (store: Store) =>
  new Map([...store.tiles].map(([name, tile]) => [name, hex(tile.hashes)] as const));

describe("a growing tree", () => {
  it("has the root of the definition at every size from 0 to 520, one leaf at a time", () => {
    const tree = resumeTree(0, []);
    expect(hex(tree.root())).toBe(hex(mth([])));
    for (let size = 1; size <= 520; size += 1) {
      tree.append(leaves[size - 1] as Uint8Array);
      expect(tree.size).toBe(size);
      expect(hex(tree.root()), `size ${size}`).toBe(hex(mth(entries.slice(0, size))));
    }
  });

  it("stores the same in any batches as at once, and what the specification defines", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(1, 255, 256, 257, 512)), {
          maxLength: 6,
        }),
        (batches) => {
          const bit = new Store();
          for (const batch of batches) bit.grow(leaves.slice(bit.size, bit.size + batch));
          const once = new Store();
          once.grow(leaves.slice(0, bit.size));
          expect(hex(bit.root)).toBe(hex(once.root));
          expect(contents(bit)).toEqual(contents(once));
        },
      ),
      { numRuns: 40 },
    );
    const store = new Store();
    store.grow(leaves);
    const first = leaves.slice(0, TILE_WIDTH);
    expect(hex(store.root)).toBe(hex(mth(entries)));
    expect(hex(store.tiles.get("0/0")?.hashes as Uint8Array)).toBe(first.map(hex).join(""));
    const complete = [0, 1, 2, 3, 4].map((at) => hex(mth(entries.slice(at * 256, (at + 1) * 256))));
    expect(hex(store.tiles.get("1/0")?.hashes as Uint8Array)).toBe(complete.join(""));
    const places = [...tilesOfTree(LARGEST)].map(({ level, index, width }) => `${level}/${index} ${width}`);
    const stored = [...store.tiles].map(([name, { hashes }]) => `${name} ${hashes.length / 32}`);
    expect(stored.toSorted()).toEqual(places.toSorted());
  });

  it("gives back only tiles that changed", () => {
    const before = growTree({ size: 0, edge: [], leafHashes: leaves.slice(0, 300) });
    const edge = before.tiles.filter(({ hashes }) => hashes.length < 8_192);
    expect(edge.map(({ level, index }) => [level, index])).toEqual([
      [0, 1],
      [1, 0],
    ]);
    const names = (tiles: readonly Tile[]) =>
      tiles.map(({ level, index, hashes }) => `${level}/${index} ${hashes.length / 32}`);
    expect(names(growTree({ size: 300, edge, leafHashes: [] }).tiles)).toEqual([]);
    expect(names(growTree({ size: 300, edge, leafHashes: leaves.slice(300, 301) }).tiles)).toEqual([
      "0/1 45",
    ]);
    expect(names(growTree({ size: 300, edge, leafHashes: leaves.slice(300, 512) }).tiles)).toEqual([
      "0/1 256",
      "1/0 2",
    ]);
  });

  it("reaches the third level", () => {
    const leaf = leafHash(Buffer.from("the same"));
    const tree = resumeTree(0, []);
    for (let at = 0; at < 65_537; at += 1) tree.append(leaf);
    // All subtrees of one height are the same here, so the root can be put together in 17 steps.
    let complete: Buffer = mth([Buffer.from("the same")]);
    const full = tree.takeFullTiles();
    for (let height = 0; height < 16; height += 1) complete = mthOfPair(complete, complete);
    expect(hex(tree.root())).toBe(hex(mthOfPair(complete, leaf)));
    expect(full).toHaveLength(257);
    expect(full.at(-1)).toMatchObject({ level: 1, index: 0 });
    expect(tree.takeFullTiles()).toEqual([]);
    expect(tree.edgeTiles().map(({ level, index, hashes }) => [level, index, hashes.length])).toEqual([
      [0, 256, 32],
      [2, 0, 32],
    ]);
    expect(hex(tree.edgeTiles()[1]?.hashes as Uint8Array)).toBe(hex(complete));
    const again = resumeTree(65_537, tree.edgeTiles().toReversed());
    expect(hex(again.root())).toBe(hex(tree.root()));
  });

  it("refuses an edge that is not that of its size", () => {
    const { tiles } = growTree({ size: 0, edge: [], leafHashes: leaves.slice(0, 300) });
    const edge = tiles.filter(({ hashes }) => hashes.length < 8_192) as [Tile, Tile];
    const error = expect.objectContaining({ reason: "edgeNotOfTree" });
    expect(() => resumeTree(300, edge)).not.toThrow();
    expect(() => resumeTree(300, [edge[0]])).toThrow(error);
    expect(() => resumeTree(300, tiles)).toThrow(error);
    expect(() => resumeTree(301, edge)).toThrow(error);
    expect(() => resumeTree(0, edge)).toThrow(error);
    expect(() => resumeTree(300, [{ ...edge[0], index: 0 }, edge[1]])).toThrow(error);
    expect(() => resumeTree(-1, [])).toThrow(expect.objectContaining({ reason: "sizeNotValid" }));
  });

  it("refuses to build upon an edge that is not what was signed", () => {
    const { tiles, root } = growTree({ size: 0, edge: [], leafHashes: leaves.slice(0, 10) });
    const [tile] = tiles as [Tile];
    const forged = { ...tile, hashes: flipped(tile.hashes, 100) };
    const batch = { size: 10, leafHashes: leaves.slice(10, 11), rootBefore: root };
    expect(growTree({ ...batch, edge: [tile] }).size).toBe(11);
    expect(() => growTree({ ...batch, edge: [forged] })).toThrow(
      expect.objectContaining({ reason: "rootBeforeDiffers" }),
    );
  });

  it("refuses a leaf that is no hash", () => {
    const tree = resumeTree(0, []);
    expect(() => tree.append(new Uint8Array(33))).toThrow(
      expect.objectContaining({ reason: "hashNotValid" }),
    );
    expect(tree.size).toBe(0);
    expect(() => growTree({ size: 0, edge: [], leafHashes: [Buffer.from("leaf")] })).toThrow(
      expect.objectContaining({ reason: "hashNotValid" }),
    );
  });

  it("leaves what it was given as it was", () => {
    const { tiles } = growTree({ size: 0, edge: [], leafHashes: leaves.slice(0, 10) });
    const [tile] = tiles as [Tile];
    const before = hex(tile.hashes);
    growTree({ size: 10, edge: [tile], leafHashes: leaves.slice(10, 20) });
    expect(hex(tile.hashes)).toBe(before);
  });
});

describe("the tiles of a tree", () => {
  it("are those of the specification's example of 70,000 leaves", () => {
    const places = [...tilesOfTree(70_000)];
    const count = (level: number, full: boolean) =>
      places.filter((place) => place.level === level && (place.width === 256) === full).length;
    expect([count(0, true), count(0, false), count(1, true), count(1, false), count(2, false)]).toEqual([
      273, 1, 1, 1, 1,
    ]);
    expect(partialTiles(70_000)).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
    expect(partialTiles(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
    expect([...tilesOfTree(0)]).toEqual([]);
  });

  it("have the width that a tree of that size gives them", () => {
    expect(tileWidth(0, 273, 70_000)).toBe(112);
    expect(tileWidth(0, 272, 70_000)).toBe(256);
    expect(tileWidth(0, 274, 70_000)).toBe(0);
    expect(tileWidth(2, 0, 70_000)).toBe(1);
    expect(tileWidth(3, 0, 70_000)).toBe(0);
    expect(tileWidth(63, 0, Number.MAX_SAFE_INTEGER)).toBe(0);
    expect(tileWidth(6, 0, Number.MAX_SAFE_INTEGER)).toBe(31);
    expect(() => partialTiles(0.5)).toThrow(expect.objectContaining({ reason: "sizeNotValid" }));
    expect(() => [...tilesOfTree(-1)]).toThrow(expect.objectContaining({ reason: "sizeNotValid" }));
  });
});

/** The root over two subtrees of any height, by the definition's last line. */
function mthOfPair(left: Uint8Array, right: Uint8Array): Buffer {
  return Buffer.from(createHash("sha256").update(Uint8Array.of(1)).update(left).update(right).digest());
}

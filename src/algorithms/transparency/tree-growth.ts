// A tree that grows at its right edge, and the tiles that this fills.
// Invariant: of the tree only its partial tiles are held (at most 255 hashes a level), whatever its size; appending N
// leaves to a tree of n costs O(N + log n). Tiles never change but by growing to the right.
import { sameBytes } from "./bytes.ts";
import { emptyRoot, HASH_BYTES, requireHash, rootOf } from "./merkle-hash.ts";
import { leavesPerHash, partialTiles, TILE_WIDTH } from "./tile-geometry.ts";
import { TransparencyError } from "./transparency-error.ts";

/** A tile's content: 1 to 256 hashes of 32 bytes, one after another. */
export type Tile = { readonly level: number; readonly index: number; readonly hashes: Uint8Array };

/** The right edge of a tree in memory. Made empty, or from stored partial tiles by `resumeTree`. */
export class GrowingTree {
  #size = 0;
  /** Per level, the hashes of its partial tile. */
  readonly #edge: Uint8Array[][];
  #full: Tile[] = [];

  /** Use `resumeTree`, which checks what is given, unless the tree is empty. */
  constructor(size = 0, edge: Uint8Array[][] = []) {
    this.#size = size;
    this.#edge = edge;
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Appends one leaf by its hash. Throws `hashNotValid`. */
  append(leafHash: Uint8Array): void {
    requireHash(leafHash);
    this.#size += 1;
    let rising: Uint8Array | undefined = leafHash;
    for (let level = 0; rising !== undefined; level += 1) {
      const hashes: Uint8Array[] = (this.#edge[level] ??= []);
      hashes.push(rising);
      rising = undefined;
      if (hashes.length === TILE_WIDTH) {
        const index = this.#size / leavesPerHash(level + 1) - 1;
        this.#full.push({ level, index, hashes: Buffer.concat(hashes) });
        this.#edge[level] = [];
        rising = rootOf(hashes);
      }
    }
  }

  /** The root at the present size (RFC 9162 §2.1.1): 32 bytes. */
  root(): Uint8Array {
    let below: Uint8Array | undefined;
    for (const hashes of this.#edge) {
      // What hangs below the edge of this level is its next hash, though not yet a complete one.
      const row: Uint8Array[] = below === undefined ? hashes : [...hashes, below];
      if (row.length > 0) below = rootOf(row);
    }
    return below ?? emptyRoot();
  }

  /** The tiles that became full since this was last asked, in the order in which they did (lower levels first). */
  takeFullTiles(): Tile[] {
    const full = this.#full;
    this.#full = [];
    return full;
  }

  /** The partial tiles of the present size, lowest level first. */
  edgeTiles(): Tile[] {
    return partialTiles(this.#size).map(({ level, index }) => ({
      level,
      index,
      hashes: Buffer.concat(this.#edge[level] ?? []),
    }));
  }
}

/**
 * A tree of a known size from its partial tiles: exactly those that `partialTiles(size)` names, in any order.
 * Throws `sizeNotValid`, and `edgeNotOfTree` when a tile is missing, of another width, or not of the edge.
 */
export function resumeTree(size: number, edge: readonly Tile[]): GrowingTree {
  const places = partialTiles(size);
  const levels: Uint8Array[][] = [];
  for (const { level, index, width } of places) {
    const tile = edge.find((each) => each.level === level && each.index === index);
    if (tile?.hashes.length !== width * HASH_BYTES) {
      throw new TransparencyError("edgeNotOfTree", { size, level, index, width });
    }
    while (levels.length < level) levels.push([]);
    levels.push(
      Array.from({ length: width }, (_, at) => tile.hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)),
    );
  }
  if (edge.length !== places.length) {
    throw new TransparencyError("edgeNotOfTree", { size, tiles: edge.length, expected: places.length });
  }
  return new GrowingTree(size, levels);
}

export type Growth = {
  /** Leaves before. */
  readonly size: number;
  /** The partial tiles of that size. */
  readonly edge: readonly Tile[];
  /** The hashes of the leaves to append, in order. */
  readonly leafHashes: Iterable<Uint8Array>;
  /** The root that was signed for that size; given, the stored edge is checked against it before it is built upon. */
  readonly rootBefore?: Uint8Array;
};

/** What a batch of leaves makes of a tree. */
export type Grown = {
  readonly size: number;
  readonly root: Uint8Array;
  /** Every tile that is new or longer than before, with its whole content; full ones before partial ones. */
  readonly tiles: readonly Tile[];
};

/**
 * Appends a batch of leaves to a tree that is stored as tiles. Writing `tiles` over what is stored is all there is to
 * do. Throws as `resumeTree`, `hashNotValid`, and `rootBeforeDiffers` when the stored edge is not what was signed.
 */
export function growTree({ size, edge, leafHashes, rootBefore }: Growth): Grown {
  const tree = resumeTree(size, edge);
  if (rootBefore !== undefined && !sameBytes(tree.root(), rootBefore)) {
    throw new TransparencyError("rootBeforeDiffers", { size });
  }
  for (const leaf of leafHashes) tree.append(leaf);
  const grewAt = (level: number) =>
    Math.floor(tree.size / leavesPerHash(level)) > Math.floor(size / leavesPerHash(level));
  const partial = tree.edgeTiles().filter((tile) => grewAt(tile.level));
  return { size: tree.size, root: tree.root(), tiles: [...tree.takeFullTiles(), ...partial] };
}

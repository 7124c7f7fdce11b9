// Hashes of any part of a tree, computed from the few that tiles store.
// Invariant: a range is computed from the fewest stored hashes, and every run of them lies within one tile, so a proof
// reads at most one tile for each hash in it that stands above.
import { HASH_BYTES, nodeHash, requireHash, rootOf } from "./merkle-hash.ts";
import { leavesPerHash, TILE_WIDTH } from "./tile-geometry.ts";
import { TransparencyError } from "./transparency-error.ts";

/**
 * Gives hash number `index` of a tile level: the root over the leaves from index*256^level up to (index+1)*256^level.
 * It is only asked for hashes that are complete in the tree in question, and throws when it has not got one.
 */
export type HashReader = (level: number, index: number) => Uint8Array;

/** Leaves from `start` up to but without `end`: a whole subtree of an RFC 9162 tree. */
export type LeafRange = { readonly start: number; readonly end: number };

/** Neighbouring stored hashes of one level whose root is a complete subtree; they lie within one tile. */
type Run = { readonly level: number; readonly first: number; readonly count: number };

const LEVEL_HEIGHT = 8;

/** The complete subtrees that a range consists of, from the right, each as the stored hashes to compute it from. */
function* runsOf({ start, end }: LeafRange): Generator<Run> {
  let at = end;
  for (let height = 0, rest = end - start; rest > 0; height += 1, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 0) continue;
    at -= 2 ** height;
    const level = Math.floor(height / LEVEL_HEIGHT);
    yield { level, first: at / leavesPerHash(level), count: 2 ** (height % LEVEL_HEIGHT) };
  }
}

/** The Merkle tree hash of a range that is a subtree (RFC 9162 §2.1.1), from stored hashes. */
export function hashOfRange(read: HashReader, range: LeafRange): Uint8Array {
  let hash: Uint8Array | undefined;
  for (const { level, first, count } of runsOf(range)) {
    const subtree = rootOf(Array.from({ length: count }, (_, offset) => read(level, first + offset)));
    hash = hash === undefined ? subtree : nodeHash(subtree, hash);
  }
  return hash ?? rootOf([]);
}

/** Where a tile stands, by its level and its index within the level. */
export type TileKey = { readonly level: number; readonly index: number };

/** The tiles that `hashOfRange` reads for these ranges, each once. */
export function tilesOfRanges(ranges: readonly LeafRange[]): TileKey[] {
  const keys = new Map<string, TileKey>();
  for (const range of ranges) {
    for (const { level, first } of runsOf(range)) {
      const index = Math.floor(first / TILE_WIDTH);
      keys.set(`${level}/${index}`, { level, index });
    }
  }
  return [...keys.values()];
}

/**
 * Reads hashes out of tiles (32 bytes each, one after another), as a database or a mirror keeps them.
 * The reader throws `tileNotStored` when `tile` gives undefined, or a tile too short for the hash asked for.
 */
export function readerOfTiles(tile: (level: number, index: number) => Uint8Array | undefined): HashReader {
  return (level, index) => {
    const tileIndex = Math.floor(index / TILE_WIDTH);
    const from = (index % TILE_WIDTH) * HASH_BYTES;
    const hash = tile(level, tileIndex)?.subarray(from, from + HASH_BYTES);
    if (hash?.length !== HASH_BYTES)
      throw new TransparencyError("tileNotStored", { level, index: tileIndex });
    return hash;
  };
}

/** Reads hashes out of a list of leaf hashes in memory; the levels above are computed once, when first asked for. */
export function readerOfLeaves(leafHashes: readonly Uint8Array[]): HashReader {
  for (const leaf of leafHashes) requireHash(leaf);
  const rows: (readonly Uint8Array[])[] = [leafHashes];
  const rowOf = (level: number): readonly Uint8Array[] => {
    const known = rows[level];
    if (known) return known;
    const below = rowOf(level - 1);
    const row = Array.from({ length: Math.floor(below.length / TILE_WIDTH) }, (_, index) =>
      rootOf(below.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH)),
    );
    rows[level] = row;
    return row;
  };
  return (level, index) => {
    const hash = rowOf(level)[index];
    if (!hash) throw new TransparencyError("tileNotStored", { level, index: Math.floor(index / TILE_WIDTH) });
    return hash;
  };
}

// Which tiles a tree has (C2SP tlog-tiles, "Merkle Tree" and "Partial Tiles").
// Invariant: sizes and indices are safe integers and are never touched by 32-bit operators, so that nothing wraps.
// A tile of level L and index N holds the hashes number N*256 … N*256+255 of level L; hash number i of level L is the
// root over the 256^L leaves from i*256^L on.
import { TransparencyError } from "./transparency-error.ts";

/** Hashes in a full tile, and entries in a full bundle. */
export const TILE_WIDTH = 256;

/** Where a tile stands, and how many hashes of it a tree of some size has (1 to 256). */
export type TilePlace = { readonly level: number; readonly index: number; readonly width: number };

/** How many leaves one hash of a level stands for: 256^level. Exact for all levels, being a power of two. */
export function leavesPerHash(level: number): number {
  return TILE_WIDTH ** level;
}

/** Throws `sizeNotValid` unless it is a whole number of leaves, from 0 to 2^53 - 1. */
export function requireSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new TransparencyError("sizeNotValid", { size: String(size) });
  }
}

/**
 * How many hashes the tile has in a tree of that size: 256 when full, 0 when there is no such tile. A partial tile of a
 * smaller width, cut off its front, belongs to an earlier size and may be served too.
 */
export function tileWidth(level: number, index: number, size: number): number {
  const hashes = Math.floor(size / leavesPerHash(level));
  return Math.min(TILE_WIDTH, Math.max(0, hashes - index * TILE_WIDTH));
}

/** The partial tiles of a tree, lowest level first: its right edge, all that is needed to let it grow. */
export function partialTiles(size: number): TilePlace[] {
  requireSize(size);
  const places: TilePlace[] = [];
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH)) {
    const width = hashes % TILE_WIDTH;
    if (width > 0) places.push({ level, index: Math.floor(hashes / TILE_WIDTH), width });
  }
  return places;
}

/** All tiles of a tree, level by level, each level from the left. */
export function* tilesOfTree(size: number): Generator<TilePlace> {
  requireSize(size);
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH)) {
    for (let index = 0; index * TILE_WIDTH < hashes; index += 1) {
      yield { level, index, width: tileWidth(level, index, size) };
    }
  }
}

// The addresses of tiles and entry bundles (C2SP tlog-tiles, "Merkle Tree" and "Log entries").
// Invariant: every place has one path; `parseTilePath` reads only what `formatTilePath` writes.
import { TILE_WIDTH } from "./tile-geometry.ts";
import { TransparencyError } from "./transparency-error.ts";

/** The highest level that a path may name. */
export const HIGHEST_LEVEL = 63;

/** A tile of hashes, or a bundle of entries; `width` is 1 to 256, 256 being a full one. */
export type TilePath =
  | { readonly kind: "hashes"; readonly level: number; readonly index: number; readonly width: number }
  | { readonly kind: "entries"; readonly index: number; readonly width: number };

/**
 * `tile/<L>/<N>` or `tile/entries/<N>`, with `.p/<W>` when partial; no slash before it.
 * Throws `tilePathMalformed` for a level beyond 63, a width outside 1 to 256, an index that is no whole number.
 */
export function formatTilePath(path: TilePath): string {
  const level = path.kind === "hashes" ? path.level : 0;
  const whole = [level, path.index, path.width].every((each) => Number.isSafeInteger(each) && each >= 0);
  if (!whole || level > HIGHEST_LEVEL || path.width < 1 || path.width > TILE_WIDTH) {
    throw new TransparencyError("tilePathMalformed", { ...path });
  }
  const folder = path.kind === "hashes" ? String(level) : "entries";
  const partial = path.width === TILE_WIDTH ? "" : `.p/${path.width}`;
  return `tile/${folder}/${formatIndex(path.index)}${partial}`;
}

/** 1234067 as `x001/x234/067`: groups of three digits, all but the last marked with an x. */
function formatIndex(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const groups = padded.match(/.{3}/gu) ?? [];
  return groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join("/");
}

const PATH =
  /^tile\/(?<folder>entries|0|[1-9][0-9]?)\/(?<index>(?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/(?<width>[1-9][0-9]{0,2}))?$/u;

/**
 * Reads such a path. Throws `tilePathMalformed` for everything else: leading zeros, a first group of zeros, a level
 * beyond 63, a partial width outside 1 to 255, an index beyond 2^53 - 1.
 */
export function parseTilePath(path: string): TilePath {
  const found = PATH.exec(path)?.groups;
  const index = Number(found?.index?.replaceAll(/[x/]/gu, ""));
  const width = found?.width === undefined ? TILE_WIDTH : Number(found.width);
  const read: TilePath =
    found?.folder === "entries"
      ? { kind: "entries", index, width }
      : { kind: "hashes", level: Number(found?.folder), index, width };
  // What was written differently (a group too many, `.p/256`) is not what it reads as.
  if (!found || formatTilePath(read) !== path) {
    throw new TransparencyError("tilePathMalformed", { path: path.slice(0, 64) });
  }
  return read;
}

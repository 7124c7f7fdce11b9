// Turns outlines that d3-geo projects into a short SVG path: as few points and as few characters as the eye allows.
// Invariant: no point of what was projected is farther than the tolerance from what is drawn, but for rings too small
// to see, which are left out.
import type { GeoProjection } from "d3-geo";
import { type Piece, streamPiece } from "./atlas.ts";

type Point = readonly [x: number, y: number];

/** A path is written in whole tenths of a pixel: draw it under `scale(.1)`. */
export const TENTHS = 10;

export type Detail = {
  /** How far, in pixels, the drawn line may run from the true one. */
  readonly tolerance: number;
  /** Rings whose bounding box covers fewer square pixels than this are left out. */
  readonly leastArea: number;
};

/** The `d` of a `<path>`, in tenths of a pixel; empty when nothing of the pieces is in view. */
export function drawOutline(pieces: Iterable<Piece>, projection: GeoProjection, detail: Detail): string {
  const rings: Point[][] = [];
  let open: Point[] = [];
  const pen = projection.stream({
    lineStart: () => {
      open = [];
    },
    point: (x, y) => {
      open.push([x, y]);
    },
    lineEnd: () => {
      if (boxArea(open) < detail.leastArea) return;
      const points = inTenths(simplify(open, detail.tolerance));
      if (points.length >= 3) rings.push(points);
    },
    polygonStart: () => undefined,
    polygonEnd: () => undefined,
  });
  for (const piece of pieces) streamPiece(piece, pen);
  return writeRings(rings);
}

function boxArea(ring: readonly Point[]): number {
  let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of ring) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  return (east - west) * (south - north);
}

/** Relative moves (`m dx dy dx dy … z`): neighbouring points differ little, so their numbers are short. */
function writeRings(rings: readonly (readonly Point[])[]): string {
  let path = "";
  let [penX, penY] = [0, 0];
  for (const ring of rings) {
    let numbers = "";
    for (const [x, y] of ring) {
      numbers += spaced(numbers, x - penX);
      numbers += spaced(numbers, y - penY);
      [penX, penY] = [x, y];
    }
    path += `m${numbers}z`;
    [penX, penY] = ring[0] ?? [penX, penY];
  }
  return path;
}

function spaced(before: string, value: number): string {
  return before === "" || value < 0 ? String(value) : ` ${value}`;
}

function inTenths(ring: readonly Point[]): Point[] {
  const points: Point[] = [];
  for (const [x, y] of ring) {
    const point: Point = [Math.round(x * TENTHS), Math.round(y * TENTHS)];
    const last = points.at(-1);
    if (!last || last[0] !== point[0] || last[1] !== point[1]) points.push(point);
  }
  return points;
}

/**
 * Ramer–Douglas–Peucker on a closed ring, cut in two at its first point and the point farthest from it. Iterative:
 * a coast of ten thousand points would be too deep for recursion. What would shrink to a line stays a triangle, or
 * small islands would vanish.
 */
function simplify(ring: readonly Point[], tolerance: number): Point[] {
  const [start] = ring;
  if (!start || ring.length < 4) return [...ring];
  const closed = [...ring, start];
  const last = closed.length - 1;
  const opposite = farthestBetween(closed, 0, last, 0) ?? last;
  const kept = new Uint8Array(closed.length);
  kept[0] = kept[opposite] = 1;
  const spans: (readonly [from: number, to: number])[] = [
    [0, opposite],
    [opposite, last],
  ];
  let count = 2;
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const middle = farthestBetween(closed, from, to, tolerance);
    if (middle === undefined) continue;
    kept[middle] = 1;
    count += 1;
    spans.push([from, middle], [middle, to]);
  }
  if (count === 2) {
    const apex = farthestBetween(closed, 0, opposite, 0) ?? farthestBetween(closed, opposite, last, 0);
    if (apex !== undefined) kept[apex] = 1;
  }
  return ring.filter((_, index) => kept[index] === 1);
}

/** The point that lies farthest from the straight line between two others, if farther than the tolerance. */
function farthestBetween(
  points: readonly Point[],
  from: number,
  to: number,
  tolerance: number,
): number | undefined {
  const [ax, ay] = points[from] ?? [0, 0];
  const [bx, by] = points[to] ?? [0, 0];
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  let found: number | undefined;
  let most = tolerance;
  for (let index = from + 1; index < to; index += 1) {
    const [x, y] = points[index] ?? [0, 0];
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
    const distance = Math.hypot(x - ax - along * dx, y - ay - along * dy);
    if (distance > most) [found, most] = [index, distance];
  }
  return found;
}

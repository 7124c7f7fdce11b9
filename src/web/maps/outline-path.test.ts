import { geoEquirectangular } from "d3-geo";
import type { Position } from "geojson";
import { describe, expect, it } from "vitest";
import { packPiece } from "./atlas.ts";
import { drawOutline } from "./outline-path.ts";

/** A pixel a degree; south is down. */
const plain = geoEquirectangular()
  .scale(180 / Math.PI)
  .translate([0, 0])
  .precision(0);

/** Clockwise seen from above, as d3-geo and world-atlas have it. */
function ring(...points: Position[]) {
  return packPiece({ type: "Polygon", coordinates: [[...points, points[0] ?? []]] }, null);
}

/** The points of a path, in pixels. */
function pointsOf(path: string): [number, number][] {
  const numbers = (path.match(/-?\d+/g) ?? []).map(Number);
  const points: [number, number][] = [];
  for (let index = 0; index < numbers.length; index += 2) {
    const [x, y] = points.at(-1) ?? [0, 0];
    points.push([x + (numbers[index] ?? 0), y + (numbers[index + 1] ?? 0)]);
  }
  return points.map(([x, y]) => [x / 10, y / 10]);
}

describe("an outline's path", () => {
  it("leaves out the points that the eye would not miss, and no other", () => {
    const square = ring([0, 0], [0, 10], [5, 10.1], [10, 10], [10, 5], [10, 0], [5, -1]);
    const path = drawOutline([square], plain, { tolerance: 0.3, leastArea: 0 });
    const corners = pointsOf(path).sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    expect(corners).toEqual([
      [0, -10],
      [0, 0],
      [5, 1],
      [10, -10],
      [10, 0],
    ]);
  });

  it("keeps small islands as triangles, and leaves out what is smaller than asked for", () => {
    const island = ring([0, 0], [0.2, 0.5], [0.5, 0.5], [0.5, 0]);
    expect(pointsOf(drawOutline([island], plain, { tolerance: 2, leastArea: 0.1 })).length).toBe(3);
    expect(drawOutline([island], plain, { tolerance: 2, leastArea: 1 })).toBe("");
  });

  it("writes several rings, each relative to the one before", () => {
    const path = drawOutline([ring([0, 0], [0, 5], [5, 0]), ring([20, 0], [20, 5], [25, 0])], plain, {
      tolerance: 0.1,
      leastArea: 0,
    });
    expect(path.match(/m/g)?.length).toBe(2);
    expect(path.endsWith("z")).toBe(true);
  });
});

describe("a packed piece", () => {
  it("is measured across the antimeridian", () => {
    const piece = ring([178, -1], [178, 1], [-178, 1], [-178, -1]);
    expect(Math.abs(piece.centre[0])).toBeCloseTo(180);
    expect(piece.radius).toBeCloseTo(Math.hypot(2, 1) * (Math.PI / 180), 4);
    expect(piece.area).toBeCloseTo(8 * (Math.PI / 180) ** 2, 5);
  });
});

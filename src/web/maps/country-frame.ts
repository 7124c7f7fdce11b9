// What part of a country its map shows, and with which projection.
// Invariant: where most of the country's land lies, and every piece of its land with a place on it, is in the frame;
// far islands with nothing to show are left out, so that they do not make the rest small.
import { geoAzimuthalEqualArea, geoCircle, type GeoProjection } from "d3-geo";
import { angleBetween, type Degrees, packPiece, type Piece } from "./atlas.ts";
import type { MapSize } from "./dots.ts";

/** Territories too small for the atlas: their islands or towns, drawn as discs of the given radius. All in degrees. */
const tooSmall: Readonly<Record<string, { readonly radius: number; readonly at: readonly Degrees[] }>> = {
  BV: { radius: 0.04, at: [[3.36, -54.42]] },
  GI: { radius: 0.02, at: [[-5.35, 36.14]] },
  // Funafuti, Nanumea, Nui, Vaitupu, Nukulaelae, Niulakita.
  TV: {
    radius: 0.04,
    at: [
      [179.2, -8.52],
      [176.12, -5.67],
      [177.16, -7.24],
      [178.68, -7.48],
      [179.83, -9.38],
      [179.47, -10.78],
    ],
  },
  // Midway, Wake, Johnston, Palmyra, Howland, Jarvis.
  UM: {
    radius: 0.3,
    at: [
      [-177.37, 28.2],
      [166.6, 19.3],
      [-169.53, 16.73],
      [-162.08, 5.88],
      [-176.62, 0.81],
      [-160, -0.37],
    ],
  },
};

const MOSTLY = 0.96;
/** Islands count as near when the sea between is less than this part of the mainland's radius. */
const NEAR = 0.35;
/** A place within this distance of a piece of land, in radians (some 60 km), is taken to be on it. */
const ON_LAND = 0.01;
/** Radians from the top of the frame to its bottom, at the least: the smallest states need something around them. */
const NARROWEST = (0.8 * Math.PI) / 180;
const PADDING = 24;
/** And this much of the sea, in radians (some 13 km): the atlas draws small islands where they are only roughly. */
const OFF_SHORE = 0.002;

/** The land of a country that the atlas leaves out, as discs; nothing for a code that is not in the table above. */
export function standIn(country: string): Piece[] {
  const known = tooSmall[country];
  if (!known) return [];
  return known.at.map(([x, y]) => packPiece(geoCircle().center([x, y]).radius(known.radius)(), country));
}

function gapBetween(one: Piece, other: Piece): number {
  return angleBetween(one.centre, other.centre) - one.radius - other.radius;
}

function isOn(piece: Piece, place: Degrees): boolean {
  return angleBetween(piece.centre, place) < piece.radius + ON_LAND;
}

/** The pieces to fit into the frame: the largest, until they are most of the land, what is near, and what has places. */
export function piecesInFrame(pieces: readonly Piece[], places: readonly Degrees[]): Piece[] {
  const sorted = [...pieces].sort((one, other) => other.area - one.area);
  const all = sorted.reduce((sum, piece) => sum + piece.area, 0);
  const framed = new Set<Piece>();
  let sum = 0;
  for (const piece of sorted) {
    if (sum >= MOSTLY * all) break;
    framed.add(piece);
    sum += piece.area;
  }
  const reach = NEAR * (sorted[0]?.radius ?? 0);
  // A set's iterator also visits what is added meanwhile, so that chains of islands are followed to their end.
  for (const inside of framed) {
    for (const piece of sorted) if (gapBetween(inside, piece) < reach) framed.add(piece);
  }
  // Nearly all places are on the first piece, and that ends the search for them: there may be tens of thousands.
  const astray = places.filter((place) => !sorted.some((piece) => framed.has(piece) && isOn(piece, place)));
  return sorted.filter((piece) => framed.has(piece) || astray.some((place) => isOn(piece, place)));
}

/**
 * Equal areas around the middle of the pieces: north is up there, and the antimeridian and the poles are places like
 * any other. Only the near half of the globe is drawn.
 */
export function fitProjection(pieces: readonly Piece[], size: MapSize): GeoProjection {
  const projection = geoAzimuthalEqualArea().clipAngle(90).precision(0.3).scale(1).translate([0, 0]);
  const largest = pieces.reduce<Piece | undefined>(
    (most, piece) => (most && most.area >= piece.area ? most : piece),
    undefined,
  );
  let centre: readonly [number, number] = largest?.centre ?? [0, 0];
  // What is the middle depends on the view from it: from the largest piece's own, two steps come close enough.
  for (let step = 0; step < 2; step += 1) {
    projection.rotate([-centre[0], -centre[1]]);
    const { west, east, north, south } = boundsOf(pieces, projection);
    centre = projection.invert?.([(west + east) / 2, (north + south) / 2]) ?? centre;
  }
  projection.rotate([-centre[0], -centre[1]]);
  const { west, east, north, south } = boundsOf(pieces, projection);
  const scale = Math.min(
    (size.width - 2 * PADDING) / (east - west + 2 * OFF_SHORE),
    (size.height - 2 * PADDING) / (south - north + 2 * OFF_SHORE),
    size.height / NARROWEST,
  );
  return projection
    .scale(scale)
    .translate([
      size.width / 2 - (scale * (west + east)) / 2,
      size.height / 2 - (scale * (north + south)) / 2,
    ]);
}

type Bounds = { west: number; east: number; north: number; south: number };

function boundsOf(pieces: readonly Piece[], projection: GeoProjection): Bounds {
  const bounds = { west: Infinity, east: -Infinity, north: Infinity, south: -Infinity };
  for (const { points } of pieces) {
    for (let index = 0; index < points.length; index += 2) {
      const [x, y] = projection([points[index] ?? 0, points[index + 1] ?? 0]) ?? [0, 0];
      bounds.west = Math.min(bounds.west, x);
      bounds.east = Math.max(bounds.east, x);
      bounds.north = Math.min(bounds.north, y);
      bounds.south = Math.max(bounds.south, y);
    }
  }
  return bounds;
}

/** How far the frame's corners are from its middle, in radians on the globe. */
export function reachOf(projection: GeoProjection, size: MapSize): { centre: Degrees; radius: number } {
  const centre = projection.invert?.([size.width / 2, size.height / 2]) ?? [0, 0];
  const corners: [number, number][] = [
    [0, 0],
    [size.width, 0],
    [0, size.height],
    [size.width, size.height],
  ];
  const distances = corners.map((corner) => {
    const place = projection.invert?.(corner);
    return place && Number.isFinite(place[0]) ? angleBetween(centre, place) : Math.PI;
  });
  return { centre, radius: Math.max(...distances) };
}

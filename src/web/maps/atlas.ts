// The outlines of land and of countries, from Natural Earth by way of the package `world-atlas`.
// Invariant: the atlas is read once and kept packed (some 2 MB); what was parsed to get there can be collected.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { GeoStream } from "d3-geo";
import type { Polygon } from "geojson";
import { feature } from "topojson-client";
import type { Topology } from "topojson-specification";
import { countries } from "#platform/geography/index";

export type Degrees = readonly [longitude: number, latitude: number];

/** A piece of land within a circle on the globe. */
export type Piece = {
  /** Whose it is: ISO 3166-1 alpha-2; null where the atlas gives it to nobody, and for land as such. */
  readonly country: string | null;
  /** Longitudes and latitudes in turn, in degrees, ring after ring, each ring without its first point repeated. */
  readonly points: Float32Array;
  /** Where each ring ends in `points`. */
  readonly ends: readonly number[];
  readonly centre: Degrees;
  /** Radians. */
  readonly radius: number;
  /** Steradians. */
  readonly area: number;
};

const DEGREE = Math.PI / 180;

/** Packs a polygon and measures the circle that it lies in. */
export function packPiece(polygon: Polygon, country: string | null): Piece {
  const sizes = polygon.coordinates.map((ring) => 2 * (ring.length - 1));
  const points = new Float32Array(sizes.reduce((sum, size) => sum + size, 0));
  const ends: number[] = [];
  let end = 0;
  for (const [index, ring] of polygon.coordinates.entries()) {
    const start = end;
    end += sizes[index] ?? 0;
    for (let at = start; at < end; at += 2) {
      const [longitude = 0, latitude = 0] = ring[(at - start) / 2] ?? [];
      points[at] = longitude;
      points[at + 1] = latitude;
    }
    ends.push(end);
  }
  const shore = points.subarray(0, ends[0]);
  const centre = middleOf(shore);
  let radius = 0;
  for (let at = 0; at < shore.length; at += 2) {
    radius = Math.max(radius, angleBetween(centre, [shore[at] ?? 0, shore[at + 1] ?? 0]));
  }
  return { country, points, ends, centre, radius, area: areaOf(shore) };
}

/** Great-circle distance in radians (haversine: exact for near points too). */
export function angleBetween([x1, y1]: Degrees, [x2, y2]: Degrees): number {
  const across = Math.sin(((x2 - x1) / 2) * DEGREE);
  const along = Math.sin(((y2 - y1) / 2) * DEGREE);
  const chord = along * along + Math.cos(y1 * DEGREE) * Math.cos(y2 * DEGREE) * across * across;
  return 2 * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** The mean of points as directions from the Earth's middle, so that the antimeridian and the poles do not matter. */
function middleOf(shore: Float32Array): Degrees {
  let [x, y, z] = [0, 0, 0];
  for (let at = 0; at < shore.length; at += 2) {
    const [longitude, latitude] = [(shore[at] ?? 0) * DEGREE, (shore[at + 1] ?? 0) * DEGREE];
    x += Math.cos(latitude) * Math.cos(longitude);
    y += Math.cos(latitude) * Math.sin(longitude);
    z += Math.sin(latitude);
  }
  return [Math.atan2(y, x) / DEGREE, Math.atan2(z, Math.hypot(x, y)) / DEGREE];
}

/** The area below each side down to the equator, summed around the ring: exact enough for sides this short. */
function areaOf(shore: Float32Array): number {
  let sum = 0;
  let [x1, y1] = [shore.at(-2) ?? 0, shore.at(-1) ?? 0];
  for (let at = 0; at < shore.length; at += 2) {
    const [x2, y2] = [shore[at] ?? 0, shore[at + 1] ?? 0];
    const turn = ((x2 - x1 + 540) % 360) - 180;
    sum += turn * DEGREE * (Math.sin(y1 * DEGREE) + Math.sin(y2 * DEGREE)) * 0.5;
    [x1, y1] = [x2, y2];
  }
  return Math.abs(sum);
}

/** Draws a piece into a stream of d3-geo, such as a projection's. */
export function streamPiece({ points, ends }: Piece, stream: GeoStream): void {
  stream.polygonStart?.();
  let index = 0;
  for (const end of ends) {
    stream.lineStart();
    for (; index < end; index += 2) stream.point(points[index] ?? 0, points[index + 1] ?? 0);
    stream.lineEnd();
  }
  stream.polygonEnd?.();
}

type Box = readonly [west: number, south: number, east: number, north: number];

/** What Natural Earth draws as a part of a state and ISO 3166-1 lists by itself, by where it lies (degrees). */
const territories: readonly (readonly [code: string, drawnIn: string, ...boxes: Box[]])[] = [
  ["GF", "FR", [-55, 2, -51, 6]],
  ["GP", "FR", [-62, 15.8, -61, 16.6]],
  ["MQ", "FR", [-61.4, 14.3, -60.8, 15]],
  ["RE", "FR", [55, -22, 56, -20]],
  ["YT", "FR", [44.9, -13.2, 45.5, -12.5]],
  ["BQ", "NL", [-68.6, 12, -68.1, 12.4], [-63.4, 17.4, -62.9, 17.7]],
  ["SJ", "NO", [10, 74, 34, 81], [-10, 70, -7, 72]],
  ["TK", "NZ", [-173, -10, -171, -8]],
  ["CX", "Indian Ocean Ter.", [105, -11, 106, -10]],
  ["CC", "Indian Ocean Ter.", [96, -13, 97.5, -11]],
];

/** Shapes without a numeric code, and the country that ISO 3166-1 has for that land. */
const unnumbered: Readonly<Record<string, string>> = { Kosovo: "XK", Somaliland: "SO", "N. Cyprus": "CY" };

function countryOf(drawnIn: string, [longitude, latitude]: Degrees): string | null {
  const lies = ([west, south, east, north]: Box) =>
    longitude >= west && longitude <= east && latitude >= south && latitude <= north;
  const own = territories.find(([, parent, ...boxes]) => parent === drawnIn && boxes.some(lies));
  return own?.[0] ?? (countries.has(drawnIn) ? drawnIn : null);
}

type Shape = Topology["objects"][string];

/** The polygons of a shape of the atlas, unfolded one by one. */
function* polygonsOf(topology: Topology, shape: Shape | undefined): Generator<Polygon> {
  if (shape?.type === "GeometryCollection") {
    for (const part of shape.geometries) yield* polygonsOf(topology, part);
  } else if (shape?.type === "MultiPolygon") {
    for (const arcs of shape.arcs) yield feature(topology, { type: "Polygon", arcs }).geometry as Polygon;
  } else if (shape?.type === "Polygon") {
    yield feature(topology, { type: "Polygon", arcs: shape.arcs }).geometry as Polygon;
  }
}

function readTopology(): Topology {
  const path = createRequire(import.meta.url).resolve("world-atlas/countries-50m.json");
  return JSON.parse(readFileSync(path, "utf8")) as Topology;
}

export type Atlas = {
  /** Land without borders, and without Antarctica: some 1,400 pieces. */
  readonly land: readonly Piece[];
  /** The same land, and Antarctica, as the countries that share it. */
  readonly countries: readonly Piece[];
};

/** The Antarctic Treaty covers what is south of 60° S. */
const SOUTHERNMOST = -60;

function pack(topology: Topology): Atlas {
  const land: Piece[] = [];
  for (const polygon of polygonsOf(topology, topology.objects["land"])) {
    const piece = packPiece(polygon, null);
    if (piece.centre[1] > SOUTHERNMOST) land.push(piece);
  }
  const codes = new Map([...countries.values()].map(({ numeric, code }) => [numeric, code]));
  const all = topology.objects["countries"];
  const pieces: Piece[] = [];
  for (const shape of all?.type === "GeometryCollection" ? all.geometries : []) {
    const name = (shape.properties as { name?: string } | undefined)?.name ?? "";
    const drawnIn = codes.get(String(shape.id)) ?? unnumbered[name] ?? name;
    for (const polygon of polygonsOf(topology, shape)) {
      const piece = packPiece(polygon, null);
      pieces.push({ ...piece, country: countryOf(drawnIn, piece.centre) });
    }
  }
  return { land, countries: pieces };
}

let atlas: Atlas | undefined;

/** Read at the first map: a tenth of a second. */
export function readAtlas(): Atlas {
  return (atlas ??= pack(readTopology()));
}

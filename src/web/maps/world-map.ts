// The world with a dot where organisations are.
// Invariant: the same places give the same bytes; the outline of the land is drawn once in a process's life.
import { geoEqualEarth } from "d3-geo";
import { readAtlas } from "./atlas.ts";
import { gatherDots, type Place } from "./dots.ts";
import { frameMap, type MapText } from "./map-frame.ts";
import { drawOutline } from "./outline-path.ts";

/** In pixels: what an `<img>` of it should say. */
export const worldMapSize = { width: 760, height: 380 } as const;

/** Degrees east: the seam then runs through the Bering Strait and cuts no country's mainland in two. */
const MIDDLE = 11;
/** Without Antarctica the land would sit too high. */
const LOWERED = 19;

// Equal Earth (Šavrič, Patterson, Jenny 2018): no country looks larger than it is beside another.
const projection = geoEqualEarth()
  .rotate([-MIDDLE, 0])
  .fitSize([worldMapSize.width, worldMapSize.height], { type: "Sphere" });
const [left, top] = projection.translate();
projection.translate([left, top + LOWERED]);

/** Degrees to pixels of the world map. */
export function onWorldMap([longitude, latitude]: readonly [number, number]):
  | readonly [number, number]
  | null {
  return projection([longitude, latitude]);
}

/** The meridian in the middle of the world map, in degrees east; its seam is on the other side. */
export const worldMapMiddle = MIDDLE;

let drawn: string | undefined;

/** The outline of the land, in tenths of a pixel. */
export function worldOutline(): string {
  return (drawn ??= drawOutline(readAtlas().land, projection, { tolerance: 0.35, leastArea: 0.1 }));
}

export type WorldMapInput = MapText & { readonly places: readonly Place[] };

/**
 * An SVG document of 760 by 380. Tens of thousands of places are drawn as at most a thousand dots.
 *
 * @throws RangeError for a place off the Earth or a count that is not a whole number above 0
 */
export function drawWorldMap(input: WorldMapInput): string {
  const dots = gatherDots(input.places, worldMapSize, onWorldMap);
  return frameMap(worldMapSize, input, [{ kind: "land", path: worldOutline() }], dots);
}

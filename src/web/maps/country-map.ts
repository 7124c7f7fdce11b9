// A country among its neighbours, with a dot where its organisations are.
// Invariant: the same places give the same bytes; a country's outlines are drawn once and kept while they are asked for.
import type { GeoProjection } from "d3-geo";
import { isCountry } from "#platform/geography/index";
import { angleBetween, type Piece, readAtlas } from "./atlas.ts";
import { fitProjection, piecesInFrame, reachOf, standIn } from "./country-frame.ts";
import { gatherDots, type Place } from "./dots.ts";
import { frameMap, type MapText, type Outline } from "./map-frame.ts";
import { drawOutline } from "./outline-path.ts";

/** In pixels: what an `<img>` of it should say. */
export const countryMapSize = { width: 760, height: 480 } as const;

type Drawing = { readonly projection: GeoProjection; readonly outlines: readonly Outline[] };

/** A country's land, and its map for each choice of what to frame that was asked for. */
type Drawn = { readonly pieces: readonly Piece[]; readonly drawings: Map<string, Drawing> };

const MOST_KEPT = 16;
const kept = new Map<string, Drawn>();

/** Lines are drawn a little past the edge, so that the cut does not show. */
const BLEED = 4;

function drawOutlines(country: string, framed: readonly Piece[], pieces: readonly Piece[]): Drawing {
  const projection = fitProjection(framed, countryMapSize);
  const { centre, radius } = reachOf(projection, countryMapSize);
  projection.clipExtent([
    [-BLEED, -BLEED],
    [countryMapSize.width + BLEED, countryMapSize.height + BLEED],
  ]);
  const inView = (piece: Piece) => angleBetween(centre, piece.centre) < 1.05 * (radius + piece.radius);
  const others = readAtlas().countries.filter((piece) => piece.country !== country && inView(piece));
  return {
    projection,
    outlines: [
      { kind: "neighbours", path: drawOutline(others, projection, { tolerance: 0.6, leastArea: 2 }) },
      { kind: "own", path: drawOutline(pieces, projection, { tolerance: 0.35, leastArea: 0.2 }) },
    ],
  };
}

function landOf(country: string): readonly Piece[] {
  const found = readAtlas().countries.filter((piece) => piece.country === country);
  return found.length > 0 ? found : standIn(country);
}

/** The country asked for last is kept longest. */
function keep(country: string): Drawn {
  const drawn = kept.get(country) ?? { pieces: landOf(country), drawings: new Map<string, Drawing>() };
  kept.delete(country);
  kept.set(country, drawn);
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size > MOST_KEPT) kept.delete(oldest);
  return drawn;
}

const MOST_FRAMES = 4;

function drawingOf(country: string, places: readonly Place[]): Drawing {
  const { pieces, drawings } = keep(country);
  const framed = piecesInFrame(
    pieces,
    places.map(({ longitude, latitude }) => [longitude, latitude] as const),
  );
  const choice = pieces.map((piece) => (framed.includes(piece) ? "1" : "0")).join("");
  const known = drawings.get(choice);
  if (known) return known;
  if (drawings.size >= MOST_FRAMES) drawings.clear();
  const drawing = drawOutlines(country, framed, pieces);
  drawings.set(choice, drawing);
  return drawing;
}

export type CountryMapInput = MapText & {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly places: readonly Place[];
};

/** Often the one dot of an organisation's own page: large enough to be found at a glance. */
const RADIUS_OF_ONE = 8;

/**
 * An SVG document of 760 by 480. Places outside the frame are drawn at its edge, where they are to be looked for.
 *
 * @throws RangeError for a code that is no country's, a place off the Earth, or a count that is no whole number above 0
 */
export function drawCountryMap(input: CountryMapInput): string {
  if (!isCountry(input.country)) throw new RangeError(`no country has the code '${input.country}'`);
  const { projection, outlines } = drawingOf(input.country, input.places);
  const project = ([longitude, latitude]: readonly [number, number]) => projection([longitude, latitude]);
  const dots = gatherDots(input.places, countryMapSize, project, RADIUS_OF_ONE);
  return frameMap(countryMapSize, input, outlines, dots);
}

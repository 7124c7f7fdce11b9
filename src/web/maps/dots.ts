// Places as dots: those that would cover each other on the map become one, whose area is as their number.
// Invariant: the dots' counts sum to the places' counts, there are at most `MOST_DOTS`, all lie inside the map, and the
// same places in any order give the same dots.

export type Place = {
  /** Degrees east, WGS 84, -180 to 180. */
  readonly longitude: number;
  /** Degrees north, WGS 84, -90 to 90. */
  readonly latitude: number;
  /** How many are there; a whole number, 1 or more. */
  readonly count: number;
  readonly label?: string;
};

export type Dot = {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly count: number;
  /** The labels of its places: the most numerous first, without repetition. */
  readonly labels: readonly string[];
  /** Whether some labels were left out. */
  readonly more: boolean;
};

export type MapSize = { readonly width: number; readonly height: number };

export const MOST_DOTS = 1000;
const MOST_LABELS = 3;
const FINEST_CELL = 7;
const LARGEST_RADIUS = 18;
/** With this many dots the largest begin to shrink, so that neighbours can still be told apart. */
const FEW_DOTS = 40;
const SMALLEST_RADIUS = 1.8;
const RADIUS_OF_ONE = 3.5;
/** Dots stay this far inside the map's edge, so that their whole circle can be seen when they are small. */
const MARGIN = 4;

type Spot = { readonly x: number; readonly y: number; readonly count: number; readonly label: string };

/**
 * @param project from degrees to pixels; null where the map does not reach (the place is then put at the nearest edge)
 * @param radiusOfOne how large a single organisation is drawn, in pixels, where there is room
 * @throws RangeError for a place off the Earth or a count that is not a whole number above 0
 */
export function gatherDots(
  places: readonly Place[],
  size: MapSize,
  project: (place: readonly [longitude: number, latitude: number]) => readonly [number, number] | null,
  radiusOfOne = RADIUS_OF_ONE,
): Dot[] {
  const spots = places.map((place) => spotOf(place, size, project));
  let cell = FINEST_CELL;
  let cells = intoCells(spots, cell);
  while (cells.length > MOST_DOTS) cells = intoCells(spots, (cell *= 1.25));
  const counts = cells.map(countOf);
  const crowding = Math.sqrt(Math.min(1, FEW_DOTS / Math.max(1, cells.length)));
  const largest = Math.max(0.75 * cell, LARGEST_RADIUS * crowding);
  const scale = Math.min(radiusOfOne, largest / Math.sqrt(Math.max(1, ...counts)));
  return cells
    .map((cell) => dotOf(cell, scale))
    .sort((one, other) => other.count - one.count || one.x - other.x || one.y - other.y);
}

function spotOf(
  place: Place,
  size: MapSize,
  project: (place: readonly [number, number]) => readonly [number, number] | null,
): Spot {
  const { longitude, latitude, count, label = "" } = place;
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90))
    throw new RangeError(`no place on Earth is at ${longitude}, ${latitude}`);
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`a place cannot count ${count}`);
  const [x, y] = project([longitude, latitude]) ?? [size.width / 2, size.height];
  return {
    x: Math.round(Math.min(size.width - MARGIN, Math.max(MARGIN, x)) * 100),
    y: Math.round(Math.min(size.height - MARGIN, Math.max(MARGIN, y)) * 100),
    count,
    label,
  };
}

/** In whole hundredths of a pixel, so that sums do not depend on the order of what is summed. */
function intoCells(spots: readonly Spot[], pixels: number): Spot[][] {
  const cells = new Map<string, Spot[]>();
  for (const spot of spots) {
    const key = `${Math.floor(spot.x / 100 / pixels)} ${Math.floor(spot.y / 100 / pixels)}`;
    const cell = cells.get(key);
    if (cell) cell.push(spot);
    else cells.set(key, [spot]);
  }
  return [...cells.values()];
}

function countOf(cell: readonly Spot[]): number {
  return cell.reduce((sum, spot) => sum + spot.count, 0);
}

function dotOf(cell: readonly Spot[], scale: number): Dot {
  const count = countOf(cell);
  const x = cell.reduce((sum, spot) => sum + spot.x * spot.count, 0) / count;
  const y = cell.reduce((sum, spot) => sum + spot.y * spot.count, 0) / count;
  const labels = labelsOf(cell);
  return {
    x: Math.round(x / 10) / 10,
    y: Math.round(y / 10) / 10,
    radius: Math.round(Math.max(SMALLEST_RADIUS, scale * Math.sqrt(count)) * 10) / 10,
    count,
    labels: labels.slice(0, MOST_LABELS),
    more: labels.length > MOST_LABELS,
  };
}

function labelsOf(cell: readonly Spot[]): string[] {
  const counts = new Map<string, number>();
  for (const { label, count } of cell) if (label) counts.set(label, (counts.get(label) ?? 0) + count);
  return [...counts]
    .sort(([one, ones], [other, others]) => others - ones || (one < other ? -1 : 1))
    .map(([label]) => label);
}

// The world on a day of action: where it is that day at an instant, and where something is on, to come, or over.
// Invariant: the same instant and the same places give the same bytes. The day is drawn by nominal zones, of fifteen
// degrees each; where governments decided otherwise the table beside the map says what holds.
import { gatherDots, type Place } from "./dots.ts";
import { frameMap, type MapText, type MarkedDot } from "./map-frame.ts";
import { TENTHS } from "./outline-path.ts";
import { onWorldMap, worldMapMiddle, worldMapSize, worldOutline } from "./world-map.ts";

export type DayMapInput = MapText & {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly at: Date;
  readonly now: readonly Place[];
  readonly next: readonly Place[];
  readonly over: readonly Place[];
};

const HOUR_MS = 3_600_000;
const DEGREES_AN_HOUR = 15;
const STEP_DEGREES = 3;

/** From which to which meridian it is the day, in degrees east of Greenwich; undefined where it is nowhere. */
export function dayBetween(day: string, at: Date): readonly [west: number, east: number] | undefined {
  const passed = (at.getTime() - Date.parse(`${day}T00:00:00Z`)) / HOUR_MS;
  const west = Math.max(-180, -passed * DEGREES_AN_HOUR);
  const east = Math.min(180, (24 - passed) * DEGREES_AN_HOUR);
  return west < east ? [west, east] : undefined;
}

function point(longitude: number, latitude: number): string {
  const [x, y] = onWorldMap([longitude, latitude]) ?? [0, 0];
  return `${Math.round(x * TENTHS)} ${Math.round(y * TENTHS)}`;
}

/** One piece of a band between two meridians, neither of which is beyond the seam of the map. */
function piece(west: number, east: number): string {
  const latitudes = Array.from({ length: 180 / STEP_DEGREES + 1 }, (_, index) => 90 - index * STEP_DEGREES);
  const down = latitudes.map((latitude) => point(west, latitude));
  const up = latitudes.toReversed().map((latitude) => point(east, latitude));
  return `M${[...down, ...up].join("L")}Z`;
}

/** The seam of the map cuts a band that goes over it. */
function bandPath(west: number, east: number): string {
  const seam = worldMapMiddle - 180;
  const hair = 0.01;
  const parts: [number, number][] = west < seam && seam < east ? [[west, seam - hair], [seam + hair, east]] : [[west, east]]; // prettier-ignore
  return parts.map(([from, to]) => piece(from, to)).join("");
}

export function drawDayMap(input: DayMapInput): string {
  const between = dayBetween(input.day, input.at);
  const dots = (places: readonly Place[], mark?: MarkedDot["mark"]): MarkedDot[] =>
    gatherDots(places, worldMapSize, onWorldMap).map((dot) => (mark ? { ...dot, mark } : dot));
  return frameMap(
    worldMapSize,
    input,
    [
      { kind: "land", path: worldOutline() },
      { kind: "day", path: between ? bandPath(...between) : "" },
    ],
    [...dots(input.over, "over"), ...dots(input.next), ...dots(input.now, "now")],
  );
}

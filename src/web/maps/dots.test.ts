import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gatherDots, MOST_DOTS, type Place } from "./dots.ts";

const size = { width: 720, height: 360 };
/** Plate carrée: two pixels a degree. */
const project = ([longitude, latitude]: readonly [number, number]) =>
  [(longitude + 180) * 2, (90 - latitude) * 2] as const;

const place = fc.record({
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  count: fc.integer({ min: 1, max: 100_000 }),
});

describe("dots", () => {
  it("count what the places count, inside the map, in any order of the places", () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 300 }), (places) => {
        const dots = gatherDots(places, size, project);
        const sum = (counts: readonly { count: number }[]) =>
          counts.reduce((all, { count }) => all + count, 0);
        expect(sum(dots)).toBe(sum(places));
        for (const { x, y } of dots) expect(x >= 0 && x <= 720 && y >= 0 && y <= 360).toBe(true);
        expect(gatherDots([...places].reverse(), size, project)).toEqual(dots);
      }),
      { numRuns: 50 },
    );
  });

  it("are never more than the most, though places fill the whole map", () => {
    const places: Place[] = [];
    for (let longitude = -180; longitude <= 180; longitude += 2) {
      for (let latitude = -90; latitude <= 90; latitude += 2) places.push({ longitude, latitude, count: 1 });
    }
    const dots = gatherDots(places, size, project);
    expect(dots.length).toBeLessThanOrEqual(MOST_DOTS);
    expect(dots.reduce((sum, { count }) => sum + count, 0)).toBe(places.length);
  });

  it("have areas as their counts", () => {
    const places = [
      { longitude: 0, latitude: 0, count: 25 },
      { longitude: 90, latitude: 0, count: 100 },
    ];
    const [more, fewer] = gatherDots(places, size, project);
    expect(more!.radius / fewer!.radius).toBeCloseTo(2, 1);
  });

  it("draw the smaller over the larger", () => {
    const places = [1, 9, 4].map((count, index) => ({ longitude: index * 40, latitude: 0, count }));
    expect(gatherDots(places, size, project).map(({ count }) => count)).toEqual([9, 4, 1]);
  });

  it("refuse what is no place on Earth and no count", () => {
    const draw = (wrong: Partial<Place>) =>
      gatherDots([{ longitude: 0, latitude: 0, count: 1, ...wrong }], size, project);
    for (const wrong of [{ longitude: 181 }, { latitude: -91 }, { latitude: Number.NaN }]) {
      expect(() => draw(wrong)).toThrow("no place on Earth");
    }
    for (const count of [0, -1, 1.5, Number.NaN]) expect(() => draw({ count })).toThrow("cannot count");
  });

  it("are none for no places", () => {
    expect(gatherDots([], size, project)).toEqual([]);
  });
});

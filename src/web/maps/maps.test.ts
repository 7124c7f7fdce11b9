import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { countries } from "#platform/geography/index";
import { countryMapSize, drawCountryMap } from "./country-map.ts";
import { type MapSize, MOST_DOTS, type Place } from "./dots.ts";
import { mapContentPolicy } from "./map-frame.ts";
import { drawWorldMap, worldMapSize } from "./world-map.ts";

const text = { title: "Mapa", description: "Lo que muestra" };

type Circle = { x: number; y: number; r: number; title: string | undefined };

function circlesOf(svg: string): Circle[] {
  const pattern = /<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"(?:\/>|><title>([^<]*)<\/title>)/g;
  const circles = [...svg.matchAll(pattern)].map(([, x, y, r, title]) => ({
    x: Number(x),
    y: Number(y),
    r: Number(r),
    title,
  }));
  expect(circles.length).toBe(svg.split("<circle").length - 1);
  return circles;
}

function at(longitude: number, latitude: number, count = 1): Place {
  return { longitude, latitude, count };
}

function expectInside(circles: readonly Circle[], { width, height }: MapSize): void {
  for (const { x, y } of circles) {
    expect(x >= 0 && x <= width && y >= 0 && y <= height, `${x}, ${y}`).toBe(true);
  }
}

/** Whether a dot lies well inside the frame, and was not brought to its edge. */
function isWithin({ x, y }: Circle, { width, height }: MapSize): boolean {
  return x > 10 && x < width - 10 && y > 10 && y < height - 10;
}

function ownOutline(svg: string): string | undefined {
  return /class="o" d="([^"]*)"/.exec(svg)?.[1];
}

/** The same numbers every time: a linear congruential generator. */
function scatter(howMany: number): Place[] {
  let seed = 7;
  const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  return Array.from({ length: howMany }, () => at(next() * 360 - 180, next() * 180 - 90, 1));
}

describe("the world map", () => {
  it("weighs at most 20 kB compressed before any dot", () => {
    const svg = drawWorldMap({ ...text, places: [] });
    expect(gzipSync(svg).length).toBeLessThan(20_000);
    expect(svg).toContain('class="l"');
  });

  it("has all its land inside, and so no Antarctica", () => {
    const path = /class="l" d="([^"]*)"/.exec(drawWorldMap({ ...text, places: [] }))?.[1] ?? "";
    let [lowest, x, y] = [0, 0, 0];
    for (const ring of path.split("z")) {
      const numbers = (ring.match(/-?\d+/g) ?? []).map(Number);
      const [startX, startY] = [x + (numbers[0] ?? 0), y + (numbers[1] ?? 0)];
      for (let index = 0; index < numbers.length; index += 2) {
        [x, y] = [x + (numbers[index] ?? 0), y + (numbers[index + 1] ?? 0)];
        lowest = Math.max(lowest, y);
      }
      [x, y] = [startX, startY];
    }
    expect(lowest / 10).toBeGreaterThan(worldMapSize.height * 0.85);
    expect(lowest / 10).toBeLessThan(worldMapSize.height - 10);
  });

  it("draws fifty thousand places as a thousand dots at most, all inside", () => {
    const circles = circlesOf(drawWorldMap({ ...text, places: scatter(50_000) }));
    expect(circles.length).toBeGreaterThan(MOST_DOTS / 3);
    expect(circles.length).toBeLessThanOrEqual(MOST_DOTS);
    expectInside(circles, worldMapSize);
  });

  it("gives the same bytes for the same places in any order", () => {
    const places = scatter(3000).map((place, index) => ({ ...place, label: `lugar ${index % 400}` }));
    const svg = drawWorldMap({ ...text, places });
    expect(drawWorldMap({ ...text, places: [...places].reverse() })).toBe(svg);
  });

  it("puts places where they are", () => {
    const [caracas] = circlesOf(drawWorldMap({ ...text, places: [at(-66.9, 10.5)] }));
    const [johannesburg] = circlesOf(drawWorldMap({ ...text, places: [at(28, -26.2)] }));
    expect(caracas!.x).toBeLessThan(johannesburg!.x);
    expect(caracas!.y).toBeLessThan(johannesburg!.y);
  });

  it("brings what lies in Antarctica to its edge", () => {
    const circles = circlesOf(drawWorldMap({ ...text, places: [at(0, -90), at(180, 90), at(-180, 0)] }));
    expectInside(circles, worldMapSize);
  });

  it("can only carry its own style, which its policy allows", () => {
    const svg = drawWorldMap({ ...text, places: [at(0, 0)] });
    const style = /<style>(.*)<\/style>/.exec(svg)?.[1] ?? "";
    expect(style).toContain("prefers-color-scheme:dark");
    expect(mapContentPolicy).toContain(`'sha256-${createHash("sha256").update(style).digest("base64")}'`);
    expect(svg).not.toMatch(/<script|href|url\(|style="/);
  });
});

describe("what a map says in words", () => {
  it("is a title and a description in their language", () => {
    const svg = drawWorldMap({ title: "Le monde", description: "3 lieux", language: "fr", places: [] });
    expect(svg).toContain('xml:lang="fr"');
    expect(svg).toMatch(/role="img" aria-labelledby="t d"/);
    expect(svg).toContain('<title id="t">Le monde</title><desc id="d">3 lieux</desc>');
  });

  it("cannot break out of the drawing", () => {
    const bad = `</title><script>"&'\u0000\u0008\uD800`;
    const safe = "&lt;/title&gt;&lt;script&gt;&quot;&amp;'\uFFFD";
    const svg = drawWorldMap({
      title: bad,
      description: bad,
      language: bad,
      places: [{ ...at(0, 0), label: bad }],
    });
    expect(svg).not.toContain("<script");
    expect(svg).toContain(`<title id="t">${safe}</title><desc id="d">${safe}</desc>`);
    expect(svg).toContain(`<title>${safe}</title></circle>`);
    expect(svg).toContain(`xml:lang="${safe}"`);
  });

  it("names the most numerous places of a dot, and how many there are", () => {
    const near = (label: string, count: number) => ({ ...at(-66.9, 10.5, count), label });
    const places = [near("Petare", 3), near("Caracas", 9), near("Catia", 2), near("Baruta", 1)];
    const [dot] = circlesOf(drawWorldMap({ ...text, places }));
    expect(dot?.title).toBe("Caracas, Petare, Catia, … · 15");
    const [single] = circlesOf(drawWorldMap({ ...text, places: [near("Petare", 1)] }));
    expect(single?.title).toBe("Petare");
  });
});

describe("a country's map", () => {
  it("is drawn for every country, light enough to be sent", () => {
    for (const country of countries.keys()) {
      const svg = drawCountryMap({ ...text, country, places: [] });
      expect(svg, country).toMatch(/class="o" d="m/);
      expect(svg, country).not.toMatch(/NaN|Infinity|undefined/);
      expect(gzipSync(svg).length, country).toBeLessThan(16_000);
    }
  });

  it("is the same after others were drawn in between", () => {
    const venezuela = { ...text, country: "VE", places: [at(-66.9, 10.5, 12)] };
    const first = drawCountryMap(venezuela);
    for (const country of [...countries.keys()].slice(0, 20))
      drawCountryMap({ ...text, country, places: [] });
    expect(drawCountryMap(venezuela)).toBe(first);
  });

  it("has its neighbours around it", () => {
    expect(drawCountryMap({ ...text, country: "HT", places: [] })).toContain('class="n"');
  });

  it("keeps every dot inside, wherever its place is", () => {
    for (const country of ["VE", "RU", "FJ", "CL", "AQ", "TV"]) {
      const circles = circlesOf(drawCountryMap({ ...text, country, places: scatter(2000) }));
      expect(circles.length).toBeLessThanOrEqual(MOST_DOTS);
      expectInside(circles, countryMapSize);
    }
  });

  it("is whole across the antimeridian", () => {
    const cases = { FJ: [at(177.5, -17.8), at(-179.9, -16.8)], RU: [at(177.5, 64.7), at(-173, 65)] };
    for (const [country, places] of Object.entries(cases)) {
      const [west, east] = places.map(
        (place) => circlesOf(drawCountryMap({ ...text, country, places: [place] }))[0]!,
      );
      expect(isWithin(west!, countryMapSize) && isWithin(east!, countryMapSize), country).toBe(true);
      expect(Math.hypot(east!.x - west!.x, east!.y - west!.y), country).toBeLessThan(450);
    }
    const [suva, vanua] = cases.FJ.map(
      (place) => circlesOf(drawCountryMap({ ...text, country: "FJ", places: [place] }))[0]!,
    );
    expect(suva!.x).toBeLessThan(vanua!.x);
  });

  it("shows territories that the atlas draws within another state", () => {
    const capitals = {
      GF: at(-52.3, 4.9),
      RE: at(55.45, -20.9),
      BQ: at(-68.27, 12.15),
      TK: at(-171.24, -9.38),
      SJ: at(15.6, 78.2),
    };
    for (const [country, place] of Object.entries(capitals)) {
      const [dot] = circlesOf(drawCountryMap({ ...text, country, places: [place] }));
      expect(isWithin(dot!, countryMapSize), country).toBe(true);
    }
    // A frame that held French Guiana too would show Paris and Marseille as one dot.
    const france = drawCountryMap({ ...text, country: "FR", places: [at(2.35, 48.86), at(5.37, 43.3)] });
    const [paris, marseille] = circlesOf(france);
    expect(Math.hypot(paris!.x - marseille!.x, paris!.y - marseille!.y)).toBeGreaterThan(150);
  });

  it("takes a far island into the frame when there is something on it", () => {
    const santiago = at(-70.6, -33.4, 2);
    const rapaNui = at(-109.4, -27.1);
    const circles = circlesOf(drawCountryMap({ ...text, country: "CL", places: [santiago, rapaNui] }));
    expect(circles.map((circle) => isWithin(circle, countryMapSize))).toEqual([true, true]);
    const lasPalmas = drawCountryMap({ ...text, country: "ES", places: [at(-15.4, 28.1)] });
    const madrid = drawCountryMap({ ...text, country: "ES", places: [at(-3.7, 40.4)] });
    expect(isWithin(circlesOf(lasPalmas)[0]!, countryMapSize)).toBe(true);
    expect(ownOutline(lasPalmas)).not.toBe(ownOutline(madrid));
  });

  it("is refused for what is no country", () => {
    expect(() => drawCountryMap({ ...text, country: "ZZ", places: [] })).toThrow(RangeError);
  });
});

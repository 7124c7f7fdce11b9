import { describe, expect, it } from "vitest";
import { readAtlas } from "./atlas.ts";
import { piecesInFrame } from "./country-frame.ts";

function landOf(country: string) {
  return readAtlas().countries.filter((piece) => piece.country === country);
}

describe("the frame of a country's map", () => {
  it("holds islands and exclaves that are near the rest: Shetland, Cabinda", () => {
    for (const country of ["GB", "AO"]) {
      expect(piecesInFrame(landOf(country), []), country).toHaveLength(landOf(country).length);
    }
  });

  it("leaves out far islands, but for those with a place on them", () => {
    const spain = piecesInFrame(landOf("ES"), []);
    expect(spain.length).toBeLessThan(landOf("ES").length);
    expect(piecesInFrame(landOf("ES"), [[-3.7, 40.4]])).toEqual(spain);
    const withTenerife = piecesInFrame(landOf("ES"), [[-16.5, 28.3]]);
    expect(withTenerife.length).toBeGreaterThan(spain.length);
    expect(withTenerife.length).toBeLessThan(landOf("ES").length);
  });

  it("holds every part of a country that has no mainland to speak of", () => {
    const longitudes = piecesInFrame(landOf("KI"), []).map(({ centre }) => centre[0]);
    expect(longitudes.some((longitude) => longitude > 0)).toBe(true);
    expect(longitudes.some((longitude) => longitude < 0)).toBe(true);
  });
});

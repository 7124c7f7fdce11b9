import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import {
  canonicalLanguageTag,
  countries,
  countryName,
  isCountry,
  isLanguageTag,
  isRegion,
  isSubdivisionOf,
  languageName,
  languagesWithin,
  regionName,
  regionOf,
  regions,
} from "./index.ts";

describe("countries", () => {
  it("are the 249 of ISO 3166-1, and Kosovo", () => {
    expect(countries.size).toBe(250);
    expect(new Set([...countries.values()].map((country) => country.numeric)).size).toBe(250);
  });

  it("have the numeric codes of an independent atlas", () => {
    const atlas = createRequire(import.meta.url)("world-atlas/countries-50m.json") as {
      objects: { countries: { geometries: { id?: string }[] } };
    };
    const known = new Set([...countries.values()].map((country) => country.numeric));
    const ids = atlas.objects.countries.geometries.flatMap(({ id }) => (id ? [id] : []));
    expect(ids.length).toBeGreaterThan(200);
    expect(ids.filter((id) => !known.has(id))).toEqual([]);
  });

  it("are all known to the runtime's names", () => {
    for (const code of countries.keys()) expect(countryName(code, "es"), code).not.toBe(code);
  });

  it("are in the regions that M49 says", () => {
    const expected = {
      VE: "005",
      MX: "013",
      HT: "029",
      US: "021",
      FR: "150",
      LB: "142",
      TR: "142",
      ZA: "002",
      FJ: "009",
      AQ: null,
      ZZ: null,
    };
    for (const [code, region] of Object.entries(expected)) expect(regionOf(code), code).toBe(region);
    expect(isCountry("ve")).toBe(false);
  });
});

describe("regions and languages", () => {
  it("have names in the four languages", () => {
    for (const language of ["es", "en", "pt", "fr"]) {
      for (const region of [...regions, "001"]) expect(regionName(region, language)).not.toMatch(/\d/);
    }
    expect(regionName("029", "es")).toBe("Caribe");
    expect(regionName("005", "es")).toBe("América del Sur");
    expect(isRegion("419")).toBe(false);
  });

  it("say a language's name in itself", () => {
    expect(languageName("es", "es")).toBe("Español");
    expect(languageName("qu", "es")).toBe("Quechua");
    expect(languageName("qu", "qu")).toBe("Runasimi");
    expect(languagesWithin(["es", "qu", "pt"], "es")).toBe("español, quechua y portugués");
    expect(languagesWithin(["es", "en"], "en")).toBe("Spanish and English");
    expect(languageName("HT", "ht")).toBe("Kreyòl ayisyen");
    expect(languageName("guc", "guc")).toBe("Wayuunaiki");
  });

  it("say in English what a language's data lacks, and regions in Haitian Creole by our own table", () => {
    expect(countryName("VE", "gn")).toBe("Venezuela");
    expect(languageName("ar", "gn")).toBe("Arabic");
    expect(regionName("029", "ht")).toBe("Karayib");
    expect(regionName("001", "en")).toBe("World");
  });

  it("give back what is no code, in whatever language is asked for", () => {
    expect(countryName("ZZ", "es")).toBe("ZZ");
    expect(regionName("419", "es")).toBe("419");
    expect(languageName("not a tag", "es")).toBe("not a tag");
    expect(languageName("es-u-co-trad", "es")).toMatch(/\S/);
    expect(countryName("VE", "not a tag")).toBe("Venezuela");
    expect(languageName("es", "not a tag")).toBe("Spanish");
  });

  it("keep naming after more languages than are kept", () => {
    for (let index = 0; index < 200; index += 1) {
      const language = `es-${String(index).padStart(3, "0")}`;
      expect(countryName("HT", language)).toBe("Haití");
    }
  });

  it("know a tag from what is none", () => {
    expect(isLanguageTag("pt-BR")).toBe(true);
    expect(canonicalLanguageTag("PT-br")).toBe("pt-BR");
    for (const right of ["qu-PE", "zh-Hant", "quc", "iw", "pt-BR", "de-DE-u-co-phonebk"])
      expect(isLanguageTag(right), right).toBe(true);
    for (const wrong of ["", "e", "español", "es_VE", "x".repeat(40), "xx", "quechua", "aymara", "english"])
      expect(isLanguageTag(wrong), wrong).toBe(false);
  });

  it("know the shape of a subdivision", () => {
    expect(isSubdivisionOf("VE-X", "VE")).toBe(true);
    expect(isSubdivisionOf("VE-X", "CO")).toBe(false);
    expect(isSubdivisionOf("VE-x", "VE")).toBe(false);
  });
});

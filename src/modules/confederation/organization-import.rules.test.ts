import { describe, expect, it } from "vitest";
import { type Header, hintFor, readHeader } from "./organization-import.columns.ts";
import { mergeRow } from "./organization-import.merge.ts";
import { checkRow } from "./organization-import.rules.ts";
import type { OrganizationId } from "./types.ts";

function headerOf(columns: string): Header {
  const found = readHeader(columns.split(","), 1);
  if ("bad" in found) throw new Error(JSON.stringify(found.bad));
  return found.header;
}

/** One row with these cells besides the three required ones. */
function check(cells: Record<string, string>, language = "es") {
  const all = { external_id: "x", kind: "commune", name: "Nombre", ...cells };
  return checkRow({ line: 7, cells: Object.values(all) }, headerOf(Object.keys(all).join(",")), language);
}

const complaints = (cells: Record<string, string>) =>
  check(cells).bad.map((cell) => [cell.column, cell.rule]);

describe("a header", () => {
  const badOf = (columns: string) => {
    const found = readHeader(columns.split(","), 1);
    return "bad" in found
      ? found.bad.map((cell) => [cell.column, cell.rule, cell.facts["hint"]].filter(Boolean))
      : [];
  };

  it("takes exact names, in any order, and translations", () => {
    expect(headerOf("name,kind,name:pt-BR,external_id,description:qu")).toMatchObject({
      columns: ["name", "kind", "name:pt-BR", "external_id", "description:qu"],
      translations: [
        { field: "name", language: "pt-BR", position: 2 },
        { field: "description", language: "qu", position: 4 },
      ],
    });
  });

  it("does not mind spaces around names, nor how a language is spelled", () => {
    expect(headerOf(" external_id , kind,name ,name:PT-br")).toMatchObject({
      translations: [{ language: "pt-BR", column: "name:PT-br" }],
    });
  });

  it("refuses what it does not know, with a hint", () => {
    expect(badOf("external_id,kind,Name")).toEqual([
      ["Name", "columnUnknown", "name"],
      ["name", "columnMissing"],
    ]);
    expect(badOf("external_id,kind,name,name:_,colour")).toEqual([
      ["name:_", "columnUnknown", "name"],
      ["colour", "columnUnknown", "none"],
    ]);
    expect(hintFor("Parent External ID")).toBe("parent_external_id");
    expect(hintFor("lattitude")).toBe("latitude");
    expect(hintFor("x".repeat(60_000))).toBe("none");
  });

  it("refuses what is missing, and what is there twice", () => {
    expect(badOf("name")).toEqual([
      ["external_id", "columnMissing"],
      ["kind", "columnMissing"],
    ]);
    expect(badOf("external_id,kind,name,name")).toEqual([["name", "columnTwice"]]);
    expect(badOf("external_id,kind,name,name:pt,name:PT")).toEqual([["name:PT", "columnTwice"]]);
    expect(badOf("external_id,kind,name,,")).toEqual([["columnNameless"], ["columnNameless"]]);
    expect(badOf("external_id,kind,name,latitude")).toEqual([["longitude", "columnMissingBeside"]]);
    expect(badOf("external_id,kind,name,subdivision")).toEqual([["country", "columnMissingBeside"]]);
  });
});

describe("a row", () => {
  it("is read as it is written, trimmed and in NFC", () => {
    const { row, bad } = check({
      name: "  El  Mai\u0301z  ",
      "name:en": "Maize",
      language: "ES",
      parent_external_id: "",
      country: "ve",
      subdivision: "ve-x",
      place: "",
      latitude: "10.5",
      longitude: "-66",
      languages: "es; qu|ay,  pt-br es",
      founded_on: "2019-10-20",
      website: "https://a.example/",
      description: "uno\ndos",
    });
    expect(bad).toEqual([]);
    expect(row).toEqual({
      line: 7,
      externalId: "x",
      parentExternalId: null,
      kind: "commune",
      language: "es",
      names: { es: "El  Maíz", en: "Maize" },
      descriptions: { es: "uno\ndos" },
      country: "VE",
      subdivision: "VE-X",
      place: null,
      latitude: 10.5,
      longitude: -66,
      languages: ["es", "qu", "ay", "pt-BR"],
      foundedOn: "2019-10-20",
      website: "https://a.example/",
    });
  });

  it("leaves what the file has no column for", () => {
    expect(check({}).row).toMatchObject({
      parentExternalId: undefined,
      country: undefined,
      languages: undefined,
      foundedOn: undefined,
      latitude: undefined,
    });
  });

  it.each<[Record<string, string>, string, string]>([
    [{ external_id: " " }, "external_id", "externalIdMissing"],
    [{ external_id: "x".repeat(121) }, "external_id", "textTooLong"],
    [{ external_id: "a\u0000b" }, "external_id", "textHasControls"],
    [{ parent_external_id: "x".repeat(121) }, "parent_external_id", "textTooLong"],
    [{ kind: "" }, "kind", "kindMissing"],
    [{ kind: "Commune" }, "kind", "kindUnknown"],
    [{ name: " " }, "name", "nameMissing"],
    [{ name: "x".repeat(201) }, "name", "textTooLong"],
    [{ name: "two\nlines" }, "name", "textHasControls"],
    [{ "name:en": "x".repeat(201) }, "name:en", "textTooLong"],
    [{ language: "no such" }, "language", "languageUnknown"],
    [{ language: "es", "name:es": "Otro" }, "name:es", "textTwice"],
    [{ country: "XX" }, "country", "countryUnknown"],
    [{ country: "VE", subdivision: "Miranda" }, "subdivision", "subdivisionUnknown"],
    [{ country: "VE", subdivision: "BR-SP" }, "subdivision", "subdivisionOutsideCountry"],
    [{ country: "", subdivision: "VE-X" }, "subdivision", "subdivisionOutsideCountry"],
    [{ place: "x".repeat(201) }, "place", "textTooLong"],
    [{ latitude: "10,5", longitude: "1" }, "latitude", "coordinatesMalformed"],
    [{ latitude: "1", longitude: "180.1" }, "longitude", "coordinatesMalformed"],
    [{ latitude: "NaN", longitude: "1" }, "latitude", "coordinatesMalformed"],
    [{ latitude: "1", longitude: "" }, "longitude", "coordinatesIncomplete"],
    [{ latitude: "", longitude: "1" }, "latitude", "coordinatesIncomplete"],
    [{ languages: "es español!" }, "languages", "languageUnknown"],
    [
      { languages: Array.from({ length: 41 }, (_, at) => `es-x-a${at}`).join(" ") },
      "languages",
      "languagesTooMany",
    ],
    [{ founded_on: "20/10/2019" }, "founded_on", "dateMalformed"],
    [{ founded_on: "2019-02-30" }, "founded_on", "dateMalformed"],
    [{ website: "javascript:alert(1)" }, "website", "websiteMalformed"],
    [{ description: "x".repeat(4_001) }, "description", "textTooLong"],
    [{ description: "a\u0007" }, "description", "textHasControls"],
  ])("with %o is bad at %s by %s", (cells, column, rule) => {
    expect(complaints(cells)).toEqual([[column, rule]]);
    expect(check(cells).row).toBeNull();
  });

  it("tells everything that is wrong with it at once", () => {
    expect(complaints({ kind: "x", country: "??", founded_on: "soon", website: "nowhere" })).toEqual([
      ["kind", "kindUnknown"],
      ["country", "countryUnknown"],
      ["founded_on", "dateMalformed"],
      ["website", "websiteMalformed"],
    ]);
  });

  it("must have as many cells as the header", () => {
    const header = headerOf("external_id,kind,name");
    expect(checkRow({ line: 3, cells: ["1", "commune"] }, header, "es").bad).toEqual([
      { line: 3, column: "", rule: "cellCountWrong", facts: { expected: 3, found: 2 } },
    ]);
  });
});

describe("a row and what stood before", () => {
  const before = {
    kind: "commune" as const,
    name: {
      source: "es",
      texts: { es: "Uno", en: "One", qu: "Huk" },
      translations: {
        en: { state: "reviewed" as const, translator: "A" },
        qu: { state: "draft" as const, translator: null },
      },
    },
    description: { source: "en", texts: { en: "About", es: "Sobre" } },
    parentId: null,
    country: "VE",
    subdivision: "VE-X",
    place: "Caracas",
    latitude: 1,
    longitude: 2,
    languages: ["es"],
    foundedOn: "2019-01-01",
    website: "https://a.example",
  };
  const merge = (columns: string, cells: string[], parentId: OrganizationId | null = null) => {
    const header = headerOf(columns);
    const { row, bad } = checkRow({ line: 2, cells }, header, "es");
    if (!row) throw new Error(JSON.stringify(bad));
    return mergeRow(before, row, header, parentId);
  };

  it("keeps all that the file does not say", () => {
    expect(merge("external_id,kind,name", ["x", "commune", "Uno"])).toEqual(before);
  });

  it("keeps all when the file says the same", () => {
    expect(
      merge("external_id,kind,name,name:en,name:qu,description,description:en", [
        "x",
        "commune",
        "Uno",
        "One",
        "Huk",
        "Sobre",
        "About",
      ]),
    ).toEqual(before);
  });

  it("drops a translation whose cell is empty, and the translator of one that changed", () => {
    expect(merge("external_id,kind,name,name:en,name:qu", ["x", "commune", "Uno", "", "Hukni"]).name).toEqual(
      { source: "es", texts: { es: "Uno", qu: "Hukni" } },
    );
  });

  it("follows the row's language", () => {
    expect(merge("external_id,kind,name,language", ["x", "commune", "Huk", "qu"]).name).toEqual({
      source: "qu",
      texts: { qu: "Huk", en: "One" },
      translations: { en: { state: "reviewed", translator: "A" } },
    });
  });

  it("empties a description, or keeps one that is only a translation", () => {
    expect(
      merge("external_id,kind,name,description,description:en", ["x", "commune", "Uno", "", ""]).description,
    ).toBeNull();
    expect(
      merge("external_id,kind,name,description,description:en", ["x", "commune", "Uno", "", "New"])
        .description,
    ).toEqual({ source: "en", texts: { en: "New" } });
  });

  it("lets go of a subdivision whose country changed", () => {
    expect(merge("external_id,kind,name,country", ["x", "commune", "Uno", "BR"])).toMatchObject({
      country: "BR",
      subdivision: null,
    });
    expect(merge("external_id,kind,name,country", ["x", "commune", "Uno", "VE"])).toMatchObject({
      subdivision: "VE-X",
    });
  });
});

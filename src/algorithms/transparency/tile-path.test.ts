import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatTilePath, parseTilePath, type TilePath } from "./tile-path.ts";

const error = expect.objectContaining({ name: "TransparencyError", reason: "tilePathMalformed" });
const PATHS: [string, TilePath][] = [
  ["tile/0/x001/x234/067", { kind: "hashes", level: 0, index: 1_234_067, width: 256 }],
  ["tile/0/000", { kind: "hashes", level: 0, index: 0, width: 256 }],
  ["tile/0/999.p/1", { kind: "hashes", level: 0, index: 999, width: 1 }],
  ["tile/1/x001/000.p/255", { kind: "hashes", level: 1, index: 1_000, width: 255 }],
  ["tile/63/x001/x000/000", { kind: "hashes", level: 63, index: 1_000_000, width: 256 }],
  ["tile/entries/x273/000.p/112", { kind: "entries", index: 273_000, width: 112 }],
  ["tile/entries/007", { kind: "entries", index: 7, width: 256 }],
  [
    "tile/0/x009/x007/x199/x254/x740/991",
    { kind: "hashes", level: 0, index: Number.MAX_SAFE_INTEGER, width: 256 },
  ],
];

describe("tile paths", () => {
  it.each(PATHS)("%s is read and written", (path, place) => {
    expect(parseTilePath(path)).toEqual(place);
    expect(formatTilePath(place)).toBe(path);
  });

  it.each([
    "",
    "/tile/0/000",
    "tile/0/000/",
    "tile/0/",
    "tile/0/0",
    "tile/0/00",
    "tile/0/0000",
    "tile/0/x000",
    "tile/0/x000/001",
    "tile/0/x001/1",
    "tile/0/001/001",
    "tile/0/x001/x001",
    "tile/0/X001/001",
    "tile/0//001",
    "tile/0/x001//001",
    "tile/00/000",
    "tile/01/000",
    "tile/64/000",
    "tile/-1/000",
    "tile/100/000",
    "tile/entry/000",
    "tile/entries/0/000",
    "tile/0/000.p",
    "tile/0/000.p/",
    "tile/0/000.p/0",
    "tile/0/000.p/01",
    "tile/0/000.p/256",
    "tile/0/000.p/257",
    "tile/0/000.p/999",
    "tile/0/000.p/1000",
    "tile/0/000.p/-1",
    "tile/0/000.p/1.p/1",
    "tile/0/000p/1",
    "tile/0/000\n",
    "tile/0/٠٠٠",
    "tile/0/000?x",
    "tile/0/../0/000",
    "tile/0/x009/x007/x199/x254/x740/992",
    `tile/0/x001/${"x000/".repeat(20)}000`,
    "checkpoint",
  ])("%j is refused", (path) => {
    expect(() => parseTilePath(path)).toThrow(error);
  });

  it.each([
    { kind: "hashes", level: 64, index: 0, width: 256 },
    { kind: "hashes", level: -1, index: 0, width: 256 },
    { kind: "hashes", level: 0.5, index: 0, width: 256 },
    { kind: "hashes", level: 0, index: -1, width: 256 },
    { kind: "hashes", level: 0, index: 2 ** 53, width: 256 },
    { kind: "entries", index: 1.5, width: 256 },
    { kind: "entries", index: 0, width: 0 },
    { kind: "entries", index: 0, width: 257 },
  ] satisfies TilePath[])("%j is not written", (place) => {
    expect(() => formatTilePath(place)).toThrow(error);
  });

  it("name each place once", () => {
    const width = fc.integer({ min: 1, max: 256 });
    const index = fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.maxSafeNat());
    const place: fc.Arbitrary<TilePath> = fc.oneof(
      fc.record({ kind: fc.constant("hashes"), level: fc.integer({ min: 0, max: 63 }), index, width }),
      fc.record({ kind: fc.constant("entries"), index, width }),
    );
    fc.assert(
      fc.property(place, (each) => {
        expect(parseTilePath(formatTilePath(each))).toEqual(each);
      }),
    );
  });

  it("are written back as they were read, when they are read at all", () => {
    const piece = fc.constantFrom("tile", "0", "entries", "/", "x", "001", "000", ".p/", "1", "25", "6");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const path = `tile/0/${pieces.join("")}`;
        let read: TilePath;
        try {
          read = parseTilePath(path);
        } catch (refusal) {
          expect(refusal).toEqual(error);
          return;
        }
        expect(formatTilePath(read)).toBe(path);
      }),
      { numRuns: 500 },
    );
  });
});

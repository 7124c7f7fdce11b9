import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEntryBundle, encodeEntryBundle, ENTRY_BYTES } from "./entry-bundle.ts";
import { hex, hexes } from "./tree-oracle.testing.ts";

const error = (reason: string) => expect.objectContaining({ name: "TransparencyError", reason });

describe("entry bundles", () => {
  it("put each entry behind its length in two bytes, the high one first", () => {
    expect(hex(encodeEntryBundle([Buffer.from("ab"), Buffer.alloc(0), Buffer.from("c")]))).toBe(
      ["0002", "6162", "0000", "0001", "63"].join(""),
    );
    expect(hex(encodeEntryBundle([Buffer.alloc(258)])).slice(0, 4)).toBe("0102");
    expect(hex(encodeEntryBundle([]))).toBe("");
  });

  it("are read back as they were written", () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 256 });
    fc.assert(
      fc.property(entries, (list) => {
        // Behind other bytes, as a view into a larger buffer is.
        const bundle = Buffer.concat([Buffer.from("head"), encodeEntryBundle(list)]).subarray(4);
        expect(hexes(decodeEntryBundle(bundle))).toEqual(hexes(list));
      }),
      { numRuns: 50 },
    );
  });

  it("hold entries of up to 65,535 bytes, and 256 of them", () => {
    const longest = Buffer.alloc(ENTRY_BYTES, 1);
    expect(hexes(decodeEntryBundle(encodeEntryBundle([longest])))).toEqual([hex(longest)]);
    expect(() => encodeEntryBundle([Buffer.alloc(ENTRY_BYTES + 1)])).toThrow(error("entryTooLong"));
    const full = Array.from({ length: 256 }, () => Buffer.alloc(1));
    expect(decodeEntryBundle(encodeEntryBundle(full))).toHaveLength(256);
    expect(() => encodeEntryBundle([...full, Buffer.alloc(1)])).toThrow(error("bundleTooWide"));
    expect(() => decodeEntryBundle(Buffer.alloc(257 * 2))).toThrow(error("bundleTooWide"));
  });

  it("are refused when cut off anywhere", () => {
    const bundle = encodeEntryBundle([Buffer.from("ab"), Buffer.from("cde")]);
    for (let end = 1; end < bundle.length; end += 1) {
      // After the first entry the bundle is whole, only shorter.
      if (end === 4) continue;
      expect(() => decodeEntryBundle(bundle.subarray(0, end)), `${end} bytes`).toThrow(
        error("bundleTruncated"),
      );
    }
    expect(hexes(decodeEntryBundle(bundle.subarray(0, 4)))).toEqual(["6162"]);
  });
});

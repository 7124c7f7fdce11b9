// What came out on paper: the words of a PDF (ISO 32000-1), as whoever copies from it gets them.
import { inflateSync } from "node:zlib";
import jsqr from "jsqr";
import type { Locator } from "playwright-core";
import sharp from "sharp";

/** What a phone's camera reads in a drawn QR code; undefined where it reads none. */
export async function readQr(drawn: Locator): Promise<string | undefined> {
  const { data, info } = await sharp(await drawn.screenshot())
    .extend({ top: 16, bottom: 16, left: 16, right: 16, background: "white" })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const read = jsqr as unknown as typeof jsqr.default;
  return read(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

/** The streams that are packed as Chromium packs text; pictures and fonts are left out. */
function streamsOf(pdf: Buffer): string[] {
  const streams: string[] = [];
  for (let at = pdf.indexOf("stream\n"); at !== -1; at = pdf.indexOf("stream\n", at + 7)) {
    try {
      streams.push(inflateSync(pdf.subarray(at + 7, pdf.indexOf("endstream", at))).toString("latin1"));
    } catch {
      // Packed in another way.
    }
  }
  return streams;
}

/** A font's glyphs as characters, by its ToUnicode map (§9.10.3). */
function charactersOf(map: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const character = (hex: string) => Buffer.from(hex, "hex").swap16().toString("utf16le");
  for (const [, block = ""] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/gu))
    for (const [, glyph = "", hex = ""] of block.matchAll(/<(\w+)>\s*<(\w+)>/gu))
      found.set(Number.parseInt(glyph, 16), character(hex));
  for (const [, block = ""] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/gu))
    for (const [, from = "", to = "", hex = ""] of block.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/gu))
      for (let glyph = Number.parseInt(from, 16), at = 0; glyph + at <= Number.parseInt(to, 16); at += 1)
        found.set(glyph + at, String.fromCodePoint(Number.parseInt(hex, 16) + at));
  return found;
}

/** Everything shown, read with each font in turn: of a page set in two fonts, one reading has the words of each. */
export function wordsPrinted(pdf: Buffer): string[] {
  const streams = streamsOf(pdf);
  const shown = streams
    .filter((stream) => /\bT[jJ]\b/u.test(stream))
    .flatMap((stream) => [...stream.matchAll(/<([0-9A-Fa-f]+)>/gu)].map(([, hex = ""]) => hex))
    .join("");
  const glyphs = [...shown.matchAll(/..../gu)].map(([hex]) => Number.parseInt(hex, 16));
  return streams
    .filter((stream) => stream.includes("begincmap"))
    .map((map) => {
      const characters = charactersOf(map);
      return glyphs.map((glyph) => characters.get(glyph) ?? "").join("");
    });
}

// Files as people send them: what becomes of each, and why some are refused.
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { projectFile } from "#platform/project";
import { processorMs } from "../../../test/support/timing.ts";
import { importText, type ImportedText, type TextFormat } from "./text-import.rules.ts";
import type { Paragraph } from "./text-model.ts";

function imported(source: string | Uint8Array, format: TextFormat | "auto" = "auto"): ImportedText {
  const result = tried(source, format);
  if (!result.ok) throw new Error(`refused: ${result.reason} ${JSON.stringify(result.facts)}`);
  return result;
}

function tried(source: string | Uint8Array, format: TextFormat | "auto" = "auto") {
  let next = 0;
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  return importText(bytes, { format, newId: () => `p${(next += 1)}` });
}

/** One line a paragraph: H1 for headings, P, and I1 with the marker for items. */
function sketch(paragraphs: readonly Paragraph[]): string[] {
  return paragraphs.map(({ kind, level, marker, text }) => {
    if (kind === "paragraph") return `P ${text}`;
    return kind === "heading" ? `H${level} ${text}` : `I${level} ${marker ?? "…"} ${text}`;
  });
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}

function wordsIn(paragraphs: readonly Paragraph[]): string[] {
  return paragraphs.flatMap(({ marker, text }) => wordsOf(`${marker ?? ""} ${text}`));
}

describe("plain text", () => {
  test("paragraphs are parted by blank lines and wrapped lines joined", () => {
    const { paragraphs, notes, format } = imported("Una línea\r\nque sigue.\r\n\r\nOtra.\r\n");
    expect(sketch(paragraphs)).toEqual(["P Una línea que sigue.", "P Otra."]);
    expect(format).toBe("plain");
    expect(notes).toEqual([{ note: "linesJoined", count: 1 }]);
  });

  test("long lines are not wrapped ones: each is a paragraph", () => {
    const long = `${"palabra ".repeat(20)}fin.`;
    expect(imported(`${long}\n${long}\nCorta.`).paragraphs).toHaveLength(3);
  });

  test("numbered items keep their numbers, with and without blank lines between", () => {
    const source = "Acuerda:\n\n1. Uno\nsigue.\n2. Dos.\n\n3. Tres.\n\nY también:\n1) Uno.\n2) Dos.";
    expect(sketch(imported(source).paragraphs)).toEqual([
      "P Acuerda:",
      "I1 1. Uno sigue.",
      "I1 2. Dos.",
      "I1 3. Tres.",
      "P Y también:",
      "I1 1) Uno.",
      "I1 2) Dos.",
    ]);
  });

  test("letters, Roman numbers, ordinals and bullets are items, nested by indent or by kind", () => {
    const source =
      "1. Uno\na) aa\nb) bb\n2. Dos\n  - guion\n  - otro\n\n  i) primero\n  ii) segundo\n\nFin.\n\n1.º Primero\n\n2.º Segundo";
    expect(sketch(imported(source).paragraphs)).toEqual([
      "I1 1. Uno",
      "I2 a) aa",
      "I2 b) bb",
      "I1 2. Dos",
      "I2 - guion",
      "I2 - otro",
      "I3 i) primero",
      "I3 ii) segundo",
      "P Fin.",
      "I1 1.º Primero",
      "I1 2.º Segundo",
    ]);
  });

  test("numbers of several parts say their depth; a quantity is no number", () => {
    expect(
      sketch(imported("1. Uno.\n1.1 Parte.\n1.1.1 Parte.\n2. Dos.\n\n1.5 millones de personas.").paragraphs),
    ).toEqual([
      "I1 1. Uno.",
      "I2 1.1 Parte.",
      "I3 1.1.1 Parte.",
      "I1 2. Dos.",
      "P 1.5 millones de personas.",
    ]);
  });

  test.each([
    ["a year at the start of a line", "Desde el año\n2019. Nada cambió en\n12. No."],
    ["an initial at the start of a line", "Escribió la señora\nB. Gómez en su carta\nV. a todos."],
    ["a dash within a sentence", "Llegaron todas\n— eso dicen —\ny hablaron."],
  ])("%s does not cut a wrapped sentence", (_, source) => {
    expect(imported(source).paragraphs).toHaveLength(1);
  });

  test("a block further in goes on with its item", () => {
    expect(sketch(imported("1. Uno.\n\n   Más de uno.\n\n2. Dos.\n\nFuera.").paragraphs)).toEqual([
      "I1 1. Uno.",
      "I1 … Más de uno.",
      "I1 2. Dos.",
      "P Fuera.",
    ]);
  });

  test("short lines alone are headings, the first one the title; with a stop, or at the end, they are not", () => {
    const { paragraphs, title } = imported(
      "Declaración\n\nPreámbulo\n\nTexto.\n\nCierre:\n\nAquí.\n\nCaracas",
    );
    expect(title).toBe("Declaración");
    expect(sketch(paragraphs)).toEqual([
      "H1 Declaración",
      "H2 Preámbulo",
      "P Texto.",
      "P Cierre:",
      "P Aquí.",
      "P Caracas",
    ]);
  });

  test("many short lines in a row are no headings", () => {
    const { paragraphs } = imported("Firman.\n\nAna\n\nRosa\n\nJuan\n\nLuz\n\nEs todo.");
    expect(paragraphs.every(({ kind }) => kind === "paragraph")).toBe(true);
  });

  test("a file of one line is one paragraph", () => {
    expect(sketch(imported("Sin más").paragraphs)).toEqual(["P Sin más"]);
    expect(imported("Sin más").title).toBeUndefined();
  });

  test("Chinese is joined without a space", () => {
    expect(sketch(imported("人民公社大会\n决定。", "plain").paragraphs)).toEqual(["P 人民公社大会决定。"]);
  });

  test("letters are composed and the byte order mark is left out", () => {
    const { paragraphs, notes } = imported("\u{feff}Simo\u0301n.");
    expect(sketch(paragraphs)).toEqual(["P Simón."]);
    expect(notes.map(({ note }) => note)).toEqual(["byteOrderMarkLeftOut", "lettersComposed"]);
  });

  test("no word is ever lost", () => {
    const piece = fc.constantFrom(
      "a",
      "Uno",
      "dos.",
      "tres:",
      "1.",
      "2)",
      "a)",
      "-",
      "•",
      "iv.",
      "1.1",
      "人民",
      " ",
      "  ",
      "\n",
      "\n",
      "\n\n",
      "\t",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const source = pieces.join(" ");
        // Chinese lines are joined without a space: compare the letters there, the words elsewhere.
        const squeezed = (words: string[]) =>
          words.join(" ").replaceAll("人民 人民", "人民人民").replaceAll("人民 人民", "人民人民");
        const result = tried(source, "plain");
        expect(squeezed(result.ok ? wordsIn(result.paragraphs) : [])).toBe(squeezed(wordsOf(source)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("Markdown", () => {
  test("headings, lists and quotes by their marks, everything inline reduced to its text", () => {
    const source = `# Título

Sub
---

Un **texto** con \`código\`, [enlace](https://a.example/b) y <https://c.example>
que sigue.<br>Otra.

3. Tres
4. Cuatro
   - *dentro*

     más

> Cita.

<p>Un <b>bloque</b></p>

    código
`;
    const { paragraphs, title, format } = imported(source);
    expect(format).toBe("markdown");
    expect(title).toBe("Título");
    expect(sketch(paragraphs)).toEqual([
      "H1 Título",
      "H2 Sub",
      "P Un texto con código, enlace (https://a.example/b) y https://c.example que sigue. Otra.",
      "I1 3. Tres",
      "I1 4. Cuatro",
      "I2 - dentro",
      "I2 … más",
      "P Cita.",
      "P Un bloque",
      "P código",
    ]);
  });

  test("a list of ones is counted, other numbers stand as written", () => {
    expect(sketch(imported("1. a\n1. b\n1. c", "markdown").paragraphs)).toEqual([
      "I1 1. a",
      "I1 2. b",
      "I1 3. c",
    ]);
    expect(sketch(imported("1. a\n3. b", "markdown").paragraphs)).toEqual(["I1 1. a", "I1 3. b"]);
  });

  test("lettered items, which Markdown does not know, are items", () => {
    expect(sketch(imported("Acuerda:\na) uno\nb) dos", "markdown").paragraphs)).toEqual([
      "P Acuerda:",
      "I1 a) uno",
      "I1 b) dos",
    ]);
  });

  test("addresses given elsewhere are found", () => {
    expect(sketch(imported("Ver [acta][1].\n\n[1]: https://a.example", "markdown").paragraphs)).toEqual([
      "P Ver acta (https://a.example).",
    ]);
  });

  test("front matter gives the title and is left out; lines are still counted from the top", () => {
    const { paragraphs, title, notes } = imported('---\ntitle: "El plan"\n---\nTexto.');
    expect([title, sketch(paragraphs)]).toEqual(["El plan", ["P Texto."]]);
    expect(notes).toEqual([{ note: "frontMatterLeftOut", count: 1 }]);
    expect(tried(`---\ntitle: x\n---\n\n${"a".repeat(20_001)}`)).toMatchObject({ facts: { line: 5 } });
  });

  test.each([
    ["emphasis", "*a_ ".repeat(101), 1],
    ["links", "[a](".repeat(101), 1],
    ["nested bullets", `${"- ".repeat(9)}x`, 1],
    [
      "bullets ever further in",
      Array.from({ length: 700 }, (_, at) => `${" ".repeat(2 * at)}- x`).join("\n"),
      22,
    ],
    ["marks without end", "*a* b\n\n".repeat(20_000), 20_001],
    ["bullets without end", "- x\n".repeat(5001), 5001],
  ])("%s that would keep the parser busy are refused by their line", (_, source, line) => {
    expect(tried(source, "markdown")).toMatchObject({ ok: false, reason: "markupTooDense", facts: { line } });
  });

  test("the densest text that is let in is read in reasonable time", () => {
    const densest = ["*a_ ".repeat(50).concat("\n\n").repeat(190), `${"- ".repeat(6)}x\n`.repeat(800)];
    const read = () => {
      for (const dense of densest) expect(tried(dense, "markdown").ok).toBe(true);
    };
    expect(processorMs(read, 6_000)).toBeLessThan(6_000);
  });
});

describe("what is refused, by name", () => {
  const bytes = (...values: number[]) => Uint8Array.from(values);
  const utf16 = Uint8Array.from([..."hola a todas"].flatMap((letter) => [letter.charCodeAt(0), 0]));

  test.each([
    ["UTF-16 with its mark", bytes(0xff, 0xfe, 0x68, 0, 0x6f, 0), 0],
    ["UTF-16 without it", utf16, 0],
    ["Latin 1", bytes(0x61, 0x61, 0xf1, 0x6f, 0x6f), 2],
    ["an overlong form of two", bytes(0x61, 0xc0, 0xaf), 1],
    ["an overlong form of three", bytes(0x61, 0xe0, 0x80, 0xaf), 1],
    ["an overlong form of four", bytes(0x61, 0xf0, 0x80, 0x80, 0xaf), 1],
    ["a surrogate", bytes(0xed, 0xa0, 0x80), 0],
    ["beyond Unicode", bytes(0x61, 0xf4, 0x90, 0x80, 0x80), 1],
    ["a letter cut short", bytes(0x61, 0x62, 0xc3), 2],
  ])("%s is not UTF-8", (_, source, byteOffset) => {
    expect(tried(source)).toMatchObject({ ok: false, reason: "textEncodingUnknown", facts: { byteOffset } });
  });

  test("bytes are taken for UTF-8 exactly when the platform's decoder takes them", () => {
    const byte = fc.constantFrom(
      0x41,
      0x7f,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc1,
      0xc2,
      0xdf,
      0xe0,
      0xe1,
      0xed,
      0xef,
      0xf0,
      0xf1,
      0xf4,
      0xf5,
    );
    const isUtf8 = (source: Uint8Array) => {
      try {
        new TextDecoder("utf-8", { fatal: true }).decode(source);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(fc.array(byte, { minLength: 1, maxLength: 6 }), (values) => {
        const result = tried(Uint8Array.from(values), "plain");
        expect(!result.ok && result.reason === "textEncodingUnknown").toBe(!isUtf8(Uint8Array.from(values)));
      }),
      { numRuns: 3000 },
    );
  });

  test("control characters, by line", () => {
    expect(tried(new Uint8Array(5000))).toMatchObject({
      reason: "textHasControlCharacters",
      facts: { line: 1 },
    });
    expect(tried("a\nb\nc\u0000")).toMatchObject({ reason: "textHasControlCharacters", facts: { line: 3 } });
    expect(tried("a\r\nb \u202Ec")).toMatchObject({ reason: "textHasControlCharacters", facts: { line: 2 } });
  });

  test("nothing to read", () => {
    for (const empty of ["", " \n\t\n", "\u{feff}", "-----\n"]) {
      expect(tried(empty, "plain")).toMatchObject({ ok: false, reason: "textIsEmpty" });
    }
    expect(tried("<!-- x -->", "markdown")).toMatchObject({ reason: "textIsEmpty" });
  });

  test("too long, in bytes", () => {
    expect(tried("a".repeat(5_000_000))).toMatchObject({
      reason: "textTooLong",
      facts: { limit: 1_048_576, actual: 5_000_000 },
    });
  });

  test("too many paragraphs", () => {
    expect(imported("a.\n\n".repeat(5000)).paragraphs).toHaveLength(5000);
    const facts = { limit: 5000, actual: 5001 };
    expect(tried("a.\n\n".repeat(5001))).toMatchObject({ reason: "textHasTooManyParagraphs", facts });
    expect(tried("# a\n".repeat(100_000))).toMatchObject({ reason: "textHasTooManyParagraphs" });
  });

  test("a paragraph too long, by line", () => {
    expect(imported("a".repeat(20_000)).paragraphs).toHaveLength(1);
    const facts = { line: 3, limit: 20_000, actual: 20_001 };
    expect(tried(`x.\n\n${"a".repeat(20_001)}`)).toMatchObject({ reason: "paragraphTooLong", facts });
  });
});

const declaration = projectFile("..", "shared", "source", "declaration-2019.txt");
const there = existsSync(declaration);
if (!there)
  process.stdout.write("skipped: the declaration of 2019 is not beside the project (../shared/source)\n");

describe.skipIf(!there)("the declaration of 2019", () => {
  const source = there ? readFileSync(declaration) : Buffer.alloc(0);

  test("keeps its nine points and its five days as items, and every word", () => {
    const { paragraphs, title, format } = imported(source);
    expect(format).toBe("plain");
    expect(title).toMatch(/^Final Declaration/u);
    const items = paragraphs.filter(({ kind }) => kind === "item");
    expect(items.map(({ marker }) => marker)).toEqual(
      [..."123456789", ..."12345"].map((digit) => `${digit}.`),
    );
    expect(items.every(({ level }) => level === 1)).toBe(true);
    expect(wordsIn(paragraphs)).toEqual(wordsOf(source.toString("utf8").normalize("NFC")));
    const blocks = source
      .toString("utf8")
      .split(/\n\s*\n/u)
      .filter((block) => block.trim() !== "");
    expect(paragraphs).toHaveLength(blocks.length);
  });
});

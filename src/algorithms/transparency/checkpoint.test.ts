import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from "./checkpoint.ts";
import { noteSigner } from "./note-keys.ts";
import { signNote } from "./note.ts";
import { hex } from "./tree-oracle.testing.ts";

// The text of the example in C2SP tlog-checkpoint.
const ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
const EXAMPLE = `example.com/behind-the-sofa\n20852163\n${ROOT}\n`;
const error = (reason: string) => expect.objectContaining({ name: "TransparencyError", reason });
const root = Buffer.from(ROOT, "base64");

describe("checkpoints", () => {
  it("read and write the specification's example", () => {
    const read = parseCheckpoint(EXAMPLE);
    expect(read).toMatchObject({ origin: "example.com/behind-the-sofa", size: 20_852_163, extensions: [] });
    expect(hex(read.root)).toBe(hex(root));
    expect(formatCheckpoint(read)).toBe(EXAMPLE);
    expect(formatCheckpoint({ origin: "example.com/behind-the-sofa", size: 20_852_163, root })).toBe(EXAMPLE);
  });

  it("keep extension lines and an origin with spaces", () => {
    const text = `the log of ñ\n0\n${ROOT}\none\n two \n`;
    expect(parseCheckpoint(text)).toMatchObject({
      origin: "the log of ñ",
      size: 0,
      extensions: ["one", " two "],
    });
    expect(formatCheckpoint(parseCheckpoint(text))).toBe(text);
  });

  it("are read in one spelling only", () => {
    const malformed = [
      "",
      "\n",
      EXAMPLE.slice(0, -1),
      `o\n1\n`,
      `o\n1\n${ROOT}`,
      `\n1\n${ROOT}\n`,
      `o\n\n${ROOT}\n`,
      `o\n1\n\n`,
      `o\n1\n${ROOT}\n\n`,
      `o\n1\n${ROOT}\nx`,
      `o\n1\n${ROOT}\n\nx\n`,
      ...["01", "00", "-1", "+1", "1.0", "1e3", "0x1", " 1", "1 ", "١", "9007199254740992", "one"].map(
        (size) => `o\n${size}\n${ROOT}\n`,
      ),
      `o\n1\n${ROOT} \n`,
      `o\n1\n${ROOT.slice(0, -1)}\n`,
      `o\n1\n${ROOT.replace("2I=", "2J=")}\n`,
      `o\n1\n${root.toString("hex")}\n`,
      `o\n1\n${root.toString("base64url")}\n`,
      `o\n1\n${root.subarray(1).toString("base64")}\n`,
    ];
    for (const text of malformed) {
      expect(() => parseCheckpoint(text), JSON.stringify(text)).toThrow(error("checkpointMalformed"));
    }
    expect(parseCheckpoint(`o\n9007199254740991\n${ROOT}\n`).size).toBe(Number.MAX_SAFE_INTEGER);
  });

  it("are not written with what could not be read", () => {
    const good = { origin: "o", size: 1, root };
    expect(() => formatCheckpoint({ ...good, origin: "" })).toThrow(error("checkpointMalformed"));
    expect(() => formatCheckpoint({ ...good, origin: "a\nb" })).toThrow(error("checkpointMalformed"));
    expect(() => formatCheckpoint({ ...good, extensions: ["x", ""] })).toThrow(error("checkpointMalformed"));
    expect(() => formatCheckpoint({ ...good, size: -1 })).toThrow(error("sizeNotValid"));
    expect(() => formatCheckpoint({ ...good, size: 1.5 })).toThrow(error("sizeNotValid"));
    expect(() => formatCheckpoint({ ...good, root: root.subarray(1) })).toThrow(error("hashNotValid"));
  });

  it("survive signing", () => {
    const signer = noteSigner("example.org/log", Buffer.alloc(32, 3));
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.array(fc.stringMatching(/^[!-~]{1,20}$/u), { maxLength: 3 }),
        (size, bytes, extensions) => {
          const note = signCheckpoint({ origin: signer.name, size, root: bytes, extensions }, [signer]);
          const opened = openCheckpoint(note, [signer]);
          expect({ ...opened, root: hex(opened.root) }).toEqual({
            origin: signer.name,
            size,
            root: hex(bytes),
            extensions,
          });
        },
      ),
      { numRuns: 50 },
    );
    expect(() => openCheckpoint(signNote("hello\n", [signer]), [signer])).toThrow(
      error("checkpointMalformed"),
    );
    expect(() => openCheckpoint(signNote(EXAMPLE, [signer]), [])).toThrow(error("signatureNotKnown"));
  });
});

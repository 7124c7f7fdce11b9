import { createHash, createPrivateKey, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOTE_BYTES, NOTE_SIGNATURES, openNote, signNote } from "./note.ts";
import { formatVerifierKey, isKeyName, noteSigner, noteVerifier, parseVerifierKey } from "./note-keys.ts";
import { publicBytesOf } from "./ed25519.ts";

// The keys and signatures of the Go package golang.org/x/mod/sumdb/note, where the format comes from.
const PETER_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const ENOCH_KEY = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
// Its private key is published there too: `PRIVATE+KEY+name+id+base64(0x01 || seed)`.
const PETER_SEED = Buffer.from("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", "base64").subarray(1);
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER_LINE =
  "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_LINE =
  "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

const peter = parseVerifierKey(PETER_KEY);
const enoch = parseVerifierKey(ENOCH_KEY);
const error = (reason: string) => expect.objectContaining({ name: "TransparencyError", reason });
const wrongLine = `${PETER_LINE.slice(0, 60)}ABCD${PETER_LINE.slice(60)}`;

describe("keys of notes", () => {
  it("read and write the line of the Go package's example", () => {
    expect(peter.name).toBe("PeterNeumann");
    expect(peter.id).toBe(0xc74f20a3);
    expect(formatVerifierKey(peter)).toBe(PETER_KEY);
    expect(formatVerifierKey(enoch)).toBe(ENOCH_KEY);
    expect(formatVerifierKey(noteSigner("PeterNeumann", PETER_SEED))).toBe(PETER_KEY);
  });

  it("have the id that the specification defines", () => {
    const key = Buffer.alloc(32, 7);
    const digest = createHash("sha256")
      .update("example.org/log")
      .update(Uint8Array.of(0x0a, 0x01))
      .update(key);
    expect(noteVerifier("example.org/log", key).id).toBe(digest.digest().readUInt32BE(0));
  });

  it("refuse every piece of a line and every line with one byte changed", () => {
    for (let start = 0; start < PETER_KEY.length; start += 1) {
      for (let end = start; end <= PETER_KEY.length; end += 1) {
        if (end - start === PETER_KEY.length) continue;
        expect(() => parseVerifierKey(PETER_KEY.slice(start, end))).toThrow(/verifierKey/u);
      }
    }
    for (let at = 0; at < PETER_KEY.length; at += 1) {
      const changed = String.fromCharCode(PETER_KEY.charCodeAt(at) + 1);
      expect(() => parseVerifierKey(PETER_KEY.slice(0, at) + changed + PETER_KEY.slice(at + 1))).toThrow(
        /verifierKey/u,
      );
    }
  });

  it("say what is wrong with a line", () => {
    const refusal = (line: string) => expect(() => parseVerifierKey(line));
    refusal("").toThrow(error("verifierKeyMalformed"));
    refusal(`${PETER_KEY}\n`).toThrow(error("verifierKeyMalformed"));
    refusal(PETER_KEY.replace("c74f20a3", "C74F20A3")).toThrow(error("verifierKeyMalformed"));
    refusal(PETER_KEY.replace("c74f20a3", "c74f20a4")).toThrow(error("verifierKeyIdWrong"));
    refusal(PETER_KEY.replace("Peter", "Pedro")).toThrow(error("verifierKeyIdWrong"));
    // Both with the id that fits them: a key that is too long, and a type that is not Ed25519.
    refusal("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==").toThrow(
      /verifierKey/u,
    );
    refusal("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").toThrow(
      error("verifierKeyTypeUnknown"),
    );
    const long = Buffer.concat([Uint8Array.of(1), Buffer.alloc(33)]);
    const id = createHash("sha256").update("n\n").update(long).digest("hex").slice(0, 8);
    refusal(`n+${id}+${long.toString("base64")}`).toThrow(error("verifierKeyMalformed"));
  });

  it("bear names without white space, plus and control characters", () => {
    for (const name of ["example.org/log", "ñandú", "a"]) expect(isKeyName(name)).toBe(true);
    for (const name of [
      "",
      "a b",
      "a+b",
      "a\nb",
      "a\u00a0b",
      "a\u2003b",
      "a\u0085b",
      "a\u0000b",
      "a\ud800",
    ]) {
      expect(isKeyName(name), JSON.stringify(name)).toBe(false);
      expect(() => noteVerifier(name, Buffer.alloc(32))).toThrow(error("keyNameNotValid"));
      expect(() => noteSigner(name, Buffer.alloc(32))).toThrow(error("keyNameNotValid"));
    }
    expect(() => noteVerifier("a", Buffer.alloc(31))).toThrow(error("keyLengthWrong"));
  });
});

describe("signing a note", () => {
  it("writes the Go package's example", () => {
    expect(signNote(TEXT, [noteSigner("PeterNeumann", PETER_SEED)])).toBe(`${TEXT}\n${PETER_LINE}`);
  });

  it("refuses what is no note's text", () => {
    const signer = noteSigner("n", PETER_SEED);
    for (const text of ["", "no newline", "tab\t\n", "return\r\n", "\u0000\n", "\u001f\n", "\ud800\n"]) {
      expect(() => signNote(text, [signer]), JSON.stringify(text)).toThrow(error("noteMalformed"));
    }
    expect(() => signNote(TEXT, [])).toThrow(error("noteWithoutSigner"));
    const many = Array.from({ length: NOTE_SIGNATURES + 1 }, () => signer);
    expect(() => signNote(TEXT, many)).toThrow(error("noteWithTooManySignatures"));
    expect(() => signNote(`${"ñ".repeat(NOTE_BYTES / 2)}\n`, [signer])).toThrow(error("noteTooLong"));
  });

  it("is read back with its key, whatever the text", () => {
    const signers = ["one", "two"].map((name, at) => noteSigner(name, Buffer.alloc(32, at + 1)));
    const line = fc.string({ unit: "grapheme" }).filter((text) => !/\p{Cc}/u.test(text));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
        const text = `${lines.join("\n")}\n`;
        const opened = openNote(Buffer.from(signNote(text, signers)), signers);
        expect(opened.text).toBe(text);
        expect(opened.verified.map(({ name }) => name)).toEqual(["one", "two"]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("opening a note", () => {
  it("verifies signatures of known keys and keeps those of unknown ones apart", () => {
    const one = openNote(`${TEXT}\n${PETER_LINE}${ENOCH_LINE}`, [peter]);
    expect(one.text).toBe(TEXT);
    expect(one.verified.map(({ name, id }) => [name, id])).toEqual([["PeterNeumann", 0xc74f20a3]]);
    expect(one.unknown.map(({ name, id }) => [name, id])).toEqual([["EnochRoot", 0xaf0cfe78]]);
    const both = openNote(Buffer.from(`${TEXT}\n${PETER_LINE}${ENOCH_LINE}`), [enoch, peter]);
    expect(both.verified.map(({ name }) => name)).toEqual(["PeterNeumann", "EnochRoot"]);
    expect(both.unknown).toEqual([]);
  });

  it("refuses a note that no known key signed", () => {
    expect(() => openNote(`${TEXT}\n${PETER_LINE}`, [])).toThrow(error("signatureNotKnown"));
    expect(() => openNote(`${TEXT}\n${PETER_LINE}`, [enoch])).toThrow(error("signatureNotKnown"));
    // The same name with another key, and another name with the same id, are unknown keys.
    const namesake = noteVerifier("PeterNeumann", publicBytesOf(enoch.publicKey));
    expect(() => openNote(`${TEXT}\n${PETER_LINE}`, [namesake])).toThrow(error("signatureNotKnown"));
    expect(() => openNote(`${TEXT}\n${PETER_LINE}`, [{ ...peter, name: "Peter" }])).toThrow(
      error("signatureNotKnown"),
    );
  });

  it("refuses a note on which a known key's signature is wrong, though another one is right", () => {
    const forged = TEXT.replace("answer", "problem");
    expect(() => openNote(`${forged}\n${PETER_LINE}`, [peter])).toThrow(error("signatureNotValid"));
    expect(() => openNote(`${TEXT}\n${ENOCH_LINE}${wrongLine}`, [peter, enoch])).toThrow(
      error("signatureNotValid"),
    );
    expect(openNote(`${TEXT}\n${ENOCH_LINE}${wrongLine}`, [enoch]).unknown).toHaveLength(1);
  });

  it("counts a key once and a repeated unknown line once", () => {
    const wrongEnoch = `${ENOCH_LINE.slice(0, 60)}ABCD${ENOCH_LINE.slice(60)}`;
    const lines = [PETER_LINE, PETER_LINE, ENOCH_LINE, ENOCH_LINE, wrongEnoch];
    const opened = openNote(`${TEXT}\n${lines.join("")}`, [peter]);
    expect(opened.verified).toHaveLength(1);
    expect(opened.unknown).toHaveLength(2);
  });

  it("refuses two known keys with one name and id, where it matters", () => {
    expect(() => openNote(`${TEXT}\n${ENOCH_LINE}`, [enoch, peter, enoch])).toThrow(
      error("verifierKeyAmbiguous"),
    );
    expect(openNote(`${TEXT}\n${PETER_LINE}`, [enoch, peter, enoch]).verified).toHaveLength(1);
  });

  it("reads a text with empty lines in it, up to the last one", () => {
    const signer = noteSigner("n", PETER_SEED);
    const text = `a\n\n— n ${"A".repeat(8)}\n\n\n`;
    expect(openNote(signNote(text, [signer]), [signer]).text).toBe(text);
  });

  it("keeps a byte order mark, which was signed", () => {
    const signer = noteSigner("n", PETER_SEED);
    const note = Buffer.from(signNote("\ufefftext\n", [signer]));
    expect(openNote(note, [signer]).text).toBe("\ufefftext\n");
    expect(() => openNote(note.subarray(3), [signer])).toThrow(error("signatureNotValid"));
  });

  it("refuses what is no note", () => {
    const malformed: (string | Uint8Array)[] = [
      "",
      TEXT,
      `${TEXT}\n`,
      `${TEXT}\n${PETER_LINE.slice(0, -1)}`,
      `\u0001${TEXT}\n${PETER_LINE}`,
      `${TEXT}\r\n\n${PETER_LINE}`,
      `\ud800${TEXT}\n${PETER_LINE}`,
      Buffer.concat([Uint8Array.of(0xff), Buffer.from(`${TEXT}\n${PETER_LINE}`)]),
    ];
    for (const note of malformed) {
      expect(() => openNote(note, [peter]), JSON.stringify(note)).toThrow(error("noteMalformed"));
    }
  });

  it("refuses a line among the signatures that is none", () => {
    const base64 = PETER_LINE.split(" ")[2]?.trim() as string;
    const lines = [
      "Unexpected line.\n",
      PETER_LINE.replace("— ", "- "),
      `— Bad Name ${base64}\n`,
      `— a+b ${base64}\n`,
      `— PeterNeumann  ${base64}\n`,
      `— PeterNeumann ${base64} \n`,
      "— PeterNeumann\n",
      "— PeterNeumann x08gow==\n", // a key id and nothing behind it
      PETER_LINE.replace("AM=", "AN="), // the same bytes in another spelling
      PETER_LINE.replace("=", ""),
    ];
    for (const line of lines) {
      expect(() => openNote(`${TEXT}\n${PETER_LINE}${line}`, [peter]), line).toThrow(
        error("signatureMalformed"),
      );
    }
  });

  it("bounds the signatures and the length", () => {
    const others = (count: number) =>
      Array.from({ length: count }, (_, at) => ENOCH_LINE.replace("EnochRoot", `other${at}`)).join("");
    const full = openNote(`${TEXT}\n${others(NOTE_SIGNATURES - 1)}${PETER_LINE}`, [peter]);
    expect(full.unknown).toHaveLength(NOTE_SIGNATURES - 1);
    expect(() => openNote(`${TEXT}\n${others(NOTE_SIGNATURES)}${PETER_LINE}`, [peter])).toThrow(
      error("noteWithTooManySignatures"),
    );
    const long = "x".repeat(NOTE_BYTES);
    expect(() => openNote(`${long}\n\n${PETER_LINE}`, [peter])).toThrow(error("noteTooLong"));
    expect(() => openNote(Buffer.from(`${long}\n\n${PETER_LINE}`), [peter])).toThrow(error("noteTooLong"));
  });

  it("checks the very bytes that were signed, as plain Ed25519", () => {
    const head = Buffer.from("302e020100300506032b657004220420", "hex");
    const key = createPrivateKey({ key: Buffer.concat([head, PETER_SEED]), format: "der", type: "pkcs8" });
    const signature = sign(null, Buffer.from(TEXT), key);
    const line = Buffer.concat([Buffer.from("c74f20a3", "hex"), signature]).toString("base64");
    expect(`— PeterNeumann ${line}\n`).toBe(PETER_LINE);
  });
});

// Signed notes: a text that people can read, and under it the lines of those who sign it (C2SP signed-note).
// Invariant: `openNote` gives a text only when a known key signed exactly its bytes, and never when a known key's
// signature on it is wrong. Signatures of unknown keys count for nothing and are kept apart.
import { sign, verify } from "node:crypto";
import { fromBase64, toBase64 } from "./bytes.ts";
import { isKeyName, type NoteSigner, type NoteVerifier } from "./note-keys.ts";
import { TransparencyError } from "./transparency-error.ts";

/** The longest note that is read or written, in bytes, signatures included. */
export const NOTE_BYTES = 1_000_000;
/** The most signature lines that are read (the specification asks for at least 16). */
export const NOTE_SIGNATURES = 100;

/** One signature line: the key's name and id, and what the key made of the text. */
export type NoteSignature = { readonly name: string; readonly id: number; readonly signature: Uint8Array };

export type OpenedNote = {
  /** The text with its last newline. */
  readonly text: string;
  /** Signatures by known keys, all valid, one a key. */
  readonly verified: readonly NoteSignature[];
  /** Signatures by unknown keys, not checked. */
  readonly unknown: readonly NoteSignature[];
};

const SIGNATURE_PREFIX = "\u2014 ";

/**
 * Signs a text, which must end in a newline: gives the whole note.
 * Throws `noteMalformed` (no newline at the end, a control character other than newline, a lone surrogate),
 * `noteWithoutSigner`, `noteWithTooManySignatures`, `noteTooLong`.
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!text.endsWith("\n") || !isNoteText(text)) throw new TransparencyError("noteMalformed");
  if (signers.length === 0) throw new TransparencyError("noteWithoutSigner");
  requireFewSignatures(signers.length);
  const message = Buffer.from(text, "utf8");
  const lines = signers.map(({ name, id, privateKey }) => {
    const keyId = Buffer.alloc(4);
    keyId.writeUInt32BE(id);
    const signature = sign(null, message, privateKey);
    return `${SIGNATURE_PREFIX}${name} ${toBase64(Buffer.concat([keyId, signature]))}\n`;
  });
  const note = `${text}\n${lines.join("")}`;
  requireShort(Buffer.byteLength(note));
  return note;
}

/**
 * Reads a note and checks the signatures of the keys that are known.
 * Throws `noteTooLong`, `noteMalformed`, `noteWithTooManySignatures`, `signatureMalformed` (a line that is no signature),
 * `signatureNotValid` (by a known key, yet wrong: the whole note is refused), `signatureNotKnown` (none by a known key),
 * `verifierKeyAmbiguous` (two known keys with the signature's name and id).
 */
export function openNote(note: string | Uint8Array, known: readonly NoteVerifier[]): OpenedNote {
  const { text, lines } = splitNote(decodeNote(note));
  const message = Buffer.from(text, "utf8");
  const verified: NoteSignature[] = [];
  const unknown: NoteSignature[] = [];
  const seen = new Set<string>();
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    const key = keyOf(signature, known);
    const once = key ? `${key.name} ${key.id}` : line;
    if (seen.has(once)) continue;
    seen.add(once);
    if (!key) {
      unknown.push(signature);
    } else if (verify(null, message, key.publicKey, signature.signature)) {
      verified.push(signature);
    } else {
      throw new TransparencyError("signatureNotValid", { name: key.name });
    }
  }
  if (verified.length === 0) throw new TransparencyError("signatureNotKnown");
  return { text, verified, unknown };
}

function decodeNote(note: string | Uint8Array): string {
  requireShort(typeof note === "string" ? Buffer.byteLength(note) : note.length);
  if (typeof note === "string") return note;
  try {
    // `ignoreBOM` keeps a byte order mark in the text, where it was signed.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(note);
  } catch {
    throw new TransparencyError("noteMalformed");
  }
}

function splitNote(note: string): { text: string; lines: string[] } {
  // The last empty line parts the text, which may have empty lines of its own, from the signatures.
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n") || !isNoteText(note)) throw new TransparencyError("noteMalformed");
  const signatures = note.slice(split + 2);
  if (signatures === "") throw new TransparencyError("noteMalformed");
  const lines = signatures.slice(0, -1).split("\n");
  requireFewSignatures(lines.length);
  return { text: note.slice(0, split + 1), lines };
}

function parseSignatureLine(line: string): NoteSignature {
  const [name = "", text = "", ...more] = line.slice(SIGNATURE_PREFIX.length).split(" ");
  const bytes = fromBase64(text);
  const wellFormed = line.startsWith(SIGNATURE_PREFIX) && isKeyName(name) && more.length === 0;
  if (!wellFormed || !bytes || bytes.length <= 4) throw new TransparencyError("signatureMalformed");
  return { name, id: Buffer.from(bytes).readUInt32BE(0), signature: bytes.subarray(4) };
}

function keyOf({ name, id }: NoteSignature, known: readonly NoteVerifier[]): NoteVerifier | undefined {
  const [key, another] = known.filter((each) => each.name === name && each.id === id);
  if (another) throw new TransparencyError("verifierKeyAmbiguous", { name });
  return key;
}

/** No control character below U+0020 but the newline, and nothing that UTF-8 cannot write. */
function isNoteText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/u.test(text);
}

function requireShort(bytes: number): void {
  if (bytes > NOTE_BYTES) throw new TransparencyError("noteTooLong", { bytes, limit: NOTE_BYTES });
}

function requireFewSignatures(count: number): void {
  if (count > NOTE_SIGNATURES) {
    throw new TransparencyError("noteWithTooManySignatures", { count, limit: NOTE_SIGNATURES });
  }
}

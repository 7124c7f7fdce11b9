// From the bytes somebody sent to text, or a reason that says where they went wrong.
// Invariant: what comes out is exactly what the bytes say in UTF-8; nothing is guessed or replaced.
import { type Broken, broken } from "#platform/rules";
import { controlCharacterAt } from "#platform/plain-text";

/** 1 MiB: a book of 150,000 words. */
export const MOST_BYTES = 1_048_576;

export type Decoded = { readonly ok: true; readonly text: string; readonly hadByteOrderMark: boolean };

/**
 * Decodes UTF-8, strictly, with or without a byte order mark. Refuses with `textTooLong` {limit, actual} in bytes,
 * `textEncodingUnknown` {byteOffset} counted from 0, `textHasControlCharacters` {line} or `textIsEmpty`.
 */
export function decodeText(source: Uint8Array): Decoded | Broken {
  if (source.length > MOST_BYTES) return broken("textTooLong", { limit: MOST_BYTES, actual: source.length });
  const invalid = looksLikeUtf16(source) ? 0 : invalidUtf8At(source);
  if (invalid >= 0) return broken("textEncodingUnknown", { byteOffset: invalid });
  const text = new TextDecoder("utf-8").decode(source);
  const control = controlCharacterAt(text);
  if (control >= 0) return broken("textHasControlCharacters", { line: lineAt(text, control) });
  if (text.trim() === "") return broken("textIsEmpty");
  return { ok: true, text, hadByteOrderMark: source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf };
}

function lineAt(text: string, index: number): number {
  return linesOf(text.slice(0, index)).length;
}

/** The lines of a text, whichever way they end. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/u);
}

/** UTF-16 without its mark is valid UTF-8 full of NULs when it is mostly Latin: one byte of each pair is zero. */
function looksLikeUtf16(source: Uint8Array): boolean {
  const pairs = Math.min(100, Math.floor(source.length / 2));
  let evenZeros = 0;
  let oddZeros = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    if (source[2 * pair] === 0) evenZeros += 1;
    if (source[2 * pair + 1] === 0) oddZeros += 1;
  }
  const most = Math.max(evenZeros, oddZeros);
  return most > 0 && most >= pairs * 0.4 && Math.min(evenZeros, oddZeros) === 0;
}

/** The first byte that begins no well-formed sequence (The Unicode Standard, table 3-7), or -1. */
function invalidUtf8At(source: Uint8Array): number {
  for (let at = 0; at < source.length;) {
    const length = sequenceLength(source, at);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

function sequenceLength(source: Uint8Array, at: number): number {
  const lead = source[at] as number;
  if (lead < 0x80) return 1;
  const second = source[at + 1] ?? 0;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  // Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
  if (lead === 0xe0 && second < 0xa0) return 0;
  if (lead === 0xed && second > 0x9f) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  if (lead === 0xf4 && second > 0x8f) return 0;
  for (let follow = 1; follow < length; follow += 1) {
    const byte = source[at + follow] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}

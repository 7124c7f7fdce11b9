// Text that can be stored, shown and signed.

// C0 and C1 but for white space; and the two overrides that show letters in another order than the one signed.
const CONTROL = /(?![\t\n\v\f\r\u0085])\p{Cc}|[\u202d\u202e]/u;

/** Where the first control character stands, as an index into the text, or -1. */
export function controlCharacterAt(text: string): number {
  return text.search(CONTROL);
}

/** No control characters, and no half characters (unpaired surrogates). */
export function isPlainText(text: string): boolean {
  return controlCharacterAt(text) < 0 && text.isWellFormed();
}

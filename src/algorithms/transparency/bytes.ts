// Bytes as the formats of this folder need them.
// Invariant: base64 is read only in the one spelling that it is written in, so no two texts stand for the same bytes.

/** Whether two byte strings are the same. Not constant-time: nothing secret is compared here. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/**
 * Reads base64 (RFC 4648 §4), or gives undefined: no line breaks, no other alphabet, padding whole, and the unused bits
 * zero (§3.5), which Node by itself would all let pass.
 */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

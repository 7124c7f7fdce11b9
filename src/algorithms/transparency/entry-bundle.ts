// Entry bundles: the entries themselves, up to 256 a file (C2SP tlog-tiles, "Log entries").
// Invariant: a bundle is read whole or refused; no byte of it is left over.
import { TILE_WIDTH } from "./tile-geometry.ts";
import { TransparencyError } from "./transparency-error.ts";

/** The longest entry, in bytes: its length is written in 16 bits. */
export const ENTRY_BYTES = 65_535;

/**
 * Each entry behind its length as a big-endian uint16. Throws `entryTooLong` (more than 65,535 bytes), `bundleTooWide`
 * (more than 256 entries).
 */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  requireWidth(entries.length);
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    if (entry.length > ENTRY_BYTES) {
      throw new TransparencyError("entryTooLong", { bytes: entry.length, limit: ENTRY_BYTES });
    }
    parts.push(Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry);
  }
  return Buffer.concat(parts);
}

/** The entries of a bundle, as views into it. Throws `bundleTruncated`, `bundleTooWide`. */
export function decodeEntryBundle(bundle: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  let at = 0;
  while (at < bundle.length) {
    const start = at + 2;
    const end = start <= bundle.length ? start + view.getUint16(at) : Infinity;
    if (end > bundle.length) throw new TransparencyError("bundleTruncated", { entry: entries.length });
    entries.push(bundle.subarray(start, end));
    requireWidth(entries.length);
    at = end;
  }
  return entries;
}

function requireWidth(entries: number): void {
  if (entries > TILE_WIDTH) throw new TransparencyError("bundleTooWide", { entries, limit: TILE_WIDTH });
}

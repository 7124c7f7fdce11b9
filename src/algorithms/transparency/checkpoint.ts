// Checkpoints: what a log's operator signs about the log at one size (C2SP tlog-checkpoint).
// Invariant: a checkpoint has one spelling; `parseCheckpoint` reads only what `formatCheckpoint` writes.
import { fromBase64, toBase64 } from "./bytes.ts";
import { HASH_BYTES, requireHash } from "./merkle-hash.ts";
import { openNote, signNote } from "./note.ts";
import type { NoteSigner, NoteVerifier } from "./note-keys.ts";
import { requireSize } from "./tile-geometry.ts";
import { TransparencyError } from "./transparency-error.ts";

export type Checkpoint = {
  /** Which log: a name for ever, best an address without its scheme. One line, not empty. */
  readonly origin: string;
  /** Number of leaves. */
  readonly size: number;
  /** Root of the Merkle tree over them: 32 bytes. */
  readonly root: Uint8Array;
  /** Further lines, opaque; the specification advises against them. */
  readonly extensions: readonly string[];
};

/**
 * The text of a checkpoint, to be signed.
 * Throws `sizeNotValid`, `hashNotValid`, and `checkpointMalformed` for an origin or extension that is empty or has a
 * newline.
 */
export function formatCheckpoint(checkpoint: Omit<Checkpoint, "extensions"> & Partial<Checkpoint>): string {
  const { origin, size, root, extensions = [] } = checkpoint;
  requireSize(size);
  requireHash(root);
  for (const line of [origin, ...extensions]) {
    if (line === "" || line.includes("\n")) throw new TransparencyError("checkpointMalformed", { line });
  }
  return [origin, String(size), toBase64(root), ...extensions].map((line) => `${line}\n`).join("");
}

/**
 * Reads the text of a checkpoint (a note's text, without signatures).
 * Throws `checkpointMalformed`: fewer than three lines, an empty line, a size with leading zeros or beyond 2^53 - 1, a
 * root that is not 32 bytes of base64.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split("\n");
  const afterLast = lines.pop();
  const [origin, decimal, base64, ...extensions] = lines;
  if (afterLast !== "" || origin === undefined || decimal === undefined || base64 === undefined) {
    throw new TransparencyError("checkpointMalformed", { lines: lines.length });
  }
  const size = /^(?:0|[1-9][0-9]*)$/u.test(decimal) ? Number(decimal) : Number.NaN;
  if (!Number.isSafeInteger(size)) throw new TransparencyError("checkpointMalformed", { size: decimal });
  const root = fromBase64(base64);
  if (root?.length !== HASH_BYTES) throw new TransparencyError("checkpointMalformed", { root: base64 });
  if (lines.includes("")) throw new TransparencyError("checkpointMalformed", { line: "" });
  return { origin, size, root, extensions };
}

/** The signed note of a checkpoint. Throws as `formatCheckpoint` and `signNote`. */
export function signCheckpoint(
  checkpoint: Parameters<typeof formatCheckpoint>[0],
  signers: readonly NoteSigner[],
): string {
  return signNote(formatCheckpoint(checkpoint), signers);
}

/** Reads a checkpoint that one of the known keys signed. Throws as `openNote` and `parseCheckpoint`. */
export function openCheckpoint(note: string | Uint8Array, known: readonly NoteVerifier[]): Checkpoint {
  return parseCheckpoint(openNote(note, known).text);
}

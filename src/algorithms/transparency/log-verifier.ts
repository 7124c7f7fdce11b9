// Reading a whole log once to see whether it is what its checkpoint says (C2SP tlog-tiles, RFC 9162 §2.1).
// Invariant: nothing that is served is believed: every leaf, every tile and the root are computed anew from the entries
// and compared. Memory holds one bundle and the right edge of the tree, whatever the log's size.
import { sameBytes } from "./bytes.ts";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { decodeEntryBundle } from "./entry-bundle.ts";
import { HASH_BYTES, leafHash } from "./merkle-hash.ts";
import type { NoteVerifier } from "./note-keys.ts";
import { TILE_WIDTH } from "./tile-geometry.ts";
import { formatTilePath, type TilePath } from "./tile-path.ts";
import { TransparencyError, type TransparencyFacts } from "./transparency-error.ts";
import { GrowingTree, type Tile } from "./tree-growth.ts";

/** What does not hold. */
export type LogFault =
  | "checkpointMalformed" // it cannot be read
  | "checkpointSignature" // no known key signed it, or a known key's signature is wrong
  | "checkpointOrigin" // it is of another log
  | "olderCheckpointMalformed"
  | "olderCheckpointSignature"
  | "olderCheckpointOrigin"
  | "notConsistent" // the log does not begin with what the older checkpoint signed
  | "entryMissing" // a bundle is not to be had
  | "entriesMalformed" // a bundle that cannot be read, or with another number of entries
  | "tileMissing"
  | "tileMismatch" // a tile does not hold the hashes of the entries
  | "rootMismatch"; // entries and tiles agree with each other and not with the checkpoint

export type LogVerdict =
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly tiles: number }
  | { readonly ok: false; readonly fault: LogFault; readonly facts: TransparencyFacts };

export type LogToVerify = {
  /** Gives the file at a path below the log (`tile/0/000`), without compression; rejects when it cannot. */
  readonly fetch: (path: string) => Promise<Uint8Array>;
  /** The signed checkpoint to hold the log to. */
  readonly checkpoint: string | Uint8Array;
  /** A signed checkpoint that was kept from earlier. */
  readonly olderCheckpoint?: string | Uint8Array;
  /** The log's keys; one of them must have signed. */
  readonly verifiers: readonly NoteVerifier[];
  /** The origin that the checkpoints must name. */
  readonly origin: string;
  /** Told of each entry once its hash was found in its tile, in order; what it throws ends the reading. */
  readonly onEntry?: (entry: Uint8Array, index: number) => void;
};

/** Ends the reading at the first thing that does not hold. */
class Fault extends Error {
  readonly fault: LogFault;
  readonly facts: TransparencyFacts;

  constructor(fault: LogFault, facts: TransparencyFacts = {}) {
    super(fault);
    this.fault = fault;
    this.facts = facts;
  }
}

/**
 * Reads all entry bundles and tiles of a log and reports the first thing that does not hold. Rejects only with what
 * `onEntry` throws, or with `verifierKeyAmbiguous`; a `fetch` that rejects is an answer: `entryMissing` or `tileMissing`,
 * with the cause among the facts.
 * A partial file that is gone is looked for in the full one that replaced it, as the specification advises.
 */
export async function verifyLog(log: LogToVerify): Promise<LogVerdict> {
  try {
    const checkpoint = openKnown(log.checkpoint, log, "checkpoint");
    const older =
      log.olderCheckpoint === undefined ? undefined : openKnown(log.olderCheckpoint, log, "olderCheckpoint");
    if (older) requireSameBeginning(older, checkpoint);
    const tiles = await readThrough(log, checkpoint, older);
    return { ok: true, checkpoint, tiles };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.fault, facts: error.facts };
    throw error;
  }
}

function openKnown(
  note: string | Uint8Array,
  { verifiers, origin }: LogToVerify,
  which: "checkpoint" | "olderCheckpoint",
): Checkpoint {
  let opened: Checkpoint;
  try {
    opened = openCheckpoint(note, verifiers);
  } catch (error) {
    if (!(error instanceof TransparencyError) || error.reason === "verifierKeyAmbiguous") throw error;
    const unsigned = error.reason === "signatureNotValid" || error.reason === "signatureNotKnown";
    throw new Fault(unsigned ? `${which}Signature` : `${which}Malformed`, { reason: error.reason });
  }
  if (opened.origin !== origin) {
    throw new Fault(`${which}Origin`, { expected: origin, found: opened.origin });
  }
  return opened;
}

/** What can be told from the two checkpoints alone. */
function requireSameBeginning(older: Checkpoint, checkpoint: Checkpoint): void {
  const shrunk = older.size > checkpoint.size;
  const rewritten = older.size === checkpoint.size && !sameBytes(older.root, checkpoint.root);
  if (shrunk || rewritten) {
    throw new Fault("notConsistent", { olderSize: older.size, size: checkpoint.size });
  }
}

async function readThrough(log: LogToVerify, checkpoint: Checkpoint, older?: Checkpoint): Promise<number> {
  const tree = new GrowingTree();
  let tiles = 0;
  const compareTiles = async (computed: readonly Tile[]) => {
    for (const tile of computed) {
      await compareTile(log.fetch, tile);
      tiles += 1;
    }
  };
  requireOlderRoot(tree, checkpoint, older);
  while (tree.size < checkpoint.size) {
    const first = tree.size;
    const width = Math.min(TILE_WIDTH, checkpoint.size - first);
    const entries = await fetchEntries(log.fetch, first / TILE_WIDTH, width);
    for (const entry of entries) {
      tree.append(leafHash(entry));
      requireOlderRoot(tree, checkpoint, older);
    }
    await compareTiles(tree.takeFullTiles());
    if (tree.size === checkpoint.size) await compareTiles(tree.edgeTiles());
    entries.forEach((entry, at) => log.onEntry?.(entry, first + at));
  }
  if (!sameBytes(tree.root(), checkpoint.root)) {
    throw new Fault("rootMismatch", { size: tree.size, ...differing(checkpoint.root, tree.root()) });
  }
  return tiles;
}

/** The tree has just reached the older checkpoint's size: was this what it signed? */
function requireOlderRoot(tree: GrowingTree, checkpoint: Checkpoint, older?: Checkpoint): void {
  // At equal sizes the checkpoints agree already, and a wrong root is told as what it is.
  if (!older || tree.size !== older.size || older.size === checkpoint.size) return;
  if (!sameBytes(tree.root(), older.root)) {
    const facts = { olderSize: older.size, size: checkpoint.size };
    throw new Fault("notConsistent", { ...facts, ...differing(older.root, tree.root()) });
  }
}

async function fetchEntries(
  fetch: LogToVerify["fetch"],
  index: number,
  width: number,
): Promise<Uint8Array[]> {
  const found = await fetchFile(fetch, { kind: "entries", index, width }, "entryMissing");
  let entries: Uint8Array[];
  try {
    entries = decodeEntryBundle(found.bytes);
  } catch (error) {
    if (!(error instanceof TransparencyError)) throw error;
    throw new Fault("entriesMalformed", { path: found.path, reason: error.reason });
  }
  if (entries.length !== found.width) {
    throw new Fault("entriesMalformed", { path: found.path, expected: found.width, found: entries.length });
  }
  return entries.slice(0, width);
}

async function compareTile(fetch: LogToVerify["fetch"], tile: Tile): Promise<void> {
  const { level, index, hashes } = tile;
  const width = hashes.length / HASH_BYTES;
  const found = await fetchFile(fetch, { kind: "hashes", level, index, width }, "tileMissing");
  if (found.bytes.length !== found.width * HASH_BYTES) {
    const facts = { expected: found.width * HASH_BYTES, found: found.bytes.length };
    throw new Fault("tileMismatch", { path: found.path, ...facts });
  }
  for (let at = 0; at < width; at += 1) {
    const [computed, served] = [hashes, found.bytes].map((each) =>
      each.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
    ) as [Uint8Array, Uint8Array];
    if (!sameBytes(computed, served)) {
      const hash = index * TILE_WIDTH + at;
      throw new Fault("tileMismatch", { path: found.path, level, hash, ...differing(computed, served) });
    }
  }
}

type FoundFile = { readonly bytes: Uint8Array; readonly path: string; readonly width: number };

async function fetchFile(
  fetch: LogToVerify["fetch"],
  wanted: TilePath,
  missing: LogFault,
): Promise<FoundFile> {
  const widths = wanted.width === TILE_WIDTH ? [TILE_WIDTH] : [wanted.width, TILE_WIDTH];
  let cause = "";
  for (const width of widths) {
    const path = formatTilePath({ ...wanted, width });
    try {
      return { bytes: await fetch(path), path, width };
    } catch (error) {
      cause ||= error instanceof Error ? error.message : String(error);
    }
  }
  throw new Fault(missing, { path: formatTilePath(wanted), cause });
}

function differing(expected: Uint8Array, found: Uint8Array): TransparencyFacts {
  return { expected: Buffer.from(expected).toString("hex"), found: Buffer.from(found).toString("hex") };
}

// The log of a data directory, as `log verify` and `doctor` look at it.
// Invariant: looking changes nothing: what waits for its place in the tree is counted, and the node places it.
import { parseTilePath } from "#algorithms/transparency";
import type { Ctx } from "#platform/context";
import { logVerifierKey } from "#platform/log/keys";
import { latestCheckpoint } from "#platform/log/seal";
import { countWaiting, findDamagedRecords, readTile } from "#platform/log/views";

/** A log that can be read file by file, wherever it is. */
export type LogSource = {
  readonly checkpoint: string;
  /** The line that it says its checkpoints are signed with. */
  readonly key: string;
  readonly fetch: (path: string) => Promise<Uint8Array>;
};

export type OwnLog = {
  /** Acts whose record is not what their leaf says. */
  readonly damaged: readonly string[];
  /** Acts that have no place in the tree yet. */
  readonly waiting: number;
  /** Undefined as long as nothing was sealed. */
  readonly source: LogSource | undefined;
};

export async function readOwnLog(ctx: Ctx): Promise<OwnLog> {
  const damaged = await findDamagedRecords(ctx.db);
  const waiting = await countWaiting(ctx.db);
  const checkpoint = await latestCheckpoint(ctx.db);
  if (!checkpoint) return { damaged, waiting, source: undefined };
  const fetch = async (path: string) => {
    const bytes = await readTile(ctx.db, parseTilePath(path));
    if (!bytes) throw new Error(`${path} is not stored`);
    return bytes;
  };
  return { damaged, waiting, source: { checkpoint: checkpoint.note, key: await logVerifierKey(ctx), fetch } };
}

/** `; 3 more wait for their place, which the running node gives them`, or nothing. */
export function waitingWords(waiting: number): string {
  return waiting === 0 ? "" : `; ${waiting} more wait for their place, which the running node gives them`;
}

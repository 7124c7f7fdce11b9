// Archives that were made and may be handed out again.
// Invariant: an archive is made once for a state of the log, whoever asks meanwhile waits for the same one; and a node that
// is written to all the time makes one at most once a minute. Only a few are kept, in a folder that goes with the process.
import { mkdtempSync, rmSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ctx } from "#platform/context";
import { latestCheckpoint } from "#platform/log/seal";
import { writeArchive } from "./write-archive.ts";

export type ShelvedArchive = { readonly path: string; readonly bytes: number; readonly sha256: string };

export type ArchiveShelf = {
  /** Refuses as `writeArchive`. */
  readonly archiveOf: (ctx: Ctx, edition: string) => Promise<ShelvedArchive>;
};

const MOST_KEPT = 8;
const YOUNG_MS = 60_000;

type Kept = ShelvedArchive & { readonly logSize: number; readonly madeAt: number };

export function openShelf(): ArchiveShelf {
  let folder: string | undefined;
  const kept = new Map<string, Kept>();
  const making = new Map<string, Promise<Kept>>();
  let made = 0;

  const make = async (ctx: Ctx, edition: string, logSize: number): Promise<Kept> => {
    if (folder === undefined) {
      const mine = (folder = mkdtempSync(join(tmpdir(), "cumbe-archives-")));
      process.once("exit", () => rmSync(mine, { recursive: true, force: true }));
    }
    // A name of its own: whoever still reads the one before reads it to its end.
    const path = join(folder, `${(made += 1)}.tar.gz`);
    const { bytes, sha256 } = await writeArchive(ctx, edition, `${path}.new`);
    await rename(`${path}.new`, path);
    const before = kept.get(edition);
    kept.delete(edition);
    kept.set(edition, { path, bytes, sha256, logSize, madeAt: ctx.now.getTime() });
    if (before) await rm(before.path, { force: true });
    await dropOldest();
    return kept.get(edition) as Kept;
  };

  const dropOldest = async () => {
    for (const [edition, { path }] of kept) {
      if (kept.size <= MOST_KEPT) return;
      kept.delete(edition);
      await rm(path, { force: true });
    }
  };

  return {
    async archiveOf(ctx, edition) {
      const logSize = (await latestCheckpoint(ctx.db))?.size ?? 0;
      const there = kept.get(edition);
      const age = there ? ctx.now.getTime() - there.madeAt : Number.POSITIVE_INFINITY;
      if (there && (there.logSize === logSize || (age >= 0 && age < YOUNG_MS))) return there;
      const running = making.get(edition);
      if (running) return running;
      const work = make(ctx, edition, logSize).finally(() => making.delete(edition));
      making.set(edition, work);
      return work;
    },
  };
}

// Writing a congress as one archive that anybody can check without the node.
// Invariant: the same data gives the same bytes: no clock, no owner, files in the order of their names; and the archive
// appears whole under its name or not at all.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, open, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import tar from "tar-stream";
import { ARCHIVE_FORMAT, folderOf } from "#algorithms/congress-archive";
import { signNote } from "#algorithms/transparency";
import { editionPath } from "#congress";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { countUnsealedAbout } from "#platform/log/archived";
import { logOrigin, logSigner } from "#platform/log/keys";
import { sealLog } from "#platform/log/seal";
import { projectVersion } from "#platform/project";
import { type ArchiveFile, type ArchiveSource, dataFiles, readArchiveSource } from "./archive-data.ts";
import { derivedFiles } from "./archive-derived.ts";
import { archivePaths, asJson, manifestStatement } from "./format.ts";

export type WrittenArchive = {
  readonly bytes: number;
  /** Of the archive itself, in hex. */
  readonly sha256: string;
  readonly files: number;
  /** Acts in the log that the archive goes up to. */
  readonly logSize: number;
};

const SEALING_TRIES = 20;
const SEALING_PAUSE_MS = 100;

/**
 * Writes the edition's archive to `target`. Refuses with `editionUnknown` and, where the log has not caught up within two
 * seconds, `archiveNotSealedYet`.
 */
export async function writeArchive(ctx: Ctx, slug: string, target: string): Promise<WrittenArchive> {
  const work = await mkdtemp(join(tmpdir(), "cumbe-archive-"));
  try {
    const { source, entries } = await readSealed(ctx, slug, work);
    const all = [...(await sealedManifest(source, entries, work)), ...entries];
    const draft = `${target}.${process.pid}.unfinished`;
    try {
      const written = await pack(folderOf(slug), all, draft);
      await rename(draft, target);
      return { ...written, files: all.length, logSize: source.log.size };
    } finally {
      await rm(draft, { force: true });
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

type Read = { readonly source: ArchiveSource; readonly entries: readonly Entry[] };

/**
 * Reads everything in one snapshot in which every act about the edition has its place in the log. A running node gives it
 * within half a second; a stopped one has nobody else to do it.
 */
async function readSealed(ctx: Ctx, slug: string, work: string): Promise<Read> {
  const subject = editionPath(slug);
  for (let attempt = 0; attempt < SEALING_TRIES; attempt += 1) {
    const read = await ctx.db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute(async (db) => {
        if ((await countUnsealedAbout(db, subject)) > 0) return undefined;
        const source = await readArchiveSource({ ...ctx, db }, slug);
        return { source: { ...source, ctx }, entries: await keepFiles(source, work) };
      });
    if (read) return read;
    await sealLog(ctx);
    await pause(attempt === 0 ? 0 : SEALING_PAUSE_MS);
  }
  throw new Refusal("unavailable", "archiveNotSealedYet");
}

type Entry = {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly kept: string;
};

async function keepFiles(source: ArchiveSource, work: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const files of [dataFiles(source), derivedFiles(source)])
    for await (const file of files) entries.push(await keep(file, join(work, String(entries.length))));
  return entries.sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function keep({ path, pieces }: ArchiveFile, kept: string): Promise<Entry> {
  const hash = createHash("sha256");
  let bytes = 0;
  const counted = async function* () {
    for await (const piece of pieces) {
      hash.update(piece);
      bytes += piece.byteLength;
      yield piece;
    }
  };
  await pipeline(counted(), createWriteStream(kept, { mode: 0o600 }));
  return { path, bytes, sha256: hash.digest("hex"), kept };
}

/** The list of the files, and the node's signature over it: what is in no act of the log is bound by this alone. */
async function sealedManifest(
  source: ArchiveSource,
  entries: readonly Entry[],
  work: string,
): Promise<Entry[]> {
  const { ctx, edition, log } = source;
  const origin = await logOrigin(ctx);
  const manifest = asJson({
    format: ARCHIVE_FORMAT,
    origin: ctx.node.origin,
    program: `cumbe ${projectVersion()}`,
    edition: edition.slug,
    log: { origin, first: log.first, size: log.size, root: log.root },
    files: entries.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
  });
  const sha256 = createHash("sha256").update(manifest).digest("hex");
  const statement = manifestStatement(origin, edition.slug, sha256);
  const note = Buffer.from(signNote(statement, [logSigner(ctx.node.keys, origin)]));
  const put = async (path: string, body: Uint8Array): Promise<Entry> => {
    const kept = join(work, path);
    await writeFile(kept, body, { mode: 0o600 });
    return { path, bytes: body.byteLength, sha256, kept };
  };
  return [await put(archivePaths.manifest, manifest), await put(archivePaths.manifestNote, note)];
}

async function pack(
  folder: string,
  entries: readonly Entry[],
  path: string,
): Promise<{ bytes: number; sha256: string }> {
  const archive = tar.pack();
  const hash = createHash("sha256");
  let bytes = 0;
  const counted = async function* (source: AsyncIterable<Buffer>) {
    for await (const piece of source) {
      hash.update(piece);
      bytes += piece.byteLength;
      yield piece;
    }
  };
  const written = pipeline(
    archive,
    createGzip({ level: 9 }),
    counted,
    createWriteStream(path, { mode: 0o644 }),
  );
  const fill = async () => {
    for (const { path: name, bytes: size, kept } of entries)
      await pipeline(createReadStream(kept), archive.entry(headerOf(`${folder}/${name}`, size)));
    archive.finalize();
  };
  await Promise.all([fill(), written]);
  const file = await open(path, "r");
  await file.sync().finally(() => file.close());
  return { bytes, sha256: hash.digest("hex") };
}

/** No owner, no time: the same bytes for the same content. */
export function headerOf(name: string, size: number) {
  return {
    name,
    size,
    mode: 0o644,
    mtime: new Date(0),
    uid: 0,
    gid: 0,
    uname: "",
    gname: "",
    type: "file" as const,
  };
}

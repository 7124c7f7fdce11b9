// Opening an archive that somebody else may have made.
// Invariant: its size, its number of files and their names are bounded before anything is kept; what is kept lies in one
// file of a folder of our own, so no name in it ever becomes a path.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { ArchiveFault, type OpenArchive, readTar } from "#algorithms/congress-archive";

/** A gigabyte and fifty thousand files: forty times what a congress of a thousand delegations comes to. */
export const archiveLimits = { bytes: 1024 ** 3, files: 50_000 } as const;

type Kept = { readonly bytes: number; readonly sha256: string; readonly offset: number };

/** Opens the file, does the work, and removes what was kept meanwhile. Throws `ArchiveFault` for what is no archive. */
export async function withOpenArchive<Result>(
  path: string,
  work: (archive: OpenArchive) => Promise<Result>,
  limits: { readonly bytes: number; readonly files: number } = archiveLimits,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "cumbe-verify-"));
  try {
    return await work(await spool(path, join(folder, "files"), limits));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Unpacks every file behind the other into one, and remembers where each is. */
async function spool(
  path: string,
  target: string,
  limits: { readonly bytes: number; readonly files: number },
): Promise<OpenArchive> {
  const files = new Map<string, Kept>();
  const out = await open(target, "wx", 0o600);
  let folder: string | undefined;
  let offset = 0;
  try {
    for await (const { name, size, body } of readTar(unzipped(path), limits)) {
      const [first = "", ...rest] = name.split("/");
      folder ??= first;
      if (first !== folder) throw new ArchiveFault("entryNameNotValid", { name });
      const hash = createHash("sha256");
      for await (const piece of body) {
        hash.update(piece);
        await out.writeFile(piece);
      }
      files.set(rest.join("/"), { bytes: size, sha256: hash.digest("hex"), offset });
      offset += size;
    }
  } finally {
    await out.close();
  }
  return {
    folder: folder ?? "",
    files,
    read(wanted) {
      const kept = files.get(wanted);
      if (!kept) throw new ArchiveFault("fileMissing", { path: wanted });
      return kept.bytes === 0
        ? nothing()
        : createReadStream(target, { start: kept.offset, end: kept.offset + kept.bytes - 1 });
    },
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** The bytes of the archive inside; what cannot be unzipped is told from what cannot be read. */
async function* unzipped(path: string): AsyncGenerator<Uint8Array> {
  const { size } = await stat(path);
  const gunzip = createGunzip();
  const source = createReadStream(path);
  source.on("error", (error) => gunzip.destroy(error));
  let began = false;
  try {
    for await (const piece of source.pipe(gunzip) as AsyncIterable<Uint8Array>) {
      began = true;
      yield piece;
    }
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "Z_BUF_ERROR") throw new ArchiveFault("archiveCutShort");
    if (code.startsWith("Z_")) throw new ArchiveFault(began ? "archiveDamaged" : "notAnArchive");
    throw error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
  if (gunzip.bytesWritten !== size) throw new ArchiveFault("archiveHasTrailingBytes");
}

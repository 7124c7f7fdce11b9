// Files by the SHA-256 of their bytes, below the data directory.
// Invariant: a file under its name is whole and never changes; equal bytes are kept once.
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Readable } from "node:stream";

export type FileStore = {
  /** Keeps the bytes and returns their SHA-256 in hex once they are on disk. */
  put(bytes: Uint8Array): Promise<string>;
  /**
   * Keeps what a stream brings if it is what its name says, and says whether it was. Memory holds a piece of it at a
   * time, and no more than `most` bytes are read.
   */
  take(hash: string, source: Readable, most: number): Promise<boolean>;
  /** A stream of a kept file's bytes; the caller has checked that it exists. */
  read(hash: string): Readable;
  /** Size in bytes, or undefined when there is no such file. */
  size(hash: string): Promise<number | undefined>;
  /** The hash of what is on disk under this name; differs from the name when the file is damaged. */
  rehash(hash: string): Promise<string>;
  /** Every kept file's name, sorted. */
  list(): Promise<string[]>;
};

const NAME = /^[0-9a-f]{64}$/;

export function openFiles(dataDir: string): FileStore {
  const root = join(dataDir, "files");
  const pathOf = (hash: string) => {
    // A name from outside never becomes a path unless it is a hash.
    if (!NAME.test(hash)) throw new Error("not a file's hash");
    return join(root, hash.slice(0, 2), hash);
  };
  const size = async (hash: string) => {
    if (!NAME.test(hash)) return undefined;
    return stat(pathOf(hash)).then(
      (found) => found.size,
      () => undefined,
    );
  };
  return {
    size,
    async put(bytes) {
      const hash = createHash("sha256").update(bytes).digest("hex");
      if ((await size(hash)) === bytes.byteLength) return hash;
      await writeWhole(pathOf(hash), bytes);
      return hash;
    },
    async take(hash, source, most) {
      const digest = createHash("sha256");
      let size = 0;
      const pieces = async function* () {
        for await (const piece of source as AsyncIterable<Buffer>) {
          size += piece.byteLength;
          if (size > most) return;
          digest.update(piece);
          yield piece;
        }
      };
      return writeWhole(pathOf(hash), pieces(), () => size <= most && digest.digest("hex") === hash);
    },
    read: (hash) => createReadStream(pathOf(hash)),
    async rehash(hash) {
      const digest = createHash("sha256");
      await pipeline(createReadStream(pathOf(hash)), digest);
      return digest.digest("hex");
    },
    async list() {
      const folders = await readdir(root).catch(() => []);
      const names = await Promise.all(folders.map((folder) => readdir(join(root, folder)).catch(() => [])));
      return names
        .flat()
        .filter((name) => NAME.test(name))
        .sort();
    },
  };
}

/**
 * Writes beside, flushes, renames, and flushes the folder: after a power cut the file is whole or absent. It gets its name
 * only if it `holds`.
 */
async function writeWhole(
  path: string,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  holds: () => boolean = () => true,
): Promise<boolean> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${randomUUID()}`);
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!holds()) return false;
    await rename(draft, path);
  } finally {
    // After the renaming there is none.
    await rm(draft, { force: true });
  }
  await syncFolder(folder);
  return true;
}

async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, "r");
  await directory.sync().finally(() => directory.close());
}

/** Moves every kept file of one data directory into another on the same disk. */
export async function moveFiles(from: string, to: string): Promise<void> {
  for (const name of await openFiles(from).list()) {
    const place = join("files", name.slice(0, 2));
    await mkdir(join(to, place), { recursive: true, mode: 0o700 });
    await rename(join(from, place, name), join(to, place, name));
    await syncFolder(join(to, place));
  }
}

// Where the server's Unix socket is.
// Invariant: only the server's user can enter the folder, so whoever answers on the socket is our server, and whoever
// asks is us: that is what lets local connections go without a password.
import { createHash } from "node:crypto";
import { chmod, chown, lstat, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeOf, PostgresRefusal } from "./refusal.ts";

export const PORT = 5432;

/** `sun_path` of unix(7) holds 108 bytes, the last of them a NUL. */
const LONGEST_PATH_BYTES = 107;

/** Where the server's socket is in a folder. */
export function socketPath(folder: string): string {
  return join(folder, `.s.PGSQL.${PORT}`);
}

export function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(socketPath(folder)) <= LONGEST_PATH_BYTES;
}

/**
 * The folder for the socket of the server in `cluster` (its real path): the cluster itself or, where the path is too
 * long for a socket, one in the system's temporary folder whose name follows from that path.
 */
export function socketFolderOf(cluster: string, uid: number): string {
  if (fitsSocket(cluster)) return cluster;
  const name = `cumbe-${uid}-${createHash("sha256").update(cluster).digest("hex").slice(0, 16)}`;
  const folder = join(tmpdir(), name);
  return fitsSocket(folder) ? folder : join("/tmp", name);
}

/** Makes the folder if it is missing; refuses (`socketFolderNotOurs`) one that somebody else could have made or enters. */
export async function ensureSocketFolder(folder: string, user: { uid: number; gid: number }): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
    await chmod(folder, 0o700);
    if (process.getuid?.() === 0 && user.uid !== 0) await chown(folder, user.uid, user.gid);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
  const found = await lstat(folder);
  const windows = process.platform === "win32";
  if (found.isDirectory() && (windows || (found.uid === user.uid && (found.mode & 0o077) === 0))) return;
  throw new PostgresRefusal(
    "socketFolderNotOurs",
    { folder, owner: found.uid, mode: (found.mode & 0o777).toString(8) },
    `The folder ${folder}, meant for the database's socket, belongs to somebody else or is open to others. Remove it, or choose a data directory with a shorter path.`,
  );
}

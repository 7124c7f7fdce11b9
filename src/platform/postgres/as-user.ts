// As whom the server runs. PostgreSQL refuses root, because whoever breaks into it would own the computer.
// Invariant: as root the server gets an identity without rights; the data directory's owner never changes unasked.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf, PostgresRefusal } from "./refusal.ts";

export type Call = {
  readonly program: string;
  readonly args: readonly string[];
  readonly identity: { readonly uid?: number; readonly gid?: number };
};

export type ServerUser = {
  readonly kind: "ourselves" | "namespace" | "other";
  /** Who owns the server's files, seen from outside. */
  readonly uid: number;
  readonly gid: number;
  /** How to run a program as that user. */
  readonly call: (program: string, args: readonly string[]) => Call;
};

/** `nobody` on every system that Cumbe runs on. */
const NOBODY = 65_534;
const NAMESPACE = ["--user", "--map-user=1000", "--map-group=1000"];

/** Whether this computer lets us make a user namespace; containers often do not. */
export async function namespacesWork(): Promise<boolean> {
  const child = spawn("unshare", [...NAMESPACE, "true"], { stdio: "ignore" });
  try {
    const [code] = (await once(child, "exit")) as [number | null];
    return code === 0;
  } catch {
    return false;
  }
}

async function ownerOf(path: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function ourselves(uid: number): ServerUser {
  const gid = process.getgid?.() ?? 0;
  return { kind: "ourselves", uid, gid, call: (program, args) => ({ program, args, identity: {} }) };
}

/** Inside the namespace the server is user 1000 without rights; outside, its files stay root's. */
function inNamespace(): ServerUser {
  const call = (program: string, args: readonly string[]): Call => ({
    program: "unshare",
    args: [...NAMESPACE, program, ...args],
    identity: {},
  });
  return { kind: "namespace", uid: 0, gid: 0, call };
}

function otherUser(uid: number, gid: number): ServerUser {
  return {
    kind: "other",
    uid,
    gid,
    call: (program, args) => ({ program, args, identity: { uid, gid } }),
  };
}

/**
 * Chooses who runs the server of `cluster` (the server's own folder, which need not exist yet).
 * `namespaces` says whether user namespaces work here, instead of trying it.
 * Throws `dataDirectoryNotOurs` or `namespacesRefused`.
 */
export async function chooseServerUser(cluster: string, namespaces?: boolean): Promise<ServerUser> {
  const uid = process.getuid?.() ?? -1;
  const owner = await ownerOf(cluster);
  if (uid !== 0) {
    if (!owner || uid === -1 || owner.uid === uid) return ourselves(uid);
    throw new PostgresRefusal(
      "dataDirectoryNotOurs",
      { folder: cluster, owner: owner.uid, uid },
      `The folder ${cluster} belongs to user ${owner.uid}, and you are user ${uid}. Run Cumbe as the user who owns it, or choose another data directory with --data.`,
    );
  }
  // Root serving the node of another user, for instance to make a backup, must not take its files over.
  if (owner && owner.uid !== 0) return otherUser(owner.uid, owner.gid);
  if (namespaces ?? (await namespacesWork())) return inNamespace();
  if (!owner) return otherUser(NOBODY, NOBODY);
  throw new PostgresRefusal(
    "namespacesRefused",
    { folder: cluster, uid: NOBODY },
    `The database in ${cluster} belongs to root, whom PostgreSQL does not serve, and this computer refuses user namespaces. Give it to user ${NOBODY} with 'chown -R ${NOBODY}:${NOBODY} ${cluster}', or run Cumbe as an ordinary user.`,
  );
}

function mayEnter(
  folder: { mode: number; uid: number; gid: number },
  user: { uid: number; gid: number },
): boolean {
  if (folder.uid === user.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === user.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

/**
 * Makes sure that the server's user can reach `dataDir` and `programs`. The data directory itself is opened to that
 * user's group where it is root's (entering only: nothing is listed, nothing written); a folder above it is not ours
 * to change, so it is `folderCannotBeEntered`.
 */
export async function letServerIn(user: ServerUser, dataDir: string, programs: string): Promise<void> {
  if (user.kind !== "other") return;
  const own = await stat(dataDir);
  if (!mayEnter(own, user) && own.uid === 0) {
    await chown(dataDir, own.uid, user.gid);
    await chmod(dataDir, (own.mode & 0o7707) | 0o010);
  }
  for (const start of [dataDir, programs]) {
    for (let folder = start; ; folder = dirname(folder)) {
      if (!mayEnter(await stat(folder), user)) throw cannotEnter(folder, start, user.uid);
      if (folder === dirname(folder)) break;
    }
  }
}

function cannotEnter(folder: string, start: string, uid: number): PostgresRefusal {
  return new PostgresRefusal(
    "folderCannotBeEntered",
    { folder, start, uid },
    `The database must not run as root, so it runs as user ${uid}, who cannot enter ${folder} on the way to ${start}. Choose a folder elsewhere (for instance --data /var/lib/cumbe), allow entering with 'chmod o+x ${folder}', or run Cumbe as an ordinary user.`,
  );
}

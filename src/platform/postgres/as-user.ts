// As whom the server runs. PostgreSQL refuses root, because whoever breaks into it would own the computer.
// Invariant: as root the server gets an identity without rights; the data directory's owner never changes unasked.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { chmod, chown, stat } from "node:fs/promises";
import { userInfo } from "node:os";
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

/**
 * Whom the server takes itself for inside a namespace: somebody who has a name, because initdb asks for it. Any will
 * do but the overflow user, who also stands for everybody from outside (user_namespaces(7)).
 */
export function namedUser(passwd: string): number {
  const ids = passwd.split("\n").map((line) => Number(line.split(":")[2] ?? 0));
  return ids.find((id) => id > 0 && id !== NOBODY) ?? NOBODY;
}

function namespaceArguments(): string[] {
  const id = namedUser(existsSync("/etc/passwd") ? readFileSync("/etc/passwd", "utf8") : "");
  return ["--user", `--map-user=${id}`, `--map-group=${id}`];
}

/** Whether this computer lets us make a user namespace; containers often do not. */
export async function namespacesWork(): Promise<boolean> {
  const child = spawn("unshare", [...namespaceArguments(), "true"], { stdio: "ignore" });
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

/** Inside the namespace the server is a user without rights; outside, its files stay ours. */
function inNamespace(uid: number): ServerUser {
  const gid = process.getgid?.() ?? 0;
  const call = (program: string, args: readonly string[]): Call => ({
    program: "unshare",
    args: [...namespaceArguments(), program, ...args],
    identity: {},
  });
  return { kind: "namespace", uid, gid, call };
}

function otherUser(uid: number, gid: number): ServerUser {
  return {
    kind: "other",
    uid,
    gid,
    call: (program, args) => ({ program, args, identity: { uid, gid } }),
  };
}

/** initdb refuses a user whom the computer has no name for, as containers run with any number have. */
function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}

/**
 * Chooses who runs the server of `cluster` (its own folder in the data directory, which need not exist yet).
 * `namespaces` says whether user namespaces work here, instead of trying it.
 * Throws `dataDirectoryNotOurs` or `namespacesRefused`.
 */
export async function chooseServerUser(
  dataDir: string,
  cluster: string,
  namespaces?: boolean,
): Promise<ServerUser> {
  const uid = process.getuid?.() ?? -1;
  const made = await ownerOf(cluster);
  const owner = made ?? (await ownerOf(dataDir));
  if (uid === -1) return ourselves(uid);
  if (uid !== 0) {
    if (owner && owner.uid !== uid) throw notOurs(owner.uid, uid, made ? cluster : dataDir);
    return !hasName() && (namespaces ?? (await namespacesWork())) ? inNamespace(uid) : ourselves(uid);
  }
  // Root serving the node of another user, for instance to make a backup, must not take its files over.
  if (owner && owner.uid !== 0) return otherUser(owner.uid, owner.gid);
  if (namespaces ?? (await namespacesWork())) return inNamespace(uid);
  if (!made) return otherUser(NOBODY, NOBODY);
  throw new PostgresRefusal(
    "namespacesRefused",
    { folder: cluster, uid: NOBODY },
    `The database in ${cluster} belongs to root, whom PostgreSQL does not serve, and this computer refuses user namespaces. Give it to user ${NOBODY} with 'chown -R ${NOBODY}:${NOBODY} ${cluster}', or run Cumbe as an ordinary user.`,
  );
}

function notOurs(owner: number, uid: number, folder: string): PostgresRefusal {
  return new PostgresRefusal(
    "dataDirectoryNotOurs",
    { folder, owner, uid },
    `The folder ${folder} belongs to user ${owner}, and you are user ${uid}. Run Cumbe as the user who owns it, or choose another data directory with --data.`,
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
  if (user.kind === "ourselves") return;
  const own = await stat(dataDir);
  if (user.kind === "other" && !mayEnter(own, user) && own.uid === 0) {
    await chown(dataDir, own.uid, user.gid);
    await chmod(dataDir, (own.mode & 0o7707) | 0o010);
  }
  for (const start of [dataDir, programs]) {
    for (let folder = start; ; folder = dirname(folder)) {
      if (!mayEnter(await stat(folder), user)) throw cannotEnter(folder, start);
      if (folder === dirname(folder)) break;
    }
  }
}

function cannotEnter(folder: string, start: string): PostgresRefusal {
  return new PostgresRefusal(
    "folderCannotBeEntered",
    { folder, start },
    `The database must not run with root's rights, and without them it cannot enter ${folder} on the way to ${start}. Choose a folder elsewhere (for instance --data /var/lib/cumbe), allow entering with 'chmod o+x ${folder}', or run Cumbe as an ordinary user.`,
  );
}

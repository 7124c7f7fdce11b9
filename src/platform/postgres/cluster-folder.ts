// The data directory's folder for the server, made by initdb.
// Invariant: `postgres/` under the data directory is there whole or not at all, whenever the work is cut short.
import { spawn } from "node:child_process";
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
} from "node:fs/promises";
import { join } from "node:path";
import { chooseServerUser, letServerIn, type ServerUser } from "./as-user.ts";
import { type Binaries, majorOf } from "./binaries.ts";
import { signalProcess } from "./postmaster.ts";
import { codeOf, PostgresRefusal, tailOf } from "./refusal.ts";
import { initArguments, serverEnvironment } from "./server-settings.ts";

export type Cluster = {
  /** The data directory, its real path. */
  readonly dataDir: string;
  /** The server's folder in it, its real path. */
  readonly folder: string;
  readonly user: ServerUser;
};

const DRAFT = /^postgres\.new-(\d+)-/;
const LOGS_KEPT = 14;

type Preparation = {
  readonly dataDir: string;
  readonly binaries: Binaries;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Server settings over ours. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Whether user namespaces work, instead of trying it. */
  readonly namespaces?: boolean | undefined;
};

/** Makes what is missing of the data directory and its cluster, and checks what is there. */
export async function prepareCluster(input: Preparation): Promise<Cluster> {
  try {
    return await prepare(input);
  } catch (error) {
    const code = codeOf(error);
    if (error instanceof PostgresRefusal || !code || !/^E[A-Z]+$/.test(code)) throw error;
    throw new PostgresRefusal(
      "dataDirectoryUnusable",
      { folder: input.dataDir, code },
      `The data directory ${input.dataDir} cannot be used (${(error as Error).message}). Check that it is a folder of yours on a disk with free space, or choose another with --data.`,
      error,
    );
  }
}

async function prepare(input: Preparation): Promise<Cluster> {
  const made = await mkdir(input.dataDir, { recursive: true, mode: 0o700 });
  // What mkdir was asked for passes through the umask, and folders above it may have been made too.
  if (made) await chmod(input.dataDir, 0o700);
  const dataDir = await realpath(input.dataDir);
  const folder = join(dataDir, "postgres");
  const user = await chooseServerUser(dataDir, folder, input.namespaces);
  await letServerIn(user, dataDir, input.binaries.folder);
  await dropDrafts(dataDir);
  if (!(await isThere(folder))) await initialise(input, dataDir, folder, user);
  await checkVersion(folder, majorOf(input.binaries));
  await dropOldLogs(join(folder, "log"));
  // Processes are told apart by the folder they work in, which the system knows by its real path only.
  return { dataDir, folder: await realpath(folder), user };
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** Removes what an interrupted initdb left; one that is under way in another process is left alone. */
async function dropDrafts(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const maker = Number(DRAFT.exec(name)?.[1] ?? 0);
    if (maker === 0 || (maker !== process.pid && signalProcess(maker, 0))) continue;
    if (maker === process.pid && underWay.has(name)) continue;
    await rm(join(dataDir, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Drafts of this process: the same process may open a data directory twice at once. */
const underWay = new Set<string>();

async function initialise(
  input: Preparation,
  dataDir: string,
  folder: string,
  user: ServerUser,
): Promise<void> {
  const draft = await mkdtemp(join(dataDir, `postgres.new-${process.pid}-`));
  const name = draft.slice(dataDir.length + 1);
  underWay.add(name);
  try {
    if (user.kind === "other") await chown(draft, user.uid, user.gid);
    input.log(`making the database in ${folder}`);
    await runInitdb(input, draft, user);
    await rename(draft, folder);
    await syncFolder(dataDir);
  } catch (error) {
    // Another process made it meanwhile: then theirs is the one.
    if (!["ENOTEMPTY", "EEXIST"].includes(codeOf(error) ?? "")) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 3 });
    underWay.delete(name);
  }
}

function runInitdb(input: Preparation, draft: string, user: ServerUser): Promise<void> {
  const call = user.call(input.binaries.initdb, initArguments(draft, input.settings ?? {}));
  return new Promise((resolve, reject) => {
    const child = spawn(call.program, [...call.args], {
      ...call.identity,
      cwd: draft,
      env: serverEnvironment(),
      stdio: ["ignore", "ignore", "pipe"],
      ...(input.signal ? { signal: input.signal } : {}),
    });
    let complaint = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) return resolve();
      const detail = tailOf(complaint) || `it ended with ${signal ?? code}`;
      reject(
        new PostgresRefusal(
          "initFailed",
          { folder: draft, detail },
          `The database could not be made in ${draft}: ${detail}`,
        ),
      );
    });
  });
}

/** A rename survives a power cut only once the folder that holds the name is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

async function checkVersion(folder: string, ours: number): Promise<void> {
  const theirs = Number.parseInt(await readFile(join(folder, "PG_VERSION"), "utf8"), 10);
  if (theirs === ours) return;
  throw new PostgresRefusal(
    "dataDirectoryOfAnotherVersion",
    { folder, theirs, ours },
    `The database in ${folder} was made by PostgreSQL ${theirs}, and this Cumbe brings PostgreSQL ${ours}. Make a backup with the Cumbe that made it ('cumbe backup FILE') and restore it with this one into an empty data directory ('cumbe restore FILE --data DIR').`,
  );
}

/** The server starts a new log file a day and never removes one. */
async function dropOldLogs(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const logs = names.filter((name) => name.startsWith("postgres-") && name.endsWith(".log")).sort();
  for (const name of logs.slice(0, -LOGS_KEPT)) await rm(join(folder, name), { force: true });
}

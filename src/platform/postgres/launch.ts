// Brings a server up on a cluster: takes over the one that is there, or starts one.
// Invariant: there is never more than one server on a cluster, and none is started while processes of a dead one
// still write; every wait ends.
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { type FileHandle, open, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { Binaries } from "./binaries.ts";
import type { Cluster } from "./cluster-folder.ts";
import { dropStaleLocks, readPidFile, serverProcesses, signalProcess, worksIn } from "./postmaster.ts";
import { codeOf, PostgresRefusal, tailOf } from "./refusal.ts";
import { serverArguments, serverEnvironment, type StartedFor } from "./server-settings.ts";
import { ensureSocketFolder, PORT, socketPath } from "./socket-path.ts";

export type EmbeddedConnection = {
  /** The folder of the server's Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Nothing to encrypt on a socket; said so that PGSSLMODE of the person's shell does not ask for it. */
  readonly ssl: false;
};

export type Launch = {
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  readonly socketFolder: string;
  readonly startedFor: StartedFor;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
};

export type RunningServer = {
  readonly pid: number;
  readonly socketFolder: string;
  readonly version: string;
  readonly startedByUs: boolean;
  readonly startedFor: StartedFor;
};

/** How long what refuses a start may take to pass: dying processes, a server that is stopping. */
const PATIENCE_MS = 15_000;
/** Processes whose postmaster is dead leave by themselves; after this they are told to, and then they are killed. */
const ORPHANS_TOLD_MS = 1_000;
const ORPHANS_KILLED_MS = 4_000;
/** Recovery after a crash reads at most `max_wal_size` again; a slow card takes its time. */
const RECOVERY_MS = 180_000;

export function connectionTo(socketFolder: string, database = "cumbe"): EmbeddedConnection {
  return { host: socketFolder, port: PORT, user: "cumbe", database, ssl: false };
}

/** Throws `startFailed` or `serverDoesNotAnswer`; rejects with the signal's reason when it is aborted. */
export async function bringUp(launch: Launch): Promise<RunningServer> {
  const { folder } = launch.cluster;
  await ensureSocketFolder(launch.socketFolder, socketOwner(launch));
  const began = Date.now();
  for (;;) {
    launch.signal?.throwIfAborted();
    const patient = Date.now() - began < PATIENCE_MS;
    const there = await findServer(launch);
    if (there) return there;
    const orphans = serverProcesses(folder);
    if (orphans.length > 0 && patient) {
      hurry(orphans, Date.now() - began);
      await pause(50);
      continue;
    }
    await dropStaleLocks(folder, socketPath(launch.socketFolder) + ".lock");
    const started = await start(launch);
    if (typeof started !== "string") return started;
    // Another process may have been quicker: then its server is the one.
    const other = serverProcesses(folder).length > 0;
    if (!patient || !(other || mayPass(started))) throw startFailed(folder, started);
    await pause(100);
  }
}

function hurry(orphans: readonly number[], waited: number): void {
  if (waited < ORPHANS_TOLD_MS) return;
  for (const pid of orphans) signalProcess(pid, waited < ORPHANS_KILLED_MS ? "SIGQUIT" : "SIGKILL");
}

/** On the cluster itself the socket's folder has the cluster's owner; elsewhere it is made for the server's user. */
function socketOwner({ cluster }: Launch): { uid: number; gid: number } {
  return { uid: cluster.user.uid, gid: cluster.user.gid };
}

/** PostgreSQL's complaints about a server that was there a moment ago (`miscinit.c`, `sysv_shmem.c`, `pqcomm.c`). */
function mayPass(complaint: string): boolean {
  return /lock file .* (already exists|is empty)|pre-existing shared memory|could not create any Unix-domain sockets/.test(
    complaint,
  );
}

function startFailed(folder: string, detail: string): PostgresRefusal {
  return new PostgresRefusal(
    "startFailed",
    { folder, detail },
    `The database in ${folder} does not start: ${detail || "it ended without saying why"}. Its log is in ${join(folder, "log")}.`,
  );
}

/** The server that is already there, once it answers; undefined when there is none (any more). */
async function findServer(launch: Launch): Promise<RunningServer | undefined> {
  const { folder } = launch.cluster;
  const began = Date.now();
  for (let complaint = ""; ;) {
    launch.signal?.throwIfAborted();
    const found = await readPidFile(folder);
    if (!found || !worksIn(found.pid, folder)) return undefined;
    if (found.status === "ready") {
      // The temporary folder may be another one for whoever started it: its own word says where the socket is.
      const socketFolder = found.socketFolder || launch.socketFolder;
      if (socketFolder !== folder) await ensureSocketFolder(socketFolder, socketOwner(launch));
      const seen = await ask(socketFolder);
      if (typeof seen !== "string") return { ...seen, pid: found.pid, socketFolder, startedByUs: false };
      complaint = seen;
    }
    const patience = found.status === "starting" ? RECOVERY_MS : PATIENCE_MS;
    if (Date.now() - began > patience) throw doesNotAnswer(folder, found.pid, complaint || found.status);
    await pause(25);
  }
}

function doesNotAnswer(folder: string, pid: number, detail: string): PostgresRefusal {
  return new PostgresRefusal(
    "serverDoesNotAnswer",
    { folder, pid, detail },
    `A database server (process ${pid}) is running in ${folder} and does not answer (${detail}). Wait a moment and try again; if it stays so, end it with 'kill -INT ${pid}'.`,
  );
}

/** Asks the server who it is, and makes the node's database if it is missing; the complaint when it does not answer. */
async function ask(socketFolder: string): Promise<Pick<RunningServer, "version" | "startedFor"> | string> {
  const client = new pg.Client({
    ...connectionTo(socketFolder, "postgres"),
    application_name: "cumbe",
    connectionTimeoutMillis: 3_000,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; started_for: string | null; there: boolean }>(
      `select current_setting('server_version') as version,
              current_setting('cumbe.started_for', true) as started_for,
              exists (select from pg_database where datname = 'cumbe') as there`,
    );
    if (!rows[0]?.there) await createDatabase(client);
    return {
      version: rows[0]?.version ?? "",
      startedFor: rows[0]?.started_for === "command" ? "command" : "node",
    };
  } catch (error) {
    return error instanceof Error ? error.message || String(codeOf(error)) : String(error);
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  try {
    await client.query("create database cumbe");
  } catch (error) {
    // Another process made it meanwhile (duplicate_database, unique_violation).
    if (!["42P04", "23505"].includes(codeOf(error) ?? "")) throw error;
  }
}

/** Starts a server and waits until it answers; resolves to its complaint when it ended instead. */
async function start(launch: Launch): Promise<RunningServer | string> {
  const { cluster, binaries, socketFolder, startedFor, settings } = launch;
  // Before its own log is open the server says here what is wrong. The file loses its name at once: it is for this
  // start alone, whoever else starts one at this moment, and nothing is left of it after a kill.
  const complaints = join(cluster.dataDir, `postgres.start.${process.pid}.${randomUUID()}`);
  const output = await open(complaints, "wx+", 0o600);
  await rm(complaints);
  const call = cluster.user.call(
    binaries.postgres,
    serverArguments(cluster.folder, socketFolder, startedFor, settings),
  );
  const child = spawn(call.program, [...call.args], {
    ...call.identity,
    cwd: cluster.folder,
    env: serverEnvironment(),
    // A session of its own: Ctrl-C at the terminal is for us, and we stop the server when our work is done.
    detached: true,
    stdio: ["ignore", output.fd, output.fd],
  });
  child.unref();
  try {
    const ended = endOf(child);
    const running = await untilAnswers(launch, child, ended);
    return running ?? tailOf(await complaintOf(child.pid ?? 0, output, join(cluster.folder, "log")));
  } finally {
    await output.close();
  }
}

const COMMONPLACE =
  /redirecting log output|Future log output|starting PostgreSQL|listening on|database system is shut down/;

/** What a server that ended said: first on its own, then in its log, where its number tells its lines. */
async function complaintOf(pid: number, output: FileHandle, logFolder: string): Promise<string> {
  const newest = (await readdir(logFolder).catch(() => [])).sort().at(-1);
  const logged = newest ? await readFile(join(logFolder, newest), "utf8").catch(() => "") : "";
  const { buffer, bytesRead } = await output.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
  const said = buffer.toString("utf8", 0, bytesRead);
  const lines = `${said}\n${logged}`.split("\n");
  const ours = lines.filter((line) => !/ \[\d+\] /.test(line) || line.includes(` [${pid}] `));
  return ours.filter((line) => line.trim() && !COMMONPLACE.test(line)).join("\n");
}

/** Says whether a child ended; a program that cannot be run counts as ended. */
function endOf(child: ChildProcess): { readonly ended: boolean } {
  const end = { ended: false };
  child.once("exit", () => (end.ended = true));
  child.once("error", () => (end.ended = true));
  return end;
}

async function untilAnswers(
  launch: Launch,
  child: ChildProcess,
  end: { readonly ended: boolean },
): Promise<RunningServer | undefined> {
  const { folder } = launch.cluster;
  const began = Date.now();
  let said = false;
  let complaint = "";
  while (!end.ended) {
    if (launch.signal?.aborted) child.kill("SIGINT");
    launch.signal?.throwIfAborted();
    const found = await readPidFile(folder);
    if (found?.pid === child.pid && found?.status === "ready") {
      const seen = await ask(launch.socketFolder);
      if (typeof seen !== "string")
        return { ...seen, pid: found.pid, socketFolder: launch.socketFolder, startedByUs: true };
      complaint = seen;
    }
    const waited = Date.now() - began;
    if (waited > 5_000 && !said) launch.log("the database is recovering what an earlier run left unfinished");
    said ||= waited > 5_000;
    if (waited > RECOVERY_MS) {
      child.kill("SIGQUIT");
      throw doesNotAnswer(folder, child.pid ?? 0, complaint || (found?.status ?? "starting"));
    }
    await pause(10);
  }
  return undefined;
}

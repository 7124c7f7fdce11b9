// Which server processes live on a cluster.
// Invariant: a process counts as ours only if it works inside the cluster's folder: the number in a stale
// postmaster.pid may have been given to any other process since, and must never be signalled or waited for.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "./refusal.ts";

/** `postmaster.pid`, as PostgreSQL's `src/include/utils/pidfile.h` lays it out. */
export type PidFile = {
  readonly pid: number;
  readonly socketFolder: string;
  readonly status: "starting" | "stopping" | "ready" | "standby" | "";
};

const hasProc = process.platform === "linux";

export function parsePidFile(text: string): PidFile | undefined {
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return {
    pid,
    socketFolder: lines[4] ?? "",
    status: (lines[7] ?? "").trim() as PidFile["status"],
  };
}

export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  try {
    return parsePidFile(await readFile(join(cluster, "postmaster.pid"), "utf8"));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Sends a signal; false if the process is gone. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Whether `pid` is a living server process of `cluster` (its real path). A zombie is not. */
export function worksIn(pid: number, cluster: string): boolean {
  if (!hasProc) return signalProcess(pid, 0);
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === cluster &&
      readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "postgres"
    );
  } catch {
    return false;
  }
}

/** Every living server process of `cluster`: the postmaster, its children, and children that outlived theirs. */
export function serverProcesses(cluster: string): number[] {
  if (!hasProc) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => worksIn(pid, cluster));
}

/**
 * Takes away the lock files of a dead server whose number another program has now, or a zombie that nobody collects
 * (in containers): PostgreSQL sees that the number lives and would refuse for ever. A file is moved before it is read
 * again, so that one that a server wrote at this moment is put back rather than lost.
 */
export async function dropStaleLocks(cluster: string, socketLock: string): Promise<void> {
  for (const path of [join(cluster, "postmaster.pid"), socketLock]) {
    if (!(await isStale(path, cluster))) continue;
    const aside = `${path}.${process.pid}`;
    await rename(path, aside);
    if (await isStale(aside, cluster)) await rm(aside);
    else await rename(aside, path);
  }
}

async function isStale(path: string, cluster: string): Promise<boolean> {
  const text = await readFile(path, "utf8").catch(() => "");
  const pid = Number(text.split("\n")[0]);
  return pid > 0 && signalProcess(pid, 0) && !worksIn(pid, cluster);
}

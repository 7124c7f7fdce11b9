// Ends a server.
// Invariant: when it resolves, no process of the server is left, so a next start meets nothing of this one.
import { setTimeout as pause } from "node:timers/promises";
import { serverProcesses, signalProcess, worksIn } from "./postmaster.ts";

/** How long a fast shutdown (transactions undone, a checkpoint written) may take before an immediate one. */
const FAST_MS = 6_000;
const SHORTEST_FAST_MS = 1_000;
/** Of the time that is left, what an immediate shutdown and the killing get. */
const IMMEDIATE_MS = 2_000;
const KILLED_MS = 2_000;

async function untilGone(pid: number, cluster: string, patience: number): Promise<boolean> {
  for (const until = Date.now() + patience; Date.now() < until; await pause(10))
    if (!worksIn(pid, cluster) && serverProcesses(cluster).length === 0) return true;
  return false;
}

/**
 * Fast shutdown of the server `pid` in `cluster` (its real path); after six seconds, or sooner where less than ten are
 * left, an immediate one, which the next start recovers from; then what is left is killed.
 */
export async function shutDown(
  pid: number,
  cluster: string,
  withinMs = FAST_MS + IMMEDIATE_MS + KILLED_MS,
): Promise<void> {
  const fastMs = Math.max(SHORTEST_FAST_MS, Math.min(FAST_MS, withinMs - IMMEDIATE_MS - KILLED_MS));
  const immediateMs = Math.min(IMMEDIATE_MS, Math.max(withinMs - fastMs, 0) / 2);
  if (worksIn(pid, cluster)) signalProcess(pid, "SIGINT");
  if (await untilGone(pid, cluster, fastMs)) return;
  if (worksIn(pid, cluster)) signalProcess(pid, "SIGQUIT");
  if (await untilGone(pid, cluster, immediateMs)) return;
  for (const left of new Set([pid, ...serverProcesses(cluster)]))
    if (worksIn(left, cluster)) signalProcess(left, "SIGKILL");
  await untilGone(pid, cluster, KILLED_MS);
}

// A folder for what a backup is made of, beside the file that it becomes.
// Invariant: it is its owner's alone, and it goes when the work ends, also when a signal ends it; what a process that was
// killed left is removed by the next one.
import { rmSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

const NAME = /^\.cumbe-backup-(\d+)-/;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function dropAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const maker = Number(NAME.exec(name)?.[1] ?? 0);
    if (maker > 0 && !lives(maker)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

export async function withWorkFolder<Result>(
  beside: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  await dropAbandoned(beside);
  const folder = await mkdtemp(join(beside, `.cumbe-backup-${process.pid}-`));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  const onSignal = (signal: NodeJS.Signals) => {
    clear();
    unhook();
    // Whoever else hears the signal ends the process in order; otherwise it ends as it would have without us.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const unhook = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work(folder);
  } finally {
    unhook();
    clear();
  }
}

// Nodes of a test file: the built program (`npm run build`), each a process of its own on a data directory of its own.
// Invariant: when the file ends, with or without failures, none of its processes lives and none of its folders is left.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll } from "vitest";
import { serverProcesses, signalProcess } from "../../src/platform/postgres/postmaster.ts";
import { projectFile } from "../../src/platform/project.ts";

export type RunningNode = {
  readonly address: string;
  readonly pid: number;
  /** From the spawn to "listening on". */
  readonly readyMs: number;
  readonly printed: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves to the exit code, or undefined when a signal ended it. */
  readonly exited: Promise<number | undefined>;
  /** SIGTERM, and the exit code. */
  readonly stop: () => Promise<number | undefined>;
};

export type Finished = { readonly code: number | undefined; readonly out: string; readonly err: string };

type StartInput = {
  readonly env?: Readonly<Record<string, string>>;
  readonly program?: string;
};

const READY_WITHIN_MS = 60_000;
export const program = projectFile("bin", "cumbe");

export function useNodes() {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "cumbe-nodes-")));
  const children = new Set<ChildProcess>();
  const dataDirs = new Set<string>();
  let folders = 0;

  const folder = (name = `node-${++folders}`): string => {
    const dataDir = join(root, name);
    dataDirs.add(dataDir);
    return dataDir;
  };

  const launch = (args: readonly string[], { env = {}, program: path = program }: StartInput) => {
    const child = spawn(path, [...args], {
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.add(child);
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
    const exited = new Promise<number | undefined>((resolve) =>
      child.once("close", (code) => {
        children.delete(child);
        resolve(code ?? undefined);
      }),
    );
    return { child, exited, out: () => out, err: () => err };
  };

  /** Runs a command to its end. */
  const run = async (args: readonly string[], input: StartInput = {}): Promise<Finished> => {
    const { exited, out, err } = launch(args, input);
    return { code: await exited, out: out(), err: err() };
  };

  /** Starts a command that goes on, without waiting for anything. */
  const spawned = (args: readonly string[], input: StartInput = {}) => {
    const { child, exited, out, err } = launch(args, input);
    return {
      pid: child.pid ?? 0,
      printed: () => out() + err(),
      kill: (signal: NodeJS.Signals) => void child.kill(signal),
      exited,
      stop: () => {
        child.kill("SIGTERM");
        return exited;
      },
    };
  };

  /** Starts a serving command and waits until it listens. */
  const startAs = async (args: readonly string[], input: StartInput = {}): Promise<RunningNode> => {
    const from = performance.now();
    const child = spawned(args, input);
    const over = child.exited.then(() => true);
    const found = () => /listening on (http:\S+)/.exec(child.printed())?.[1];
    while (!found()) {
      if (await Promise.race([over, pause(10, false)])) throw new Error(`it ended:\n${child.printed()}`);
      if (performance.now() - from > READY_WITHIN_MS)
        throw new Error(`it was not ready:\n${child.printed()}`);
    }
    return { ...child, address: found() ?? "", readyMs: Math.round(performance.now() - from) };
  };

  /** `start` (or the serving command that `args` names) on this data directory, on a free port unless one is named. */
  const start = (dataDir: string, input: StartInput & { args?: readonly string[] } = {}) => {
    const args = [...(input.args ?? ["start"]), "--data", dataDir];
    return startAs(args.includes("--port") ? args : [...args, "--port", "0"], input);
  };

  /** A copy of a node that does not run. */
  const copy = (dataDir: string): string => {
    const target = folder();
    // With modes and owners: PostgreSQL refuses a folder that is open to others.
    execFileSync("cp", ["-a", dataDir, target]);
    return target;
  };

  afterAll(async () => {
    for (const child of children) child.kill("SIGKILL");
    for (const dataDir of dataDirs)
      for (const pid of serverProcesses(join(dataDir, "postgres"))) signalProcess(pid, "SIGKILL");
    for (let tries = 0; tries < 50 && [...dataDirs].some(hasDatabaseProcess); tries++) await pause(100);
    rmSync(root, { recursive: true, force: true });
  });

  return { root, folder, copy, run, spawn: spawned, start, startAs };
}

/** Whether any process of the data directory's own database lives. */
export function hasDatabaseProcess(dataDir: string): boolean {
  return serverProcesses(join(dataDir, "postgres")).length > 0;
}

export const founder = { name: "Ana Prado", email: "ana@example.org", password: "siete barcos de papel 41" };

/** What the page of the one-time link sends. */
export function foundingForm(): URLSearchParams {
  const form = new URLSearchParams({
    "node-name": "Red de prueba",
    place: "Mérida",
    language: "es",
    languages: "en",
    organizationName: "Red de prueba",
    kind: "network",
    ...founder,
  });
  form.append("languages", "pt");
  return form;
}

/** Sets a new node up through the link that it printed. */
export async function foundThroughPrintedLink(node: RunningNode): Promise<void> {
  const link = /\bhttp\S+\/setup\/\S+/.exec(node.printed())?.[0];
  if (!link) throw new Error(`no one-time link was printed:\n${node.printed()}`);
  const response = await fetch(link, {
    method: "POST",
    body: foundingForm(),
    headers: { origin: node.address },
    redirect: "manual",
  });
  if (response.status !== 303)
    throw new Error(`founding answered ${response.status}: ${await response.text()}`);
}

/** Waits for something to become so; fails with `what` after `ms`. */
export async function until(what: string, so: () => Promise<boolean> | boolean, ms = 20_000): Promise<void> {
  for (const end = Date.now() + ms; !(await so()); await pause(50))
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
}

// A node with the demonstration on it, in a process of its own, for tests and measurements.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFile } from "../../src/platform/project.ts";

export type SpawnedNode = {
  readonly address: string;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** Everything it printed so far. */
  readonly printed: () => string;
  readonly stop: () => Promise<number | null>;
};

type SpawnInput = {
  readonly command?: readonly string[];
  readonly dataDir?: string;
  readonly env?: Record<string, string>;
  readonly withinMs?: number;
  /** The command names its port itself. */
  readonly fixedPort?: boolean;
};

/** Starts `cumbe demo` (or another serving command) on a free port and waits until it answers. */
export async function spawnNode({
  command = ["demo"],
  dataDir,
  env = {},
  withinMs = 90_000,
  fixedPort = false,
}: SpawnInput = {}): Promise<SpawnedNode> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), "cumbe-node-"));
  const child = spawn(
    projectFile("bin", "cumbe"),
    [...command, "--data", folder, ...(fixedPort ? [] : ["--port", "0"])],
    {
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let printed = "";
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const address = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`the node was not ready in ${withinMs} ms:\n${printed}`)),
      withinMs,
    );
    const listen = (chunk: Buffer) => {
      printed += chunk.toString("utf8");
      const found = /listening on (http:\S+)/.exec(printed);
      if (!found?.[1]) return;
      clearTimeout(late);
      resolve(found[1]);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    void exited.then((code) => {
      clearTimeout(late);
      reject(new Error(`the node ended with ${code}:\n${printed}`));
    });
  });
  const stop = async () => {
    child.kill("SIGTERM");
    const code = await exited;
    if (!dataDir) rmSync(folder, { recursive: true, force: true });
    return code;
  };
  return { address, dataDir: folder, process: child, printed: () => printed, stop };
}

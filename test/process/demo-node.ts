// A node with the demonstration on it, in a process of its own, for tests and measurements.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFile } from "../../src/platform/project.ts";
import { copyDemonstration } from "./loaded-demonstration.ts";

export type SpawnedNode = {
  readonly address: string;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** Everything it printed so far. */
  readonly printed: () => string;
  readonly stop: () => Promise<number | null>;
};

export type Example = { readonly office: string; readonly name: string; readonly link: string };

/** Whom a node with the demonstration offers to sign in as. */
export function examplesIn(printed: string): Example[] {
  const lines = printed.matchAll(/^ {2}(\S.*?) {2,}(\S.*?) {2,}(http\S+\/sign-in\/link\/\S+)$/gm);
  return [...lines].map(([, office = "", name = "", link = ""]) => ({ office, name, link }));
}

/** The link for one office; throws where there is none. */
export function exampleOf(printed: string, office: string): Example {
  const found = examplesIn(printed).find((example) => example.office === office);
  if (!found) throw new Error(`no link for '${office}' in:\n${printed}`);
  return found;
}

/** Signs in by a link of the demonstration: the answer, and the session's cookie. */
export async function signInBy(
  { link }: Example,
  origin: string,
): Promise<{ readonly response: Response; readonly cookie: string }> {
  const response = await fetch(link, { method: "POST", headers: { origin }, redirect: "manual" });
  const pairs = response.headers.getSetCookie().map((line) => line.split(";")[0]);
  return { response, cookie: pairs.join("; ") };
}

type SpawnInput = {
  readonly command?: readonly string[];
  readonly dataDir?: string;
  readonly env?: Record<string, string>;
  readonly withinMs?: number;
  /** The command names its port itself. */
  readonly fixedPort?: boolean;
};

/**
 * Starts `cumbe demo` (or another serving command) on a free port and waits until it answers. In a run of the tests the
 * demonstration of a node that names no folder is a copy of the one that the run has loaded.
 */
export async function spawnNode({
  command = ["demo"],
  dataDir,
  env = {},
  withinMs = 90_000,
  fixedPort = false,
}: SpawnInput = {}): Promise<SpawnedNode> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), "cumbe-node-"));
  if (!dataDir && command[0] === "demo") await copyDemonstration(folder);
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

// A command of the built program, in a process of its own.
import { spawn } from "node:child_process";
import { projectFile } from "../../src/platform/project.ts";

export type Finished = { readonly code: number | null; readonly out: string; readonly err: string };

export function run(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  const child = spawn(projectFile("bin", "cumbe"), [...args], {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

// Debian's Python as an independent reader: what it is asked, in JSON, and what it answers.
import { spawnSync } from "node:child_process";

const CANDIDATES = ["/usr/bin/python3", "python3"];

/** A Python that has these modules, or undefined; says so, because a test that skips must not do it silently. */
export function pythonWith(modules: readonly string[]): string | undefined {
  for (const program of CANDIDATES) {
    const { status } = spawnSync(program, ["-c", modules.map((name) => `import ${name}`).join("\n")]);
    if (status === 0) return program;
  }
  process.stderr.write(`skipped: no python3 with ${modules.join(", ")} is installed here\n`);
  return undefined;
}

/** Runs a script that reads JSON from its input and prints JSON. */
export function askPython<Answer>(program: string, script: string, input: unknown): Answer {
  const { status, stdout, stderr } = spawnSync(program, ["-c", script], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`python ended with ${status}:\n${stderr}`);
  return JSON.parse(stdout) as Answer;
}

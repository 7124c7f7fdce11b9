// Lints and checks the format; exits 1 when either finds something.
import { spawnSync } from "node:child_process";

const fix = process.argv.includes("--fix");
const runs: readonly (readonly string[])[] = [
  ["oxlint", ...(fix ? ["--fix"] : []), "--deny-warnings", "."],
  ["oxfmt", ...(fix ? ["."] : ["--check", "."])],
];

const failed = runs.filter(
  ([program = "", ...args]) => spawnSync(program, args, { stdio: "inherit" }).status !== 0,
);
process.exitCode = failed.length > 0 ? 1 : 0;

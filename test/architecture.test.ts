// The arrows of architecture.ts hold: each is proven on a file that breaks it.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectFile } from "../src/platform/project.ts";

/** A file's place, and the one line that must not stand there. */
const forbidden: readonly (readonly [path: string, line: string])[] = [
  ["src/algorithms/tally/a.ts", 'import "#platform/errors";'],
  ["src/algorithms/tally/b.ts", 'import "pg";'],
  ["src/algorithms/tally/c.ts", 'import "../../modules/congress/votes.rules.ts";'],
  ["src/algorithms/tally/d.ts", 'import "node:fs";'],
  ["src/platform/a.ts", 'import "#congress";'],
  ["src/platform/b.ts", 'import "../modules/congress/index.ts";'],
  ["src/platform/c.ts", 'import "../web/request.ts";'],
  ["src/modules/confederation/a.ts", 'import "#congress";'],
  ["src/modules/confederation/b.ts", 'import "../congress/votes.service.ts";'],
  ["src/modules/confederation/c.ts", 'import "../../platform/errors.ts";'],
  ["src/modules/congress/a.ts", 'import "#commitments";'],
  ["src/modules/congress/b.ts", 'import "hono";'],
  ["src/modules/congress/c.ts", 'import "../../web/request.ts";'],
  ["src/modules/commitments/a.ts", 'import "../congress/index.ts";'],
  ["src/web/congress/a.tsx", 'import "../../modules/congress/votes.store.ts";'],
  ["src/web/congress/b.tsx", 'import "kysely";'],
  ["src/web/congress/c.tsx", 'import "../../cli/start.ts";'],
  ["src/protocols/log/a.ts", 'import "../../modules/congress/index.ts";'],
  ["src/protocols/log/b.ts", 'import "pg";'],
  ["src/cli/a.ts", 'import "../modules/congress/votes.service.ts";'],
];

const allowed: readonly (readonly [path: string, line: string])[] = [
  ["src/modules/congress/fine.ts", 'import "#confederation";'],
  ["src/modules/commitments/fine.ts", 'import "#congress";'],
  ["src/web/congress/fine.tsx", 'import "#congress";'],
  ["src/platform/fine.ts", 'import "#algorithms/transparency";'],
  ["src/cli/fine.ts", 'import "#confederation";'],
];

describe("the arrows between folders", () => {
  let folder = "";
  let report: { filename: string; code: string }[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "cumbe-arrows-"));
    for (const file of ["oxlint.config.ts", "architecture.ts", "package.json", "tsconfig.json"])
      cpSync(projectFile(file), join(folder, file));
    symlinkSync(projectFile("node_modules"), join(folder, "node_modules"));
    const long = Array.from({ length: 402 }, (_, index) => `export const line${index} = ${index};`).join(
      "\n",
    );
    const wide = `export function wide(): number {\n${Array.from({ length: 72 }, (_, index) => `  const a${index} = ${index};`).join("\n")}\n  return a0;\n}`;
    const files = [
      ...forbidden,
      ...allowed,
      ["src/platform/long.ts", long] as const,
      ["src/platform/wide.ts", wide] as const,
    ];
    for (const [path, line] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${line}\n`);
    }
    const result = spawnSync(projectFile("node_modules/.bin/oxlint"), ["--format", "json", "src"], {
      cwd: folder,
      encoding: "utf8",
    });
    report = (JSON.parse(result.stdout) as { diagnostics: { filename: string; code: string }[] }).diagnostics;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const codesFor = (path: string) =>
    report.filter((found) => found.filename.endsWith(path)).map((found) => found.code);

  it.each(forbidden)("%s may not %s", (path) => {
    expect(codesFor(path).join()).toContain("no-restricted-imports");
  });

  it.each(allowed)("%s may %s", (path) => {
    expect(codesFor(path).join()).not.toContain("no-restricted-imports");
  });

  it("refuses a file over 400 lines and a function over 70", () => {
    expect(codesFor("src/platform/long.ts").join()).toContain("max-lines");
    expect(codesFor("src/platform/wide.ts").join()).toContain("max-lines-per-function");
  });
});

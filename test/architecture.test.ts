// The arrows of architecture.ts hold: each is proven on a file that breaks it.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  readdirSync,
  readFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { longestFile } from "../architecture.ts";
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
      ["src/platform/ring/a.ts", 'import { b } from "./b.ts";\nexport const a = () => b;'] as const,
      ["src/platform/ring/b.ts", 'import { a } from "./a.ts";\nexport const b = () => a;'] as const,
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

  it("refuses files that import each other", () => {
    expect(codesFor("src/platform/ring/a.ts").join()).toContain("no-cycle");
  });

  it("refuses a file over 400 lines and a function over 70", () => {
    expect(codesFor("src/platform/long.ts").join()).toContain("max-lines");
    expect(codesFor("src/platform/wide.ts").join()).toContain("max-lines-per-function");
  });
});

/** Files below `src/` that hold what we wrote, by the end of their name. */
function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(projectFile(folder), { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name));
}

function linesOf(file: string): string[] {
  return readFileSync(projectFile(file), "utf8").split("\n");
}

/** The first circle of files, each importing the next one; empty: there is none. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const from = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return path.slice(path.indexOf(file));
    if (done.has(file)) return [];
    for (const next of imports.get(file) ?? []) {
      const circle = from(next, [...path, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const circle = from(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

describe("what the linter does not see", () => {
  it(`keeps sheets and migrations within ${longestFile} lines`, () => {
    const files = filesBelow("src", /\.(css|sql)$/);
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => linesOf(file).length > longestFile)).toEqual([]);
  });

  // The linter's own rule passes over imports of types alone.
  it("has no circle of files that import each other, types included", () => {
    const sources = filesBelow("src", /(?<!\.test)\.tsx?$/);
    const imports = new Map(
      sources.map((file) => {
        const named = linesOf(file).flatMap((line) => / from "(\.[^"]+)";$/.exec(line)?.[1] ?? []);
        return [file, named.map((path) => join(dirname(file), path))];
      }),
    );
    expect(circleIn(imports)).toEqual([]);
    expect(circleIn(new Map([...imports, ["a", ["b"]], ["b", ["c"]], ["c", ["b"]]]))).toEqual(["b", "c"]);
  });

  // Whoever acts hands over the instant and the ids: an act can be repeated, and a test needs no clock of its own.
  it.each(["src/algorithms", "src/modules"])("%s reads no clock and draws no lots", (folder) => {
    const read = /new Date\(\)|Date\.now\(|Math\.random\(|performance\.now\(|setTimeout\(|randomUUID\(/;
    const sources = filesBelow(folder, /(?<!\.test|\.testing)\.tsx?$/);
    expect(sources.length).toBeGreaterThan(10);
    const found = sources.flatMap((file) => linesOf(file).filter((line) => read.test(line)));
    expect(found).toEqual([]);
    expect(read.test("const now = new Date();")).toBe(true);
  });
});

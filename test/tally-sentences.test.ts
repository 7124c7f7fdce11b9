// Whatever a count or a file of ballots is refused for has its sentence: the names in the sources are keys of the catalogue, and no
// sentence is left whose name nobody gives any more.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../src/platform/project.ts";
import { readCatalogue } from "../src/platform/i18n/i18n.ts";

function sourcesOf(folder: string): string {
  const files = readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts") && !/\.(?:test|testing)\.ts$/.test(file))
    .map((file) => readFileSync(join(projectRoot, folder, file), "utf8"))
    .join("\n");
}

const sources = [sourcesOf("src/algorithms/ballots"), sourcesOf("src/algorithms/tally")].join("\n");
const named = (pattern: RegExp) =>
  [...new Set(Array.from(sources.matchAll(pattern), ([, name, other]) => name ?? other ?? ""))].sort();
const keys = [...readCatalogue("es").keys()];

describe("a sentence for everything that is refused", () => {
  it("of a file of ballots", () => {
    const faults = named(/(?:BallotFault|\bfault|#fault)\(\s*"(\w+)"|\breason: "(\w+)"/g);
    expect(faults.length).toBeGreaterThan(40);
    for (const fault of faults) expect(keys).toContain(`tally.fault.${fault}`);
  });

  it("of a count", () => {
    const refusals = named(/CountRefused\(\s*"(\w+)"/g);
    expect(refusals.length).toBeGreaterThan(15);
    for (const refusal of refusals) expect(keys).toContain(`tally.refused.${refusal}`);
  });

  it("and no sentence for nothing", () => {
    for (const key of keys) {
      const name = /^tally\.(?:fault|refused)\.(\w+)$/.exec(key)?.[1];
      if (name !== undefined) expect(sources, key).toContain(`"${name}"`);
    }
  });
});

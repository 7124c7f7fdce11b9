// The rule sets of real bodies in examples/rules: each is read, evaluated on its cases, and says where its figures come from.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  describe as describeRules,
  evaluate,
  type Facts,
  neverHarms,
  petitionCarries,
  readRules,
  ruleFor,
  type VerdictName,
} from "./index.ts";

type Example = {
  readonly id: string;
  readonly sources: readonly {
    readonly title: string;
    readonly article: string;
    readonly address: string;
    readonly says: string;
    readonly read: string;
  }[];
  readonly rules: unknown;
  readonly cases: readonly {
    readonly name: string;
    readonly matter: string;
    readonly facts: Facts;
    readonly verdict: VerdictName;
    readonly until?: string;
  }[];
};

const folder = new URL("../../../examples/rules/", import.meta.url);
const examples = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .sort()
  .map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Example] as const);

it("are more than twenty bodies", () => {
  expect(examples.length).toBeGreaterThan(20);
});

describe.each(examples)("%s", (file, { id, sources, rules: json, cases }) => {
  const { rules, faults } = readRules(json);

  it("is read without fault, and is named as its file", () => {
    expect(faults).toEqual([]);
    expect(`${id}.json`).toBe(file);
  });

  it("says where it comes from, and how that was read", () => {
    expect(sources.length).toBeGreaterThan(0);
    for (const { title, article, address, says, read } of sources) {
      for (const words of [title, article, address, says, read]) expect(words.trim()).not.toBe("");
    }
  });

  it("has at least three cases, and verdicts of at least two kinds", () => {
    expect(cases.length).toBeGreaterThanOrEqual(3);
    expect(new Set(cases.map(({ verdict }) => verdict)).size).toBeGreaterThan(1);
  });

  it.each(cases)("$name: $verdict", ({ matter, facts, verdict, until }) => {
    if (!rules) throw new Error("not read");
    const result = evaluate(rules, matter, facts);
    expect(result).toMatchObject({ verdict, ...(until ? { until } : {}) });
    if (verdict !== "undecided") expect(result.missing).toEqual([]);
  });

  it("lets no vote in favour harm what it is for", () => {
    if (!rules) throw new Error("not read");
    for (const matter of ["default", ...Object.keys(rules.matters)]) {
      const { adoption, quorum } = ruleFor(rules, matter);
      for (const change of ["added", "turned"] as const) {
        expect([matter, neverHarms(adoption, change)]).toEqual([matter, true]);
        if (quorum) expect([matter, neverHarms(quorum, change)]).toEqual([matter, true]);
      }
    }
  });

  it("can be described whole", () => {
    if (!rules) throw new Error("not read");
    const texts = describeRules(rules);
    expect(texts.length).toBe(1 + Object.keys(rules.matters).length + (rules.mandates ? 1 : 0));
  });
});

it("lets a tenth of a communal council ask for a recall", () => {
  const example = examples.find(([file]) => file === "ve-consejo-comunal.json")?.[1];
  const { rules } = readRules(example?.rules);
  if (!rules) throw new Error("not read");
  expect(petitionCarries(rules, { supporters: 40, members: 400 }).held).toBe(true);
  expect(petitionCarries(rules, { supporters: 39, members: 400 }).held).toBe(false);
});

// The demonstration tells what the congress decided: the facts, all of them, and in the project's own words.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { countries, regionOf } from "#platform/geography/index";
import { projectFile } from "#platform/project";
import { demoPath, readDemo } from "./data.ts";

const SOURCE = projectFile("..", "shared", "source", "declaration-2019.txt");
const demo = readDemo();
const { commitments } = demo.commitments;
const textIn = (tag: string) => readFileSync(demoPath(demo.edition.text.files[tag] ?? ""), "utf8");

/** Names have one form; whoever speaks of them says them as they are. */
const NAMES = [
  "first international congress of communes social movements and people s power",
  "international congress of communes social movements and people s power",
  "international confederation of communes social movements",
  "communes social movements and people s power",
  "international people s economic commission for latin america and the caribbean ceipal",
];

function runsOf(text: string, words: number): Set<string> {
  const plain = ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ")} `;
  const unnamed = NAMES.reduce((rest, name) => rest.replaceAll(` ${name} `, " ¶ "), plain);
  const all = unnamed.trim().split(" ");
  const runs = all.slice(0, 1 - words).map((_, at) => all.slice(at, at + words));
  return new Set(runs.filter((run) => !run.includes("¶")).map((run) => run.join(" ")));
}

describe("the demonstration", () => {
  it("has nine points and five days, numbered so in every language", () => {
    for (const tag of ["es", "en", "pt", "fr"]) {
      const lists = textIn(tag)
        .split(/^## /mu)
        .map((part) => [...part.matchAll(/^(\d+)\. /gmu)].map(([, number]) => Number(number)))
        .filter((numbers) => numbers.length > 0);
      expect(lists, tag).toEqual([
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 2, 3, 4, 5],
      ]);
    }
  });

  it("follows up every point and every day", () => {
    const of = (name: "point" | "day") => new Set(commitments.flatMap((one) => one[name] ?? []));
    expect([...of("point")].toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...of("day")].toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  it("has organisations of 27 countries in seven regions, each marked as an example", () => {
    const [header = "", ...rows] = readFileSync(demoPath("organizations.csv"), "utf8").trim().split("\n");
    const at = header.split(",").indexOf("country");
    const found = new Set(rows.map((row) => row.split(",")[at] ?? "").filter((code) => countries.has(code)));
    expect(found.size).toBe(27);
    expect(new Set([...found].map(regionOf)).size).toBe(7);
    for (const row of rows) expect(row).toMatch(/\(ejemplo\)|\(exemplo\)|\(example\)|\(exemple\)|\(egzanp\)/);
  });

  it("says each amendment in four languages, and what it brings into the text", () => {
    for (const { number, title, reason, operations, expected } of demo.amendments) {
      for (const field of [title, reason])
        expect(Object.keys(field.texts).toSorted(), `amendment ${number}`).toEqual(["en", "es", "fr", "pt"]);
      for (const operation of expected === "adopted" ? operations : [])
        if ("text" in operation)
          expect(Object.keys(operation.translations ?? {}).toSorted(), `amendment ${number}`).toEqual([
            "en",
            "fr",
            "pt",
          ]);
    }
  });

  it("gives sign-in links for seven offices", () => {
    expect(demo.people.people.filter((person) => person.sign_in_link)).toHaveLength(7);
  });

  it.skipIf(!existsSync(SOURCE))("copies no run of six words from the declaration but names", () => {
    const source = runsOf(readFileSync(SOURCE, "utf8"), 6);
    const shared = [...runsOf(textIn("en"), 6)].filter((run) => source.has(run));
    expect(shared).toEqual([]);
  });
});

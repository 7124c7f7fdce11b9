// The counts of real wards, every stage to the last decimal, against a program that others wrote.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { projectFile } from "#platform/project";
import { readBlt } from "../../ballots/index.ts";
import type { CountOptions } from "../method.ts";
import { stvMethods } from "./index.ts";

type ExpectedStage = {
  stage: number;
  action: string;
  votes: Record<string, string>;
  states: Record<string, string>;
  quota: string;
  surplus: string;
  nt_votes?: string;
  residual?: string;
};
type Expected = Record<string, { elected: string[]; stages: ExpectedStage[] }>;

const options: CountOptions = {
  seats: null,
  ties: { by: "order" },
  stages: true,
  all: false,
  settings: {},
};
const rules = [
  ["scotland", "scottish-stv"],
  ["wigm-prf", "wigm"],
  ["meek-prf", "meek"],
] as const;

const folder = projectFile("..", "shared", "cases", "tally");
if (!existsSync(folder))
  process.stdout.write("skipped: the wards' counts are not beside the project (../shared)\n");
const wards = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".blt")) : [];

describe.skipIf(wards.length === 0)("published wards", () => {
  const all = wards.flatMap((ward) => rules.map(([theirs, ours]) => [ward, ours, theirs] as const));
  it.each(all)("%s by %s", (ward, ours, theirs) => {
    const election = readBlt(readFileSync(`${folder}/${ward}`));
    const expected = (
      JSON.parse(readFileSync(`${folder}/${ward.replace(".blt", ".expected.json")}`, "utf8")) as Expected
    )[theirs];
    const names = election.candidates.map((candidate) => candidate.name);
    const count = stvMethods[ours].count(election, options);
    const byName = (values: readonly string[]) =>
      Object.fromEntries(values.map((value, at) => [names[at], value]));
    const stages = count.stages.map(({ stage, action, votes, states, figures }) => {
      const { quota, surplus, nt_votes, residual } = figures;
      const shown = states.map((state) => (state === "pending" ? "elected" : state));
      return {
        stage,
        action,
        votes: byName(votes),
        states: byName(shown),
        quota,
        surplus,
        nt_votes,
        residual,
      };
    });
    expect(stages).toEqual(
      expected?.stages.map(({ nt_votes, residual, ...stage }) => {
        const { note: _, ...kept } = stage as ExpectedStage & { note: string };
        return { ...kept, nt_votes, residual };
      }),
    );
    expect(count.elected.map((candidate) => names[candidate]).sort()).toEqual(
      [...(expected?.elected ?? [])].sort(),
    );
    expect(count.quota).toBe(expected?.stages.at(-1)?.quota);
    expect(count.ties).toEqual([]);
  });
});

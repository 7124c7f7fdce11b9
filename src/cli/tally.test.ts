// `tally` as it is typed: every format by its ending, JSON and sentences, several files, and what is wrong with them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { methodNames } from "#algorithms/tally";
import { run } from "../../test/support/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "cumbe-tally-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const tennessee = file(
  "capital.blt",
  '4 1\n42 1 2 3 4 0\n26 2 3 4 1 0\n15 3 4 2 1 0\n17 4 3 2 1 0\n0\n"Memphis"\n"Nashville"\n"Chattanooga"\n"Knoxville"\n"Capital"\n',
);
const alike = file("alike.blt", '2 1\n3 1 2 0\n3 2 1 0\n0\n"Ana"\n"Bruno"\n"Alike"\n');
const budget = file(
  "budget.pb",
  "META\nkey;value\nbudget;100\nvote_type;approval\nnum_projects;3\nnum_votes;4\nPROJECTS\nproject_id;cost;name\np1;60;Well\np2;50;Seeds\np3;40;Radio\nVOTES\nvoter_id;vote\n1;p1,p3\n2;p1\n3;p3,p2\n4;p1,p3\n",
);

type Printed = {
  readonly file?: string;
  readonly error?: string;
  readonly elected: readonly string[];
  readonly elected_ids: readonly number[];
  readonly elected_keys: readonly string[];
  readonly quota: string | null;
  readonly stages: readonly Readonly<Record<string, unknown>>[];
  readonly ties: readonly Readonly<Record<string, unknown>>[];
};

async function counted(line: string): Promise<Printed> {
  const { code, out, err } = await run(`tally ${line} --json`);
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out) as Printed;
}

describe("tally", () => {
  it("prints who is elected, by name, by number and as the file calls them, with the stages", async () => {
    const schulze = await counted(`${tennessee} --rule schulze`);
    expect(schulze).toMatchObject({
      elected: ["Nashville"],
      elected_ids: [2],
      elected_keys: ["2"],
      ties: [],
    });
    expect(schulze.stages.length).toBeGreaterThan(0);
    expect((await counted(`${tennessee} --rule plurality`)).elected).toEqual(["Memphis"]);
    const spent = await counted(`${budget} --rule greedy`);
    expect(spent).toMatchObject({
      elected_keys: expect.arrayContaining(["p1", "p3"]),
      elected: expect.arrayContaining(["Well"]),
    });
  });

  it("tells transferable votes as the counts in circulation do, with what waits told beside it", async () => {
    const line = `${file("two.blt", '3 2\n4 1 2 0\n2 3 0\n0\n"Castor"\n"Pollux"\n"Helen"\n')} --rule scottish-stv`;
    const { elected, quota, stages } = await counted(line);
    expect([elected, quota]).toEqual([["Castor", "Helen"], "3.00000"]);
    expect(stages[1]).toMatchObject({
      stage: 0,
      action: "elect",
      votes: { Castor: "4.00000", Pollux: "0.00000", Helen: "2.00000" },
      states: { Castor: "elected", Pollux: "hopeful", Helen: "hopeful" },
      pending: ["Castor"],
      quota: "3.00000",
      nt_votes: "0.00000",
    });
  });

  it("says how a tie was broken: by the order of the file, or by lot from a seed", async () => {
    const byOrder = await counted(`${alike} --rule plurality`);
    expect(byOrder.elected).toEqual(["Ana"]);
    expect(byOrder.ties).toMatchObject([{ between: ["Ana", "Bruno"], chosen: ["Ana"], by: "order" }]);
    const byLot = await counted(`${alike} --rule plurality --seed dice-4-2-6`);
    expect(byLot.ties).toMatchObject([{ by: "lot" }]);
    expect(await counted(`${alike} --rule plurality --seed dice-4-2-6`)).toEqual(byLot);
    const seeds = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const winners = await Promise.all(
      seeds.map((seed) => counted(`${alike} --rule plurality --seed ${seed}`)),
    );
    expect(new Set(winners.flatMap(({ elected }) => elected)).size).toBe(2);
  });

  it("tells it in the language of the terminal", async () => {
    const { out } = await run(`tally ${tennessee} --rule schulze`, "es");
    expect(out).toBe("Capital\nResulta: Nashville");
    expect(
      (await run(`tally ${tennessee} --rule schulze --stages`, "es")).out.split("\n").length,
    ).toBeGreaterThan(4);
    expect((await run(`tally ${alike} --rule plurality`, "fr")).out).toContain("par l’ordre du fichier");
  });

  it("has a word for whatever a method does and every figure that it tells", async () => {
    const files = [
      tennessee,
      budget,
      file("approvals.yaml", "profile: [[0, 1], [1], [2, 0], [3], [1, 2]]\nnum_cand: 4\ncommitteesize: 2\n"),
      file("grades.csv", "points: Ana,points: Bea,points: Cai\n3,2,1\n1,2,3\n2,2,1\n1,1,3\n"),
    ];
    // A word that is missing is a fault of the catalogue, not a sentence: the command would end with it.
    for (const rule of methodNames)
      for (const one of files)
        for (const seats of ["", " --seats 1", " --seats 2"])
          for (const language of ["en", "fr"]) {
            const { code, out } = await run(`tally ${one} --rule ${rule} --stages${seats}`, language);
            expect([rule, one, [0, 1].includes(code)]).toEqual([rule, one, true]);
            expect(out).not.toContain("counting.");
          }
  });

  it("gives each of several files its line, in order, also one that cannot be counted", async () => {
    const bad = file("bad.blt", '2 1\n3 1 1 0\n0\n"Ana"\n"Bruno"\n');
    const { code, out, err } = await run(`tally ${tennessee} ${bad} ${alike} --rule plurality --json`);
    const lines = out.split("\n").map((line) => JSON.parse(line) as Printed);
    expect(code).toBe(1);
    expect(lines.map((line) => line.file)).toEqual([tennessee, bad, alike]);
    expect(lines[1]?.error).toContain("line 2");
    expect(lines[1]).not.toHaveProperty("elected");
    expect(err).toContain("line 2: ");
  });

  it("refuses what is no file of ballots, and what cannot be counted so", async () => {
    const cases: [string, number, string][] = [
      [`--rule schulze`, 2, "FILE is missing"],
      [`${tennessee}`, 2, "--rule takes one of"],
      [`${tennessee} --rule fair`, 2, "--rule takes one of"],
      [`${folder}/none.blt --rule schulze`, 2, "there is no file"],
      [`${file("ballots.doc", "x")} --rule schulze`, 2, "none of the endings"],
      [`${tennessee} --rule schulze --seats 0`, 2, "--seats takes a whole number"],
      [`${tennessee} --rule schulze --set x`, 2, "--set takes NAME=VALUE"],
      [`${tennessee} --rule schulze --set x=1`, 1, "This method has no setting “x”."],
      [`${tennessee} --rule schulze --seats 5`, 1, "5 seats cannot be filled from 4 candidates."],
      [`${tennessee} --rule greedy`, 1, "This method gives out a budget, and the vote has none."],
      [`${file("empty.blt", "")} --rule schulze`, 1, "The file is empty."],
    ];
    for (const [line, code, said] of cases) {
      const { err, out, ...result } = await run(`tally ${line}`);
      expect([line, result.code, out]).toEqual([line, code, ""]);
      expect(err).toContain(said);
    }
  });
});

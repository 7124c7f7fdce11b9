import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BallotCollector,
  BallotFault,
  type BudgetElection,
  PabulibReader,
  readPabulib,
  writePabulib,
} from "./index.ts";

const file = (text: string) => new TextEncoder().encode(text);

const small = `META
key;value
description;A vote in two districts
num_projects;3
num_votes;3
budget;1 000,50
vote_type;approval
PROJECTS
project_id;cost;name
a;250.25;Benches; and trees
b;1000;"A ""live"" well;
deep"
c;0;Nothing
VOTES
voter_id;vote
1;c,a
2;
3;a,c
`;

const changed = (from: string, to: string) => file(small.replace(from, to));

describe("a file in Pabulib's format", () => {
  it("is read with quotes, decimals and empty votes, and alike votes are kept once", () => {
    const election = readPabulib(changed("Benches; and trees", '"Benches; and trees"'));
    expect(election.candidates.map(({ id, name }) => [id, name])).toEqual([
      ["a", "Benches; and trees"],
      ["b", 'A "live" well;\ndeep'],
      ["c", "Nothing"],
    ]);
    expect([election.budget, election.costs, election.budgetUnit]).toEqual([
      100_050n,
      [25_025n, 100_000n, 0n],
      100,
    ]);
    expect(election.title).toBe("A vote in two districts");
    expect(Array.from(election.ballots.weights)).toEqual([2, 1]);
    expect(Array.from(election.ballots.entries)).toEqual([0, 2]);
  });

  it("may have a byte order mark and lines that end as in RFC 4180", () => {
    expect(readPabulib(file(`\ufeff${small.replaceAll("\n", "\r\n")}`)).candidates).toHaveLength(3);
  });

  it.each([
    ["budgetMissing", null, "budget;1 000,50\n", ""],
    ["budgetNotNumber", 6, "1 000,50", "1,000,500"],
    ["budgetNegative", 6, "1 000,50", "-1"],
    ["costNotNumber", 13, "c;0;", "c;free;"],
    ["costNegative", 13, "c;0;", "c;-1;"],
    ["projectTwice", 13, "c;0;", "a;0;"],
    ["projectWithoutId", 13, "c;0;", ";0;"],
    ["unknownProject", 16, "1;c,a", "1;c,d"],
    ["projectTwiceInVote", 16, "1;c,a", "1;a,c,a"],
    ["voteMissing", 17, "2;", "2"],
    ["votesDoNotMatch", 5, "num_votes;3", "num_votes;4"],
    ["projectsDoNotMatch", 4, "num_projects;3", "num_projects;2"],
    ["voteTypeUnknown", 7, "vote_type;approval", "vote_type;secret"],
    ["keyTwice", 4, "num_projects;3", "description;again"],
    ["columnMissing", 9, "project_id;cost", "project_id;price"],
    ["columnMissing", 15, "voter_id;vote", "voter_id;voice"],
    ["sectionMissing", 1, "META\n", ""],
    ["sectionOutOfPlace", 8, "PROJECTS", "VOTES"],
    ["quoteNotClosed", 11, 'deep"', "deep"],
    ["sectionMissing", 13, small.slice(small.indexOf("VOTES")), ""],
    ["pointsMissing", 15, "vote_type;approval", "vote_type;scoring"],
  ])("is refused for %s, on line %s", (reason, line, from, to) => {
    try {
      readPabulib(changed(from, to));
      expect.unreachable();
    } catch (fault) {
      if (!(fault instanceof BallotFault)) throw fault;
      expect([fault.reason, fault.line]).toEqual([reason, line]);
    }
  });

  it.each([
    ["pointsDoNotMatch", "1;c,a;3"],
    ["pointsNotNumber", "1;c,a;3,many"],
    ["pointsNegative", "1;c,a;3,-1"],
    ["pointsTooLarge", "1;c,a;3,999999999999999999"],
  ])("is refused for %s", (reason, vote) => {
    const text = small
      .replace("vote_type;approval", "vote_type;cumulative")
      .replace("voter_id;vote\n1;c,a\n2;\n3;a,c", `voter_id;vote;points\n${vote}\n2;;\n3;a;1.5`);
    expect(() => readPabulib(file(text))).toThrow(expect.objectContaining({ reason, line: 16 }) as Error);
  });

  it("is read alike in pieces of any size", () => {
    const bytes = file(small);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (size) => {
        const reader = new PabulibReader();
        for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
        expect(reader.finish()).toEqual(readPabulib(bytes));
      }),
    );
  });

  it("is refused where its bytes are no UTF-8, with the line", () => {
    const bytes = file(small);
    bytes[small.indexOf("two")] = 0xff;
    expect(() => readPabulib(bytes)).toThrow(new BallotFault("notUtf8", 3));
  });

  it("is read or refused, whatever was changed in it, and never anything else", () => {
    const scored = small
      .replace("vote_type;approval", "vote_type;scoring")
      .replace("voter_id;vote", "voter_id;vote;points");
    const change = fc.record({
      text: fc.constantFrom(small, scored),
      at: fc.nat({ max: 400 }),
      length: fc.nat({ max: 12 }),
      by: fc.oneof(
        fc.string(),
        fc.constantFrom(";", '"', "\n", ",", "-1", "VOTES\n", "\u0000", "9".repeat(40)),
      ),
    });
    fc.assert(
      fc.property(change, ({ text, at, length, by }) => {
        try {
          const { ballots, budget, costs } = readPabulib(
            file(text.slice(0, at) + by + text.slice(at + length)),
          );
          expect(ballots.entries.every((one) => one < ballots.candidates)).toBe(true);
          expect([budget, ...costs].every((one) => one >= 0n)).toBe(true);
        } catch (fault) {
          if (!(fault instanceof BallotFault)) throw fault;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("is read back as it was written", () => {
    fc.assert(
      fc.property(anyBudgetElection, (election) => {
        expect(readPabulib(file(writePabulib(election)))).toEqual(election);
      }),
    );
  });
});

const name = fc
  .stringMatching(/^[a-zà-ÿ;" 'ł\n]{1,12}$/)
  .filter((text) => text.trim() === text && text !== "")
  .filter((text) => !["meta", "projects", "votes"].includes(text));

const anyBudgetElection: fc.Arbitrary<BudgetElection> = fc
  .record({
    voteType: fc.constantFrom(
      "approval" as const,
      "ordinal" as const,
      "cumulative" as const,
      "scoring" as const,
    ),
    names: fc.array(name, { minLength: 1, maxLength: 6 }),
    money: fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 7, maxLength: 7 }),
    title: fc.option(name),
    currency: fc.option(fc.constantFrom("PLN", "€")),
    votes: fc.array(fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 50 })), { maxLength: 6 }), {
      maxLength: 9,
    }),
  })
  .map(({ voteType, names, money, title, currency, votes }) => {
    const kind = voteType === "approval" ? "approval" : voteType === "ordinal" ? "ranked" : "score";
    // Some figure has a last decimal, and some vote a last tenth, or the units would be larger than they are.
    const budget = (money[6] ?? 0n) * 10n + 7n;
    const collector = new BallotCollector({
      kind,
      candidates: names.length,
      pointsUnit: kind === "score" ? 10 : 1,
    });
    const cast = [...votes, [[0, 3] as [number, number]]];
    for (const vote of cast) {
      const seen = new Map(vote.filter(([project]) => project < names.length));
      const entries = kind === "ranked" ? [...seen.keys()] : [...seen.keys()].sort((a, b) => a - b);
      const points = kind === "score" ? entries.map((project) => seen.get(project) ?? 0) : null;
      collector.add(entries, entries.length, 1, points);
    }
    return {
      title,
      candidates: names.map((called, at) => ({ id: `${at + 1}`, name: called, withdrawn: false })),
      seats: null,
      ballots: collector.finish(),
      budget,
      costs: money.slice(0, names.length),
      budgetUnit: 100,
      currency,
      voteType,
    };
  });

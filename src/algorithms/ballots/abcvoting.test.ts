import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BallotCollector, BallotFault, type Election, readAbcvoting, writeAbcvoting } from "./index.ts";

const file = (text: string) => new TextEncoder().encode(text);

describe("approval ballots in abcvoting's YAML", () => {
  it("are sets of candidates, alike ones kept once, over as many lines as they like", async () => {
    const election = await readAbcvoting(
      file(`# four voters
description: "a vote"
profile: [[0, 2], [2,
   0], [], [1]]
num_cand: 4
committeesize: 2
compute:
- rule_id: av
  result:
`),
    );
    expect([election.title, election.seats, election.candidates.length]).toEqual(["a vote", 2, 4]);
    expect(Array.from(election.ballots.weights)).toEqual([2, 1, 1]);
  });

  it("have weights, exact ones, in the smallest unit that all of them share", async () => {
    const { ballots } = await readAbcvoting(file("profile: [[0], [1], [0]]\nvoter_weights: [0.5, 1/3, 2]\n"));
    expect([Array.from(ballots.weights), ballots.weightUnit]).toEqual([[15, 2], 6]);
  });

  it.each([
    ["profileMissing", null, "num_cand: 2"],
    ["profileMissing", null, "- 1"],
    ["unknownCandidate", 2, "profile:\n- [0, 3]\nnum_cand: 3"],
    ["candidateTwice", 2, "profile:\n- [0, 1, 0]\nnum_cand: 3"],
    ["listExpected", 1, "profile: 7"],
    ["listExpected", 2, "profile:\n- 7"],
    ["wholeNumberExpected", 1, "profile: [[-1]]"],
    ["wholeNumberExpected", 1, "profile: [[1.5]]"],
    ["wholeNumberExpected", 1, "profile: [[1e3]]"],
    ["wholeNumberExpected", 2, "profile: [[1]]\nnum_cand: many"],
    ["weightsDoNotMatch", 2, "profile: [[1]]\nvoter_weights: [1, 2]"],
    ["weightNegative", 2, "profile: [[1]]\nvoter_weights: [-1]"],
    ["weightNotNumber", 2, "profile: [[1]]\nvoter_weights: [.inf]"],
    ["notYaml", 2, "profile: [[1]]\nprofile: [[2]]"],
    ["notYaml", 1, "profile: [[1]"],
    ["wholeNumberExpected", 2, "profile:\n- [&a 1, *a]"],
  ])("are refused for %s, on line %s", async (reason, line, text) => {
    try {
      await readAbcvoting(file(text));
      expect.unreachable();
    } catch (fault) {
      if (!(fault instanceof BallotFault)) throw fault;
      expect([fault.reason, fault.line ?? line]).toEqual([reason, line]);
    }
  });

  it("are read or refused, whatever was changed in the file, and never anything else", async () => {
    const text =
      'description: "a vote"\nprofile: [[0, 2], [2, 0], [], [1]]\nvoter_weights: [1, 2, 3, 0.5]\nnum_cand: 4\n';
    const change = fc.record({
      at: fc.nat({ max: text.length }),
      length: fc.nat({ max: 12 }),
      by: fc.oneof(
        fc.string(),
        fc.constantFrom("[", "]", "{", ":", "- ", "\n", "&a", "*a", "!!js ", "? ", "|", "1e9", "\t"),
      ),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, length, by }) => {
        try {
          const { ballots } = await readAbcvoting(file(text.slice(0, at) + by + text.slice(at + length)));
          expect(ballots.entries.every((one) => one < ballots.candidates)).toBe(true);
        } catch (fault) {
          if (!(fault instanceof BallotFault)) throw fault;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("are read back as they were written", async () => {
    const ballot = fc.tuple(
      fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 9 }),
    );
    const anyElection = fc
      .record({
        title: fc.option(fc.string({ minLength: 1 }).filter((text) => !text.includes("\u0000"))),
        seats: fc.option(fc.integer({ min: 0, max: 9 })),
        cast: fc.array(ballot, { maxLength: 9 }),
      })
      .map(({ title, seats, cast }): Election => {
        // The first weighs a half, so that the smallest unit is one.
        const collector = new BallotCollector({ kind: "approval", candidates: 5, weightUnit: 2 });
        const lines: { ballot: number; weight: number }[] = [];
        let kept = 0;
        const numbers = new Map<string, number>();
        const add = (entries: readonly number[], weight: number) => {
          if (collector.add(entries, entries.length, weight)) numbers.set(`${entries}`, kept++);
          lines.push({ ballot: numbers.get(`${entries}`) ?? -1, weight });
        };
        add([0, 1, 2, 3, 4], 1);
        for (const [entries, weight] of cast.filter(([entries]) => entries.length < 5))
          add(entries.sort(), weight);
        const candidates = [0, 1, 2, 3, 4].map((at) => ({ id: `${at}`, name: `${at}`, withdrawn: false }));
        return { title, seats, candidates, ballots: collector.finish(), lines };
      });
    await fc.assert(
      fc.asyncProperty(anyElection, async (election) => {
        expect(await readAbcvoting(file(writeAbcvoting(election)))).toEqual(election);
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BallotCollector } from "../../ballots/index.ts";
import { lexically } from "../lexical.ts";
import { Work } from "../work.ts";
import { committeeMethods } from "./index.ts";
import {
  all,
  anyName,
  anySmall,
  election,
  everyName,
  type Name,
  options,
  resolute,
  type Small,
} from "./small.testing.ts";

describe("every rule", () => {
  it("elects one of all the committees that it lists, and the same one with the same seed", () => {
    fc.assert(
      fc.property(anySmall, anyName, fc.string(), (small, name, seed) => {
        const count = () =>
          committeeMethods[name].count(
            election(small),
            options({ all: true, ties: { by: "lot", seed }, stages: true }),
          );
        const one = count();
        expect(one.alternatives).toContainEqual([...one.elected].sort((a, b) => a - b));
        expect(one.elected).toHaveLength(small.seats);
        expect(count()).toEqual(one);
        const quiet = committeeMethods[name].count(election(small), options({ ties: { by: "lot", seed } }));
        expect([quiet.elected, quiet.ties]).toEqual([one.elected, one.ties]);
        if (one.ties.length === 0) expect(one.alternatives).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  it("treats candidates alike, however they are numbered", () => {
    fc.assert(
      fc.property(anySmall, anyName, (small, name) => {
        const turn = (candidate: number) => small.candidates - 1 - candidate;
        const turned = all(name, { ...small, ballots: small.ballots.map((ballot) => ballot.map(turn)) });
        expect(turned.map((set) => set.map(turn).sort((a, b) => a - b)).sort(lexically)).toEqual(
          all(name, small),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("treats voters alike, but greedy Monroe, which takes the first of the file", () => {
    fc.assert(
      fc.property(
        anySmall,
        fc.constantFrom(...everyName.filter((one) => one !== "greedy-monroe")),
        (small, name) => {
          expect(all(name, { ...small, ballots: [...small.ballots].reverse() })).toEqual(all(name, small));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("counts halves of votes as it counts whole ones, but those that divide voters", () => {
    const divides = ["monroe", "seqmonroe", "greedy-monroe"];
    fc.assert(
      fc.property(
        anySmall,
        fc.constantFrom(...everyName.filter((one) => !divides.includes(one))),
        (small, name) => {
          const halves = committeeMethods[name].count(
            election(small, 1, 2),
            options({ all: true, stages: true }),
          );
          const whole = committeeMethods[name].count(
            election(small, 5, 10),
            options({ all: true, stages: true }),
          );
          expect(halves.alternatives).toEqual(all(name, small));
          if (name !== "lexcc" && name !== "lexminimaxav" && name !== "minimaxav")
            expect(whole.stages.map(({ votes }) => votes)).toEqual(halves.stages.map(({ votes }) => votes));
        },
      ),
      { numRuns: 200 },
    );
    for (const name of divides as Name[])
      expect(() =>
        committeeMethods[name].count(election({ candidates: 2, seats: 1, ballots: [[0]] }, 1, 2), options()),
      ).toThrow(expect.objectContaining({ reason: "weightNotWhole" }) as Error);
  });

  it("keeps whoever is withdrawn out", () => {
    fc.assert(
      fc.property(anySmall, anyName, fc.nat({ max: 5 }), (small, name, withdrawn) => {
        fc.pre(withdrawn < small.candidates && small.seats < small.candidates);
        const whole = election(small);
        const candidates = whole.candidates.map((one, at) => ({ ...one, withdrawn: at === withdrawn }));
        const { elected, stages } = committeeMethods[name].count(
          { ...whole, candidates },
          options({ stages: true }),
        );
        expect(elected).not.toContain(withdrawn);
        expect(stages.every(({ states }) => states[withdrawn] === "withdrawn")).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["seatsMissing", { seats: null }, {}],
    ["seatsMissing", { seats: 0 }, {}],
    ["tooManySeats", { seats: 3 }, {}],
    ["noVotes", { seats: 1, ballots: [] }, {}],
    ["settingUnknown", { seats: 1 }, { colour: "red" }],
  ])("is refused for %s", (reason, changes, settings) => {
    const whole = election({
      candidates: 2,
      seats: 1,
      ballots: [[0]],
      ...("ballots" in changes ? changes : {}),
    } as Small);
    for (const name of Object.keys(committeeMethods) as Name[])
      expect(() =>
        committeeMethods[name].count({ ...whole, seats: changes.seats }, options({ settings })),
      ).toThrow(expect.objectContaining({ reason }) as Error);
  });

  it("is refused for ballots that rank or give points", () => {
    const collector = new BallotCollector({ kind: "ranked", candidates: 2 });
    collector.add([1, 0], 2, 1);
    const ranked = { ...election({ candidates: 2, seats: 1, ballots: [] }), ballots: collector.finish() };
    for (const method of Object.values(committeeMethods))
      expect(() => method.count(ranked, options())).toThrow(
        expect.objectContaining({ reason: "ballotsOfAnotherKind", facts: { kind: "ranked" } }) as Error,
      );
  });

  it("is refused rather than never at an end", () => {
    const small = { candidates: 60, seats: 17, ballots: [[0], [0, 1]] };
    const tooLarge = expect.objectContaining({ reason: "tooLarge" }) as Error;
    for (const name of ["monroe", "seqmonroe", "minimax-phragmen", "leximax-phragmen"] as const)
      expect(() => resolute(name, small)).toThrow(tooLarge);
    for (const name of ["approval", "chamberlin-courant", "seqpav", "trivial"] as const)
      expect(() => all(name, small)).toThrow(tooLarge);
    const work = new Work("committees", 3);
    work.take(3);
    expect(() => work.take(1)).toThrow(tooLarge);
  });

  it("finds one committee also where there are more of the best than can be listed", () => {
    const small = { candidates: 60, seats: 10, ballots: [[0], [0, 1]] };
    const { elected, ties } = resolute("chamberlin-courant", small);
    expect(elected).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(ties).toEqual([
      {
        stage: 1,
        between: Array.from({ length: 59 }, (_, at) => at + 1),
        chosen: [1, 2, 3, 4, 5, 6, 7, 8, 9],
        to: "elect",
        by: "order",
      },
    ]);
  });
});

describe("rules that elect one by one", () => {
  it.each([
    "approval",
    "sav",
    "seqpav",
    "seqslav",
    "seqcc",
    "phragmen",
    "maximin-support",
    "consensus",
  ] as const)("elect the same and one more where there is one more seat: %s", (name) => {
    fc.assert(
      fc.property(anySmall, (small) => {
        fc.pre(small.seats < small.candidates);
        const more = resolute(name, { ...small, seats: small.seats + 1 }).elected;
        expect(more.slice(0, small.seats)).toEqual(resolute(name, small).elected);
      }),
    );
  });

  it("put out the same but one where there is one more seat: revseqpav", () => {
    fc.assert(
      fc.property(anySmall, (small) => {
        fc.pre(small.seats < small.candidates);
        const more = resolute("revseqpav", { ...small, seats: small.seats + 1 }).elected;
        expect(more).toEqual(expect.arrayContaining([...resolute("revseqpav", small).elected]));
      }),
    );
  });
});

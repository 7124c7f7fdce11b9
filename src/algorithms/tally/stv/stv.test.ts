import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBlt } from "../../ballots/index.ts";
import { Lot } from "../../lots/index.ts";
import type { CountOptions } from "../method.ts";
import { type Count, CountRefused } from "../result.ts";
import { castOf, electionOf, options, poll, seatsOf } from "./elections.testing.ts";
import { countIrv, countMeek, countScottish, countWigm, stvMethods } from "./index.ts";
import { keptOf } from "./meek.ts";
import { plainGregory, plainMeek } from "./oracle.testing.ts";
import { MOST_CANDIDATES, MOST_UNITS } from "./poll.ts";

/** A figure as whole units of its last decimal. */
const units = (figure: string | undefined) => BigInt((figure ?? "").replace(".", ""));
const last = (count: Count) => count.stages.at(-1);

describe("the counts are those of the rules written out plainly", () => {
  const withdrawn = fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 2 });
  it.each([
    ["the Scottish rules", countScottish, (of: Parameters<typeof plainMeek>[0]) => plainGregory(of, true)],
    ["WIGM", countWigm, (of: Parameters<typeof plainMeek>[0]) => plainGregory(of, false)],
    ["Meek", countMeek, plainMeek],
  ])("%s", (_, count, plain) => {
    fc.assert(
      fc.property(castOf, seatsOf, withdrawn, (cast, seats, gone) => {
        const election = electionOf(cast, seats, 5, gone);
        fc.pre(cast.some(([order]) => order.some((candidate) => !gone.includes(candidate))));
        const [ours, theirs] = [count(election, options), plain(election)];
        expect(ours.elected).toEqual(theirs.elected);
        expect(last(ours)?.votes.map(units)).toEqual(theirs.votes);
      }),
      { numRuns: 400 },
    );
  });

  it("also where votes are many and products pass 2^53", () => {
    fc.assert(
      fc.property(castOf, seatsOf, (cast, seats) => {
        const many = cast.map(([order, weight]) => [order, weight * 312_345_679] as const);
        const election = electionOf(many, seats);
        for (const scottish of [true, false]) {
          const ours = (scottish ? countScottish : countWigm)(election, options);
          expect(last(ours)?.votes.map(units)).toEqual(plainGregory(election, scottish).votes);
        }
        expect(last(countMeek(election, options))?.votes.map(units)).toEqual(plainMeek(election).votes);
      }),
      { numRuns: 60 },
    );
  });

  it("and a weight times a keep factor is exact", () => {
    const factor = fc.oneof(
      fc.integer({ min: 0, max: 1_000_000_000 }),
      fc.constantFrom(999_999_999, 1_000_000_000),
    );
    fc.assert(
      fc.property(factor, factor, (weight, keep) => {
        const exact = (BigInt(weight) * BigInt(keep) + 999_999_999n) / 1_000_000_000n;
        expect(BigInt(keptOf(weight, keep))).toBe(exact);
      }),
      { numRuns: 5000 },
    );
  });
});

describe("every method", () => {
  const each = Object.entries(stvMethods);
  const counted = (name: string, election: Parameters<typeof countIrv>[0], by: CountOptions = options) =>
    stvMethods[name as keyof typeof stvMethods].count(election, name === "irv" ? { ...by, seats: 1 } : by);

  it.each(each)("%s is neutral: other numbers for the candidates elect the same ones", (name) => {
    fc.assert(
      fc.property(
        castOf,
        seatsOf,
        fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
        (cast, seats, as) => {
          const before = counted(name, electionOf(cast, seats));
          fc.pre(before.ties.every((tie) => tie.by === "earlier_stage"));
          const renamed = cast.map(([order, weight]) => [order.map((one) => as[one] ?? 0), weight] as const);
          const after = counted(name, electionOf(renamed, seats));
          const sorted = (elected: readonly number[]) => [...elected].sort((a, b) => a - b);
          // Those who share out the last places have no ties before them, whatever the order in which they are named.
          expect(sorted(after.elected)).toEqual(sorted(before.elected.map((one) => as[one] ?? 0)));
        },
      ),
    );
  });

  it.each(each)("%s is anonymous: neither the order of ballots nor their bundling matters", (name) => {
    fc.assert(
      fc.property(castOf, seatsOf, (cast, seats) => {
        const singly = cast.flatMap(([order, weight]) =>
          Array.from({ length: weight }, () => [order, 1] as const),
        );
        expect(counted(name, electionOf(singly.reverse(), seats))).toEqual(
          counted(name, electionOf(cast, seats)),
        );
      }),
    );
  });

  it.each(each)("%s counts fractions of votes exactly", (name) => {
    fc.assert(
      fc.property(castOf, seatsOf, fc.constantFrom(2, 3, 7, 1000), (cast, seats, parts) => {
        const election = electionOf(cast, seats);
        const { weights, totalWeight } = election.ballots;
        const finer = {
          weights: weights.map((one) => one * parts),
          weightUnit: parts,
          totalWeight: totalWeight * parts,
        };
        const same = { ...election, ballots: { ...election.ballots, ...finer } };
        expect(counted(name, same)).toEqual(counted(name, election));
      }),
    );
  });

  it.each(each)("%s counts the same again with the same seed", (name) => {
    fc.assert(
      fc.property(castOf, seatsOf, fc.string(), (cast, seats, seed) => {
        const by: CountOptions = { ...options, ties: { by: "lot", seed } };
        expect(counted(name, electionOf(cast, seats), by)).toEqual(
          counted(name, electionOf(cast, seats), by),
        );
      }),
    );
  });

  it.each(each)(
    "%s elects as many as there are seats, and leaves out the protocol where nobody wants it",
    (name) => {
      fc.assert(
        fc.property(castOf, seatsOf, (cast, seats) => {
          const whole = counted(name, electionOf(cast, seats));
          expect(whole.elected).toHaveLength(name === "irv" ? 1 : seats);
          const short = counted(name, electionOf(cast, seats), { ...options, stages: false });
          expect(short).toEqual({ ...whole, stages: [] });
        }),
      );
    },
  );

  it.each(each.filter(([name]) => name !== "irv"))(
    "%s elects everybody where there are as many seats",
    (name) => {
      expect([...counted(name, poll(3, "5 A", "3 B C", "1 C")).elected].sort()).toEqual([0, 1, 2]);
    },
  );

  it.each(each.filter(([name]) => name !== "irv"))(
    "%s gives a solid coalition the seats that its quotas are",
    (name) => {
      const coalition = fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 1, maxLength: 4 });
      const size = fc.integer({ min: 1, max: 60 });
      fc.assert(
        fc.property(
          castOf,
          seatsOf,
          coalition,
          size,
          fc.infiniteStream(fc.nat()),
          (cast, seats, together, weight, stream) => {
            const shuffled = (of: readonly number[]) => {
              const keyed = of.map((one) => [stream.next().value, one] as const);
              return keyed.sort((a, b) => a[0] - b[0]).map(([, one]) => one);
            };
            const solid = Array.from({ length: weight }, () => [shuffled(together), 1] as const);
            const election = electionOf([...cast, ...solid], seats);
            const valid = [...cast, ...solid].reduce(
              (sum, [order, times]) => sum + (order.length > 0 ? times : 0),
              0,
            );
            const quotas = Math.floor(weight / (Math.floor(valid / (seats + 1)) + 1));
            const theirs = counted(name, election).elected.filter((one) => together.includes(one)).length;
            expect(theirs).toBeGreaterThanOrEqual(Math.min(quotas, together.length, seats));
          },
        ),
        { numRuns: 300 },
      );
    },
  );

  it.each(["scottish-stv", "wigm", "irv"])(
    "%s: votes, what is not transferable and what was cut off add up",
    (name) => {
      fc.assert(
        fc.property(castOf, seatsOf, (cast, seats) => {
          const valid = cast.reduce((sum, [order, weight]) => sum + (order.length > 0 ? weight : 0), 0);
          const decimals = { "scottish-stv": 5, wigm: 4, irv: 0 }[name] ?? 0;
          // Between the state of a defeated candidate and the transfer nothing has moved yet: it holds at every step.
          for (const { votes, figures } of counted(name, electionOf(cast, seats)).stages) {
            const all = [...votes, figures.nt_votes, figures.lost].reduce((sum, one) => sum + units(one), 0n);
            expect(all).toBe(BigInt(valid) * 10n ** BigInt(decimals));
          }
        }),
      );
    },
  );

  it("meek: the votes of the elected and the residual add up", () => {
    fc.assert(
      fc.property(castOf, seatsOf, (cast, seats) => {
        const valid = cast.reduce((sum, [order, weight]) => sum + (order.length > 0 ? weight : 0), 0);
        const end = last(countMeek(electionOf(cast, seats), options));
        const all = [...(end?.votes ?? []), end?.figures.residual].reduce((sum, one) => sum + units(one), 0n);
        expect(all).toBe(BigInt(valid) * 1_000_000_000n);
      }),
    );
  });
});

describe("the instant run-off", () => {
  it("elects whom more than half put first", () => {
    fc.assert(
      fc.property(castOf, fc.nat({ max: 4 }), (cast, winner) => {
        const others = cast.reduce((sum, [, weight]) => sum + weight, 0);
        expect(countIrv(electionOf([...cast, [[winner], others + 1]], 1), options).elected).toEqual([winner]);
      }),
    );
  });

  it("is that of the Scottish rules with one seat", () => {
    fc.assert(
      fc.property(castOf, fc.option(fc.string()), (cast, seed) => {
        const by: CountOptions = { ...options, ties: seed === null ? { by: "order" } : { by: "lot", seed } };
        const election = electionOf(cast, 1);
        expect(countIrv(election, by).elected).toEqual(countScottish(election, by).elected);
      }),
      { numRuns: 500 },
    );
  });

  it("does nobody harm by later preferences", () => {
    const ballot = fc.tuple(
      fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
      fc.integer({ min: 1, max: 4 }),
    );
    fc.assert(
      fc.property(castOf, ballot, fc.integer({ min: 1, max: 20 }), (cast, [order, until], weight) => {
        const short = order.slice(0, until);
        const [winner = -1] = countIrv(electionOf([...cast, [short, weight]], 1), options).elected;
        fc.pre(short.includes(winner));
        expect(countIrv(electionOf([...cast, [order, weight]], 1), options).elected).toEqual([winner]);
      }),
    );
  });

  it("is not monotone: ten more who put the winner first can make the winner lose", () => {
    expect(countIrv(poll(1, "39 A B C", "35 B C A", "26 C A B"), options).elected).toEqual([0]);
    expect(countIrv(poll(1, "49 A B C", "25 B C A", "26 C A B"), options).elected).toEqual([2]);
  });
});

describe("those who are alike", () => {
  it("are told apart by the last stage at which they were not, for exclusion", () => {
    // B's vote makes C level with D, who had more at the stage before.
    const count = countScottish(poll(1, "6 A", "1 B C", "3 C", "4 D", "2 E"), options);
    const defeats = count.stages
      .filter((stage) => stage.action === "defeat")
      .map((stage) => stage.candidates);
    expect(defeats).toEqual([[1], [4], [2], [3]]);
    expect(count.ties).toEqual([
      { stage: 3, between: [2, 3], chosen: [2], to: "defeat", by: "earlier_stage" },
    ]);
  });

  it("are told apart by it for the surplus that goes first", () => {
    const count = countScottish(poll(3, "8 A D", "9 B E", "3 C A", "2 C B", "8 D", "7 E"), options);
    expect(count.ties[0]).toEqual({
      stage: 2,
      between: [0, 1],
      chosen: [1],
      to: "transfer",
      by: "earlier_stage",
    });
    const never = countScottish(poll(3, "9 A C", "9 B D", "3 C", "2 D"), options);
    expect(never.ties[0]).toEqual({ stage: 1, between: [0, 1], chosen: [0], to: "transfer", by: "order" });
  });

  it("at every stage are told apart by lot, which the seed decides", () => {
    const election = poll(1, "5 A", "3 B", "3 C");
    const seeds = Array.from({ length: 20 }, (_, seed) => `seed ${seed}`);
    const excluded = seeds.map((seed) => {
      const count = countScottish(election, { ...options, ties: { by: "lot", seed } });
      expect(count.ties).toHaveLength(1);
      expect(count.ties[0]).toMatchObject({ stage: 1, between: [1, 2], to: "defeat", by: "lot" });
      return count.ties[0]?.chosen[0];
    });
    expect(new Set(excluded)).toEqual(new Set([1, 2]));
  });

  it("are told apart by the reference rule in one order that was drawn beforehand", () => {
    const election = poll(1, "6 A", "2 B", "2 C", "2 D", "5 E");
    for (const seed of ["a", "b", "c", "d"]) {
      const { ties } = countWigm(election, { ...options, ties: { by: "lot", seed } });
      const chosen = ties.map((tie) => [tie.by, tie.to, tie.chosen[0]]);
      const expected = new Lot(seed).shuffled([0, 1, 2, 3, 4]).filter((one) => one >= 1 && one <= 3);
      expect(chosen).toEqual(expected.slice(0, 2).map((one) => ["lot", "defeat", one]));
    }
  });

  it("by Meek are those whose difference the surplus could still undo", () => {
    const count = countMeek(poll(1, "5 A", "3 B", "3 C"), options);
    expect(count.ties).toEqual([{ stage: 1, between: [1, 2], chosen: [1], to: "defeat", by: "order" }]);
  });
});

describe("a candidate with exactly the quota", () => {
  it("has no surplus to transfer by the Scottish rules", () => {
    const count = countScottish(poll(2, "4 A B", "3 B", "2 C"), options);
    expect([count.quota, ...count.stages.map((stage) => stage.action)]).not.toContain("unpend");
    expect(count.quota).toBe("4.00000");
  });
});

describe("papers that rank nobody who stands", () => {
  const election = readBlt(
    new TextEncoder().encode("3 1\n-3\n4 1 0\n3 2 0\n5 3 0\n7 0\n2 3 2 0\n0\nA\nB\nC\n"),
  );
  it.each(Object.entries(stvMethods))("are no valid ones by %s, and are shown", (name, { count }) => {
    const { stages, elected } = count(election, options);
    expect(elected).toEqual([1]);
    expect(stages[0]?.states).toEqual(["hopeful", "hopeful", "withdrawn"]);
    expect(Number(stages[0]?.figures.empty)).toBe(12);
    expect(Math.floor(Number(stages[0]?.figures.quota))).toBe(
      name === "scottish-stv" || name === "irv" ? 5 : 4,
    );
  });
});

describe("an election is refused", () => {
  const refused = (reason: string, count: () => unknown) =>
    expect(count).toThrow(expect.objectContaining({ reason, name: CountRefused.name }));
  const election = poll(1, "2 A B", "1 B");
  it.each(Object.entries(stvMethods))("by %s, by name", (name, { count }) => {
    const many = name === "irv" ? "oneSeatOnly" : "tooManySeats";
    refused(many, () => count(election, { ...options, seats: 3 }));
    refused("seatsNotWhole", () => count(election, { ...options, seats: 0 }));
    refused("settingUnknown", () => count(election, { ...options, settings: { speed: "1" } }));
    refused("ballotsOfAnotherKind", () =>
      count({ ...election, ballots: { ...election.ballots, kind: "approval" } }, options),
    );
    refused("ranksShared", () =>
      count(readBlt(new TextEncoder().encode("2 1\n1 1=2 0\n0\nA\nB\n")), options),
    );
    refused("noVotes", () => count(readBlt(new TextEncoder().encode("2 1\n1 0\n0\nA\nB\n")), options));
    refused("noVotes", () => count(readBlt(new TextEncoder().encode("2 1\n-1\n1 1 0\n0\nA\nB\n")), options));
    const crowded = electionOf([[[0], MOST_UNITS + 1]], 1, 2);
    refused("tooManyVotes", () => count(crowded, options));
    const fine = { ...election, ballots: { ...election.ballots, weightUnit: MOST_UNITS + 1 } };
    refused("weightsTooFine", () => count(fine, options));
    expect(count(electionOf([[[0], MOST_UNITS]], 1, 2), options).elected).toEqual([0]);
    refused("tooManyCandidatesForTransfers", () =>
      count(electionOf([[[0], 1]], 1, MOST_CANDIDATES + 1), options),
    );
  });

  it("where the instant run-off has several seats, or the omega is none", () => {
    refused("oneSeatOnly", () => countIrv(election, { ...options, seats: 2 }));
    refused("settingValueUnknown", () => countMeek(election, { ...options, settings: { omega: "10" } }));
    expect(countMeek(election, { ...options, settings: { omega: "9" } }).elected).toEqual([0]);
  });

  it("where nothing says how many to elect", () => {
    refused("seatsMissing", () => countScottish({ ...election, seats: null }, options));
    expect(countIrv({ ...election, seats: null }, options).elected).toEqual([0]);
  });
});

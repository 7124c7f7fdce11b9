import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CircleRules,
  covers,
  type Debt,
  type Movement,
  playRound,
  POT,
  RESERVE,
  type RoundFacts,
  shareReserve,
  turnRules,
} from "./circle-rounds.rules.ts";

const rules: CircleRules = { contribution: 100n, cover: "others", turn: "keeps", putOutAfter: null };
const members = ["a", "b", "c", "d"];

const facts = (more: Partial<RoundFacts> = {}): RoundFacts => ({
  rules,
  members,
  turns: members,
  round: 1,
  paid: new Set(members),
  available: new Map(),
  reserve: 0n,
  debts: [],
  defaults: new Map(),
  guarantorOf: new Map(),
  ...more,
});

const outOf = (movements: readonly Movement[], purse: string) =>
  movements.filter(({ from }) => from === purse).reduce((sum, { amount }) => sum + amount, 0n);
const into = (movements: readonly Movement[], purse: string) =>
  movements.filter(({ to }) => to === purse).reduce((sum, { amount }) => sum + amount, 0n);

describe("a round of a circle", () => {
  it("pays what all contributed to whoever has the turn", () => {
    const { movements, debts, failed } = playRound(facts());
    expect(into(movements, "a")).toBe(400n);
    expect(members.map((one) => outOf(movements, one))).toEqual([100n, 100n, 100n, 100n]);
    expect([debts, failed]).toEqual([[], []]);
  });

  it("lets the others stand in by equal parts; whoever has the turn bears theirs by being owed it", () => {
    const { movements, debts } = playRound(facts({ paid: new Set(["a", "b", "c"]) }));
    expect(into(movements, "a")).toBe(366n);
    expect(debts).toEqual([
      { debtor: "d", creditor: "b", amount: 33n },
      { debtor: "d", creditor: "c", amount: 33n },
      { debtor: "d", creditor: "a", amount: 34n },
    ]);
  });

  it("lets the guarantor stand in, and owes it to whoever has the turn where the guarantor cannot", () => {
    const asked = facts({
      rules: { ...rules, cover: "guarantors" },
      paid: new Set(["a", "b", "c"]),
      guarantorOf: new Map([["d", "b"]]),
    });
    expect(playRound(asked).debts).toEqual([{ debtor: "d", creditor: "b", amount: 100n }]);
    const unable = playRound({ ...asked, available: new Map([["b", 99n]]) });
    expect(unable.debts).toEqual([{ debtor: "d", creditor: "a", amount: 100n }]);
    expect(into(unable.movements, "a")).toBe(300n);
  });

  it("takes from the reserve as far as it goes", () => {
    const { movements, debts } = playRound(
      facts({ rules: { ...rules, cover: "reserve" }, paid: new Set(["a", "b", "c"]), reserve: 70n }),
    );
    expect(outOf(movements, RESERVE)).toBe(70n);
    expect(debts).toEqual([
      { debtor: "d", creditor: RESERVE, amount: 70n },
      { debtor: "d", creditor: "a", amount: 30n },
    ]);
  });

  it("sets the contribution of whoever has the turn off against it, and pays their debts from it first", () => {
    const { movements, debts, failed } = playRound(
      facts({ paid: new Set(["b", "c", "d"]), debts: [{ debtor: "a", creditor: "c", amount: 120n }] }),
    );
    expect(failed).toEqual([]);
    expect([into(movements, "a"), into(movements, "c"), debts]).toEqual([180n, 120n, []]);
  });

  it("moves the turn of whoever fails to the end where the circle adopted that, and never one that was had", () => {
    const last = facts({ rules: { ...rules, turn: "last" }, round: 2, paid: new Set(["b", "d"]) });
    expect(playRound(last).turns).toEqual(["a", "b", "d", "c"]);
    expect(playRound({ ...last, rules }).turns).toEqual(members);
  });

  it("puts out after as many defaults as the rules bear, not before", () => {
    const strict = facts({ rules: { ...rules, putOutAfter: 2 }, paid: new Set(["a", "b", "c"]) });
    expect(playRound(strict).putOut).toEqual([]);
    expect(playRound({ ...strict, defaults: new Map([["d", 1]]) }).putOut).toEqual(["d"]);
  });

  it("knows no round beyond the last", () => {
    expect(() => playRound(facts({ round: 5 }))).toThrow(RangeError);
  });
});

const circles = fc
  .record({
    size: fc.integer({ min: 2, max: 7 }),
    contribution: fc.bigInt({ min: 1n, max: 10_000n }),
    cover: fc.constantFrom(...covers),
    turn: fc.constantFrom(...turnRules),
    putOutAfter: fc.option(fc.integer({ min: 1, max: 3 })),
    each: fc.bigInt({ min: 0n, max: 15_000n }),
    order: fc.array(fc.nat(), { minLength: 7, maxLength: 7 }),
    fails: fc.array(fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), { minLength: 7, maxLength: 7 }),
    able: fc.array(fc.option(fc.bigInt({ min: 0n, max: 30_000n })), { minLength: 7, maxLength: 7 }),
    guarantors: fc.array(fc.nat({ max: 6 }), { minLength: 7, maxLength: 7 }),
  })
  .map((drawn) => {
    const people = Array.from({ length: drawn.size }, (_, at) => `m${at}`);
    const turns = people.toSorted(
      (one, other) => (drawn.order[people.indexOf(one)] ?? 0) - (drawn.order[people.indexOf(other)] ?? 0),
    );
    return { ...drawn, people, turns };
  });

/** A whole circle; the reserve begins with what each paid into it. */
function playCircle(drawn: typeof circles extends fc.Arbitrary<infer One> ? One : never) {
  const { people, contribution, cover, turn, putOutAfter, each, fails, able, guarantors } = drawn;
  const all: Movement[] = people.map((from) => ({ why: "reserve", from, to: RESERVE, amount: each }));
  let { turns } = drawn as { turns: readonly string[] };
  let debts: readonly Debt[] = [];
  let defaults: ReadonlyMap<string, number> = new Map();
  const out = new Set<string>();
  for (let round = 1; round <= people.length; round += 1) {
    const paid = new Set(people.filter((one, at) => !out.has(one) && !fails[round - 1]?.[at]));
    const outcome = playRound({
      rules: { contribution, cover, turn, putOutAfter },
      members: people,
      turns,
      round,
      paid,
      available: new Map(people.flatMap((one, at) => (able[at] == null ? [] : [[one, able[at]] as const]))),
      reserve: into(all, RESERVE) - outOf(all, RESERVE),
      debts,
      defaults,
      guarantorOf: new Map(
        people.map((one, at) => [one, people[(guarantors[at] ?? 0) % people.length] ?? one]),
      ),
    });
    expect(into(outcome.movements, POT)).toBe(outOf(outcome.movements, POT));
    expect(outcome.movements.every(({ amount, from, to }) => amount > 0n && from !== to)).toBe(true);
    all.push(...outcome.movements);
    expect(into(all, RESERVE)).toBeGreaterThanOrEqual(outOf(all, RESERVE));
    ({ turns, debts, defaults } = outcome);
    for (const one of outcome.putOut) out.add(one);
  }
  const held = into(all, RESERVE) - outOf(all, RESERVE);
  const end = shareReserve({ members: people, each, debts, held });
  all.push(...end.movements);
  return { all, debts: end.debts, turns };
}

describe("a reserve that lost with time", () => {
  it("gives back what is in it, in proportion, and never more", () => {
    const { movements } = shareReserve({ members, each: 100n, debts: [], held: 391n });
    expect(movements.map(({ amount }) => amount)).toEqual([98n, 98n, 98n, 97n]);
  });
});

describe("a whole circle", () => {
  it("creates and loses nothing, for every order and every rule about defaults", () => {
    fc.assert(
      fc.property(circles, (drawn) => {
        const { all, debts, turns } = playCircle(drawn);
        expect(into(all, RESERVE)).toBe(outOf(all, RESERVE));
        expect(debts.every(({ creditor, amount }) => creditor !== RESERVE && amount > 0n)).toBe(true);
        expect(turns.toSorted()).toEqual(drawn.people.toSorted());
        for (const one of drawn.people) {
          const owes = debts
            .filter(({ debtor }) => debtor === one)
            .reduce((sum, debt) => sum + debt.amount, 0n);
          const owed = debts
            .filter(({ creditor }) => creditor === one)
            .reduce((sum, debt) => sum + debt.amount, 0n);
          expect(into(all, one) - outOf(all, one)).toBe(owes - owed);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("lets everybody pay in and take out the same where everybody pays", () => {
    fc.assert(
      fc.property(circles, (drawn) => {
        const { all, debts } = playCircle({ ...drawn, fails: [], able: [] });
        expect(debts).toEqual([]);
        for (const one of drawn.people) {
          const total = drawn.contribution * BigInt(drawn.size) + drawn.each;
          expect([into(all, one), outOf(all, one)]).toEqual([total, total]);
        }
      }),
    );
  });
});

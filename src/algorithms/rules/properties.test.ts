// Properties that every rule set has, on random rules and facts.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "./conditions.ts";
import {
  evaluate,
  neverHarms,
  readRules,
  type Amount,
  type Condition,
  type Facts,
  type Rules,
} from "./index.ts";
import { wholeBody } from "./measures.ts";

const counts = [
  "for",
  "against",
  "abstentions",
  "votes_without_abstentions",
  "votes_cast",
  "present",
  "accredited",
] as const;
const share = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }));

const { condition } = fc.letrec<{ amount: Amount; condition: Condition }>((tie) => ({
  amount: fc.oneof(
    { maxDepth: 3, depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Amount>(...counts),
    fc.integer({ min: -3, max: 30 }),
    fc.record({ share, of: tie("amount") }),
    fc.record({ sum: fc.array(tie("amount"), { minLength: 1, maxLength: 2 }) }),
    fc.record({ least: fc.array(tie("amount"), { minLength: 1, maxLength: 2 }) }),
    fc.record({ greatest: fc.array(tie("amount"), { minLength: 1, maxLength: 2 }) }),
    fc.record({ roundUp: tie("amount") }),
    fc.record({ roundDown: tie("amount") }),
    fc.record({ squareRoot: tie("amount") }),
  ),
  condition: fc.oneof(
    { maxDepth: 3, depthSize: "small", withCrossShrink: true },
    fc.record({ atLeast: share, of: tie("amount"), count: tie("amount") }),
    fc.record({ moreThan: share, of: tie("amount") }),
    fc.record({ atLeast: tie("amount"), count: tie("amount") }),
    fc.record({ moreThan: tie("amount") }),
    fc.record({ atMost: tie("amount"), count: tie("amount") }),
    fc.record({ lessThan: tie("amount"), count: tie("amount") }),
    fc.record({ not: tie("condition") }),
    fc.record({ all: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }),
  ),
}));

const withRegions = fc.oneof(
  condition,
  condition.map((where): Condition => ({ atLeast: [1, 2], of: "regions", count: { regionsWhere: where } })),
  condition.map((where): Condition => ({ all: [{ atLeast: 2, count: { regionsWhere: where } }, where] })),
);

const votes = fc.record({
  for: fc.nat({ max: 30 }),
  against: fc.nat({ max: 30 }),
  abstentions: fc.nat({ max: 5 }),
  invalid: fc.nat({ max: 3 }),
});
const region = fc.record({ votes, present: fc.nat({ max: 90 }), accredited: fc.nat({ max: 100 }) });
const facts: fc.Arbitrary<Facts> = fc.record({
  votes,
  present: fc.nat({ max: 90 }),
  accredited: fc.nat({ max: 100 }),
  regions: fc.record({ africa: region, asia: region, europe: region }),
});

function rulesOf(adoption: Condition): Rules {
  return {
    format: "cumbe/rules/1",
    face: { name: { source: "en", texts: { en: "Random" } } },
    default: { adoption },
    matters: {},
  };
}

function holds(condition: Condition, facts: Facts) {
  return check(condition, wholeBody(facts)).held;
}

/** One region's vote is one of the body's. */
function moved(facts: Facts, change: "added" | "turned"): Facts {
  const move = (votes: Facts["votes"]) =>
    votes && { ...votes, for: votes.for + 1, against: votes.against - (change === "turned" ? 1 : 0) };
  const asia = facts.regions?.asia ?? {};
  return {
    ...facts,
    votes: move(facts.votes) ?? { for: 0, against: 0 },
    regions: { ...facts.regions, asia: { ...asia, votes: move(asia.votes) ?? { for: 0, against: 0 } } },
  };
}

describe("every condition", () => {
  it("is proved monotone only where one vote more in favour never harms", () => {
    let proved = 0;
    fc.assert(
      fc.property(withRegions, facts, fc.constantFrom("added", "turned"), (condition, facts, change) => {
        if (change === "turned") {
          fc.pre((facts.votes?.against ?? 0) > 0 && (facts.regions?.asia?.votes?.against ?? 0) > 0);
        }
        if (!neverHarms(condition, change)) return;
        proved++;
        if (holds(condition, facts)) expect(holds(condition, moved(facts, change))).toBe(true);
      }),
      { numRuns: 6000 },
    );
    expect(proved).toBeGreaterThan(500);
  });

  it("comes to the same whatever the order of its keys", () => {
    const turned = (value: unknown): unknown =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, part]) => [key, turned(part)]),
          )
        : Array.isArray(value)
          ? value.map(turned)
          : value;
    fc.assert(
      fc.property(withRegions, facts, (condition, facts) => {
        const rules = rulesOf(condition);
        expect(evaluate(turned(rules) as Rules, "x", turned(facts) as Facts)).toEqual(
          evaluate(rules, "x", facts),
        );
      }),
    );
  });

  it("passes the reader where it is small enough, and leaves as JSON what came as JSON", () => {
    fc.assert(
      fc.property(condition, facts, (condition, facts) => {
        const read = readRules(JSON.parse(JSON.stringify(rulesOf(condition))));
        expect(read.faults.filter(({ reason }) => reason !== "tooDeep")).toEqual([]);
        const result = evaluate(rulesOf(condition), "x", facts);
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      }),
    );
  });

  it("is decided the same once what is missing is there, or was not needed", () => {
    const some = fc.subarray(["votes", "present", "accredited", "regions"] as const);
    fc.assert(
      fc.property(withRegions, facts, some, (condition, facts, gone) => {
        const fewer = Object.fromEntries(
          Object.entries(facts).filter(([key]) => !gone.includes(key as "votes")),
        );
        const { held, missing } = check(condition, wholeBody(fewer));
        if (held === null) expect(missing.length).toBeGreaterThan(0);
        else expect(held).toBe(holds(condition, facts));
      }),
    );
  });

  it("is the contrary of its contrary, and its parts go by De Morgan", () => {
    fc.assert(
      fc.property(condition, condition, facts, (a, b, facts) => {
        expect(holds({ not: { not: a } }, facts)).toBe(holds(a, facts));
        expect(holds({ not: { all: [a, b] } }, facts)).toBe(holds({ any: [{ not: a }, { not: b }] }, facts));
      }),
    );
  });
});

describe("a share", () => {
  it("is exact at its boundary, whatever the numbers", () => {
    const large = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(large, large, fc.integer({ min: 1, max: 2_000_000 }), (above, below, times) => {
        const all = below * times;
        fc.pre(above <= below && Number.isSafeInteger(all));
        const votes = (inFavour: number) => ({ votes: { for: inFavour, against: all - inFavour } });
        const at = above * times;
        const least: Condition = { atLeast: [above, below], of: "votes_without_abstentions" };
        const more: Condition = { moreThan: [above, below], of: "votes_without_abstentions" };
        expect([holds(least, votes(at)), holds(least, votes(at - 1))]).toEqual([true, false]);
        expect(holds(more, votes(at))).toBe(false);
        if (at < all) expect(holds(more, votes(at + 1))).toBe(true);
      }),
    );
  });
});

describe("what is proved to be monotone", () => {
  const of = "votes_without_abstentions" as const;
  const simple: Condition = { moreThan: [1, 2], of };
  const regions = (where: Condition): Condition => ({
    atLeast: [1, 2],
    of: "regions",
    count: { regionsWhere: where },
  });
  it.each<[string, Condition, boolean]>([
    ["more than half of the votes", simple, true],
    ["all of the votes", { atLeast: [1, 1], of: "votes_cast" }, true],
    ["three times those against", { moreThan: [3, 1], of: "against" }, true],
    ["two thirds of the members", { atLeast: [2, 3], of: "members" }, true],
    ["one against at most", { atMost: 1, count: "against" }, true],
    ["half and one", { atLeast: { sum: [{ roundDown: { share: [1, 2], of } }, 1] } }, true],
    ["participation", { atLeast: [1, 2], of: "members", count: "votes_cast" }, true],
    ["half of the regions", { all: [simple, regions(simple)] }, true],
    ["either of two", { any: [simple, { atLeast: [1, 4], of: "members" }] }, true],
    ["those against among those against", { atLeast: [1, 1], of: "against", count: "against" }, true],
    ["more than twice the votes", { atLeast: [2, 1], of }, false],
    ["no majority", { not: simple }, false],
    ["few in favour", { atMost: 5 }, false],
    ["regions without majority", regions({ not: simple }), false],
  ])("%s", (_, condition, proved) => {
    expect(neverHarms(condition, "added")).toBe(proved);
  });

  it("does not take for proved what ends when nobody is left", () => {
    const all: Condition = { atLeast: [1, 1], of: "against", count: "against" };
    expect(holds(all, { votes: { for: 0, against: 1 } })).toBe(true);
    expect(holds(all, { votes: { for: 1, against: 0 } })).toBe(false);
    expect(neverHarms(all, "turned")).toBe(false);
  });
});

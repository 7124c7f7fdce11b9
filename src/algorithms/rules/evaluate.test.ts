import { describe, expect, it } from "vitest";
import { amountIn } from "./conditions.ts";
import {
  type Amount,
  evaluate,
  type Facts,
  type MatterRule,
  mayPropose,
  petitionCarries,
  quorumOf,
  type Rules,
} from "./index.ts";
import { wholeBody } from "./measures.ts";

const name = { source: "en", texts: { en: "Example" } };
const simple = { moreThan: [1, 2], of: "votes_without_abstentions" } as const;
const twoThirds = { atLeast: [2, 3], of: "votes_without_abstentions" } as const;

function rulesWith(rule: Partial<MatterRule>, matters: Rules["matters"] = {}): Rules {
  return {
    format: "cumbe/rules/1",
    face: { name },
    default: { adoption: simple, ...rule },
    matters,
  };
}

function verdict(rule: Partial<MatterRule>, facts: Facts): string {
  return evaluate(rulesWith(rule), "ordinary", facts).verdict;
}

const votes = (inFavour: number, against: number, abstentions = 0, invalid = 0) => ({
  votes: { for: inFavour, against, abstentions, invalid },
});

describe("thresholds", () => {
  it("is exact at the boundary", () => {
    expect(verdict({ adoption: twoThirds }, votes(66, 33))).toBe("adopted");
    expect(verdict({ adoption: twoThirds }, votes(65, 34))).toBe("rejected");
    expect(verdict({ adoption: { moreThan: [2, 3], of: "votes_cast" } }, votes(66, 33))).toBe("rejected");
    expect(verdict({ adoption: { moreThan: [2, 3], of: "votes_cast" } }, votes(67, 33))).toBe("adopted");
    const thirds = { adoption: { atLeast: [1, 3], of: "votes_cast" } } as const;
    expect(verdict(thirds, votes(3_002_399_751_580_330, 6_004_799_503_160_661))).toBe("rejected");
    expect(verdict(thirds, votes(3_002_399_751_580_331, 6_004_799_503_160_660))).toBe("adopted");
  });

  it("finds no share of nobody reached", () => {
    expect(verdict({ adoption: twoThirds }, votes(0, 0, 5))).toBe("rejected");
    const quorum = { atLeast: [1, 2], of: "accredited", count: "present" } as const;
    expect(verdict({ quorum }, { ...votes(0, 0), present: 0, accredited: 0 })).toBe("quorum_not_reached");
  });

  it("compares with another count, with a sum, and with roots", () => {
    expect(verdict({ adoption: { moreThan: "against" } }, votes(5, 4))).toBe("adopted");
    const root = (members: number, amount: Amount) =>
      amountIn(amount, wholeBody({ members })).value?.numerator;
    expect([0, 1, 2, 3, 4, 8, 9, 10].map((n) => root(n, { squareRoot: "members" }))).toEqual([
      0n,
      1n,
      1n,
      1n,
      2n,
      2n,
      3n,
      3n,
    ]);
    expect([0, 1, 2, 3, 4, 8, 9, 10].map((n) => root(n, { roundUp: { squareRoot: "members" } }))).toEqual([
      0n,
      1n,
      2n,
      2n,
      2n,
      3n,
      3n,
      4n,
    ]);
    const halfAndOne = {
      adoption: { atLeast: { sum: [{ roundDown: { share: [1, 2], of: "members" } }, 1] } },
    } as const;
    expect(verdict(halfAndOne, { ...votes(50, 0), members: 99 })).toBe("adopted");
    expect(verdict(halfAndOne, { ...votes(49, 0), members: 99 })).toBe("rejected");
    const most = { adoption: { atLeast: { greatest: [3, { least: ["members", 10] }] } } } as const;
    expect(verdict(most, { ...votes(9, 0), members: 400 })).toBe("rejected");
    expect(verdict(most, { ...votes(10, 0), members: 400 })).toBe("adopted");
    expect(verdict(most, { ...votes(3, 0), members: 2 })).toBe("adopted");
  });
});

describe("quorum", () => {
  const first = { atLeast: [3, 10], of: "members", count: "present" } as const;
  const second = { atLeast: [1, 5], of: "members", count: "present" } as const;
  const quorum = { any: [first, { all: [{ atLeast: 2, count: "call" }, second] }] } as const;

  it("may ask for less at the second call", () => {
    const present = (present: number, call: number) => ({ ...votes(10, 1), members: 100, present, call });
    expect(verdict({ quorum }, present(30, 1))).toBe("adopted");
    expect(verdict({ quorum }, present(29, 1))).toBe("quorum_not_reached");
    expect(verdict({ quorum }, present(20, 2))).toBe("adopted");
    expect(verdict({ quorum }, present(19, 2))).toBe("quorum_not_reached");
  });

  it("is known before anybody votes", () => {
    const rules = rulesWith({ quorum: first });
    expect(quorumOf(rules, "ordinary", { members: 100, present: 30 }).held).toBe(true);
    expect(quorumOf(rules, "ordinary", { present: 30 })).toMatchObject({ held: null, missing: ["members"] });
    expect(quorumOf(rulesWith({}), "ordinary", {})).toEqual({ held: true, missing: [], explained: null });
  });
});

describe("regions and other weighings", () => {
  const halfOfRegions = {
    atLeast: [1, 2],
    of: "regions",
    count: { regionsWhere: { moreThan: "against" } },
  } as const;
  const region = (inFavour: number, against: number, weight?: readonly [number, number]) => ({
    ...votes(inFavour, against),
    ...(weight ? { weight } : {}),
  });

  it("counts the regions in which a condition holds", () => {
    const both = { adoption: { all: [simple, halfOfRegions] } };
    const facts = { ...votes(60, 40), regions: { a: region(50, 5), b: region(5, 20), c: region(5, 15) } };
    const result = evaluate(rulesWith(both), "ordinary", facts);
    expect(result.verdict).toBe("rejected");
    expect(result.adoption).toMatchObject({
      kind: "all",
      parts: [
        { held: true, count: { value: "60" }, limit: "51" },
        { held: false, count: { value: "1" }, limit: "2", regions: [{ region: "a", held: true }, {}, {}] },
      ],
    });
    expect(verdict(both, { ...facts, regions: { ...facts.regions, c: region(11, 10) } })).toBe("adopted");
  });

  it("weighs half-cantons as halves", () => {
    const adoption = {
      moreThan: [1, 2],
      of: "regions",
      count: { regionsWhere: { moreThan: "against" } },
    } as const;
    const regions = { a: region(9, 1), b: region(9, 1, [1, 2]), c: region(1, 9, [1, 2]), d: region(1, 9) };
    expect(verdict({ adoption }, { ...votes(20, 20), regions })).toBe("rejected");
    expect(
      verdict({ adoption }, { ...votes(20, 20), regions: { ...regions, c: region(9, 1, [1, 2]) } }),
    ).toBe("adopted");
  });

  it("looks at the votes as weighed by population", () => {
    const adoption = { weighed: "population", holds: { atLeast: [65, 100], of: "members" } } as const;
    const by = (inFavour: number) => ({
      ...votes(20, 7),
      weighed: { population: { members: 100, votes: { for: inFavour, against: 0 } } },
    });
    expect(verdict({ adoption }, by(65))).toBe("adopted");
    expect(verdict({ adoption }, by(64))).toBe("rejected");
    expect(evaluate(rulesWith({ adoption }), "ordinary", votes(1, 0)).missing).toEqual([
      "weighed.population.members",
      "weighed.population.votes.for",
    ]);
  });
});

describe("ties", () => {
  const tie = votes(5, 5, 1);
  it("leave things as they are, unless the rules say otherwise", () => {
    const result = evaluate(rulesWith({}), "ordinary", tie);
    expect(result).toMatchObject({ verdict: "rejected", tie: { handling: "status_quo", castingVote: null } });
    expect(verdict({ tie: "vote_again" }, tie)).toBe("tied");
  });
  it("wait for the casting vote and follow it", () => {
    expect(verdict({ tie: "casting_vote" }, tie)).toBe("tied");
    expect(verdict({ tie: "casting_vote" }, { ...tie, casting_vote: "for" })).toBe("adopted");
    expect(verdict({ tie: "casting_vote" }, { ...tie, casting_vote: "against" })).toBe("rejected");
  });
  it("are none where one more vote would not carry", () => {
    const result = evaluate(rulesWith({ adoption: twoThirds, tie: "casting_vote" }), "ordinary", tie);
    expect(result).toMatchObject({ verdict: "rejected", tie: null });
  });
});

describe("consent", () => {
  const adoption = { atMost: 0, count: "objections_open" } as const;
  it("asks for every objection to be resolved", () => {
    expect(verdict({ adoption }, { objections: 2, objections_open: 0 })).toBe("adopted");
    expect(verdict({ adoption }, { objections: 2, objections_open: 1 })).toBe("rejected");
    expect(evaluate(rulesWith({ adoption }), "ordinary", {}).missing).toEqual(["objections_open"]);
  });
  it("may bear with one who is against", () => {
    const but = { adoption: { all: [{ atMost: 1, count: "against" }, { atLeast: 1 }] } } as const;
    expect(verdict(but, votes(9, 1))).toBe("adopted");
    expect(verdict(but, votes(9, 2))).toBe("rejected");
  });
});

describe("time", () => {
  it("takes silence for assent once the time is over", () => {
    const adoption = {
      all: [
        { atMost: 0, count: "objections_open" },
        { days: 14, since: "announcement" },
      ],
    } as const;
    const facts = { objections_open: 0, announcement: "2026-01-01T00:00:00Z" };
    const early = evaluate(rulesWith({ adoption }), "ordinary", { ...facts, now: "2026-01-14T23:59:59Z" });
    expect(early).toMatchObject({ verdict: "pending", until: "2026-01-15T00:00:00.000Z" });
    expect(verdict({ adoption }, { ...facts, now: "2026-01-15T00:00:00Z" })).toBe("adopted");
    expect(verdict({ adoption }, { ...facts, objections_open: 1, now: "2026-01-14T00:00:00Z" })).toBe(
      "rejected",
    );
    expect(verdict({ adoption }, { ...facts, now: "soon" })).toBe("undecided");
  });
  it("asks for more where no notice was given", () => {
    const adoption = {
      any: [twoThirds, { all: [simple, { days: 30, since: "notice", by: "opening" }] }],
    } as const;
    const opening = "2026-03-01T00:00:00Z";
    expect(verdict({ adoption }, { ...votes(11, 10), opening, notice: "2026-01-30T00:00:00Z" })).toBe(
      "adopted",
    );
    expect(verdict({ adoption }, { ...votes(11, 10), opening, notice: "2026-01-31T00:00:00Z" })).toBe(
      "rejected",
    );
    expect(verdict({ adoption }, { ...votes(20, 10), opening, notice: "2026-02-28T00:00:00Z" })).toBe(
      "adopted",
    );
  });
  it("adopts at the last of several readings, none too early", () => {
    const rule = { readings: { times: 2, days: 30 } };
    const first = {
      ...votes(3, 1),
      readings: [],
      now: "2026-01-01T00:00:00Z",
      opening: "2026-01-01T00:00:00Z",
    };
    expect(evaluate(rulesWith(rule), "text", first)).toMatchObject({
      verdict: "another_reading",
      until: "2026-01-31T00:00:00.000Z",
      reading: { number: 1, of: 2, days: 30 },
    });
    const second = { ...first, readings: ["2026-01-01T00:00:00Z"] };
    expect(verdict(rule, { ...second, opening: "2026-01-30T23:59:59Z" })).toBe("too_early");
    expect(verdict(rule, { ...second, opening: "2026-01-31T00:00:00Z" })).toBe("adopted");
    expect(verdict(rule, { ...second, ...votes(1, 1), opening: "2026-01-31T00:00:00Z" })).toBe("rejected");
    expect(evaluate(rulesWith(rule), "text", votes(1, 0)).missing).toEqual(["readings"]);
  });
});

describe("what is missing", () => {
  const accredited = { moreThan: [1, 2], of: "accredited" } as const;
  it("is named only where it could decide", () => {
    expect(evaluate(rulesWith({ adoption: accredited }), "x", votes(3, 1))).toMatchObject({
      verdict: "undecided",
      missing: ["accredited"],
    });
    expect(verdict({ adoption: { any: [simple, accredited] } }, votes(3, 1))).toBe("adopted");
    expect(verdict({ adoption: { all: [simple, accredited] } }, votes(1, 3))).toBe("rejected");
    expect(evaluate(rulesWith({}), "x", {}).missing).toEqual(["votes.against", "votes.for"]);
  });
  it("is whatever is no whole number from 0", () => {
    for (const bad of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(evaluate(rulesWith({}), "x", { votes: { for: bad, against: 1 } }).missing).toEqual([
        "votes.for",
      ]);
    }
  });
});

describe("who may propose, and recall", () => {
  it("goes by office or by support", () => {
    const proposal = {
      any: [{ proposedBy: ["chair"] }, { atLeast: [1, 10], of: "accredited", count: "supporters" }],
    } as const;
    const rules = rulesWith({ proposal });
    expect(mayPropose(rules, "x", { proposer: ["chair"] }).held).toBe(true);
    expect(mayPropose(rules, "x", { proposer: [], supporters: 10, accredited: 100 }).held).toBe(true);
    expect(mayPropose(rules, "x", { proposer: [], supporters: 9, accredited: 100 }).held).toBe(false);
  });
  it("needs a petition that the rules know of", () => {
    const petition = { atLeast: [1, 5], of: "members", count: "supporters" } as const;
    const rules = { ...rulesWith({}), mandates: { petition } };
    expect(petitionCarries(rules, { supporters: 20, members: 100 }).held).toBe(true);
    expect(petitionCarries(rules, { supporters: 19, members: 100 }).held).toBe(false);
    expect(petitionCarries(rulesWith({}), { supporters: 100, members: 100 }).held).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import {
  type Evaluation,
  matterOfChange,
  type PastVote,
  ruleFor,
  type Rules,
  sameRule,
  simulate,
  weightOf,
} from "./index.ts";

const of = "votes_without_abstentions" as const;
const rules: Rules = {
  format: "cumbe/rules/1",
  face: { name: { source: "en", texts: { en: "In force" } } },
  default: {
    quorum: { atLeast: [1, 2], of: "accredited", count: "present" },
    adoption: { moreThan: [1, 2], of },
    tie: "casting_vote",
  },
  matters: {
    text: { adoption: { atLeast: [2, 3], of } },
    rules: { adoption: { atLeast: [2, 3], of: "accredited" } },
    procedure: { quorum: null },
  },
};

describe("the rule of a matter", () => {
  it("takes from the default what it does not say, and lifts what it says null to", () => {
    expect(ruleFor(rules, "text")).toEqual({ ...rules.default, adoption: { atLeast: [2, 3], of } });
    expect(ruleFor(rules, "procedure")).toEqual({ ...rules.default, quorum: null });
    expect(ruleFor(rules, "anything")).toEqual(rules.default);
    expect(ruleFor(rules, "constructor")).toEqual(rules.default);
  });
  it("is the same where it asks for the same, however it is written", () => {
    const otherwise: Rules = {
      ...rules,
      matters: {
        ...rules.matters,
        procedure: { tie: "casting_vote", adoption: { of, moreThan: [1, 2] }, quorum: null, election: null },
      },
    };
    expect(sameRule(rules, otherwise, "procedure")).toBe(true);
    expect(sameRule(rules, { ...rules, matters: {} }, "procedure")).toBe(false);
  });
});

describe("a change of the rules", () => {
  it("is decided by the rule for changing rules", () => {
    const proposed = { ...rules, matters: { ...rules.matters, text: {} } };
    expect(matterOfChange(rules, proposed)).toBe("rules");
  });
  it("is entrenched where it changes how rules are changed", () => {
    const easier = { ...rules, matters: { ...rules.matters, rules: {} } };
    expect(matterOfChange(rules, easier)).toBe("entrenchment");
    const entrenched = {
      ...rules,
      matters: { ...rules.matters, entrenchment: { adoption: { atLeast: 9 } } },
    };
    expect(matterOfChange(rules, entrenched)).toBe("entrenchment");
    // What "rules" takes from the default is changed with the default.
    const smaller = { ...rules, default: { ...rules.default, quorum: null } };
    expect(matterOfChange(rules, smaller)).toBe("entrenchment");
  });
});

describe("simulation", () => {
  const room = { present: 60, accredited: 100 };
  const votes: PastVote[] = [
    { id: "a", matter: "text", facts: { ...room, votes: { for: 35, against: 20, abstentions: 5 } } },
    { id: "b", matter: "text", facts: { ...room, votes: { for: 45, against: 15, abstentions: 0 } } },
    { id: "c", matter: "ordinary", facts: { ...room, votes: { for: 31, against: 29, abstentions: 0 } } },
  ];
  const proposed: Rules = {
    ...rules,
    default: { ...rules.default, quorum: { atLeast: [3, 5], of: "members", count: "present" } },
    matters: { text: { quorum: null, adoption: { moreThan: [1, 2], of: "present" } } },
  };

  it("says which votes would have ended otherwise, and why", () => {
    const { changed, undecided, votes: all } = simulate(rules, proposed, votes);
    expect(all.map(({ id, before, after }) => [id, before.verdict, after.verdict])).toEqual([
      ["a", "rejected", "adopted"],
      ["b", "adopted", "adopted"],
      ["c", "adopted", "undecided"],
    ]);
    expect(changed.map(({ id }) => id)).toEqual(["a"]);
    expect(undecided).toBe(1);
    expect(all[2]?.after.missing).toEqual(["members"]);
    expect(changed[0]?.after.adoption).toMatchObject({
      count: { value: "35" },
      of: { value: "60" },
      held: true,
    });
  });

  it("compares with the rules that decided a vote then", () => {
    const then = { ...rules, matters: {} };
    const simulated = simulate(rules, rules, [{ ...votes[0]!, rules: then }]);
    expect(simulated.changed.map(({ before, after }) => [before.verdict, after.verdict])).toEqual([
      ["adopted", "rejected"],
    ]);
  });

  it("finds nothing where nothing changes", () => {
    const { changed } = simulate(rules, structuredClone(rules), votes);
    expect(changed).toEqual([] satisfies { after: Evaluation }[]);
  });
});

describe("weights", () => {
  it("are one where nothing is said", () => {
    expect([
      weightOf(undefined, {}),
      weightOf(null, { members: 9 }),
      weightOf("equal", { seats: 7 }),
    ]).toEqual([1, 1, 1]);
  });
  it("grow with members, from one to the cap", () => {
    const weight = { members: { per: 50, most: 5 } };
    expect([0, 49, 50, 99, 100, 249, 250, 5000].map((members) => weightOf(weight, { members }))).toEqual([
      1, 1, 1, 1, 2, 4, 5, 5,
    ]);
    expect(weightOf({ members: { per: 50 } }, { members: 5000 })).toBe(100);
  });
  it("grow with the root, whole and exact", () => {
    const weight = { squareRoot: "members" } as const;
    expect([0, 1, 3, 4, 8, 9, 99, 100].map((members) => weightOf(weight, { members }))).toEqual([
      1, 1, 1, 2, 2, 3, 9, 10,
    ]);
    const large = 94_906_265;
    expect(weightOf(weight, { members: large * large })).toBe(large);
    expect(weightOf(weight, { members: large * large - 1 })).toBe(large - 1);
    expect(weightOf({ squareRoot: "seats" }, { seats: 16 })).toBe(4);
  });
  it("are the seats, up to the cap", () => {
    expect(weightOf({ seats: {} }, { seats: 7 })).toBe(7);
    expect(weightOf({ seats: { most: 3 } }, { seats: 7 })).toBe(3);
  });
  it("are of whole numbers of people", () => {
    expect(() => weightOf("equal", { members: -1 })).toThrow(RangeError);
    expect(() => weightOf("equal", { seats: 1.5 })).toThrow(RangeError);
  });
});

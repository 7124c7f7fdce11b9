import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, readFacts, readRules } from "./index.ts";

const name = { source: "es", texts: { es: "Reglas" } };
const simple = { moreThan: [1, 2], of: "votes_without_abstentions" };
const smallest = { format: "cumbe/rules/1", face: { name }, default: { adoption: simple }, matters: {} };

function faultsOf(json: unknown): string[] {
  return readRules(json).faults.map(({ reason, path }) => `${reason} ${path}`.trim());
}

function faultsOfAdoption(adoption: unknown): string[] {
  return faultsOf({ ...smallest, matters: { text: { adoption } } });
}

describe("reading a rule set", () => {
  it("takes one that uses every form", () => {
    const everything = {
      ...smallest,
      face: { name, basics: name, evolution: name },
      default: {
        proposal: { any: [{ proposedBy: ["presidency"] }, { atLeast: 3, count: "supporters" }] },
        voters: "delegations",
        weight: { members: { per: 50, most: 5 } },
        quorum: { atLeast: [1, 2], of: "accredited", count: "present" },
        adoption: {
          all: [
            simple,
            { not: { atMost: 0, count: "for" } },
            { atLeast: [1, 2], of: "regions", count: { regionsWhere: { moreThan: "against" } } },
            { weighed: "population", holds: { lessThan: { sum: ["members", -1] } } },
            { days: 3, since: "notice", by: "opening" },
            {
              atLeast: {
                greatest: [{ least: ["present", 9] }, { roundUp: { share: [1, 3], of: "members" } }],
              },
              count: { roundDown: { squareRoot: "for" } },
            },
          ],
        },
        tie: "casting_vote",
        readings: { times: 2, days: 30 },
        election: { method: "scottish-stv", settings: { seats: "5" } },
      },
      matters: { text: { quorum: null, weight: "equal" }, rules: { weight: { squareRoot: "seats" } } },
      mandates: {
        months: 24,
        consecutive: 2,
        petition: { atLeast: [1, 5], of: "members", count: "supporters" },
      },
    };
    const read = readRules(JSON.parse(JSON.stringify(everything)));
    expect(read.faults).toEqual([]);
    expect(read.rules).toEqual(everything);
  });

  it("names what is wrong, and where", () => {
    expect(faultsOf(null)).toEqual(["objectExpected"]);
    expect(faultsOf({})).toEqual([
      "keyMissing",
      "keyMissing",
      "keyMissing",
      "keyMissing",
      "formatUnknown format",
    ]);
    expect(faultsOf({ ...smallest, format: "cumbe/rules/2" })).toEqual(["formatUnknown format"]);
    expect(faultsOf({ ...smallest, comment: 1 })).toEqual(["keyUnknown"]);
    expect(faultsOf({ ...smallest, default: {} })).toEqual(["keyMissing default"]);
    expect(faultsOf({ ...smallest, face: {} })).toEqual(["keyMissing face"]);
    expect(faultsOf({ ...smallest, face: { name: { source: "fr", texts: { es: "x" } } } })).toEqual([
      "sourceTextMissing face.name.texts",
    ]);
    expect(faultsOf({ ...smallest, matters: { "Two words": {} } })).toEqual([
      "nameMalformed matters.Two words",
    ]);
    expect(faultsOf({ ...smallest, mandates: { months: 0 } })).toEqual(["numberOutOfRange mandates.months"]);
    expect(
      faultsOf(JSON.parse(JSON.stringify(smallest).replace('"matters":{}', '"matters":{"__proto__":{}}'))),
    ).toEqual(["nameMalformed matters.__proto__"]);
  });

  it.each([
    [{ atLeast: [2, 3] }, "keyMissing"],
    [{ atLeast: [2, 0], of: "members" }, "shareOfNothing", ".atLeast"],
    [{ atLeast: [0, 2], of: "members" }, "shareOfNothing", ".atLeast"],
    [{ atLeast: [0.5, 1], of: "members" }, "shareMalformed", ".atLeast"],
    [{ atLeast: [1, 2, 3], of: "members" }, "shareMalformed", ".atLeast"],
    [{ atLeast: 0.5 }, "wholeNumberExpected", ".atLeast"],
    [{ atLeast: 1e12 }, "numberOutOfRange", ".atLeast"],
    [{ atLeast: 1, of: "members" }, "keyUnknown"],
    [{ atLeast: 1, atMost: 2 }, "keyUnknown"],
    [{ atLeast: "everybody" }, "measureUnknown", ".atLeast"],
    [{ atLeast: { half: "members" } }, "formUnknown", ".atLeast"],
    [{ most: 1 }, "formUnknown"],
    [{ all: [] }, "listEmpty", ".all"],
    [{ any: {} }, "listExpected", ".any"],
    [{ all: Array.from({ length: 25 }, () => simple) }, "listTooLong", ".all"],
    [{ days: 0, since: "notice" }, "numberOutOfRange", ".days"],
    [{ days: 1, since: "easter" }, "choiceUnknown", ".since"],
    [{ proposedBy: [""] }, "nameMalformed", ".proposedBy.0"],
    [{ weighed: "", holds: simple }, "nameMalformed", ".weighed"],
    ["return true", "objectExpected"],
    [null, "objectExpected"],
  ])("finds the fault of %j", (adoption, reason, at = "") => {
    expect(faultsOfAdoption(adoption)).toEqual([`${reason} matters.text.adoption${at}`]);
  });

  it("lets regions stand in no regions", () => {
    const regions = (where: unknown) => ({ atLeast: 1, count: { regionsWhere: where } });
    expect(faultsOfAdoption(regions(simple))).toEqual([]);
    expect(faultsOfAdoption(regions(regions(simple)))).toEqual([
      "regionsWithinRegions matters.text.adoption.count.regionsWhere.count",
    ]);
    expect(faultsOfAdoption({ weighed: "x", holds: regions(simple) })).toEqual([
      "regionsWithinRegions matters.text.adoption.holds.count",
    ]);
  });

  it("refuses what is too deep or too large, soon", () => {
    let deep: unknown = simple;
    for (let step = 0; step < 20_000; step++) deep = { not: deep };
    expect(faultsOfAdoption(deep).map((fault) => fault.split(" ")[0])).toEqual(["tooDeep"]);
    const wide = (depth: number): unknown =>
      depth === 0 ? simple : { all: Array.from({ length: 20 }, () => wide(depth - 1)) };
    expect(faultsOfAdoption(wide(4)).map((fault) => fault.split(" ")[0])).toEqual(["tooManyParts"]);
  });
});

describe("whatever is put in", () => {
  const json = fc.jsonValue({ maxDepth: 6 });
  const keys = fc.constantFrom(
    "all",
    "any",
    "not",
    "atLeast",
    "moreThan",
    "of",
    "count",
    "share",
    "sum",
    "weighed",
    "holds",
    "regionsWhere",
    "days",
    "since",
    "proposedBy",
    "quorum",
    "adoption",
    "weight",
    "members",
    "readings",
    "__proto__",
  );
  const similar = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom("for", "members", "regions", 1, -1, 0.5, null, true, "", [1, 2], [2, 0]),
      fc.dictionary(keys, tie("value"), { maxKeys: 3, noNullPrototype: true }),
      fc.array(tie("value"), { maxLength: 3 }),
    ),
  })).value;

  it("is read or refused with reasons, never thrown over", () => {
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(json, similar), similar, similar, (whole, adoption, matter) => {
        for (const input of [
          whole,
          { ...smallest, default: { adoption } },
          { ...smallest, matters: { text: matter } },
        ]) {
          const { rules, faults } = readRules(input);
          expect(rules === null).toBe(faults.length > 0);
          if (rules) {
            read++;
            expect(evaluate(rules, "text", {}).verdict).toBeDefined();
          }
        }
      }),
      { numRuns: 2000 },
    );
    expect(read).toBeGreaterThan(0);
  });

  it("is evaluated soon, at its largest and over many regions", () => {
    const where = { any: Array.from({ length: 23 }, () => ({ moreThan: [2, 3], of: "votes_cast" })) };
    const part = { atLeast: [1, 2], of: "regions", count: { regionsWhere: where } };
    const { rules, faults } = readRules({
      ...smallest,
      default: { adoption: { all: Array.from({ length: 8 }, () => part) } },
    });
    expect(faults).toEqual([]);
    const region = { votes: { for: 1, against: 2, abstentions: 3, invalid: 0 } };
    const regions = Object.fromEntries(Array.from({ length: 250 }, (_, number) => [`r${number}`, region]));
    const before = performance.now();
    if (rules) expect(evaluate(rules, "x", { ...region, regions }).verdict).toBe("rejected");
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

describe("reading facts", () => {
  it("takes every fact that there is", () => {
    const roll = {
      votes: { for: 1, against: 0, abstentions: 2, invalid: 3 },
      present: 1,
      present_at_close: 1,
      accredited: 2,
      members: 3,
      organisations: 4,
    };
    const instant = "2026-11-25T12:00:00Z";
    const facts = {
      ...roll,
      regions: { Africa: { ...roll, weight: [1, 2] } },
      weighed: { population: roll },
      objections: 1,
      objections_open: 0,
      supporters: 3,
      proposer: ["chair"],
      call: 1,
      ballot: 1,
      casting_vote: "for",
      readings: [instant],
      notice: instant,
      proposal: instant,
      opening: instant,
      announcement: instant,
      term: instant,
      now: "2026-11-25T12:00:00.123Z",
    };
    expect(readFacts(facts)).toEqual({ facts, faults: [] });
    expect(readFacts({})).toEqual({ facts: {}, faults: [] });
  });

  it.each([
    [[], "objectExpected "],
    [{ vote: {} }, "keyUnknown "],
    [{ votes: { for: 1 } }, "keyMissing votes"],
    [{ votes: { for: 1.5, against: 0 } }, "wholeNumberExpected votes.for"],
    [{ votes: { for: -1, against: 0 } }, "numberOutOfRange votes.for"],
    [{ regions: { a: null } }, "objectExpected regions.a"],
    [{ regions: { a: { weight: [1, 0] } } }, "shareOfNothing regions.a.weight"],
    [{ casting_vote: "maybe" }, "choiceUnknown casting_vote"],
    [{ now: "2026-02-30" }, "instantMalformed now"],
    [{ readings: "never" }, "listExpected readings"],
    [{ weighed: { "": {} } }, "nameMalformed weighed."],
  ])("finds the fault of %j", (json, fault) => {
    expect(readFacts(json).faults.map(({ reason, path }) => `${reason} ${path}`)).toEqual([fault]);
  });

  it("throws over nothing", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.dictionary(
          fc.constantFrom("votes", "regions", "now", "readings", "weighed", "call"),
          fc.jsonValue(),
        ),
        (one, other) => {
          for (const json of [one, other]) {
            const { facts, faults } = readFacts(json);
            expect(facts === null).toBe(faults.length > 0);
          }
        },
      ),
    );
  });
});

// The form of rules and back: what the fields can say comes back as said, and what they cannot is given as data.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rulesOfToday } from "#algorithms/roll-calls";
import { readRules } from "#algorithms/rules";
import { rulesCanBeCounted } from "#rulebook";
import {
  bases,
  fieldsOfRules,
  formMatters,
  majorities,
  quorumBases,
  rulesOfForm,
  shares,
  startingFrom,
  ties,
  type Typed,
} from "./rules-form.ts";

const oneOf = <Value>(values: readonly Value[]) => fc.constantFrom(...values);
const matter = (name: string) =>
  fc
    .record({
      majority: oneOf(name === "default" ? Object.keys(majorities) : ["", ...Object.keys(majorities)]),
      regions: oneOf(["", ...Object.keys(shares)]),
      days: oneOf(["", "7", "30"]),
    })
    .map(({ majority, regions, days }) => ({
      [`majority_${name}`]: majority,
      ...(majority && regions && { [`regions_${name}`]: regions }),
      ...(majority && days && { [`days_${name}`]: days }),
    }));

const forms = fc
  .tuple(
    fc.record({
      base: oneOf(bases),
      quorum: oneOf(["", ...Object.keys(shares)]),
      quorumOf: oneOf(quorumBases),
      tie: oneOf(ties),
      readings: oneOf(["1", "2"]),
      readingDays: oneOf(["0", "30"]),
    }),
    ...formMatters.map(matter),
  )
  .map((parts): Typed => Object.assign({ rulesName: "Our rules", basics: "We decide together." }, ...parts));

describe("rules as a form", () => {
  it("are rules that the reader takes and a roll call can be counted by, and come back as the same rules", () => {
    fc.assert(
      fc.property(forms, (typed) => {
        const read = readRules(rulesOfForm(typed, "en"));
        expect(read.faults).toEqual([]);
        if (!read.rules) return;
        expect(rulesCanBeCounted(read.rules)).toEqual({ ok: true });
        const fields = fieldsOfRules(read.rules, "en");
        expect(fields && rulesOfForm(fields, "en")).toEqual(rulesOfForm(typed, "en"));
      }),
    );
  });

  it("start from those that every congress begins with, and from data where no fields say them", () => {
    expect(startingFrom(rulesOfToday, "en")).toMatchObject({
      majority_default: "half",
      quorum: "half",
      quorumOf: "votes_cast",
    });
    const other = {
      ...rulesOfToday,
      default: { ...rulesOfToday.default, adoption: { moreThan: { sum: ["against", "abstentions"] } } },
    } as const;
    expect(JSON.parse(startingFrom(other, "en")["data"] ?? "")).toEqual(other);
    const inTwo = {
      ...rulesOfToday,
      face: { name: { source: "en", texts: { en: "Ours", fr: "Les nôtres" } } },
    };
    expect(startingFrom(inTwo, "fr")).toMatchObject({ rulesName: "Les nôtres", majority_default: "half" });
  });

  it("are told to be none where a number is none or the name is missing", () => {
    const typed = { rulesName: "Ours", majority_default: "half", days_default: "soon" };
    expect(readRules(rulesOfForm(typed, "en")).faults[0]).toMatchObject({ reason: "wholeNumberExpected" });
    expect(readRules(rulesOfForm({ majority_default: "half" }, "en")).faults[0]).toMatchObject({
      path: "face",
    });
  });
});

import { describe, expect, it } from "vitest";
import { inOneLanguage } from "#platform/multilingual";
import { indicatorsFrom, milestonesFrom } from "./record-form.ts";

const english = (text: string) => inOneLanguage("en", text);

describe("lines of a form", () => {
  it("are milestones, with a date where one stands first", () => {
    expect(milestonesFrom("2027-03-01 First hundred\n\n  In 2028 the rest ", "en")).toEqual([
      { title: english("First hundred"), dueOn: "2027-03-01" },
      { title: english("In 2028 the rest"), dueOn: null },
    ]);
    expect(milestonesFrom(" \n", "en")).toEqual([]);
  });

  it("are indicators, each with a number to reach", () => {
    const typed = "Trees planted: 1 500 trees\nOf these: native: 12\n\nVisits:3";
    expect(indicatorsFrom(typed, "en")).toEqual({
      indicators: [
        { name: english("Trees planted"), unit: "trees", target: 1500 },
        { name: english("Of these: native"), unit: "{n}", target: 12 },
        { name: english("Visits"), unit: "{n}", target: 3 },
      ],
      refused: [],
    });
  });

  it.each([
    "Many trees",
    "Trees: many",
    "Trees: 0",
    "Trees: 1,500",
    "Trees: 1.500 trees",
    ": 5",
    `Trees: ${"9".repeat(20)}`,
  ])("that are none are refused by their number: %s", (line) => {
    expect(indicatorsFrom(`Good: 1\n\n${line}`, "en")).toMatchObject({
      indicators: [{ target: 1 }],
      refused: [{ field: "indicators", reason: "indicatorLineMalformed", facts: { line: 3 } }],
    });
  });
});

// Lines of people, as somebody types them: each way to be right, and each wrong line told by its number.
import { expect, it } from "vitest";
import { Refusal } from "#platform/errors";
import { weightsFromLines } from "./weights-lines.ts";

const called = [
  { id: "1", slug: "comuna-el-maizal" },
  { id: "2", slug: "via-campesina" },
];
const read = (typed: string) => weightsFromLines(typed, called, "weights");

it("are read with spaces, signs between, empty lines and whole addresses", () => {
  expect(read("comuna-el-maizal 1200\r\n\r\n  via-campesina:  30  \r\n")).toEqual({ "1": 1200, "2": 30 });
  expect(read("https://node.example/organizations/comuna-el-maizal/; 7")).toEqual({ "1": 7 });
  expect(read("  \n")).toEqual({});
});

it.each([
  ["comuna-el-maizal 1\nvia-campesina", "weightLineUnclear", { line: 2, typed: "via-campesina" }],
  ["via-campesina -3", "weightLineUnclear", { line: 1, typed: "via-campesina -3" }],
  ["\nvia-campesina 1.5", "weightLineUnclear", { line: 2, typed: "via-campesina 1.5" }],
  ["comuna-el-maizal 1\n\nnobody 3", "weightOfNobodyCalled", { line: 3, typed: "nobody 3" }],
  ["via-campesina 1\nvia-campesina 2", "weightGivenTwice", { line: 2, first: 1 }],
  ["via-campesina 1000000001", "weightTooLarge", { line: 1, limit: 1_000_000_000 }],
])("refuses %j", (typed, reason, facts) => {
  try {
    read(typed);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    expect((error as Refusal).fields).toEqual([
      { field: "weights", reason, facts: expect.objectContaining(facts) as unknown },
    ]);
  }
});

// Constraints said as settings count as those given as data, and what is none is refused.
import { describe, expect, it } from "vitest";
import { readBlt } from "../../ballots/index.ts";
import type { CountOptions } from "../method.ts";
import { countScottish, stvMethods } from "./index.ts";

const election = readBlt(
  Buffer.from('4 2\n5 1 2 0\n4 2 1 0\n2 3 4 0\n1 4 3 0\n0\n"Ana"\n"Bea"\n"Ciro"\n"Dalia"\n"T"\n'),
);
const options = (settings: Record<string, string>): CountOptions => ({
  seats: 2,
  ties: { by: "order" },
  stages: true,
  all: false,
  settings,
});
const count = (settings: Record<string, string>) =>
  stvMethods["scottish-stv"].count(election, options(settings));

describe("constraints as settings", () => {
  it("are those that data would say", () => {
    expect(count({}).elected).toEqual([0, 1]);
    const groups = [[], [], ["south"], ["south"]];
    const constrained = countScottish(election, options({}), {
      groups,
      constraints: [{ group: "south", atLeast: 1 }],
    });
    expect(count({ "at-least:south": "1/3,4" })).toEqual(constrained);
    expect(constrained.elected).toContain(2);
    expect(count({ "at-most:north": "1/1,2" }).elected).toEqual(constrained.elected);
  });

  it("are refused where they name nobody, or too many", () => {
    for (const value of ["", "1", "1/", "1/5", "1/0", "x/1", "1/1;2"])
      expect(() => count({ "at-least:south": value })).toThrow(/settingValueUnknown/);
    expect(() => count({ "at-least:south": "3/3,4" })).toThrow(/constraintMalformed/);
    expect(() => count({ "at-best:south": "1/3" })).toThrow(/settingUnknown/);
  });
});

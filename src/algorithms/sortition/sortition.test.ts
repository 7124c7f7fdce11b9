import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lot } from "../lots/index.ts";
import { draw, type DrawQuota, type Person, SortitionRefused } from "./index.ts";

const assembly = (size: number): Person[] =>
  Array.from({ length: size }, (_, index) => ({
    name: `p${index}`,
    attributes: { region: ["005", "013", "150"][index % 3] ?? "", gender: index % 5 < 3 ? "w" : "m" },
  }));

const reasonOf = (input: Parameters<typeof draw>[0]): string | undefined => {
  try {
    draw(input);
  } catch (error) {
    if (error instanceof SortitionRefused) return error.reason;
    throw error;
  }
  return undefined;
};

describe("a draw", () => {
  it("without quotas takes the first of the order by lot", () => {
    const people = assembly(20);
    const { chosen, order } = draw({ people, count: 5, seed: "2026-11-25" });
    expect(order).toEqual(new Lot("2026-11-25").shuffled(people.map((_, index) => index)));
    expect(chosen).toEqual(order.slice(0, 5));
  });

  it("gives everybody the same chance", () => {
    const people = assembly(10);
    const times = new Map<number, number>();
    for (let round = 0; round < 4_000; round++)
      for (const one of draw({ people, count: 3, seed: `round ${round}` }).chosen)
        times.set(one, (times.get(one) ?? 0) + 1);
    // 1,200 each, with a standard deviation of 29; the rounds are fixed.
    for (const count of times.values()) expect(Math.abs(count - 1_200)).toBeLessThan(130);
  });

  it("keeps quotas that cross, and draws within them in the order by lot", () => {
    const quotas: DrawQuota[] = [
      { attribute: "region", value: "005", least: 2, most: 2 },
      { attribute: "region", value: "013", least: 2, most: 3 },
      { attribute: "gender", value: "m", least: 3, most: 3 },
    ];
    const people = assembly(60);
    for (let round = 0; round < 50; round++) {
      const { chosen, order, passedOver } = draw({ people, count: 6, seed: `${round}`, quotas });
      const having = (attribute: string, value: string) =>
        chosen.filter((one) => people[one]?.attributes[attribute] === value).length;
      expect(chosen).toHaveLength(6);
      expect(having("region", "005")).toBe(2);
      expect([2, 3]).toContain(having("region", "013"));
      expect(having("gender", "m")).toBe(3);
      const seen = order.slice(0, chosen.length + passedOver.length);
      expect([...chosen, ...passedOver].sort((a, b) => a - b)).toEqual(seen.toSorted((a, b) => a - b));
      expect(seen.filter((one) => chosen.includes(one))).toEqual(chosen);
    }
  });

  it("finds a way wherever one exists, as trying every set does", () => {
    const value = fc.constantFrom("a", "b");
    const person = fc.record({ x: value, y: value, z: value });
    const bound = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }));
    const cases = fc.record({
      people: fc.array(person, { minLength: 1, maxLength: 8 }),
      count: fc.integer({ min: 1, max: 4 }),
      bounds: fc.array(fc.tuple(fc.constantFrom("x", "y", "z"), value, bound), { maxLength: 5 }),
    });
    fc.assert(
      fc.property(cases, fc.string(), ({ people, count, bounds }, seed) => {
        fc.pre(count <= people.length);
        const quotas = [...new Map(bounds.map((one) => [`${one[0]}${one[1]}`, one])).values()].map(
          ([attribute, wanted, [one, other]]) => ({
            attribute,
            value: wanted,
            least: Math.min(one, other),
            most: Math.max(one, other),
          }),
        );
        const keeps = (set: readonly number[]) =>
          quotas.every(({ attribute, value: wanted, least, most }) => {
            const many = set.filter((at) => people[at]?.[attribute as "x"] === wanted).length;
            return many >= least && many <= most;
          });
        const sets = subsets(people.length, count).filter(keeps);
        const named = people.map((attributes, index) => ({ name: `${index}`, attributes }));
        try {
          const { chosen } = draw({ people: named, count, seed, quotas });
          expect(keeps(chosen)).toBe(true);
        } catch (error) {
          if (!(error instanceof SortitionRefused)) throw error;
          expect(["quotasImpossible", "quotaOfNobody"]).toContain(error.reason);
          expect(sets).toEqual([]);
        }
      }),
    );
  });

  it("from two thousand people with four attributes that cross is found", () => {
    const lot = new Lot("people");
    const names = ["region", "gender", "age", "work"];
    const people = Array.from({ length: 2_000 }, (_, index) => ({
      name: `${index}`,
      attributes: Object.fromEntries(names.map((name) => [name, `${lot.below(4)}`])),
    }));
    const quotas = names.flatMap((attribute) =>
      ["0", "1", "2", "3"].map((value) => ({ attribute, value, least: 24, most: 26 })),
    );
    expect(draw({ people, count: 100, seed: "x", quotas }).chosen).toHaveLength(100);
  });
});

function subsets(size: number, count: number): number[][] {
  if (count === 0) return [[]];
  return Array.from({ length: size }, (_, last) => last).flatMap((last) =>
    subsets(last, count - 1).map((set) => [...set, last]),
  );
}

it("is refused by name", () => {
  const people = assembly(6);
  const quota = { attribute: "region", value: "005", least: 1, most: 1 };
  expect(reasonOf({ people: [], count: 1, seed: "" })).toBe("nobodyToDraw");
  expect(reasonOf({ people, count: 0, seed: "" })).toBe("countNotWhole");
  expect(reasonOf({ people, count: 7, seed: "" })).toBe("tooFewPeople");
  expect(reasonOf({ people, count: 2, seed: "", quotas: [{ ...quota, most: 0 }] })).toBe("quotaNotWhole");
  expect(reasonOf({ people, count: 2, seed: "", quotas: [quota, quota] })).toBe("quotaTwice");
  expect(reasonOf({ people, count: 2, seed: "", quotas: [{ ...quota, value: "x" }] })).toBe("quotaOfNobody");
  expect(reasonOf({ people, count: 5, seed: "", quotas: [{ ...quota, least: 3, most: 3 }] })).toBe(
    "quotasImpossible",
  );
});

import { expect, it } from "vitest";
import { inTurn } from "./in-turn.ts";

it("lets one end before the next begins, also where it fails, and holds up no other name", async () => {
  const seen: string[] = [];
  const work =
    (name: string, fails = false) =>
    async () => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  const [first, second, third] = await Promise.allSettled([
    inTurn("counter", work("one", true)),
    inTurn("counter", work("two")),
    inTurn("other", work("three")),
  ]);
  expect(first.status).toBe("rejected");
  expect([second, third].map((one) => one.status === "fulfilled" && one.value)).toEqual(["two", "three"]);
  expect(seen.filter((line) => !line.startsWith("three"))).toEqual([
    "one begins",
    "one ends",
    "two begins",
    "two ends",
  ]);
  expect(seen.indexOf("three begins")).toBeLessThan(seen.indexOf("one ends"));
});

// Work shared by those who ask at once.
import { expect, it } from "vitest";
import { shared } from "./shared-work.ts";

it("does once what is asked for at once, and anew what is asked for later, however it ended", async () => {
  let done = 0;
  const work = async () => {
    done += 1;
    const own = done;
    await Promise.resolve();
    if (own === 2) throw new Error("away");
    return own;
  };
  expect(await Promise.all([shared("a", work), shared("a", work), shared("a", work)])).toEqual([1, 1, 1]);
  const failed = [shared("a", work), shared("a", work)];
  for (const each of failed) await expect(each).rejects.toThrow("away");
  expect(await shared("a", work)).toBe(3);
  expect(await Promise.all([shared("a", work), shared("b", work)])).toEqual([4, 5]);
});

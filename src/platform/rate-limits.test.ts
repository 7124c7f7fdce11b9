import { describe, expect, it } from "vitest";
import { useDatabase } from "../../test/support/database.ts";
import { contextOn } from "../../test/support/node.ts";
import { forgetting } from "./forgetting.ts";
import { spendAttempt } from "./rate-limits.ts";

describe("rate limits", () => {
  const test = useDatabase();
  const start = new Date("2026-03-01T12:00:00Z");
  const limit = { name: "test", subject: "203.0.113.7", most: 3, windowSeconds: 60 };
  const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000);

  it("refuse what is too much, say for how long, and open again", async () => {
    const { keys } = contextOn(test.db).node;
    const spend = (seconds: number, subject = limit.subject) =>
      spendAttempt({ db: test.db, keys, now: at(seconds) }, [{ ...limit, subject }]);
    for (const second of [0, 1, 2]) await spend(second);
    await expect(spend(20)).rejects.toMatchObject({
      kind: "tooMany",
      reason: "tooManyAttempts",
      facts: { seconds: 40 },
    });
    await spend(20, "198.51.100.9");
    await spend(60);
  });

  it("count those that come at once", async () => {
    const { keys } = contextOn(test.db).node;
    const once = () =>
      spendAttempt({ db: test.db, keys, now: start }, [{ ...limit, subject: "many" }]).then(
        () => "let through",
        () => "refused",
      );
    const outcomes = await Promise.all(Array.from({ length: 12 }, once));
    expect(outcomes.filter((outcome) => outcome === "let through")).toHaveLength(3);
  });

  it("keep no address, and are forgotten once spent", async () => {
    const { rows } = await test.pool.query<{ key: Buffer }>("select key from rate_limits");
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ key }) => key.length === 32 && !key.includes("203.0.113.7"))).toBe(true);
    // What a module forgets follows; one that fails keeps no other from it, and is not passed over in silence.
    const done: string[] = [];
    const others = [
      async () => Promise.reject(new Error("gone")),
      async () => Promise.resolve(done.push("forgot")),
    ];
    await expect(forgetting(test.db, others)({}, { number: 1, isLast: false })).rejects.toThrow("gone");
    expect(done).toEqual(["forgot"]);
    expect((await test.pool.query("select 1 from rate_limits")).rowCount).toBe(0);
  });
});

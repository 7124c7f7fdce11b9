import { describe, expect, it } from "vitest";
import { useDatabase } from "../../../test/support/database.ts";
import { contextOn } from "../../../test/support/node.ts";
import { transact } from "../context.ts";
import { addJob, startJobs } from "./jobs.ts";

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition() && waited < 10_000; waited += 25)
    await new Promise((resolve) => setTimeout(resolve, 25));
  expect(condition()).toBe(true);
}

describe("jobs", () => {
  const test = useDatabase();

  it("exist exactly when the act was committed, and are worked off", async () => {
    const ctx = contextOn(test.db);
    const done: unknown[] = [];
    await transact(ctx, (tx) => addJob(tx, "note", { id: "kept" }));
    await expect(
      transact(ctx, async (tx) => {
        await addJob(tx, "note", { id: "lost" });
        throw new Error("the act failed");
      }),
    ).rejects.toThrow("the act failed");
    const jobs = await startJobs({
      connection: { connectionString: test.url },
      log: () => {},
      tasks: { note: async (payload) => void done.push(payload) },
    });
    await transact(ctx, (tx) => addJob(tx, "note", { id: "later" }));
    await until(() => done.length === 2);
    await jobs.stop();
    // Two may run at the same time: their order is nobody's promise.
    expect(done).toHaveLength(2);
    expect(done).toEqual(expect.arrayContaining([{ id: "kept" }, { id: "later" }]));
    await expect(addJob(ctx, "note", {})).rejects.toThrow("transaction");
  });

  it("that failed are tried again, and say when it is the last time", async () => {
    const ctx = contextOn(test.db);
    const attempts: unknown[] = [];
    const said: string[] = [];
    await transact(ctx, (tx) => addJob(tx, "fail", { id: "x" }, { mostAttempts: 2, key: "one" }));
    await transact(ctx, (tx) => addJob(tx, "fail", { id: "y" }, { mostAttempts: 2, key: "one" }));
    const jobs = await startJobs({
      connection: { connectionString: test.url },
      log: (line) => void said.push(line),
      tasks: {
        fail: async (payload, attempt) => {
          attempts.push({ payload, ...attempt });
          throw new Error("not now");
        },
      },
    });
    // Due now, instead of after the queue's pause.
    const hurry = setInterval(
      () =>
        void test.pool.query(
          "update graphile_worker._private_jobs set run_at = now() where locked_at is null",
        ),
      100,
    );
    await until(() => attempts.length === 2);
    clearInterval(hurry);
    await jobs.stop();
    expect(attempts).toEqual([
      { payload: { id: "y" }, number: 1, isLast: false },
      { payload: { id: "y" }, number: 2, isLast: true },
    ]);
    expect(said.join("\n")).toContain("not now");
  });

  it("leave the process's signals alone", async () => {
    const before = process.listenerCount("SIGTERM");
    const jobs = await startJobs({ connection: { connectionString: test.url }, log: () => {}, tasks: {} });
    expect(process.listenerCount("SIGTERM")).toBe(before);
    await jobs.stop();
  });
});

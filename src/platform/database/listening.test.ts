import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { expect, it } from "vitest";
import { useDatabase } from "../../../test/support/database.ts";
import { listen } from "./listening.ts";

const test = useDatabase();

/** Waits until it holds; a channel is fast, and a computer may be busy. */
async function until(holds: () => boolean): Promise<void> {
  for (let round = 0; round < 300 && !holds(); round += 1) await pause(20);
  expect(holds()).toBe(true);
}

it("hears what is committed, connects anew when it is cut, and says that something may have been missed", async () => {
  const listening = await listen({ connectionString: test.url }, ["one", "other"]);
  const heard: (string | undefined)[] = [];
  const off = listening.changes.on("one", (payload) => heard.push(payload));
  expect(() => listening.changes.on("third", () => {})).toThrow(/nobody listens/);
  await test.pool.query("select pg_notify('one', 'a'), pg_notify('other', 'b')");
  await until(() => heard.length === 1);
  const client = new pg.Client({ connectionString: test.url });
  await client.connect();
  await client.query("begin");
  await client.query("select pg_notify('one', 'taken back')");
  await client.query("rollback");
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cumbe listening' and datname = current_database()",
  );
  await client.end();
  await until(() => heard.length === 2);
  await test.pool.query("select pg_notify('one', 'c')");
  await until(() => heard.length === 3);
  expect(heard).toEqual(["a", undefined, "c"]);
  off();
  await test.pool.query("select pg_notify('one', 'd')");
  await listening.stop();
  expect(heard).toHaveLength(3);
});

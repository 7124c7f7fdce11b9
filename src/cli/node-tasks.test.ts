import { parseCrontab } from "graphile-worker";
import { expect, it } from "vitest";
import type { Accounts } from "#platform/accounts/accounts";
import type { Ctx } from "#platform/context";
import { nodeCrontab, nodeTasks } from "./node-tasks.ts";

it("does by itself only what it knows how to do, at times that the queue can read", () => {
  const known = nodeTasks(() => ({}) as Ctx, {} as Pick<Accounts, "emailOf">);
  const planned = parseCrontab(nodeCrontab).map(({ task }) => task);
  expect(planned.length).toBeGreaterThan(5);
  expect(planned.filter((task) => !(task in known))).toEqual([]);
});

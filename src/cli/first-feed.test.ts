import { setTimeout as pause } from "node:timers/promises";
import { Hono } from "hono";
import { expect, it } from "vitest";
import type { Env } from "../web/request.ts";
import { makeFirstFeed } from "./first-feed.ts";

/** An agenda whose feed takes a moment, and who asked for it under which address. */
function agenda(answer: () => Response = () => new Response("made")) {
  const asked: string[] = [];
  let made = 0;
  const app = new Hono<Env>().get("/agenda.ics", async (c) => {
    asked.push(c.req.url);
    await pause(40);
    made += 1;
    return answer();
  });
  return { app, asked, made: () => made };
}

it("makes the feed once, as it would be asked for", async () => {
  const { app, asked, made } = agenda();
  const first = makeFirstFeed(app, "https://node.example.org", 10);
  expect(asked).toEqual([]);
  await pause(150);
  expect(asked).toEqual(["https://node.example.org/agenda.ics"]);
  await first.stop();
  expect(made()).toBe(1);
});

it("does not begin once it is stopped, and lets a stop wait for what it has begun", async () => {
  const early = agenda();
  await makeFirstFeed(early.app, "https://node.example.org", 10).stop();
  await pause(60);
  expect(early.asked).toEqual([]);
  const late = agenda();
  const first = makeFirstFeed(late.app, "https://node.example.org", 1);
  while (late.asked.length === 0) await pause(2);
  await first.stop();
  expect(late.made()).toBe(1);
});

it("keeps a fault to itself", async () => {
  const { app, asked } = agenda(() => {
    throw new Error("the database is away");
  });
  app.onError((error) => {
    throw error;
  });
  const first = makeFirstFeed(app, "https://node.example.org", 1);
  await pause(80);
  await expect(first.stop()).resolves.toBeUndefined();
  expect(asked).toHaveLength(1);
});

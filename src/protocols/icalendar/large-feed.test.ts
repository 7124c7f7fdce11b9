// The largest feed that was promised: 5,000 actions, from the query to the text, by the processor's time.
import ICAL from "ical.js";
import { beforeAll, expect, it } from "vitest";
import { readFeed } from "#agenda";
import { translator } from "#platform/i18n/i18n";
import { useDatabase } from "../../../test/support/database.ts";
import { insertManyActions } from "../../../test/support/many-actions.ts";
import { calendarBytes, feedText } from "./calendar.ts";

const ACTIONS = 5_000;
const MOST_MS = 200;
const TRIES = 4;
const test = useDatabase();

beforeAll(async () => {
  await insertManyActions(test.pool, ACTIONS);
  await test.pool.query("analyze");
});

async function make(): Promise<Buffer> {
  const origin = "https://node.example";
  return calendarBytes({
    text: feedText({ origin, language: "es", t: translator("es") }),
    name: "Agenda",
    description: "Agenda",
    source: `${origin}/agenda.ics`,
    page: `${origin}/agenda`,
    changedAt: new Date(),
    campaigns: [],
    actions: await readFeed(test.db, {}, new Date()),
  });
}

it("takes at most 200 ms of the node's processor, and is read whole", async () => {
  let least = Infinity;
  let bytes: Buffer = Buffer.alloc(0);
  for (let tries = 0; tries < TRIES && least > MOST_MS; tries++) {
    const before = process.threadCpuUsage();
    bytes = await make();
    const { user, system } = process.threadCpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  expect(least).toBeLessThanOrEqual(MOST_MS);
  const calendar = new ICAL.Component(ICAL.parse(bytes.toString("utf8")) as unknown[]);
  expect(calendar.getAllSubcomponents("vevent")).toHaveLength(ACTIONS);
  expect(calendar.getAllSubcomponents("vtimezone")).toHaveLength(6);
}, 60_000);

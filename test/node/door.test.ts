// A hall let in from four browsers at once, on the node as a program. `npm run bench:door -- --browsers` does the same with
// 1,000 people.
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  congressOf,
  DOORS,
  type Doors,
  letIn,
  openDoors,
  type Person,
  ROUND,
  whoIsIn,
} from "../process/door-keepers.ts";
import { useDatabase } from "../support/database.ts";
import type { Congress } from "../support/delegates.ts";
import { foundTestNode } from "../support/node.ts";
import { useNodes } from "./nodes.ts";

const test = useDatabase();
const nodes = useNodes();
let doors: Doors;
let congress: Congress;
let people: readonly Person[];

beforeAll(async () => {
  const founded = await foundTestNode(test.db);
  ({ congress, people } = await congressOf(founded, 5, 20));
  const dataDir = nodes.folder();
  const { address: origin } = await nodes.start(dataDir, { env: { DATABASE_URL: test.url } });
  doors = await openDoors({ founded, congress, origin, dataDir });
}, 120_000);
afterAll(() => doors?.close());

it("loses nobody and doubles nobody, though two doors press at one instant and fingers press twice", async () => {
  const said = await letIn(doors.pages, people);
  const tally = await whoIsIn(test.db, congress, people);
  const contested = people.length / ROUND;
  expect(said.filter((one) => one === "in")).toHaveLength(people.length);
  expect(said.filter((one) => one === "alreadyIn")).toHaveLength(contested);
  expect(tally).toMatchObject({ lost: 0, doubled: 0, keepers: DOORS });
  expect(tally.aside).toEqual(Array.from({ length: contested }, () => "alreadyIn"));
  expect(tally.inRoom.toSorted()).toEqual(people.map(({ id }) => id).toSorted());
}, 180_000);

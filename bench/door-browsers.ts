// `npm run bench:door -- --browsers`: 1,000 delegates let in from four browsers at once, by the door's form, on the node as a
// program. Prints how many a second; says who was lost or doubled by the rows, by `presenceAt` and by what the pages said.
import { spawnNode } from "../test/process/demo-node.ts";
import { congressOf, letIn, openDoors, type Outcome, ROUND, whoIsIn } from "../test/process/door-keepers.ts";
import { foundTestNode } from "../test/support/node.ts";
import type { Db } from "../src/platform/database/database.ts";

const DELEGATIONS = 20;
const SEATS = 50;

/** Whether everybody came in, once; on a migrated database that nothing else uses. */
export async function throughBrowsers(db: Db, databaseUrl: string): Promise<boolean> {
  const founded = await foundTestNode(db);
  const { congress, people } = await congressOf(founded, DELEGATIONS, SEATS);
  const node = await spawnNode({ command: ["start"], env: { DATABASE_URL: databaseUrl } });
  let said: Outcome[];
  try {
    const doors = await openDoors({ founded, congress, origin: node.address, dataDir: node.dataDir });
    const from = performance.now();
    said = await letIn(doors.pages, people);
    const seconds = (performance.now() - from) / 1_000;
    await doors.close();
    const rate = (people.length / seconds).toFixed(1);
    console.log(`${people.length} people, four browsers, ${seconds.toFixed(0)} s: ${rate} a second`);
  } finally {
    await node.stop();
  }
  const tally = await whoIsIn(db, congress, people);
  const pages = { in: 0, alreadyIn: 0 };
  for (const one of said) pages[one] += 1;
  const contested = people.length / ROUND;
  console.log(`the pages: ${pages.in} came in; ${pages.alreadyIn} had been let in at the other door`);
  console.log(`the rows: ${tally.lost} lost, ${tally.doubled} doubled, ${tally.aside.length} set aside`);
  console.log(`in the room: ${tally.inRoom.length}`);
  return (
    tally.lost === 0 &&
    tally.doubled === 0 &&
    tally.aside.length === contested &&
    tally.aside.every((reason) => reason === "alreadyIn") &&
    new Set(tally.inRoom).size === people.length &&
    pages.in === people.length &&
    pages.alreadyIn === contested
  );
}

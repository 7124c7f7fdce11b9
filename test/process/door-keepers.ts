// Door-keepers at a congress, each with a browser of their own: a Chromium process without JavaScript, signed in by the form,
// that fills in the door's form and presses its button. Some people are pressed at two doors at one instant, some forms are
// sent by a double click, some people are found by their name. `whoIsIn` holds the rows against what the pages said.
import type { Browser, Page } from "playwright-core";
import { type DelegateId, presenceAt } from "#assembly";
import { openAccounts } from "../../src/platform/accounts/accounts.ts";
import { openKeys } from "../../src/platform/keys.ts";
import { tables } from "../../src/modules/confederation/tables.ts";
import { tables as ofAssembly } from "../../src/modules/assembly/tables.ts";
import type { Db } from "../../src/platform/database/database.ts";
import { accepted, type Congress, conveneNow, giveSeats } from "../support/delegates.ts";
import { personWithOffice, type TestNode } from "../support/node.ts";
import { openBrowser } from "./chromium.ts";

export const DOORS = 4;
const PASSWORD = "cuatro puertas de la sala 19";
/** Of so many people of a door, the first is pressed at the next door too; others are found by name, or pressed twice. */
export const ROUND = 25;
const BY_NAME = [7, 15, 23];
const TWICE = [3, 11, 19];

export type Person = { readonly id: DelegateId; readonly name: string; readonly code: string };
export type Outcome = "in" | "alreadyIn";

/** A congress of these days, and whom its delegations send, in the order of their badges. */
export async function congressOf(node: TestNode, delegations: number, seats: number) {
  const congress = await conveneNow(node, delegations);
  await giveSeats(congress, seats);
  for (const [number, delegation] of congress.delegations.entries()) {
    const names = Array.from({ length: seats }, (_, index) => `Person ${number}x${index}x`);
    await accepted(congress, delegation, "delegate", names);
  }
  const people = await ofAssembly(node.shell.db)
    .withTables<{ people: { id: string; name: string } }>()
    .selectFrom("delegates")
    .innerJoin("people", "people.id", "delegates.person_id")
    .innerJoin("badges", "badges.delegate_id", "delegates.id")
    .select(["delegates.id", "people.name", "badges.code"])
    .where("edition_id", "=", congress.editionId)
    .orderBy("delegates.id")
    .execute();
  return { congress, people: people as Person[] };
}

type AtNode = {
  readonly founded: TestNode;
  readonly congress: Congress;
  /** Where the node answers, and its data directory. */
  readonly origin: string;
  readonly dataDir: string;
};

/** Names somebody who keeps the door, with an account; gives what they sign in with. */
async function nameKeeper({ founded, origin, dataDir }: AtNode, door: number): Promise<string> {
  const { db } = founded.shell;
  const accounts = openAccounts({ db, origin, keys: openKeys(dataDir), report: () => {} });
  const keeper = await personWithOffice(founded, founded.organizationId, "secretary", `Door-keeper ${door}`);
  const email = `door-${door}@example.org`;
  await db.transaction().execute(async (tx) => {
    const account = { email, password: PASSWORD, personal: [] };
    const accountId = await accounts.createAccount({ ...founded.shell, db: tx }, account);
    await tables(tx)
      .updateTable("people")
      .set({ account_id: accountId })
      .where("id", "=", keeper.personId)
      .execute();
  });
  return email;
}

async function openDoor(browser: Browser, { origin, congress }: AtNode, email: string): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "en" });
  const page = await context.newPage();
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel(/mail/u).fill(email);
  await page.getByLabel(/^Password/u).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.goto(`${origin}/congress/${congress.edition}/door`);
  return page;
}

export type Doors = { readonly pages: readonly Page[]; readonly close: () => Promise<void> };

/** Four door-keepers at their doors. */
export async function openDoors(at: AtNode): Promise<Doors> {
  const browsers: Browser[] = [];
  const close = async () => void (await Promise.all(browsers.map((browser) => browser.close())));
  try {
    const pages: Page[] = [];
    for (let door = 0; door < DOORS; door += 1) {
      const browser = await openBrowser();
      browsers.push(browser);
      pages.push(await openDoor(browser, at, await nameKeeper(at, door)));
    }
    return { pages, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The button is pressed, and the page that comes is whole. */
async function pressed(page: Page, press: () => Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent("domcontentloaded"), press()]);
}

const write = (page: Page, { code }: Person) => page.fill("input[name=shown]", code);
const press = (page: Page, clickCount = 1) =>
  pressed(page, () => page.click("form:has(input[name=shown]) button[value=in]", { clickCount }));

/** What the page says of the form that was sent. */
async function saidOf(page: Page, { name }: Person): Promise<Outcome> {
  const said = await page.textContent("main");
  if (said?.includes(`${name} is inside.`)) return "in";
  if (said?.includes("was inside already")) return "alreadyIn";
  throw new Error(`the page says neither of ${name}: ${said}`);
}

async function byName(page: Page, { name }: Person): Promise<void> {
  await page.fill("input[type=search]", name);
  await pressed(page, () => page.click("form[method=get] button"));
  await pressed(page, () => page.click(`.list button[aria-label*="${name}"]`));
}

/** A point that all doors reach before any goes on. */
function rendezvous(): () => Promise<void> {
  let [arrived, open, gate] = [0, () => {}, Promise.resolve()];
  return async () => {
    if (arrived === 0) gate = new Promise<void>((resolve) => (open = resolve));
    const here = gate;
    arrived += 1;
    if (arrived === DOORS) {
      arrived = 0;
      open();
    }
    await here;
  };
}

/** Everybody comes in, each door its share; gives what the pages said. The number of people is a multiple of the doors. */
export async function letIn(pages: readonly Page[], people: readonly Person[]): Promise<Outcome[]> {
  const together = rendezvous();
  const share = people.length / DOORS;
  const at = (door: number, index: number) => people[door * share + index] as Person;
  const keepDoor = async (page: Page, door: number): Promise<Outcome[]> => {
    const said: Outcome[] = [];
    for (let index = 0; index < share; index += 1) {
      const own = at(door, index);
      const place = index % ROUND;
      if (place === 0) {
        // Two doors have the same person before them: first one of the one's, then one of the other's.
        for (const first of [door - (door % 2), door - (door % 2) + 1]) {
          await write(page, at(first, index));
          await together();
          await press(page);
          said.push(await saidOf(page, at(first, index)));
        }
        continue;
      }
      if (BY_NAME.includes(place)) await byName(page, own);
      else {
        await write(page, own);
        await press(page, TWICE.includes(place) ? 2 : 1);
      }
      said.push(await saidOf(page, own));
    }
    return said;
  };
  return (await Promise.all(pages.map(keepDoor))).flat();
}

export type Tally = {
  /** Of the rows: people with no event that counts, and with more than one. */
  readonly lost: number;
  readonly doubled: number;
  /** Rows that were set aside, by their reasons. */
  readonly aside: readonly string[];
  /** Of `presenceAt`. */
  readonly inRoom: readonly DelegateId[];
  /** Mandates under which somebody was let in. */
  readonly keepers: number;
};

/** Who is in, by the rows and by the view that quorums rest on. */
export async function whoIsIn(db: Db, { editionId }: Congress, people: readonly Person[]): Promise<Tally> {
  const events = await ofAssembly(db)
    .selectFrom("presence_events")
    .select(["delegate_id", "direction", "set_aside", "recorded_under"])
    .where("edition_id", "=", editionId)
    .execute();
  const times = new Map<string | null, number>(people.map(({ id }) => [id, 0]));
  const counted = events.filter((event) => event.set_aside === null && event.direction === "in");
  for (const { delegate_id: id } of counted) times.set(id, (times.get(id) ?? 0) + 1);
  const room = await presenceAt(db, editionId, new Date(Date.now() + 1_000));
  return {
    lost: [...times.values()].filter((count) => count === 0).length,
    doubled: [...times.values()].filter((count) => count > 1).length,
    aside: events.flatMap((event) => event.set_aside ?? []),
    inRoom: room.delegates,
    keepers: new Set(counted.map((event) => event.recorded_under)).size,
  };
}

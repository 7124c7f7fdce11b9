// The door under many hands: 1,000 delegates through four clients at once, and four real browsers, one of them without
// network for a while.
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DelegateId, presenceAt } from "#assembly";
import { recallMandate } from "#confederation";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { openBrowser } from "../../../test/process/chromium.ts";
import { createTestApp } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { accepted, type Congress, conveneNow, giveSeats } from "../../../test/support/delegates.ts";
import { foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";
import { readerOf } from "../../../test/support/readers.ts";

const DOORS = 4;
const test = useDatabase();
let server: Server;
let origin: string;
let node: TestNode;
let as: ReturnType<typeof createTestApp>["as"];
/** The cookie of each door-keeper. */
const keepers: string[] = [];

beforeAll(async () => {
  node = await foundTestNode(test.db);
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made = createTestApp({ ...node.shell, node: { ...node.shell.node, origin } });
  const { app } = made;
  as = made.as;
  server.on("request", getRequestListener(app.fetch));
  for (let door = 0; door < DOORS; door += 1) {
    const person = await personWithOffice(node, node.organizationId, "secretary", `Door-keeper ${door}`);
    await readerOf(test.db, as, person);
    keepers.push(`account=account-${person.personId}`);
  }
});
afterAll(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

async function congressOf(delegations: number, each: number, slug: string) {
  const congress = await conveneNow(node, delegations, slug);
  await giveSeats(congress, each);
  const people: DelegateId[] = [];
  for (const delegation of congress.delegations) {
    const names = Array.from({ length: each }, (_, index) => `Person n${index}n of ${delegation.slug}`);
    people.push(...(await accepted(congress, delegation, "delegate", names)));
  }
  return { congress, people };
}

const present = async ({ editionId }: Congress) =>
  (await presenceAt(test.db, editionId, new Date(Date.now() + 1_000))).delegates;

async function recorded({ editionId }: Congress): Promise<{ all: number; counted: number }> {
  const { rows } = await test.pool.query<{ all: number; counted: number }>(
    `select count(*)::int as all, count(*) filter (where set_aside is null)::int as counted
     from presence_events where edition_id = $1`,
    [editionId],
  );
  return rows[0] ?? { all: 0, counted: 0 };
}

describe("four doors at once", () => {
  it("let 1,000 in; none is lost or doubled, though each list is sent again and doors overlap", async () => {
    const { congress, people } = await congressOf(20, 50, "congress-large");
    expect(people).toHaveLength(1_000);
    const send = async (door: number, events: object[]) => {
      const answer = await fetch(`${origin}/congress/${congress.edition}/door/events`, {
        method: "POST",
        headers: { "content-type": "application/json", origin, cookie: keepers[door] ?? "" },
        body: JSON.stringify({ events }),
      });
      expect(answer.status).toBe(200);
      return ((await answer.json()) as { answers: { id: string; setAside: string | null }[] }).answers;
    };
    const eventOf = (delegateId: DelegateId) => ({
      id: newId(),
      direction: "in",
      at: new Date().toISOString(),
      delegateId,
    });
    // Each door has its quarter, and fifty people of the next door's who were scanned there as well.
    const quarters = Array.from({ length: DOORS }, (_, door) => {
      const own = people.slice(door * 250, door * 250 + 250);
      const others = people.slice(((door + 1) % DOORS) * 250).slice(0, 50);
      return [...own, ...others].map(eventOf);
    });
    const asides = await Promise.all(
      quarters.map(async (events, door) => {
        const aside: string[] = [];
        for (let start = 0; start < events.length; start += 3) {
          const part = events.slice(start, start + 3);
          const answers = await send(door, part);
          // A weak network: every fifth answer is lost on its way, and the list is sent again.
          if (start % 15 === 0) expect(await send(door, part)).toEqual(answers);
          aside.push(...answers.flatMap(({ setAside }) => setAside ?? []));
        }
        return aside;
      }),
    );
    expect((await present(congress)).toSorted()).toEqual(people.toSorted());
    expect(await recorded(congress)).toEqual({ all: 1_200, counted: 1_000 });
    expect(asides.flat()).toEqual(Array.from({ length: 200 }, () => "alreadyIn"));
  }, 180_000);
});

describe("four browsers at once", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  /** The page's own policy forbids the evaluation that Playwright's waiting is made of. */
  const until = (page: Page, holds: string) =>
    expect.poll(() => page.evaluate(holds), { timeout: 30_000, interval: 50 }).toBe(true);

  async function doorIn(context: BrowserContext, cookie: string, edition: string): Promise<Page> {
    const [name = "", value = ""] = cookie.split("=");
    await context.addCookies([{ name, value, url: origin }]);
    const page = await context.newPage();
    await page.goto(`${origin}/congress/${edition}/door/phone`);
    await until(page, "document.querySelector('#door-state').textContent.length > 0");
    return page;
  }

  const letIn = async (page: Page, name: string) => {
    await page.fill("#door-find", name);
    await page.click("#door-found button >> nth=0");
  };
  const waiting = (page: Page) =>
    page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('door event')).length");
  const allSent = (page: Page) =>
    until(page, "Object.keys(localStorage).filter((key) => key.startsWith('door event')).length === 0");

  it("let people in, one of them after a while without network, and leave nothing on the phone", async () => {
    const { congress, people } = await congressOf(8, 5, "congress-small");
    const contexts = await Promise.all(Array.from({ length: DOORS }, () => browser.newContext()));
    const pages = await Promise.all(
      contexts.map((context, door) => doorIn(context, keepers[door] ?? "", congress.edition)),
    );
    const [phone, offline] = [pages[3] as Page, contexts[3] as BrowserContext];
    // The phone has its page kept before it loses the network, and opens it again without.
    await until(phone, "caches.open('door').then((kept) => kept.keys()).then((all) => all.length >= 3)");
    await offline.setOffline(true);
    await phone.reload();
    await phone.waitForSelector("#door:not([hidden])");
    await Promise.all(
      pages.map(async (page, door) => {
        for (const { slug } of congress.delegations.slice(door * 2, door * 2 + 2))
          for (let index = 0; index < 5; index += 1) await letIn(page, `person n${index}n of ${slug}`);
      }),
    );
    await Promise.all(pages.slice(0, 3).map(allSent));
    expect(await present(congress)).toHaveLength(30);
    expect(await waiting(phone)).toBe(10);
    expect(await phone.textContent("#door-state")).toContain("No network");
    expect(JSON.stringify(await phone.evaluate("({...localStorage})"))).not.toContain("Person");
    // The kept page names nobody, not even whoever keeps the door.
    expect(await phone.content()).toContain("Your account");
    expect(await phone.content()).not.toContain("Door-keeper");
    await offline.setOffline(false);
    await allSent(phone);
    expect((await present(congress)).toSorted()).toEqual(people.toSorted());
    expect(await recorded(congress)).toEqual({ all: 40, counted: 40 });
    await phone.click("#door-end");
    await phone.waitForURL(/\/door$/u);
    expect(await phone.evaluate("localStorage.length + sessionStorage.length")).toBe(0);
    expect(await phone.evaluate("caches.keys().then((all) => all.length)")).toBe(0);
    expect(await phone.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)")).toBe(
      0,
    );
    await Promise.all(contexts.map((context) => context.close()));
  }, 120_000);

  it("wipe the list when whoever holds the phone is recalled; what they saw before that counts", async () => {
    const { congress, people } = await congressOf(1, 2, "congress-recalled");
    const keeper = await personWithOffice(node, node.organizationId, "secretary", "Recalled");
    await readerOf(test.db, as, keeper);
    const context = await browser.newContext();
    const page = await doorIn(context, `account=account-${keeper.personId}`, congress.edition);
    await until(page, "sessionStorage.length === 1");
    await context.setOffline(true);
    await letIn(page, "person n0n");
    const decision = inOneLanguage("en", "Recalled by the council");
    const now = new Date();
    await recallMandate({ ...node.operator, now }, { mandateId: keeper.mandateId, decision });
    await letIn(page, "person n1n");
    await context.setOffline(false);
    await allSent(page);
    await until(page, "sessionStorage.length === 0");
    expect(await page.textContent("#door-state")).toContain("no longer keep this door");
    expect(await page.isVisible("#door-find")).toBe(false);
    expect(await page.textContent("#door-latest")).toContain("did not keep the door at that time");
    expect(await present(congress)).toEqual([people[0]]);
    expect(await recorded(congress)).toEqual({ all: 2, counted: 1 });
    await context.close();
  }, 60_000);

  it("wipe the list when the session is over, and keep what waits until it is sent", async () => {
    const { congress } = await congressOf(1, 2, "congress-session");
    const context = await browser.newContext();
    const page = await doorIn(context, keepers[0] ?? "", congress.edition);
    await until(page, "sessionStorage.length === 1");
    await context.setOffline(true);
    await letIn(page, "person n0n");
    await context.clearCookies();
    await context.setOffline(false);
    await page.click("#door-send");
    await until(page, "sessionStorage.length === 0");
    expect(await waiting(page)).toBe(1);
    expect(await page.textContent("#door-state")).toContain("sign in again");
    const [name = "", value = ""] = (keepers[0] ?? "").split("=");
    await context.addCookies([{ name, value, url: origin }]);
    await page.reload();
    await allSent(page);
    expect(await present(congress)).toHaveLength(1);
    // Signing out in another tab wipes this one.
    await until(page, "sessionStorage.length === 1");
    await (await context.newPage()).goto(`${origin}/signed-out`);
    await until(page, "sessionStorage.length === 0");
    await context.close();
  }, 60_000);
});

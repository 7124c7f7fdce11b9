// A live page on a weak network: the antenna goes away for a while, a proxy keeps the stream back, the node is started again.
// Each time the page says so, or asks for itself, and shows what happened meanwhile without being reloaded.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBrowser } from "../process/chromium.ts";
import { exampleOf, signInBy, type SpawnedNode, spawnNode } from "../process/demo-node.ts";
import { openWeakNetwork, type WeakNetwork } from "../process/weak-network.ts";

const SITTING = "/congress/follow-up-example/sittings/2";
const LOST = "[data-lost]";
let dataDir: string;
let node: SpawnedNode;
let browser: Browser;
let network: WeakNetwork;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "cumbe-network-"));
  [node, browser] = await Promise.all([spawnNode({ dataDir }), openBrowser()]);
  network = await openWeakNetwork(node.address);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await network?.stop();
  await node?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

async function openPage(): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en" })).newPage();
  await page.clock.install();
  await page.goto(network.address + SITTING);
  await page.evaluate("window.same = true");
  return page;
}

/** Presses the button of the chair's table that comes next, on a good line. Returns what it says. */
async function pressNext(): Promise<string> {
  const { cookie } = await signInBy(exampleOf(node.printed(), "Chair of the assembly"), node.address);
  const headers = { cookie, origin: node.address, "accept-language": "en" };
  const page = await (await fetch(`${node.address}${SITTING}/chair`, { headers })).text();
  const [, form = ""] = /class="card next-act">[^]*?<form([^]*?)<\/form>/.exec(page) ?? [];
  const body = new URLSearchParams();
  for (const [, name = "", value = ""] of form.matchAll(/name="(\w+)" value="([^"]*)"/g))
    body.append(name, value);
  const answer = await fetch(`${node.address}${SITTING}/chair`, {
    method: "POST",
    headers,
    body,
    redirect: "manual",
  });
  expect(answer.status).toBe(303);
  return body.get("what") ?? "";
}

/** Lets the page's clock run, second by second, until it shows that. */
async function runUntil(page: Page, shows: () => Promise<boolean>, seconds: number): Promise<boolean> {
  for (let second = 0; second < seconds; second += 1) {
    if (await shows()) return true;
    await page.clock.runFor(1_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return shows();
}

const floorOf = (page: Page) => page.locator('[data-part="floor"]').innerHTML();
const withoutClock = (html: string) => html.replace(/<small class="clock[^]*?<\/small>/g, "");

async function catchesUp(page: Page, before: string, seconds: number): Promise<void> {
  const changed = async () => withoutClock(await floorOf(page)) !== before;
  expect(await runUntil(page, changed, seconds)).toBe(true);
  expect(await page.evaluate("window.same")).toBe(true);
}

it("says that the network is away, and catches up when it is back", async () => {
  const page = await openPage();
  expect(await page.isVisible(LOST)).toBe(false);
  const before = withoutClock(await floorOf(page));
  network.drop();
  expect(await runUntil(page, () => page.isVisible(LOST), 60)).toBe(true);
  await pressNext();
  network.recover();
  await catchesUp(page, before, 60);
  expect(await runUntil(page, () => page.isHidden(LOST), 60)).toBe(true);
}, 90_000);

it("asks for itself where a proxy keeps the stream back, and says nothing of it", async () => {
  network.holdStreams();
  const page = await openPage();
  const before = withoutClock(await floorOf(page));
  await pressNext();
  await catchesUp(page, before, 100);
  expect(await page.isVisible(LOST)).toBe(false);
  network.recover();
}, 90_000);

it("comes back when the node is started again", async () => {
  const page = await openPage();
  const before = withoutClock(await floorOf(page));
  await node.stop();
  expect(await runUntil(page, () => page.isVisible(LOST), 60)).toBe(true);
  node = await spawnNode({ dataDir });
  network.leadTo(node.address);
  await pressNext();
  await catchesUp(page, before, 60);
  expect(await runUntil(page, () => page.isHidden(LOST), 60)).toBe(true);
}, 150_000);

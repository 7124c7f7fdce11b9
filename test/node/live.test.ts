// A sitting in a real browser, on the node as a program: what the chair does shows without reloading, the page is whole
// without a script, and a node that is told to stop ends the streams of whoever looks.
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBrowser } from "../process/chromium.ts";
import { exampleOf, signInBy, type SpawnedNode, spawnNode } from "../process/demo-node.ts";

const SITTING = "/congress/follow-up-example/sittings/2";
const FLOOR = '[data-part="floor"]';
let node: SpawnedNode;
let browser: Browser;
beforeAll(async () => {
  [node, browser] = await Promise.all([spawnNode(), openBrowser()]);
}, 100_000);
afterAll(async () => {
  await browser?.close();
  await node?.stop();
}, 30_000);

async function open(path: string, office?: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: "en", ...options });
  if (office) {
    const { cookie } = await signInBy(exampleOf(node.printed(), office), node.address);
    const cookies = cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: node.address };
    });
    await context.addCookies(cookies);
  }
  const page = await context.newPage();
  await page.goto(node.address + path);
  return page;
}

it("shows to everybody what the chair does, and to a delegate where they stand", async () => {
  const [visitor, delegate, chair] = [
    await open(SITTING),
    await open(SITTING, "Spokesperson"),
    await open(`${SITTING}/chair`, "Chair of the assembly"),
  ];
  await delegate.click('button[value="speech"]');
  expect(await delegate.textContent("[data-own]")).toContain("on the list");
  await visitor.evaluate("window.same = true");
  await chair.click(".next-act button");
  await visitor.waitForFunction(
    `document.querySelector('${FLOOR}').textContent.includes("Nobody has the floor")`,
    undefined,
    { timeout: 8_000 },
  );
  expect(await visitor.evaluate("window.same")).toBe(true);
  // The chair's own button follows what others do: here, that somebody leaves the list.
  const before = await chair.getAttribute('.next-act input[name="requestId"]', "value");
  expect(before).toMatch(/^[0-9a-f-]{36}$/);
  await delegate.click('[data-own] form[action$="/withdraw"] button');
  expect(await delegate.textContent("[data-own]")).not.toContain("Leave the list");
  expect(await visitor.textContent("body")).not.toContain("Yamileth");
}, 40_000);

it("is whole without a script", async () => {
  const page = await open(SITTING, undefined, { javaScriptEnabled: false });
  expect(await page.textContent(FLOOR)).toMatch(/Next/);
  expect(await page.textContent("main")).toContain("accredited delegations");
});

it("ends the streams when it is told to stop, at once", async () => {
  const response = await fetch(`${node.address}${SITTING}/live`);
  const reader = response.body!.getReader();
  await reader.read();
  const from = performance.now();
  const stopped = node.stop();
  while (!(await reader.read()).done);
  expect(await stopped).toBe(0);
  expect(performance.now() - from).toBeLessThan(5_000);
}, 20_000);

// The island of the amendment's form in a real browser: the words that change appear while somebody types.
import type { Browser, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../../../test/process/chromium.ts";
import { createTestApp } from "../../../test/support/app.ts";
import { conveneAssembly, type Delegation, openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, testOrigin } from "../../../test/support/node.ts";
import { readerOf } from "../../../test/support/readers.ts";

describe("the live preview", () => {
  const test = useDatabase();
  let browser: Browser;
  let app: ReturnType<typeof createTestApp>["app"];
  let proposer: Delegation;
  let path = "";

  beforeAll(async () => {
    const node = await foundTestNode(test.db);
    const assembly = await conveneAssembly(node, 1);
    proposer = assembly.delegations[0] as Delegation;
    const made = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000));
    ({ app } = made);
    await readerOf(test.db, made.as, proposer);
    const slug = await openText(
      assembly.chair.ctx,
      "congress-2019",
      "Plan",
      "Water is shared.\n\nSeeds are kept.\n",
    );
    path = `/congress/congress-2019/texts/${slug}`;
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  /** Answers the browser from the application, without a port. */
  async function answer(route: Route): Promise<void> {
    const request = route.request();
    const body = request.postDataBuffer();
    // Intercepted requests do not say yet where they come from; the page's own policy was applied before.
    const headers = {
      ...(await request.allHeaders()),
      cookie: `account=account-${proposer.personId}`,
      origin: testOrigin,
      "accept-encoding": "identity",
    };
    const init = { method: request.method(), headers };
    const said = await app.request(request.url(), body ? { ...init, body: new Uint8Array(body) } : init);
    await route.fulfill({
      status: said.status,
      headers: Object.fromEntries(said.headers),
      body: Buffer.from(await said.arrayBuffer()),
    });
  }

  it("shows what comes in and what goes out, without the page being sent", async () => {
    const page = await browser.newPage();
    await page.route("**/*", answer);
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.goto(`${testOrigin}${path}/amendments/new`);
    const first = await page.locator("#f-paragraph-0 option").nth(1).getAttribute("value");
    await page.selectOption("#f-paragraph-0", first);
    await page.fill("#f-text-0", "Water is shared by all.");
    await page.locator("#preview ins").waitFor({ timeout: 8_000 });
    expect(await page.locator("#preview ins").allInnerTexts()).toEqual([expect.stringContaining("by all")]);
    expect(page.url()).toBe(`${testOrigin}${path}/amendments/new`);
    // What the chosen operation does not need is not shown.
    expect(await page.locator("#f-after-0").isVisible()).toBe(false);
    await page.check('input[name="op-0"][value="delete"]');
    expect(await page.locator("#f-text-0").isVisible()).toBe(false);
    await page.locator("#preview del").waitFor({ timeout: 8_000 });
    expect(complaints).toEqual([]);
  });
});

// Passkeys in a real Chromium with a virtual authenticator (WebDriver's, through the DevTools protocol's WebAuthn domain).
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:http";
import { gunzipSync } from "node:zlib";
import { getRequestListener } from "@hono/node-server";
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { invitePerson } from "#confederation";
import { openBrowser } from "../../../test/process/chromium.ts";
import { createTestApp } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";

const password = "trapiche vereda nube";

/** As a script reads it, whatever the encoding on the wire. */
async function bodyOf(answer: Response): Promise<string> {
  const bytes = Buffer.from(await answer.arrayBuffer());
  return (answer.headers.get("content-encoding") === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8");
}

describe("a passkey", () => {
  const test = useDatabase();
  let server: Server;
  let origin: string;
  let node: TestNode;
  let browser: Browser;
  /** What the node answered to a script. */
  const told: string[] = [];

  beforeAll(async () => {
    node = await foundTestNode(test.db);
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // `localhost` is the one name for which browsers allow passkeys without a certificate.
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const { app } = createTestApp({ ...node.shell, node: { ...node.shell.node, origin } });
    const listener = getRequestListener(async (request, bindings) => {
      const answer = await app.fetch(request, bindings);
      if (request.url.includes("/verify-")) told.push(await bodyOf(answer.clone()));
      return answer;
    });
    server.on("request", listener);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  let counter = 0;
  async function memberPage(): Promise<Page> {
    const { token } = await invitePerson(node.operator, {
      email: `passkey${++counter}@node.example`,
      organizationId: node.organizationId,
      office: "teacher",
      endsAt: null,
      decision: { source: "en", texts: { en: "Decided" } },
    });
    const context = await browser.newContext({ locale: "en" });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`${origin}/invitations/${token}`);
    await page.fill("[name=name]", "Passkey Holder");
    await page.fill("[name=password]", password);
    await page.click("main button[type=submit]");
    await page.waitForURL(/\/account/);
    return page;
  }

  /** `verified`: whether the holder shows a fingerprint or PIN, or only touches the key. */
  async function plugIn(
    page: Page,
    verified: boolean,
  ): Promise<{ cdp: CDPSession; authenticatorId: string }> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("WebAuthn.enable");
    const options = {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verified,
      automaticPresenceSimulation: true,
    } as const;
    const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
    return { cdp, authenticatorId };
  }

  async function addPasskey(page: Page): Promise<void> {
    await page.goto(`${origin}/account/passkeys`);
    await page.fill("[name=name]", "Pocket key");
    await page.click("[data-passkey=add] button");
    await page.waitForSelector("text=Pocket key");
  }

  async function tryPasskey(page: Page): Promise<void> {
    await page.goto(`${origin}/sign-in`);
    await page.click("button[form=with-passkey]");
    await page.waitForURL(`${origin}/sign-in/passkey`);
    await page.click("[data-passkey=sign-in] button");
  }

  it("is added, signs in without a password, and is removed", async () => {
    const page = await memberPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) faults.push(message.text());
    });
    const { cdp, authenticatorId } = await plugIn(page, true);
    await addPasskey(page);
    const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId });
    expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: "localhost" }]);
    await page.goto(`${origin}/account`);
    await page.click("form[action='/sign-out'] button");
    await page.waitForURL(`${origin}/signed-out`);
    told.length = 0;
    await tryPasskey(page);
    await page.waitForURL(`${origin}/account`);
    expect(await page.textContent("h1")).toBe("Your account");
    expect(told).toEqual(['{"done":true}']);
    await page.goto(`${origin}/account/passkeys`);
    await page.click("form[action*='/remove'] button");
    await page.waitForURL(/told=passkeyRemoved/);
    await page.click("form[action='/sign-out'] button");
    await tryPasskey(page);
    await page.waitForSelector("[data-failed]:not([hidden])");
    // The challenge is spent: the button asks for another.
    const spent = await page.getAttribute("[data-passkey]", "data-challenge");
    await page.click("[data-passkey=sign-in] button");
    await page.waitForSelector("[data-failed]", { state: "hidden" });
    expect(await page.getAttribute("[data-passkey]", "data-challenge")).not.toBe(spent);
    await page.goto(`${origin}/account`);
    expect(page.url()).toContain("/sign-in");
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  it("whose holder was not verified opens nothing, even when the page asks for less", async () => {
    const page = await memberPage();
    const { cdp, authenticatorId } = await plugIn(page, true);
    await addPasskey(page);
    await page.goto(`${origin}/account`);
    await page.click("form[action='/sign-out'] button");
    await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    // A page that somebody changed: it would be content with a touch.
    await page.addInitScript(`
      const get = navigator.credentials.get.bind(navigator.credentials);
      navigator.credentials.get = (options) =>
        get({ publicKey: { ...options.publicKey, userVerification: "discouraged" } });
    `);
    const answer = page.waitForResponse(/verify-authentication/);
    await tryPasskey(page);
    expect((await answer).status()).toBe(401);
    await page.goto(`${origin}/account`);
    expect(page.url()).toContain("/sign-in");
    await page.context().close();
  }, 60_000);

  it("is not added in a session of another day", async () => {
    const page = await memberPage();
    await plugIn(page, true);
    await test.pool.query("update account_sessions set created_at = now() - interval '25 hours'");
    await page.goto(`${origin}/account/passkeys`);
    await page.click("[data-passkey=add] button");
    await page.waitForSelector("[data-stale]:not([hidden])");
    const kept = "select 1 from account_passkeys k join accounts a on a.id = k.account_id where a.email = $1";
    expect((await test.pool.query(kept, [`passkey${counter}@node.example`])).rowCount).toBe(0);
    await page.context().close();
  }, 60_000);
});

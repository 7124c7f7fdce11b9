// The first page of an empty node.
import { describe, expect, it } from "vitest";
import { openFoundingLink } from "#confederation";
import { createTestApp } from "../../../test/support/app.ts";
import { browserOn, whereTo } from "../../../test/support/browser.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { contextOn } from "../../../test/support/node.ts";

const password = "trapiche vereda nube";

describe("setting up", () => {
  const test = useDatabase();

  it("names the node, its organisation and the first account, once", async () => {
    const shell = contextOn(test.db, { kind: "shell", through: "test" });
    const { app } = createTestApp(shell);
    const browser = browserOn(app);
    expect(await browser.page("/")).toContain("This node has not been set up yet");
    const path = new URL((await openFoundingLink(shell)) ?? "").pathname;
    expect((await browser.get("/setup/invented")).status).toBe(403);
    expect(await browser.page(path)).toContain("Set up the node");
    const fields = {
      "node-name": "Red de Lara",
      place: "Barquisimeto",
      language: "es",
      languages: "en",
      organizationName: "Red de comunas de Lara",
      kind: "network",
      name: "Rosalba Quintero",
      email: "Rosalba@Node.Example",
      password,
    };
    const weak = await browser.post(path, { ...fields, password: "rosalbaquintero" });
    expect(weak.status).toBe(422);
    const html = await weak.text();
    expect(html).toContain("It rests on your name");
    expect(html).toContain('value="Red de Lara"');
    expect(html).not.toContain('rosalbaquintero"');
    expect((await browser.post(path, { ...fields, "node-name": "" })).status).toBe(422);
    expect((await test.pool.query("select 1 from accounts")).rowCount).toBe(0);
    expect(whereTo(await browser.post(path, fields))).toBe("303 /account?told=welcome");
    expect(await browser.page("/")).not.toContain("set up yet");
    const account = await browser.page("/account");
    expect(account).toContain("Rosalba Quintero");
    expect(account).toContain("Node operator");
    expect((await browser.post(path, fields)).status).toBe(409);
    expect((await browser.get(path)).status).toBe(409);
    expect((await test.pool.query("select 1 from accounts")).rowCount).toBe(1);
    const acts = await test.pool.query("select record from log_acts");
    expect(JSON.stringify(acts.rows)).not.toMatch(/rosalba|@/i);
  });
});

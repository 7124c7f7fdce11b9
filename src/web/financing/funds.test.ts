// Appeals by pages: everybody reads, whoever has an account pledges, the managers pay and report.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { settleDueAppeals } from "#financing";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { type Economy, foundEconomy, onDay, type Saver } from "../../../test/support/financing.ts";
import type { TestPerson } from "../../../test/support/node.ts";

const test = useDatabase();
let economy: Economy;
let keepers: Saver;
let mill: Saver;
let visitor: Reader;
let manager: Reader;
let giver: Reader;

beforeAll(async () => {
  economy = await foundEconomy(test.db);
  keepers = await economy.saver("Keepers");
  mill = await economy.saver("Mill");
  const { as } = createTestApp(economy.node.shell);
  visitor = as();
  const signIn = async ({ personId }: TestPerson) => {
    const account = `account-${personId}`;
    await sql`update people set account_id = ${account} where id = ${personId}`.execute(test.db);
    return as(account);
  };
  manager = await signIn(keepers.spokesperson);
  giver = await signIn(mill.treasurer);
});

const textOf = async (answer: Response | Promise<Response>) => (await answer).text();
const field = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe("an appeal by its pages", () => {
  it("goes from a fund to a report that everybody reads", async () => {
    expect((await giver.get("/economy/funds/new")).status).toBe(403);
    const form = await textOf(manager.get("/economy/funds/new"));
    const founded = await manager.post("/economy/funds/new", {
      requestKey: field(form, "requestKey"),
      organizationId: keepers.organizationId,
      currencyId: economy.currency.id,
      language: "en",
      name: "Roofs",
      purpose: "For houses without one",
      rules: "Two reports a year",
    });
    expect(founded.headers.get("location")).toBe("/economy/funds/roofs");
    const blank = await textOf(manager.get("/economy/funds/roofs/appeals/new"));
    const sent = {
      requestKey: field(blank, "requestKey"),
      language: "en",
      title: "Zinc for the school",
      body: "Sixty sheets",
      goal: "100",
      rule: "all_or_nothing",
      closesOn: inDays(-1),
      commitment: "",
    };
    const late = await manager.post("/economy/funds/roofs/appeals/new", sent);
    expect([late.status, (await textOf(late)).includes("last day is over")]).toEqual([422, true]);
    const opened = await manager.post("/economy/funds/roofs/appeals/new", { ...sent, closesOn: inDays(5) });
    const path = opened.headers.get("location") ?? "";
    expect(path).toBe("/economy/appeals/1");
    expect(await textOf(visitor.get("/economy/funds"))).toContain('href="/economy/appeals"');
    expect(await textOf(visitor.get("/economy/appeals"))).toContain(path);

    const shown = await textOf(giver.get(path));
    const pledge = { requestKey: field(shown, "requestKey"), accountId: mill.account.id };
    expect((await giver.post(`${path}/pledge`, { ...pledge, pledge: "ten" })).status).toBe(422);
    expect((await giver.post(`${path}/pledge`, { ...pledge, pledge: "100" })).status).toBe(303);
    const seen = await textOf(visitor.get(path));
    expect(seen).toContain("100%");
    expect(seen).not.toContain("Mill");
    expect(await textOf(giver.get(path))).toContain("Take it back");
    expect((await visitor.post(`${path}/pledge`, { pledge: "1" })).status).toBe(401);
    const theft = {
      requestKey: field(shown, "requestKey"),
      to: mill.account.number,
      spending: "1",
      purpose: "Me",
    };
    expect((await giver.post(`${path}/spend`, theft)).status).toBe(403);

    await settleDueAppeals(onDay(economy.node.shell, inDays(6)));
    const managing = await textOf(manager.get(path));
    const paid = {
      requestKey: field(managing, "requestKey"),
      to: mill.account.number,
      spending: "100",
      purpose: "Sixty sheets of zinc",
    };
    expect((await manager.post(`${path}/spend`, paid)).status).toBe(303);
    const report = {
      requestKey: field(await textOf(manager.get(path)), "requestKey"),
      language: "en",
      report: "The roof is on",
      closes: "yes",
    };
    expect((await manager.post(`${path}/report`, report)).status).toBe(303);
    const end = await textOf(visitor.get(path));
    for (const words of [
      "accounted for",
      "The roof is on",
      "closing report",
      "Sixty sheets of zinc",
      "Spent: 100.00",
    ])
      expect(end).toContain(words);
  });

  it("knows no other", async () => {
    for (const path of ["/economy/appeals/99", "/economy/appeals/none", "/economy/funds/none"])
      expect((await visitor.get(path)).status).toBe(404);
  });
});

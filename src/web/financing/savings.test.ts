// Saving by pages, as on a phone: a pot from its opening to a withdrawal, and a circle from its founding to its sheet for the wall.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { runDueRounds } from "#financing";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { type Economy, foundEconomy, onDay, type Saver } from "../../../test/support/financing.ts";
import type { TestPerson } from "../../../test/support/node.ts";

const test = useDatabase();
const base = "/economy/savings";
let economy: Economy;
let mill: Saver;
let school: Saver;
let visitor: Reader;
let treasurer: Reader;
let spokesperson: Reader;
let other: Reader;
let stranger: Reader;

beforeAll(async () => {
  economy = await foundEconomy(test.db);
  mill = await economy.saver("Mill");
  school = await economy.saver("School");
  const { as } = createTestApp(economy.node.shell);
  visitor = as();
  const signIn = async ({ personId }: TestPerson) => {
    const account = `account-${personId}`;
    await sql`update people set account_id = ${account} where id = ${personId}`.execute(test.db);
    return as(account);
  };
  treasurer = await signIn(mill.treasurer);
  spokesperson = await signIn(mill.spokesperson);
  other = await signIn(school.treasurer);
  stranger = await signIn((await economy.saver("Stranger")).treasurer);
});

const textOf = async (answer: Response | Promise<Response>) => (await answer).text();
const field = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe("a pot by its pages", () => {
  let path: string;

  it("is opened, with what was typed kept where something is wrong", async () => {
    expect((await visitor.get(`${base}/pots/new`)).headers.get("location")).toContain("/sign-in");
    const form = await textOf(treasurer.get(`${base}/pots/new`));
    const sent = {
      requestKey: field(form, "requestKey"),
      accountId: mill.account.id,
      name: "A new millstone",
      goal: "1,200.505",
      lockedUntil: inDays(90),
      early: "approvals",
      noticeDays: "",
      invite: `${school.account.number}\n`,
    };
    const refused = await treasurer.post(`${base}/pots/new`, sent);
    expect(refused.status).toBe(422);
    const again = await textOf(refused);
    expect(again).toContain('value="1,200.505"');
    expect(again).toContain('id="r-goal"');
    const made = await treasurer.post(`${base}/pots/new`, { ...sent, goal: "1,200.50" });
    expect(made.status).toBe(303);
    path = made.headers.get("location") ?? "";
    expect(path).toMatch(/^\/economy\/savings\/pots\/[0-9a-f-]{36}$/);
  });

  it("is filled, and asks two others for what is taken out early", async () => {
    const shown = await textOf(treasurer.get(path));
    const contribution = { requestKey: field(shown, "requestKey"), accountId: mill.account.id };
    const short = await treasurer.post(`${path}/contribute`, { ...contribution, contribution: "5000" });
    expect(short.status).toBe(409);
    expect(await textOf(short)).toContain("short for this payment");
    expect(
      (await treasurer.post(`${path}/contribute`, { ...contribution, contribution: "300" })).status,
    ).toBe(303);
    const filled = await textOf(treasurer.get(path));
    expect(filled).toContain("24%");
    const asked = { requestKey: field(filled, "requestKey"), accountId: mill.account.id, withdrawal: "50" };
    expect((await treasurer.post(`${path}/withdraw`, asked)).status).toBe(303);
    const open = await textOf(spokesperson.get(path));
    const withdrawal = /withdrawals\/([0-9a-f-]{36})\/approve/.exec(open)?.[1] ?? "";
    expect((await spokesperson.post(`${path}/withdrawals/${withdrawal}/approve`, {})).status).toBe(303);
    expect(await textOf(treasurer.get(path))).toContain("1 of 2 approvals");
    expect((await treasurer.post(`${path}/withdrawals/${withdrawal}/take`, {})).status).toBe(409);
  });

  it("is there for its contributors alone", async () => {
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.post(`${path}/contribute`, { contribution: "1" })).status).toBe(404);
    expect(await textOf(other.get(base))).toContain("invites you");
    expect((await other.post(`${path}/join`, { accountId: school.account.id })).status).toBe(303);
    const seen = await textOf(other.get(path));
    expect(seen).toContain("300.00");
    expect(seen).not.toContain("Mill</a>: <strong");
    expect((await treasurer.get(`${base}/pots/none`)).status).toBe(404);
  });
});

describe("a circle by its pages", () => {
  it("comes together, starts, and is printed for the wall", async () => {
    const form = await textOf(treasurer.get(`${base}/circles/new`));
    const made = await treasurer.post(`${base}/circles/new`, {
      requestKey: field(form, "requestKey"),
      accountId: mill.account.id,
      name: "Monday circle",
      contribution: "10",
      rhythm: "weekly",
      startsOn: inDays(2),
      orderedBy: "agreement",
      lotSource: "",
      graceDays: "3",
      cover: "others",
      reserve: "",
      turnRule: "keeps",
      putOutAfter: "",
      invite: school.account.number,
    });
    const path = made.headers.get("location") ?? "";
    expect((await stranger.get(path)).status).toBe(404);
    expect((await other.post(`${path}/join`, { accountId: school.account.id })).status).toBe(303);
    const forming = await textOf(treasurer.get(path));
    const ids = [...forming.matchAll(/name="place-([0-9a-f-]{36})"/g)].map(([, id]) => id ?? "");
    expect(ids).toHaveLength(2);
    const order = (places: [string, string]) => ({
      [`place-${ids[0]}`]: places[0],
      [`place-${ids[1]}`]: places[1],
    });
    expect((await treasurer.post(`${path}/order`, order(["1", "1"]))).status).toBe(422);
    expect((await treasurer.post(`${path}/order`, order(["2", "1"]))).status).toBe(303);
    const agreed = await other.post(`${path}/agree`, { accountId: school.account.id, version: "1" });
    expect(agreed.status).toBe(303);
    expect((await treasurer.post(`${path}/start`, {})).status).toBe(303);
    await runDueRounds(onDay(economy.node.shell, inDays(2)));
    const running = await textOf(treasurer.get(path));
    expect(running).toContain("paid out");
    const sheet = await textOf(other.get(`${path}/rota`));
    expect(sheet.indexOf("<strong>School")).toBeLessThan(sheet.indexOf("<strong>Mill"));
    expect((await stranger.get(`${path}/rota`)).status).toBe(404);
  });
});

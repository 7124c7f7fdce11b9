// A loan by its pages: asked for on one phone, agreed on another, paid back on the first.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { type Economy, foundEconomy, type Saver } from "../../../test/support/financing.ts";
import type { TestPerson } from "../../../test/support/node.ts";

const test = useDatabase();
let economy: Economy;
let cooperative: Saver;
let mill: Saver;
let school: Saver;
let lender: Reader;
let borrower: Reader;
let guarantor: Reader;
let stranger: Reader;

beforeAll(async () => {
  economy = await foundEconomy(test.db);
  cooperative = await economy.saver("Cooperative");
  mill = await economy.saver("Mill");
  school = await economy.saver("School");
  const { as } = createTestApp(economy.node.shell);
  const signIn = async ({ personId }: TestPerson) => {
    const account = `account-${personId}`;
    await sql`update people set account_id = ${account} where id = ${personId}`.execute(test.db);
    return as(account);
  };
  lender = await signIn(cooperative.treasurer);
  borrower = await signIn(mill.treasurer);
  guarantor = await signIn(school.treasurer);
  stranger = await signIn((await economy.saver("Stranger")).treasurer);
});

const textOf = async (answer: Response | Promise<Response>) => (await answer).text();
const field = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe("a loan by its pages", () => {
  it("goes from the asking to the first payment", async () => {
    const form = await textOf(borrower.get("/economy/loans/new"));
    const sent = {
      requestKey: field(form, "requestKey"),
      side: "borrower",
      accountId: mill.account.id,
      other: cooperative.account.number,
      purpose: "A second millstone",
      principal: "300",
      count: "6",
      rhythm: "monthly",
      firstDueOn: inDays(30),
      interest: "",
      interestRule: "",
      guarantors: `${school.account.number} much`,
    };
    const wrong = await borrower.post("/economy/loans/new", sent);
    expect([wrong.status, (await textOf(wrong)).includes('id="r-guarantors"')]).toEqual([422, true]);
    const asked = await borrower.post("/economy/loans/new", {
      ...sent,
      guarantors: `${school.account.number} 120`,
    });
    const path = asked.headers.get("location") ?? "";
    expect((await stranger.get(path)).status).toBe(404);
    expect(await textOf(lender.get(path))).toContain("You are asked for this loan");
    expect((await lender.post(`${path}/answer`, { agrees: "yes" })).status).toBe(303);
    expect((await lender.post(`${path}/pay-over`, {})).status).toBe(409);
    const standing = await textOf(guarantor.get(path));
    const guarantorId = field(standing, "guarantorId");
    expect((await guarantor.post(`${path}/guarantee`, { guarantorId, accepts: "yes" })).status).toBe(303);
    expect((await lender.post(`${path}/pay-over`, {})).status).toBe(303);
    const running = await textOf(borrower.get(path));
    const payment = { requestKey: field(running, "requestKey"), repayment: "350" };
    const tooMuch = await borrower.post(`${path}/repay`, payment);
    expect([tooMuch.status, (await textOf(tooMuch)).includes("more than is owed")]).toEqual([409, true]);
    expect((await borrower.post(`${path}/repay`, { ...payment, repayment: "100" })).status).toBe(303);
    expect(await textOf(lender.get(path))).toContain("100.00");
    const days = {
      side: "borrower",
      count: "2",
      rhythm: "monthly",
      firstDueOn: inDays(60),
      because: "Low water",
    };
    expect((await borrower.post(`${path}/schedule`, days)).status).toBe(303);
    expect(await textOf(lender.get(path))).toContain("Low water");
    expect((await lender.post(`${path}/answer-schedule`, { agrees: "yes" })).status).toBe(303);
    expect(await textOf(borrower.get("/economy/loans"))).toContain("A second millstone");
    expect(await textOf(stranger.get("/economy/loans"))).not.toContain("A second millstone");
  });
});

// Money in pages: what a stranger sees, and a treasurer's way from the account to a paid amount, without any script.
import { beforeAll, describe, expect, it } from "vitest";
import { recallMandate } from "#confederation";
import { type Currency, findParty, type Party } from "#ledger";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { accountOf, foundTestCurrency, type Payer, payer } from "../../../test/support/money.ts";
import {
  foundTestNode,
  personWithOffice,
  type TestNode,
  type TestPerson,
} from "../../../test/support/node.ts";

const test = useDatabase();
let node: TestNode;
let bakery: Payer;
let mill: Payer;
let currency: Currency;
let bread: Party;
let flour: Party;
let reader: (accountId?: string) => Reader;
let treasurer: Reader;
let second: Reader;
let miller: Reader;
let stranger: Reader;

async function signed({ personId }: TestPerson): Promise<Reader> {
  await test.pool.query("update people set account_id = $1 where id = $2", [`account-${personId}`, personId]);
  return reader(`account-${personId}`);
}

beforeAll(async () => {
  node = await foundTestNode(test.db);
  ({ as: reader } = createTestApp(node.shell));
  bakery = await payer(node, "Bakery");
  mill = await payer(node, "Mill");
  currency = await foundTestCurrency(mill.second, mill.organizationId, {
    approvalAbove: 50_000n,
    demurragePpm: 100_000,
  });
  bread = await accountOf(bakery, currency);
  flour = await accountOf(mill, currency);
  treasurer = await signed(bakery.treasurer);
  second = await signed(bakery.second);
  miller = await signed(mill.treasurer);
  stranger = await signed(await personWithOffice(node, node.organizationId, "librarian"));
});

const at = (path = "") => `/economy/accounts/${bread.number}${path}`;
const posted = async () => (await findParty(node.shell, bread.id))?.posted;
const text = async (response: Response | Promise<Response>) => (await response).text();
const keyOf = (html: string) => /name="requestKey" value="([^"]+)"/.exec(html)?.[1] ?? "";
const payment = (over: Record<string, string> = {}) => ({
  to: flour.number,
  amount: "12.50",
  text: "Two sacks",
  token: "",
  ...over,
});
/** Shows the payment first, and then confirms what was shown. */
async function payAs(who: Reader, over: Record<string, string> = {}): Promise<Response> {
  const preview = await text(who.post(at("/pay"), payment(over)));
  return who.post(at("/pay"), { ...payment(over), requestKey: keyOf(preview), confirmed: "yes" });
}

describe("a stranger", () => {
  it("finds the economy and its currencies, with their rules and an example, and no balance", async () => {
    const visitor = reader();
    expect(await text(visitor.get("/economy"))).toContain('href="/economy/currencies"');
    expect(await text(visitor.get("/economy/currencies"))).toContain(currency.slug);
    const page = await text(visitor.get(`/economy/currencies/${currency.slug}`));
    expect(page).toContain("of 100.00");
    expect(page).toMatch(/99\.13/);
    expect(page).not.toContain('href="/economy/accounts/');
  });

  it("is told of no account, payment, order or list of accounts", async () => {
    for (const path of [
      "",
      "/pay",
      "/statement",
      "/statement.csv",
      "/statement.json",
      "/orders",
      "/requests",
      "/limits",
    ])
      expect((await stranger.get(at(path))).status, path).toBe(404);
    expect((await stranger.get(`/economy/currencies/${currency.slug}/accounts`)).status).toBe(404);
    expect((await stranger.get(`/economy/approvals/${newId()}`)).status).toBe(404);
    expect((await stranger.get(`/economy/orders/${newId()}`)).status).toBe(404);
    expect((await reader().get(at())).headers.get("location")).toContain("/sign-in");
    expect((await stranger.get("/economy/currencies/new")).status).toBe(403);
  });
});

describe("paying", () => {
  it("shows what it will be before anything moves, and moves it once", async () => {
    const before = (await posted()) ?? 0n;
    const preview = await text(treasurer.post(at("/pay"), payment()));
    expect(preview).toContain("Nothing has moved yet");
    expect(preview).toContain("−12.50");
    expect(preview).toContain("Can still be spent");
    expect(await posted()).toBe(before);
    const form = { ...payment(), requestKey: keyOf(preview), confirmed: "yes" };
    for (const answer of await Promise.all([
      treasurer.post(at("/pay"), form),
      treasurer.post(at("/pay"), form),
    ]))
      expect(answer.headers.get("location")).toBe(at());
    expect(await posted()).toBe(before - 1_250n);
    expect(await text(treasurer.get(at()))).toContain("Two sacks");
  });

  it("keeps what was typed and says beside the field what is wrong", async () => {
    const page = await text(treasurer.post(at("/pay"), payment({ amount: "twelve" })));
    expect(page).toContain('value="twelve"');
    expect(page).toContain("This amount cannot be read");
    const short = await text(treasurer.post(at("/pay"), payment({ amount: "400.00", to: flour.number })));
    expect(short).toContain("Before you pay");
    const poor = await text(treasurer.post(at("/pay"), payment({ amount: "4,000,000" })));
    // What is missing is said in the currency, not in hundredths of it.
    expect(poor).toMatch(/3,999,012\.50/);
  });

  it("finds an organisation by its name", async () => {
    const page = await text(treasurer.post(at("/pay"), payment({ to: "mil" })));
    expect(page).toContain(`value="${flour.number}"`);
    expect(page).toContain("Which of these?");
  });

  it("is refused to a treasurer who was recalled between the preview and the confirmation", async () => {
    const person = await personWithOffice(node, bakery.organizationId, "treasurer");
    const other = await signed(person);
    const preview = await text(other.post(at("/pay"), payment()));
    const before = await posted();
    await recallMandate(node.operator, {
      mandateId: person.mandateId,
      decision: inOneLanguage("en", "Somebody else was named"),
    });
    const answer = await other.post(at("/pay"), {
      ...payment(),
      requestKey: keyOf(preview),
      confirmed: "yes",
    });
    expect([403, 404]).toContain(answer.status);
    expect(await posted()).toBe(before);
  });

  it("above the amount waits for somebody else, who sees who prepared it", async () => {
    const placed = await payAs(treasurer, { amount: "600.00", text: "A millstone" });
    const path = placed.headers.get("location") ?? "";
    expect(path).toContain("/economy/approvals/");
    expect(await text(treasurer.get(at()))).toContain("held: 600.00");
    expect((await miller.get(path)).status).toBe(404);
    expect((await treasurer.post(`${path}/approve`, {})).status).toBe(403);
    expect(await text(second.get("/economy"))).toContain(path);
    expect(await text(treasurer.get("/economy"))).not.toContain(path);
    expect(await text(miller.get("/economy"))).not.toContain(path);
    const page = await text(second.get(path));
    expect(page).toContain("Treasurer of Bakery");
    expect((await second.post(`${path}/approve`, {})).headers.get("location")).toBe(path);
    expect(await text(second.get(path))).toContain("Approved and paid");
    expect(await text(second.get("/economy"))).not.toContain(path);
    await miller.post(
      `/economy/accounts/${flour.number}/pay`,
      payment({ to: bread.number, amount: "500", confirmed: "yes", requestKey: newId() }),
    );
  });

  it("is given back by whoever received", async () => {
    const before = await posted();
    await payAs(treasurer, { amount: "7.00", text: "By mistake" });
    const account = await text(miller.get(`/economy/accounts/${flour.number}`));
    const link = /href="([^"]+\/refund\/[^"]+)"/.exec(account)?.[1] ?? "";
    const form = await text(miller.get(link));
    expect(form).toContain("7.00");
    await miller.post(link, { requestKey: keyOf(form), reason: "By mistake" });
    expect(await posted()).toBe(before);
  });
});

describe("a request for payment", () => {
  it("is shown with a code, paid by whoever has it, and says so to whoever asked", async () => {
    const path = `/economy/accounts/${flour.number}/requests/new`;
    const form = await text(miller.get(path));
    const made = await miller.post(path, {
      requestKey: keyOf(form),
      amount: "3.20",
      text: "Bran",
      many: "no",
      lapsesOn: "",
    });
    const there = made.headers.get("location") ?? "";
    expect(there).toMatch(/^\/pay\/[a-z2-7]{24}$/u);
    expect(await text(miller.get(there))).toContain("<svg");
    expect(await text(reader().get(there))).toContain("/sign-in?next=");
    expect(await text(reader().get(there))).not.toContain("/withdraw");
    expect((await stranger.get(`${there}/sheet`)).status).toBe(404);
    const asked = await text(treasurer.get(there));
    const link = /href="([^"]+\/pay\?token=[^"]+)"/.exec(asked)?.[1] ?? "";
    expect(await text(treasurer.get(link))).toContain("3.20");
    const token = there.slice("/pay/".length);
    await payAs(treasurer, { amount: "3.20", text: "Bran", token });
    expect(await text(miller.get(there))).toContain("One payment received");
    expect((await text(miller.get(`${there}/sheet?copies=2`))).match(/<svg/g)).toHaveLength(2);
    expect((await reader().get(`/pay/${"a".repeat(24)}`)).status).toBe(404);
  });
});

type Statement = { opening: string; closing: string; movements: { amount: string }[] };

describe("a statement", () => {
  it("adds up, page and files alike, and is no formula to a spreadsheet", async () => {
    await payAs(treasurer, { amount: "0.01", text: "=1+1" });
    const json = (await (await treasurer.get(at("/statement.json"))).json()) as Statement;
    const sum = json.movements.reduce((total, one) => total + BigInt(one.amount.replace(".", "")), 0n);
    expect(json.closing.replace(".", "")).toBe(String(sum));
    expect(json.closing.replace(".", "")).toBe(String(await posted()));
    const csv = await text(treasurer.get(at("/statement.csv")));
    expect(csv.split("\n")[0]).toBe("at,kind,other,account,text,amount,balance,entry");
    expect(csv).toContain("'=1+1");
    const today = new Date().toISOString().slice(0, 10);
    expect(await text(treasurer.get(at(`/statement?from=${today}&to=${today}`)))).toContain(
      "Closing balance",
    );
    const none = await treasurer.get(at("/statement.json?from=2020-01-01&to=2020-12-31"));
    const empty = (await none.json()) as Statement;
    expect([empty.opening, empty.closing, empty.movements]).toEqual(["0.00", "0.00", []]);
  });
});

describe("a standing order", () => {
  it("is given, seen from both sides, and stopped by the payer alone", async () => {
    const form = await text(treasurer.get(at("/orders/new")));
    const made = await treasurer.post(at("/orders/new"), {
      requestKey: keyOf(form),
      to: flour.number,
      amount: "5",
      text: "Rent",
      count: "1",
      unit: "month",
      startsOn: "2031-01-31",
      endsOn: "",
    });
    const path = made.headers.get("location") ?? "";
    expect(await text(miller.get(path))).not.toContain("/stop");
    await miller.post(`${path}/stop`, {});
    expect(await text(treasurer.get(path))).toContain("Going on");
    await treasurer.post(`${path}/stop`, {});
    expect(await text(treasurer.get(path))).toContain("Stopped");
  });
});

describe("founding", () => {
  const form = (over: Record<string, string> = {}) => ({
    requestKey: newId(),
    organizationId: mill.organizationId,
    kind: "time",
    code: "HOURS",
    scale: "2",
    name: "Hours of the valley",
    language: "en",
    rules: "An hour is an hour.",
    defaultMinimum: "20",
    defaultMaximum: "40 h",
    approvalAbove: "",
    demurrage: "0",
    backing: "",
    expiresOn: "",
    onExpiry: "",
    mirrors: "",
    reserveKeptBy: "",
    ...over,
  });

  it("reads limits in the currency's own units, and accounts are opened from its page", async () => {
    const founder = await signed(mill.second);
    const made = await founder.post("/economy/currencies/new", form());
    const path = made.headers.get("location") ?? "";
    expect(await text(reader().get(path))).toMatch(/up to 20.h/);
    const opened = await miller.post(`${path}/open`, { requestKey: newId(), organizationId: "", name: "" });
    expect(await text(miller.get(opened.headers.get("location") ?? ""))).toMatch(/can be spent: 20.h/);
    expect((await founder.get(`${path}/accounts`)).status).toBe(200);
    await founder.post(`${path}/change`, { ...form({ defaultMinimum: "-10" }), because: "Agreed" });
    expect(await text(reader().get(path))).toMatch(/up to 10.h/);
    const inFrench = { language: "fr", name: "Heures de la vallée", rules: "Une heure vaut une heure." };
    await founder.post(`${path}/change`, { ...form(inFrench), because: "Translated" });
    await founder.post(`${path}/change`, { ...form({ rules: "An hour is one." }), because: "Shorter" });
    const french = await text(reader().get(path, { "accept-language": "fr" }));
    expect(french).toContain("Heures de la vallée");
    expect(french).toContain("Une heure vaut une heure.");
    expect(await text(reader().get(path))).toContain("An hour is one.");
    expect((await miller.post(`${path}/close`, { plan: "", language: "en" })).status).toBe(403);
    await founder.post(`${path}/close`, { plan: "", language: "en" });
    expect(await text(reader().get(path))).toContain("Closed");
  });

  it("keeps the form with every reason", async () => {
    const founder = await signed(mill.second);
    const page = await text(
      founder.post("/economy/currencies/new", form({ defaultMinimum: "a lot", demurrage: "some" })),
    );
    expect(page.match(/This amount cannot be read/g)?.length).toBeGreaterThanOrEqual(2);
    expect(page).toContain('value="Hours of the valley"');
  });
});

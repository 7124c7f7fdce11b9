// Obligations and a round by their pages: entered, acknowledged, brought, previewed, settled, proven; and what strangers are told.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { readCertificate, readObligations, verify } from "#algorithms/clearing";
import { freezeDueRounds, joinRound, obligationsOf, solveFrozenRounds } from "#clearing";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { type Name, useClearing } from "../../../test/support/clearing.ts";
import { publish, said, trader } from "../../../test/support/market.ts";

const HOUR_MS = 3_600_000;

describe("clearing by its pages", () => {
  const clearing = useClearing();
  const { as, at, call, idOf, owe, round } = clearing;
  let now = new Date();
  let signIn: (personId: string) => Promise<Reader>;
  let visitor: Reader;
  let mill: Reader;
  let bakery: Reader;
  let school: Reader;
  let commission: Reader;
  beforeAll(async () => {
    now = clearing.node.shell.now;
    const app = createTestApp(clearing.node.shell, () => now);
    signIn = async (personId) => {
      const account = `account-${personId}`;
      await sql`update people set account_id = ${account} where id = ${personId}`.execute(clearing.test.db);
      return app.as(account);
    };
    visitor = app.as();
    mill = await signIn(clearing.treasurerOf("Mill"));
    bakery = await signIn(clearing.treasurerOf("Bakery"));
    school = await signIn(clearing.treasurerOf("School"));
    commission = await signIn(clearing.commission.personId);
  });

  const textOf = async (answer: Response | Promise<Response>) => (await answer).text();
  const field = (html: string, name: string) =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
  const form = async (more: Record<string, string> = {}) => ({
    requestKey: field(await textOf(mill.get("/obligations/new")), "requestKey"),
    side: "creditor",
    counterparty: "bakery",
    amount: "1,250.50",
    denomination: "USD",
    sinceOn: "2031-03-01",
    dueOn: "2031-04-01",
    text: "Flour",
    ...more,
  });

  it("enters an obligation, which the other side acknowledges and the creditor lowers", async () => {
    const sent = await mill.post("/obligations/new", await form());
    expect(sent.status).toBe(303);
    const path = sent.headers.get("location") ?? "";
    expect(await textOf(mill.get(path))).toContain("Bakery owes Mill 1,250.50");
    expect(await textOf(bakery.get("/obligations"))).toContain("One obligation waits for an answer");
    expect(await textOf(mill.get("/obligations"))).not.toContain("waits for an answer");
    expect((await mill.post(`${path}/acknowledge`, {})).status).toBe(403);
    expect((await bakery.post(`${path}/acknowledge`, {})).status).toBe(303);
    const page = await textOf(mill.get(path));
    const requestKey = field(page, "requestKey");
    const wrong = await mill.post(`${path}/confirm-payment`, {
      requestKey,
      act: "confirm-payment",
      amount: "9,999",
      text: "Cash",
    });
    expect(wrong.status).toBe(409);
    expect(await textOf(wrong)).toContain("more than what is still open");
    await mill.post(`${path}/confirm-payment`, {
      requestKey,
      act: "confirm-payment",
      amount: "250.50",
      text: "Cash",
    });
    expect(await textOf(bakery.get(path))).toContain("250.50");
  });

  it("keeps what was typed and says beside each field what is wrong", async () => {
    const answer = await mill.post(
      "/obligations/new",
      await form({ counterparty: "nobody", amount: "1.234,5.6" }),
    );
    expect(answer.status).toBe(422);
    const html = await textOf(answer);
    expect(html).toContain('id="r-counterparty"');
    expect(html).toContain('id="r-amount"');
    expect(html).toContain('value="1.234,5.6"');
  });

  it("tells strangers that there is nothing", async () => {
    const [path] = (await obligationsOf(as("Mill"), idOf("Mill"))).map(({ id }) => `/obligations/${id}`);
    expect((await school.get(path!)).status).toBe(404);
    expect((await visitor.get(path!)).status).toBe(303);
    expect((await commission.get(path!)).status).toBe(404);
    expect((await mill.get("/obligations?organization=bakery")).status).toBe(403);
    expect(await textOf(commission.get("/obligations"))).toContain("You hold no mandate");
    expect((await mill.get("/obligations/not-an-id")).status).toBe(404);
  });

  it("enters a file whole or not at all, and says what is wrong line by line", async () => {
    const send = async (text: string) => {
      const page = await textOf(mill.get("/obligations/from-file"));
      const data = new FormData();
      data.set("requestKey", field(page, "requestKey"));
      data.set("file", new File([text], "books.csv", { type: "text/csv" }));
      return mill.post("/obligations/from-file", data);
    };
    const before = (await obligationsOf(as("Mill"), idOf("Mill"))).length;
    const head = "side,organization,currency,amount,since,due,text\n";
    const bad = await send(
      `${head}owed,dairy,USD,10.50,2031-03-01,,Milk\nboth,dairy,USD,0,2031-03-01,,\nowing,nowhere,XYZW,5,soon,,\n`,
    );
    expect(bad.status).toBe(422);
    const html = await textOf(bad);
    for (const said of [
      "Line 3, side:",
      "Line 3, amount:",
      "Line 4, organization:",
      "Line 4, currency:",
      "Line 4, since:",
    ])
      expect(html).toContain(said);
    expect(html).not.toContain("Line 2");
    expect(await textOf(await send("side,amount\nowed,1\n"))).toContain("“organization” is missing");
    expect(await textOf(await send(`${head}"owed,x`))).toContain("cannot be read as CSV");
    expect(await obligationsOf(as("Mill"), idOf("Mill"))).toHaveLength(before);
    expect(
      (await send(`${head}owed,dairy,USD,10.50,2031-03-01,,Milk\nowing,dairy,EUR,3,2031-03-01,2031-04-01,\n`))
        .status,
    ).toBe(303);
    expect(await obligationsOf(as("Mill"), idOf("Mill"))).toHaveLength(before + 2);
  });

  it("goes from a call to a proof, each party before its own part", async () => {
    const called = await commission.post("/clearing/rounds/new", {
      requestKey: field(await textOf(commission.get("/clearing/rounds/new")), "requestKey"),
      commission: clearing.node.organizationId,
      title: "June round",
      language: "en",
      denomination: "EUR",
      deadlineAt: new Date(+now + HOUR_MS).toISOString().slice(0, 16),
      lookHours: "2",
      publication: "everybody",
    });
    const path = called.headers.get("location") ?? "";
    expect(path).toMatch(/^\/clearing\/rounds\/\d+$/);
    const number = Number(path.split("/").at(-1));
    const euros = { currencyId: null, officialCode: "EUR" };
    const circle: readonly Name[] = ["Mill", "Bakery", "Dairy", "School", "Clinic"];
    const ids = [];
    for (const [place, debtor] of circle.entries())
      ids.push(await owe(debtor, circle[(place + 1) % circle.length]!, 1000n + BigInt(place), euros));
    const query = "?organization=mill";
    const joinPage = await textOf(mill.get(`${path}/join${query}`));
    expect(joinPage).toContain(`offer-${ids[0]}`);
    await mill.post(`${path}/join${query}`, { [`offer-${ids[0]}`]: "yes", [`offer-${ids[4]}`]: "yes" });
    expect(await textOf(mill.get(`${path}/join${query}`))).toContain("takes part with 2 obligations");
    const other = await textOf(bakery.get(path));
    expect(other).not.toContain("Mill");
    for (const [place, name] of circle.entries())
      await joinRound(as(name), {
        number,
        organizationId: idOf(name),
        obligationIds: [ids[place]!, ids[(place + 4) % 5]!],
      });
    now = new Date(+now + HOUR_MS);
    await freezeDueRounds(at(clearing.node.shell, 1));
    await solveFrozenRounds(at(clearing.node.shell, 1));
    expect(await textOf(mill.get(`${path}/preview${query}`))).toContain("10.00");
    expect((await mill.get(`${path}/preview?organization=bakery`)).status).toBe(403);
    expect((await visitor.get(`${path}/obligations.csv`)).status).toBe(404);
    const early = await commission.post(`${path}/settle`, { attempt: "1" });
    expect(early.status).toBe(409);
    now = new Date(+now + 3 * HOUR_MS);
    expect((await mill.post(`${path}/settle`, { attempt: "1" })).status).toBe(403);
    expect((await commission.post(`${path}/settle`, { attempt: "1" })).status).toBe(303);
    expect((await round(number)).state).toBe("settled");
    const page = await textOf(visitor.get(path));
    expect(page).toContain("50.00");
    expect(page).not.toContain("Mill");
    const file = readObligations(
      new Uint8Array(await (await visitor.get(`${path}/obligations.csv`)).arrayBuffer()),
    );
    const { certificate } = readCertificate(await textOf(visitor.get(`${path}/certificate.json`)), file);
    expect(verify(file.obligations, certificate)).toEqual({ ok: true, total: 5000n });
    expect(await textOf(visitor.get("/clearing"))).toContain("June round");
  });

  it("shows everybody what the market lacks beside the analysis", async () => {
    const path = "/clearing/analysis";
    expect(await textOf(visitor.get(path))).not.toContain("What is missing");
    const baker = await trader(clearing.node, "Oven");
    await publish(baker, { kind: "need", category: "packaging", title: said("Jars") });
    await publish(baker, { kind: "need", category: "tools", title: said("Spades"), membersOnly: true });
    const page = await textOf(visitor.get(path));
    expect(page).toContain("What is missing");
    expect(page).toContain("/market?kind=need&amp;category=packaging&amp;region=005");
    expect(page).not.toContain("category=tools");
  });

  it("offers nobody what they may not do", async () => {
    const number = await call();
    const path = `/clearing/rounds/${number}`;
    expect(await textOf(visitor.get(path))).not.toContain("<form");
    expect((await visitor.post(`${path}/settle`, { attempt: "1" })).status).toBe(401);
    expect((await mill.get("/clearing/rounds/new")).status).toBe(403);
    expect((await visitor.get("/clearing/rounds/99999")).status).toBe(404);
    expect((await visitor.get("/clearing/rounds/99999999999999999999")).status).toBe(404);
    expect((await commission.get(`${path}/join?organization=mill`)).status).toBe(403);
  });
});

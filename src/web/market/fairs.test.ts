// A fair by its pages: called, joined, printed, called off; and what visitors and strangers get.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { publish, said, type Trader, trader } from "../../../test/support/market.ts";
import { foundTestNode, personWithOffice } from "../../../test/support/node.ts";

const test = useDatabase();
let seller: Trader;
let commission: Trader;
let visitor: Reader;
let sells: Reader;
let calls: Reader;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  seller = await trader(node, "Café Neblina");
  commission = await trader(node, "Economic commission");
  const caller = await personWithOffice(node, commission.id, "economic_commission");
  const { as } = createTestApp(node.shell);
  const signIn = async (personId: string) => {
    await sql`update people set account_id = ${`account-${personId}`} where id = ${personId}`.execute(
      test.db,
    );
    return as(`account-${personId}`);
  };
  visitor = as();
  sells = await signIn(seller.personId);
  calls = await signIn(caller.personId);
});

const textOf = async (answer: Response | Promise<Response>) => (await answer).text();
const field = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";

describe("a fair by its pages", () => {
  it("is called, joined, printed by stall and by product, changed and called off", async () => {
    const offer = await publish(seller, { title: said("Coffee in beans") });
    expect((await visitor.get("/market/fairs/new")).status).toBe(303);
    expect((await sells.get("/market/fairs/new")).status).toBe(403);
    const form = await textOf(calls.get("/market/fairs/new"));
    const sent = {
      requestKey: field(form, "requestKey"),
      organizationId: commission.id,
      source: "en",
      "title-en": "Fair of the harvest",
      about: "Come early.",
      startsLocal: "2199-03-01T08:00",
      endsLocal: "2199-03-01T16:00",
      zone: "America/Caracas",
      city: "Caracas",
      country: "VE",
      address: "Plaza Bolívar",
      link: "",
    };
    const refused = await calls.post("/market/fairs/new", { ...sent, endsLocal: "2199-02-01T16:00" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toMatch(/Come early\.[\s\S]*id="r-endsLocal"/);
    const path = (await calls.post("/market/fairs/new", sent)).headers.get("location") ?? "";
    expect(await textOf(visitor.get("/market/fairs"))).toContain(`href="${path}"`);
    expect(await textOf(visitor.get("/market"))).toContain('href="/market/fairs"');
    expect(await textOf(visitor.get(path))).toContain("08:00");

    const joining = await textOf(sells.get(`${path}/join`));
    expect(joining).toContain(`name="offer-${offer}"`);
    const stall = {
      organizationId: seller.id,
      [`offer-${offer}`]: "yes",
      note: "We roast there",
      language: "en",
    };
    expect((await sells.post(`${path}/join`, stall)).headers.get("location")).toBe(path);
    expect((await visitor.post(`${path}/join`, stall)).status).toBe(401);
    const page = await textOf(visitor.get(path));
    for (const words of ["Coffee in beans", "We roast there", "1 stall"]) expect(page).toContain(words);
    expect(page).not.toContain(`${path}/edit`);
    expect(await textOf(visitor.get(`${path}/catalogue`))).toContain("Coffee in beans");
    const byProduct = await textOf(visitor.get(`${path}/catalogue?by=product&part=all`));
    expect(byProduct).toContain("Food › Coffee, cocoa and tea");
    expect(byProduct).toContain("stall 1");

    const edit = await textOf(calls.get(`${path}/edit`));
    expect(edit).toContain('value="2199-03-01T08:00"');
    expect(
      (await calls.post(`${path}/edit`, { ...sent, revision: field(edit, "revision"), city: "Sanare" }))
        .status,
    ).toBe(303);
    expect((await sells.get(`${path}/edit`)).status).toBe(403);
    expect((await sells.post(`${path}/leave`, { organizationId: seller.id })).status).toBe(303);
    expect(await textOf(visitor.get(path))).not.toContain("We roast there");
    expect((await sells.post(`${path}/cancel`, { reason: "Mine" })).status).toBe(403);
    expect((await calls.post(`${path}/cancel`, { reason: "It rains" })).status).toBe(303);
    expect(await textOf(visitor.get(path))).toContain("It rains");
    expect((await visitor.get("/market/fairs/999")).status).toBe(404);
  });
});

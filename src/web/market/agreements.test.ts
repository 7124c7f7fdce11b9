// An agreement by its pages: asked, written, confirmed, delivered, received, disputed; and not there for anybody else.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { createOrganization, grantMandate } from "#confederation";
import { newId } from "#platform/ids";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { publish, said, type Trader, trader } from "../../../test/support/market.ts";
import { foundTestNode, personWithOffice } from "../../../test/support/node.ts";

const test = useDatabase();
let [seller, buyer]: Trader[] = [];
let visitor: Reader;
let sells: Reader;
let buys: Reader;
let stranger: Reader;
let mediates: Reader;
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  seller = await trader(node, "Café Neblina");
  buyer = await trader(node, "Panadería");
  const other = await trader(node, "Vecina");
  const { id } = await createOrganization(node.operator, {
    name: said("Economic commission"),
    kind: "commission",
  });
  const person = await personWithOffice(node, id, "teacher");
  await grantMandate(node.operator, {
    personId: person.personId,
    organizationId: id,
    office: "economic_commission",
    covers: "node",
    startsAt: new Date(node.shell.now.getTime() - 1_000),
    endsAt: null,
    decision: said("Named"),
  });
  const { as } = createTestApp(node.shell);
  const signIn = async (personId: string) => {
    const account = `account-${personId}`;
    await sql`update people set account_id = ${account} where id = ${personId}`.execute(test.db);
    return as(account);
  };
  visitor = as();
  sells = await signIn(seller.personId);
  buys = await signIn(buyer.personId);
  stranger = await signIn(other.personId);
  mediates = await signIn(person.personId);
});

const textOf = async (answer: Response | Promise<Response>) => (await answer).text();
const field = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";

async function asked(more: Parameters<typeof publish>[1] = {}): Promise<string> {
  const path = `/market/offers/${await publish(seller as Trader, more)}`;
  expect(await textOf(buys.get(path))).toContain(`href="${path}/ask"`);
  const form = await textOf(buys.get(`${path}/ask`));
  const sent = {
    requestKey: field(form, "requestKey"),
    organizationId: buyer?.id ?? "",
    quantity: "4",
    message: "For our bakery",
  };
  expect(await textOf(buys.post(`${path}/ask`, { ...sent, message: "" }))).toContain('id="r-message"');
  const answer = await buys.post(`${path}/ask`, sent);
  return answer.headers.get("location") ?? "";
}

const terms = {
  "part-0": "3",
  "part-1": "1",
  "due-1": "2199-02-01",
  price: "8",
  currency: "USD",
  payDays: "15",
  transport: "provider",
  note: "In sacks",
};

describe("an agreement by its pages", () => {
  it("goes from asking to what is owed", async () => {
    const path = await asked();
    expect(await textOf(sells.get("/market/own"))).toContain(`href="${path}"`);
    const form = await textOf(sells.get(`${path}/terms`));
    expect(form).toContain('value="8.00"');
    const sent = { ...terms, organizationId: field(form, "organizationId"), version: field(form, "version") };
    const refused = await sells.post(`${path}/terms`, { ...sent, "part-0": "three", "due-1": "2020-01-01" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toMatch(/id="r-part-0"[\s\S]*In sacks/);
    expect((await sells.post(`${path}/terms`, sent)).headers.get("location")).toBe(path);
    const waiting = await textOf(sells.get(path));
    expect(waiting).toContain("Still to be confirmed by");
    expect(waiting).not.toContain(`action="${path}/confirm"`);
    const reading = await textOf(buys.get(path));
    for (const words of ["8.00", "paid within 15 days", "In sacks", "due on"])
      expect(reading).toContain(words);
    const confirming = { organizationId: field(reading, "organizationId"), version: "1" };
    expect((await buys.post(`${path}/confirm`, confirming)).status).toBe(303);

    const page = await textOf(sells.get(path));
    const giving = {
      form: field(page, "lineId"),
      lineId: field(page, "lineId"),
      requestKey: field(page, "requestKey"),
      quantity: "2.5",
      day: today,
      note: "",
    };
    expect(await textOf(sells.post(`${path}/give`, { ...giving, quantity: "9" }))).toContain(
      "more than was agreed",
    );
    expect((await sells.post(`${path}/give`, giving)).status).toBe(303);
    const arriving = await textOf(buys.get(path));
    const receiving = {
      form: field(arriving, "deliveryId"),
      deliveryId: field(arriving, "deliveryId"),
      quantity: "2",
      day: today,
      quality: "",
    };
    const unexplained = await textOf(buys.post(`${path}/receive`, receiving));
    expect(unexplained).toContain("Say in a few words what was missing");
    expect(
      (await buys.post(`${path}/receive`, { ...receiving, quality: "Half a kilogram was wet" })).status,
    ).toBe(303);
    const after = await textOf(buys.get(path));
    for (const words of ["received: 2", "Half a kilogram was wet", "4.00"]) expect(after).toContain(words);
  });

  it("is not there for anybody else", async () => {
    const path = await asked();
    expect((await stranger.get(path)).status).toBe(404);
    expect((await mediates.get(path)).status).toBe(404);
    expect((await visitor.get(path)).headers.get("location")).toContain("/sign-in");
    expect(
      (await stranger.post(`${path}/confirm`, { organizationId: buyer?.id ?? "", version: "0" })).status,
    ).toBe(404);
    expect((await stranger.get(`${path}.jsonld`)).status).toBe(404);
    expect((await stranger.get(`/market/agreements/${newId()}`)).status).toBe(404);
    expect(await textOf(stranger.get("/market/own"))).not.toContain(path);
  });

  it("in dispute is shown to whoever mediates, who settles it", async () => {
    const path = await asked();
    await sells.post(`${path}/terms`, {
      ...terms,
      "part-1": "",
      organizationId: seller?.id ?? "",
      version: "0",
    });
    await buys.post(`${path}/confirm`, { organizationId: buyer?.id ?? "", version: "1" });
    const page = await textOf(sells.get(path));
    await sells.post(`${path}/give`, {
      lineId: field(page, "lineId"),
      requestKey: field(page, "requestKey"),
      quantity: "1",
      day: today,
      note: "",
    });
    const deliveryId = field(await textOf(buys.get(path)), "deliveryId");
    await buys.post(`${path}/receive`, { deliveryId, quantity: "1", day: today, quality: "" });
    expect(
      (await buys.post(`${path}/dispute`, { organizationId: buyer?.id ?? "", form: "dispute", reason: "" }))
        .status,
    ).toBe(422);
    await buys.post(`${path}/dispute`, { organizationId: buyer?.id ?? "", reason: "It tastes of smoke" });
    expect(await textOf(mediates.get("/market/own"))).toContain(`href="${path}"`);
    const dispute = await textOf(mediates.get(path));
    expect(dispute).toContain("It tastes of smoke");
    const nobody = await textOf(
      buys.post(`${path}/mediator`, {
        form: "mediator",
        organizationId: buyer?.id ?? "",
        mediatorId: "nobody",
      }),
    );
    expect(nobody).toContain('id="r-mediatorId"');
    const settling = {
      form: "settle",
      outcome: "reduced",
      priceAfter: "1,50x",
      text: "Half of it can be used",
    };
    expect(await textOf(mediates.post(`${path}/settle`, settling))).toContain('id="r-priceAfter"');
    expect((await mediates.post(`${path}/settle`, { ...settling, priceAfter: "1.50" })).status).toBe(303);
    expect(await textOf(sells.get(path))).toContain("1.50");
  });
});

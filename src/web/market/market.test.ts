// The market by its pages: found by visitors, published and changed by forms, closed to whoever has no mandate.
import { sql } from "kysely";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { publish, said, type Trader, trader } from "../../../test/support/market.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let seller: Trader;
let visitor: Reader;
let own: Reader;
let stranger: Reader;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  seller = await trader(node, "Café Neblina");
  const other = await trader(node, "Panadería");
  const { as } = createTestApp(node.shell);
  const signIn = async (personId: string) => {
    const account = `account-${personId}`;
    await sql`update people set account_id = ${account} where id = ${personId}`.execute(test.db);
    return as(account);
  };
  visitor = as();
  own = await signIn(seller.personId);
  stranger = await signIn(other.personId);
});

const textOf = async (answer: Response | Promise<Response>) => (await answer).text();
const field = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";

const sent = (html: string, more: Record<string, string> = {}) => ({
  requestKey: field(html, "requestKey"),
  kind: "offer",
  organizationId: seller.id,
  source: "en",
  "title-en": "Honey of the forest",
  "title-es": "Miel del monte",
  category: "honey_and_sugar",
  description: "From the hills.",
  quantity: "1,250.5",
  unit: "kg",
  price: "3.75",
  currency: "USD",
  wantedCategory: "packaging",
  wanted: "Jars",
  "month-4": "yes",
  "month-5": "yes",
  country: "VE",
  place: "Sanare",
  "label-handmade": "yes",
  ...more,
});

describe("the market by its pages", () => {
  it("publishes from a form, keeps what was typed when it is refused, and shows it to everybody", async () => {
    const form = await textOf(own.get("/market/new?kind=offer"));
    const refused = await own.post("/market/new", sent(form, { quantity: "a lot", price: "1.999" }));
    expect(refused.status).toBe(422);
    const again = await refused.text();
    expect(again).toContain("Miel del monte");
    expect(again).toMatch(/name="quantity"[^>]*aria-invalid="true"[^>]*value="a lot"|value="a lot"/);
    expect(again).toMatch(/id="r-price"/);
    expect(again).toMatch(/name="month-4" value="yes" checked/);
    const published = await own.post("/market/new", sent(form));
    expect(published.status).toBe(303);
    const path = published.headers.get("location") ?? "";
    const page = await textOf(visitor.get(path));
    for (const words of [
      "Honey of the forest",
      "1,250.5",
      "3.75",
      "for barter: Jars",
      "April–May",
      "Handmade",
    ])
      expect(page).toContain(words);
    expect(page).not.toContain(`${path}/edit`);
    expect(await textOf(visitor.get("/market?q=miel"))).toContain(`href="${path}"`);
    expect(await textOf(visitor.get("/market?category=food&amp;month=1"))).toContain("Market");
    const edit = await textOf(own.get(`${path}/edit`));
    expect(edit).toContain('value="1250.5"');
    const changed = await own.post(`${path}/edit`, { ...sent(edit), revision: "0", ownUnit: "tarro grande" });
    expect(changed.headers.get("location")).toBe(path);
    expect(await textOf(visitor.get(path))).toContain("tarro grande");
    expect((await own.post(`${path}/edit`, { ...sent(edit), revision: "0" })).status).toBe(409);
  });

  it("takes photographs with words, and gives them without what they carried", async () => {
    const form = await textOf(own.get("/market/new?kind=offer"));
    const data = new FormData();
    for (const [name, value] of Object.entries(sent(form))) data.set(name, value);
    const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: "#aa5" } })
      .withExif({ IFD0: { Artist: "Somebody" } })
      .jpeg()
      .toBuffer();
    data.set("photograph-0", new File([new Uint8Array(picture)], "me.jpg"));
    expect(await textOf(own.post("/market/new", data))).toContain('id="r-alt-0"');
    data.set("alt-0", "Jars of honey");
    const path = (await own.post("/market/new", data)).headers.get("location") ?? "";
    const [, source = ""] =
      /src="(\/market\/photographs\/[0-9a-f]{64})"/.exec(await textOf(visitor.get(path))) ?? [];
    const bytes = Buffer.from(await (await visitor.get(source)).arrayBuffer());
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    await own.post(`${path}/state`, { to: "withdrawn" });
    expect((await visitor.get(source)).status).toBe(404);
    const gone = await visitor.get(path);
    expect(gone.status).toBe(410);
    expect(await gone.text()).not.toContain("Honey of the forest");
  });

  it("is not changed by whoever has no mandate there, and asks visitors to sign in", async () => {
    const number = await publish(seller, { title: said("Cocoa") });
    const path = `/market/offers/${number}`;
    expect((await visitor.get("/market/new")).headers.get("location")).toContain("/sign-in");
    expect((await stranger.get(`${path}/edit`)).status).toBe(403);
    expect((await stranger.post(`${path}/state`, { to: "withdrawn" })).status).toBe(403);
    const form = await textOf(stranger.get("/market/new"));
    expect((await stranger.post("/market/new", sent(form))).status).toBe(403);
    expect((await own.post(`${path}/state`, { to: "open" })).status).toBe(409);
  });

  it("says of what is for members only that there is no such thing", async () => {
    const number = await publish(seller, { title: said("Secret seeds"), membersOnly: true });
    expect((await visitor.get(`/market/offers/${number}`)).status).toBe(404);
    expect((await stranger.get(`/market/offers/${number}`)).status).toBe(200);
    expect(await textOf(visitor.get("/market?q=secret"))).not.toContain("Secret seeds");
  });

  it("shows what an organisation has, and whatever an old link asks for", async () => {
    const html = await textOf(visitor.get("/market"));
    const [, slug = ""] =
      /href="\/organizations\/([^"/]+)"/.exec(await textOf(visitor.get(`/market/offers/1`))) ?? [];
    expect(await textOf(visitor.get(`/organizations/${slug}/market`))).toContain("Honey");
    expect(html).toContain("Honey");
    expect((await visitor.get("/market?region=zz&month=13&category=nothing&after=xx&kind=%00")).status).toBe(
      200,
    );
    expect((await visitor.get(`/market/offers/${2 ** 31 - 1}`)).status).toBe(404);
    expect((await visitor.get("/organizations/nobody/market")).status).toBe(404);
  });
});

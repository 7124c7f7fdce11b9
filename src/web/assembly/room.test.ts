// The room by its pages: organs, seats, naming, credentials, badges, the door; and who sees names.
import { beforeAll, describe, expect, it } from "vitest";
import { planSitting } from "#assembly";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import type { Delegation } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { type Congress, conveneNow } from "../../../test/support/delegates.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { readerOf } from "../../../test/support/readers.ts";

const test = useDatabase();
let congress: Congress;
let chair: Reader;
let commission: Reader;
let spokesperson: Reader;
let visitor: Reader;
let base: string;

const delegation = (index: number) => congress.delegations[index] as Delegation;
const page = async (reader: Reader, path: string) => (await reader.get(path)).text();

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  congress = await conveneNow(node, 3);
  base = `/congress/${congress.edition}`;
  const { as } = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000));
  chair = await readerOf(test.db, as, congress.chair);
  commission = await readerOf(test.db, as, congress.credentials);
  spokesperson = await readerOf(test.db, as, delegation(0));
  visitor = as();
});

describe("organs", () => {
  const fields = {
    name: "Table of communes",
    language: "en",
    slug: "table-communes",
    kind: "working_table",
    quorumOf: "delegates",
    share: "2/3",
    alternation: "region",
    seconds: "120",
    timesPerItem: "",
    languages: "es, qu",
  };

  it("are founded by form; what is wrong stands beside its field and what was typed stays", async () => {
    const own = { ...fields, organizationId: congress.node.organizationId, requestKey: newId() };
    const bad = await chair.post(`${base}/organs/new`, { ...own, seconds: "3" });
    expect(bad.status).toBe(422);
    expect(await bad.text()).toMatch(/value="Table of communes"[\s\S]*id="r-seconds">/u);
    const made = await chair.post(`${base}/organs/new`, own);
    expect(made.headers.get("location")).toBe(`${base}/organs/table-communes`);
    expect((await spokesperson.get(`${base}/organs/new`)).status).toBe(403);
    const shown = await page(visitor, `${base}/organs/table-communes`);
    expect(shown).toContain("at least two thirds of the accredited people");
    expect(shown).toContain("take turns by region");
    expect(shown).toContain("at most 2 min");
    expect(shown).toContain("Spanish and Quechua");
    expect(await page(visitor, `${base}/organs`)).toContain("Plenary");
  });

  it("change their rules, and show those that they had", async () => {
    const path = `${base}/organs/table-communes`;
    const change = { ...fields, share: "1/2", decision: "Half is enough", requestKey: newId() };
    const done = await chair.post(`${path}/rules/change`, change);
    expect(done.headers.get("location")).toBe(path);
    const history = await page(visitor, `${path}/rules`);
    expect(history).toMatch(/Half is enough[\s\S]*at least half[\s\S]*at least two thirds/u);
  });

  it("that stand by themselves convene meetings", async () => {
    const region = { ...fields, kind: "regional_meeting", slug: "south", region: "005" };
    const cycle = { cycleMonths: "12", cycleFrom: "2026-01-01" };
    const own = { ...region, ...cycle, organizationId: congress.node.organizationId, requestKey: newId() };
    const half = await chair.post("/organs/new", { ...own, cycleFrom: "" });
    expect(await half.text()).toMatch(/id="r-cycleFrom">/u);
    expect((await chair.post("/organs/new", own)).headers.get("location")).toBe("/organs/south");
    const convened = await chair.post("/organs/south/meetings/new", {
      title: "Meeting in Quito",
      language: "en",
      slug: "south-2026",
      hostCity: "Quito",
      zone: "America/Guayaquil",
      country: "EC",
      startsOn: "2026-05-01",
      endsOn: "2026-05-02",
      requestKey: newId(),
    });
    expect(convened.headers.get("location")).toBe("/congress/south-2026");
    expect(await page(visitor, "/organs/south")).toContain("Meeting in Quito");
    expect(await page(visitor, "/organs")).toContain("South America");
  });
});

describe("seats", () => {
  it("are shown before they are set, and set with the decision", async () => {
    const path = `${base}/seats/set`;
    const apportioned = {
      kind: "apportioned",
      rule: "d_hondt",
      seats: "10",
      least: "1",
      most: "",
      weights: `${delegation(0).slug} 600\n${delegation(1).slug} 300\n${delegation(2).slug} 100`,
      alternatesForSeat: "1",
      language: "en",
      decision: "",
      requestKey: newId(),
    };
    const preview = await chair.post(path, { ...apportioned, act: "preview" });
    expect(preview.status).toBe(200);
    expect(await preview.text()).toMatch(/how 10 seats would be[\s\S]*600/u);
    const unknown = await chair.post(path, { ...apportioned, act: "preview", weights: "nobody 3" });
    expect(await unknown.text()).toMatch(/id="r-weights">Line 1, “nobody 3”: no called organisation/u);
    const few = await chair.post(path, { ...apportioned, act: "preview", seats: "2" });
    expect(await few.text()).toContain("not enough seats");
    const wordless = await chair.post(path, apportioned);
    expect(wordless.status).toBe(422);
    const each = { ...apportioned, kind: "each", each: "2", decision: "Two each" };
    const timeless = await chair.post(path, { ...each, until: "2090-02-30T18:00" });
    expect(await timeless.text()).toMatch(/id="r-until">There is no such time in the zone America\/Caracas/u);
    const set = await chair.post(path, { ...each, until: "2090-03-01T18:00" });
    expect(set.headers.get("location")).toBe(`${base}/seats`);
    const shown = await page(visitor, `${base}/seats`);
    expect(shown).toMatch(/2 seats for each delegation[\s\S]*Two each/u);
    expect(shown).toMatch(/until 1 March 2090[^<]*(?:18:00|6:00\sPM), time of America\/Caracas \(GMT-4\)/u);
    const { rows } = await test.pool.query("select nominations_until from seat_allocations");
    expect(rows).toEqual([{ nominations_until: new Date("2090-03-01T22:00:00Z") }]);
    expect((await spokesperson.get(path)).status).toBe(403);
  });
});

describe("a delegation", () => {
  it("names its people by form, and nobody else sees or does it", async () => {
    const path = `${base}/delegations/${delegation(0).slug}`;
    const form = { seat: "delegate", names: "Ana Ejemplo\nBerta Ejemplo\n", requestKey: newId() };
    const many = await spokesperson.post(path, { ...form, names: `${form.names}Clara Ejemplo` });
    expect(many.status).toBe(409);
    expect(await many.text()).toMatch(/3 names are[\s\S]*Clara Ejemplo/u);
    expect((await spokesperson.post(path, form)).headers.get("location")).toBe(path);
    const alternate = { seat: "alternate", names: "Dora Ejemplo", requestKey: newId() };
    await spokesperson.post(path, alternate);
    const shown = await page(spokesperson, path);
    expect(shown).toContain("Ana Ejemplo");
    expect(shown).toContain("2 of 2 seats named");
    expect((await chair.get(path)).status).toBe(403);
    expect((await visitor.get(path)).status).toBe(303);
  });

  it("is decided on several at once, with a reason where it is refused", async () => {
    const path = `${base}/credentials`;
    const waiting = await page(commission, path);
    const ids = [...waiting.matchAll(/name="delegateIds" value="([^"]+)"/gu)].map(([, id = ""]) => id);
    expect(ids).toHaveLength(3);
    const nobody = await commission.post(path, { verdict: "accept" });
    expect(await nobody.text()).toContain("Choose at least one person");
    const body = new FormData();
    for (const id of ids) body.append("delegateIds", id);
    body.append("verdict", "refuse");
    body.append("reason", "");
    body.append("language", "en");
    const wordless = await commission.post(path, body);
    expect(wordless.status).toBe(422);
    expect(await wordless.text()).toContain(`value="${ids[0]}" checked`);
    body.set("verdict", "accept");
    expect((await commission.post(path, body)).headers.get("location")).toBe(path);
    expect(await page(commission, `${path}?state=accepted`)).toContain("Ana Ejemplo");
    expect((await spokesperson.get(path)).status).toBe(403);
  });
});

describe("a substitution", () => {
  it("is named for a sitting, or for a time; what is wrong is said, and it can be ended", async () => {
    const now = new Date(congress.node.shell.now.getTime() + 3_600_000).toISOString().slice(0, 16);
    const after = new Date(congress.node.shell.now.getTime() + 7_200_000).toISOString().slice(0, 16);
    const number = await planSitting(congress.chair.ctx, {
      edition: congress.edition,
      title: inOneLanguage("en", "Afternoon sitting"),
      startsAt: now,
      endsAt: after,
      zone: "UTC",
      place: "Hall",
      languages: ["es"],
      requestKey: newId(),
    });
    const path = `${base}/delegations/${delegation(0).slug}`;
    const shown = await page(spokesperson, path);
    expect(shown).toContain("Afternoon sitting");
    const idOf = (field: string) =>
      new RegExp(`name="${field}"[\\s\\S]*?<option value="([0-9a-f-]{36})"`, "u").exec(
        shown.slice(shown.indexOf('id="substitutions"')),
      )?.[1] ?? "";
    const both = { delegateId: idOf("delegateId"), alternateId: idOf("alternateId") };
    const form = { ...both, sitting: String(number), startsAt: "", endsAt: "", requestKey: newId() };
    const timeless = await spokesperson.post(`${path}/substitutions`, { ...form, sitting: "" });
    expect(await timeless.text()).toMatch(
      /id="r-startsAt">This is not a day[\s\S]*id="r-endsAt">This is not/u,
    );
    expect((await spokesperson.post(`${path}/substitutions`, form)).headers.get("location")).toBe(path);
    const again = await spokesperson.post(`${path}/substitutions`, { ...form, requestKey: newId() });
    expect(again.status).toBe(409);
    const named = await page(spokesperson, path);
    expect(named).toContain("Dora Ejemplo in place of Ana Ejemplo");
    const substitutionId = /name="substitutionId" value="([^"]+)"/u.exec(named)?.[1] ?? "";
    await spokesperson.post(`${path}/substitutions/end`, { substitutionId });
    expect(await page(spokesperson, path)).toContain("ended</span>");
  });
});

describe("the door", () => {
  it("prints badges whose address opens the person to the door alone", async () => {
    const sheet = await page(commission, `${base}/badges`);
    expect(sheet.match(/class="badge"/gu)).toHaveLength(3);
    const { rows } = await test.pool.query<{ token: Buffer }>("select token from badges order by id limit 1");
    const address = `/b/${rows[0]?.token.toString("base64url")}`;
    expect(await page(commission, address)).toContain("Ejemplo</h1>");
    expect((await visitor.get(address)).headers.get("location")).toContain("/sign-in");
    expect((await spokesperson.get(address)).status).toBe(404);
    expect((await commission.get("/b/AAAAAAAAAAAAAAAAAAAAAA")).status).toBe(404);
  });

  it("lets in by list, the same form once, and says what does not count", async () => {
    const list = await page(commission, `${base}/door?q=ana`);
    expect(list).toContain("Ana Ejemplo");
    expect(list).not.toContain("Berta");
    const delegateId = /name="delegateId" value="([^"]+)"/u.exec(list)?.[1] ?? "";
    const form = { delegateId, direction: "in", eventId: newId() };
    const done = await commission.post(`${base}/door`, form);
    expect(done.status).toBe(303);
    expect(await page(commission, done.headers.get("location") ?? "")).toContain("Ana Ejemplo is inside.");
    expect((await commission.post(`${base}/door`, form)).status).toBe(303);
    const twice = await commission.post(`${base}/door`, { ...form, eventId: newId() });
    expect(twice.status).toBe(409);
    expect(await twice.text()).toContain("was inside already");
    const another = await commission.post(`${base}/door`, { ...form, direction: "out" });
    expect(another.status).toBe(409);
    expect(await another.text()).toContain("already recorded under this identifier");
    expect((await spokesperson.post(`${base}/door`, { ...form, eventId: newId() })).status).toBe(403);
  });

  it("lets in by the code of a badge", async () => {
    const { rows } = await test.pool.query<{ code: string }>(
      "select code from badges b join delegates d on d.id = b.delegate_id join people p on p.id = d.person_id where p.name = 'Berta Ejemplo'",
    );
    const shown = ` ${rows[0]?.code.toLowerCase().slice(0, 4)}-${rows[0]?.code.toLowerCase().slice(4)}`;
    const done = await commission.post(`${base}/door`, { shown, direction: "in", eventId: newId() });
    expect(await page(commission, done.headers.get("location") ?? "")).toContain("Berta Ejemplo is inside.");
    const wrong = await commission.post(`${base}/door`, {
      shown: "0000-0000",
      direction: "in",
      eventId: newId(),
    });
    expect(await wrong.text()).toContain("the badge is not known");
    const empty = await commission.post(`${base}/door`, { shown: "", direction: "in", eventId: newId() });
    expect(await empty.text()).toMatch(/id="r-shown">/u);
  });

  it("takes a list as JSON, and says in words what is wrong with it", async () => {
    const send = (body: string, reader = commission) =>
      reader.send(`${base}/door/events`, body, { "content-type": "application/json" });
    expect((await send("nonsense")).status).toBe(422);
    expect((await send('{"events": "many"}')).status).toBe(422);
    const malformed = await send(JSON.stringify({ events: [{ id: "1", direction: "up", at: "noon" }] }));
    expect(await malformed.json()).toMatchObject({ refused: "inputInvalid" });
    const event = { id: newId(), direction: "in", at: new Date().toISOString(), shown: "ABCD1234" };
    const answer = await send(JSON.stringify({ offline: true, events: [event] }));
    expect(await answer.json()).toMatchObject({
      answers: [{ id: event.id, setAside: "badgeUnknown", why: "the badge is not known" }],
    });
    expect((await send(JSON.stringify({ events: [event] }), spokesperson)).status).toBe(403);
    expect((await send(JSON.stringify({ events: [event] }), visitor)).status).toBe(401);
  });

  it("shows numbers to everybody, and names to those alone who need them", async () => {
    const numbers = await page(visitor, `${base}/presence`);
    expect(numbers).toContain("2</span></b>people, of 2");
    for (const path of ["", "/presence", "/seats", "/organs"])
      for (const reader of [visitor, spokesperson])
        expect(await page(reader, base + path), path).not.toContain("Ejemplo");
    expect(await page(commission, `${base}/presence`)).toContain("Ana Ejemplo");
    expect(await page(commission, `${base}/door/aside`)).toMatch(/was inside already[\s\S]*/u);
    for (const path of ["/door", "/door/aside", "/door/list.json", "/door/phone", "/badges", "/credentials"])
      expect((await spokesperson.get(base + path)).status, path).toBe(403);
    // Of a region with one person in the room, nobody else is told that it is there, nor the minute.
    const coarse = await page(visitor, `${base}/presence?at=${new Date().toISOString().slice(0, 14)}59`);
    expect(coarse).toMatch(/T\d\d:45/);
    expect(numbers).not.toContain("South America");
    expect(await page(commission, `${base}/presence`)).toContain("South America");
    const before = await page(visitor, `${base}/presence?at=2020-01-01T00:00`);
    expect(before).toContain("0</span></b>people");
  });

  it("tells the room at a moment by the clocks of the place", async () => {
    const { rows } = await test.pool.query<{ first: Date }>(
      "select min(happened_at) as first from presence_events where set_aside is null",
    );
    const minute = Math.ceil((rows[0]?.first.getTime() ?? 0) / 60_000) * 60_000;
    const there = new Date(minute - 4 * 3_600_000).toISOString().slice(0, 16);
    const shown = await page(commission, `${base}/presence?at=${there}`);
    expect(shown).toContain(`value="${there}"`);
    expect(shown).toMatch(/time of America\/Caracas \(GMT-4\)/u);
    expect(shown).not.toContain("0</span></b>people");
    const earlier = new Date(minute - 4 * 3_600_000 - 120_000).toISOString().slice(0, 16);
    expect(await page(commission, `${base}/presence?at=${earlier}`)).toContain("0</span></b>people");
    const wrong = await visitor.get(`${base}/presence?at=yesterday`);
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toMatch(/value="yesterday"[\s\S]*id="r-at">This is not a day/u);
  });

  it("shows the plenary's members as numbers by delegation", async () => {
    const plenary = await page(visitor, `${base}/organs/plenary`);
    expect(plenary).toContain("2 accredited delegates of 1 delegation, out of");
    expect(plenary).toMatch(new RegExp(`${delegation(0).slug}[\\s\\S]*?class="num"`, "u"));
    expect(plenary).not.toContain("Ejemplo");
  });

  it("gives a phone what it needs and no badge", async () => {
    const list = (await (await commission.get(`${base}/door/list.json`)).json()) as { people: object[] };
    expect(list.people).toHaveLength(3);
    expect(Object.keys(list.people[0] ?? {}).sort()).toEqual(
      ["badge", "id", "inside", "name", "organization", "seat"].sort(),
    );
    const phone = await commission.get(`${base}/door/phone`);
    expect(phone.headers.get("permissions-policy")).toContain("camera=(self)");
    expect((await commission.get(`${base}/door`)).headers.get("permissions-policy")).toContain("camera=()");
  });
});

// Convening, accrediting and importing through their forms: refused ones keep what was typed.
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#platform/ids";
import { createTestApp, type Reader } from "../../../../test/support/app.ts";
import { type Assembly, conveneAssembly, type Delegation } from "../../../../test/support/assembly.ts";
import { useDatabase } from "../../../../test/support/database.ts";
import { foundTestNode, type TestNode } from "../../../../test/support/node.ts";
import { readerOf } from "../../../../test/support/readers.ts";

const test = useDatabase();
const edition = "congress-2019";
const SOURCE = "Plan\n\nWe agreed on this plan.\n\n1. Seeds are kept.\n";
let node: TestNode;
let assembly: Assembly;
let chair: Reader;
let spokesperson: Reader;

const delegation = (index: number) => assembly.delegations[index] as Delegation;

beforeAll(async () => {
  node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 3);
  const { as } = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000));
  chair = await readerOf(test.db, as, assembly.chair);
  spokesperson = await readerOf(test.db, as, delegation(0));
});

describe("an edition", () => {
  const fields = {
    title: "Second congress",
    language: "en",
    slug: "congress-2020",
    hostCity: "La Paz",
    country: "BO",
    zone: "America/La_Paz",
    startsOn: "2020-10-18",
    endsOn: "2020-10-20",
    called: "all_affiliated",
  };

  it("is convened by form; a taken address and bad dates keep what was typed", async () => {
    const own = { ...fields, requestKey: newId(), conveningOrganizationId: node.organizationId };
    const backwards = await chair.post("/congress/new", { ...own, endsOn: "2020-10-01" });
    expect(backwards.status).toBe(422);
    expect(await backwards.text()).toMatch(
      /La Paz[\s\S]*id="r-endsOn">The last day cannot come before the first/,
    );
    const zoneless = await chair.post("/congress/new", { ...own, zone: "La Paz" });
    expect(await zoneless.text()).toMatch(/id="r-zone">“La Paz” is not a time zone that exists/);
    const unknown = await chair.post("/congress/new", { ...own, called: "named", named: "nobody-at-all" });
    expect(await unknown.text()).toMatch(/id="r-named">/);
    const made = await chair.post("/congress/new", own);
    expect(made.headers.get("location")).toBe("/congress/congress-2020");
    const again = await chair.post("/congress/new", own);
    expect(again.headers.get("location")).toBe("/congress/congress-2020");
    const taken = await chair.post("/congress/new", { ...own, requestKey: newId() });
    expect(taken.status).toBe(409);
    expect(await taken.text()).toContain("There is already a congress at the address “congress-2020”.");
    expect((await spokesperson.get("/congress/new")).status).toBe(403);
  });

  it("accredits delegations from the chair's list", async () => {
    const page = "/congress/congress-2020/accreditation";
    const { slug: organization } = delegation(2);
    expect(await (await chair.get(page)).text()).toContain(`value="${organization}"`);
    expect((await chair.post(page, { organization })).headers.get("location")).toBe(page);
    const again = await chair.post(page, { organization });
    expect(again.status).toBe(409);
    expect(await again.text()).toContain("already accredited");
    expect((await spokesperson.post(page, { organization })).status).toBe(403);
  });

  it("imports pasted text, says which line is wrong and keeps it, and counts a form once", async () => {
    const page = `/congress/${edition}/texts/import`;
    const form = { title: "Imported", language: "en", format: "auto", requestKey: newId() };
    const bad = await chair.post(page, { ...form, pasted: "Fine\n\nNot \u0007 fine" });
    expect(bad.status).toBe(422);
    expect(await bad.text()).toMatch(/Line 3 has an invisible character[\s\S]*Fine\n\nNot/);
    const first = await chair.post(page, { ...form, pasted: SOURCE });
    const again = await chair.post(page, { ...form, pasted: SOURCE });
    expect(first.status).toBe(303);
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    const upload = new FormData();
    for (const [name, value] of Object.entries({ ...form, requestKey: newId() })) upload.set(name, value);
    upload.set("file", new File([new Uint8Array([0x66, 0xff])], "text.txt"));
    const latin = await chair.post(page, upload);
    expect(await latin.text()).toContain("The file is not in UTF-8: it cannot be read from byte 1 on.");
  });

  it("opens a draft for amendments", async () => {
    const imported = await chair.post(`/congress/${edition}/texts/import`, {
      title: "Draft",
      language: "en",
      pasted: SOURCE,
      requestKey: newId(),
    });
    const draft = imported.headers.get("location") ?? "";
    expect((await chair.post(`${draft}/open`, {})).headers.get("location")).toBe(draft);
    const again = await chair.post(`${draft}/open`, {});
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining("no longer a draft")]);
  });
});

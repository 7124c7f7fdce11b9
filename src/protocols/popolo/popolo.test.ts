import { Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createOrganization,
  everyOrganization,
  grantMandate,
  type OrganizationId,
  recallMandate,
} from "#confederation";
import type { Ctx } from "#platform/context";
import { Refusal, statusForMachines } from "#platform/errors";
import type { Env } from "../../web/request.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice, testOrigin, type TestNode } from "../../../test/support/node.ts";
import { type Popolo, popoloDocument } from "./popolo.ts";
import { popoloRoutes } from "./routes.ts";

// The shapes that Popolo's JSON schemas (draft 3, https://www.popoloproject.com/schemas/) ask for: what each class may
// hold and of which type, and what its parts must have. `null` is allowed where the schema allows it.
const text = (value: unknown) => value === null || typeof value === "string";
const date = (value: unknown) =>
  value === null || (typeof value === "string" && /^[0-9]{4}(-[0-9]{2}){0,2}$/.test(value));
const instant = (value: unknown) =>
  value === null || (typeof value === "string" && !Number.isNaN(Date.parse(value)));
type Check = (value: unknown) => boolean;
const listOf = (shape: Record<string, Check>, required: readonly string[]) => (value: unknown) =>
  Array.isArray(value) &&
  value.every(
    (one: Record<string, unknown>) =>
      fits(one, shape) && required.every((key) => typeof one[key] === "string"),
  );
const fits = (one: Record<string, unknown>, shape: Record<string, Check>) =>
  Object.entries(one).every(([key, value]) => shape[key]?.(value) === true);

const link = { url: (value: unknown) => typeof value === "string" && URL.canParse(value), note: text };
const area = {
  id: text,
  name: text,
  identifier: text,
  classification: text,
  parent_id: text,
  geometry: (value: unknown) => typeof value === "object",
};
const organization = {
  id: text,
  name: text,
  other_names: listOf({ name: text, note: text }, ["name"]),
  identifiers: listOf({ identifier: text, scheme: text }, ["identifier"]),
  classification: text,
  parent_id: text,
  area_id: text,
  area: (value: unknown) => fits(value as Record<string, unknown>, area),
  description: text,
  founding_date: date,
  dissolution_date: date,
  image: text,
  contact_details: listOf({ type: text, value: text, label: text, note: text }, ["type", "value"]),
  links: listOf(link, ["url"]),
  created_at: instant,
  updated_at: instant,
  sources: listOf(link, ["url"]),
};
const post = {
  id: text,
  label: text,
  other_labels: listOf({ label: text, note: text }, ["label"]),
  role: text,
  organization_id: text,
  area_id: text,
  start_date: date,
  end_date: date,
};
const membership = {
  id: text,
  label: text,
  role: text,
  person_id: text,
  organization_id: text,
  post_id: text,
  start_date: date,
  end_date: date,
};
const person = { id: text, name: text };

function expectPopolo(popolo: Popolo): void {
  for (const [list, shape] of [
    [popolo.organizations, organization],
    [popolo.posts, post],
    [popolo.memberships, membership],
    [popolo.persons, person],
  ] as const) {
    for (const one of list) {
      const wrong = Object.entries(one).filter(
        ([key, value]) => (shape as Record<string, Check>)[key]?.(value) !== true,
      );
      expect(wrong).toEqual([]);
    }
  }
  const [people, posts] = [
    new Set(popolo.persons.map((one) => one.id)),
    new Set(popolo.posts.map((one) => one.id)),
  ];
  for (const one of popolo.memberships)
    expect(people.has(one.person_id) && posts.has(one.post_id)).toBe(true);
}

type Answer = Popolo & { next: string | null };

describe("Popolo", () => {
  const test = useDatabase();
  let node: TestNode;
  let commune: OrganizationId;

  const ask = async (address: string, ctx: Ctx = { ...node.shell, actor: { kind: "visitor" } }) => {
    const app = new Hono<Env>();
    app.onError((error, c) =>
      error instanceof Refusal
        ? c.json({ reason: error.reason }, statusForMachines(error))
        : c.text(String(error), 500),
    );
    app.use(async (c, next) => {
      c.set("ctx", ctx);
      await next();
    });
    return app.route("/", popoloRoutes).request(address);
  };
  const get = async (address: string) => (await (await ask(address)).json()) as Answer;

  beforeAll(async () => {
    node = await foundTestNode(test.db);
    const made = await createOrganization(node.operator, {
      kind: "commune",
      name: { source: "es", texts: { es: "El Maizal", en: "The Maize Field" } },
      description: { source: "es", texts: { es: "Siembra maíz" } },
      parentId: node.organizationId,
      externalId: "ve-maizal",
      country: "VE",
      subdivision: "VE-K",
      place: "Simón Planas",
      latitude: 9.9,
      longitude: -69.2,
      languages: ["es"],
      foundedOn: "2009-03-05",
      website: "https://maizal.example/",
      publicContact: "hola@maizal.example",
    });
    commune = made.id;
    for (let at = 0; at < 4; at++)
      await createOrganization(node.operator, {
        kind: "cooperative",
        name: { source: "es", texts: { es: `Cooperativa ${at}` } },
      });
  });

  it("describes organisations with posts, memberships and persons", async () => {
    const { personId, mandateId } = await personWithOffice(node, commune, "spokesperson", "Ángela Pérez");
    const popolo = await get("/popolo/organizations.json");
    expectPopolo(popolo);
    expect(popolo.organizations.find((one) => one.id === commune)).toMatchObject({
      name: "El Maizal",
      other_names: [{ name: "The Maize Field", note: "en" }],
      identifiers: [{ identifier: "ve-maizal", scheme: "external_id" }],
      classification: "commune",
      parent_id: node.organizationId,
      area_id: "iso3166:VE-K",
      area: {
        name: "Simón Planas",
        identifier: "VE-K",
        classification: "subdivision",
        geometry: { type: "Point", coordinates: [-69.2, 9.9] },
      },
      founding_date: "2009-03-05",
      links: [{ url: "https://maizal.example/" }],
      contact_details: [{ type: "email", value: "hola@maizal.example" }],
      sources: [{ url: `${testOrigin}/organizations/el-maizal` }],
    });
    expect(popolo.posts).toContainEqual(
      expect.objectContaining({
        id: `${commune}/spokesperson`,
        label: "Vocería",
        role: "spokesperson",
        organization_id: commune,
      }),
    );
    expect(popolo.memberships).toContainEqual(
      expect.objectContaining({
        id: mandateId,
        person_id: personId,
        organization_id: commune,
        post_id: `${commune}/spokesperson`,
      }),
    );
    expect(popolo.persons).toContainEqual({ id: personId, name: "Ángela Pérez" });
  });

  it("names people only for as long as their mandate is in force", async () => {
    const recalled = await personWithOffice(node, commune, "treasurer", "Recalled Person");
    const decision = { source: "en", texts: { en: "Decided" } };
    await recallMandate(node.operator, { mandateId: recalled.mandateId, decision });
    const ended = await personWithOffice(node, commune, "librarian", "Not Yet Person");
    await recallMandate(node.operator, { mandateId: ended.mandateId, decision });
    await grantMandate(node.operator, {
      personId: ended.personId,
      organizationId: commune,
      office: "librarian",
      startsAt: new Date(node.shell.now.getTime() + 60_000),
      endsAt: null,
      decision,
    });
    const said = JSON.stringify(await get("/popolo/organizations.json"));
    expect(said).not.toContain("Recalled Person");
    expect(said).not.toContain("Not Yet Person");
    expect(said).not.toContain("account-");
  });

  it("goes through all pages, each organisation once", async () => {
    const seen: string[] = [];
    let address: string | null = "/popolo/organizations.json?limit=2";
    for (let pages = 0; address !== null && pages < 10; pages++) {
      const response = await ask(address);
      const page = (await response.json()) as Answer;
      expectPopolo(page);
      expect(page.organizations.length).toBeLessThanOrEqual(2);
      expect(response.headers.get("link")).toBe(page.next && `<${page.next}>; rel="next"`);
      seen.push(...page.organizations.map((one) => one.id));
      address = page.next;
    }
    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
  });

  it.each(["limit=0", "limit=501", "limit=x", "limit=1.5", "after=nobody", "after=%00"])(
    "refuses %s",
    async (query) => {
      const response = await ask(`/popolo/organizations.json?${query}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual({ reason: "inputInvalid" });
    },
  );

  it("takes what is empty for what is not asked, and may be read by every site", async () => {
    const response = await ask("/popolo/organizations.json?limit=&after=");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(((await response.json()) as Answer).organizations).toHaveLength(6);
  });

  it("writes all of them as one document", async () => {
    let document = "";
    for await (const piece of popoloDocument(everyOrganization(test.db, node.shell.now), testOrigin))
      document += piece;
    const popolo = JSON.parse(document) as Popolo;
    expectPopolo(popolo);
    expect(popolo.organizations).toHaveLength(6);
    async function* none() {}
    let empty = "";
    for await (const piece of popoloDocument(none(), testOrigin)) empty += piece;
    expect(JSON.parse(empty)).toEqual({ organizations: [], posts: [], memberships: [], persons: [] });
  });
});

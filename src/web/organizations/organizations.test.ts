import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import {
  applyForAffiliation,
  createOrganization,
  grantMandate,
  type MandateReach,
  type OrganizationId,
  refuseAffiliation,
} from "#confederation";
import type { Ctx } from "#platform/context";
import { inOneLanguage } from "#platform/multilingual";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { insertPerson } from "../../modules/confederation/mandates.store.ts";
import { foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";

type Made = { readonly id: OrganizationId; readonly slug: string };

/** A person with an office, whose account signs in by the test's cookie. */
async function readerWith(
  test: { db: Ctx["db"] },
  node: TestNode,
  as: (account: string) => Reader,
  organizationId: OrganizationId,
  office: string,
  covers: MandateReach = "organization",
): Promise<Reader> {
  const account = `account-${randomUUID()}`;
  const personId = await insertPerson(node.shell, `${office} person`, account);
  const startsAt = new Date(node.shell.now.getTime() - 1_000);
  const decision = inOneLanguage("en", "Named by the test");
  await grantMandate(node.operator, {
    personId,
    organizationId,
    office,
    covers,
    startsAt,
    endsAt: null,
    decision,
  });
  return as(account);
}

describe("the pages of organisations", () => {
  const test = useDatabase();
  let node: TestNode;
  let as: (account?: string) => Reader;
  let visitor: Reader;
  let operator: Reader;
  let city: Made;
  let commune: Made;
  beforeAll(async () => {
    node = await foundTestNode(test.db);
    as = createTestApp(node.shell).as;
    visitor = as();
    operator = as("account-operator");
    city = await createOrganization(node.operator, {
      kind: "communal_city",
      name: inOneLanguage("es", "Ciudad Comunal Cerro Alto"),
      country: "VE",
    });
    commune = await createOrganization(node.operator, {
      kind: "commune",
      name: { source: "es", texts: { es: "Comuna Ñandú", en: "Rhea Commune" } },
      description: { source: "es", texts: { es: "Siembra y cosecha.", qu: "Tarpuy." } },
      parentId: city.id,
      country: "VE",
      subdivision: "VE-K",
      place: "Carora",
      latitude: 10.17,
      longitude: -70.08,
      languages: ["es", "qu"],
      foundedOn: "2009-11-05",
      website: "https://nandu.example/",
      publicContact: "correo@nandu.example",
    });
  });
  const read = async (path: string, reader = visitor) => {
    const response = await reader.get(path);
    return { status: response.status, html: await response.text(), headers: response.headers };
  };

  describe("the directory", () => {
    it("lists, counts and filters without a script", async () => {
      const { status, html } = await read("/organizations");
      expect(status).toBe(200);
      expect(html).toContain("3 organisations");
      expect(html).toContain("Rhea Commune");
      expect(html).toContain("South America (2)");
      expect(html).not.toContain("<script");
      expect(html).toContain('src="/maps/world.svg"');
    });

    it("keeps what was asked in its form, its links and its map", async () => {
      const { html } = await read("/organizations?q=nandu&kind=commune&country=");
      expect(html).toContain('value="nandu"');
      expect(html).toMatch(/<option value="commune" selected[^>]*>Commune \(1\)/);
      expect(html).toContain('src="/maps/world.svg?q=nandu&amp;kind=commune"');
      expect(html).toContain('href="/organizations?q=nandu"');
    });

    it("says that nothing was found, and what may help", async () => {
      expect((await read("/organizations?q=xylophon")).html).toContain("Try fewer words");
    });

    it("takes an address that no filter offers for the directory", async () => {
      const { status, html } = await read(
        `/organizations?region=1&kind=club&after=x&q=${"w".repeat(500)}%00`,
      );
      expect(status).toBe(200);
      expect(html).toContain("No organisations");
    });

    it("escapes what was typed", async () => {
      expect((await read("/organizations?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")).html).not.toContain(
        "<script>",
      );
    });
  });

  describe("an organisation's page", () => {
    it("says what it is, in which languages, where, above and below whom", async () => {
      const { html } = await read(`/organizations/${commune.slug}`);
      for (const part of [
        "Rhea Commune",
        "Comuna Ñandú",
        "Siembra y cosecha.",
        'lang="qu"',
        "Carora, VE-K, Venezuela",
        "Spanish, Quechua",
        "https://nandu.example/",
        "correo@nandu.example",
        `href="/organizations/${city.slug}"`,
        `/log?subject=/organizations/${commune.slug}`,
        "original text",
      ]) {
        expect(html).toContain(part);
      }
      const above = await read(`/organizations/${city.slug}`);
      expect(above.html).toContain("Commune: 1");
      expect(above.html).toContain(`href="/organizations/${commune.slug}"`);
    });

    it("names who is in office with their term, and nobody else", async () => {
      await personWithOffice(node, commune.id, "spokesperson", "Ana Rojas");
      const { html } = await read(`/organizations/${commune.slug}`);
      expect(html).toContain("Ana Rojas");
      expect(html).toContain("without an end date");
      expect(html).not.toContain("What you can do");
    });

    it("is missing where there is none", async () => {
      for (const slug of ["no-such", "%00", "%FF", "x".repeat(3_000)]) {
        expect((await read(`/organizations/${slug}`)).status, slug).toBe(404);
        expect((await visitor.get(`/api/v1/organizations/${slug}`)).status, slug).toBe(404);
      }
    });
  });

  describe("a map", () => {
    it("is an image of its own that a reader keeps", async () => {
      const first = await visitor.get("/maps/world.svg");
      expect(first.headers.get("content-type")).toContain("image/svg+xml");
      expect(first.headers.get("cache-control")).toContain("max-age");
      expect(await first.text()).toContain("<circle");
      const tag = first.headers.get("etag") ?? "";
      expect((await visitor.get("/maps/world.svg", { "if-none-match": `W/${tag}` })).status).toBe(304);
      expect((await visitor.get("/maps/world.svg?kind=network")).headers.get("etag")).not.toBe(tag);
    });

    it("is drawn of a country, and of no other code", async () => {
      expect((await visitor.get(`/maps/country/VE.svg?of=${commune.slug}`)).status).toBe(200);
      expect((await visitor.get("/maps/country/XX.svg")).status).toBe(404);
    });
  });

  describe("the forms", () => {
    const fields = {
      name: "Comuna Nueva",
      source: "es",
      kind: "commune",
      country: "VE",
      languages: "es, qu",
    };

    it("refuse what cannot be kept with a sentence", async () => {
      const sent = await operator.post(`/organizations/${commune.slug}/mandates`, {
        personId: node.personId,
        office: "teacher",
        covers: "organization",
        startsAt: "2026-01-01",
        decision: "one\0two",
      });
      expect(sent.status).toBe(422);
      expect(await sent.text()).toContain("characters here that cannot be shown");
    });

    it("lead a visitor to sign in", async () => {
      for (const path of [
        "/organizations/new",
        `/organizations/${commune.slug}/edit`,
        `/organizations/${commune.slug}/mandates`,
        `/organizations/${commune.slug}/affiliation`,
      ]) {
        expect((await visitor.get(path)).status).toBe(303);
      }
      expect((await visitor.post("/organizations/new", fields)).status).toBe(401);
    });

    it("add an organisation", async () => {
      expect((await operator.get("/organizations/new")).status).toBe(200);
      const sent = await operator.post("/organizations/new", {
        ...fields,
        "name-en": "New Commune",
        parentId: city.slug,
      });
      expect(sent.status).toBe(303);
      expect(sent.headers.get("location")).toBe("/organizations/comuna-nueva");
      expect((await read("/organizations/comuna-nueva")).html).toContain("New Commune");
    });

    it("add one when the form is sent twice, also at once", async () => {
      const page = await (await operator.get("/organizations/new")).text();
      const requestKey = /name="requestKey" value="([^"]+)"/.exec(page)?.[1] ?? "";
      expect(requestKey).not.toBe("");
      const send = () => operator.post("/organizations/new", { ...fields, name: "Sent twice", requestKey });
      const sent = [...(await Promise.all([send(), send()])), await send()];
      expect(sent.map(({ status }) => status)).toEqual([303, 303, 303]);
      expect(new Set(sent.map((each) => each.headers.get("location"))).size).toBe(1);
    });

    it("keep what was typed and say what is wrong beside it", async () => {
      const sent = await operator.post("/organizations/new", {
        ...fields,
        name: "",
        place: "Quíbor",
        latitude: "north",
        website: "nandu",
        parentId: "none-such",
      });
      expect(sent.status).toBe(422);
      expect(await sent.text()).toContain("The organisation above is not on this node.");
      const again = await operator.post("/organizations/new", {
        ...fields,
        name: "",
        place: "Quíbor",
        latitude: "north",
        website: "nandu",
      });
      const html = await again.text();
      expect(html).toContain('value="Quíbor"');
      for (const field of ["name", "latitude", "website"]) expect(html).toContain(`id="r-${field}"`);
    });

    it("change one, once for what was shown", async () => {
      const { html } = await read(`/organizations/${commune.slug}/edit`, operator);
      const basedOn = /name="basedOn" value="([^"]+)"/.exec(html)?.[1] ?? "";
      const change = {
        name: "Comuna Ñandú",
        "name-en": "Rhea Commune",
        source: "es",
        kind: "commune",
        country: "VE",
        place: "Carora Norte",
        parentId: city.slug,
        basedOn,
      };
      expect((await operator.post(`/organizations/${commune.slug}/edit`, change)).status).toBe(303);
      expect((await read(`/organizations/${commune.slug}`)).html).toContain("Carora Norte");
      const late = await operator.post(`/organizations/${commune.slug}/edit`, { ...change, place: "Otro" });
      expect(late.status).toBe(409);
      expect(await late.text()).toContain('value="Otro"');
    });

    it("give a mandate and recall it", async () => {
      const path = `/organizations/${city.slug}/mandates`;
      const form = await (await operator.get(path)).text();
      const personId = /<option value="([0-9a-f-]{36})"[^>]*>First operator/.exec(form)?.[1] ?? "";
      const grant = {
        personId,
        office: "spokesperson",
        covers: "organization",
        startsAt: "2020-01-01",
        endsAt: "",
        decision: "Assembly of the city",
      };
      expect((await operator.post(path, { ...grant, endsAt: "2019-01-01" })).status).toBe(422);
      expect((await operator.post(path, grant)).status).toBe(303);
      const held = await (await operator.get(path)).text();
      expect(held).toContain("Assembly of the city");
      const mandate = /mandates\/([0-9a-f-]{36})\/recall/.exec(held)?.[1] ?? "";
      const recall = `${path}/${mandate}/recall`;
      expect((await operator.post(recall, { [`decision-${mandate}`]: "" })).status).toBe(422);
      expect(
        (await operator.post(recall, { [`decision-${mandate}`]: "Recalled by the assembly" })).status,
      ).toBe(303);
      const replayed = await operator.post(recall, { [`decision-${mandate}`]: "Again" });
      expect(replayed.status).toBe(409);
      expect(await replayed.text()).toContain("already recalled");
      expect((await read(`/organizations/${city.slug}`)).html).toContain("recalled on");
    });

    it("are closed to whoever has no mandate for them", async () => {
      const speaker = await readerWith(test, node, as, commune.id, "spokesperson");
      expect((await speaker.get(`/organizations/${city.slug}/mandates`)).status).toBe(403);
      expect((await speaker.get(`/organizations/${city.slug}/edit`)).status).toBe(403);
      expect(
        (
          await speaker.post(`/organizations/${city.slug}/edit`, {
            ...fields,
            basedOn: new Date().toISOString(),
          })
        ).status,
      ).toBe(403);
      expect((await read(`/organizations/${commune.slug}`, speaker)).html).toContain("What you can do");
    });
  });

  describe("an affiliation", () => {
    it("is asked for, sponsored and reviewed by whoever may, step by step", async () => {
      const path = `/organizations/${commune.slug}/affiliation`;
      const speaker = await readerWith(test, node, as, commune.id, "spokesperson");
      const sponsor = await readerWith(test, node, as, node.organizationId, "spokesperson");
      expect((await read(path, speaker)).html).toContain("Apply for affiliation");
      expect((await speaker.post(`${path}/applied`, { "reason-applied": "We want to belong" })).status).toBe(
        303,
      );
      const asked = await read(path, sponsor);
      expect(asked.html).toContain("0 of 1 needed");
      expect(asked.html).toContain("We want to belong");
      const sent = await sponsor.post(`${path}/sponsored`, { sponsorId: node.organizationId });
      expect(sent.status).toBe(303);
      const twice = await sponsor.post(`${path}/sponsored`, { sponsorId: node.organizationId });
      expect(twice.status).toBe(409);
      const { status, html } = await read(`/organizations/${commune.slug}`);
      expect([status, html.includes("Sponsored"), html.includes("/log/acts/")]).toEqual([200, true, true]);
      expect((await speaker.post(`${path}/celebrated`, {})).status).toBe(404);
    });

    it("is refused with a reason that everybody may read", async () => {
      const made = await createOrganization(node.operator, {
        kind: "network",
        name: inOneLanguage("es", "Red Negada"),
        country: "VE",
      });
      await applyForAffiliation(node.shell, { organizationId: made.id });
      const path = `/organizations/${made.slug}`;
      const own = await readerWith(test, node, as, made.id, "spokesperson");
      expect((await read(path)).status).toBe(200);
      await refuseAffiliation(node.shell, {
        organizationId: made.id,
        reason: inOneLanguage("es", "Faltan datos"),
      });
      expect((await read(path)).html).toContain("Faltan datos");
      expect(await (await visitor.get(`/api/v1${path}`)).json()).toMatchObject({ status: "refused" });
      expect((await read("/organizations?q=negada&status=refused")).html).toContain("Red Negada");
      expect((await read(`${path}/affiliation`, own)).html).toContain("affiliation/applied");
    });

    it("needs a reason where the table says so, and offers the step to reviewers alone", async () => {
      const path = `/organizations/${city.slug}/affiliation`;
      const speaker = await readerWith(test, node, as, city.id, "spokesperson");
      await speaker.post(`${path}/applied`, {});
      const reviewer = await readerWith(test, node, as, node.organizationId, "commission_member", "node");
      expect((await read(path, reviewer)).html).toContain("affiliation/refused");
      expect((await read(path, speaker)).html).not.toContain("affiliation/refused");
      const empty = await reviewer.post(`${path}/refused`, { "reason-refused": " " });
      expect(empty.status).toBe(422);
      expect(await empty.text()).toContain('id="r-reason-refused"');
      expect((await speaker.post(`${path}/refused`, { "reason-refused": "Because" })).status).toBe(403);
    });
  });
});

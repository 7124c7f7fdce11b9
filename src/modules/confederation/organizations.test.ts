import { beforeAll, describe, expect, it } from "vitest";
import { createOrganization, editOrganization, grantMandate, type OrganizationId } from "#confederation";
import { useDatabase } from "../../../test/support/database.ts";
import { actAs, foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";
import { insertPerson } from "./mandates.store.ts";
import {
  changedFields,
  isCivilDate,
  isPlainLine,
  isPlainText,
  isWebAddress,
  withTranslators,
} from "./organizations.rules.ts";
import { tables } from "./tables.ts";

const named = (text: string) => ({ source: "es", texts: { es: text } });
const later = (node: TestNode, seconds: number) => ({
  ...node.operator,
  now: new Date(node.shell.now.getTime() + seconds * 1_000),
});

describe("what is asked of an organisation's fields", () => {
  it("knows web addresses", () => {
    for (const good of ["https://example.org", "http://xn--fiq228c.example/ñ?a=b#c", "HTTPS://EXAMPLE.ORG/"])
      expect(isWebAddress(good)).toBe(true);
    for (const bad of [
      "example.org",
      "ftp://example.org",
      "javascript:alert(1)",
      "https://",
      "https://a b.org",
      "https://me:secret@example.org",
      "https://example.org/\u0000",
    ]) {
      expect(isWebAddress(bad), bad).toBe(false);
    }
  });

  it("knows the days of the calendar", () => {
    for (const good of ["2019-10-20", "2020-02-29", "0001-01-01"]) expect(isCivilDate(good)).toBe(true);
    for (const bad of ["2019-02-29", "2019-13-01", "2019-1-1", "20/10/2019", "0000-01-01", "infinity", ""])
      expect(isCivilDate(bad), bad).toBe(false);
  });

  it("knows what can be stored and shown", () => {
    expect(isPlainText("uno\ndos\ttres ñandú 🌽")).toBe(true);
    for (const bad of ["\u0000", "\u001b[31m", "\ud800", "\u0085"]) expect(isPlainText(bad)).toBe(false);
    for (const good of ["", "تعاونية ‏الريح", "社", "🏳️‍🌈", "K’iche’"])
      expect(isPlainLine(good), good).toBe(true);
    for (const bad of ["a\nb", "a\u2028b", "a\u202eb", "\u2066a\u2069", "\u200b", "\ufeff", "\u0301"])
      expect(isPlainLine(bad), bad).toBe(false);
  });

  it("keeps translators of texts that did not change", () => {
    const old = {
      source: "es",
      texts: { es: "uno", en: "one", fr: "un" },
      translations: { en: { state: "reviewed", translator: "A" }, fr: { state: "draft", translator: null } },
    } as const;
    expect(
      withTranslators(old, { source: "es", texts: { es: "uno", en: "one", fr: "une" } }).translations,
    ).toEqual({ en: { state: "reviewed", translator: "A" } });
    expect(withTranslators(null, named("x"))).toEqual(named("x"));
  });

  it("sees no change in another order of keys", () => {
    expect(
      changedFields(
        { name: { source: "es", texts: { es: "a", en: "b" } } },
        { name: { texts: { en: "b", es: "a" }, source: "es" } },
      ),
    ).toEqual([]);
    expect(changedFields({ languages: ["es", "qu"] }, { languages: ["qu", "es"] })).toEqual(["languages"]);
  });
});

describe("organisations", () => {
  const test = useDatabase();
  let node: TestNode;
  beforeAll(async () => {
    node = await foundTestNode(test.db);
  });

  const stored = (id: string) =>
    tables(test.db).selectFrom("organizations").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const create = (name: string, parentId: OrganizationId | null = null) =>
    createOrganization(node.operator, { kind: "commune", name: named(name), parentId });

  it("lists what is given", async () => {
    const { id, slug } = await createOrganization(node.operator, {
      kind: "cooperative",
      name: { source: "es", texts: { es: "Cecosesola", en: "Cecosesola" } },
      description: named("Ferias de consumo\ny salud"),
      parentId: node.organizationId,
      externalId: "ve-cecosesola",
      country: "VE",
      subdivision: "VE-K",
      place: " Barquisimeto ",
      latitude: 10.06,
      longitude: -69.35,
      languages: ["es", "ES", "pt-br"],
      foundedOn: "1967-12-17",
      website: "https://cecosesola.example/",
      publicContact: "hola@cecosesola.example",
    });
    expect(slug).toBe("cecosesola");
    expect(await stored(id)).toMatchObject({
      parent_id: node.organizationId,
      external_id: "ve-cecosesola",
      place: "Barquisimeto",
      languages: ["es", "pt-BR"],
      founded_on: "1967-12-17",
      latitude: 10.06,
      status: "listed",
      is_example: false,
    });
    const acts = await test.db
      .selectFrom("log_acts")
      .selectAll()
      .where("type", "=", "confederation.organization.listed")
      .execute();
    expect(acts.at(-1)).toMatchObject({ subject: "/organizations/cecosesola", mandate_id: node.mandateId });
    expect(JSON.stringify(acts.map((act) => act.record))).not.toContain("hola@");
  });

  it.each([
    [{ country: "XX" }, "country", "countryUnknown"],
    [{ subdivision: "nowhere" }, "subdivision", "subdivisionUnknown"],
    [{ website: "ftp://example.org" }, "website", "websiteMalformed"],
    [{ foundedOn: "2019-02-30" }, "foundedOn", "dateMalformed"],
    [{ latitude: 91, longitude: 0 }, "latitude", "coordinatesMalformed"],
    [{ place: "x".repeat(201) }, "place", "textTooLong"],
    [{ publicContact: "one\u0000two" }, "publicContact", "textHasControls"],
    [{ name: named("two\nlines") }, "name", "textHasControls"],
    [{ externalId: "urn:uuid:0" }, "externalId", "externalIdReserved"],
    [{ languages: Array.from({ length: 41 }, () => "es") }, "languages", "languagesTooMany"],
  ])("refuses %o by name", async (fields, field, reason) => {
    const refused = createOrganization(node.operator, { kind: "commune", name: named("x"), ...fields });
    await expect(refused).rejects.toMatchObject({ reason: "inputInvalid", fields: [{ field, reason }] });
  });

  it.each([
    [{ latitude: 1 }, "coordinatesIncomplete"],
    [{ subdivision: "BR-SP", country: "VE" }, "subdivisionOutsideCountry"],
    [{ subdivision: "VE-A" }, "subdivisionOutsideCountry"],
  ])("refuses %o together", async (fields, reason) => {
    await expect(
      createOrganization(node.operator, { kind: "commune", name: named("x"), ...fields }),
    ).rejects.toMatchObject({ reason, kind: "invalid" });
  });

  it("refuses an unknown parent and an external id that is taken", async () => {
    await expect(create("x", node.shell.newId() as OrganizationId)).rejects.toMatchObject({
      reason: "parentUnknown",
    });
    const again = () =>
      createOrganization(node.operator, { kind: "commune", name: named("y"), externalId: "taken" });
    await again();
    await expect(again()).rejects.toMatchObject({ reason: "externalIdTaken" });
  });

  it("gives each its own slug, also when many come at once", async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => create("El Maizal")));
    expect(new Set(made.map((one) => one.slug)).size).toBe(8);
    expect(made.map((one) => one.slug)).toContain("el-maizal-8");
  });

  it("asks for a mandate at the parent, or for the node", async () => {
    const own = await create("Own");
    const { ctx } = await personWithOffice(node, own.id, "communicator");
    await expect(
      createOrganization(ctx, { kind: "communal_council", name: named("z") }),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
    await expect(
      createOrganization(ctx, { kind: "communal_council", name: named("z"), parentId: node.organizationId }),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
    await createOrganization(ctx, { kind: "communal_council", name: named("z"), parentId: own.id });
  });

  it("changes what is given and leaves the rest", async () => {
    const { id } = await create("Before");
    const { ctx, mandateId } = await personWithOffice(node, id, "spokesperson");
    await editOrganization(ctx, {
      organizationId: id,
      place: "Simón Planas",
      country: "VE",
      languages: ["es"],
    });
    await editOrganization(ctx, { organizationId: id, name: named("After"), place: null });
    expect(await stored(id)).toMatchObject({
      name: named("After"),
      place: null,
      country: "VE",
      slug: "before",
      languages: ["es"],
    });
    const acts = await test.db
      .selectFrom("log_acts")
      .selectAll()
      .where("type", "=", "confederation.organization.edited")
      .where("subject", "=", "/organizations/before")
      .orderBy("sequence")
      .execute();
    expect(acts.map((act) => (act.record as { changed: string[] }).changed)).toEqual([
      ["country", "place", "languages"],
      ["name", "place"],
    ]);
    expect(acts[0]?.mandate_id).toBe(mandateId);
  });

  it("leaves no trace of an edit that changes nothing", async () => {
    const { id } = await create("Still");
    await editOrganization(later(node, 60), { organizationId: id, name: named("Still"), description: null });
    expect(await stored(id)).toMatchObject({ updated_at: node.shell.now });
  });

  it("refuses an edit of what has changed meanwhile", async () => {
    const { id } = await create("Shared");
    const basedOn = node.shell.now;
    await editOrganization(later(node, 1), { organizationId: id, place: "one", basedOn });
    await expect(
      editOrganization(later(node, 2), { organizationId: id, place: "two", basedOn }),
    ).rejects.toMatchObject({ reason: "organizationChangedMeanwhile" });
  });

  it("refuses edits without a mandate for it", async () => {
    const [mine, other] = [await create("Mine"), await create("Other")];
    const { ctx } = await personWithOffice(node, mine.id, "spokesperson");
    await expect(editOrganization(ctx, { organizationId: other.id, place: "x" })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(
      editOrganization(ctx, { organizationId: node.shell.newId(), place: "x" }),
    ).rejects.toMatchObject({ reason: "organizationUnknown" });
  });

  it("asks the new parent too before an organisation moves", async () => {
    const [mine, other] = [await create("Mover"), await create("Elsewhere")];
    const { ctx, personId } = await personWithOffice(node, mine.id, "spokesperson");
    await expect(
      editOrganization(ctx, { organizationId: mine.id, parentId: other.id }),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
    await grantMandate(node.operator, {
      personId,
      organizationId: other.id,
      office: "communicator",
      startsAt: node.shell.now,
      endsAt: null,
      decision: named("ok"),
    });
    await editOrganization(ctx, { organizationId: mine.id, parentId: other.id });
    expect(await stored(mine.id)).toMatchObject({ parent_id: other.id });
    await editOrganization(ctx, { organizationId: mine.id, parentId: null });
  });

  it("keeps organisations from standing below themselves", async () => {
    const a = await create("A");
    const b = await create("B", a.id);
    const c = await create("C", b.id);
    for (const parentId of [a.id, b.id, c.id]) {
      await expect(editOrganization(node.operator, { organizationId: a.id, parentId })).rejects.toMatchObject(
        { reason: "organizationBelowItself" },
      );
    }
  });

  it("keeps two moves at once from making a cycle", async () => {
    const [a, b] = [await create("Left"), await create("Right")];
    const moves = await Promise.allSettled([
      editOrganization(node.operator, { organizationId: a.id, parentId: b.id }),
      editOrganization(node.operator, { organizationId: b.id, parentId: a.id }),
    ]);
    expect(moves.map((move) => move.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(moves.find((move) => move.status === "rejected")).toMatchObject({
      reason: { reason: "organizationBelowItself" },
    });
  });

  it("lets trees have twelve levels and no more", async () => {
    const levels: OrganizationId[] = [];
    for (let level = 1; level <= 12; level++)
      levels.push((await create(`Level ${level}`, levels.at(-1) ?? null)).id);
    await expect(create("Level 13", levels.at(-1))).rejects.toMatchObject({
      reason: "treeTooDeep",
      facts: { limit: 12 },
    });
    const top = await create("Above all");
    await expect(
      editOrganization(node.operator, { organizationId: levels[0] as string, parentId: top.id }),
    ).rejects.toMatchObject({ reason: "treeTooDeep" });
  });

  it("gives nothing to a person without any office", async () => {
    const ctx = actAs(node.shell, await insertPerson(node.shell, "Visitor", null));
    await expect(createOrganization(ctx, { kind: "commune", name: named("x") })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
  });
});

import { createHash } from "node:crypto";
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createOrganization,
  exportOrganizations,
  type ImportOptions,
  importOrganizations,
  type OrganizationId,
} from "#confederation";
import type { Ctx } from "#platform/context";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";
import { tables } from "./tables.ts";

const HEADER =
  "external_id,parent_external_id,kind,name,language,country,subdivision,place,latitude,longitude,languages,founded_on,website,description";

async function* bytesOf(file: string | Uint8Array) {
  yield typeof file === "string" ? Buffer.from(file) : file;
}

describe("importing organisations", () => {
  const test = useDatabase();
  let node: TestNode;
  beforeAll(async () => {
    node = await foundTestNode(test.db);
  });

  const importing = (
    file: string | Uint8Array,
    options: Partial<ImportOptions> = {},
    ctx: Ctx = node.operator,
  ) => importOrganizations(ctx, { source: () => bytesOf(file), ...options });
  const count = async () =>
    Number(
      (await sql<{ n: number }>`select count(*)::int as n from organizations`.execute(test.db)).rows[0]?.n,
    );
  const find = async (externalId: string) =>
    tables(test.db)
      .selectFrom("organizations")
      .selectAll()
      .where("external_id", "=", externalId)
      .executeTakeFirst();
  const acts = () =>
    test.db
      .selectFrom("log_acts")
      .selectAll()
      .where("type", "=", "confederation.organizations.imported")
      .orderBy("sequence")
      .execute();
  const later = (seconds: number) => ({
    ...node.operator,
    now: new Date(node.shell.now.getTime() + seconds * 1_000),
  });
  const collect = async () => {
    let file = "";
    for await (const piece of exportOrganizations(test.db, node.shell.now)) file += piece;
    return file;
  };

  it("stores every column, and finds parents wherever they stand in the file", async () => {
    const file =
      `${HEADER},name:en,description:qu\r\n` +
      `leaf,root,communal_council,Consejo «La Ñ»,es,VE,VE-X,Caracas,10.5,-66.9,es qu,2019-10-20,https://a.example/,"Una línea\r\ny otra, con ""comillas""",Council,Huk\r\n` +
      `root,,commune,El Maizal,,,,,,,,,,,,\r\n`;
    const result = await importing(file);
    expect(result).toEqual({ rows: 2, created: 2, updated: 0, unchanged: 0, bad: [], outcome: "stored" });
    expect(await find("leaf")).toMatchObject({
      slug: "consejo-la-n",
      parent_id: (await find("root"))?.id,
      kind: "communal_council",
      name: { source: "es", texts: { es: "Consejo «La Ñ»", en: "Council" } },
      description: { source: "es", texts: { es: 'Una línea\ny otra, con "comillas"', qu: "Huk" } },
      country: "VE",
      subdivision: "VE-X",
      place: "Caracas",
      latitude: 10.5,
      longitude: -66.9,
      languages: ["es", "qu"],
      founded_on: "2019-10-20",
      website: "https://a.example/",
      status: "listed",
      is_example: false,
      public_contact: null,
    });
    expect(await find("root")).toMatchObject({
      description: null,
      country: null,
      languages: [],
      name: { source: "es" },
    });
    const act = (await acts()).at(-1);
    expect(act).toMatchObject({ subject: "/organizations", mandate_id: node.mandateId });
    expect(act?.record).toMatchObject({
      sha256: createHash("sha256").update(file).digest("hex"),
      rows: 2,
      created: 2,
      updated: 0,
      unchanged: 0,
      skipped: 0,
    });
  });

  it("changes nothing the second time, and only what differs the third", async () => {
    const file = "external_id,kind,name,place\nsame,commune,Igual,Caracas\nother,commune,Otra,\n";
    await importing(file);
    const before = await acts();
    expect(await importing(file, {}, later(60))).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(await acts()).toHaveLength(before.length);
    expect(await find("same")).toMatchObject({ updated_at: node.shell.now });
    expect(await importing(file.replace("Caracas", "Carora"), {}, later(60))).toMatchObject({
      created: 0,
      updated: 1,
      unchanged: 1,
    });
    expect(await find("same")).toMatchObject({
      place: "Carora",
      slug: "igual",
      updated_at: later(60).now,
      created_at: node.shell.now,
    });
    expect(await find("other")).toMatchObject({ updated_at: node.shell.now });
  });

  it("leaves standing, contact and what has no column", async () => {
    await createOrganization(node.operator, {
      kind: "commune",
      name: { source: "es", texts: { es: "Con todo", en: "With all" } },
      externalId: "all",
      country: "VE",
      publicContact: "aquí",
      parentId: node.organizationId,
    });
    await sql`update organizations set status = 'affiliated' where external_id = 'all'`.execute(test.db);
    expect(await importing("external_id,kind,name\nall,cooperative,Con todo\n")).toMatchObject({
      updated: 1,
    });
    expect(await find("all")).toMatchObject({
      kind: "cooperative",
      status: "affiliated",
      public_contact: "aquí",
      country: "VE",
      parent_id: node.organizationId,
      name: { texts: { en: "With all" } },
    });
  });

  it("marks examples, and puts roots under the one that is named", async () => {
    await importing("external_id,kind,name\ntop,commune,Top\n");
    const file =
      "external_id,parent_external_id,kind,name\ntop,,commune,Top\nex1,,commune,Ex\nex2,ex1,commune,Ex\n";
    expect(await importing(file, { asExample: true, under: "top" })).toMatchObject({
      created: 2,
      unchanged: 1,
    });
    const top = await find("top");
    expect(top).toMatchObject({ parent_id: null, is_example: false });
    expect(await find("ex1")).toMatchObject({ parent_id: top?.id, is_example: true });
    expect(await find("ex2")).toMatchObject({ parent_id: (await find("ex1"))?.id });
    expect(await importing(file, { asExample: true, under: "top" })).toMatchObject({
      unchanged: 3,
      updated: 0,
    });
    await expect(importing(file, { under: "nobody" })).rejects.toMatchObject({ reason: "parentUnknown" });
  });

  it("does everything but store in a dry run", async () => {
    const before = [await count(), (await acts()).length];
    expect(await importing("external_id,kind,name\ndry,commune,Seco\n", { dryRun: true })).toMatchObject({
      created: 1,
      outcome: "tried",
    });
    expect(await importing("external_id,kind,name\ndry,comune,Seco\n", { dryRun: true })).toMatchObject({
      created: 0,
      outcome: "refused",
      bad: [{ line: 2 }],
    });
    expect([await count(), (await acts()).length]).toEqual(before);
  });

  it("asks for a mandate over the node", async () => {
    const { ctx } = await personWithOffice(node, node.organizationId, "operator");
    await expect(importing("external_id,kind,name\n1,commune,a\n", {}, ctx)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    expect(await importing("external_id,kind,name\nshell,commune,a\n", {}, node.shell)).toMatchObject({
      created: 1,
    });
  });

  it("makes nobody wait for a person without a mandate, nor that person for others", async () => {
    const { ctx } = await personWithOffice(node, node.organizationId, "communicator");
    await test.db.transaction().execute(async (tx) => {
      await sql`lock table organizations in share row exclusive mode`.execute(tx);
      await expect(importing("external_id,kind,name\n1,commune,a\n", {}, ctx)).rejects.toMatchObject({
        reason: "noMandateForThis",
      });
    });
  }, 5_000);

  it("changes nothing when what was exported is imported, with ids or without", async () => {
    await createOrganization(node.operator, {
      kind: "network",
      name: { source: "qu", texts: { qu: "Ñan", es: "=SUMA(A1)" } },
      description: { source: "en", texts: { en: '  Two\nlines, "quoted"', es: "Otra" } },
      parentId: node.organizationId,
      latitude: 1e-7,
      longitude: -180,
      languages: ["qu", "pt-BR"],
      publicContact: "x",
    });
    const child = await createOrganization(node.operator, {
      kind: "commune",
      name: { source: "es", texts: { es: "-1" } },
      description: { source: "fr", texts: { fr: "Seul" } },
    });
    await createOrganization(node.operator, {
      kind: "commune",
      name: { source: "es", texts: { es: "@x" } },
      parentId: child.id as OrganizationId,
      externalId: 'a "b",c',
    });
    const file = await collect();
    const total = await count();
    expect(await importing(file, {}, later(600))).toEqual({
      rows: total,
      created: 0,
      updated: 0,
      unchanged: total,
      bad: [],
      outcome: "stored",
    });
    expect(await collect()).toBe(file);
  });

  it("lets two imports at once follow each other", async () => {
    const file = `external_id,kind,name\n${Array.from({ length: 300 }, (_, at) => `twin${at},commune,Gemela`).join("\n")}\n`;
    let readings = 0;
    const source = () => {
      readings++;
      return bytesOf(file);
    };
    const results = await Promise.all([importing(file, { source }), importing(file, { source })]);
    expect(results.map((result) => [result.created, result.unchanged]).sort()).toEqual([
      [0, 300],
      [300, 0],
    ]);
    const { rows } = await sql<{
      slugs: number;
    }>`select count(distinct slug)::int as slugs from organizations where external_id like 'twin%'`.execute(
      test.db,
    );
    expect(rows[0]?.slugs).toBe(300);
    // The later one waits at its beginning instead of doing its work twice.
    expect(readings).toBe(2);
  });

  it("lets people write at the same time", async () => {
    const file = `external_id,kind,name\n${Array.from({ length: 500 }, (_, at) => `busy${at},commune,Ocupada`).join("\n")}\n`;
    const [result, made] = await Promise.all([
      importing(file),
      createOrganization(node.operator, {
        kind: "commune",
        name: { source: "es", texts: { es: "Ocupada" } },
      }),
    ]);
    expect(result.created).toBe(500);
    expect(made.slug).toMatch(/^ocupada(-\d+)?$/);
  });

  it("tells how far it is", async () => {
    const seen: string[] = [];
    await importing("external_id,kind,name\nprogress,commune,a\n", {
      onProgress: ({ stage, rows }) => seen.push(`${stage} ${rows}`),
    });
    expect(seen).toContain("reading 1");
    expect(seen.at(-1)).toBe("storing 1");
  });
});

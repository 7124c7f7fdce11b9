import fc from "fast-check";
import { sql } from "kysely";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Db } from "#platform/database/database";
import { regionOf } from "#platform/geography/index";
import { newId } from "#platform/ids";
import { textIn } from "#platform/multilingual";
import { useDatabase } from "../../../test/support/database.ts";
import type { DirectoryQuery } from "./directory.schema.ts";
import { facetNames } from "./directory.tallies.ts";
import { countsByRegion, type DirectoryEntry, mapPlaces, searchDirectory } from "./directory.views.ts";
import { organizationKinds, organizationStatuses } from "./types.ts";

type Sown = {
  name: string;
  texts: Record<string, string>;
  externalId: string | null;
  kind: string;
  country: string | null;
  place: string | null;
  languages: string[];
  status: string;
  latitude: number | null;
  longitude: number | null;
};

/** Rows as an import writes them: many in one statement. The directory derives everything from the table. */
async function sow(db: Db, organizations: readonly Partial<Sown>[]): Promise<void> {
  const rows = organizations.map((organization) => {
    const { name = "Comuna", texts = {}, ...rest } = organization;
    const id = newId();
    return {
      id,
      slug: `o-${id}`,
      kind: "commune",
      status: "listed",
      languages: [],
      ...rest,
      name: { source: "es", texts: { ...texts, es: name } },
    };
  });
  await sql`insert into organizations (id, slug, external_id, kind, name, country, place, languages, status, latitude, longitude,
      created_at, updated_at)
    select id, slug, "externalId", kind, name, country, place, languages, status, latitude, longitude, now(), now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, slug text, "externalId" text, kind text, name jsonb,
      country text, place text, languages text[], status text, latitude float8, longitude float8)`.execute(
    db,
  );
}

function namesOf(entries: readonly DirectoryEntry[]): string[] {
  return entries.map((entry) => entry.name.texts[entry.name.source] ?? "");
}

describe("searching the directory", () => {
  const test = useDatabase();
  beforeAll(async () => {
    await sow(test.db, [
      {
        name: "Comuna Simón Rodríguez",
        texts: { pt: "Comuna do Mestre" },
        place: "Lara",
        externalId: "VE-CC-00123",
        country: "VE",
      },
      { name: "Cooperativa Ñandú del Sur", country: "AR", kind: "cooperative" },
      { name: "Consejo Comunal Bartolina Sisa", country: "BO", kind: "communal_council" },
      { name: "Red de l'Eau «Vive»", country: "HT", kind: "network" },
      { name: "K'iche' Ajpop", country: "GT" },
      { name: "Красная Коммуна", country: "RU" },
      { name: "Comuna Negada", status: "refused", country: "VE" },
      { name: "人民公社", country: "CN" },
    ]);
  });
  const find = async (q: string, rest: Partial<DirectoryQuery> = {}) =>
    namesOf((await searchDirectory(test.db, { q, ...rest }, "es")).entries);

  it.each([
    ["without accents", "simon rodriguez"],
    ["in capitals", "SIMÓN RODRÍGUEZ"],
    ["with accents taken apart", "Simo\u0301n"],
    ["in another language of the name", "mestre"],
    ["by place", "lara"],
    ["by external id", "VE-CC-00123"],
    ["by the beginning of the last word", "comuna rodr"],
    ["by words in any order", "rodriguez comuna"],
    ["with a letter too few", "simn rodriguez"],
    ["with a letter too many", "rodrigguez"],
    ["with letters exchanged", "rordiguez"],
  ])("finds a name %s", async (_, q) => {
    expect(await find(q)).toEqual(["Comuna Simón Rodríguez"]);
  });

  it("finds letters that have no accent to lose", async () => {
    expect(await find("nandu")).toEqual(["Cooperativa Ñandú del Sur"]);
    expect(await find("КРАСНАЯ")).toEqual(["Красная Коммуна"]);
    for (const q of ["人民公社", "人民", "公社", "社"]) expect(await find(q)).toEqual(["人民公社"]);
    expect(await find("人社")).toEqual([]);
  });

  it("finds words with apostrophes joined, parted and as written", async () => {
    for (const q of ["l'eau", "l’eau", "eau", "leau", "eau vive"])
      expect(await find(q)).toEqual(["Red de l'Eau «Vive»"]);
    for (const q of ["k'iche'", "kiche", "iche"]) expect(await find(q)).toEqual(["K'iche' Ajpop"]);
  });

  it("says when words that look alike were taken, and only then", async () => {
    expect(await searchDirectory(test.db, { q: "bartolna" }, "es")).toMatchObject({
      total: 1,
      approximate: true,
    });
    expect(await searchDirectory(test.db, { q: "bartolina" }, "es")).toMatchObject({
      total: 1,
      approximate: false,
    });
  });

  it("finds nothing rather than anything", async () => {
    expect(await searchDirectory(test.db, { q: "xylophon" }, "es")).toMatchObject({
      total: 0,
      entries: [],
      next: null,
    });
  });

  it.each([
    "' or 1=1 --",
    "comuna'); drop table organizations; --",
    "a:* & !b | (c <-> d)",
    "%_\\",
    "\\'",
    "com\0una",
    "\ud800",
    "w ".repeat(100),
    "x".repeat(200),
    "🙂🙂",
  ])("takes %j as words and nothing else", async (q) => {
    const page = await searchDirectory(test.db, { q }, "es");
    expect(page.total).toBeLessThanOrEqual(8);
    expect(await find("bartolina")).toHaveLength(1);
  });

  it("refuses a query that is too long, and what no filter offers", async () => {
    await expect(searchDirectory(test.db, { q: "x".repeat(201) }, "es")).rejects.toMatchObject({
      reason: "inputInvalid",
    });
    const wrong = {
      country: "XX",
      region: "999" as never,
      kind: "club" as never,
      after: "nonsense",
      limit: 0,
    };
    const refusal = searchDirectory(test.db, wrong, "es");
    await expect(refusal).rejects.toMatchObject({
      fields: ["region", "country", "kind", "after", "limit"].map((field) =>
        expect.objectContaining({ field }),
      ),
    });
  });

  it("finds a refused applicant as any other standing, and says which it is", async () => {
    const seen = await searchDirectory(test.db, { status: "refused" }, "es");
    expect(namesOf(seen.entries)).toEqual(["Comuna Negada"]);
    expect(seen.facets.status).toEqual([
      { value: "listed", count: 7 },
      { value: "refused", count: 1 },
    ]);
    expect(await countsByRegion(test.db)).toContainEqual({ value: "005", count: 4 });
  });

  it("finds nothing by signs alone", async () => {
    for (const q of ["%", "_", "\\", "'", "\0", "—", "🙂"])
      expect([q, (await searchDirectory(test.db, { q }, "es")).total]).toEqual([q, 0]);
    expect((await searchDirectory(test.db, { q: "  " }, "es")).total).toBe(8);
  });

  it("takes a country in small letters", async () => {
    expect(await find("", { country: "bo" })).toEqual(["Consejo Comunal Bartolina Sisa"]);
  });

  it("puts first what is named exactly so, when all fits on a page", async () => {
    await sow(test.db, [
      { name: "A la orilla de Amazonia" },
      { name: "Amazonia" },
      { name: "Aldea", place: "Amazonia" },
    ]);
    expect((await find("amazonia"))[0]).toBe("Amazonia");
  });

  it("counts at once what another connection wrote", async () => {
    const before = (await searchDirectory(test.db, { q: "comuna" }, "es")).total;
    await sow(test.db, [{ name: "Comuna Nueva" }]);
    expect((await searchDirectory(test.db, { q: "comuna" }, "es")).total).toBe(before + 1);
    await sql`update organizations set name = ${JSON.stringify({ source: "es", texts: { es: "Otra Cosa" } })}::jsonb
      where name #>> '{texts,es}' = 'Comuna Nueva'`.execute(test.db);
    expect((await searchDirectory(test.db, { q: "comuna" }, "es")).total).toBe(before);
    expect(await find("otra cosa")).toEqual(["Otra Cosa"]);
    await sql`delete from organizations where name #>> '{texts,es}' = 'Otra Cosa'`.execute(test.db);
    expect(await find("otra cosa")).toEqual([]);
  });

  it("keeps the list of changes short and its version unlike any before", async () => {
    const versions = new Set<string>();
    for (let round = 0; round < 600; round++) {
      await sql`update organizations set updated_at = updated_at where false`.execute(test.db);
      const { rows } = await sql<{ version: string }>`select directory_version() as version`.execute(test.db);
      versions.add(rows[0]?.version ?? "");
    }
    expect(versions.size).toBe(600);
    const { rows } = await sql<{
      count: number;
    }>`select count(*)::int as count from directory_changes`.execute(test.db);
    expect(rows[0]?.count).toBeLessThan(520);
  });
});

const words = ["comuna", "Comunal", "Zamora", "ñandú", "Sur", "río"];
const organization = fc.record({
  name: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(" ")),
  kind: fc.constantFrom(...organizationKinds.slice(0, 3)),
  status: fc.constantFrom(...organizationStatuses),
  country: fc.constantFrom("VE", "BR", "MX", "FR", null),
  languages: fc.subarray(["es", "pt", "qu"]),
});
const filter = fc.record(
  {
    region: fc.constantFrom("005" as const, "013" as const, "150" as const),
    country: fc.constantFrom("VE", "BR", "FR"),
    kind: fc.constantFrom(...organizationKinds.slice(0, 3)),
    language: fc.constantFrom("es", "qu"),
    status: fc.constantFrom("listed" as const, "affiliated" as const, "refused" as const),
  },
  { requiredKeys: [] },
);
const folded = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();

function holds(one: Partial<Sown>, name: string, value: string): boolean {
  if (name === "region") return one.country != null && regionOf(one.country) === value;
  if (name === "language") return one.languages?.includes(value) ?? false;
  return one[name as "kind"] === value;
}

describe("the directory's counts and pages", () => {
  const test = useDatabase();
  beforeEach(async () => {
    await sql`delete from organizations`.execute(test.db);
  });

  it("agree with counting one by one, under every filter", async () => {
    const asked = fc.record({
      q: fc.constantFrom("", "comuna", "com", "RIO", "zamora sur"),
      filter,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(organization, { maxLength: 30 }),
        fc.array(asked, { minLength: 3, maxLength: 3 }),
        async (all, searches) => {
          await sql`delete from organizations`.execute(test.db);
          await sow(test.db, all);
          for (const { q, filter: set } of searches) {
            const typed = folded(q).split(" ").filter(Boolean);
            const matches = all.filter((one) => {
              const own = folded(one.name).split(" ");
              return typed.every((word, at) =>
                own.some((mine) => (at === typed.length - 1 ? mine.startsWith(word) : mine === word)),
              );
            });
            const page = await searchDirectory(test.db, { q, ...set, limit: 100 }, "es");
            // Few matches are widened by words that look alike: that is another test's matter.
            if (page.approximate) continue;
            const under = (left: string | null) =>
              matches.filter((one) =>
                Object.entries(set).every(([name, value]) => name === left || holds(one, name, value)),
              );
            expect(page.total).toBe(under(null).length);
            expect(namesOf(page.entries).sort()).toEqual(
              under(null)
                .map((one) => one.name)
                .sort(),
            );
            for (const name of facetNames) {
              for (const { value, count } of page.facets[name]) {
                expect([name, value, count]).toEqual([
                  name,
                  value,
                  under(name).filter((one) => holds(one, name, value)).length,
                ]);
              }
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("pages through everything once, in one order, whatever is on a page", async () => {
    const names = Array.from(
      { length: 57 },
      (_, index) => `Comuna ${["Ávila", "avila", "Zulia", "Sur"][index % 4]} ${index % 7}`,
    );
    await sow(
      test.db,
      names.map((name) => ({ name })),
    );
    const { entries: whole } = await searchDirectory(test.db, { q: "comuna", limit: 100 }, "es");
    for (const limit of [1, 7, 20, 57]) {
      const seen: string[] = [];
      let after: string | undefined;
      for (let pages = 0; pages < 60; pages++) {
        const page = await searchDirectory(test.db, { q: "comuna", limit, after }, "es");
        seen.push(...page.entries.map((entry) => entry.id));
        after = page.next ?? undefined;
        if (!after) break;
      }
      expect(new Set(seen).size).toBe(57);
      expect([...seen].sort()).toEqual(whole.map((entry) => entry.id).sort());
    }
  });

  it("walks the names when many are found, and finds the same", async () => {
    const many = Array.from({ length: 2_600 }, (_, index) => ({
      name: `Comuna ${index % 50} ${index}`,
      country: index % 5 ? "VE" : "BR",
    }));
    await sow(test.db, many);
    const seen = new Set<string>();
    let after: string | undefined;
    do {
      const page = await searchDirectory(test.db, { q: "comuna", country: "VE", limit: 100, after }, "es");
      expect(page.total).toBe(2_080);
      for (const entry of page.entries) seen.add(entry.id);
      after = page.next ?? undefined;
    } while (after && seen.size < 3_000);
    expect(seen.size).toBe(2_080);
  });

  it("is in the order of the names that the reader sees, page after page", async () => {
    await sql`insert into node_settings (key, value, updated_at)
      values ('profile', '{"languages": ["es", "en", "fr"]}', now())`.execute(test.db);
    await sow(test.db, [
      { name: "Red de Mujeres", texts: { en: "Backwaters Network" } },
      { name: "Comuna Ávila", texts: { en: "Ávila Commune", fr: "Commune d’Avila" } },
      { name: "Biblioteca" },
    ]);
    const read = async (language: string, query: DirectoryQuery = {}) => {
      const seen: string[] = [];
      let after: string | undefined;
      do {
        // Whoever follows the link may read in another language: the list goes on in its own order.
        const page = await searchDirectory(test.db, { ...query, limit: 1, after }, after ? "fr" : language);
        seen.push(...page.entries.map((entry) => textIn(entry.name, language).text));
        after = page.next ?? undefined;
      } while (after);
      return seen;
    };
    expect(await read("es")).toEqual(["Biblioteca", "Comuna Ávila", "Red de Mujeres"]);
    expect(await read("en")).toEqual(["Ávila Commune", "Backwaters Network", "Biblioteca"]);
    expect(await read("en", { q: "b" })).toEqual(["Backwaters Network", "Biblioteca"]);
    expect(await read("en", { kind: "commune" })).toHaveLength(3);
    // What the node does not offer is read in its first language.
    expect(await read("ay")).toEqual(["Biblioteca", "Comuna Ávila", "Red de Mujeres"]);
    await sql`update node_settings set value = '{"languages": ["en", "pt"]}' where key = 'profile'`.execute(
      test.db,
    );
    expect(await read("es")).toEqual(["Comuna Ávila", "Red de Mujeres", "Biblioteca"]);
    const { rows } = await sql`select distinct language from directory_names order by 1`.execute(test.db);
    expect(rows).toEqual([{ language: "en" }, { language: "pt" }]);
  });

  it("takes places near each other together", async () => {
    await sow(test.db, [
      { longitude: -66.9, latitude: 10.5 },
      { longitude: -66.8, latitude: 10.4 },
      { longitude: 2.3, latitude: 48.8, country: "FR" },
      {},
    ]);
    const { places } = await mapPlaces(test.db, {});
    expect(places).toEqual([
      { longitude: -66.85, latitude: 10.45, count: 2 },
      { longitude: 2.3, latitude: 48.8, count: 1 },
    ]);
    expect((await mapPlaces(test.db, { filter: { country: "FR" } })).places).toHaveLength(1);
  });
});

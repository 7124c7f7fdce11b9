// Imports a whole territory as a node would get it: the 24 states, 335 municipalities and 1,139 parishes of
// Venezuela as one tree, through the CSV import and nothing else.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { createOrganization, exportOrganizations, importOrganizations } from "#confederation";
import { projectRoot } from "#platform/project";
import { useDatabase } from "./support/database.ts";
import { foundTestNode, type TestNode } from "./support/node.ts";

const source = join(projectRoot, "../shared/cases/registry/venezuela.json");
const present = existsSync(source);
if (!present)
  console.log(
    `skipped: the territory of Venezuela, because ${join("..", "shared", "cases", "registry", "venezuela.json")} is not here`,
  );

type State = { iso_31662: string; estado: string; municipios: { municipio: string; parroquias: string[] }[] };

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

/** The tree as rows whose ids are their paths: `ve/3/0/2`. */
function rowsOf(states: readonly State[]): string[][] {
  return states.flatMap((state, s) => [
    [`ve/${s}`, "ve", "communal_city", state.estado, state.iso_31662],
    ...state.municipios.flatMap((municipality, m) => [
      [`ve/${s}/${m}`, `ve/${s}`, "commune", municipality.municipio, state.iso_31662],
      ...municipality.parroquias.map((parish, p) => [
        `ve/${s}/${m}/${p}`,
        `ve/${s}/${m}`,
        "communal_council",
        parish,
        state.iso_31662,
      ]),
    ]),
  ]);
}

describe.skipIf(!present)("the territory of Venezuela", () => {
  const test = useDatabase();
  let node: TestNode;
  let rows: string[][];
  let file: string;
  beforeAll(async () => {
    node = await foundTestNode(test.db);
    await createOrganization(node.operator, {
      kind: "network",
      name: { source: "es", texts: { es: "Venezuela" } },
      externalId: "ve",
      country: "VE",
    });
    rows = rowsOf(JSON.parse(readFileSync(source, "utf8")) as State[]);
    // Children first: parents may come later in a file.
    const lines = [...rows]
      .reverse()
      .map(([id = "", parent = "", kind = "", name = "", subdivision = ""]) =>
        [id, parent, kind, quoted(name), "es", "VE", subdivision].join(","),
      );
    file = `external_id,parent_external_id,kind,name,language,country,subdivision\r\n${lines.join("\r\n")}\r\n`;
  });

  const importing = (text: string) =>
    importOrganizations(node.operator, {
      source: async function* () {
        yield Buffer.from(text);
      },
    });

  it("is 1,498 organisations under one", async () => {
    expect(rows).toHaveLength(1_498);
    expect(await importing(file)).toEqual({
      rows: 1_498,
      created: 1_498,
      updated: 0,
      unchanged: 0,
      bad: [],
      outcome: "stored",
    });
    const { rows: levels } = await sql<{ level: number; count: number }>`
      with recursive tree as (
        select id, 0 as level from organizations where external_id = 've'
        union all
        select o.id, tree.level + 1 from organizations o join tree on o.parent_id = tree.id
      )
      select level, count(*)::int as count from tree group by level order by level`.execute(test.db);
    expect(levels).toEqual([
      { level: 0, count: 1 },
      { level: 1, count: 24 },
      { level: 2, count: 335 },
      { level: 3, count: 1_139 },
    ]);
  });

  it("keeps every name as it is written", async () => {
    const { rows: stored } = await sql<{ external_id: string; name: string }>`
      select external_id, name #>> '{texts,es}' as name from organizations where external_id like 've/%'`.execute(
      test.db,
    );
    const names = new Map(stored.map((row) => [row.external_id, row.name]));
    for (const [id = "", , , name = ""] of rows) expect(names.get(id)).toBe(name.trim().normalize("NFC"));
    expect([...names.values()]).toContain("Anzoátegui");
  });

  it("changes nothing the second time", async () => {
    expect(await importing(file)).toEqual({
      rows: 1_498,
      created: 0,
      updated: 0,
      unchanged: 1_498,
      bad: [],
      outcome: "stored",
    });
  });

  it("comes back from its own export unchanged", async () => {
    let exported = "";
    for await (const piece of exportOrganizations(test.db, node.shell.now)) exported += piece;
    expect(await importing(exported)).toEqual({
      rows: 1_500,
      created: 0,
      updated: 0,
      unchanged: 1_500,
      bad: [],
      outcome: "stored",
    });
  });
});

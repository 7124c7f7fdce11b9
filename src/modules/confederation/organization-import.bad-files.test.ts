import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { type ImportOptions, importOrganizations } from "#confederation";
import type { Ctx } from "#platform/context";
import { hasMessage, translator } from "#platform/i18n/i18n";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";
import { tables } from "./tables.ts";

const HEADER =
  "external_id,parent_external_id,kind,name,language,country,subdivision,place,latitude,longitude,languages,founded_on,website,description";

async function* bytesOf(file: string | Uint8Array) {
  yield typeof file === "string" ? Buffer.from(file) : file;
}

describe("importing files with something wrong in them", () => {
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
  const short = (result: { bad: readonly { line: number; column: string; rule: string }[] }) =>
    result.bad.map(({ line, column, rule }) => `${line} ${column} ${rule}`);
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

  it("tells all 200 bad rows and stores nothing", async () => {
    const before = await count();
    const rows = Array.from(
      { length: 400 },
      (_, at) => `bulk${at},${at % 2 ? "commune" : "comune"},Nombre ${at}`,
    );
    const result = await importing(`external_id,kind,name\n${rows.join("\n")}\n`);
    expect(result).toMatchObject({ rows: 400, created: 0, updated: 0, unchanged: 0, outcome: "refused" });
    expect(short(result)).toEqual(Array.from({ length: 200 }, (_, at) => `${2 + at * 2} kind kindUnknown`));
    expect(result.bad[0]?.message).toContain("“comune” is not a kind of organisation");
    expect(await count()).toBe(before);
  });

  it("leaves out bad rows and those below them where that is asked", async () => {
    const file =
      "external_id,parent_external_id,kind,name,website\ns1,,commune,Uno,nowhere\ns2,s1,commune,Dos,\ns3,s2,commune,Tres,\ns4,,commune,Cuatro,\ns5,none,commune,Cinco,\n";
    const result = await importing(file, { skipBad: true });
    expect(result).toMatchObject({ rows: 5, created: 1, outcome: "stored" });
    expect(short(result)).toEqual([
      "2 website websiteMalformed",
      "3 parent_external_id parentSkipped",
      "4 parent_external_id parentSkipped",
      "6 parent_external_id parentUnknown",
    ]);
    expect([await find("s1"), await find("s3"), await find("s5")]).toEqual([undefined, undefined, undefined]);
    expect((await acts()).at(-1)?.record).toMatchObject({ created: 1, skipped: 4 });
  });

  it("finds cycles within the file and against the node", async () => {
    expect(
      short(
        await importing(
          "external_id,parent_external_id,kind,name\nc1,c2,commune,a\nc2,c1,commune,b\nc3,c1,commune,c\n",
        ),
      ),
    ).toEqual(["2 parent_external_id treeHasCycle", "3 parent_external_id treeHasCycle"]);
    await importing(
      "external_id,parent_external_id,kind,name\nn1,,commune,a\nn2,n1,commune,b\nn3,n2,commune,c\n",
    );
    expect(short(await importing("external_id,parent_external_id,kind,name\nn1,n3,commune,a\n"))).toEqual([
      "2 parent_external_id treeHasCycle",
    ]);
    expect(
      await importing("external_id,parent_external_id,kind,name\nn3,,commune,c\nn1,n3,commune,a\n"),
    ).toMatchObject({ updated: 2, bad: [] });
  });

  it("counts the levels that a moved organisation takes with it", async () => {
    const chain = (name: string, levels: number) =>
      Array.from(
        { length: levels },
        (_, at) => `${name}${at},${at ? name + (at - 1) : ""},commune,${name}`,
      ).join("\n");
    await importing(`external_id,parent_external_id,kind,name\n${chain("p", 7)}\n${chain("q", 6)}\n`);
    expect(short(await importing("external_id,parent_external_id,kind,name\nq0,p6,commune,q\n"))).toEqual([
      "2 parent_external_id treeTooDeep",
    ]);
    expect(await importing("external_id,parent_external_id,kind,name\nq0,p5,commune,q\n")).toMatchObject({
      updated: 1,
    });
  });

  it("names an id that comes twice", async () => {
    expect(short(await importing("external_id,kind,name\nd,commune,a\nd,commune,b\n"))).toEqual([
      "3 external_id externalIdTwice",
    ]);
  });

  it.each<[string, string | Uint8Array, string[]]>([
    ["an empty file", "", ["1  fileEmpty"]],
    ["UTF-16", Buffer.from(`\ufeff${HEADER}\n`, "utf16le"), ["1  encodingWrong"]],
    ["Latin-1", Buffer.from("external_id,kind,name\nz1,commune,Ñandú\n", "latin1"), ["2  encodingWrong"]],
    [
      "missing columns",
      "external_id,title\n1,2\n",
      ["1 title columnUnknown", "1 kind columnMissing", "1 name columnMissing"],
    ],
    [
      "a quote that took other rows with it",
      'external_id,kind,name\nz1,commune,"a\nz2,commune,"b"\n',
      ["2  quoteBroken"],
    ],
    [
      "a quote that never closes",
      'external_id,kind,name\nz1,commune,"a\nz2,commune,b\n',
      ["2  quoteNotClosed"],
    ],
    ["a huge cell", `external_id,kind,name\nz1,commune,${"x".repeat(70_000)}\n`, ["2  rowTooLong"]],
    ["too few cells", "external_id,kind,name\nz1,commune\n", ["2  cellCountWrong"]],
    ["binary", Buffer.from([0, 1, 2, 3, 255]), ["1  encodingWrong"]],
  ])("refuses %s even where bad rows may be skipped", async (name, file, expected) => {
    const before = await count();
    const result = await importing(file, { skipBad: name !== "too few cells" });
    expect(short(result).sort()).toEqual(expected.sort());
    expect(result.outcome).toBe("refused");
    expect(await count()).toBe(before);
  });

  it("takes a header alone for a file without rows", async () => {
    expect(await importing(`${HEADER}\n`)).toEqual({
      rows: 0,
      created: 0,
      updated: 0,
      unchanged: 0,
      bad: [],
      outcome: "stored",
    });
  });

  it("reports good rows' errors as well as what stopped the reading", async () => {
    expect(short(await importing('external_id,kind,name\nz1,comune,a\nz2,commune,"b\n'))).toEqual([
      "2 kind kindUnknown",
      "3  quoteNotClosed",
    ]);
  });

  it("tells every row whose cells cannot be told apart, and what stands below it", async () => {
    const file =
      "external_id,parent_external_id,kind,name\n" +
      'y1,,commune,Comuna "El Maizal"\ny2,y1,commune,b\ny3,,commune\ny4,y3,commune,d\ny5,,comune,e\n';
    const alone = ["2 name quoteBroken", "4  cellCountWrong", "6 kind kindUnknown"];
    expect(short(await importing(file))).toEqual(alone);
    const skipped = await importing(file, { skipBad: true });
    expect(short(skipped)).toEqual(
      [...alone, "3 parent_external_id parentSkipped", "5 parent_external_id parentSkipped"].sort(),
    );
    expect(skipped.bad[0]?.message).not.toContain("What follows");
  });

  it("has a sentence in four languages for each of its rules", () => {
    const rules = [
      "fileEmpty",
      "encodingWrong",
      "quoteNotClosed",
      "quoteBroken",
      "rowTooLong",
      "tooManyRows",
      "columnUnknown",
      "columnNameless",
      "columnTwice",
      "columnMissing",
      "columnMissingBeside",
      "cellCountWrong",
      "externalIdMissing",
      "externalIdTwice",
      "kindMissing",
      "kindUnknown",
      "nameMissing",
      "textTooLong",
      "textHasControls",
      "textTwice",
      "languageUnknown",
      "languagesTooMany",
      "countryUnknown",
      "subdivisionUnknown",
      "subdivisionOutsideCountry",
      "coordinatesMalformed",
      "coordinatesIncomplete",
      "dateMalformed",
      "websiteMalformed",
      "parentUnknown",
      "parentSkipped",
      "treeHasCycle",
      "treeTooDeep",
    ];
    const facts = {
      value: "v",
      line: 1,
      limit: 2,
      byte: 3,
      found: "other",
      column: "c",
      hint: "none",
      beside: "b",
      expected: 1,
      known: "k",
      language: "es",
      subdivision: "VE-X",
      country: "VE",
      number: 1,
      rest: "read",
    };
    for (const rule of rules) {
      expect(hasMessage(`import.${rule}`), rule).toBe(true);
      for (const language of ["es", "en", "pt", "fr"])
        expect(
          translator(language)(`import.${rule}`, {
            ...facts,
            found: rule === "cellCountWrong" ? 2 : "other",
          }),
        ).not.toBe("");
    }
  });
});

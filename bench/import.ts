// Measures the import of organisations from CSV, on a throw-away embedded database with its real settings (fsync and
// all): `node bench/import.ts [rows]`. Prints seconds for the first import, the second one that changes nothing, one
// that changes a tenth, and for an export.
import { mkdtempSync, rmSync, writeFileSync, createReadStream } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportOrganizations, foundNode, importOrganizations } from "#confederation";
import type { Ctx } from "#platform/context";
import { openDatabase, openPool } from "#platform/database/database";
import { migrate } from "#platform/database/migrate";
import { openFiles } from "#platform/files/files";
import { newId } from "#platform/ids";
import { openKeys } from "#platform/keys";
import { withDatabaseForCommand } from "#platform/postgres/index";

const COLUMNS =
  "external_id,parent_external_id,kind,name,language,country,subdivision,place,latitude,longitude,languages,founded_on,website,description,name:en";
/** Children of each organisation: a tree of six levels. */
const BRANCHES = 9;

function row(at: number, changed: boolean): string {
  const parent = at === 0 ? "" : `org-${Math.floor((at - 1) / BRANCHES)}`;
  const name = `Consejo Comunal Número ${at % 5_000} de la Comuna ${at % 97}`;
  const place = changed ? "Otra parroquia" : `Parroquia ${at % 1_139}`;
  const [latitude, longitude] = [((at % 1_200) / 100).toFixed(2), (-60 - (at % 1_300) / 100).toFixed(2)];
  return `org-${at},${parent},communal_council,"${name}",es,VE,VE-A,${place},${latitude},${longitude},es qu,2010-01-${String(1 + (at % 28)).padStart(2, "0")},https://example.org/${at},"Una descripción de la organización, con algunas palabras sobre lo que produce y quiénes la forman.",Communal council ${at}`;
}

function writeFile(path: string, rows: number, changedEvery: number): void {
  const lines = Array.from({ length: rows }, (_, at) => row(at, at % changedEvery === 1));
  writeFileSync(path, `${COLUMNS}\n${lines.join("\n")}\n`);
}

async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  const result = await work();
  const [seconds, memory] = [(performance.now() - started) / 1_000, process.memoryUsage().rss / 1_048_576];
  console.log(
    `${what.padEnd(32)} ${seconds.toFixed(2).padStart(8)} s   ${memory.toFixed(0).padStart(5)} MB resident`,
  );
  return result;
}

async function measure(ctx: Ctx, folder: string, rows: number): Promise<void> {
  const [plain, changed] = [join(folder, "plain.csv"), join(folder, "changed.csv")];
  writeFile(plain, rows, Infinity);
  writeFile(changed, rows, 10);
  const bring = (path: string) => importOrganizations(ctx, { source: () => createReadStream(path) });
  for (const [what, path] of [
    ["first import", plain],
    ["again, nothing changed", plain],
    ["again, a tenth changed", changed],
  ] as const) {
    const { created, updated, unchanged, bad } = await timed(what, () => bring(path));
    console.log(`  ${created} created, ${updated} updated, ${unchanged} unchanged, ${bad.length} bad`);
  }
  let bytes = 0;
  await timed("export", async () => {
    for await (const piece of exportOrganizations(ctx.db, ctx.now)) bytes += Buffer.byteLength(piece);
  });
  console.log(`  ${(bytes / 1e6).toFixed(1)} MB`);
}

async function main(): Promise<void> {
  const rows = Number(process.argv[2] ?? 50_000);
  const folder = mkdtempSync(join(tmpdir(), "cumbe-bench-"));
  try {
    await withDatabaseForCommand(
      { dataDir: folder, databaseUrl: process.env["DATABASE_URL"], log: () => {} },
      async (connection) => {
        const pool = openPool(connection, 4);
        const db = openDatabase(pool);
        await migrate(db, pool);
        const node = { origin: "http://127.0.0.1", files: openFiles(folder), keys: openKeys(folder), fetch };
        const ctx: Ctx = {
          db,
          actor: { kind: "shell", through: "bench" },
          now: new Date(),
          newId,
          language: "es",
          node,
        };
        const name = { source: "es", texts: { es: "Medición" } };
        await foundNode(ctx, {
          profile: { name, place: "", languages: ["es"] },
          organization: { name },
          person: { name: "Medición", accountId: "bench" },
        });
        await measure(ctx, folder, rows);
        await db.destroy();
      },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();

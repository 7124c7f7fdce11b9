// Importing organisations from a CSV file (RFC 4180): all of it, or nothing, or what is good where that was asked.
// Invariant: one transaction. Nothing is stored unless every row is good or bad ones may be skipped; a second import of
// the same file changes nothing, and so does the import of an export.
import { createHash } from "node:crypto";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { translator } from "#platform/i18n/i18n";
import { appendAct } from "#platform/log/append";
import { readProfile } from "#platform/settings";
import { authorise } from "./mandates.policy.ts";
import { type BadCell, exchangeColumns, type Header, readHeader } from "./organization-import.columns.ts";
import { mergeRow } from "./organization-import.merge.ts";
import { type CsvRecord, MOST_ROWS, readRecords, UnreadableFile } from "./organization-import.reading.ts";
import { checkRow } from "./organization-import.rules.ts";
import {
  closeStage,
  descendantsOf,
  holdOrganizations,
  insertImported,
  lineagesOf,
  matchedRows,
  type NewOrganization,
  openStage,
  type StagedRow,
  stageRows,
  updateImported,
} from "./organization-import.store.ts";
import { type KnownTree, treeFaults, type TreeRow } from "./organization-import.tree.ts";
import { changedFields } from "./organizations.rules.ts";
import { takenSlugs } from "./organizations.store.ts";
import { slugBase, slugGiver } from "./slugs.ts";
import type { OrganizationId } from "./types.ts";

export type ImportOptions = {
  /** The file's bytes from their beginning. Asked for again when the transaction has to be. */
  readonly source: () => AsyncIterable<Uint8Array>;
  /** Do everything, store nothing. */
  readonly dryRun?: boolean;
  /** Leave bad rows out, and what stands below them, instead of refusing the file. */
  readonly skipBad?: boolean;
  /** Marks new organisations as examples, for a demonstration. */
  readonly asExample?: boolean;
  /** The external id of the organisation under which rows without a parent are put. */
  readonly under?: string | null;
  readonly onProgress?: (progress: ImportProgress) => void;
};

export type ImportProgress = { readonly stage: "reading" | "storing"; readonly rows: number };

export type BadRow = {
  /** As an editor counts lines; the line on which the row begins. */
  readonly line: number;
  /** Empty where the complaint is about the whole row. */
  readonly column: string;
  readonly rule: string;
  readonly message: string;
};

export type ImportResult = {
  /** Rows of the file, without its header and empty lines. */
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly bad: readonly BadRow[];
  /** `tried`: a dry run that would have been stored; `refused`: nothing was stored because of what is in `bad`. */
  readonly outcome: "stored" | "tried" | "refused";
};

/**
 * Imports organisations; needs `organization.import` for the node. Bad rows are not thrown but told in the result;
 * refuses with `parentUnknown` when `under` names nobody. It cannot join an open transaction: a dry run undoes its own.
 */
export async function importOrganizations(ctx: Ctx, options: ImportOptions): Promise<ImportResult> {
  if (ctx.db.isTransaction) throw new Error("an import is a transaction of its own");
  // Asked before the file is read, and again inside: nobody makes others wait without a mandate.
  await authorise(ctx, "organization.import", null);
  try {
    return await transact(ctx, async (tx) => {
      const result = await importInside(tx, options);
      if (result.outcome !== "stored") throw new NothingStored(result);
      return result;
    });
  } catch (error) {
    if (error instanceof NothingStored) return error.result;
    throw error;
  }
}

/** Carries the result out of a transaction that is to be undone. */
class NothingStored extends Error {
  readonly result: ImportResult;
  constructor(result: ImportResult) {
    super("nothing is stored");
    this.result = result;
  }
}

async function importInside(tx: Ctx, options: ImportOptions): Promise<ImportResult> {
  await holdOrganizations(tx);
  const authority = await authorise(tx, "organization.import", null);
  const read = await stageFile(tx, options);
  const tree = await judgeTree(tx, read, options);
  const bad = [...read.bad, ...tree.bad].sort(byPlace);
  const result = {
    rows: read.rows,
    created: 0,
    updated: 0,
    unchanged: 0,
    bad: bad.map((cell) => withMessage(tx, cell)),
  };
  if (!read.header || read.stopped || (bad.length > 0 && !options.skipBad))
    return { ...result, outcome: "refused" };
  await closeStage(tx, [...new Set(bad.map((cell) => cell.line))], tree.parents);
  const counts = await storeRows(tx, read.header, read.slugBases, options);
  if (options.dryRun) return { ...result, ...counts, outcome: "tried" };
  if (counts.created + counts.updated > 0) {
    await appendAct(tx, {
      type: "confederation.organizations.imported",
      subject: "/organizations",
      mandateId: authority.mandateId,
      record: {
        sha256: read.sha256,
        rows: read.rows,
        ...counts,
        skipped: new Set(bad.map((cell) => cell.line)).size,
      },
    });
  }
  return { ...result, ...counts, outcome: "stored" };
}

type RowInTree = { line: number; key: string | null; parent: string | null | undefined; bad: boolean };

type ReadFile = {
  header: Header | undefined;
  rows: number;
  bad: BadCell[];
  /** The file could not be read to its end, so that nothing of it can be trusted. */
  stopped: boolean;
  tree: RowInTree[];
  slugBases: Set<string>;
  sha256: string;
};

async function stageFile(tx: Ctx, options: ImportOptions): Promise<ReadFile> {
  const read: ReadFile = {
    header: undefined,
    rows: 0,
    bad: [],
    stopped: false,
    tree: [],
    slugBases: new Set(),
    sha256: "",
  };
  const language = (await readProfile(tx.db))?.languages[0] ?? "es";
  const hash = createHash("sha256");
  await openStage(tx);
  try {
    for await (const records of readRecords(options.source(), hash)) {
      await stageRows(tx, takeRecords(tx, read, records, language));
      options.onProgress?.({ stage: "reading", rows: read.rows });
      // A header that is not understood leaves nothing to judge rows by.
      if (read.stopped) return read;
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    read.bad.push({ line: error.line, column: "", rule: error.rule, facts: error.facts });
    read.stopped = true;
  }
  if (!read.header && !read.stopped) read.bad.push({ line: 1, column: "", rule: "fileEmpty", facts: {} });
  read.sha256 = hash.digest("hex");
  return read;
}

/** Judges a batch of records and returns those that can be staged. */
function takeRecords(tx: Ctx, read: ReadFile, records: readonly CsvRecord[], language: string): StagedRow[] {
  const staged: StagedRow[] = [];
  for (const record of records) {
    if (!read.header) {
      const found = readHeader(record.cells, record.line);
      if ("bad" in found) {
        read.bad.push(...found.bad);
        read.stopped = true;
        return [];
      }
      read.header = found.header;
      continue;
    }
    if (read.rows >= MOST_ROWS) throw new UnreadableFile("tooManyRows", record.line, { limit: MOST_ROWS });
    read.rows++;
    const checked = checkRow(record, read.header, language);
    read.bad.push(...checked.bad);
    read.tree.push({
      line: record.line,
      key: checked.externalId,
      parent: checked.parentExternalId,
      bad: checked.row === null,
    });
    if (!checked.row) continue;
    const { row } = checked;
    read.slugBases.add(slugBase(row.names[row.language] ?? ""));
    staged.push({
      line: row.line,
      id: tx.newId(),
      key: row.externalId,
      parentKey: row.parentExternalId ?? null,
      content: row,
    });
  }
  return staged;
}

async function judgeTree(tx: Ctx, read: ReadFile, options: ImportOptions) {
  const under = options.under ?? null;
  const named = new Set(
    read.tree.flatMap((row) => [row.key, row.parent]).filter((key) => typeof key === "string"),
  );
  if (under !== null) named.add(under);
  const lineages = await lineagesOf(tx, [...named]);
  if (under !== null && !lineages.has(under))
    throw new Refusal("invalid", "parentUnknown", { parent: under });
  const rows = read.tree.flatMap((row): TreeRow[] =>
    row.key === null
      ? []
      : [{ line: row.line, key: row.key, parent: parentOf(row, lineages, under), bad: row.bad }],
  );
  const moving = rows
    .filter((row) => lineages.has(row.key) && lineages.get(row.key) !== row.parent)
    .map((row) => row.key);
  const known = moving.length === 0 ? lineages : new Map([...lineages, ...(await descendantsOf(tx, moving))]);
  const bad = treeFaults(rows, known, options.skipBad === true);
  const said = new Map(read.tree.map((row) => [row.line, row.parent ?? null]));
  const parents = rows
    .filter((row) => row.parent !== said.get(row.line))
    .map((row) => ({ line: row.line, parentKey: row.parent }));
  return { bad, parents };
}

/** The file's word; without one, what stands or else `under`. The organisation named by `under` is not put under itself. */
function parentOf(row: RowInTree, known: KnownTree, under: string | null): string | null {
  if (typeof row.parent === "string") return row.parent;
  const keeps = row.parent === undefined || row.key === under;
  const stands = row.key === null ? undefined : known.get(row.key);
  return keeps && stands !== undefined ? stands : row.key === under ? null : under;
}

const SLICE_ROWS = 2_000;

async function storeRows(tx: Ctx, header: Header, slugBases: ReadonlySet<string>, options: ImportOptions) {
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const giveSlug = slugGiver(await takenSlugs(tx, [...slugBases]));
  let line: number | null = 0;
  while (line !== null) {
    const slice = await matchedRows(tx, line, SLICE_ROWS);
    const created: NewOrganization[] = [];
    const updated: (ReturnType<typeof mergeRow> & { id: OrganizationId })[] = [];
    for (const { before, content, knownId, newId, parentId } of slice.rows) {
      const after = mergeRow(before, content, header, parentId);
      if (knownId === null || before === null) {
        created.push({
          ...after,
          id: newId,
          slug: giveSlug(after.name.texts[after.name.source] ?? ""),
          externalId: content.externalId,
        });
      } else if (changedFields(before, after).length > 0) updated.push({ ...after, id: knownId });
      else counts.unchanged++;
    }
    await insertImported(tx, created, options.asExample === true);
    await updateImported(tx, updated);
    counts.created += created.length;
    counts.updated += updated.length;
    line = slice.lastLine;
    options.onProgress?.({ stage: "storing", rows: counts.created + counts.updated + counts.unchanged });
  }
  return counts;
}

function byPlace(one: BadCell, other: BadCell): number {
  const place = (column: string) => (exchangeColumns as readonly string[]).indexOf(column);
  return one.line - other.line || place(one.column) - place(other.column);
}

function withMessage(tx: Ctx, { line, column, rule, facts }: BadCell): BadRow {
  return { line, column, rule, message: translator(tx.language)(`import.${rule}`, facts) };
}

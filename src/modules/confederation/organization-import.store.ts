// How a file's rows reach the table: through a temporary table, then in slices, one statement each.
// Everything here runs in the transaction of the import, which holds the table against other writers.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { ExchangedFields } from "./organization-import.merge.ts";
import type { FileRow } from "./organization-import.rules.ts";
import type { KnownTree } from "./organization-import.tree.ts";
import type { OrganizationId } from "./types.ts";

/** What names an organisation in a file; see migration 0011. */
const keyOf = (alias: string) =>
  sql`coalesce(${sql.ref(`${alias}.external_id`)}, 'urn:uuid:' || ${sql.ref(`${alias}.id`)}::text)`;

/** Other writers of organisations wait; readers do not. Taken first, so that the transaction sees all of their work. */
export async function holdOrganizations(tx: Ctx): Promise<void> {
  await sql`lock table organizations in share row exclusive mode`.execute(tx.db);
}

export async function openStage(tx: Ctx): Promise<void> {
  await sql`create temporary table import_rows (
    line integer primary key, id uuid not null, key text not null, parent_key text, content jsonb not null
  ) on commit drop`.execute(tx.db);
}

export type StagedRow = {
  readonly line: number;
  readonly id: string;
  readonly key: string;
  readonly parentKey: string | null;
  readonly content: FileRow;
};

export async function stageRows(tx: Ctx, rows: readonly StagedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into import_rows (line, id, key, parent_key, content)
    select line, id, key, "parentKey", content
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(line integer, id uuid, key text, "parentKey" text, content jsonb)`.execute(tx.db);
}

/** Bad rows leave; the rest gets its indexes and the parents that only the whole file or the node could say. */
export async function closeStage(
  tx: Ctx,
  badLines: readonly number[],
  parents: readonly { line: number; parentKey: string | null }[],
): Promise<void> {
  if (badLines.length > 0)
    await sql`delete from import_rows where line = any(${badLines}::integer[])`.execute(tx.db);
  if (parents.length > 0) {
    await sql`update import_rows r set parent_key = p."parentKey"
      from jsonb_to_recordset(${JSON.stringify(parents)}::jsonb) as p(line integer, "parentKey" text)
      where r.line = p.line`.execute(tx.db);
  }
  await sql`create unique index on import_rows (key)`.execute(tx.db);
  await sql`analyze import_rows`.execute(tx.db);
}

type Pair = { key: string; parent: string | null };

/** The organisations that these keys name, and all above them. */
export async function lineagesOf(tx: Ctx, keys: readonly string[]): Promise<KnownTree> {
  const { rows } = await sql<Pair>`
    with recursive named as (
      select o.id, o.parent_id from organizations o where ${keyOf("o")} in (select unnest(${keys}::text[]))
      union
      select above.id, above.parent_id from organizations above join named on above.id = named.parent_id
    )
    select ${keyOf("o")} as key, case when p.id is not null then ${keyOf("p")} end as parent
    from named n join organizations o on o.id = n.id left join organizations p on p.id = o.parent_id`.execute(
    tx.db,
  );
  return new Map(rows.map((row) => [row.key, row.parent]));
}

/** All that stands below these organisations. */
export async function descendantsOf(tx: Ctx, keys: readonly string[]): Promise<KnownTree> {
  const { rows } = await sql<Pair>`
    with recursive below as (
      select o.id, o.parent_id from organizations o where ${keyOf("o")} in (select unnest(${keys}::text[]))
      union
      select under.id, under.parent_id from organizations under join below on under.parent_id = below.id
    )
    select ${keyOf("o")} as key, ${keyOf("p")} as parent
    from below b join organizations o on o.id = b.id join organizations p on p.id = o.parent_id`.execute(
    tx.db,
  );
  return new Map(rows.map((row) => [row.key, row.parent]));
}

export type MatchedRow = {
  readonly newId: OrganizationId;
  readonly content: FileRow;
  readonly parentId: OrganizationId | null;
  readonly knownId: OrganizationId | null;
  readonly before: ExchangedFields | null;
};

/** The next good rows by line, each with the organisation that it names, if the node has it. */
export async function matchedRows(
  tx: Ctx,
  afterLine: number,
  limit: number,
): Promise<{ rows: MatchedRow[]; lastLine: number | null }> {
  type Read = Omit<MatchedRow, "before"> & {
    line: number;
    name: Multilingual;
    description: Multilingual | null;
  } & Omit<ExchangedFields, "name" | "description" | "parentId"> & { parent_now: OrganizationId | null };
  const { rows } = await sql<Read>`
    with slice as (select * from import_rows where line > ${afterLine} order by line limit ${limit})
    select r.line, r.id as "newId", r.content, o.id as "knownId",
      coalesce(above.id, beside.id) as "parentId", o.parent_id as parent_now,
      o.kind, o.name, o.description, o.country, o.subdivision, o.place, o.latitude, o.longitude, o.languages,
      o.founded_on as "foundedOn", o.website
    from slice r
    left join organizations o on ${keyOf("o")} = r.key
    left join organizations above on ${keyOf("above")} = r.parent_key
    left join import_rows beside on beside.key = r.parent_key
    order by r.line`.execute(tx.db);
  return {
    lastLine: rows.at(-1)?.line ?? null,
    rows: rows.map(({ line: _line, newId, content, parentId, knownId, parent_now, ...fields }) => ({
      newId,
      content,
      parentId,
      knownId,
      before: knownId === null ? null : { ...fields, parentId: parent_now },
    })),
  };
}

const recordColumns = sql`kind text, name jsonb, description jsonb, "parentId" uuid, country text, subdivision text,
  place text, latitude double precision, longitude double precision, languages text[], "foundedOn" date, website text`;

export type NewOrganization = ExchangedFields & {
  readonly id: OrganizationId;
  readonly slug: string;
  readonly externalId: string;
};

export async function insertImported(
  tx: Ctx,
  organizations: readonly NewOrganization[],
  isExample: boolean,
): Promise<void> {
  if (organizations.length === 0) return;
  await sql`insert into organizations (id, slug, external_id, parent_id, kind, name, description, country, subdivision, place,
      latitude, longitude, languages, founded_on, website, status, is_example, created_at, updated_at)
    select id, slug, "externalId", "parentId", kind, name, nullif(description, 'null'), country, subdivision, place,
      latitude, longitude, languages, "foundedOn", website, 'listed', ${isExample}, ${tx.now}, ${tx.now}
    from jsonb_to_recordset(${JSON.stringify(organizations)}::jsonb)
      as r(id uuid, slug text, "externalId" text, ${recordColumns})`.execute(tx.db);
}

export async function updateImported(
  tx: Ctx,
  organizations: readonly (ExchangedFields & { readonly id: OrganizationId })[],
): Promise<void> {
  if (organizations.length === 0) return;
  await sql`update organizations o set kind = r.kind, name = r.name, description = nullif(r.description, 'null'),
      parent_id = r."parentId", country = r.country, subdivision = r.subdivision, place = r.place, latitude = r.latitude,
      longitude = r.longitude, languages = r.languages, founded_on = r."foundedOn", website = r.website, updated_at = ${tx.now}
    from jsonb_to_recordset(${JSON.stringify(organizations)}::jsonb) as r(id uuid, ${recordColumns})
    where o.id = r.id`.execute(tx.db);
}

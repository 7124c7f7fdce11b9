// Organisations with who speaks for them today, for protocols and files that leave the node.
// Invariant: only what is public: people by name and id alone, and only for as long as their mandate is in force.
import { type RawBuilder, sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { MandateId, OrganizationId, OrganizationKind, OrganizationStatus, PersonId } from "./types.ts";

export type OfficeHolder = {
  readonly mandateId: MandateId;
  readonly office: string;
  readonly officeName: Multilingual;
  readonly personId: PersonId;
  readonly personName: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
};

export type PublicOrganization = {
  readonly id: OrganizationId;
  readonly slug: string;
  readonly externalId: string | null;
  readonly parentId: OrganizationId | null;
  /** What names the parent in files: its external id, else its id as a URN. */
  readonly parentKey: string | null;
  readonly kind: OrganizationKind;
  readonly name: Multilingual;
  readonly description: Multilingual | null;
  readonly country: string | null;
  readonly subdivision: string | null;
  readonly place: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly languages: readonly string[];
  readonly foundedOn: string | null;
  readonly website: string | null;
  readonly publicContact: string | null;
  readonly status: OrganizationStatus;
  readonly isExample: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly holders: readonly OfficeHolder[];
};

type Read = Omit<PublicOrganization, "holders"> & {
  holders: (Omit<OfficeHolder, "startsAt" | "endsAt"> & { startsAt: string; endsAt: string | null })[];
};

function publicOrganizations(which: RawBuilder<unknown>, now: Date): RawBuilder<Read> {
  return sql<Read>`
    select o.id, o.slug, o.external_id as "externalId", o.parent_id as "parentId",
      case when p.id is not null then coalesce(p.external_id, 'urn:uuid:' || p.id::text) end as "parentKey",
      o.kind, o.name, o.description, o.country, o.subdivision, o.place, o.latitude, o.longitude, o.languages,
      o.founded_on as "foundedOn", o.website, o.public_contact as "publicContact", o.status, o.is_example as "isExample",
      o.created_at as "createdAt", o.updated_at as "updatedAt",
      coalesce((
        select jsonb_agg(jsonb_build_object('mandateId', m.id, 'office', m.office, 'officeName', f.name, 'personId', m.person_id,
          'personName', who.name, 'startsAt', m.starts_at, 'endsAt', m.ends_at) order by f.position, m.starts_at, m.id)
        from mandates m join offices f on f.key = m.office join people who on who.id = m.person_id
        where m.organization_id = o.id and not f.unlisted and m.recalled_at is null and m.starts_at <= ${now}
          and (m.ends_at is null or m.ends_at > ${now})
      ), '[]') as holders
    from organizations o left join organizations p on p.id = o.parent_id
    ${which}`;
}

function fromRead(row: Read): PublicOrganization {
  return {
    ...row,
    holders: row.holders.map((holder) => ({
      ...holder,
      startsAt: new Date(holder.startsAt),
      endsAt: holder.endsAt === null ? null : new Date(holder.endsAt),
    })),
  };
}

/** Organisations in the order of their ids, after the one named, with those in office at `now`. */
export async function pageOfOrganizations(
  db: Db,
  page: { readonly after: string | null; readonly limit: number; readonly now: Date },
): Promise<PublicOrganization[]> {
  const which = sql`where ${page.after}::uuid is null or o.id > ${page.after}::uuid order by o.id limit ${page.limit}`;
  const { rows } = await publicOrganizations(which, page.now).execute(db);
  return rows.map(fromRead);
}

const SLICE_ROWS = 1_000;

/** All organisations as they are at one instant, in slices, so that a node of any size can be read. */
export async function* everyOrganization(db: Db, now: Date): AsyncGenerator<PublicOrganization[]> {
  yield* atOneInstant(db, async function* (tx) {
    let after: string | null = null;
    for (;;) {
      const slice: PublicOrganization[] = await pageOfOrganizations(tx, { after, limit: SLICE_ROWS, now });
      if (slice.length > 0) yield slice;
      if (slice.length < SLICE_ROWS) return;
      after = slice.at(-1)?.id ?? null;
    }
  });
}

/** Reads in one REPEATABLE READ snapshot, given back to the pool even when the reader stops half-way. */
export async function* atOneInstant<Part>(
  db: Db,
  read: (tx: Db) => AsyncGenerator<Part>,
): AsyncGenerator<Part> {
  if (db.isTransaction) {
    yield* read(db);
    return;
  }
  const tx = await db
    .startTransaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute();
  try {
    yield* read(tx);
  } finally {
    await tx.rollback().execute();
  }
}

/** The languages of translations, for the columns of a file: those of texts beside a name's own language. */
export async function translationLanguages(db: Db): Promise<{ name: string[]; description: string[] }> {
  const { rows } = await sql<{ field: "name" | "description"; language: string }>`
    select distinct 'name' as field, language from organizations, jsonb_object_keys(name->'texts') as language
      where language <> name->>'source'
    union
    select distinct 'description', language from organizations, jsonb_object_keys(description->'texts') as language
      where language <> name->>'source'
    order by 1, 2`.execute(db);
  const of = (field: "name" | "description") =>
    rows.filter((row) => row.field === field).map((row) => row.language);
  return { name: of("name"), description: of("description") };
}

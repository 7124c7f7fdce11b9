// The only SQL that writes texts and their versions.
import type { MandateId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import { tables } from "./tables.ts";
import type { AuthenticText, TextVersionBody } from "./text-model.ts";
import type { CongressText, EditionId, TextId, TextState, TextVersion } from "./types.ts";

const columns = [
  "id",
  "edition_id",
  "slug",
  "title",
  "language",
  "state",
  "amendable",
  "authentic",
  "readings",
  "days_between",
  "amended_between",
  "last_version",
  "adopted_version",
  "adopted_at",
  "published_at",
  "created_at",
] as const;

function textsOf(db: Db, editionId: EditionId) {
  return tables(db).selectFrom("congress_texts").select(columns).where("edition_id", "=", editionId);
}

type ReadText = NonNullable<Awaited<ReturnType<ReturnType<typeof textsOf>["executeTakeFirst"]>>>;

function textOf(row: ReadText): CongressText {
  return {
    id: row.id as TextId,
    editionId: row.edition_id as EditionId,
    slug: row.slug,
    title: row.title,
    language: row.language,
    state: row.state,
    amendable: row.amendable,
    authentic: row.authentic,
    reading: {
      readings: row.readings,
      daysBetween: row.days_between,
      amendedBetween: row.amended_between,
    },
    lastVersion: row.last_version,
    adoptedVersion: row.adopted_version,
    adoptedAt: row.adopted_at,
    publishedAt: row.published_at,
    createdAt: row.created_at,
  };
}

export async function findTextBySlug(
  db: Db,
  editionId: EditionId,
  slug: string,
): Promise<CongressText | undefined> {
  const row = await textsOf(db, editionId).where("slug", "=", slug).executeTakeFirst();
  return row && textOf(row);
}

/** The text as it stands, locked for the act that changes it. */
export async function lockText(
  tx: Ctx,
  editionId: EditionId,
  slug: string,
): Promise<CongressText | undefined> {
  const row = await textsOf(tx.db, editionId).where("slug", "=", slug).forUpdate().executeTakeFirst();
  return row && textOf(row);
}

export async function listTextsOf(db: Db, editionId: EditionId): Promise<CongressText[]> {
  const rows = await textsOf(db, editionId).orderBy("created_at").orderBy("id").execute();
  return rows.map(textOf);
}

/** The text that an earlier sending of the same form made. */
export async function findTextByRequest(
  tx: Ctx,
  editionId: EditionId,
  requestKey: string,
): Promise<CongressText | undefined> {
  const row = await textsOf(tx.db, editionId).where("request_key", "=", requestKey).executeTakeFirst();
  return row && textOf(row);
}

export async function textSlugsOf(tx: Ctx, editionId: EditionId): Promise<Set<string>> {
  const rows = await tables(tx.db)
    .selectFrom("congress_texts")
    .select("slug")
    .where("edition_id", "=", editionId)
    .execute();
  return new Set(rows.map((row) => row.slug));
}

export type NewText = Pick<CongressText, "editionId" | "slug" | "title" | "language"> & {
  readonly requestKey: string;
  readonly amendable?: boolean;
};

/** A draft whose first version is about to be stored. */
export async function insertText(tx: Ctx, text: NewText): Promise<TextId> {
  const id = tx.newId() as TextId;
  await tables(tx.db)
    .insertInto("congress_texts")
    .values({
      id,
      edition_id: text.editionId,
      slug: text.slug,
      title: JSON.stringify(text.title),
      language: text.language,
      state: "draft",
      last_version: 1,
      last_amendment: 0,
      last_adoption: 0,
      created_at: tx.now,
      request_key: text.requestKey,
      amendable: text.amendable ?? true,
    })
    .execute();
  return id;
}

export type NewVersion = {
  readonly textId: TextId;
  readonly number: number;
  readonly body: TextVersionBody;
  readonly contentHash: Uint8Array;
  readonly mandateId: MandateId | null;
  readonly actId: string;
  readonly authentic?: readonly AuthenticText[];
};

/** Stores a version; the text's counter must already say its number. */
export async function insertVersion(tx: Ctx, version: NewVersion): Promise<void> {
  await tables(tx.db)
    .insertInto("text_versions")
    .values({
      text_id: version.textId,
      number: version.number,
      parent_number: version.number === 1 ? null : version.number - 1,
      body: JSON.stringify(version.body),
      content_hash: Buffer.from(version.contentHash),
      mandate_id: version.mandateId,
      made_at: tx.now,
      act_id: version.actId,
      authentic: version.authentic ? JSON.stringify(version.authentic) : null,
    })
    .execute();
}

export async function readVersion(db: Db, textId: TextId, number: number): Promise<TextVersion | undefined> {
  const row = await tables(db)
    .selectFrom("text_versions")
    .select(["number", "body", "content_hash", "authentic"])
    .where("text_id", "=", textId)
    .where("number", "=", number)
    .executeTakeFirst();
  if (!row) return undefined;
  const { body, authentic } = row;
  return { number: row.number, body, contentHash: row.content_hash.toString("hex"), authentic };
}

export async function setTextState(tx: Ctx, id: TextId, state: TextState): Promise<void> {
  await tables(tx.db)
    .updateTable("congress_texts")
    .set({ state, ...(state === "published" ? { published_at: tx.now } : {}) })
    .where("id", "=", id)
    .execute();
}

/** Freezes the text at a version. */
export async function markAdopted(tx: Ctx, id: TextId, version: number): Promise<void> {
  await tables(tx.db)
    .updateTable("congress_texts")
    .set({ state: "adopted", adopted_version: version, adopted_at: tx.now })
    .where("id", "=", id)
    .execute();
}

type Counter = "last_version" | "last_amendment" | "last_adoption";

/** The next number of a counter of the text. Whoever raises it at the same time waits, and then starts again. */
export async function raise(tx: Ctx, id: TextId, counter: Counter): Promise<number> {
  const row = await tables(tx.db)
    .updateTable("congress_texts")
    .set((eb) => ({ [counter]: eb(counter, "+", 1) }))
    .where("id", "=", id)
    .returning(counter)
    .executeTakeFirstOrThrow();
  return row[counter];
}

// How an amendment reads now, what it went through since it was proposed, and what it stands among: the amendment that it
// amends, those that amend it, the one that it was written anew from.
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { applyInPlace, type Operation } from "./amendment-operations.rules.ts";
import { type AmendmentView, viewAmendment } from "./amendment-view.rules.ts";
import { listAmendmentsOf, findAmendmentById, listSecondary } from "./amendments.store.ts";
import { type LocatedOperation, plainOperations } from "./carrying.rules.ts";
import { readOpenAmendments } from "./contenders.store.ts";
import { amendmentPath } from "./paths.ts";
import { latestStandings, listStandings, operationsAt, type Standing, versionAt } from "./standings.store.ts";
import type { TextVersionBody } from "./text-model.ts";
import { readVersion } from "./texts.store.ts";
import { tables } from "./tables.ts";
import type { Amendment, AmendmentId, AmendmentState, CongressText, Edition, TextId } from "./types.ts";

export type RelatedAmendment = {
  readonly number: number;
  readonly title: Multilingual;
  readonly state: AmendmentState;
  readonly href: string;
};

export type AmendmentInPlace = {
  /** What it went through, the first first; empty while it reads as it was proposed. */
  readonly standings: readonly Standing[];
  /** How often it has changed: what an amendment to it is written against. */
  readonly revision: number;
  /** The text that an amendment to it is written against: as this one would leave it. Null where it is not open. */
  readonly left: TextVersionBody | null;
  /** Its operations as they read now. */
  readonly operations: readonly Operation[];
  /** As it reads now, where that is not as it was proposed. */
  readonly now: { readonly version: number; readonly changes: AmendmentView } | null;
  readonly parent: RelatedAmendment | null;
  readonly secondary: readonly RelatedAmendment[];
  readonly revises: RelatedAmendment | null;
  readonly revisedBy: readonly RelatedAmendment[];
};

export async function findAmendmentInPlace(
  db: Db,
  edition: Pick<Edition, "slug">,
  text: CongressText & { readonly slug: string },
  amendment: Amendment,
): Promise<AmendmentInPlace> {
  const related = (one: Amendment): RelatedAmendment => ({
    number: one.number,
    title: one.title,
    state: one.state,
    href: amendmentPath(edition.slug, text.slug, one.number),
  });
  const one = async (id: AmendmentId | null) => {
    const found = id && (await findAmendmentById(db, text.id, id));
    return found ? related(found) : null;
  };
  const standings = await listStandings(db, amendment.id);
  return {
    standings,
    revision: standings.at(-1)?.revision ?? 0,
    ...(await asItReads(db, text, amendment, standings)),
    parent: await one(amendment.parentId),
    secondary: (await listSecondary(db, text.id, amendment.id)).map(related),
    revises: await one(amendment.revisesId),
    revisedBy: (await revisionsOf(db, text.id, amendment.id)).map(related),
  };
}

async function asItReads(
  db: Db,
  text: CongressText,
  amendment: Amendment,
  standings: readonly Standing[],
): Promise<Pick<AmendmentInPlace, "left" | "now" | "operations">> {
  const { body, open } = await readOpenAmendments(db, text);
  const own = open.find((one) => one.amendment.id === amendment.id);
  if (!own)
    return {
      left: null,
      now: await asItWasTaken(db, text, amendment),
      operations: amendment.operations,
    };
  const parent = open.find((one) => one.number === own.parent);
  const under = parent ? applyInPlace(body, parent.operations) : { ok: true as const, body };
  const left = under.ok ? applyInPlace(under.body, own.operations) : under;
  const changed = standings.some(({ outcome }) => outcome === "moved" || outcome === "rewritten");
  const changes = changed && under.ok ? viewAmendment(under.body, own.operations, text.language) : undefined;
  return {
    left: left.ok ? left.body : null,
    operations: own.operations,
    now: changes?.ok ? { version: text.lastVersion, changes } : null,
  };
}

/** An incorporated amendment as it went into the text, where that was not as it was proposed. */
async function asItWasTaken(db: Db, text: CongressText, amendment: Amendment) {
  const standing = (await latestStandings(db, [amendment.id])).get(amendment.id);
  if (!standing?.operations || amendment.incorporatedVersion === null) return null;
  const before = await readVersion(db, text.id, amendment.incorporatedVersion - 1);
  const changes = before && viewAmendment(before.body, standing.operations, text.language);
  return changes?.ok ? { version: amendment.incorporatedVersion - 1, changes } : null;
}

async function revisionsOf(db: Db, textId: TextId, id: AmendmentId): Promise<Amendment[]> {
  const rows = await tables(db)
    .selectFrom("amendments")
    .select("id")
    .where("revises_id", "=", id)
    .orderBy("number")
    .execute();
  const found = await Promise.all(rows.map((row) => findAmendmentById(db, textId, row.id as AmendmentId)));
  return found.filter((one) => one !== undefined);
}

/** The text that an amendment was written against: a version or, for a secondary one, what its parent left of it then. */
export async function baseOfAmendment(
  db: Db,
  text: Pick<CongressText, "id">,
  amendment: Amendment,
): Promise<TextVersionBody> {
  const { parentId, parentRevision } = amendment;
  const bodyOf = async (version: number) => (await readVersion(db, text.id, version))?.body ?? [];
  if (parentId === null || parentRevision === null) return bodyOf(amendment.baseVersion);
  const parent = await findAmendmentById(db, text.id, parentId);
  if (!parent) throw new Error(`amendment ${amendment.id} has lost its parent`);
  const version = (await versionAt(db, parentId, parentRevision)) ?? parent.baseVersion;
  const operations = (await operationsAt(db, parentId, parentRevision)) ?? parent.operations;
  const left = applyInPlace(await bodyOf(version), operations);
  if (!left.ok) throw new Error(`amendment ${parentId} does not fit the version that it stood against`);
  return left.body;
}

/**
 * What each incorporated amendment of a text did to the version before the one that it made, by its number: its operations
 * as they were proposed, or as they read once others, or amendments to it, had changed them.
 */
export async function listEffectiveOperations(
  db: Db,
  textId: TextId,
): Promise<ReadonlyMap<number, readonly Operation[]>> {
  const incorporated = (await listAmendmentsOf(db, textId)).filter((one) => one.incorporatedVersion !== null);
  const standings = await latestStandings(
    db,
    incorporated.map(({ id }) => id),
  );
  return new Map(
    incorporated.map(({ id, number, operations }) => {
      const stored: readonly LocatedOperation[] | null | undefined = standings.get(id)?.operations;
      return [number, stored ? plainOperations(stored) : operations];
    }),
  );
}

// The only SQL that writes amendments.
import type { MandateId, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Facts } from "#platform/errors";
import type { Operation } from "./amendment-operations.rules.ts";
import { tables } from "./tables.ts";
import type { Amendment, AmendmentId, AmendmentState, TextId } from "./types.ts";

const columns = [
  "id",
  "number",
  "base_version",
  "title",
  "reason",
  "operations",
  "organization_id",
  "mandate_id",
  "state",
  "proposed_at",
  "state_at",
  "adoption_order",
  "incorporated_version",
  "obstacle",
  "obstacle_facts",
  "parent_id",
  "parent_revision",
  "revises_id",
] as const;

function amendmentsOf(db: Db, textId: TextId) {
  return tables(db).selectFrom("amendments").select(columns).where("text_id", "=", textId);
}

type ReadAmendment = NonNullable<Awaited<ReturnType<ReturnType<typeof amendmentsOf>["executeTakeFirst"]>>>;

function amendmentOf(row: ReadAmendment): Amendment {
  return {
    id: row.id as AmendmentId,
    number: row.number,
    baseVersion: row.base_version,
    title: row.title,
    reason: row.reason,
    operations: row.operations,
    organizationId: row.organization_id as OrganizationId,
    mandateId: row.mandate_id as MandateId,
    state: row.state,
    proposedAt: row.proposed_at,
    stateAt: row.state_at,
    adoptionOrder: row.adoption_order,
    incorporatedVersion: row.incorporated_version,
    parentId: row.parent_id as AmendmentId | null,
    parentRevision: row.parent_revision,
    revisesId: row.revises_id as AmendmentId | null,
    obstacle: row.obstacle === null ? null : { reason: row.obstacle, facts: row.obstacle_facts ?? {} },
  };
}

const OPEN_STATES = ["proposed", "voting", "quorum_not_reached", "adopted"] as const;

/** Which rows of a list. */
export type Range = { readonly offset: number; readonly limit: number };

/** In the order of their numbers: all, or some of them. */
export async function listAmendmentsOf(db: Db, textId: TextId, range?: Range): Promise<Amendment[]> {
  const all = amendmentsOf(db, textId).orderBy("number");
  return (await (range ? all.offset(range.offset).limit(range.limit) : all).execute()).map(amendmentOf);
}

export async function countAmendments(db: Db, textId: TextId): Promise<number> {
  const row = await tables(db)
    .selectFrom("amendments")
    .select((eb) => eb.fn.countAll<bigint>().as("count"))
    .where("text_id", "=", textId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function findAmendmentByNumber(
  db: Db,
  textId: TextId,
  number: number,
): Promise<Amendment | undefined> {
  const row = await amendmentsOf(db, textId).where("number", "=", number).executeTakeFirst();
  return row && amendmentOf(row);
}

/** The amendment as it stands, locked for the act that changes it. */
export async function lockAmendment(
  tx: Ctx,
  textId: TextId,
  which: { readonly number: number } | { readonly id: AmendmentId },
): Promise<Amendment | undefined> {
  const query = amendmentsOf(tx.db, textId).forUpdate();
  const row = await (
    "id" in which ? query.where("id", "=", which.id) : query.where("number", "=", which.number)
  ).executeTakeFirst();
  return row && amendmentOf(row);
}

/** Those that wait for incorporation, in the order in which they were adopted, locked. */
export async function lockAdopted(tx: Ctx, textId: TextId): Promise<Amendment[]> {
  const rows = await amendmentsOf(tx.db, textId)
    .where("state", "=", "adopted")
    .orderBy("adoption_order")
    .forUpdate()
    .execute();
  return rows.map(amendmentOf);
}

/** The number that an earlier sending of the same form was given. */
export async function findAmendmentByRequest(
  tx: Ctx,
  textId: TextId,
  requestKey: string,
): Promise<number | undefined> {
  const row = await tables(tx.db)
    .selectFrom("amendments")
    .select("number")
    .where("text_id", "=", textId)
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.number;
}

/** Those that are not at their end, in the order of their numbers, locked: a vote may come, or incorporation. */
export async function lockOpen(tx: Ctx, textId: TextId): Promise<Amendment[]> {
  const rows = await amendmentsOf(tx.db, textId)
    .where("state", "in", [...OPEN_STATES])
    .orderBy("number")
    .forUpdate()
    .execute();
  return rows.map(amendmentOf);
}

/** The same for those who only read. */
export async function listOpen(db: Db, textId: TextId): Promise<Amendment[]> {
  const rows = await amendmentsOf(db, textId)
    .where("state", "in", [...OPEN_STATES])
    .orderBy("number")
    .execute();
  return rows.map(amendmentOf);
}

/** The amendments to an amendment, in the order of their numbers. */
export async function listSecondary(db: Db, textId: TextId, parent: AmendmentId): Promise<Amendment[]> {
  const rows = await amendmentsOf(db, textId).where("parent_id", "=", parent).orderBy("number").execute();
  return rows.map(amendmentOf);
}

export async function findAmendmentById(
  db: Db,
  textId: TextId,
  id: AmendmentId,
): Promise<Amendment | undefined> {
  const row = await amendmentsOf(db, textId).where("id", "=", id).executeTakeFirst();
  return row && amendmentOf(row);
}

export async function countUnsettled(tx: Ctx, textId: TextId): Promise<number> {
  const row = await tables(tx.db)
    .selectFrom("amendments")
    .select((eb) => eb.fn.countAll<bigint>().as("count"))
    .where("text_id", "=", textId)
    .where("state", "in", ["proposed", "voting", "adopted"])
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export type NewAmendment = Pick<
  Amendment,
  | "number"
  | "baseVersion"
  | "title"
  | "reason"
  | "organizationId"
  | "mandateId"
  | "parentId"
  | "parentRevision"
  | "revisesId"
> & {
  readonly textId: TextId;
  readonly operations: readonly Operation[];
  readonly requestKey: string;
  readonly actId: string;
};

export async function insertAmendment(tx: Ctx, amendment: NewAmendment): Promise<AmendmentId> {
  const id = tx.newId() as AmendmentId;
  await tables(tx.db)
    .insertInto("amendments")
    .values({
      id,
      text_id: amendment.textId,
      number: amendment.number,
      base_version: amendment.baseVersion,
      title: JSON.stringify(amendment.title),
      reason: JSON.stringify(amendment.reason),
      operations: JSON.stringify(amendment.operations),
      organization_id: amendment.organizationId,
      mandate_id: amendment.mandateId,
      state: "proposed",
      proposed_at: tx.now,
      state_at: tx.now,
      request_key: amendment.requestKey,
      act_id: amendment.actId,
      parent_id: amendment.parentId,
      parent_revision: amendment.parentRevision,
      revises_id: amendment.revisesId,
    })
    .execute();
  return id;
}

type PlainState = Exclude<AmendmentState, "adopted" | "incorporated" | "no_longer_applies" | "superseded">;

export async function setAmendmentState(tx: Ctx, id: AmendmentId, state: PlainState): Promise<void> {
  await change(tx, id, { state });
}

export async function markAmendmentAdopted(tx: Ctx, id: AmendmentId, order: number): Promise<void> {
  await change(tx, id, { state: "adopted", adoption_order: order });
}

export async function markIncorporated(tx: Ctx, id: AmendmentId, version: number): Promise<void> {
  await change(tx, id, { state: "incorporated", incorporated_version: version });
}

/** `order` is its place in the order of adoption, where it has none yet. */
export async function markNoLongerApplies(
  tx: Ctx,
  id: AmendmentId,
  reason: string,
  facts: Facts,
  order?: number,
): Promise<void> {
  await change(tx, id, {
    state: "no_longer_applies",
    ...(order === undefined ? {} : { adoption_order: order }),
    obstacle: reason,
    obstacle_facts: JSON.stringify(facts),
  });
}

/** Ends an amendment without a vote; an adopted one that can no longer be taken is marked by `markNoLongerApplies`. */
export async function markSuperseded(tx: Ctx, id: AmendmentId, reason: string, facts: Facts): Promise<void> {
  await change(tx, id, {
    state: "superseded",
    obstacle: reason,
    obstacle_facts: JSON.stringify(facts),
  });
}

type Change = {
  readonly state: AmendmentState;
  readonly adoption_order?: number;
  readonly incorporated_version?: number;
  readonly obstacle?: string;
  readonly obstacle_facts?: string;
};

async function change(tx: Ctx, id: AmendmentId, to: Change): Promise<void> {
  await tables(tx.db)
    .updateTable("amendments")
    .set({ ...to, state_at: tx.now })
    .where("id", "=", id)
    .execute();
}

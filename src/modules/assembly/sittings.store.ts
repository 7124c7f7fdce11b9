// The only SQL that writes sittings, their agenda and what happened in them.
// Invariant: an event and what follows from it are written together.
import { sql } from "kysely";
import type { MandateId } from "#confederation";
import type { EditionId } from "#congress";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type {
  AgendaItem,
  AgendaItemId,
  ItemDocument,
  ItemKind,
  Sitting,
  SittingEvent,
  SittingId,
} from "./sitting-model.ts";
import { itemStateAfter, standingAfter } from "./standing.rules.ts";
import { tables } from "./tables.ts";
import type { OrganId } from "./types.ts";

export type Plan = {
  readonly title: Multilingual;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly zone: string;
  readonly place: string | null;
  readonly languages: readonly string[];
};

type NewSitting = Plan & {
  readonly editionId: EditionId;
  readonly organId: OrganId;
  readonly number: number;
  readonly plannedUnder: MandateId | null;
  readonly requestKey: string;
  readonly actId: string;
};

const rowOf = (plan: Plan) => ({
  title: JSON.stringify(plan.title),
  starts_at: plan.startsAt,
  ends_at: plan.endsAt,
  zone: plan.zone,
  place: plan.place,
  languages: [...plan.languages],
});

export async function insertSitting(tx: Ctx, sitting: NewSitting): Promise<SittingId> {
  const id = tx.newId() as SittingId;
  await tables(tx.db)
    .insertInto("sittings")
    .values({
      id,
      edition_id: sitting.editionId,
      organ_id: sitting.organId,
      number: sitting.number,
      ...rowOf(sitting),
      state: "planned",
      open_item_id: null,
      speaking_id: null,
      roll_call_id: null,
      last_sequence: 0,
      version: 0,
      planned_under: sitting.plannedUnder,
      planned_at: tx.now,
      request_key: sitting.requestKey,
      act_id: sitting.actId,
    })
    .execute();
  return id;
}

export async function nextNumber(tx: Ctx, editionId: EditionId): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(number), 0)::int as last from sittings where edition_id = ${editionId}`.execute(
    tx.db,
  );
  return (rows[0]?.last ?? 0) + 1;
}

/** The sitting that an earlier sending of the same form planned. */
export async function findSittingByRequest(
  tx: Ctx,
  requestKey: string,
): Promise<{ readonly number: number; readonly editionId: string; readonly organId: string } | undefined> {
  return tables(tx.db)
    .selectFrom("sittings")
    .select(["number", "edition_id as editionId", "organ_id as organId"])
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
}

export async function writePlan(tx: Ctx, sitting: Sitting, plan: Plan): Promise<void> {
  await tables(tx.db)
    .updateTable("sittings")
    .set({ ...rowOf(plan), version: sitting.version + 1 })
    .where("id", "=", sitting.id)
    .execute();
}

/** The sitting at an address, with its organ; locked where something is to happen in it. */
export async function readSitting(
  tx: Ctx,
  { edition, number }: { readonly edition: string; readonly number: number },
  locked: "locked" | "read",
): Promise<Omit<Sitting, "rules"> | undefined> {
  const { rows } = await sql<Omit<Sitting, "rules">>`
    select s.id, s.edition_id as "editionId", e.slug as "editionSlug", s.organ_id as "organId",
      o.kind as "organKind", o.organization_id as "organizationId", s.number, s.title, s.starts_at as "startsAt", s.ends_at as "endsAt",
      s.zone, s.place, s.languages, s.state, s.open_item_id as "openItemId", s.speaking_id as "speakingId",
      s.roll_call_id as "rollCallId", s.last_sequence as "lastSequence", s.version
    from sittings s join congress_editions e on e.id = s.edition_id join organs o on o.id = s.organ_id
    where e.slug = ${edition} and s.number = ${number} ${locked === "locked" ? sql`for update of s` : sql``}`.execute(
    tx.db,
  );
  return rows[0];
}

export async function readItems(tx: Pick<Ctx, "db">, sittingId: SittingId): Promise<AgendaItem[]> {
  const { rows } = await sql<AgendaItem>`
    select id, position, title, kind, planned_minutes as "plannedMinutes", documents, state, list_closed as "listClosed"
    from agenda_items where sitting_id = ${sittingId} order by position`.execute(tx.db);
  return rows;
}

/** In which sitting there is an item of this id. */
export async function sittingOfItem(tx: Ctx, id: AgendaItemId): Promise<SittingId | undefined> {
  const row = await tables(tx.db)
    .selectFrom("agenda_items")
    .select("sitting_id")
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.sitting_id as SittingId | undefined;
}

export type NewItem = {
  readonly title: Multilingual;
  readonly kind: ItemKind;
  readonly plannedMinutes: number | null;
  readonly documents: readonly ItemDocument[];
};

const itemRow = (item: NewItem) => ({
  title: JSON.stringify(item.title),
  kind: item.kind,
  planned_minutes: item.plannedMinutes,
  documents: JSON.stringify(item.documents),
});

export async function writeItem(tx: Ctx, id: AgendaItemId, item: NewItem): Promise<void> {
  await tables(tx.db).updateTable("agenda_items").set(itemRow(item)).where("id", "=", id).execute();
}

/** `id` is the request key of its form, so that a form sent twice adds one item. */
export async function insertItem(
  tx: Ctx,
  sittingId: SittingId,
  id: string,
  position: number,
  item: NewItem,
): Promise<void> {
  await tables(tx.db)
    .insertInto("agenda_items")
    .values({
      id,
      sitting_id: sittingId,
      position,
      ...itemRow(item),
      state: "waiting",
      added_at: tx.now,
    })
    .execute();
}

export async function writePositions(
  tx: Ctx,
  sittingId: SittingId,
  positions: readonly { readonly id: AgendaItemId; readonly position: number }[],
): Promise<void> {
  await sql`update agenda_items set position = placed.position
    from jsonb_to_recordset(${JSON.stringify(positions)}::jsonb) as placed(id uuid, position int)
    where agenda_items.sitting_id = ${sittingId} and agenda_items.id = placed.id`.execute(tx.db);
}

export async function raiseVersion(tx: Ctx, sitting: Sitting): Promise<void> {
  await tables(tx.db)
    .updateTable("sittings")
    .set({ version: sitting.version + 1 })
    .where("id", "=", sitting.id)
    .execute();
}

export async function hasHappened(tx: Ctx, sittingId: SittingId, requestKey: string): Promise<boolean> {
  const row = await tables(tx.db)
    .selectFrom("sitting_events")
    .select("sequence")
    .where("sitting_id", "=", sittingId)
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row !== undefined;
}

export type NewEvent = Omit<SittingEvent, "sequence" | "happenedAt"> & {
  readonly requestKey: string;
  readonly actId: string | null;
  /** Whether it was done by whoever presides, so that another chair has to look again. */
  readonly byChair: boolean;
};

/** Keeps an event and what it makes of the sitting and of its item; of requests, see speakers.store.ts. */
export async function insertEvent(tx: Ctx, sitting: Sitting, event: NewEvent): Promise<number> {
  const db = tables(tx.db);
  const sequence = sitting.lastSequence + 1;
  await db
    .insertInto("sitting_events")
    .values({
      sitting_id: sitting.id,
      sequence,
      type: event.type,
      item_id: event.itemId,
      request_id: event.requestId,
      roll_call_id: event.rollCallId,
      facts: JSON.stringify(event.facts),
      happened_at: tx.now,
      mandate_id: event.mandateId,
      request_key: event.requestKey,
      act_id: event.actId,
    })
    .execute();
  const itemState = itemStateAfter[event.type];
  const listClosed = { list_closed: true, list_reopened: false }[event.type as "list_closed"];
  if (event.itemId && (itemState || listClosed !== undefined))
    await db
      .updateTable("agenda_items")
      .set({
        ...(itemState && { state: itemState }),
        ...(listClosed !== undefined && { list_closed: listClosed }),
      })
      .where("id", "=", event.itemId)
      .execute();
  const { state, openItemId: openItem, speakingId: speaking, rollCallId: vote } = sitting;
  const after = standingAfter({ state, openItem, speaking, vote }, event);
  await db
    .updateTable("sittings")
    .set({
      state: after.state,
      open_item_id: after.openItem,
      speaking_id: after.speaking,
      roll_call_id: after.vote,
      last_sequence: sequence,
      version: sitting.version + (event.byChair ? 1 : 0),
    })
    .where("id", "=", sitting.id)
    .execute();
  return sequence;
}

/** Tells every process, once this is committed, that a sitting has changed. The payload is its id. */
export async function announce(tx: Ctx, sittingId: SittingId): Promise<void> {
  await sql`select pg_notify(${SITTING_CHANGED}, ${sittingId})`.execute(tx.db);
}

/** The channel on which changes of sittings are told. */
export const SITTING_CHANGED = "cumbe_sitting";

// The door: who came in and who went out.
// Invariant: each event that arrives is kept once, by its id, and either counts or is set aside with its reason. A list that
// is sent again changes nothing and is answered as it was the first time.
import { heldAt, type OrganizationId } from "#confederation";
import type { Edition } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { inTurn } from "#platform/in-turn";
import { parse } from "#platform/validation";
import type { z } from "zod";
import { readCode, readToken } from "./badges.rules.ts";
import { type DoorKeeping, keepingTheDoor } from "./door.policy.ts";
import { daysOf } from "./editions.rules.ts";
import { knownEdition } from "./organs.service.ts";
import {
  countsFrom,
  type DelegationInRoom,
  idsNameOneEvent,
  judgeList,
  type KeptEvent,
  SKEW_MS,
} from "./presence.rules.ts";
import { type RecordPresenceInput, recordPresenceInput } from "./presence.schema.ts";
import {
  insertPresence,
  type NewPresence,
  readRecorded,
  readRooms,
  readShown,
  type RecordedEvent,
  type ShownDelegate,
} from "./presence.store.ts";
import { seatsOf } from "./seats.views.ts";
import type { DelegateId, PresenceEventId } from "./types.ts";

export type RecordedPresence = {
  readonly id: PresenceEventId;
  /** Null: nobody is known by what was shown. */
  readonly delegateId: DelegateId | null;
  /** Null: it counts. Else the rule that it broke, a reason of `refusal.*`. */
  readonly setAside: string | null;
};

/**
 * Records what the door saw, in one answer for each event and in their order; needs `assembly.admit` in the organisation that
 * convened the edition when it was seen: whoever was recalled since may still send, within a day, what they saw before.
 * Refuses with `editionUnknown` and as `keepingTheDoor` does; what is wrong with an event is not refused but set aside. Another
 * event under an id that is taken is answered as set aside (`eventIdTaken`), and not kept.
 */
export async function recordPresence(ctx: Ctx, input: RecordPresenceInput): Promise<RecordedPresence[]> {
  const wanted = parse(recordPresenceInput, input);
  const recording = () => transact(ctx, (tx) => record(tx, wanted));
  if (ctx.db.isTransaction) return recording();
  // Four doors of one congress would make each other start again in the database.
  return inTurn(`door of ${wanted.edition}`, async () => {
    try {
      return await recording();
    } catch (error) {
      // The same list came through another process at this very moment: now it can be seen.
      if (brokenConstraint(error) !== "presence_events_pkey") throw error;
      return recording();
    }
  });
}

type Wanted = z.output<typeof recordPresenceInput>;
type Event = Wanted["events"][number];
type Found = { readonly event: Event; readonly shown: ShownDelegate | undefined };

async function record(tx: Ctx, wanted: Wanted): Promise<RecordedPresence[]> {
  const edition = await knownEdition(tx, wanted.edition);
  const keeping = await keepingTheDoor(tx, edition);
  const found = await findShown(tx, edition, wanted.events);
  const recorded = await readRecorded(
    tx,
    wanted.events.map(({ id }) => id),
  );
  // An event that stands twice in one list is one event: the first.
  const fresh = [...Map.groupBy(found, ({ event }) => event.id).values()].flatMap(([first]) =>
    first && !recorded.has(first.event.id) ? [first] : [],
  );
  const judged = await judgeAll(tx, { edition, found: fresh, offline: wanted.offline, keeping });
  // What a clock that is ahead saw counts from one instant: its own order is kept by that of the rows.
  await insertPresence(
    tx,
    judged.toSorted((one, other) => +one.deviceAt - +other.deviceAt),
  );
  const answers = new Map([...recorded, ...judged.map((one) => [one.id, one] as const)]);
  return found.map((one) => answerTo(one, edition, answers));
}

/** What became of an event; of another one under an id that is taken, only that. */
function answerTo(
  found: Found,
  edition: Edition,
  answers: ReadonlyMap<PresenceEventId, RecordedEvent>,
): RecordedPresence {
  const { id } = found.event;
  const kept = answers.get(id);
  if (!kept) throw new Error(`event ${id} was neither recorded before nor now`);
  const sent = saidBy(found, edition);
  const named = idsNameOneEvent(kept, sent);
  if (!named.ok) return { id, delegateId: sent.delegateId, setAside: named.reason };
  return { id, delegateId: kept.delegateId, setAside: kept.setAside };
}

/** An event as it is kept. */
function saidBy({ event: { direction, who }, shown }: Found, { id: editionId }: Edition): KeptEvent {
  return {
    editionId,
    direction,
    delegateId: shown?.delegateId ?? null,
    shown: shown || !("shown" in who) ? null : shownAs(who.shown),
  };
}

async function findShown(tx: Ctx, edition: Edition, events: readonly Event[]): Promise<Found[]> {
  const read = events.map((event) => {
    if ("delegateId" in event.who) return { event, delegateId: event.who.delegateId };
    const code = readCode(event.who.shown);
    return { event, code, token: code ? undefined : readToken(event.who.shown) };
  });
  const index = await readShown(tx, edition.id, {
    delegateIds: read.flatMap(({ delegateId }) => delegateId ?? []),
    tokens: read.flatMap(({ token }) => (token ? [token] : [])),
    codes: read.flatMap(({ code }) => code ?? []),
  });
  return read.map(({ event, delegateId, code, token }) => ({
    event,
    shown: delegateId
      ? index.byId(delegateId)
      : code
        ? index.byCode(code)
        : token
          ? index.byToken(token)
          : undefined,
  }));
}

type Judging = {
  readonly edition: Edition;
  readonly found: readonly Found[];
  readonly offline: boolean;
  readonly keeping: DoorKeeping;
};

async function judgeAll(tx: Ctx, { edition, found, offline, keeping }: Judging): Promise<NewPresence[]> {
  const { held, sentUnder } = keeping;
  const rooms = await roomsOf(tx, edition, found);
  const verdicts = judgeList(rooms, found, { now: tx.now, days: daysOf(edition), held });
  return found.map((one, index) => {
    const verdict = verdicts[index];
    const { id, at } = one.event;
    const happenedAt = countsFrom(at, tx.now);
    return {
      ...saidBy(one, edition),
      id,
      organizationId: one.shown?.organizationId ?? null,
      happenedAt,
      deviceAt: at,
      offline,
      recordedUnder: heldAt(held, happenedAt, SKEW_MS)?.mandateId ?? sentUnder,
      setAside: verdict && !verdict.ok ? verdict.reason : null,
    };
  });
}

async function roomsOf(tx: Ctx, edition: Edition, found: readonly Found[]) {
  const ids = [...new Set(found.flatMap(({ shown }) => shown?.organizationId ?? []))];
  const rooms = new Map<OrganizationId, DelegationInRoom>();
  for (const [id, room] of await readRooms(tx, edition.id, ids))
    rooms.set(id, { ...room, seats: (await seatsOf(tx.db, edition.id, id)).seats });
  return rooms;
}

/** A code can be read aloud to find the badge; a token stays between the badge and the node. */
function shownAs(text: string): string {
  return readCode(text) ?? text.slice(0, 8);
}

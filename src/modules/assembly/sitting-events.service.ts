// One thing that happens in a sitting: kept as an event, with what follows from it, its place in the log, and the news.
import type { MandateId } from "#confederation";
import type { Ctx } from "#platform/context";
import { appendAct } from "#platform/log/append";
import { presenceAt } from "./presence.views.ts";
import { type RoomNumbers, type Sitting, type SittingEvent, sittingPath } from "./sitting-model.ts";
import { announce, insertEvent } from "./sittings.store.ts";
import { setRequestState } from "./speakers.store.ts";
import { requestStateAfter } from "./standing.rules.ts";

export type Happening = Pick<SittingEvent, "type"> &
  Partial<Pick<SittingEvent, "itemId" | "requestId" | "rollCallId" | "facts">> & {
    /** What the log says of it for ever; null where it says nothing, as of who asks for the floor. */
    readonly record: Readonly<Record<string, unknown>> | null;
  };

export type By = {
  readonly mandateId: MandateId | null;
  readonly requestKey: string;
  readonly byChair: boolean;
};

/** Keeps what happened; call it with the sitting locked. Returns the event's place in the sitting. */
export async function happen(tx: Ctx, sitting: Sitting, what: Happening, by: By): Promise<number> {
  const { type, itemId = null, requestId = null, rollCallId = null, facts = {}, record } = what;
  const actId = record
    ? await appendAct(tx, {
        type: `assembly.sitting.${type}`,
        subject: sittingPath(sitting.editionSlug, sitting.number),
        mandateId: by.mandateId,
        record,
      })
    : null;
  const sequence = await insertEvent(tx, sitting, {
    type,
    itemId,
    requestId,
    rollCallId,
    facts,
    mandateId: by.mandateId,
    requestKey: by.requestKey,
    byChair: by.byChair,
    actId,
  });
  const requestState = requestStateAfter[type];
  if (requestId && requestState && type !== "floor_asked") await setRequestState(tx, requestId, requestState);
  await announce(tx, sitting.id);
  return sequence;
}

/** How many are in the room at this instant, as the door saw it. */
export async function roomNow(tx: Ctx, sitting: Sitting) {
  const present = await presenceAt(tx.db, sitting.editionId, tx.now);
  const numbers: RoomNumbers = {
    delegations: present.delegations.length,
    accreditedDelegations: present.accreditedDelegations,
    delegates: present.delegates.length,
    accreditedDelegates: present.accreditedDelegates,
  };
  return { present, numbers };
}

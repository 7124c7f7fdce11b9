// Asking for the floor, being written down by the chair's table, and leaving the list.
// Invariant: a person asks for themselves alone, for a delegation that is accredited and for which they may speak.
import { type Authority, authorise, may, type OrganizationId, type PersonId } from "#confederation";
import type { Ctx } from "#platform/context";
import { type Facts, Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { happen } from "./sitting-events.service.ts";
import type { Gender, Sitting, SpeakingKind, SpeakingRequestId } from "./sitting-model.ts";
import {
  type AskForFloorInput,
  askForFloorInput,
  type EnterSpeakerInput,
  enterSpeakerInput,
  type WithdrawFromListInput,
  withdrawFromListInput,
} from "./sittings.schema.ts";
import { inTurnOf, knownItem, knownSitting } from "./sittings.service.ts";
import { hasHappened } from "./sittings.store.ts";
import {
  nobodySpeaksTooOften,
  onlyThoseWhoWaitLeave,
  onTheListOnce,
  pointsOfOrderAreAboutNow,
  speakersAskBeforeTheItemIsDone,
  theListIsOpen,
} from "./speakers.rules.ts";
import { insertRequest, possibleSpeakers, readRequests } from "./speakers.store.ts";
import { theSittingIsNotOver } from "./standing.rules.ts";

/**
 * Asks for the floor; needs `assembly.speak` for an accredited delegation, by a person's own mandate. Refuses with
 * `delegationNotAccredited`, `sittingIsClosed`, `speakersListClosed`, `itemIsDone`, `pointOfOrderNeedsAnOpenItem`,
 * `spokenOftenEnough` {most} and `alreadyOnTheList`. The same request key asks once.
 */
export async function askForFloor(ctx: Ctx, input: AskForFloorInput): Promise<void> {
  const wanted = parse(askForFloorInput, input);
  await inTurnOf(ctx, wanted, async (tx) => {
    const sitting = await knownSitting(tx, wanted, "locked");
    const authority = await authorise(tx, "assembly.speak", wanted.organizationId);
    if (!authority.personId) throw new Refusal("forbidden", "delegationNeedsMandate");
    const own = await possibleSpeakers(tx, sitting.editionId, { personId: authority.personId });
    if (!own.some(({ organizationId }) => organizationId === wanted.organizationId))
      throw new Refusal("forbidden", "delegationNotAccredited");
    await enter(tx, sitting, { ...wanted, personId: authority.personId, byDesk: false, authority });
  });
}

/** Whoever presides, keeps the minutes or the door may write others down. */
const DESK = ["congress.preside", "assembly.minute", "assembly.admit"] as const;

/** The authority of the chair's table, or `noMandateForThis`. */
async function atTheDesk(tx: Ctx, sitting: Pick<Sitting, "organizationId">): Promise<Authority> {
  for (const capability of DESK)
    if (await may(tx, capability, sitting.organizationId))
      return authorise(tx, capability, sitting.organizationId);
  return authorise(tx, "congress.preside", sitting.organizationId);
}

/**
 * Writes somebody down by their badge's code or their name; needs `congress.preside`, `assembly.minute` or
 * `assembly.admit`. Refuses with `speakerNotFound` and `severalSpeakersFound` {count}, and as `askForFloor`.
 */
export async function enterSpeaker(ctx: Ctx, input: EnterSpeakerInput): Promise<void> {
  const wanted = parse(enterSpeakerInput, input);
  await inTurnOf(ctx, wanted, async (tx) => {
    const sitting = await knownSitting(tx, wanted, "locked");
    const authority = await atTheDesk(tx, sitting);
    const found = await possibleSpeakers(tx, sitting.editionId, { typed: wanted.who });
    const [one] = found;
    if (!one || found.length > 1) {
      const reason = one ? "severalSpeakersFound" : "speakerNotFound";
      const facts: Facts = one ? { count: found.length } : {};
      throw new Refusal("invalid", "inputInvalid", {}, [{ field: "who", reason, facts }]);
    }
    const { personId, organizationId } = one;
    await enter(tx, sitting, { ...wanted, personId, organizationId, byDesk: true, authority });
  });
}

type Entry = {
  readonly itemId: string;
  readonly kind: SpeakingKind;
  readonly organizationId: OrganizationId;
  readonly personId: PersonId;
  readonly gender: Gender | null;
  readonly requestKey: string;
  readonly byDesk: boolean;
  readonly authority: Authority;
};

async function enter(tx: Ctx, sitting: Sitting, entry: Entry): Promise<void> {
  if (await hasHappened(tx, sitting.id, entry.requestKey)) return;
  hold(theSittingIsNotOver(sitting.state));
  const item = await knownItem(tx, sitting, entry.itemId);
  const { kind, personId, organizationId, byDesk } = entry;
  const { timesPerItem, alternation } = sitting.rules.speaking;
  const own = (await readRequests(tx.db, sitting.id)).filter(
    (one) => one.itemId === item.id && one.personId === personId && one.kind === kind,
  );
  const counts = own.filter(({ state }) => state !== "withdrawn" && state !== "skipped");
  hold([
    speakersAskBeforeTheItemIsDone(item.state),
    pointsOfOrderAreAboutNow(kind, item.state),
    theListIsOpen(item.listClosed, kind),
    onTheListOnce(own.some(({ state }) => state === "waiting" || state === "speaking")),
    nobodySpeaksTooOften(kind, counts.length, timesPerItem),
  ]);
  const id = tx.newId() as SpeakingRequestId;
  await insertRequest(tx, id, {
    sittingId: sitting.id,
    itemId: item.id,
    kind,
    organizationId,
    personId,
    // Asked for nothing else, kept for nothing else.
    gender: alternation === "gender" ? entry.gender : null,
    byDesk,
    sequence: sitting.lastSequence + 1,
  });
  await happen(
    tx,
    sitting,
    { type: "floor_asked", itemId: item.id, requestId: id, record: null },
    { mandateId: entry.authority.mandateId, requestKey: entry.requestKey, byChair: false },
  );
}

/** Leaves the list: whoever asked, or the chair's table for them. Refuses with `requestUnknown`, `requestDoesNotWait`. */
export async function withdrawFromList(ctx: Ctx, input: WithdrawFromListInput): Promise<void> {
  const wanted = parse(withdrawFromListInput, input);
  await inTurnOf(ctx, wanted, async (tx) => {
    const sitting = await knownSitting(tx, wanted, "locked");
    if (await hasHappened(tx, sitting.id, wanted.requestKey)) return;
    const request = (await readRequests(tx.db, sitting.id)).find(({ id }) => id === wanted.requestId);
    if (!request) throw new Refusal("missing", "requestUnknown");
    const isOwn = tx.actor.kind === "person" && tx.actor.personId === request.personId;
    const mandateId = isOwn ? null : (await atTheDesk(tx, sitting)).mandateId;
    hold(onlyThoseWhoWaitLeave(request.state));
    await happen(
      tx,
      sitting,
      { type: "floor_withdrawn", itemId: request.itemId, requestId: request.id, record: null },
      { mandateId, requestKey: wanted.requestKey, byChair: false },
    );
  });
}

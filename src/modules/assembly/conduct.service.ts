// Presiding over a sitting: every act of whoever presides, each with what must hold for it.
// Invariant: two who preside at once do not step on each other, and a button that was pressed twice did one thing.
import { closeVote, findRollCallBrief, openVote } from "#congress";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { instantOf } from "#platform/zones";
import { drawUpMinutes } from "./minutes.service.ts";
import { type Happening, happen, roomNow } from "./sitting-events.service.ts";
import type { Sitting, SpeakingRequest } from "./sitting-model.ts";
import { type Conduct, type ConductInput, conductInput } from "./sittings.schema.ts";
import { inSitting, inTurnOf, knownItem } from "./sittings.service.ts";
import { hasHappened } from "./sittings.store.ts";
import { isMinutesOf } from "./minutes.store.ts";
import { onlyThoseWhoWaitLeave, theNextOneSpeaks } from "./speakers.rules.ts";
import { forgetGenders, readRequests } from "./speakers.store.ts";
import { listInOrder } from "./speakers.views.ts";
import {
  itemsArePostponedBeforeTheyAreDone,
  itemsOpenOnce,
  noItemIsOpen,
  noVoteIsRunning,
  nobodyHasTheFloor,
  sittingsGoStepByStep,
  theChairSawThis,
  textsAreAdoptedInPlenary,
  theItemIsOpen,
  theSittingIsOpen,
} from "./standing.rules.ts";

type Of<What extends Conduct["what"]> = Extract<Conduct, { readonly what: What }>;

/**
 * Does one act of whoever presides; needs `congress.preside` in the organ's organisation. Refuses with
 * `sittingChangedMeanwhile` when another was quicker, `sittingIsClosed`, `sittingNotOpen`, `sittingStepUnknown`,
 * `anotherItemIsOpen`, `itemIsNotOpen`, `itemCannotBeOpened`, `floorIsTaken`, `voteIsRunning`, `notNextOnTheList`, and with
 * what `openVote` and `closeVote` refuse. The same request key does it once.
 */
export async function conductSitting(ctx: Ctx, input: ConductInput): Promise<void> {
  const wanted = parse(conductInput, input);
  await inTurnOf(ctx, wanted, async (tx) => {
    const { sitting, authority } = await inSitting(tx, wanted);
    if (await hasHappened(tx, sitting.id, wanted.requestKey)) return;
    // A closed sitting is closed for whoever looked at it before, too: that is the reason to give.
    if (sitting.state !== "closed") hold(theChairSawThis(wanted.expectedVersion, sitting.version));
    const happening = await prepare(tx, sitting, wanted.act);
    const { requestKey } = wanted;
    await happen(tx, sitting, happening, { mandateId: authority.mandateId, requestKey, byChair: true });
    if (happening.type !== "closed") return;
    await forgetGenders(tx, sitting.id);
    await drawUpMinutes(tx, sitting);
  });
}

/** What must hold, and what then happens. */
async function prepare(tx: Ctx, sitting: Sitting, act: Conduct): Promise<Happening> {
  switch (act.what) {
    case "opened":
    case "adjourned":
    case "resumed":
    case "closed":
      return turn(tx, sitting, act);
    case "item_opened":
    case "item_closed":
    case "item_postponed":
      return dealWith(tx, sitting, act);
    case "list_closed":
    case "list_reopened": {
      hold(theSittingIsOpen(sitting.state));
      const { id } = await knownItem(tx, sitting, act.itemId);
      return { type: act.what, itemId: id, record: { item: id } };
    }
    case "floor_given":
      return giveFloor(tx, sitting, act);
    case "floor_ended":
      return endSpeech(tx, sitting, act);
    case "speaker_skipped":
      return skip(tx, sitting, act);
    case "vote_opened":
      return callVote(tx, sitting, act);
    case "vote_closed":
      return endVote(tx, sitting, act);
  }
}

type Turn = Of<"opened" | "adjourned" | "resumed" | "closed">;

const standingOf = ({ openItemId: openItem, speakingId: speaking, rollCallId: vote }: Sitting) => ({
  openItem,
  speaking,
  vote,
});

async function turn(tx: Ctx, sitting: Sitting, act: Turn): Promise<Happening> {
  const standing = standingOf(sitting);
  hold([
    sittingsGoStepByStep(act.what, sitting.state),
    nobodyHasTheFloor(standing),
    noVoteIsRunning(standing),
  ]);
  if (act.what === "closed") hold(noItemIsOpen(standing));
  const { numbers: room } = await roomNow(tx, sitting);
  const until = act.what === "adjourned" && act.until ? goesOnAt(sitting, act.until) : undefined;
  return {
    type: act.what,
    facts: { room, ...(until && { until }) },
    record: { room, ...(until && { until }) },
  };
}

function goesOnAt({ zone }: Sitting, local: string): string {
  const instant = instantOf(local, zone);
  if (!instant)
    throw new Refusal("invalid", "inputInvalid", {}, [
      { field: "until", reason: "timeIsLeftOut", facts: { zone } },
    ]);
  return instant.toISOString();
}

async function dealWith(
  tx: Ctx,
  sitting: Sitting,
  act: Of<"item_opened" | "item_closed" | "item_postponed">,
): Promise<Happening> {
  const standing = standingOf(sitting);
  hold(theSittingIsOpen(sitting.state));
  const item = await knownItem(tx, sitting, act.itemId);
  if (act.what === "item_opened") hold([noItemIsOpen(standing), itemsOpenOnce(item.state)]);
  else hold([nobodyHasTheFloor(standing), noVoteIsRunning(standing)]);
  if (act.what === "item_closed") hold(theItemIsOpen(item.state));
  if (act.what === "item_postponed") hold(itemsArePostponedBeforeTheyAreDone(item.state));
  const reason = act.what === "item_postponed" ? { reason: act.reason } : {};
  return { type: act.what, itemId: item.id, facts: reason, record: { item: item.id, ...reason } };
}

async function knownRequest(tx: Ctx, sitting: Sitting, id: string): Promise<SpeakingRequest> {
  const found = (await readRequests(tx.db, sitting.id)).find((one) => one.id === id);
  if (!found) throw new Refusal("missing", "requestUnknown");
  return found;
}

async function giveFloor(tx: Ctx, sitting: Sitting, act: Of<"floor_given">): Promise<Happening> {
  const standing = standingOf(sitting);
  hold([theSittingIsOpen(sitting.state), noVoteIsRunning(standing), nobodyHasTheFloor(standing)]);
  const request = await knownRequest(tx, sitting, act.requestId);
  hold(onlyThoseWhoWaitLeave(request.state));
  hold(theItemIsOpen((await knownItem(tx, sitting, request.itemId)).state));
  const [next] = await listInOrder(tx.db, sitting, request.itemId);
  hold(theNextOneSpeaks(next?.id, request.id));
  const { id: requestId, itemId, organizationId, kind } = request;
  return {
    type: "floor_given",
    itemId,
    requestId,
    record: { item: itemId, organization: organizationId, kind },
  };
}

async function endSpeech(tx: Ctx, sitting: Sitting, act: Of<"floor_ended">): Promise<Happening> {
  const request = await knownRequest(tx, sitting, act.requestId);
  if (request.state !== "speaking") throw new Refusal("conflict", "nobodySpeaks");
  return { type: "floor_ended", itemId: request.itemId, requestId: request.id, record: null };
}

async function skip(tx: Ctx, sitting: Sitting, act: Of<"speaker_skipped">): Promise<Happening> {
  hold(theSittingIsOpen(sitting.state));
  const request = await knownRequest(tx, sitting, act.requestId);
  hold(onlyThoseWhoWaitLeave(request.state));
  const { id: requestId, itemId, organizationId } = request;
  const { reason } = act;
  return {
    type: "speaker_skipped",
    itemId,
    requestId,
    facts: { reason },
    record: { item: itemId, organization: organizationId, reason },
  };
}

/** The vote is the congress's own; what the sitting adds is the room, which is frozen with the roll. */
async function callVote(tx: Ctx, sitting: Sitting, act: Of<"vote_opened">): Promise<Happening> {
  const standing = standingOf(sitting);
  hold([theSittingIsOpen(sitting.state), noVoteIsRunning(standing), nobodyHasTheFloor(standing)]);
  if (!sitting.openItemId) throw new Refusal("conflict", "votesNeedAnOpenItem");
  const isItsMinutes = await isMinutesOf(tx, sitting, act.text);
  hold(textsAreAdoptedInPlenary(sitting.organKind, act.subject, isItsMinutes));
  const { present, numbers: room } = await roomNow(tx, sitting);
  const rollCallId = await openVote(
    tx,
    { edition: sitting.editionSlug, text: act.text, subject: act.subject },
    {
      at: tx.now,
      delegations: present.delegations,
      delegates: room.delegates,
      accreditedDelegates: room.accreditedDelegates,
      quorum: { ...sitting.rules.quorum, counted: "present_when_opened" },
    },
  );
  const { openItemId: itemId } = sitting;
  // The congress's own act freezes the vote; this one says in which sitting and under which item it was called.
  const record = { item: itemId, rollCall: rollCallId };
  return { type: "vote_opened", itemId, rollCallId, facts: { room }, record };
}

/** A vote that was closed on the text's own page is over here as well. */
async function endVote(tx: Ctx, sitting: Sitting, act: Of<"vote_closed">): Promise<Happening> {
  const { rollCallId, openItemId: itemId } = sitting;
  if (!rollCallId) throw new Refusal("conflict", "noVoteRuns");
  const brief = await findRollCallBrief(tx.db, rollCallId);
  if (brief && brief.closedAt === null) await closeVote(tx, { rollCallId, castingVote: act.castingVote });
  const { numbers: room } = await roomNow(tx, sitting);
  return { type: "vote_closed", itemId, rollCallId, facts: { room }, record: null };
}

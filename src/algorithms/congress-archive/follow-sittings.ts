// Following sittings: their plan, their agenda, and act by act what happened in them.
// Invariant: a sitting goes step by step, at most one item is open, votes are called under it, and the quorum of a vote on
// the room is the one that the organ had decided by then.
import { ArchiveFault, found, hold } from "./fault.ts";
import { holdAlike } from "./follow-organs.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import { type ItemWorld, type OrganWorld, rulesInForce, type SittingWorld } from "./assembly-world.ts";
import type { Sitting } from "./assembly-shapes.ts";
import { type RollCallWorld, textIn, type World } from "./world.ts";

export function sittingOf(world: World, act: Act): SittingWorld {
  const [, number = ""] = /\/sittings\/([1-9][0-9]*)(\/minutes)?$/.exec(act.subject) ?? [];
  const what = { what: "sitting", which: number, act: act.id };
  return found(world.assembly.sittings.get(Number(number)), "objectMissing", what);
}

export function organOf({ assembly }: World, { said }: SittingWorld): OrganWorld {
  const facts = { what: "organ", which: said.organ };
  return found(assembly.organs.get(said.organ), "objectWithoutAct", facts);
}

export const whatOf = ({ said }: SittingWorld, act: Act) => ({
  what: "sitting",
  which: String(said.number),
  act: act.id,
});

/** A step that the sitting could not take then. */
export function step(allowed: boolean, { said, state }: SittingWorld, act: Act): asserts allowed {
  hold(allowed, "sittingStepNotAllowed", { sitting: said.number, act: act.id, type: act.type, state });
}

/** Whoever presides, in the organisation of the organ. */
export function presides(world: World, sitting: SittingWorld, act: Act): void {
  authorised(world, act, "congress.preside", organOf(world, sitting).said.organization, "shellMay");
}

const PLAN = ["title", "startsAt", "endsAt", "zone", "place", "languages"] as const;

export function followPlanned(world: World, act: Act): void {
  const { assembly } = world;
  const sitting = sittingOf(world, act);
  const { said } = sitting;
  const what = whatOf(sitting, act);
  step(sitting.state === "unknown", sitting, act);
  hold(said.number === assembly.lastSitting + 1, "numberMissing", {
    what: "sitting",
    number: assembly.lastSitting + 1,
    text: "",
  });
  const { number, organ } = act.record;
  holdAlike(
    {
      number: [said.number, number],
      organ: [said.organ, organ],
      plannedUnder: [said.plannedUnder, act.mandate],
      plannedAt: [said.plannedAt, act.at],
      act: [said.act, act.id],
    },
    what,
  );
  hold(organOf(world, sitting).followed > 0, "orderBroken", { act: act.id, type: act.type });
  presides(world, sitting, act);
  assembly.lastSitting = said.number;
  sitting.state = "planned";
  sitting.plan = act.record;
}

export function followPlanChanged(world: World, act: Act): void {
  const sitting = sittingOf(world, act);
  stillOn(sitting, act);
  presides(world, sitting, act);
  sitting.plan = act.record;
}

function stillOn(sitting: SittingWorld, act: Act): void {
  step(sitting.state !== "unknown" && sitting.state !== "closed", sitting, act);
}

/** The kind of the connection is in the log alone: it may change until the sitting is over, and is not kept. */
export function followConference(world: World, act: Act): void {
  const sitting = sittingOf(world, act);
  stillOn(sitting, act);
  presides(world, sitting, act);
}

export function followItemAdded(world: World, act: Act): void {
  const sitting = sittingOf(world, act);
  const id = textIn(act, "item");
  const item = found(sitting.items.get(id), "objectMissing", { what: "item", which: id, act: act.id });
  stillOn(sitting, act);
  const last = Math.max(0, ...[...sitting.items.values()].map(({ position }) => position));
  step(item.state === "unknown" && act.record["position"] === last + 1, sitting, act);
  presides(world, sitting, act);
  item.state = "waiting";
  item.position = last + 1;
  item.about = act.record;
}

/** An item that was not taken up yet is about something else from now on. */
export function followItemChanged(world: World, act: Act): void {
  const sitting = sittingOf(world, act);
  const id = textIn(act, "item");
  const item = found(sitting.items.get(id), "objectMissing", { what: "item", which: id, act: act.id });
  stillOn(sitting, act);
  const waits = item.state === "waiting" || item.state === "postponed";
  step(waits && act.record["position"] === item.position, sitting, act);
  presides(world, sitting, act);
  item.about = act.record;
}

const ITEM = ["title", "kind", "plannedMinutes", "documents"] as const;

/** The places of those that wait are given to them in another order. */
export function followItemsOrdered(world: World, act: Act): void {
  const sitting = sittingOf(world, act);
  stillOn(sitting, act);
  const { order } = act.record;
  const waiting = [...sitting.items.values()].filter(({ state }) => state === "waiting");
  const places = waiting.map(({ position }) => position).sort((one, other) => one - other);
  const named = Array.isArray(order) ? order.map(String) : [];
  const rightly = sameJson([...named].sort(), waiting.map(({ said }) => said.id).sort());
  step(rightly, sitting, act);
  presides(world, sitting, act);
  for (const [index, id] of named.entries()) {
    const [item, place] = [sitting.items.get(id), places[index]];
    if (item && place !== undefined) item.position = place;
  }
}

type Event = Sitting["events"][number];

/** The next event that the archive says of the sitting is the one of this act. */
function nextEvent(sitting: SittingWorld, act: Act): Event {
  const what = { what: "event", which: String(sitting.said.number), act: act.id };
  const event = sitting.said.events[sitting.events];
  const there = sitting.said.events.some((one) => one.act === act.id);
  hold(event !== undefined && there, "objectMissing", what);
  const { item = null, organization = null, kind = null, rollCall = null, reason, room, until } = act.record;
  holdAlike(
    {
      act: [event.act, act.id],
      type: [`assembly.sitting.${event.type}`, act.type],
      happenedAt: [event.happenedAt, act.at],
      mandate: [event.mandate, act.mandate],
      item: [event.item, item],
      organization: [event.organization, organization],
      rollCall: [event.rollCall, rollCall],
      reason: [event.facts.reason, reason],
      until: [event.facts.until, until],
    },
    what,
  );
  if (event.type === "floor_given") holdAlike({ speech: [event.speech, kind] }, what);
  // The room at the call of a vote is in the congress's own act, under the roll call.
  if (event.type !== "vote_opened") holdAlike({ room: [event.facts.room, room] }, what);
  sitting.events += 1;
  return event;
}

const TURNS: Readonly<Record<string, readonly [from: readonly string[], to: Sitting["state"]]>> = {
  opened: [["planned"], "open"],
  adjourned: [["open"], "adjourned"],
  resumed: [["adjourned"], "open"],
  closed: [["open", "adjourned"], "closed"],
};

/** What an act says that happened, by the last part of its type. */
export const eventTypes = [
  ...Object.keys(TURNS),
  "item_opened",
  "item_closed",
  "item_postponed",
  "list_closed",
  "list_reopened",
  "floor_given",
  "speaker_skipped",
  "vote_opened",
] as const;

/** Anything that happens in a sitting by whoever presides. */
export function followEvent(world: World, act: Act): void {
  const sitting = sittingOf(world, act);
  const event = nextEvent(sitting, act);
  presides(world, sitting, act);
  const turn = TURNS[event.type];
  if (turn) {
    step(turn[0].includes(sitting.state) && !voteRuns(world, sitting), sitting, act);
    if (event.type === "closed") step(sitting.openItem === null, sitting, act);
    const { room } = event.facts;
    const rightly =
      room && room.delegations <= room.accreditedDelegations && room.delegates <= room.accreditedDelegates;
    step(rightly === true, sitting, act);
    sitting.state = turn[1];
    return;
  }
  step(sitting.state === "open", sitting, act);
  const item = found(sitting.items.get(event.item ?? ""), "objectMissing", {
    what: "item",
    which: String(event.item),
    act: act.id,
  });
  dealWith(world, sitting, item, event, act);
}

function dealWith(world: World, sitting: SittingWorld, item: ItemWorld, { type }: Event, act: Act): void {
  const isOpen = sitting.openItem === item.said.id;
  switch (type) {
    case "item_opened":
      step(
        sitting.openItem === null && (item.state === "waiting" || item.state === "postponed"),
        sitting,
        act,
      );
      [item.state, sitting.openItem] = ["open", item.said.id];
      return;
    case "item_closed":
      step(isOpen && !voteRuns(world, sitting), sitting, act);
      [item.state, sitting.openItem] = ["done", null];
      return;
    case "item_postponed":
      step((isOpen || item.state === "waiting") && !voteRuns(world, sitting), sitting, act);
      item.state = "postponed";
      if (isOpen) sitting.openItem = null;
      return;
    case "list_closed":
    case "list_reopened":
      step(item.state !== "unknown", sitting, act);
      item.listClosed = type === "list_closed";
      return;
    case "floor_given":
      step(isOpen && !voteRuns(world, sitting), sitting, act);
      return;
    case "speaker_skipped":
      step(item.state !== "unknown", sitting, act);
      return;
    case "vote_opened":
      step(isOpen && !voteRuns(world, sitting), sitting, act);
      followCalledIn(world, sitting, act);
      return;
    default:
      throw new ArchiveFault("sittingStepNotAllowed", {
        sitting: sitting.said.number,
        act: act.id,
        type: act.type,
        state: sitting.state,
      });
  }
}

function voteRuns({ rollCalls }: World, { rollCall }: SittingWorld): boolean {
  return rollCall !== null && rollCalls.get(rollCall)?.state === "open";
}

/** A vote that was called in a sitting was opened by the act before, at the same instant, on this organ's quorum. */
function followCalledIn(world: World, sitting: SittingWorld, act: Act): void {
  const id = textIn(act, "rollCall");
  const rollCall = found(world.rollCalls.get(id), "objectMissing", {
    what: "rollCall",
    which: id,
    act: act.id,
  });
  step(rollCall.state === "open" && rollCall.said.openedAt === act.at, sitting, act);
  holdQuorumOf(organOf(world, sitting), rollCall, act.at);
  step(rollCall.calledIn === null, sitting, act);
  rollCall.calledIn = sitting.said.number;
  sitting.rollCall = id;
}

function holdQuorumOf(organ: OrganWorld, { said: { id, rules } }: RollCallWorld, at: string): void {
  const inForce = rulesInForce(organ, at)?.quorum;
  hold(sameJson({ ...inForce, counted: "present_when_opened" }, rules.quorum), "quorumRuleDiffers", {
    rollCall: id,
    organ: organ.said.slug,
    said: JSON.stringify(rules.quorum),
    inForce: JSON.stringify(inForce ?? null),
  });
}

/**
 * A vote whose quorum is counted by who is in the room belongs to a sitting: one that is open, under an open item, of an organ
 * with that quorum. Which one, the sitting's own act says right after; acts that are older than that one do not.
 */
export function holdCalledInASitting(world: World, rollCall: RollCallWorld, at: string): void {
  if (rollCall.said.room === null) return;
  const open = [...world.assembly.sittings.values()].filter(
    (sitting) => sitting.state === "open" && sitting.openItem !== null && !voteRuns(world, sitting),
  );
  const facts = { rollCall: rollCall.said.id };
  const [only, ...others] = open.map((sitting) => organOf(world, sitting));
  if (!only) throw new ArchiveFault("voteOutsideSitting", facts);
  const fits = (organ: OrganWorld) =>
    sameJson(
      { ...rulesInForce(organ, at)?.quorum, counted: "present_when_opened" },
      rollCall.said.rules.quorum,
    );
  // The first one is named where none has the quorum.
  if (!others.some(fits)) holdQuorumOf(only, rollCall, at);
}

/** Nothing is said of sittings that no act did, and every plan is the last one that was made. */
export function endOfSittings({ assembly }: World): void {
  for (const { said, state, items, plan, events } of assembly.sittings.values()) {
    const which = String(said.number);
    hold(state !== "unknown", "objectWithoutAct", { what: "sitting", which });
    hold(events === said.events.length, "objectWithoutAct", { what: "event", which });
    const what = { what: "sitting", which, act: "" };
    holdAlike({ state: [said.state, state] }, what);
    holdAlike(
      Object.fromEntries(PLAN.map((member) => [member, [said[member], plan[member]] as const])),
      what,
    );
    for (const { said: item, state: stands, position, about } of items.values()) {
      hold(stands !== "unknown", "objectWithoutAct", { what: "item", which: item.id });
      holdAlike(
        {
          state: [item.state, stands],
          position: [item.position, position],
          ...Object.fromEntries(ITEM.map((member) => [member, [item[member], about[member]] as const])),
        },
        { what: "item", which: item.id, act: "" },
      );
    }
  }
}

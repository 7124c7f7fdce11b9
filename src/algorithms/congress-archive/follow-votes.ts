// Following roll calls: the roll as it was frozen, each vote, and the count by the rules that were frozen with it.
// Invariant: counted here from the votes alone; what the archive and the log say of the count is held against that.
import { type Counted, countNamedRoll } from "../roll-calls/index.ts";
import { ArchiveFault, found, hold } from "./fault.ts";
import { adoptedRulesOf, holdRulesOf } from "./follow-rules.ts";
import { holdCalledInASitting } from "./follow-sittings.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import type { RollCall } from "./shapes.ts";
import { holdSame, named, numberIn, type RollCallWorld, textIn, textOf, type World } from "./world.ts";

/** The verdict, counted from the ballots alone by the rules in force; undefined where they are none that are known here. */
export function countOf(world: World, rollCall: RollCallWorld): Counted | undefined {
  const { said, textSlug, latest } = rollCall;
  const text = world.texts.get(textSlug);
  const amendment = said.amendment === null ? undefined : text?.amendments.get(said.amendment);
  const { rules, room, called, castingVote, openedAt } = said;
  return countNamedRoll(
    {
      rules,
      adopted: adoptedRulesOf(world, said),
      named: said,
      room,
      called,
      castingVote,
      proposedAt: amendment?.said.proposedAt ?? text?.said.createdAt ?? null,
      openedAt,
      at: said.closedAt ?? openedAt,
    },
    latest,
  );
}

function rollCallOf(world: World, act: Act): RollCallWorld {
  const id = textIn(act, "rollCall");
  return found(world.rollCalls.get(id), "objectMissing", { what: "rollCall", which: id, act: act.id });
}

export function followOpened(world: World, act: Act): RollCallWorld {
  const rollCall = rollCallOf(world, act);
  const { said } = rollCall;
  const what = { what: "rollCall", which: said.id, act: act.id };
  hold(rollCall.state === "unopened", "orderBroken", { act: act.id, type: act.type });
  const text = textOf(world, act);
  hold(text.said.slug === rollCall.textSlug, "objectDiffers", {
    ...what,
    member: "text",
    said: rollCall.textSlug,
    logged: act.subject,
  });
  holdSame(
    {
      openAct: [said.openAct, act.id],
      openedAt: [said.openedAt, act.at],
      openedUnder: [said.openedUnder, act.mandate],
      version: [said.version, act.record["version"]],
      accredited: [said.roll.length, act.record["accredited"]],
    },
    what,
  );
  const sameRoll =
    sameJson(said.roll, act.record["roll"]) &&
    sameJson(said.regions, act.record["regions"] ?? null) &&
    sameJson(said.called, act.record["called"] ?? null) &&
    (said.regions === null || said.regions.length === said.roll.length);
  hold(sameRoll, "rollDiffers", { rollCall: said.id, organization: "none" });
  hold(sameJson(said.rules, act.record["rules"]), "objectDiffers", {
    ...what,
    member: "rules",
    said: JSON.stringify(said.rules),
    logged: JSON.stringify(act.record["rules"]),
  });
  holdRulesOf(world, text, rollCall);
  holdRoll(world, said);
  holdRoom(said, act);
  holdCalledInASitting(world, rollCall, act.at);
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
  rollCall.state = "open";
  return rollCall;
}

/** The roll is called as the delegations stood when the vote opened. */
function holdRoll(world: World, said: RollCall): void {
  const due = new Set([...world.accredited.keys()].filter((one) => !world.estranged.has(one)));
  const stranger = said.roll.find((one) => !due.delete(one)) ?? [...due][0];
  if (stranger !== undefined)
    throw new ArchiveFault("rollDiffers", { rollCall: said.id, organization: named(world, stranger) });
}

/** The room is frozen with the roll: what was said of it then, and nobody in it who is not on the roll. */
function holdRoom(said: RollCall, act: Act): void {
  const { room, present } = said;
  const facts = { rollCall: said.id, present: present.length, said: room?.delegations ?? 0 };
  hold(sameJson(room, act.record["room"] ?? null), "presenceDiffers", facts);
  hold(sameJson(present, act.record["present"] ?? []), "presenceDiffers", facts);
  const counted = present.every((one) => said.roll.includes(one)) && new Set(present).size === present.length;
  hold(counted && present.length === facts.said, "presenceDiffers", facts);
  hold(
    room === null || (room.at === act.at && room.delegates <= room.accreditedDelegates),
    "presenceDiffers",
    facts,
  );
}

export function followCast(world: World, act: Act): void {
  const rollCall = rollCallOf(world, act);
  const { said } = rollCall;
  const id = textIn(act, "vote");
  const organization = textIn(act, "organization");
  const where = { rollCall: said.id, organization: named(world, organization), vote: id };
  const vote = found(rollCall.votes.get(id), "objectMissing", { what: "vote", which: id, act: act.id });
  hold(rollCall.state === "open", "voteNotOpen", where);
  hold(said.roll.includes(organization), "voteOutsideRoll", where);
  const choice = act.record["choice"];
  const same =
    vote.organization === organization &&
    vote.mandate === act.mandate &&
    vote.castAt === act.at &&
    vote.act === act.id;
  if (!same || vote.choice !== choice)
    throw new ArchiveFault("voteDiffers", { ...where, said: vote.choice, logged: String(choice) });
  hold(said.votes[rollCall.cast]?.id === id, "orderBroken", { act: act.id, type: act.type });
  authorised(world, act, "congress.vote", organization, "mandateOnly");
  hold(world.accredited.has(organization), "voteOutsideRoll", where);
  rollCall.cast += 1;
  rollCall.latest.set(organization, vote.choice);
}

/** The close of a vote, by the type of its act: the verdict that was proclaimed. */
export function followClosed(world: World, act: Act): RollCallWorld {
  const rollCall = rollCallOf(world, act);
  const { said } = rollCall;
  hold(rollCall.state === "open", "orderBroken", { act: act.id, type: act.type });
  const counted = found(countOf(world, rollCall), "rulesUnknown", {
    rollCall: said.id,
    rules: JSON.stringify(said.rules),
  });
  holdCount(said, act, counted);
  holdSame(
    {
      closeAct: [said.closeAct, act.id],
      closedAt: [said.closedAt, act.at],
      closedUnder: [said.closedUnder, act.mandate],
      version: [said.version, act.record["version"]],
    },
    { what: "rollCall", which: said.id, act: act.id },
  );
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
  rollCall.state = "closed";
  return rollCall;
}

function holdCount(said: RollCall, act: Act, { tally: counted, evaluation }: Counted): void {
  const numbers = [
    ["inFavour", said.votesFor, counted.inFavour],
    ["against", said.votesAgainst, counted.against],
    ["abstentions", said.abstentions, counted.abstentions],
    ["tookPart", numberIn(act, "tookPart"), counted.tookPart],
    ["votesCast", numberIn(act, "votesCast"), counted.votesCast],
    ["needed", act.record["needed"], counted.needed],
    ["inFavour", numberIn(act, "inFavour"), counted.inFavour],
    ["against", numberIn(act, "against"), counted.against],
    ["abstentions", numberIn(act, "abstentions"), counted.abstentions],
  ] as const;
  for (const [member, stated, computed] of numbers)
    hold(stated === computed, "countDiffers", {
      rollCall: said.id,
      member,
      said: String(stated),
      counted: computed ?? "",
    });
  // A tie that the rules leave to whoever presides is decided by their word, and no vote is closed without it.
  const broken = said.castingVote === (act.record["castingVote"] ?? null) && evaluation.verdict !== "tied";
  hold(broken, "countDiffers", {
    rollCall: said.id,
    member: "castingVote",
    said: String(said.castingVote),
    counted: evaluation.verdict,
  });
  const there = counted.room?.present ?? counted.tookPart;
  const quorumSaid =
    act.record["quorum"] === counted.quorum &&
    numberIn(act, "accredited") === said.roll.length &&
    act.record["quorumReached"] === counted.quorumReached;
  if (counted.quorum === null)
    hold(quorumSaid, "quorumTurnedRound", { rollCall: said.id, reached: String(counted.quorumReached) });
  else hold(quorumSaid, "quorumDiffers", { rollCall: said.id, there, quorum: counted.quorum });
  const proclaimed = act.type.split(".").at(-1);
  // A reading that is not the last one is an adoption too.
  const verdicts = [
    said.verdict,
    act.record["verdict"],
    proclaimed === "reading_passed" ? "adopted" : proclaimed,
  ];
  for (const one of verdicts)
    hold(one === counted.verdict, "verdictDiffers", {
      rollCall: said.id,
      said: String(one),
      counted: counted.verdict,
      inFavour: counted.inFavour,
      against: counted.against,
      tookPart: counted.tookPart,
      quorum: counted.quorum ?? 0,
    });
}

/** Nothing is said of a roll call that no act did. */
export function endOfRollCalls({ rollCalls }: World): void {
  for (const { said, state, cast } of rollCalls.values()) {
    hold(state !== "unopened", "objectWithoutAct", { what: "rollCall", which: said.id });
    hold(cast === said.votes.length, "objectWithoutAct", { what: "vote", which: said.votes[cast]?.id ?? "" });
    if (state === "closed") continue;
    const closed = [said.closedUnder, said.closedAt, said.closeAct, said.verdict, said.votesFor];
    hold(
      [...closed, said.votesAgainst, said.abstentions].every((one) => one === null),
      "objectWithoutAct",
      {
        what: "verdict",
        which: said.id,
      },
    );
  }
}

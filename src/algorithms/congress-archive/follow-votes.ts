// Following roll calls: the roll as it was frozen, each vote, and the count by the rules that were frozen with it.
// Invariant: counted here from the votes alone; what the archive and the log say of the count is held against that.
import { ArchiveFault, found, hold } from "./fault.ts";
import { holdCalledInASitting } from "./follow-sittings.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import type { Choice, RollCall, Verdict } from "./shapes.ts";
import { holdSame, named, numberIn, type RollCallWorld, textIn, textOf, type World } from "./world.ts";

export type Count = {
  readonly inFavour: number;
  readonly against: number;
  readonly abstentions: number;
  readonly tookPart: number;
  /** Who counts for the quorum: those who took part, or those who were in the room. */
  readonly there: number;
  readonly quorum: number;
  readonly quorumReached: boolean;
  readonly votesCast: number;
  readonly needed: number;
  readonly verdict: Verdict;
};

/** What a roll call is counted by: all of it frozen when it opened. */
export type CountedBy = Pick<RollCall, "rules" | "roll" | "room" | "present">;

/** Counts by the rules frozen with the roll call; they are named, and a name that is not known here cannot be counted. */
export function count(by: CountedBy, choices: Iterable<Choice>): Count | undefined {
  if (by.rules.majority !== "simple_of_votes_cast") return undefined;
  const counted = { for: 0, against: 0, abstain: 0 };
  for (const choice of choices) counted[choice] += 1;
  const votesCast = counted.for + counted.against;
  const tookPart = votesCast + counted.abstain;
  const quorum = quorumOf(by, tookPart);
  if (!quorum) return undefined;
  const verdict = counted.for > counted.against ? "adopted" : "rejected";
  return {
    inFavour: counted.for,
    against: counted.against,
    abstentions: counted.abstain,
    tookPart,
    ...quorum,
    votesCast,
    needed: Math.floor(votesCast / 2) + 1,
    verdict: quorum.quorumReached ? verdict : "quorum_not_reached",
  };
}

/** Exact, in whole numbers: a share is reached when `there * denominator >= all * numerator`. */
function quorumOf(
  { rules: { quorum }, roll, room, present }: CountedBy,
  tookPart: number,
): Pick<Count, "quorum" | "quorumReached" | "there"> | undefined {
  if (quorum === "half_of_accredited")
    return {
      there: tookPart,
      quorum: Math.ceil(roll.length / 2),
      quorumReached: tookPart * 2 >= roll.length,
    };
  if (typeof quorum === "string" || quorum.counted !== "present_when_opened" || !room) return undefined;
  const { numerator, denominator } = quorum.share;
  // Delegations are counted from the list of those in the room; of the delegates only the number was made public.
  const [there, all] =
    quorum.of === "delegations" ? [present.length, roll.length] : [room.delegates, room.accreditedDelegates];
  return {
    there,
    quorum: Math.ceil((all * numerator) / denominator),
    quorumReached: all > 0 && there * denominator >= all * numerator,
  };
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
  hold(textOf(world, act).said.slug === rollCall.textSlug, "objectDiffers", {
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
  hold(sameJson(said.roll, act.record["roll"]), "rollDiffers", { rollCall: said.id, organization: "none" });
  hold(sameJson(said.rules, act.record["rules"]), "objectDiffers", {
    ...what,
    member: "rules",
    said: JSON.stringify(said.rules),
    logged: JSON.stringify(act.record["rules"]),
  });
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
  const counted = found(count(said, rollCall.latest.values()), "rulesUnknown", {
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

function holdCount(said: RollCall, act: Act, counted: Count): void {
  const numbers = [
    ["inFavour", said.votesFor, counted.inFavour],
    ["against", said.votesAgainst, counted.against],
    ["abstentions", said.abstentions, counted.abstentions],
    ["tookPart", numberIn(act, "tookPart"), counted.tookPart],
    ["votesCast", numberIn(act, "votesCast"), counted.votesCast],
    ["needed", numberIn(act, "needed"), counted.needed],
    ["inFavour", numberIn(act, "inFavour"), counted.inFavour],
    ["against", numberIn(act, "against"), counted.against],
    ["abstentions", numberIn(act, "abstentions"), counted.abstentions],
  ] as const;
  for (const [member, stated, computed] of numbers)
    hold(stated === computed, "countDiffers", {
      rollCall: said.id,
      member,
      said: String(stated),
      counted: computed,
    });
  const quorum = { rollCall: said.id, there: counted.there, quorum: counted.quorum };
  const quorumSaid =
    numberIn(act, "quorum") === counted.quorum &&
    numberIn(act, "accredited") === said.roll.length &&
    act.record["quorumReached"] === counted.quorumReached;
  hold(quorumSaid, "quorumDiffers", quorum);
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
      quorum: counted.quorum,
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

// What a congress voted on as Popolo describes it (https://www.popoloproject.com/specs/motion.html, vote-event.html,
// count.html, vote.html). Voters are delegations: Popolo allows organisations, and here each has one vote.
import type { ArchivedAmendment, ArchivedEdition, ArchivedRollCall, ArchivedText, Choice } from "#congress";
import { type Multilingual, textIn } from "#platform/multilingual";

const OPTIONS: Readonly<Record<Choice, "yes" | "no" | "abstain">> = {
  for: "yes",
  against: "no",
  abstain: "abstain",
};

export type PopoloMotion = {
  readonly id: string;
  readonly organization_id: string;
  readonly legislative_session_id: string;
  /** The organisation that proposed it; null for a whole text, which the assembly put to itself. */
  readonly creator_id: string | null;
  readonly text: string;
  readonly classification: "amendment" | "adoption";
  readonly date: string;
  readonly requirement: string;
  readonly result: string;
  readonly vote_event_ids: readonly string[];
};

export type PopoloVoteEvent = {
  readonly id: string;
  readonly motion_id: string;
  readonly organization_id: string;
  readonly legislative_session_id: string;
  readonly start_date: string;
  readonly end_date: string | null;
  /** Popolo's recommended values are pass and fail; a vote without a quorum failed. */
  readonly result: "pass" | "fail" | null;
  readonly counts: readonly { readonly option: string; readonly value: number }[];
  readonly votes: readonly { readonly voter_id: string; readonly option: string }[];
};

export type PopoloVotes = {
  readonly motions: readonly PopoloMotion[];
  readonly vote_events: readonly PopoloVoteEvent[];
};

const REQUIREMENT = "simple majority of votes cast";

/** Motions and vote events of one text, in the order in which they were voted on. */
export function toPopoloVotes(
  edition: ArchivedEdition,
  text: ArchivedText,
  amendments: readonly ArchivedAmendment[],
  rollCalls: readonly ArchivedRollCall[],
): PopoloVotes {
  const session = edition.slug;
  const motionOf = (number: number | null) =>
    `${text.id}/${number === null ? "adoption" : `amendments/${number}`}`;
  const common = { organization_id: edition.convenedBy, legislative_session_id: session };
  const idsOf = (number: number | null) =>
    rollCalls.filter(({ amendment }) => amendment === number).map(({ id }) => id);
  const words = (field: Multilingual) => textIn(field, text.language).text;
  const whole: PopoloMotion = {
    ...common,
    id: motionOf(null),
    creator_id: null,
    text: words(text.title),
    classification: "adoption",
    date: text.createdAt.toISOString(),
    requirement: REQUIREMENT,
    result: text.state,
    vote_event_ids: idsOf(null),
  };
  const motions = amendments.map((one): PopoloMotion => ({
    ...common,
    id: motionOf(one.number),
    creator_id: one.organization,
    text: words(one.title),
    classification: "amendment",
    date: one.proposedAt.toISOString(),
    requirement: REQUIREMENT,
    result: one.state,
    vote_event_ids: idsOf(one.number),
  }));
  const events = rollCalls.map((rollCall): PopoloVoteEvent => ({
    ...common,
    ...eventOf(rollCall, motionOf(rollCall.amendment)),
  }));
  return { motions: [...motions, whole], vote_events: events };
}

function eventOf(
  rollCall: ArchivedRollCall,
  motion_id: string,
): Omit<PopoloVoteEvent, "organization_id" | "legislative_session_id"> {
  // The latest vote of each delegation is the one that counts.
  const latest = new Map(rollCall.votes.map(({ organization, choice }) => [organization as string, choice]));
  const options = rollCall.roll.map((id) => {
    const choice = latest.get(id);
    return { voter_id: id, option: choice ? OPTIONS[choice] : "not voting" };
  });
  const counts = ["yes", "no", "abstain", "not voting"].map((option) => ({
    option,
    value: options.filter((one) => one.option === option).length,
  }));
  return {
    id: rollCall.id,
    motion_id,
    start_date: rollCall.openedAt.toISOString(),
    end_date: rollCall.closedAt?.toISOString() ?? null,
    result: rollCall.verdict === null ? null : rollCall.verdict === "adopted" ? "pass" : "fail",
    counts,
    votes: options,
  };
}

// What a congress voted on as Popolo describes it (https://www.popoloproject.com/specs/motion.html, vote-event.html,
// count.html, vote.html). Voters are delegations: Popolo allows organisations, and here each has one vote.
import type {
  ArchivedAmendment,
  ArchivedEdition,
  ArchivedMotion,
  ArchivedRollCall,
  ArchivedText,
  Choice,
  MotionKind,
} from "#congress";
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
  /** The organisation that proposed it; null for a whole text that the assembly put to itself. */
  readonly creator_id: string | null;
  readonly text: string;
  readonly classification: "amendment" | "adoption" | MotionKind;
  readonly date: string;
  readonly requirement: string;
  /** What became of it, as far as it came. */
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

/** A text of the edition with what was voted on it, and the motion whose words it was. */
export type VotedText = {
  readonly text: ArchivedText;
  readonly motion: ArchivedMotion | null;
  readonly rollCalls: readonly ArchivedRollCall[];
};

/** Motions and vote events of one text, in the order in which they were voted on. */
export function toPopoloVotes(
  edition: ArchivedEdition,
  voted: VotedText,
  amendments: readonly ArchivedAmendment[],
): PopoloVotes {
  const { text, rollCalls } = voted;
  const motions = amendments.map((one): PopoloMotion => ({
    ...sessionOf(edition),
    id: amendmentId(text, one.number),
    creator_id: one.organization,
    text: wordsOf(one.title, text.language),
    classification: "amendment",
    date: one.proposedAt.toISOString(),
    requirement: REQUIREMENT,
    result: one.state,
    vote_event_ids: rollCalls.filter(({ amendment }) => amendment === one.number).map(({ id }) => id),
  }));
  return { motions: [...motions, wholeOf(edition, voted)], vote_events: eventsOf(edition, voted, rollCalls) };
}

/**
 * The motions of an edition by their numbers, those too that never came to a vote, with the votes on their words as a whole.
 * What was voted on within such a text is with the text (`toPopoloVotes`), under the same ids.
 */
export function toPopoloMotions(
  edition: ArchivedEdition,
  motions: readonly ArchivedMotion[],
  textsOfMotions: readonly VotedText[],
): PopoloVotes {
  const became = new Map(textsOfMotions.map((voted) => [voted.motion?.number, voted]));
  return {
    motions: motions.map((motion) => {
      const voted = became.get(motion.number);
      return voted ? wholeOf(edition, voted) : motionOf(edition, motion);
    }),
    vote_events: textsOfMotions.flatMap((voted) => eventsOf(edition, voted, onTheWhole(voted))),
  };
}

const sessionOf = ({ convenedBy, slug }: ArchivedEdition) => ({
  organization_id: convenedBy,
  legislative_session_id: slug,
});
const wordsOf = (field: Multilingual, language: string) => textIn(field, language).text;
const amendmentId = (text: ArchivedText, number: number) => `${text.id}/amendments/${number}`;
const wholeId = ({ text, motion }: VotedText) => motion?.id ?? `${text.id}/adoption`;
const onTheWhole = ({ rollCalls }: VotedText) => rollCalls.filter(({ amendment }) => amendment === null);

/** A motion that became no text, or has not yet. */
function motionOf(edition: ArchivedEdition, motion: ArchivedMotion): PopoloMotion {
  return {
    ...sessionOf(edition),
    id: motion.id,
    creator_id: motion.organization,
    text: wordsOf(motion.title, motion.language),
    classification: motion.kind,
    date: motion.submittedAt.toISOString(),
    requirement: REQUIREMENT,
    result: motion.state,
    vote_event_ids: [],
  };
}

/** A whole text: the motion that it was, or what the assembly put to itself. */
function wholeOf(edition: ArchivedEdition, voted: VotedText): PopoloMotion {
  const { text, motion } = voted;
  const put: PopoloMotion = motion
    ? motionOf(edition, motion)
    : {
        ...sessionOf(edition),
        id: wholeId(voted),
        creator_id: null,
        text: wordsOf(text.title, text.language),
        classification: "adoption",
        date: text.createdAt.toISOString(),
        requirement: REQUIREMENT,
        result: text.state,
        vote_event_ids: [],
      };
  return { ...put, result: resultOf(voted), vote_event_ids: onTheWhole(voted).map(({ id }) => id) };
}

/** Adopted; or how the last vote failed; or how far it has come, as a text that passed one of several readings. */
function resultOf(voted: VotedText): string {
  const { text } = voted;
  if (text.adoptedVersion !== null) return "adopted";
  const verdict = onTheWhole(voted).findLast(({ closedAt }) => closedAt !== null)?.verdict ?? null;
  return verdict === null || verdict === "adopted" ? text.state : verdict;
}

function eventsOf(
  edition: ArchivedEdition,
  voted: VotedText,
  rollCalls: readonly ArchivedRollCall[],
): PopoloVoteEvent[] {
  return rollCalls.map((rollCall) => {
    const { amendment } = rollCall;
    const motionId = amendment === null ? wholeId(voted) : amendmentId(voted.text, amendment);
    return { ...sessionOf(edition), ...eventOf(rollCall, motionId) };
  });
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

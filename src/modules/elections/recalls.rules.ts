// What must hold for a recall: which mandates, who signs, how many, until when. Pure.
import { type Counted, countRollCall, type RegionCounts } from "#algorithms/roll-calls";
import { petitionCarries } from "#algorithms/rules";
import { broken, ok, type Verdict } from "#platform/rules";
import type { RuleVersion } from "#rulebook";

export const recallStates = [
  "collecting",
  "voting",
  "carried",
  "rejected",
  "quorum_not_reached",
  "lapsed",
] as const;
/** collecting → voting (enough have signed) | lapsed (its time is over); voting → carried | rejected | quorum_not_reached. */
export type RecallState = (typeof recallStates)[number];

/** What holds where no rule says otherwise: a fifth signs within sixty days, and the vote is open for fourteen. */
export const recallRule = {
  share: { numerator: 1, denominator: 5 },
  daysToSign: 60,
  daysToVote: 14,
} as const;

const DAY_MS = 86_400_000;
export const daysAfter = (from: Date, days: number) => new Date(from.getTime() + days * DAY_MS);

/** How many signatures are a share of the electorate: rounded up, and at least one. */
export function signaturesNeeded(
  electorate: number,
  { numerator, denominator }: { readonly numerator: number; readonly denominator: number },
): number {
  return Math.max(1, Math.ceil((electorate * numerator) / denominator));
}

/** A commune's own spokesperson is recalled by the commune alone; what the whole gave, the whole takes back. */
export function mandatesAnswerToTheWhole(given: boolean): Verdict {
  return given ? ok : broken("recallOnlyOfElected");
}

export function mandatesCanBeVotedDown(can: boolean): Verdict {
  return can ? ok : broken("recallNotPossible");
}

export function somebodyCanSign(electorate: number): Verdict {
  return electorate > 0 ? ok : broken("nobodyAccredited");
}

export function signersBelong(belongs: boolean): Verdict {
  return belongs ? ok : broken("recallNotYours");
}

export function signaturesAreTaken(state: RecallState, until: Date, now: Date): Verdict {
  if (state !== "collecting") return broken("recallNotCollecting", { state });
  return now <= until ? ok : broken("recallTooLate", { until });
}

export function votesAreTaken(state: RecallState, until: Date | null, now: Date): Verdict {
  if (state !== "voting" || until === null) return broken("recallNotVoting", { state });
  return now <= until ? ok : broken("recallTooLate", { until });
}

/** A vote ends when all have voted, or when its time is over. */
export function votesAreComplete(cast: number, roll: number, until: Date, now: Date): boolean {
  return cast >= roll || now > until;
}

/**
 * How many signatures a petition needs: the fewest with which it carries by the rules, or the share above where they say nothing
 * of petitions. Undefined where not even all together would be enough.
 */
export function signaturesAsked(rules: RuleVersion["rules"] | null, electorate: number): number | undefined {
  if (!rules?.mandates?.petition) return signaturesNeeded(electorate, recallRule.share);
  const who = { accredited: electorate, members: electorate, organisations: electorate };
  for (let supporters = 1; supporters <= electorate; supporters++)
    if (petitionCarries(rules, { ...who, supporters }).held === true) return supporters;
  return undefined;
}

export function petitionsCanCarry(needed: number | undefined): Verdict {
  return needed === undefined ? broken("recallCannotCarry") : ok;
}

/** The roll of a recall by its regions, with how they voted. */
export type RecallVote = {
  /** The rules in force when the vote was called; null: those that every congress begins with. */
  readonly version: RuleVersion | null;
  readonly regions: readonly Omit<RegionCounts, "present">[];
  readonly calledAt: Date;
  readonly at: Date;
};

/**
 * What a vote comes to, and why. There is no room in which it is held: whoever takes part, by whatever choice, is there. Under the
 * rules to begin with at least half of the roll takes part, and more are for the recall than against it.
 */
export function countRecall({ version, regions, calledAt, at }: RecallVote): Counted {
  const parts = regions.map((one) => ({ ...one, present: one.for + one.against + one.abstain }));
  const [there, roll] = [
    parts.reduce((sum, { present }) => sum + present, 0),
    parts.reduce((sum, { accredited }) => sum + accredited, 0),
  ];
  const openedAt = calledAt.toISOString();
  const counted = countRollCall({
    rules: version
      ? { version: version.number, hash: version.hash, matter: "recall", quorum: null }
      : { majority: "simple_of_votes_cast", quorum: "half_of_accredited" },
    adopted: version?.rules ?? null,
    regions: parts,
    room: { at: openedAt, delegations: there, delegates: there, accreditedDelegates: roll },
    called: roll,
    castingVote: null,
    proposedAt: openedAt,
    openedAt,
    at: at.toISOString(),
  });
  if (!counted) throw new Error("these rules are known");
  return counted;
}

/** Adopted means that the mandate ends. */
export function recallOutcome({ tally }: Counted): "carried" | "rejected" | "quorum_not_reached" {
  return tally.verdict === "adopted" ? "carried" : tally.verdict;
}

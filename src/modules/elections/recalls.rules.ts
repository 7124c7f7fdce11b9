// What must hold for a recall: which mandates, who signs, how many, until when. Pure.
import { broken, ok, type Verdict } from "#platform/rules";

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

export type RecallCounts = { readonly for: number; readonly against: number; readonly abstain: number };

/** At least half of the roll takes part, by whatever choice, and more are for the recall than against it: a tie does not carry. */
export function recallVerdict(
  counts: RecallCounts,
  roll: number,
): "carried" | "rejected" | "quorum_not_reached" {
  const tookPart = counts.for + counts.against + counts.abstain;
  if (2 * tookPart < roll) return "quorum_not_reached";
  return counts.for > counts.against ? "carried" : "rejected";
}

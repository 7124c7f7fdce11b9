// A round's way, and what may be done in it when. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import type { Round, RoundState } from "./types.ts";

export type RoundStep = {
  readonly from: RoundState;
  readonly to: RoundState;
  readonly by: "deadline" | "solver" | "party" | "commission";
};

/** Every change of state that there is. A party that leaves takes a round back to be solved without it. */
export const roundSteps: readonly RoundStep[] = [
  { from: "called", to: "frozen", by: "deadline" },
  { from: "frozen", to: "previewed", by: "solver" },
  { from: "frozen", to: "frozen", by: "party" },
  { from: "previewed", to: "frozen", by: "party" },
  { from: "previewed", to: "frozen", by: "commission" },
  { from: "previewed", to: "settled", by: "commission" },
  { from: "called", to: "abandoned", by: "commission" },
  { from: "frozen", to: "abandoned", by: "commission" },
  { from: "previewed", to: "abandoned", by: "commission" },
];

/** Two settlements of one round: the second is told that it was settled. */
export function roundGoesTo({ state, number }: Pick<Round, "state" | "number">, to: RoundState): Verdict {
  if (roundSteps.some((step) => step.from === state && step.to === to)) return ok;
  if (state === "settled") return broken("roundAlreadySettled", { number });
  if (state === "abandoned") return broken("roundAbandoned", { number });
  return broken("roundStepUnknown", { from: state, to });
}

/** Joining, changing what is offered, and withdrawing without a trace: until the deadline, to the instant. */
export function joiningIsOpen({ state, deadlineAt, number }: Round, now: Date): Verdict {
  if (state === "settled" || state === "abandoned") return roundGoesTo({ state, number }, "frozen");
  return state === "called" && now < deadlineAt
    ? ok
    : broken("roundDeadlinePassed", { deadline: deadlineAt });
}

export function deadlineHasPassed({ deadlineAt }: Pick<Round, "deadlineAt">, now: Date): Verdict {
  return now >= deadlineAt ? ok : broken("roundDeadlineAhead", { deadline: deadlineAt });
}

/** A party may leave as long as the preview stands, and while it waits to be solved. */
export function leavingIsOpen(round: Round, now: Date): Verdict {
  const step = roundGoesTo(round, "frozen");
  if (!step.ok) return step;
  return round.settleFromAt === null || now < round.settleFromAt || round.state === "frozen"
    ? ok
    : broken("roundLookingOver", { until: round.settleFromAt });
}

/** Everybody has had the time to look at the preview that is settled. */
export function everybodyCouldLook({ settleFromAt }: Pick<Round, "settleFromAt">, now: Date): Verdict {
  return settleFromAt !== null && now >= settleFromAt
    ? ok
    : broken("roundStillLooking", { until: settleFromAt });
}

export function somethingClears({ cleared }: Pick<Round, "cleared">): Verdict {
  return cleared !== null && cleared > 0n ? ok : broken("roundClearsNothing");
}

/** The settlement is of the preview that whoever confirms was shown, and of no later one. */
export function previewIsTheOneShown({ attempt }: Pick<Round, "attempt">, shown: number): Verdict {
  return attempt === shown ? ok : broken("roundSolvedAnew");
}

const LEAST_MINUTES_MS = 60_000;
const A_YEAR_MS = 366 * 86_400_000;

export function deadlineLeavesTime(deadlineAt: Date, now: Date): Verdict {
  const ahead = +deadlineAt - +now;
  if (ahead < LEAST_MINUTES_MS) return broken("roundDeadlineTooSoon");
  return ahead <= A_YEAR_MS ? ok : broken("roundDeadlineTooFar");
}

export function creditNeedsAnAccount(withCredit: boolean, currencyId: string | null): Verdict {
  return withCredit && currencyId === null ? broken("creditNeedsALedger") : ok;
}

/** Of so few, the obligations are for the parties alone even under numbers: everybody would be found again. */
export const LEAST_PUBLISHED_PARTIES = 5;

export function obligationsArePublic({ publication, parties, state }: Round): boolean {
  return state === "settled" && publication === "everybody" && (parties ?? 0) >= LEAST_PUBLISHED_PARTIES;
}

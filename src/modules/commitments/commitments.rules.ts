// What a commitment may become, and how it stands on a day. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import { type CommitmentState, SILENCE_DAYS, type Standing } from "./types.ts";

/** Who makes a transition: the organisation that answers for it, or the commission that follows it up. */
export type Side = "responsible" | "commission";

export type Transition = {
  readonly from: CommitmentState;
  readonly to: CommitmentState;
  readonly by: Side;
  readonly needsReason: boolean;
};

/** Every change of state that there is; anything else is refused. */
export const transitions: readonly Transition[] = [
  { from: "proposed", to: "accepted", by: "responsible", needsReason: false },
  { from: "accepted", to: "under_way", by: "responsible", needsReason: false },
  { from: "under_way", to: "fulfilled", by: "commission", needsReason: false },
  { from: "fulfilled", to: "under_way", by: "commission", needsReason: true },
  { from: "proposed", to: "dropped", by: "commission", needsReason: true },
  { from: "accepted", to: "dropped", by: "commission", needsReason: true },
  { from: "under_way", to: "dropped", by: "commission", needsReason: true },
];

/** Two sides may lead to one state: only the one whose step it is takes it. */
export function theStepExists(from: CommitmentState, to: CommitmentState, by: Side): Verdict {
  return transitions.some((step) => step.from === from && step.to === to && step.by === by)
    ? ok
    : broken("commitmentStepUnknown", { from, to });
}

export function reasonsAreGiven(needed: boolean, given: boolean): Verdict {
  return given || !needed ? ok : broken("reasonMissing");
}

/** Nothing is reported on what was never accepted, or is over. */
export function reportsAreOnLivingCommitments(state: CommitmentState): Verdict {
  return state === "accepted" || state === "under_way" ? ok : broken("commitmentTakesNoReports", { state });
}

/** The commission confirms what was reported as done, not what nobody claimed. */
export function fulfilmentWasClaimed(claimed: boolean): Verdict {
  return claimed ? ok : broken("fulfilmentNotClaimed");
}

/** Nobody confirms their own report, whatever mandates they hold. Null: an act from the node's shell. */
export function othersConfirm(reporter: string | null, confirmer: string | null): Verdict {
  return reporter !== null && reporter === confirmer ? broken("ownReportNotConfirmed") : ok;
}

/** `named`: milestones or indicators that a report names; `found`: those of them that the commitment has. */
export function partsAreItsOwn(named: number, found: number): Verdict {
  return named === found ? ok : broken("progressUnknown");
}

export function reportShowsSomething(body: string, evidence: number): Verdict {
  return body.trim().length > 0 || evidence > 0 ? ok : broken("reportIsEmpty");
}

const DAY_MS = 86_400_000;

/** Days from one civil date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

export type Facts = {
  readonly state: CommitmentState;
  readonly dueOn: string;
  readonly stateAt: Date;
  readonly reportedAt: Date | null;
};

/**
 * How it stands on `today` (a civil date, UTC): late from the day after it was due; silent when accepted or under way
 * with nothing heard for more than SILENCE_DAYS. Late comes first: it is the graver of the two.
 */
export function standingOf(facts: Facts, today: string): Standing {
  if (facts.state === "fulfilled" || facts.state === "dropped") return facts.state;
  if (daysBetween(facts.dueOn, today) > 0) return "late";
  if (facts.state === "proposed") return "proposed";
  const heard = (facts.reportedAt ?? facts.stateAt).toISOString().slice(0, 10);
  return daysBetween(heard, today) > SILENCE_DAYS ? "silent" : facts.state;
}

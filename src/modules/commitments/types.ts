// The words of the follow-up as types.
import type { DecisionPointId } from "#congress";
import type { OrganizationId } from "#confederation";
import type { Id } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";

export type CommitmentId = Id<"commitment">;
export type ReportId = Id<"commitment report">;

/** What somebody decided about it. Being late is not decided by anybody: see `standingOf`. */
export const commitmentStates = ["proposed", "accepted", "under_way", "fulfilled", "dropped"] as const;
export type CommitmentState = (typeof commitmentStates)[number];

/**
 * What the board shows: the state, with `late` once the due date has passed, and `silent` when nothing was reported
 * for `SILENCE_DAYS` on something that is being done.
 */
export const standings = [
  "fulfilled",
  "under_way",
  "accepted",
  "proposed",
  "silent",
  "late",
  "dropped",
] as const;
export type Standing = (typeof standings)[number];

export function isStanding(value: string): value is Standing {
  return (standings as readonly string[]).includes(value);
}

export const SILENCE_DAYS = 90;

export type Commitment = {
  readonly id: CommitmentId;
  readonly number: number;
  readonly decisionPointId: DecisionPointId;
  readonly commissionId: OrganizationId;
  readonly responsibleId: OrganizationId;
  readonly title: Multilingual;
  /** UN M49. */
  readonly region: string;
  readonly dueOn: string;
  readonly state: CommitmentState;
  readonly proposedAt: Date;
  readonly stateAt: Date;
  readonly reportedAt: Date | null;
};

// What an obligation may become, and by whom. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import type { Obligation, ObligationSide, ObligationState, RecordedBy } from "./types.ts";

/** Who takes a step: whoever entered the obligation, or the other side. */
export type Stepping = "recorder" | "other";

export type ObligationStep = {
  readonly from: ObligationState;
  readonly to: ObligationState;
  readonly by: Stepping;
  readonly needsReason: boolean;
};

/** Every change of state that somebody decides; `discharged` follows from movements alone. */
export const obligationSteps: readonly ObligationStep[] = [
  { from: "recorded", to: "acknowledged", by: "other", needsReason: false },
  { from: "recorded", to: "contested", by: "other", needsReason: true },
  { from: "recorded", to: "withdrawn", by: "recorder", needsReason: false },
  { from: "contested", to: "acknowledged", by: "other", needsReason: false },
  { from: "contested", to: "withdrawn", by: "recorder", needsReason: false },
];

export function stepExists(from: ObligationState, to: ObligationState): Verdict {
  return obligationSteps.some((step) => step.from === from && step.to === to)
    ? ok
    : broken("obligationStepUnknown", { from, to });
}

/** The side whose step it is. What both recorded is acknowledged from the start, so that no step is left for anybody. */
export function sideOf(recordedBy: RecordedBy, by: Stepping): ObligationSide {
  const other = recordedBy === "debtor" ? "creditor" : "debtor";
  return by === "other" ? other : recordedBy === "debtor" ? "debtor" : "creditor";
}

export function contestingHasAReason(to: ObligationState, reason: string | null): Verdict {
  return to !== "contested" || reason !== null ? ok : broken("contestWithoutReason");
}

export function twoSides(debtorId: string, creditorId: string): Verdict {
  return debtorId === creditorId ? broken("obligationToOneself") : ok;
}

export function dueAfterItBegan(sinceOn: string, dueOn: string | null): Verdict {
  return dueOn === null || dueOn >= sinceOn ? ok : broken("dueBeforeItBegan", { sinceOn, dueOn });
}

/** Only what both sides recognise is paid, set off or corrected. */
export function bothRecogniseIt({ state }: Pick<Obligation, "state">): Verdict {
  return state === "acknowledged" ? ok : broken("obligationNotAcknowledged", { state });
}

/** From the deadline of a round until it is settled, what was offered to it stands still. */
export function noRoundCountsOnIt({ inRound }: Pick<Obligation, "inRound">): Verdict {
  return inRound ? broken("obligationInRound") : ok;
}

export function withinWhatIsOpen({ openAmount }: Pick<Obligation, "openAmount">, amount: bigint): Verdict {
  if (amount <= 0n) return broken("movementNotPositive");
  return amount <= openAmount ? ok : broken("moreThanIsOpen");
}

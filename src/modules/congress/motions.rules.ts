// What must hold for a motion, and what each kind needs to be admitted. Pure.
import { broken, ok, type Verdict } from "#platform/rules";

export const motionKinds = ["resolution", "statement", "procedure", "election", "urgency", "rules"] as const;
export type MotionKind = (typeof motionKinds)[number];

/** Rules are proposed by a form of their own, since their words follow from them. */
export const writtenMotionKinds = ["resolution", "statement", "procedure", "election", "urgency"] as const;
export type WrittenMotionKind = (typeof writtenMotionKinds)[number];

/** submitted → admitted (its words are a text from then on) | not_admitted, by the chair with a reason | withdrawn. */
export const motionStates = ["submitted", "admitted", "not_admitted", "withdrawn"] as const;
export type MotionState = (typeof motionStates)[number];

export type MotionRule = {
  /** At least so many delegations beside the proposer. */
  readonly supporters: number;
  /** And at least this share of the accredited delegations. */
  readonly percent: number;
  /** Until when a motion of this kind can be submitted and supported. */
  readonly closesAt: Date | null;
};

/**
 * Where an edition has set nothing else. A motion on procedure needs to be seconded, as assemblies everywhere have it (ILO
 * Standing Orders, article 15); one that comes late for its urgency has to be carried by a tenth of the assembly.
 */
export const motionRulesOfToday: Readonly<Record<MotionKind, MotionRule>> = {
  resolution: { supporters: 3, percent: 0, closesAt: null },
  statement: { supporters: 3, percent: 0, closesAt: null },
  procedure: { supporters: 1, percent: 0, closesAt: null },
  election: { supporters: 1, percent: 0, closesAt: null },
  urgency: { supporters: 3, percent: 10, closesAt: null },
  rules: { supporters: 3, percent: 0, closesAt: null },
};

/** Those kinds have words that others may amend; the others are voted on as they are. */
export function takesAmendments(kind: MotionKind): boolean {
  return kind === "resolution" || kind === "statement" || kind === "urgency";
}

/** How many delegations have to support a motion, of those accredited now. */
export function supportersNeeded({ supporters, percent }: MotionRule, accredited: number): number {
  return Math.max(supporters, Math.ceil((percent * accredited) / 100));
}

export function motionsAreOpen(state: MotionState): Verdict {
  return state === "submitted" ? ok : broken("motionNotOpen", { state });
}

/** Late for its kind; what cannot wait is a motion of urgency. */
export function motionsComeInTime({ closesAt }: MotionRule, now: Date): Verdict {
  return closesAt === null || now <= closesAt ? ok : broken("motionTooLate", { closesAt });
}

export function supportersAreOthers(proposer: string, supporter: string): Verdict {
  return proposer === supporter ? broken("supportOfOwnMotion") : ok;
}

export function supportersAreEnough(supporters: number, needed: number): Verdict {
  return supporters >= needed ? ok : broken("supportersMissing", { supporters, needed });
}

export function textsTakeAmendments(amendable: boolean): Verdict {
  return amendable ? ok : broken("motionTakesNoAmendments");
}

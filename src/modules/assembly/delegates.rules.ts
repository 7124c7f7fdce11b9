// What must hold for people to be sent, accepted and replaced. Pure: facts in, a verdict out.
import { broken, ok, type Verdict } from "#platform/rules";
import type { DelegateState, SeatKind } from "./types.ts";

/** The node's shell keeps a node running; it does not speak for a delegation. */
export function delegationsNameTheirOwn(mandateId: string | null): Verdict {
  return mandateId === null ? broken("delegationNeedsMandate") : ok;
}

export function delegationsAreCalled(called: boolean): Verdict {
  return called ? ok : broken("delegationNotCalled");
}

export function nominationsAreOpen(until: Date | null, now: Date): Verdict {
  return until === null || now <= until ? ok : broken("nominationsClosed", { until });
}

export type Room = {
  readonly seat: SeatKind;
  /** How many there are by the call in force. */
  readonly most: number;
  /** How many are named for them, or accepted. */
  readonly taken: number;
  readonly adding: number;
};

/** A delegation names as many people as it has seats, and as many alternates as the call allows. */
export function seatsSuffice({ seat, most, taken, adding }: Room): Verdict {
  if (taken + adding <= most) return ok;
  const facts = { most, left: Math.max(0, most - taken), adding };
  return broken(seat === "delegate" ? "seatsAllTaken" : "alternatesAllNamed", facts);
}

/** Somebody with no mandate of the organisation is named by name, as a new person. */
export function peopleAreTheirs(theirs: boolean): Verdict {
  return theirs ? ok : broken("personOfAnotherOrganization");
}

export function decisionsAreOnNominated(state: DelegateState): Verdict {
  return state === "nominated" ? ok : broken("delegateDecidedAlready", { state });
}

export function withdrawnWhileSent(state: DelegateState): Verdict {
  return state === "nominated" || state === "accepted" ? ok : broken("delegateDecidedAlready", { state });
}

export type Decider = {
  readonly personId: string;
  /** Holds a mandate in force of the organisation that sends the delegate. */
  readonly ofTheOrganization: boolean;
};

/** Nobody decides on whom they named, on their own organisation's people, or on themselves. Null: the node's shell. */
export function othersDecide(
  decider: Decider | null,
  named: { readonly by: string; readonly who: string },
): Verdict {
  if (decider === null) return ok;
  const own = decider.ofTheOrganization || decider.personId === named.by || decider.personId === named.who;
  return own ? broken("ownDelegationNotDecided") : ok;
}

/** A badge is of somebody who may come in. */
export function badgesAreOfAccepted(state: DelegateState): Verdict {
  return state === "accepted" ? ok : broken("delegateNotAccepted");
}

export type Standing = {
  readonly seat: SeatKind;
  readonly state: DelegateState;
  readonly organizationId: string;
};

/** An accepted alternate takes the seat of an accepted delegate of the same delegation. */
export function alternatesStandIn(delegate: Standing, alternate: Standing): Verdict {
  if (delegate.state !== "accepted" || alternate.state !== "accepted") return broken("delegateNotAccepted");
  if (delegate.seat !== "delegate" || alternate.seat !== "alternate")
    return broken("alternateStandsInForDelegate");
  return delegate.organizationId === alternate.organizationId ? ok : broken("alternateOfAnotherDelegation");
}

export type Period = { readonly startsAt: Date; readonly endsAt: Date };

/** Nobody stands in for two at once, and nobody is stood in for twice at once. */
export function substitutionsDoNotOverlap(fresh: Period, others: readonly Period[]): Verdict {
  return others.some(({ startsAt, endsAt }) => startsAt < fresh.endsAt && fresh.startsAt < endsAt)
    ? broken("substitutionOverlaps")
    : ok;
}

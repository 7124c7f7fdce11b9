// What must hold for an invitation to be made and to be accepted. Pure: facts in, a verdict out.
import { broken, ok, type Verdict } from "#platform/rules";
import { inForce } from "./mandates.policy.ts";
import type { Mandate } from "./types.ts";

export const INVITATION_DAYS = 14;

export type InvitationState = {
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly withdrawnAt: Date | null;
};

/** Two weeks, or until the mandate that it gives would end. */
export function expiryOf(now: Date, endsAt: Date | null): Date {
  const latest = new Date(now.getTime() + INVITATION_DAYS * 86_400_000);
  return endsAt !== null && endsAt < latest ? endsAt : latest;
}

export function mandatesEndAfterNow(endsAt: Date | null, now: Date): Verdict {
  return endsAt === null || endsAt > now ? ok : broken("termEndsBeforeItStarts");
}

/** The same form sent twice is one invitation. */
export function oneInvitationIsEnough(open: boolean): Verdict {
  return open ? broken("invitationAlreadyOpen") : ok;
}

export function invitationsAreUsedOnce({ acceptedAt }: Pick<InvitationState, "acceptedAt">): Verdict {
  return acceptedAt === null ? ok : broken("invitationAlreadyUsed");
}

export function withdrawnInvitationsAreOver({ withdrawnAt }: Pick<InvitationState, "withdrawnAt">): Verdict {
  return withdrawnAt === null ? ok : broken("invitationWithdrawn");
}

export function invitationsExpire({ expiresAt }: Pick<InvitationState, "expiresAt">, now: Date): Verdict {
  return now < expiresAt ? ok : broken("invitationExpired", { expiredOn: expiresAt });
}

/** Whoever invited must still have the mandate under which they did; `null`: the node's shell invited. */
export function someoneStillCoversIt(
  mandate: Pick<Mandate, "startsAt" | "endsAt" | "recalledAt"> | null,
  now: Date,
): Verdict {
  return mandate === null || inForce(mandate, now) ? ok : broken("invitationNoLongerCovered");
}

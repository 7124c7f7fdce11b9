// What must hold for a fair and its stalls. Pure: facts in, a verdict out.
import { broken, ok, type Verdict } from "#platform/rules";
import type { FairState } from "./types.ts";

export function fairsEndAfterTheyBegin(startsAt: Date, endsAt: Date): Verdict {
  return endsAt > startsAt ? ok : broken("endsBeforeItStarts");
}

const LONGEST_DAYS = 31;

export function fairsAreShort(startsAt: Date, endsAt: Date): Verdict {
  const days = (endsAt.getTime() - startsAt.getTime()) / 86_400_000;
  return days <= LONGEST_DAYS ? ok : broken("fairTooLong", { days: LONGEST_DAYS });
}

/** Who comes, and with what, is settled until the fair is over. */
export function fairsAreToCome(endsAt: Date, now: Date): Verdict {
  return endsAt > now ? ok : broken("fairIsOver");
}

export function fairsStand(state: FairState): Verdict {
  return state === "called" ? ok : broken("fairCancelled");
}

export const MOST_STALLS = 500;

export function thereIsRoom(stalls: number): Verdict {
  return stalls < MOST_STALLS ? ok : broken("stallsTooMany", { limit: MOST_STALLS });
}

type Brought = {
  readonly organizationId: string;
  readonly membersOnly: boolean;
  readonly kind: string;
  readonly state: string;
};

/** A stall brings what its own organisation offers; the catalogue is public, so only what is public. */
export function stallsBringTheirOwn(offer: Brought | undefined, organizationId: string): Verdict {
  if (!offer || offer.organizationId !== organizationId || offer.state === "withdrawn")
    return broken("offerUnknown");
  if (offer.membersOnly) return broken("fairsArePublic");
  return offer.kind === "offer" ? ok : broken("stallsBringOffers");
}

export function nobodyChangedTheFairSince(revision: number, read: number): Verdict {
  return revision === read ? ok : broken("offerChangedSince");
}

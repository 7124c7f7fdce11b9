// How many seats each called organisation has. Pure: the call and the organisations in, seats or a refusal's name out.
import { apportion, ApportionmentError } from "#algorithms/apportionment";
import type { OrganizationId } from "#confederation";
import { broken, ok, type Verdict } from "#platform/rules";
import type { SeatMethod } from "./types.ts";

/** An organisation that is called, in the order of its name. */
export type CalledFacts = { readonly id: OrganizationId; readonly region: string | null };

export type SeatsFound = {
  readonly seats: ReadonlyMap<OrganizationId, number>;
  /** Entitled alike to the last seats, which the earlier in the list got. */
  readonly tied: readonly OrganizationId[];
};

/** The seats of each, or the reason why there is no such division. */
export function findSeats(method: SeatMethod, called: readonly CalledFacts[]): SeatsFound | Verdict {
  try {
    if (method.kind === "each")
      return { seats: new Map(called.map(({ id }) => [id, method.seats])), tied: [] };
    if (method.kind === "by_region") return byRegion(method.seats, called);
    const { rule, seats, least, most, weights } = method;
    return divided(called, { rule, seats, least, most, weights: called.map(({ id }) => weights[id] ?? 0) });
  } catch (error) {
    if (error instanceof ApportionmentError) return broken(WORDS[error.reason]);
    throw error;
  }
}

const WORDS = {
  tooFewSeats: "seatsFewerThanLeast",
  tooManySeats: "seatsMoreThanMost",
  tooFewVotes: "seatsMoreThanPeople",
  noWeight: "seatsWithoutWeight",
} as const;

/** A region's organisations share its seats alike; where they do not come out even, those first by name have one more. */
function byRegion(seats: Readonly<Record<string, number>>, called: readonly CalledFacts[]): SeatsFound {
  const found = [...Map.groupBy(called, ({ region }) => region ?? "")].map(([region, own]) =>
    divided(own, { rule: "hare", seats: seats[region] ?? 0, weights: own.map(() => 1) }),
  );
  return {
    seats: new Map(found.flatMap((part) => [...part.seats])),
    tied: found.flatMap((part) => part.tied),
  };
}

function divided(called: readonly CalledFacts[], wanted: Parameters<typeof apportion>[0]): SeatsFound {
  const { seats, tied } = apportion(wanted);
  return {
    seats: new Map(called.map(({ id }, index) => [id, seats[index] ?? 0])),
    tied: tied.flatMap((index) => called[index]?.id ?? []),
  };
}

export function isFound(found: SeatsFound | Verdict): found is SeatsFound {
  return "seats" in found;
}

/** A call is set while there is something to nominate for. */
export function editionIsNotOver(endsOn: string, today: string): Verdict {
  return endsOn >= today ? ok : broken("editionIsOver", { endsOn });
}

export function deadlineIsAhead(until: Date | null, now: Date): Verdict {
  return until === null || until > now ? ok : broken("deadlineIsPast");
}

/** Nobody who was accepted loses the seat to a new call: the organisation withdraws somebody first. */
export function acceptedKeepTheirSeats(fewest: { organization: string; accepted: number } | null): Verdict {
  return fewest === null ? ok : broken("seatsBelowAccepted", fewest);
}

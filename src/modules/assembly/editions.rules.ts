// The days of an edition as instants. Pure.
import type { Edition } from "#congress";

const HOUR = 3_600_000;

/** The days of an edition wherever in the world it meets: from the first place where they begin to the last where they end. */
export function daysOf({ startsOn, endsOn }: Pick<Edition, "startsOn" | "endsOn">): {
  startsAt: Date;
  endsAt: Date;
} {
  return {
    startsAt: new Date(Date.parse(`${startsOn}T00:00:00Z`) - 14 * HOUR),
    endsAt: new Date(Date.parse(`${endsOn}T00:00:00Z`) + (24 + 12) * HOUR),
  };
}

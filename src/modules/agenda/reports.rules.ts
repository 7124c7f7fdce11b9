// What may be said of an action afterwards. Pure.
import { broken, ok, type Verdict } from "#platform/rules";

/** `endedAt`: when its first time ended. Nobody counts who has not come yet. */
export function reportsComeAfterwards(endedAt: Date, now: Date): Verdict {
  return endedAt <= now ? ok : broken("actionNotOver");
}

export function organizersReport(organizers: readonly string[], reporting: string): Verdict {
  return organizers.includes(reporting) ? ok : broken("reporterDoesNotOrganize");
}

/** A number says how it came about, or it is a guess that looks like a fact. */
export function numbersSayHowTheyWereCounted(participants: number | null, counted: string | null): Verdict {
  return (participants === null) === (counted === null) ? ok : broken("countNeedsMethod");
}

/** Nobody confirms their own report, whatever mandates they hold. Null: an act from the node's shell. */
export function othersConfirmIt(reporter: string | null, confirmer: string | null): Verdict {
  return reporter !== null && reporter === confirmer ? broken("actionReportOwn") : ok;
}

export function reportsAreConfirmedOnce(confirmed: boolean): Verdict {
  return confirmed ? broken("actionReportConfirmed") : ok;
}

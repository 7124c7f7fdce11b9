// What must hold for organs and what their meetings ask. Pure: facts in, a verdict out.
import { broken, ok, type Verdict } from "#platform/rules";

/** An edition has one plenary, and had it before anybody could found another. */
export function plenaryIsThereAlready(kind: string): Verdict {
  return kind === "plenary" ? broken("plenaryExists") : ok;
}

/** Meetings of a congress' own organs are its sittings; only what stands by itself convenes editions. */
export function standingOrgansConvene(editionId: string | null): Verdict {
  return editionId === null ? ok : broken("organBelongsToCongress");
}

/** What a congress decides binds its own; a regional meeting asks. */
export function onlyMeetingsAsk(isMeeting: boolean): Verdict {
  return isMeeting ? ok : broken("onlyMeetingsAsk");
}

/** A meeting that asks the congress does not answer for it. */
export function onlyCongressesTakeUp(isMeeting: boolean): Verdict {
  return isMeeting ? broken("onlyCongressesTakeUp") : ok;
}

export function requestsAreTakenUpOnce(takenUp: boolean): Verdict {
  return takenUp ? broken("requestTakenUpAlready") : ok;
}

/** A civil date, so many months after another; the last day of a month that is shorter. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

// When people can join a sitting from elsewhere. Pure.
import { broken, ok, type Verdict } from "#platform/rules";

const EARLY_MS = 60 * 60_000;

/** People come an hour before it starts, and stay until it is closed. */
export function conferencesOpenInTime(now: Date, startsAt: Date): Verdict {
  return now.getTime() >= startsAt.getTime() - EARLY_MS ? ok : broken("conferenceOpensLater");
}

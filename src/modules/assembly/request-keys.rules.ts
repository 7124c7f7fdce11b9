// The key of a form: what makes a form that is sent twice count once. Pure.
// Invariant: a key is an answer only where it was used. What it did in another place is neither told nor taken for done.
import { broken, ok, type Verdict } from "#platform/rules";

/** What a form is about, by the ids that name it: an edition, a sitting, a delegation in an edition. */
export type Place = string | readonly string[];

/** The same form is sent to the same place: `there`, where its key was used before (undefined: nowhere), is `here`. */
export function formsGoToOnePlace(there: Place | undefined, here: Place): Verdict {
  return there === undefined || String(there) === String(here) ? ok : broken("requestKeyTaken");
}

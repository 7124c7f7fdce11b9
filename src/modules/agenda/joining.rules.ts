// Who holds an action together with those who announced it: asked, answered, ended. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import type { JoiningStep } from "./types.ts";

export function organizersJoinOnce(organizers: readonly string[], joining: string): Verdict {
  return organizers.includes(joining) ? broken("alreadyOrganizes") : ok;
}

/** Asked once is enough; whoever was turned away is let in by those who did so, and does not ask again and again. */
export function mayAskToJoin(latest: JoiningStep | undefined): Verdict {
  if (latest === "asked") return broken("joiningAskedAlready");
  return latest === "refused" || latest === "removed" ? broken("joiningWasRefused") : ok;
}

/** Let in is whoever asked, also after a refusal: those who announced may think again. Nobody is let in unasked. */
export function mayBeLetIn(latest: JoiningStep | undefined): Verdict {
  return latest === "asked" || latest === "refused" || latest === "removed" ? ok : broken("joiningNotAsked");
}

export function waitsForAnswer(latest: JoiningStep | undefined): Verdict {
  return latest === "asked" ? ok : broken("joiningNotAsked");
}

/** Those who joined can go or be taken off; whoever announced it calls it off instead. */
export function joinedBefore(joined: readonly string[], organization: string): Verdict {
  return joined.includes(organization) ? ok : broken("notCoOrganizer");
}

// What must hold for a vote to be opened, cast and closed. Pure; how it is counted is in `#algorithms/roll-calls`.
import { asksForTheRoom, unknownToRollCalls } from "#algorithms/roll-calls";
import type { Evaluation, Explained, Rules } from "#algorithms/rules";
import { broken, ok, type Verdict } from "#platform/rules";

export function somebodyIsAccredited(accredited: number): Verdict {
  return accredited > 0 ? ok : broken("nobodyAccredited");
}

/** Rules that count those present are for votes that are called in a sitting, where somebody keeps the door. */
export function rulesHaveTheirRoom(rules: Rules, matter: string, doorIsKept: boolean): Verdict {
  return doorIsKept || !asksForTheRoom(rules, matter) ? ok : broken("rulesNeedTheRoom");
}

/** Such rules are not adopted; those of a later version of the program may ask for more than this one counts. */
export function rulesAreCountable(rules: Rules, matter: string): Verdict {
  const fact = unknownToRollCalls(rules, matter);
  return fact === undefined ? ok : broken("rulesAskWhatNobodyCounts", { matter, fact });
}

/** What has to wait is not put to the vote before: it would be lost for a day too few. */
export function votesAwaitTheirTime({ quorum, adoption }: Pick<Evaluation, "quorum" | "adoption">): Verdict {
  for (const part of [quorum, adoption]) {
    const waits = part && firstWaiting(part);
    if (waits) return broken("voteTooEarly", { earliest: new Date(waits) });
  }
  return ok;
}

/** The instant at which a waiting time that has to be over ends, where it is not over. */
function firstWaiting(explained: Explained): string | null {
  if (explained.kind === "all") {
    for (const part of explained.parts) {
      const waits = firstWaiting(part);
      if (waits) return waits;
    }
  }
  return explained.kind === "days" && explained.held === false ? explained.until : null;
}

/** Where the rules leave a tie to whoever presides, the vote is not over without their word. */
export function tiesAreBroken({ verdict }: Pick<Evaluation, "verdict">): Verdict {
  return verdict === "tied" ? broken("castingVoteNeeded") : ok;
}

/** Rules that nobody could count, or that ask for more time, leave the vote open. */
export function votesAreDecided({ verdict, missing, until }: Evaluation): Verdict {
  if (verdict === "undecided") return broken("voteCannotBeCounted", { fact: missing[0] ?? "" });
  return verdict === "pending" && until ? broken("voteIsPending", { until: new Date(until) }) : ok;
}

export function votesAreOpen(closedAt: Date | null): Verdict {
  return closedAt === null ? ok : broken("voteClosed", { closedAt });
}

/** The roll is called as it stood when the vote opened. */
export function votersAreOnTheRoll(onTheRoll: boolean): Verdict {
  return onTheRoll ? ok : broken("delegationNotOnTheRoll");
}

// Approval: a ballot approves as many as it likes; the most approvals win. With many seats this is the committee rule AV.
// Invariant: only what a ballot says counts as approval; rankings and points become approvals where the caller says how.
//
// Setting: `approve` = `first k` (ranked ballots: whoever stands below fewer than k others) or `points p` (score ballots:
// whoever has at least p).
import { alsoRanked, type Ballots, distinct, type Election } from "../../ballots/index.ts";
import { compare, type Fraction, fraction, parseFraction } from "../../fractions/index.ts";
import type { CountOptions, Method } from "../method.ts";
import { type Count, CountRefused } from "../result.ts";
import { settingsOf } from "../settings.ts";
import { Protocol } from "./protocol.ts";
import { electFirst, rankedBy } from "./ranking.ts";
import { standing, votesOf } from "./standing.ts";

const takes = ["approval", "ranked", "score"] as const;

export const approval: Method = {
  takes,
  count(election: Election, options: CountOptions): Count {
    settingsOf(options.settings, {}, ["approve"]);
    const stand = standing(election, options, takes);
    const protocol = new Protocol(stand, options.stages);
    const approved = approvals(stand.ballots, options.settings["approve"]);
    protocol.say("count", [], () => ({
      votes: approved.map((weight) => votesOf(weight, stand)),
      figures: { ballots: votesOf(stand.cast, stand), empty: votesOf(stand.empty, stand) },
    }));
    return electFirst(
      rankedBy(approved, (a, b) => a - b),
      stand.seats ?? 1,
      options,
      protocol,
    );
  },
};

function approvals(ballots: Ballots, approve: string | undefined): number[] {
  const counts = Array.from({ length: ballots.candidates }, () => 0);
  const approves = approvalBy(ballots, approve);
  for (let ballot = 0; ballot < distinct(ballots); ballot++) {
    const from = ballots.offsets[ballot] ?? 0;
    let rank = from;
    for (let at = from; at < (ballots.offsets[ballot + 1] ?? 0); at++) {
      const entry = ballots.entries[at] ?? 0;
      const shares = entry >= alsoRanked;
      if (!shares) rank = at;
      const candidate = shares ? entry - alsoRanked : entry;
      if (approves(rank - from, ballots.points?.[at] ?? 0))
        counts[candidate] = (counts[candidate] ?? 0) + (ballots.weights[ballot] ?? 0);
    }
  }
  return counts;
}

/** Whether an entry approves, by how many stand above it and by its points. */
function approvalBy(
  { kind, pointsUnit }: Ballots,
  approve: string | undefined,
): (above: number, points: number) => boolean {
  if (approve === undefined) {
    if (kind !== "approval") throw new CountRefused("ballotsOfAnotherKind", { kind });
    return () => true;
  }
  const [, first, points] = /^(?:first (\d{1,9})|points (\S{1,60}))$/.exec(approve) ?? [];
  const least = points === undefined ? undefined : parseFraction(points);
  if (kind === "ranked" && first !== undefined && Number(first) > 0) return (above) => above < Number(first);
  if (kind === "score" && least !== undefined) return (_, given) => reaches(given, pointsUnit, least);
  throw new CountRefused("settingValueUnknown", { setting: "approve", value: approve });
}

function reaches(given: number, unit: number, least: Fraction): boolean {
  return compare(fraction(given, unit), least) >= 0;
}

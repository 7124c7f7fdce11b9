// Whom each ballot puts first, for the methods that begin with that.
// Invariant: a ballot that puts several first counts for nobody; its weight is told as spoilt.
import { alsoRanked, type Ballots, distinct } from "../../ballots/index.ts";
import { CountRefused } from "../result.ts";

export type Firsts = {
  readonly votes: number[];
  /** Weight of the ballots that put several first. */
  readonly spoilt: number;
};

/** Of ranked ballots. CountRefused `noVotes`: every one is spoilt. */
export function firsts(ballots: Ballots): Firsts {
  const { candidates, offsets, entries, weights } = ballots;
  const votes = Array.from({ length: candidates }, () => 0);
  let [spoilt, counted] = [0, 0];
  for (let ballot = 0; ballot < distinct(ballots); ballot++) {
    const [from, to] = [offsets[ballot] ?? 0, offsets[ballot + 1] ?? 0];
    if (from === to) continue;
    const weight = weights[ballot] ?? 0;
    const first = entries[from] ?? 0;
    if (to > from + 1 && (entries[from + 1] ?? 0) >= alsoRanked) spoilt += weight;
    else {
      votes[first] = (votes[first] ?? 0) + weight;
      counted += weight;
    }
  }
  if (counted === 0) throw new CountRefused("noVotes");
  return { votes, spoilt };
}

// What the ballots that approve only some of a committee weigh: the ground of the rules that divide voters among the elected.
// Both Monroe's and Phragmén's assignments of voters to committee members are flows, and by the max-flow min-cut theorem
// (Ford and Fulkerson 1956; for bipartite graphs Hall 1935) their value is a least or greatest over the committee's subsets.
// Invariant: weights are plain numbers below 2^53, each sum exact.
import { CountRefused } from "../result.ts";
import type { Work } from "../work.ts";
import type { Profile } from "./profile.ts";

/** There are two to the power of so many subsets. */
const MOST_SEATS = 16;

/**
 * By subset of the committee (bit j: its j-th member): the weight of the ballots whose approved members all are in the subset,
 * also of those that approve none. CountRefused `tooLarge` {what: "committees"}.
 */
export function weightsWithin(profile: Profile, committee: readonly number[], work: Work): Float64Array {
  if (committee.length > MOST_SEATS) throw new CountRefused("tooLarge", { what: "committees" });
  const approving = new Uint32Array(profile.weights.length);
  for (const [place, candidate] of committee.entries()) {
    for (const ballot of profile.approvers[candidate] ?? [])
      approving[ballot] = (approving[ballot] ?? 0) | (1 << place);
  }
  const within = new Float64Array(1 << committee.length);
  for (const [ballot, subset] of approving.entries())
    within[subset] = (within[subset] ?? 0) + (profile.weights[ballot] ?? 0);
  // Sums over subsets, one member after the other.
  for (let member = 1; member < within.length; member <<= 1) {
    for (let subset = 0; subset < within.length; subset++) {
      if (subset & member) within[subset] = (within[subset] ?? 0) + (within[subset ^ member] ?? 0);
    }
  }
  work.take(100 + approving.length + within.length * Math.max(1, committee.length));
  return within;
}

export function size(subset: number): number {
  let members = 0;
  for (let left = subset; left !== 0; left &= left - 1) members++;
  return members;
}

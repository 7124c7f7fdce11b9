// The reference rules once more, as plainly as they can be written: paper by paper, with bigints, and nothing merged or kept ready.
// For tests: what the fast counts do must be the same. Ties are broken by the order of the file.
import { type Election, ranksOf } from "../../ballots/index.ts";

type Paper = { order: number[]; times: bigint; value: bigint };

function papersOf(election: Election): Paper[] {
  const standing = (candidate: number) => !election.candidates[candidate]?.withdrawn;
  return Array.from(election.ballots.weights, (times, ballot) => {
    return {
      order: ranksOf(election.ballots, ballot).flat().filter(standing),
      times: BigInt(times),
      value: 0n,
    };
  }).filter(({ order }) => order.length > 0);
}

/** Elected by WIGM with four decimals, or by the Scottish rules with five; and everybody's votes at the end. */
export function plainGregory(election: Election, scottish: boolean): { elected: number[]; votes: bigint[] } {
  const seats = election.seats ?? 1;
  const one = scottish ? 100_000n : 10_000n;
  const papers = papersOf(election);
  for (const paper of papers) paper.value = one;
  const total = papers.reduce((sum, { times }) => sum + times, 0n);
  const quota = scottish ? (total / BigInt(seats + 1) + 1n) * one : (total * one) / BigInt(seats + 1) + 1n;
  const hopeful = new Set(election.candidates.flatMap(({ withdrawn }, at) => (withdrawn ? [] : [at])));
  const held = new Map<number, Paper[]>([...hopeful].map((candidate) => [candidate, []]));
  const votes = election.candidates.map(() => 0n);
  const give = (paper: Paper) => {
    const next = paper.order.find((candidate) => hopeful.has(candidate));
    if (next === undefined) return;
    held.get(next)?.push(paper);
    votes[next] = (votes[next] ?? 0n) + paper.value * paper.times;
  };
  papers.forEach(give);
  const elected: number[] = [];
  const pending: number[] = [];
  const history: bigint[][] = [];
  const pick = (among: number[], sign: bigint): number => {
    const best = (of: readonly bigint[], from: number[]) => {
      const top = from.map((at) => sign * (of[at] ?? 0n)).reduce((a, b) => (a > b ? a : b));
      return from.filter((at) => sign * (of[at] ?? 0n) === top);
    };
    let left = best(votes, among);
    if (scottish) for (const stage of history.toReversed()) left = best(stage, left);
    return left[0] ?? 0;
  };
  const complete = () => elected.length >= seats || hopeful.size <= seats - elected.length;
  const elect = () => {
    for (const candidate of [...hopeful].sort((a, b) => Number((votes[b] ?? 0n) - (votes[a] ?? 0n)))) {
      if ((votes[candidate] ?? 0n) < quota) continue;
      hopeful.delete(candidate);
      elected.push(candidate);
      if (!scottish || (votes[candidate] ?? 0n) > quota) pending.push(candidate);
    }
  };
  if (scottish) elect();
  while (!complete()) {
    history.push([...votes]);
    if (!scottish) elect();
    if (elected.length >= seats) break;
    const high = pending.length > 0 ? pick(pending, 1n) : undefined;
    const from = high ?? pick([...hopeful], -1n);
    const has = votes[from] ?? 0n;
    if (high === undefined) hopeful.delete(from);
    else pending.splice(pending.indexOf(high), 1);
    for (const paper of held.get(from) ?? []) {
      if (high !== undefined) {
        const surplus = has - quota;
        paper.value = scottish
          ? (paper.value * surplus) / has
          : (((paper.value * surplus) / one) * one) / has;
      }
      give(paper);
    }
    votes[from] = high === undefined ? 0n : quota;
    if (scottish && !complete()) elect();
  }
  for (const candidate of [...hopeful].sort((a, b) => a - b))
    if (elected.length < seats) elected.push(candidate);
  return { elected, votes };
}

/** Elected by Meek's reference rule, and the votes that each of them has at the end. */
export function plainMeek(election: Election): { elected: number[]; votes: bigint[] } {
  const seats = election.seats ?? 1;
  const one = 1_000_000_000n;
  const up = (above: bigint, below: bigint) => (above + below - 1n) / below;
  const papers = papersOf(election);
  const keep: bigint[] = election.candidates.map(({ withdrawn }) => (withdrawn ? 0n : one));
  const hopeful = new Set(election.candidates.flatMap(({ withdrawn }, at) => (withdrawn ? [] : [at])));
  const elected: number[] = [];
  let votes: bigint[] = [];
  const distribute = () => {
    votes = election.candidates.map(() => 0n);
    for (const { order, times } of papers) {
      let weight = one;
      for (const candidate of order) {
        const kept = up(weight * (keep[candidate] ?? 0n), one);
        votes[candidate] = (votes[candidate] ?? 0n) + kept * times;
        weight -= kept;
      }
    }
  };
  distribute();
  while (elected.length < seats && hopeful.size > seats - elected.length) {
    let surplus = 0n;
    let some = false;
    for (let last: bigint | undefined; ; last = surplus) {
      distribute();
      const quota = votes.reduce((sum, each) => sum + each, 0n) / BigInt(seats + 1) + 1n;
      for (const candidate of [...hopeful].sort((a, b) => a - b)) {
        if ((votes[candidate] ?? 0n) < quota) continue;
        hopeful.delete(candidate);
        elected.push(candidate);
        some = true;
      }
      surplus = elected.reduce((sum, candidate) => sum + (votes[candidate] ?? 0n) - quota, 0n);
      if (surplus < 0n) surplus = 0n;
      if (some || surplus < 1000n || (last !== undefined && surplus >= last)) break;
      for (const candidate of elected)
        keep[candidate] = up(up((keep[candidate] ?? 0n) * quota, one) * one, votes[candidate] ?? 1n);
    }
    if (some) continue;
    const order = [...hopeful].sort((a, b) => a - b);
    const least = order.map((candidate) => votes[candidate] ?? 0n).reduce((a, b) => (a < b ? a : b));
    const lowest = order.find((candidate) => (votes[candidate] ?? 0n) <= least + surplus) ?? 0;
    hopeful.delete(lowest);
    keep[lowest] = 0n;
    votes[lowest] = 0n;
  }
  for (const candidate of [...hopeful].sort((a, b) => a - b)) {
    if (elected.length < seats) elected.push(candidate);
    else votes[candidate] = 0n;
  }
  return { elected, votes };
}

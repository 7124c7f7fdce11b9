// Ranked pairs (T. N. Tideman, "Independence of clones as a criterion for voting rules", Social Choice and Welfare 4, 1987):
// defeats are locked from the strongest to the weakest, but for those that would close a cycle with what is locked already.
// Invariant: what is locked has no cycle, and a defeat is only left out where a path of defeats at least as strong leads the
// other way.
//
// Setting: `strength` = `winning-votes` (of those for which as many voted, the larger margin first) or `margins`.
//
// Defeats as strong as each other are taken together; where all of them can be locked, their order is of no matter. Where it
// is, the candidates are ranked once by the tie rule (a lot, or the file's order), and first come the defeats of whoever
// stands higher in that ranking; in which order those of one candidate come is of no matter either, for what one of them
// adds leads away from the candidate and never back. It is the tie-breaking ranking of candidates of T. M. Zavist and T. N.
// Tideman, "Complete independence of clones in the ranked pairs rule", Social Choice and Welfare 6, 1989, but for the lot,
// which there is drawn among the ballots. The same ranking decides between those whom nobody is locked above.
import type { Election } from "../../ballots/index.ts";
import type { CountOptions, Method } from "../method.ts";
import { type Count, CountRefused } from "../result.ts";
import { settingsOf } from "../settings.ts";
import { tieChoice } from "../ties.ts";
import { type Defeat, defeats, pairwise, sayPairs } from "./pairwise.ts";
import { Protocol } from "./protocol.ts";
import { electFirst, type Ranking, rankedByBeating, setsOf } from "./ranking.ts";
import { asRankings } from "./rankings.ts";
import { Reach } from "./reach.ts";
import { type Standing, standing, votesOf } from "./standing.ts";

const takes = ["ranked", "approval", "score"] as const;

/** Trying tie-breaking rankings costs as many steps as there are defeats, for each of a factorial of them. */
const MOST_STEPS = 20_000_000;

type Groups = readonly (readonly Defeat[])[];

/** What a run of locking tells, as it goes. */
type Hears = {
  readonly locked?: (defeat: Defeat) => void;
  readonly leftOut?: (defeat: Defeat) => void;
  /** These are in cycles of defeats as strong as each other; the answer is their order by the tie-breaking ranking. */
  readonly tied: (between: readonly number[]) => readonly number[];
};

export const rankedPairs: Method = {
  takes,
  /** CountRefused `tooLarge` {what: `alternatives`}: too many ties to try; beside those of every method here. */
  count(election: Election, options: CountOptions): Count {
    const { strength } = settingsOf(options.settings, { strength: ["winning-votes", "margins"] });
    const stand = standing(election, options, takes);
    const protocol = new Protocol(stand, options.stages);
    const pairs = pairwise(asRankings(stand.ballots));
    sayPairs(protocol, stand, pairs);
    const groups = defeats(pairs, strength);
    const { candidates } = pairs;
    const choice = tieBreakingRanking(candidates, options);
    const say = (action: string) => (defeat: Defeat) =>
      protocol.say(action, [defeat.winner, defeat.loser], () => figuresOf(defeat, stand));
    const reach = lock(groups, candidates, {
      locked: say("lock"),
      leftOut: say("leave_out"),
      tied(between) {
        const order = choice.choose(between, between.length);
        protocol.tie({ between, chosen: order, to: "lock", by: choice.by });
        return order;
      },
    });
    const seats = stand.seats ?? 1;
    const sets = options.all ? everySet(groups, candidates, seats) : undefined;
    return electFirst(rankedByReach(reach, candidates), seats, options, protocol, choice, sets);
  },
};

function figuresOf({ votes, against }: Defeat, stand: Standing) {
  return { figures: { for: votesOf(votes, stand), against: votesOf(against, stand) } };
}

function rankedByReach(reach: Reach, candidates: number): Ranking {
  return rankedByBeating(candidates, (one, other) => reach.has(one, other));
}

/** Every choice of one count is by the same ranking of the candidates, which is drawn when it is first needed. */
function tieBreakingRanking(candidates: number, options: CountOptions) {
  const choice = tieChoice(options.ties);
  let places: number[] | undefined;
  return {
    by: choice.by,
    choose(among: readonly number[], many: number): number[] {
      if (!places) {
        const order = choice.choose(
          Array.from({ length: candidates }, (_, candidate) => candidate),
          candidates,
        );
        places = Array.from({ length: candidates }, () => 0);
        for (const [place, candidate] of order.entries()) places[candidate] = place;
      }
      const place = places;
      return [...among].sort((a, b) => (place[a] ?? 0) - (place[b] ?? 0)).slice(0, many);
    },
  };
}

/** Locks the defeats, group by group, and answers what is locked. */
function lock(groups: Groups, candidates: number, hears: Hears): Reach {
  const reach = new Reach(candidates);
  const lockOne = (defeat: Defeat) => {
    if (reach.has(defeat.loser, defeat.winner)) return hears.leftOut?.(defeat);
    reach.add(defeat.winner, defeat.loser);
    hears.locked?.(defeat);
  };
  for (const group of groups) {
    const cyclic = group.length > 1 ? inCycles(group, reach, candidates) : [];
    if (cyclic.length === 0) group.forEach(lockOne);
    else {
      const inOne = new Set(cyclic);
      // What lies in no cycle can be locked whatever comes of the rest, and stands in the way of none of it.
      for (const defeat of group) if (!inOne.has(defeat)) lockOne(defeat);
      const tied = [...new Set(cyclic.flatMap(({ winner, loser }) => [winner, loser]))].sort((a, b) => a - b);
      const place = new Map(hears.tied(tied).map((candidate, at) => [candidate, at]));
      const at = (candidate: number) => place.get(candidate) ?? 0;
      cyclic.sort((a, b) => at(a.winner) - at(b.winner)).forEach(lockOne);
    }
  }
  return reach;
}

/** Those of a group that lie in a cycle with others of it, beside what is locked; none that cannot be locked anyway. */
function inCycles(group: readonly Defeat[], locked: Reach, candidates: number): Defeat[] {
  const open = group.filter(({ winner, loser }) => !locked.has(loser, winner));
  if (open.length < 2) return [];
  const together = new Reach(candidates, locked);
  for (const { winner, loser } of open) together.add(winner, loser);
  return open.filter(({ winner, loser }) => together.has(loser, winner));
}

/** What every tie-breaking ranking of the candidates would elect. */
function everySet(groups: Groups, candidates: number, seats: number): number[][] {
  const steps = groups.reduce((sum, group) => sum + group.length, 1);
  let tied: number[] = [];
  for (;;) {
    const seen = new Set(tied);
    const sets = new Map<string, number[]>();
    for (const order of ordersOf(tied)) {
      const place = new Map(order.map((candidate, at) => [candidate, at]));
      const reach = lock(groups, candidates, {
        tied(between) {
          for (const candidate of between) seen.add(candidate);
          return [...between].sort((a, b) => (place.get(a) ?? a) - (place.get(b) ?? b));
        },
      });
      // More candidates have to be ordered than were: begin again with all of them.
      if (seen.size > tied.length) break;
      for (const set of setsUnder(rankedByReach(reach, candidates), seats, place)) sets.set(`${set}`, set);
    }
    if (seen.size === tied.length) return [...sets.values()];
    tied = [...seen];
    const orders = tied.reduce((product, _, at) => product * (at + 1), 1);
    if (orders * steps > MOST_STEPS) throw new CountRefused("tooLarge", { what: "alternatives" });
  }
}

/** Every order of a few. */
function* ordersOf(few: readonly number[]): Generator<number[]> {
  if (few.length === 0) yield [];
  for (const first of few)
    for (const rest of ordersOf(few.filter((other) => other !== first))) yield [first, ...rest];
}

/** The first `seats` of a ranking, in every way that an order given for some of the candidates leaves open. */
function setsUnder(ranking: Ranking, seats: number, place: ReadonlyMap<number, number>): number[][] {
  const certain: number[] = [];
  for (const alike of ranking) {
    const left = seats - certain.length;
    if (alike.length > left)
      return setsOf(alike, left)
        .filter((set) => keepsOrder(set, alike, place))
        .map((set) => [...certain, ...set].sort((a, b) => a - b));
    certain.push(...alike);
    if (certain.length === seats) break;
  }
  return [certain.sort((a, b) => a - b)];
}

function keepsOrder(
  set: readonly number[],
  among: readonly number[],
  place: ReadonlyMap<number, number>,
): boolean {
  const placed = (candidates: readonly number[]) =>
    candidates.flatMap((candidate) => place.get(candidate) ?? []);
  return Math.max(-1, ...placed(set)) < Math.min(...placed(among.filter((other) => !set.includes(other))));
}

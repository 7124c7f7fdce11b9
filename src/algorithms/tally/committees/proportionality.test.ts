// What rules promise to groups of voters: justified representation (Aziz and others, Social Choice and Welfare 2017), proportional
// justified representation (Sánchez-Fernández and others, AAAI 2017) and extended justified representation, for every group of
// small profiles; and to voters of lists, the seats that the divisor method of the same kind gives.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ApportionmentRule, apportion } from "../../apportionment/index.ts";
import { all, anySmall, election, type Name, options, type Small } from "./small.testing.ts";
import { committeeMethods } from "./index.ts";

type Settings = Record<string, string>;

function subsets(of: readonly number[]): number[][] {
  return of.reduce<number[][]>((sets, one) => [...sets, ...sets.map((set) => [...set, one])], [[]]);
}

const inside = (ballot: readonly number[], set: readonly number[]) =>
  set.every((one) => ballot.includes(one));
const shared = (ballot: readonly number[], set: readonly number[]) =>
  set.filter((one) => ballot.includes(one)).length;

/** Whether voters who agree on `least` candidates and are entitled to as many seats each have `least` of them. */
function extended(
  { candidates, seats, ballots }: Small,
  committee: readonly number[],
  most = seats,
): boolean {
  const together = subsets(Array.from({ length: candidates }, (_, at) => at));
  return together.every((agreed) => {
    const entitled = agreed.length;
    if (entitled === 0 || entitled > most) return true;
    const short = ballots.filter((ballot) => inside(ballot, agreed) && shared(ballot, committee) < entitled);
    return short.length * seats < entitled * ballots.length;
  });
}

/** Whether such a group has `least` members whom any of them approves. */
function proportional({ candidates, seats, ballots }: Small, committee: readonly number[]): boolean {
  const together = subsets(Array.from({ length: candidates }, (_, at) => at));
  const parts = subsets(committee);
  return together.every((agreed) => {
    const entitled = agreed.length;
    if (entitled === 0 || entitled > seats) return true;
    // Whoever approves none of the committee but of a part that is too small.
    return parts
      .filter((part) => part.length < entitled)
      .every((part) => {
        const rest = committee.filter((member) => !part.includes(member));
        const group = ballots.filter((ballot) => inside(ballot, agreed) && shared(ballot, rest) === 0);
        return group.length * seats < entitled * ballots.length;
      });
  });
}

const justified = (small: Small, committee: readonly number[]) => extended(small, committee, 1);

function promises(
  name: Name,
  kept: (small: Small, committee: readonly number[]) => boolean,
  { settings = {}, where = () => true }: { settings?: Settings; where?: (small: Small) => boolean } = {},
): void {
  fc.assert(
    fc.property(anySmall, (small) => {
      fc.pre(where(small));
      for (const committee of all(name, small, settings)) expect(kept(small, committee)).toBe(true);
    }),
    { numRuns: 200 },
  );
}

describe("groups of voters who agree", () => {
  it.each([
    ["pav", {}],
    ["equal-shares", { completion: "none" }],
    ["equal-shares", { completion: "phragmen" }],
    ["equal-shares", { completion: "approval" }],
  ] as [Name, Settings][])("have extended justified representation by %s %j", (name, settings) => {
    promises(name, extended, { settings });
  });

  it.each(["phragmen", "leximax-phragmen", "maximin-support"] as const)(
    "have proportional justified representation by %s",
    (name) => {
      // The promise of the rules by whole committees supposes that everybody in them can be carried.
      const where = ({ ballots, seats }: Small) => new Set(ballots.flat()).size >= seats;
      promises(name, proportional, { where });
    },
  );

  it.each(["monroe", "greedy-monroe"] as const)("have it by %s where the seats divide the voters", (name) => {
    promises(name, proportional, { where: ({ ballots, seats }) => ballots.length % seats === 0 });
  });

  it.each(["chamberlin-courant", "seqcc", "lexcc", "monroe", "greedy-monroe"] as const)(
    "have justified representation by %s",
    (name) => {
      promises(name, justified);
    },
  );

  it("have none of it by the most approvals", () => {
    const small = {
      candidates: 4,
      seats: 3,
      ballots: [[0, 1, 2], [0, 1, 2], [0, 1, 2], [0, 1, 2], [3], [3]],
    };
    expect(all("approval", small)).toEqual([[0, 1, 2]]);
    expect(justified(small, [0, 1, 2])).toBe(false);
  });

  it("have their seats where groups have parts of their own (a laminar profile)", () => {
    // All six approve 0 and 1, four of them also 2 to 5, the other two also 6 to 8. Of five seats two are everybody's; of the
    // three that are left two thirds and one third. (Peters and Skowron, EC 2020, section 3.)
    const ballots = [
      ...Array.from({ length: 4 }, () => [0, 1, 2, 3, 4, 5]),
      [0, 1, 6, 7, 8],
      [0, 1, 6, 7, 8],
    ];
    const small = { candidates: 9, seats: 5, ballots };
    for (const name of ["phragmen", "equal-shares"] as const) {
      for (const committee of all(name, small)) {
        const of = (from: number, to: number) => committee.filter((one) => one >= from && one <= to).length;
        expect([name, of(0, 1), of(2, 5), of(6, 8)]).toEqual([name, 2, 2, 1]);
      }
    }
  });
});

/** Everybody approves all candidates of one list; every list has as many candidates as there are seats. */
function seatsOfLists(name: Name, votes: readonly number[], seats: number): number[] {
  const ballots = votes.map((_, list) => Array.from({ length: seats }, (_, at) => list * seats + at));
  const whole = election({ candidates: votes.length * seats, seats, ballots });
  const weights = Float64Array.from(votes);
  const totalWeight = votes.reduce((sum, one) => sum + one, 0);
  const { elected } = committeeMethods[name].count(
    { ...whole, ballots: { ...whole.ballots, weights, totalWeight } },
    options(),
  );
  return votes.map((_, list) => elected.filter((one) => Math.floor(one / seats) === list).length);
}

describe("voters of lists", () => {
  it.each([
    ["seqpav", "d_hondt"],
    ["phragmen", "d_hondt"],
    ["equal-shares", "d_hondt"],
    ["seqslav", "sainte_lague"],
  ] as [Name, ApportionmentRule][])("have by %s the seats of %s", (name, rule) => {
    for (const [votes, seats] of [
      [[5117, 4400, 162, 161, 160], 20],
      [[9061, 7179, 5259, 3319, 1182], 26],
    ] as const)
      expect(seatsOfLists(name, votes, seats)).toEqual([...apportion({ rule, seats, weights: votes }).seats]);
  });

  it.each([
    ["pav", "d_hondt"],
    ["slav", "sainte_lague"],
    ["adams", "adams"],
    ["revseqpav", "d_hondt"],
  ] as [Name, ApportionmentRule][])("have by %s the seats of %s, of a small committee", (name, rule) => {
    const votes = [9061, 7179, 5259, 3319, 1182];
    expect(seatsOfLists(name, votes, 7)).toEqual([...apportion({ rule, seats: 7, weights: votes }).seats]);
  });
});

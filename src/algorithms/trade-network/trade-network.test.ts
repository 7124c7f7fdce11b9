// The measures of a network of obligations: values by hand, laws that hold for every network, and NetworkX where it is installed.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askPython, pythonWith } from "../../../test/support/python.ts";
import { solve } from "../clearing/index.ts";
import { betweennessOf } from "./betweenness.ts";
import { concentrationOf, lorenzOf } from "./concentration.ts";
import { connectedOf } from "./connected.ts";
import { girthOf } from "./girth.ts";
import { arcsOf, networks, obligationsOf, village } from "./networks.testing.ts";
import { pageRankOf } from "./pagerank.ts";
import { overviewOf, positionsOf, ratio } from "./positions.ts";
import { reciprocityOf } from "./reciprocity.ts";
import { throughputOf } from "./throughput.ts";
import { velocityOf } from "./velocity.ts";

const nothing = obligationsOf(0, []);
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** What NetworkX says of each network; pure Python, since Debian's NetworkX comes without SciPy. */
const script = `
import json, sys
import networkx as nx
from networkx.algorithms.link_analysis import pagerank_alg
answers = []
for one in json.load(sys.stdin):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(one["parties"]))
    for debtor, creditor, amount in one["arcs"]:
        weight = graph[debtor][creditor]["weight"] if graph.has_edge(debtor, creditor) else 0
        graph.add_edge(debtor, creditor, weight=weight + amount)
    parts = [part for part in nx.strongly_connected_components(graph) if len(part) > 1]
    rank = pagerank_alg._pagerank_python(graph, alpha=0.85, tol=1e-13, max_iter=1000)
    between = nx.betweenness_centrality(graph, normalized=True)
    far = dict(nx.all_pairs_shortest_path_length(graph))
    cycle = min((far[v][u] + 1 for u, v in graph.edges if u in far[v]), default=None)
    answers.append({
        "parts": len(parts),
        "connected": sum(len(part) for part in parts),
        "reciprocity": nx.overall_reciprocity(graph) if graph.number_of_edges() else 0,
        "rank": [rank[party] for party in range(one["parties"])],
        "between": [between[party] for party in range(one["parties"])],
        "girth": cycle,
    })
json.dump(answers, sys.stdout)
`;

type Answer = {
  readonly parts: number;
  readonly connected: number;
  readonly reciprocity: number;
  readonly rank: readonly number[];
  readonly between: readonly number[];
  readonly girth: number | null;
};

const BETWEEN = [13, 15, 17, 16, 12, 7, 0, 0, 7, 0, 0, 0];
const RANK = [
  0.111108, 0.111318, 0.111497, 0.116422, 0.115835, 0.098926, 0.112508, 0.112508, 0.031221, 0.016876,
  0.044905, 0.016876,
];

describe("what NetworkX says of the same networks", () => {
  it("is the same", () => {
    const python = pythonWith(["networkx"]);
    if (!python) return;
    const some = [village, ...fc.sample(networks(11, 26), { numRuns: 60, seed: 5 })];
    const asked = some.map((one) => ({ parties: one.parties, arcs: arcsOf(one) }));
    const answers = askPython<Answer[]>(python, script, asked);
    for (const [at, one] of some.entries()) {
      const answer = answers[at]!;
      expect(connectedOf(one)).toMatchObject({ parts: answer.parts, parties: answer.connected });
      expect(reciprocityOf(one).byPairs).toBeCloseTo(answer.reciprocity, 12);
      expect(girthOf(one)).toEqual({ length: answer.girth, exact: true });
      for (const [party, rank] of pageRankOf(one).entries()) expect(rank).toBeCloseTo(answer.rank[party]!, 9);
      const { share } = betweennessOf(one);
      for (const [party, value] of share.entries()) expect(value).toBeCloseTo(answer.between[party]!, 12);
    }
  });

  it("was this of one network, where it is not installed", () => {
    // NetworkX 3.6.1, in 1 / 110 and to six places.
    expect([...betweennessOf(village).share].map((value) => Math.round(value * 110))).toEqual(BETWEEN);
    expect([...pageRankOf(village)].map((value) => Number(value.toFixed(6)))).toEqual(RANK);
  });
});

describe("an overview", () => {
  it("has exact amounts and shares of the whole", () => {
    const ring = obligationsOf(3, [
      [0, 1, 10],
      [1, 2, 6],
      [2, 0, 4],
    ]);
    expect(overviewOf(ring, solve(ring))).toEqual({
      total: 20n,
      cleared: 12n,
      remaining: 8n,
      netInternalDebt: 6n,
      ceiling: 14n,
      clearedShare: 0.6,
      ceilingShare: 0.7,
    });
    expect(positionsOf(ring)).toEqual({ owes: [10n, 6n, 4n], isOwed: [4n, 10n, 6n] });
    expect(overviewOf(nothing, solve(nothing))).toMatchObject({ clearedShare: 0, ceilingShare: 0 });
  });

  it("never has more cleared than the ceiling, nor than what hangs together in rounds", () => {
    fc.assert(
      fc.property(networks(10, 30), (one) => {
        const { cleared, ceiling, total, netInternalDebt } = overviewOf(one, solve(one));
        const { owes, isOwed } = positionsOf(one);
        const lacking = owes.map((value, party) => value - isOwed[party]!).filter((value) => value > 0n);
        expect(netInternalDebt).toBe(lacking.reduce((all, value) => all + value, 0n));
        expect(cleared <= ceiling && ceiling <= total && cleared <= connectedOf(one).amount).toBe(true);
      }),
    );
  });
});

describe("the share that is strongly connected", () => {
  it("is that of parties and of amounts in rounds", () => {
    expect(connectedOf(village)).toEqual({
      parts: 3,
      parties: 8,
      partiesShare: 8 / 12,
      amount: 565n,
      amountShare: 565 / 880,
      largest: { parties: 3, amount: 300n },
    });
    expect(connectedOf(nothing)).toMatchObject({ parts: 0, partiesShare: 0, amountShare: 0 });
  });
});

describe("reciprocity", () => {
  it("counts pairs and amounts that are owed back", () => {
    expect(reciprocityOf(village)).toEqual({ byPairs: 4 / 13, byAmount: (2 * 30 + 2 * 10) / 880 });
    expect(reciprocityOf(nothing)).toEqual({ byPairs: 0, byAmount: 0 });
  });

  it("by amount is never more than the share that clears", () => {
    fc.assert(
      fc.property(networks(8, 30), (one) => {
        const { total } = solve(one);
        expect(reciprocityOf(one).byAmount * sum(one.amount)).toBeLessThanOrEqual(Number(total) + 1e-6);
      }),
    );
  });
});

describe("concentration", () => {
  it("is lowest where all have alike and highest where one has all", () => {
    const alike = concentrationOf([5n, 5n, 5n, 5n]);
    expect(alike).toEqual({ holders: 4, herfindahl: 0.25, likeSoMany: 4, gini: 0, topFive: 1 });
    const one = concentrationOf([0n, 0n, 0n, 9n]);
    expect(one).toMatchObject({ holders: 1, herfindahl: 1, gini: 0.75 });
    expect(concentrationOf([0n])).toMatchObject({ holders: 0, herfindahl: 0, gini: 0, topFive: 0 });
    expect(concentrationOf([1n, 2n, 3n, 4n, 5n, 6n, 7n]).topFive).toBeCloseTo(25 / 28, 12);
    expect(() => concentrationOf([-1n])).toThrow(RangeError);
  });

  it("does not change with the unit, and the mean difference gives the same Gini", () => {
    const values = fc.array(fc.nat(1000), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(values, (numbers) => {
        const whole = sum(numbers);
        fc.pre(whole > 0);
        const { gini, herfindahl } = concentrationOf(numbers.map(BigInt));
        const scaled = concentrationOf(numbers.map((value) => BigInt(value) * 10n ** 20n));
        expect(scaled.gini).toBeCloseTo(gini, 10);
        expect(scaled.herfindahl).toBeCloseTo(herfindahl, 10);
        const differences = numbers.flatMap((one) => numbers.map((other) => Math.abs(one - other)));
        expect(gini).toBeCloseTo(sum(differences) / (2 * numbers.length * whole), 10);
      }),
    );
  });

  it("is drawn as a curve from nobody to everybody below the diagonal", () => {
    const curve = lorenzOf([1n, 3n, 6n, 10n], 4);
    expect(curve.map(({ amount }) => amount)).toEqual([0, 0.05, 0.2, 0.5, 1]);
    expect(curve.every(({ holders, amount }) => amount <= holders)).toBe(true);
    expect(lorenzOf([0n, 0n])).toEqual([]);
  });
});

describe("velocity", () => {
  it("is turnover by stock, brought to a year", () => {
    expect(velocityOf({ turnover: 100n, stock: 50n, days: 73 })).toBeCloseTo(10, 12);
    expect(velocityOf({ turnover: 100n, stock: 0n, days: 30 })).toBeNull();
    expect(() => velocityOf({ turnover: -1n, stock: 1n, days: 1 })).toThrow(RangeError);
    expect(() => velocityOf({ turnover: 1n, stock: 1n, days: 0 })).toThrow(RangeError);
  });
});

describe("who is central", () => {
  it("by what clears through whom: the shares are a whole", () => {
    fc.assert(
      fc.property(networks(8, 30), (one) => {
        const { cleared, total } = solve(one);
        const through = throughputOf(one, cleared);
        expect(through.reduce((all, party) => all + party.through, 0n)).toBe(total);
        if (total > 0n) expect(sum(through.map(({ share }) => share))).toBeCloseTo(1, 10);
        expect(throughputOf(one, cleared, 2)).toEqual(through.slice(0, 2));
      }),
    );
  });

  it("by PageRank: ranks are a whole, and nobody has none", () => {
    fc.assert(
      fc.property(networks(9, 30), (one) => {
        const rank = pageRankOf(one);
        expect(sum(rank)).toBeCloseTo(1, 9);
        expect(Math.min(...rank)).toBeGreaterThan(0);
      }),
    );
    expect(pageRankOf(nothing)).toEqual(new Float64Array(0));
  });

  it("by betweenness: estimated from some by the same lot for the same seed, and close", () => {
    const arcs = Array.from(
      { length: 400 },
      (_, at) => [at % 80, (at * 37 + 11 + (at >> 4)) % 80, 1] as const,
    );
    const one = obligationsOf(
      80,
      arcs.filter(([debtor, creditor]) => debtor !== creditor),
    );
    const exact = betweennessOf(one);
    const estimate = betweennessOf(one, { pivots: 40, seed: "a" });
    expect([exact.exact, estimate.exact]).toEqual([true, false]);
    expect(estimate).toEqual(betweennessOf(one, { pivots: 40, seed: "a" }));
    expect(estimate).not.toEqual(betweennessOf(one, { pivots: 40, seed: "b" }));
    const [most, found] = [Math.max(...exact.share), Math.max(...estimate.share)];
    expect(Math.abs(most - found)).toBeLessThan(most / 2);
  });
});

describe("the girth", () => {
  it("is the shortest round, or none", () => {
    expect(girthOf(village)).toEqual({ length: 2, exact: true });
    expect(
      girthOf(
        obligationsOf(3, [
          [0, 1, 1],
          [1, 2, 1],
        ]),
      ),
    ).toEqual({ length: null, exact: true });
    const long = obligationsOf(
      9,
      Array.from({ length: 9 }, (_, at) => [at, (at + 1) % 9, 1] as const),
    );
    expect(girthOf(long)).toEqual({ length: 9, exact: true });
    expect(girthOf(long, 4)).toEqual({ length: null, exact: false });
  });
});

describe("a ratio", () => {
  it("of nothing is nought", () => {
    expect([ratio(1n, 4n), ratio(0n, 0n), ratio(10n ** 30n, 2n * 10n ** 30n)]).toEqual([0.25, 0, 0.5]);
  });
});

// What an election counts to, and that anybody gets the same from the file and the command that are published.
import { beforeAll, describe, expect, it } from "vitest";
import { readCsv, readBlt, readPabulib } from "#algorithms/ballots";
import { methodFor } from "#algorithms/tally";
import { listMandates } from "#confederation";
import {
  ballotFileOf,
  type CallElectionInput,
  castIn,
  closeElection,
  commandFor,
  countElection,
  findElection,
  installElected,
  openElection,
  readBallots,
} from "#elections";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import {
  approved,
  ranked,
  standingPeople,
  testElection,
  voteIn,
  withOptions,
} from "../../../test/support/elections.ts";
import { actAs, foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let assembly: Assembly;

beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 8);
});

const at = (election: number) => ({ edition: assembly.edition, election });
async function seen(number: number) {
  const found = await findElection(test.db, assembly.edition, number);
  if (!found) throw new Error("the election is there");
  return found;
}
const refusedAs = (reason: string) => expect.objectContaining({ reason });

/** Counts the published file as the printed command says. */
async function repeated(number: number) {
  const election = await seen(number);
  const ballots = await readBallots(test.db, election);
  if (!ballots) throw new Error("the ballots are public");
  const { name, bytes } = ballotFileOf(election, castIn(election, election.candidates, ballots));
  const read = name.endsWith(".blt") ? readBlt : name.endsWith(".pb") ? readPabulib : readCsv;
  const cast = await read(bytes);
  const words = commandFor(election, election.candidates).split(" ");
  const said = (option: string) =>
    words.flatMap((word, index) => (word === option ? [words[index + 1] ?? ""] : []));
  const [seats] = said("--seats");
  const [seed] = said("--seed");
  return methodFor(said("--rule")[0] ?? "", cast).count(cast, {
    seats: seats === undefined ? null : Number(seats),
    ties: seed === undefined ? { by: "order" } : { by: "lot", seed },
    stages: true,
    all: false,
    settings: Object.fromEntries(said("--set").map((one) => one.split("=") as [string, string])),
  });
}

async function decided(number: number, drawn: string | null = "3 5 1 6 2 4") {
  await closeElection(assembly.chair.ctx, at(number));
  await countElection(assembly.chair.ctx, { ...at(number), drawn });
  return seen(number);
}

describe("a count", () => {
  it("elects people with the guarantee of a gender, and anybody repeats it", async () => {
    const election = await testElection(assembly, {
      rules: { guarantees: [{ by: "region", of: "005", least: 1 }] },
    });
    await standingPeople(assembly, election, ["Ana", "Bea", "Ciro", "Dalia"]);
    await voteIn(assembly, election, [
      ranked(1, 2),
      ranked(1, 2),
      ranked(1, 3),
      ranked(2, 4),
      ranked(3),
      ranked(4, 3),
      ranked(2, 1),
    ]);
    const { count, countHash, seed, candidates } = await decided(election);
    expect(count?.elected).toHaveLength(2);
    expect(count?.elected[0]).toBe(0);
    expect(candidates.filter(({ place }) => place !== null).map(({ place }) => place)).toEqual([1, 2]);
    expect(countHash).toMatch(/^[0-9a-f]{64}$/);
    expect(seed).toMatch(/^[0-9a-f-]{36}:3-5-1-6-2-4$/);
    expect(await repeated(election)).toEqual(count);
  });

  it("ranks priorities, and divides a budget in a community currency", async () => {
    const ranking = await testElection(assembly, {
      kind: "priorities",
      rules: { method: "schulze", seats: null },
    });
    await withOptions(assembly, ranking, ["Seeds", "Water", "Schools"]);
    await openElection(assembly.chair.ctx, at(ranking));
    await voteIn(assembly, ranking, [ranked(2, 1, 3), ranked(2, 3, 1), ranked(1, 2, 3)]);
    expect((await decided(ranking)).count?.elected).toEqual([1, 0, 2]);
    expect(await repeated(ranking)).toEqual((await seen(ranking)).count);

    const rules: Partial<CallElectionInput["rules"]> = {
      method: "equal-shares",
      seats: null,
      settings: { utility: "cost", completion: "add-one-greedy" },
      budget: { total: 100_000n, currency: "CIMARRON", decimals: 2 },
    };
    const budget = await testElection(assembly, { kind: "budget", rules });
    await withOptions(assembly, budget, [
      ["A well", 60_000n],
      ["A bakery", 50_000n],
      ["A radio", 40_000n],
    ]);
    await openElection(assembly.chair.ctx, at(budget));
    await voteIn(assembly, budget, [approved(1, 3), approved(1, 3), approved(1), approved(2), approved(3)]);
    const counted = await decided(budget);
    expect(counted.count?.elected.toSorted()).toEqual([0, 2]);
    expect(await repeated(budget)).toEqual(counted.count);
  });

  it("by approval breaks a tie by the lot that was drawn", async () => {
    const election = await testElection(assembly, { rules: { method: "approval", seats: 1 } });
    await standingPeople(assembly, election, ["Ana", "Bea", "Ciro"]);
    await voteIn(assembly, election, [approved(1), approved(2), approved(3)]);
    const { count } = await decided(election);
    expect(count?.ties.map(({ by }) => by)).toContain("lot");
    expect(await repeated(election)).toEqual(count);
  });

  it("by grades, and of those who have one name, is repeated too", async () => {
    const election = await testElection(assembly, {
      rules: {
        method: "majority-judgment",
        seats: 1,
        mostPoints: 5,
        settings: { min: "0", max: "5" },
      },
    });
    await standingPeople(assembly, election, ["Ana", "Ana", "Ciro"]);
    await voteIn(assembly, election, [
      [
        [1, 5],
        [2, 3],
      ],
      [[2, 4]],
      [
        [2, 4],
        [3, 0],
      ],
    ]);
    const { count } = await decided(election);
    expect(count?.elected).toEqual([1]);
    expect(await repeated(election)).toEqual(count);
  });

  it("waits for the close, and for a draw that is long enough", async () => {
    const election = await testElection(assembly);
    await standingPeople(assembly, election, ["Ana", "Bea", "Ciro"]);
    const count = (drawn: string | null) => countElection(assembly.chair.ctx, { ...at(election), drawn });
    await expect(count("123456")).rejects.toEqual(refusedAs("electionNotInState"));
    await voteIn(assembly, election, [ranked(1)]);
    await closeElection(assembly.chair.ctx, at(election));
    await expect(count("1 2 3")).rejects.toEqual(refusedAs("drawTooShort"));
    await expect(count(null)).rejects.toEqual(refusedAs("drawTooShort"));
    await count("1, 2, 3; 4 5 6");
    expect((await seen(election)).drawn).toBe("1-2-3-4-5-6");
    await expect(count("123456")).rejects.toEqual(refusedAs("electionNotInState"));
  });

  it("of a secret election says no more than was decided to be said", async () => {
    const voteSecretly = async (rules: Partial<CallElectionInput["rules"]>) => {
      const election = await testElection(assembly, { rules: { secret: true, ...rules } });
      await standingPeople(assembly, election, ["Ana", "Bea", "Ciro"]);
      await voteIn(assembly, election, [ranked(1), ranked(2), ranked(3), ranked(1, 2), ranked(2, 1)]);
      return decided(election);
    };
    const published = await voteSecretly({});
    expect(published.count?.stages.length).toBeGreaterThan(0);
    expect(await repeated(published.number)).toEqual(published.count);
    const kept = await voteSecretly({ publishes: false });
    expect(kept.count?.elected).toHaveLength(2);
    expect([kept.count?.stages, kept.countHash, kept.ballotsHash]).toEqual([[], null, null]);
    expect(await readBallots(test.db, kept)).toBeNull();
  });
});

describe("the elected", () => {
  it("take the office for its term, once", async () => {
    const { node } = assembly;
    const gives = { organizationId: node.organizationId, office: "commission_member", endsOn: "2999-12-31" };
    const election = await testElection(assembly, { gives });
    await standingPeople(assembly, election, ["Ana", "Bea", "Ciro"]);
    await voteIn(assembly, election, [ranked(1, 2), ranked(1, 2), ranked(2), ranked(1, 2)]);
    const operator = actAs(node.shell, node.personId, new Date());
    const { candidates } = await decided(election);
    const of = (place: number | null) => {
      const found = candidates.find((one) => one.place === place);
      return { ...at(election), candidateId: found?.id ?? "" };
    };
    await expect(installElected(operator, of(null))).rejects.toEqual(refusedAs("candidateNotElected"));
    await expect(installElected(assembly.delegations[0]?.ctx ?? operator, of(1))).rejects.toEqual(
      refusedAs("noMandateForThis"),
    );
    const mandateId = await installElected(operator, of(1));
    expect(await installElected(operator, of(1))).toBe(mandateId);
    const [held] = await listMandates(test.db, { id: mandateId }, new Date());
    expect(held).toMatchObject({ personName: "Ana", office: "commission_member" });
    expect(held?.decision.texts["en"]).toBe("Election: The promoting commission");
  });

  it("get nothing where nothing is given", async () => {
    const election = await testElection(assembly);
    await standingPeople(assembly, election, ["Ana", "Bea", "Ciro"]);
    await voteIn(assembly, election, [ranked(1, 2), ranked(2)]);
    const { candidates } = await decided(election);
    const candidateId = candidates.find(({ place }) => place === 1)?.id ?? "";
    const operator = actAs(assembly.node.shell, assembly.node.personId, new Date());
    await expect(installElected(operator, { ...at(election), candidateId })).rejects.toEqual(
      refusedAs("electionGivesNoOffice"),
    );
  });
});

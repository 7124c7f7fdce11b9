// An election's way: every rule met and broken, by name; what must not change does not, also by SQL.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import {
  acceptCandidacy,
  annulElection,
  castBallot,
  closeElection,
  declineCandidacy,
  nominateCandidate,
  openElection,
  openNominations,
  reviseElection,
  stepBack,
} from "#elections";
import { newId } from "#platform/ids";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import {
  memberOf,
  openRules,
  ranked,
  standingPeople,
  testElection,
  voteIn,
  withOptions,
  words,
} from "../../../test/support/elections.ts";
import { foundTestNode, personWithOffice } from "../../../test/support/node.ts";
import { countedBallots } from "./ballots.store.ts";
import { listCandidateRows } from "./candidates.store.ts";
import { findElectionRow } from "./elections.store.ts";

const test = useDatabase();
let assembly: Assembly;

beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 8);
});

const at = (election: number) => ({ edition: assembly.edition, election });
async function stored(number: number) {
  const { rows } = await sql<{
    id: never;
  }>`select id from congress_editions where slug = ${assembly.edition}`.execute(test.db);
  const found = await findElectionRow(test.db, rows[0]?.id as never, number);
  if (!found) throw new Error("the election is there");
  return found;
}
const candidatesOf = async (number: number) => listCandidateRows(test.db, (await stored(number)).id);
const refusedAs = (reason: string, facts?: object) =>
  expect.objectContaining({ reason, ...(facts && { facts: expect.objectContaining(facts) }) });

describe("an election is called", () => {
  it("once for each form, by whoever presides", async () => {
    const requestKey = newId();
    const first = await testElection(assembly, { requestKey });
    expect(await testElection(assembly, { requestKey })).toBe(first);
    expect(await testElection(assembly)).toBe(first + 1);
    const speaker = { ...assembly, chair: memberOf(assembly, 0) };
    await expect(testElection(speaker)).rejects.toEqual(refusedAs("noMandateForThis"));
  });

  it("by rules that fit together", async () => {
    const people = (rules: object) => testElection(assembly, { rules });
    const budget = { total: 100n, currency: "SEMILLA", decimals: 0 };
    await expect(people({ method: "borda" })).rejects.toEqual(refusedAs("methodNotForKind"));
    await expect(people({ seats: null })).rejects.toEqual(refusedAs("seatsMissing"));
    await expect(people({ method: "irv" })).rejects.toEqual(refusedAs("methodForOneSeat"));
    await expect(people({ source: null })).rejects.toEqual(refusedAs("lotWithoutSource"));
    await expect(people({ budget })).rejects.toEqual(refusedAs("budgetMissing"));
    await expect(people({ mostPoints: 5 })).rejects.toEqual(refusedAs("pointsMissing"));
    await expect(people({ secret: true, weights: "seats" })).rejects.toEqual(
      refusedAs("secretBallotsWeighAlike"),
    );
    const women = (least: number) => [{ by: "gender" as const, of: "woman", least }];
    await expect(people({ guarantees: women(3) })).rejects.toEqual(refusedAs("guaranteesExceedSeats"));
    await expect(people({ method: "approval", guarantees: women(1) })).rejects.toEqual(
      refusedAs("guaranteesNeedTransfers"),
    );
    await expect(
      testElection(assembly, { kind: "priorities", rules: { method: "schulze" } }),
    ).rejects.toEqual(refusedAs("seatsNotAsked"));
    const gives = { organizationId: assembly.node.organizationId, office: "nobody_knows", endsOn: null };
    await expect(testElection(assembly, { gives })).rejects.toEqual(refusedAs("officeUnknown"));
    await expect(
      testElection(assembly, {
        kind: "priorities",
        gives: { ...gives, office: "commission_member" },
        rules: { method: "schulze", seats: null },
      }),
    ).rejects.toEqual(refusedAs("officeOnlyForPeople"));
    await expect(people({ guarantees: [{ by: "region", of: "Atlantis", least: 1 }] })).rejects.toEqual(
      refusedAs("inputInvalid"),
    );
  });
});

describe("candidates", () => {
  type Who = string | { readonly name: string; readonly hasAccepted: boolean };
  const nominate = (election: number, by: number, who: Who) =>
    nominateCandidate(memberOf(assembly, by).ctx, {
      ...at(election),
      organizationId: memberOf(assembly, by).organizationId,
      ...(typeof who === "string" ? { person: who } : { person: null, ...who }),
      about: null,
      gender: "woman",
      region: null,
      requestKey: newId(),
    });

  it("stand once they have said yes, themselves or through their delegation", async () => {
    const election = await testElection(assembly);
    const own = memberOf(assembly, 0);
    await expect(nominate(election, 0, own.personId)).rejects.toEqual(refusedAs("nominationsNotOpen"));
    await openNominations(assembly.chair.ctx, at(election));
    await nominate(election, 0, own.personId);
    await expect(nominate(election, 0, own.personId)).rejects.toEqual(refusedAs("candidateTwice"));
    const other = await personWithOffice(assembly.node, own.organizationId, "alternate", "Alternate");
    const asked = await nominate(election, 0, other.personId);
    await expect(nominate(election, 1, other.personId)).rejects.toEqual(refusedAs("personNotOfDelegation"));
    await expect(nominate(election, 1, { name: "Rosa", hasAccepted: false })).rejects.toEqual(
      refusedAs("inputInvalid"),
    );
    await nominate(election, 1, { name: "Rosa", hasAccepted: true });
    const states = async () => (await candidatesOf(election)).map(({ state, consent }) => [state, consent]);
    expect(await states()).toEqual([
      ["standing", "own"],
      ["nominated", "asked"],
      ["standing", "through_delegation"],
    ]);
    // Nobody counts by gender here, so that nothing is kept of it.
    expect((await candidatesOf(election)).map(({ gender }) => gender)).toEqual([null, null, null]);
    await expect(acceptCandidacy(own.ctx, { ...at(election), candidateId: asked })).rejects.toEqual(
      refusedAs("candidacyOfAnother"),
    );
    await acceptCandidacy(other.ctx, { ...at(election), candidateId: asked });
    await expect(declineCandidacy(other.ctx, { ...at(election), candidateId: asked })).rejects.toEqual(
      refusedAs("candidacyNotInState"),
    );
    await stepBack(other.ctx, { ...at(election), candidateId: asked });
    expect((await states())[1]).toEqual(["withdrawn", "own"]);
  });

  it("are as many as there are seats, and of whom a seat is guaranteed", async () => {
    const guarantees = [{ by: "gender" as const, of: "woman", least: 1 }];
    const few = await testElection(assembly, { rules: { guarantees } });
    await openNominations(assembly.chair.ctx, at(few));
    await expect(openElection(assembly.chair.ctx, at(few))).rejects.toEqual(
      refusedAs("candidatesTooFew", { standing: 0, needed: 2 }),
    );
    const without = await testElection(assembly, { rules: { guarantees } });
    await expect(standingPeople(assembly, without, ["A", "B"])).rejects.toEqual(
      refusedAs("candidatesWithoutGroup", { by: "gender" }),
    );
    const men = await testElection(assembly, {
      rules: { guarantees: [{ by: "gender", of: "man", least: 2 }] },
    });
    await openNominations(assembly.chair.ctx, at(men));
    await nominate(men, 0, { name: "Rosa", hasAccepted: true });
    await nominate(men, 1, { name: "Ana", hasAccepted: true });
    await expect(openElection(assembly.chair.ctx, at(men))).rejects.toEqual(
      refusedAs("guaranteeCannotBeMet", { of: "man", least: 2, standing: 0 }),
    );
  });

  it("of a budget cost something, and no more than there is", async () => {
    const election = await testElection(assembly, {
      kind: "budget",
      rules: {
        method: "equal-shares",
        seats: null,
        budget: { total: 1_000n, currency: "SEMILLA", decimals: 2 },
      },
    });
    const put = (name: string, cost?: bigint) =>
      withOptions(assembly, election, [cost === undefined ? name : [name, cost]]);
    await expect(put("A well")).rejects.toEqual(refusedAs("costMissing"));
    await expect(put("A well", 1_001n)).rejects.toEqual(refusedAs("projectAboveBudget"));
    await put("A well", 1_000n);
    const ranking = await testElection(assembly, {
      kind: "priorities",
      rules: { method: "schulze", seats: null },
    });
    await expect(withOptions(assembly, ranking, [["A well", 5n]])).rejects.toEqual(refusedAs("costNotAsked"));
    const people = await testElection(assembly);
    await expect(withOptions(assembly, people, ["A well"])).rejects.toEqual(refusedAs("optionsNotForPeople"));
  });
});

describe("an open election", () => {
  it("counts the latest ballot of each delegation, and keeps the others", async () => {
    const election = await testElection(assembly);
    await standingPeople(assembly, election, ["A", "B", "C"]);
    await voteIn(assembly, election, [ranked(1, 2), ranked(3), null, ranked(2, 3, 1)]);
    await voteIn(assembly, election, [ranked(3, 1)]);
    const counted = await countedBallots(test.db, await stored(election));
    expect(counted.map(({ entries }) => entries).sort()).toEqual([[2, 3, 1], [3], [3, 1]]);
    const { rows } = await sql`select 1 from election_ballots b join elections e on e.id = b.election_id
      where e.number = ${election}`.execute(test.db);
    expect(rows).toHaveLength(4);
    expect(await closeElection(assembly.chair.ctx, at(election))).toBe(3);
    expect((await stored(election)).ballotsHash).toMatch(/^[0-9a-f]{64}$/);
    await expect(voteIn(assembly, election, [ranked(1)])).rejects.toEqual(refusedAs("electionNotOpen"));
  });

  it("counts a form that is sent twice once", async () => {
    const election = await testElection(assembly);
    await standingPeople(assembly, election, ["A", "B"]);
    const { ctx, organizationId } = memberOf(assembly, 0);
    const form = { ...at(election), organizationId, requestKey: newId() };
    await castBallot(ctx, { ...form, marks: ranked(1) });
    await castBallot(ctx, { ...form, marks: ranked(2) });
    expect((await countedBallots(test.db, await stored(election))).map(({ entries }) => entries)).toEqual([
      [1],
    ]);
  });

  it("refuses what is no ballot, by name", async () => {
    const election = await testElection(assembly);
    await standingPeople(assembly, election, ["A", "B", "C"]);
    const { ctx, organizationId } = memberOf(assembly, 0);
    const cast = (marks: readonly (readonly [number, number])[]) =>
      castBallot(ctx, {
        ...at(election),
        organizationId,
        marks: marks.map(([number, place]): [number, number] => [number, place]),
        requestKey: newId(),
      });
    await expect(cast([])).rejects.toEqual(refusedAs("ballotEmpty"));
    await expect(cast([[4, 1]])).rejects.toEqual(refusedAs("ballotCandidateUnknown"));
    await expect(
      cast([
        [1, 1],
        [1, 2],
      ]),
    ).rejects.toEqual(refusedAs("ballotCandidateTwice"));
    await expect(
      cast([
        [1, 1],
        [2, 1],
      ]),
    ).rejects.toEqual(refusedAs("ballotPlaceTwice", { place: 1 }));
    await expect(
      cast([
        [1, 1],
        [2, 3],
      ]),
    ).rejects.toEqual(refusedAs("ballotPlaceMissing", { place: 2 }));
    await expect(cast([[1, 0]])).rejects.toEqual(refusedAs("ballotPlaceMalformed"));
    const stranger = await conveneAssembly(assembly.node, 1, `stranger-${election}`);
    const foreign = memberOf(stranger, 0);
    await expect(
      castBallot(foreign.ctx, {
        ...at(election),
        organizationId: foreign.organizationId,
        marks: ranked(1),
        requestKey: newId(),
      }),
    ).rejects.toEqual(refusedAs("delegationNotAccredited"));
  });

  it("is frozen: rules, candidates and roll, also by SQL", async () => {
    const election = await testElection(assembly);
    await standingPeople(assembly, election, ["A", "B"]);
    const rewritten = { ...at(election), title: words("Other"), about: null, gives: null, rules: openRules };
    await expect(reviseElection(assembly.chair.ctx, rewritten)).rejects.toEqual(
      refusedAs("electionRulesFrozen", { state: "open" }),
    );
    await expect(openElection(assembly.chair.ctx, at(election))).rejects.toEqual(
      refusedAs("electionNotInState", { state: "open" }),
    );
    const { id } = await stored(election);
    for (const statement of [
      sql`update elections set rules = jsonb_set(rules, '{seats}', '9') where id = ${id}`,
      sql`update elections set state = 'counted' where id = ${id}`,
      sql`delete from elections where id = ${id}`,
      sql`update election_candidates set name = '{"source":"en","texts":{}}' where election_id = ${id}`,
      sql`delete from election_candidates where election_id = ${id}`,
      sql`update election_roll set weight = 9 where election_id = ${id}`,
      sql`insert into ballot_box (election_id, entries) values (${id}, '{1}')`,
    ])
      await expect(statement.execute(test.db)).rejects.toThrow(
        /stands as it was done|as it stood|takes no such ballot/,
      );
    await annulElection(assembly.chair.ctx, { ...at(election), reason: words("A name was missing") });
    await expect(
      annulElection(assembly.chair.ctx, { ...at(election), reason: words("Again") }),
    ).rejects.toEqual(refusedAs("electionNotInState"));
  });

  it("needs somebody who votes, and somebody to choose among", async () => {
    const election = await testElection(assembly);
    await expect(closeElection(assembly.chair.ctx, at(election))).rejects.toEqual(
      refusedAs("electionNotInState"),
    );
    await standingPeople(assembly, election, ["A", "B"]);
    await expect(closeElection(assembly.chair.ctx, at(election))).rejects.toEqual(refusedAs("nobodyVoted"));
    const ranking = await testElection(assembly, {
      kind: "priorities",
      rules: { method: "schulze", seats: null },
    });
    await expect(openNominations(assembly.chair.ctx, at(ranking))).rejects.toEqual(
      refusedAs("nominationsOnlyOfPeople"),
    );
    await withOptions(assembly, ranking, ["Seeds"]);
    await expect(openElection(assembly.chair.ctx, at(ranking))).rejects.toEqual(
      refusedAs("candidatesTooFew"),
    );
  });
});

describe("a secret election", () => {
  it("keeps who took part apart from what was voted", async () => {
    const election = await testElection(assembly, { rules: { secret: true } });
    await standingPeople(assembly, election, ["A", "B"]);
    await voteIn(assembly, election, [ranked(1), ranked(2), ranked(1), ranked(2, 1), ranked(1), ranked(1)]);
    await expect(voteIn(assembly, election, [ranked(2)])).rejects.toEqual(refusedAs("alreadyVotedInSecret"));
    const { id } = await stored(election);
    const columns = await sql<{ name: string }>`
      select column_name as name from information_schema.columns where table_name = 'ballot_box'`.execute(
      test.db,
    );
    expect(columns.rows.map(({ name }) => name).sort()).toEqual(["election_id", "entries", "id", "points"]);
    const { rows: box } = await sql<{
      id: string;
    }>`select id from ballot_box where election_id = ${id}`.execute(test.db);
    // Random (version 4), so that ids do not tell the order.
    expect(box.map((one) => one.id[14])).toEqual(Array.from({ length: 6 }, () => "4"));
    const { rows: acts } = await sql<{ record: object }>`
      select record from log_acts where type = 'elections.ballot.put_in_box'`.execute(test.db);
    expect(Object.keys(acts[0]?.record ?? {}).sort()).toEqual(["election", "organization", "salt"]);
    await closeElection(assembly.chair.ctx, at(election));
    expect((await sql`select 1 from ballot_box where election_id = ${id}`.execute(test.db)).rows).toEqual([]);
    const counted = await countedBallots(test.db, await stored(election));
    expect(counted.map(({ entries, votes }) => [entries, votes])).toEqual([
      [[1], 4],
      [[2], 1],
      [[2, 1], 1],
    ]);
    await expect(
      sql`update secret_ballots set votes = 9 where election_id = ${id}`.execute(test.db),
    ).rejects.toThrow(/leave the box/);
  });

  it("publishes nothing of fewer than five ballots", async () => {
    const election = await testElection(assembly, { rules: { secret: true } });
    await standingPeople(assembly, election, ["A", "B"]);
    await voteIn(assembly, election, [ranked(1), ranked(2), ranked(1), ranked(2)]);
    await closeElection(assembly.chair.ctx, at(election));
    expect((await stored(election)).ballotsHash).toBeNull();
  });

  it("loses its ballots when it is annulled", async () => {
    const election = await testElection(assembly, { rules: { secret: true } });
    await standingPeople(assembly, election, ["A", "B"]);
    await voteIn(assembly, election, [ranked(1)]);
    const { id } = await stored(election);
    await expect(sql`delete from ballot_box where election_id = ${id}`.execute(test.db)).rejects.toThrow(
      /leave the box/,
    );
    await annulElection(assembly.chair.ctx, { ...at(election), reason: words("The wrong list") });
    expect((await sql`select 1 from ballot_box where election_id = ${id}`.execute(test.db)).rows).toEqual([]);
  });
});

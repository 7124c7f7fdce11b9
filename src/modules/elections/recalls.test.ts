// A recall: each rule met and broken by name, the vote that follows by itself, and the end of the mandate.
import type { Condition } from "#algorithms/rules";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { findMandate } from "#confederation";
import {
  closeElection,
  countElection,
  endDueRecalls,
  findElection,
  findRecall,
  installElected,
  openRecall,
  petitionAsks,
  type RecallId,
  signRecall,
  voteOnRecall,
} from "#elections";
import { newId } from "#platform/ids";
import {
  affiliatedDelegation,
  type Assembly,
  conveneAssembly,
  type Delegation,
} from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { ranked, standingPeople, testElection, voteIn, words } from "../../../test/support/elections.ts";
import { actAs, foundTestNode, personWithOffice, type TestPerson } from "../../../test/support/node.ts";
import { setTestRules, testRules, twoThirds } from "../../../test/support/rules.ts";
import { setStatus } from "../confederation/organizations.store.ts";
import {
  countRecall,
  petitionsCanCarry,
  recallOutcome,
  signaturesAsked,
  signaturesNeeded,
} from "./recalls.rules.ts";

const test = useDatabase();
let assembly: Assembly;
let network: TestPerson;

beforeAll(async () => {
  // With the network itself nine affiliated organisations: two signatures are a fifth of them, rounded up.
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 8);
  network = await personWithOffice(node, node.organizationId, "spokesperson", "Of the network");
});

const now = () => ({ db: test.db, now: new Date() });
const by = (at: number) => assembly.delegations[at] as Delegation;
const later = (days: number) => new Date(Date.now() + days * 86_400_000);
const refusedAs = (reason: string) => expect.objectContaining({ reason });
const member = () => personWithOffice(assembly.node, assembly.node.organizationId, "commission_member");

async function petition(mandateId: string, at = 0): Promise<RecallId> {
  return openRecall(by(at).ctx, {
    mandateId,
    organizationId: by(at).organizationId,
    reason: words("Nobody has seen a report for a year"),
    requestKey: newId(),
  });
}
const sign = (recallId: RecallId, at: number, now = new Date()) =>
  signRecall({ ...by(at).ctx, now }, { recallId, organizationId: by(at).organizationId });
const vote = (recallId: RecallId, at: number, choice: "for" | "against" | "abstain", now = new Date()) =>
  voteOnRecall(
    { ...by(at).ctx, now },
    { recallId, organizationId: by(at).organizationId, choice, requestKey: newId() },
  );
const stateOf = async (id: RecallId) => (await findRecall(now(), id))?.state;

describe("a recall", () => {
  it("ends the mandate by itself once the vote carries", async () => {
    const { mandateId } = await member();
    const recall = await petition(mandateId);
    expect(await findRecall(now(), recall)).toMatchObject({
      state: "collecting",
      needed: 2,
      signatures: 1,
    });
    await expect(petition(mandateId, 1)).rejects.toEqual(refusedAs("recallUnderWay"));
    await expect(sign(recall, 0)).rejects.toEqual(refusedAs("recallSignedAlready"));
    await expect(vote(recall, 0, "for")).rejects.toEqual(refusedAs("delegationNotOnTheRoll"));
    await sign(recall, 1);
    expect(await stateOf(recall)).toBe("voting");
    await expect(sign(recall, 2)).rejects.toEqual(refusedAs("recallNotCollecting"));
    await vote(recall, 0, "against");
    await vote(recall, 0, "for");
    for (const at of [1, 2, 3, 4]) await vote(recall, at, "for");
    await vote(recall, 5, "abstain");
    await vote(recall, 6, "against");
    expect((await findMandate(test.db, mandateId))?.recalledAt).toBeNull();
    // With the last of the roll it is counted.
    await vote(recall, 7, "against");
    expect(await stateOf(recall)).toBe("voting");
    await voteOnRecall(network.ctx, {
      recallId: recall,
      organizationId: assembly.node.organizationId,
      choice: "abstain",
      requestKey: newId(),
    });
    expect(await findRecall(now(), recall)).toMatchObject({
      state: "carried",
      votesFor: 5,
      votesAgainst: 2,
      abstentions: 2,
    });
    expect((await findMandate(test.db, mandateId))?.recalledAt).toBeInstanceOf(Date);
    await expect(vote(recall, 0, "for")).rejects.toEqual(refusedAs("recallNotVoting"));
    await expect(petition(mandateId)).rejects.toEqual(refusedAs("recallNotPossible"));
  });

  it("leaves the mandate where the vote does not carry, or too few vote", async () => {
    const { mandateId } = await member();
    const rejected = await petition(mandateId);
    await sign(rejected, 1);
    for (const at of [0, 1, 2, 3, 4, 5]) await vote(rejected, at, at < 3 ? "for" : "against");
    expect(await endDueRecalls({ ...assembly.node.shell, now: later(13) })).toBe(0);
    expect(await endDueRecalls({ ...assembly.node.shell, now: later(15) })).toBe(1);
    expect(await stateOf(rejected)).toBe("rejected");
    const few = await petition(mandateId);
    await sign(few, 1);
    await vote(few, 0, "for");
    await expect(vote(few, 1, "for", later(15))).rejects.toEqual(refusedAs("recallTooLate"));
    await endDueRecalls({ ...assembly.node.shell, now: later(15) });
    expect(await stateOf(few)).toBe("quorum_not_reached");
    expect((await findMandate(test.db, mandateId))?.recalledAt).toBeNull();
  });

  it("lapses where too few sign in time", async () => {
    const { mandateId } = await member();
    const recall = await petition(mandateId);
    await expect(sign(recall, 1, later(61))).rejects.toEqual(refusedAs("recallTooLate"));
    await endDueRecalls({ ...assembly.node.shell, now: later(61) });
    expect(await stateOf(recall)).toBe("lapsed");
    expect(await stateOf(await petition(mandateId))).toBe("collecting");
  });

  it("is only of what the whole gave, and not of who runs the node", async () => {
    await expect(petition(by(1).mandateId)).rejects.toEqual(refusedAs("recallOnlyOfElected"));
    await expect(petition(assembly.node.mandateId)).rejects.toEqual(refusedAs("recallNotPossible"));
    await expect(petition(newId())).rejects.toEqual(refusedAs("recallNotPossible"));
    const { mandateId } = await member();
    await expect(
      openRecall(assembly.chair.ctx, {
        mandateId,
        organizationId: assembly.node.organizationId,
        reason: words("Because"),
        requestKey: newId(),
      }),
    ).rejects.toEqual(refusedAs("noMandateForThis"));
    const listed = await affiliatedDelegation(assembly.node, "No longer affiliated");
    await setStatus(assembly.node.shell, listed.organizationId, "listed");
    await expect(
      openRecall(listed.ctx, {
        mandateId,
        organizationId: listed.organizationId,
        reason: words("Because"),
        requestKey: newId(),
      }),
    ).rejects.toEqual(refusedAs("recallNotYours"));
  });

  it("needs a fifth, rounded up, and more for than against among at least half", () => {
    const fifth = { numerator: 1, denominator: 5 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (electorate) => {
        const needed = signaturesNeeded(electorate, fifth);
        expect(needed * 5).toBeGreaterThanOrEqual(electorate);
        expect((needed - 1) * 5).toBeLessThan(electorate);
      }),
    );
    const outcome = (votes: { for: number; against: number; abstain: number }) => {
      const [calledAt, at] = [new Date(), later(1)];
      const regions = [{ region: "005", accredited: 8, ...votes }];
      return recallOutcome(countRecall({ version: null, regions, calledAt, at }));
    };
    expect(outcome({ for: 2, against: 2, abstain: 0 })).toBe("rejected");
    expect(outcome({ for: 2, against: 1, abstain: 0 })).toBe("quorum_not_reached");
    expect(outcome({ for: 2, against: 1, abstain: 1 })).toBe("carried");
  });
});

describe("a recall of whom a congress with rules of its own elected", () => {
  let congress: Assembly;
  beforeAll(async () => {
    congress = await conveneAssembly(assembly.node, 6, "with-rules");
    // Half of those who answer for it sign; two thirds of the votes end a mandate.
    const petition: Condition = { count: "supporters", atLeast: [1, 2], of: "accredited" };
    await setTestRules(congress, {
      ...testRules("Rules", { recall: { adoption: twoThirds } }),
      mandates: { petition },
    });
  });

  /** Elected there, and voted out by so many of all. */
  async function recalled(votesFor: number) {
    const gives = {
      organizationId: congress.node.organizationId,
      office: "commission_member",
      endsOn: "2999-12-31",
    };
    const number = await testElection(congress, { gives, rules: { seats: 1 } });
    await standingPeople(congress, number, ["Ana", "Bea"]);
    await voteIn(congress, number, [ranked(1), ranked(1), ranked(1)]);
    const election = { edition: congress.edition, election: number };
    await closeElection(congress.chair.ctx, election);
    await countElection(congress.chair.ctx, { ...election, drawn: "3 1 4 1 5 9" });
    const found = await findElection(test.db, congress.edition, number);
    const candidateId = found?.candidates.find(({ place }) => place === 1)?.id ?? "";
    const operator = actAs(congress.node.shell, congress.node.personId, new Date());
    const mandateId = await installElected(operator, { ...election, candidateId });
    // That congress is over, so all affiliated organisations answer for what it gave: fifteen, of whom eight are half.
    const whole = [
      ...assembly.delegations,
      ...congress.delegations,
      { ctx: network.ctx, organizationId: assembly.node.organizationId },
    ];
    expect(await petitionAsks(congress.node.shell, mandateId)).toMatchObject({ needed: 8, electorate: 15 });
    const [first, ...others] = whole as [Delegation, ...Delegation[]];
    const recallId = await openRecall(first.ctx, {
      mandateId,
      organizationId: first.organizationId,
      reason: words("Because"),
      requestKey: newId(),
    });
    for (const { ctx, organizationId } of others.slice(0, 7)) {
      expect(await stateOf(recallId)).toBe("collecting");
      await signRecall(ctx, { recallId, organizationId });
    }
    for (const [at, { ctx, organizationId }] of whole.entries())
      await voteOnRecall(ctx, {
        recallId,
        organizationId,
        choice: at < votesFor ? "for" : "against",
        requestKey: newId(),
      });
    return { recall: await findRecall(now(), recallId), mandate: await findMandate(test.db, mandateId) };
  }

  it("goes by those rules: how many sign, and what majority ends the mandate", async () => {
    const { recall, mandate } = await recalled(10);
    expect(recall).toMatchObject({
      state: "carried",
      needed: 8,
      rules: { version: 1, href: `/congress/${congress.edition}/rules/1` },
    });
    expect(recall?.evaluation?.adoption).toMatchObject({ share: [2, 3], held: true });
    expect(mandate?.recalledAt).toBeInstanceOf(Date);
  });

  it("leaves the mandate where more than half are for it but not two thirds", async () => {
    const { recall, mandate } = await recalled(9);
    expect(recall).toMatchObject({ state: "rejected", votesFor: 9, votesAgainst: 6 });
    expect(mandate?.recalledAt).toBeNull();
  });

  it("is refused where not even all could sign enough", () => {
    const petition: Condition = { count: "supporters", moreThan: "accredited" };
    expect(signaturesAsked({ ...testRules("Rules"), mandates: { petition } }, 9)).toBeUndefined();
    expect(petitionsCanCarry(undefined)).toMatchObject({ reason: "recallCannotCarry" });
    expect(petitionsCanCarry(9)).toEqual({ ok: true });
  });
});

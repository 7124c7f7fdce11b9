// A recall: each rule met and broken by name, the vote that follows by itself, and the end of the mandate.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { findMandate } from "#confederation";
import { endDueRecalls, findRecall, openRecall, type RecallId, signRecall, voteOnRecall } from "#elections";
import { newId } from "#platform/ids";
import {
  affiliatedDelegation,
  type Assembly,
  conveneAssembly,
  type Delegation,
} from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { words } from "../../../test/support/elections.ts";
import { foundTestNode, personWithOffice, type TestPerson } from "../../../test/support/node.ts";
import { setStatus } from "../confederation/organizations.store.ts";
import { recallVerdict, signaturesNeeded } from "./recalls.rules.ts";

const test = useDatabase();
let assembly: Assembly;
let network: TestPerson;

beforeAll(async () => {
  // With the network itself nine affiliated organisations: two signatures are a fifth of them, rounded up.
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 8);
  network = await personWithOffice(node, node.organizationId, "spokesperson", "Of the network");
});

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
const stateOf = async (id: RecallId) => (await findRecall(test.db, id))?.state;

describe("a recall", () => {
  it("ends the mandate by itself once the vote carries", async () => {
    const { mandateId } = await member();
    const recall = await petition(mandateId);
    expect(await findRecall(test.db, recall)).toMatchObject({
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
    expect(await findRecall(test.db, recall)).toMatchObject({
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
    expect(recallVerdict({ for: 2, against: 2, abstain: 0 }, 8)).toBe("rejected");
    expect(recallVerdict({ for: 2, against: 1, abstain: 0 }, 8)).toBe("quorum_not_reached");
    expect(recallVerdict({ for: 2, against: 1, abstain: 1 }, 8)).toBe("carried");
  });
});

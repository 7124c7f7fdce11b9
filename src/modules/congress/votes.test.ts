// Roll calls: who may vote in them, and what happens when everybody does at once.
import { beforeAll, describe, expect, it } from "vitest";
import { grantMandate, recallMandate } from "#confederation";
import {
  accreditDelegation,
  castVote,
  closeVote,
  findAmendment,
  openVote,
  proposeAmendment,
  type RoomAtOpening,
  withdrawAccreditation,
} from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import {
  affiliatedDelegation,
  type Assembly,
  conveneAssembly,
  openText,
} from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";
import { setStatus } from "../confederation/organizations.store.ts";
import { tables } from "./tables.ts";
import type { Choice, RollCallId } from "./types.ts";

describe("a roll call", () => {
  const test = useDatabase();
  const edition = "congress-2019";
  const decision = inOneLanguage("en", "Decided by the assembly");
  let node: TestNode;
  let assembly: Assembly;
  let slug: string;

  beforeAll(async () => {
    node = await foundTestNode(test.db);
    assembly = await conveneAssembly(node, 20);
    slug = await openText(
      assembly.chair.ctx,
      edition,
      "Plan",
      "Plan\n\nSeeds are kept.\n\nWater is shared.\n",
    );
  }, 60_000);

  const delegation = (at: number) => assembly.delegations[at] as Assembly["delegations"][number];

  async function openOne(
    room: RoomAtOpening | null = null,
  ): Promise<{ rollCallId: RollCallId; number: number }> {
    const { ctx, organizationId } = delegation(0);
    const operations = [
      {
        op: "insertAfter" as const,
        afterId: null,
        paragraphs: [{ kind: "paragraph" as const, level: 0, marker: null, text: "A preamble." }],
      },
    ];
    const title = inOneLanguage("en", "A preamble");
    const form = { edition, text: slug, baseVersion: 1, title, reason: title, operations, organizationId };
    const number = await proposeAmendment(ctx, { ...form, requestKey: newId() });
    const subject = { on: "amendment" as const, number };
    const rollCallId = await openVote(assembly.chair.ctx, { edition, text: slug, subject }, room);
    return { rollCallId, number };
  }

  const cast = (rollCallId: RollCallId, at: number, choice: Choice, requestKey = newId()) =>
    castVote(delegation(at).ctx, {
      rollCallId,
      organizationId: delegation(at).organizationId,
      choice,
      requestKey,
    });

  it("takes the votes of twenty delegations at once, each once", async () => {
    const { rollCallId, number } = await openOne();
    const choices: readonly Choice[] = ["for", "for", "against", "abstain"];
    await Promise.all(assembly.delegations.map((_, at) => cast(rollCallId, at, choices[at % 4] as Choice)));
    expect(await closeVote(assembly.chair.ctx, { rollCallId })).toMatchObject({
      inFavour: 10,
      against: 5,
      abstentions: 5,
      tookPart: 20,
      accredited: 20,
      verdict: "adopted",
    });
    const found = await findAmendment(test.db, edition, slug, number);
    expect(found?.amendment.state).toBe("adopted");
    const [view] = found?.rollCalls ?? [];
    expect(view?.votes).toHaveLength(20);
    expect(view?.votes[0]?.mandate?.personName).toMatch(/^Spokesperson of/);
    expect(view?.votes[0]?.organization).toMatchObject({ country: "VE", region: "005" });
    expect(view?.closedBy?.office).toBe("chair");
    const acts = await test.db
      .selectFrom("log_acts")
      .select("id")
      .where("type", "=", "congress.vote.cast")
      .execute();
    expect(new Set(acts.map((act) => act.id))).toEqual(new Set(view?.votes.map((vote) => vote.actId)));
  });

  it("loses no vote that was acknowledged while somebody closes it", async () => {
    const { rollCallId } = await openOne();
    const votes = assembly.delegations.map((_, at) =>
      cast(rollCallId, at, "for").then(
        () => 1,
        (error: unknown) => {
          expect(error).toMatchObject({ reason: "voteClosed" });
          return 0;
        },
      ),
    );
    const [, ...rest] = await Promise.all([votes[0], closeVote(assembly.chair.ctx, { rollCallId })]);
    const acknowledged = (await Promise.all(votes)).reduce((sum, one) => sum + one, 0);
    expect(rest[0]?.tookPart).toBe(acknowledged);
  });

  it("counts the latest vote of a delegation, keeps the others, and a form sent twice once", async () => {
    const { rollCallId, number } = await openOne();
    const first = newId();
    await cast(rollCallId, 0, "for", first);
    await cast(rollCallId, 0, "against");
    await cast(rollCallId, 0, "for", first);
    const [view] = (await findAmendment(test.db, edition, slug, number))?.rollCalls ?? [];
    const own = view?.votes.find((vote) => vote.organization.id === delegation(0).organizationId);
    expect(own).toMatchObject({ choice: "against", changed: [{ choice: "for" }] });
    expect(view?.tally).toMatchObject({ tookPart: 1, against: 1 });
    expect(view).toMatchObject({
      closedAt: null,
      evaluation: { matter: "ordinary", verdict: "quorum_not_reached" },
    });
  });

  it("freezes the room with the roll, and counts the quorum from it", async () => {
    const outsider = await affiliatedDelegation(node, "In the room, not on the roll");
    const present = [...assembly.delegations.slice(0, 11), outsider].map(
      ({ organizationId }) => organizationId,
    );
    const share = { numerator: 3, denominator: 5 };
    const room = {
      at: new Date("2019-10-18T14:00:00Z"),
      delegations: present,
      delegates: 40,
      accreditedDelegates: 45,
      quorum: { of: "delegations" as const, share, counted: "present_when_opened" as const },
    };
    const { rollCallId, number } = await openOne(room);
    // Everybody votes, and still eleven of twenty were in the room when it opened.
    await Promise.all(assembly.delegations.map((_, at) => cast(rollCallId, at, "for")));
    const counted = await closeVote(assembly.chair.ctx, { rollCallId });
    expect(counted).toMatchObject({ verdict: "quorum_not_reached", quorum: 12, tookPart: 20 });
    expect(counted.room).toEqual({ counted: "delegations", present: 11, accredited: 20 });
    const found = await findAmendment(test.db, edition, slug, number);
    expect(found?.rollCalls[0]?.tally).toEqual(counted);
    const frozen = tables(test.db).selectFrom("roll_call_presence").where("roll_call_id", "=", rollCallId);
    expect(await frozen.select("organization_id").execute()).toHaveLength(11);
    await expect(
      tables(test.db).updateTable("roll_calls").set({ room: null }).where("id", "=", rollCallId).execute(),
    ).rejects.toThrow(/stands as it was done/);
    const people = await openOne({ ...room, quorum: { ...room.quorum, of: "delegates" } });
    await cast(people.rollCallId, 0, "for");
    expect((await closeVote(assembly.chair.ctx, people)).verdict).toBe("adopted");
  });

  it("takes no vote after it closed, not even by SQL, and closes once", async () => {
    const { rollCallId } = await openOne();
    await cast(rollCallId, 0, "for");
    expect((await closeVote(assembly.chair.ctx, { rollCallId })).verdict).toBe("quorum_not_reached");
    await expect(cast(rollCallId, 1, "for")).rejects.toMatchObject({ reason: "voteClosed" });
    await expect(closeVote(assembly.chair.ctx, { rollCallId })).rejects.toMatchObject({
      reason: "voteClosed",
    });
    const { organizationId, mandateId } = delegation(2);
    const row = {
      id: newId(),
      roll_call_id: rollCallId,
      organization_id: organizationId,
      choice: "for" as const,
    };
    const late = {
      ...row,
      mandate_id: mandateId,
      cast_at: new Date(),
      request_key: newId(),
      act_id: newId(),
    };
    await expect(tables(test.db).insertInto("votes_cast").values(late).execute()).rejects.toThrow(
      /is closed/,
    );
    await expect(
      tables(test.db)
        .updateTable("roll_calls")
        .set({ verdict: "adopted" })
        .where("id", "=", rollCallId)
        .execute(),
    ).rejects.toThrow(/stands as it was done/);
    await expect(tables(test.db).deleteFrom("votes_cast").execute()).rejects.toThrow(/stands as it was done/);
  });

  it("may be called again when too few took part, and no other time", async () => {
    const { rollCallId, number } = await openOne();
    const again = () =>
      openVote(assembly.chair.ctx, { edition, text: slug, subject: { on: "amendment", number } });
    await expect(again()).rejects.toMatchObject({ reason: "voteAlreadyOpen" });
    await closeVote(assembly.chair.ctx, { rollCallId });
    const second = await again();
    await Promise.all(assembly.delegations.map((_, at) => cast(second, at, "against")));
    expect((await closeVote(assembly.chair.ctx, { rollCallId: second })).verdict).toBe("rejected");
    await expect(again()).rejects.toMatchObject({ reason: "amendmentNotOpen" });
  });

  it("is opened and closed by the chair alone", async () => {
    const { rollCallId } = await openOne();
    await expect(closeVote(delegation(0).ctx, { rollCallId })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(
      openVote(delegation(0).ctx, { edition, text: slug, subject: { on: "amendment", number: 1 } }),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
    await expect(closeVote(assembly.chair.ctx, { rollCallId: newId() })).rejects.toMatchObject({
      reason: "voteUnknown",
    });
  });

  it("hears only delegations that were accredited when it opened, by mandates in force", async () => {
    const { rollCallId } = await openOne();
    const guest = await affiliatedDelegation(node, "Guest of the assembly");
    const vote = {
      rollCallId,
      organizationId: guest.organizationId,
      choice: "for" as const,
      requestKey: newId(),
    };
    await expect(castVote(guest.ctx, vote)).rejects.toMatchObject({ reason: "delegationNotAccredited" });
    await accreditDelegation(assembly.chair.ctx, { edition, organizationId: guest.organizationId });
    await expect(castVote(guest.ctx, vote)).rejects.toMatchObject({ reason: "delegationNotOnTheRoll" });
    await expect(castVote(delegation(0).ctx, vote)).rejects.toMatchObject({ reason: "noMandateForThis" });
    await expect(castVote(node.shell, vote)).rejects.toMatchObject({ reason: "delegationNeedsMandate" });
    const { organizationId } = delegation(3);
    await setStatus(node.shell, organizationId, "suspended");
    await expect(cast(rollCallId, 3, "for")).rejects.toMatchObject({ reason: "delegationNotCalled" });
    await setStatus(node.shell, organizationId, "affiliated");
    const other = await personWithOffice(node, organizationId, "spokesperson");
    await castVote(other.ctx, { ...vote, organizationId, requestKey: newId() });
    await recallMandate(node.operator, { mandateId: other.mandateId, decision });
    await expect(castVote(other.ctx, { ...vote, organizationId, requestKey: newId() })).rejects.toMatchObject(
      {
        reason: "noMandateForThis",
      },
    );
  });

  it("counts the vote of a delegation whose accreditation or mandate ended after it, and takes no other", async () => {
    const leaving = await affiliatedDelegation(node, "Leaves after voting");
    const { organizationId } = leaving;
    await accreditDelegation(assembly.chair.ctx, { edition, organizationId });
    const { rollCallId } = await openOne();
    const vote = { rollCallId, organizationId, choice: "against" as const };
    await castVote(leaving.ctx, { ...vote, requestKey: newId() });
    const reason = inOneLanguage("en", "It left");
    await withdrawAccreditation(assembly.chair.ctx, { edition, organizationId, reason });
    await expect(castVote(leaving.ctx, { ...vote, requestKey: newId() })).rejects.toMatchObject({
      reason: "delegationNotAccredited",
    });
    await recallMandate(node.operator, { mandateId: leaving.mandateId, decision });
    expect(await closeVote(assembly.chair.ctx, { rollCallId })).toMatchObject({ against: 1, tookPart: 1 });
  });

  it("hears two delegations by one person who holds mandates of both", async () => {
    const { rollCallId } = await openOne();
    const { personId, ctx } = delegation(0);
    await grantMandate(node.operator, {
      personId,
      organizationId: delegation(1).organizationId,
      office: "spokesperson",
      covers: "organization",
      startsAt: new Date(node.shell.now.getTime() - 1_000),
      endsAt: null,
      decision,
    });
    for (const at of [0, 1]) {
      const { organizationId } = delegation(at);
      await castVote(ctx, { rollCallId, organizationId, choice: "for", requestKey: newId() });
    }
    expect(await closeVote(assembly.chair.ctx, { rollCallId })).toMatchObject({ inFavour: 2, tookPart: 2 });
  });

  it("is not opened where nobody is accredited", async () => {
    const empty = await conveneAssembly(node, 0, "congress-2021");
    const text = await openText(empty.chair.ctx, "congress-2021", "Plan", "Plan\n\nWater is shared.\n");
    await expect(
      openVote(empty.chair.ctx, {
        edition: "congress-2021",
        text,
        subject: { on: "whole", expectedVersion: 1 },
      }),
    ).rejects.toMatchObject({ reason: "nobodyAccredited" });
  });
});

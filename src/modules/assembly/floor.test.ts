// The list of speakers in a sitting, the room when a vote opens, and who may do what.
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  askForFloor,
  type AskForFloorInput,
  enterSpeaker,
  forgetStaleGenders,
  findSitting,
  placeIn,
  withdrawFromList,
} from "#assembly";
import { castVote, closeVote, findRollCallBrief } from "#congress";
import type { Ctx } from "#platform/context";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import {
  affiliatedDelegation,
  type Assembly,
  conveneAssembly,
  type Delegation,
  openText,
} from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import {
  foundTestNode,
  personWithOffice,
  type TestNode,
  type TestPerson,
} from "../../../test/support/node.ts";
import { letIn, planTestSitting, type TestSitting } from "../../../test/support/sitting.ts";
import { tables } from "./tables.ts";
import type { OrganRules } from "./types.ts";

const test = useDatabase();
let node: TestNode;
let assembly: Assembly;
let secretary: TestPerson;
let sitting: TestSitting;
beforeAll(async () => {
  node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 6);
  secretary = await personWithOffice(node, node.organizationId, "secretary");
});
beforeEach(async () => {
  sitting = await planTestSitting(assembly);
  await sitting.act({ what: "opened" });
  await sitting.act({ what: "item_opened", itemId: sitting.items[0]! });
});

const delegation = (at: number) => assembly.delegations[at] as Delegation;
const refusedWith = (reason: string) => ({ reason });
const reason = inOneLanguage("en", "Not in the room");

const ask = (at: number, more: Partial<AskForFloorInput> = {}, ctx: Ctx = delegation(at).ctx) =>
  askForFloor(ctx, {
    ...sitting,
    itemId: sitting.items[0]!,
    kind: "speech",
    organizationId: delegation(at).organizationId,
    requestKey: newId(),
    ...more,
  });
const next = async () => (await sitting.read()).floor.next;
const give = async () => sitting.act({ what: "floor_given", requestId: (await next())[0]!.requestId });
const end = async () =>
  sitting.act({ what: "floor_ended", requestId: (await sitting.read()).floor.speaking!.requestId });

/** The organ decides anew: the latest rules are in force. */
async function decideRules(
  speaking: Partial<OrganRules["speaking"]>,
  quorum?: OrganRules["quorum"],
): Promise<void> {
  const { organId, rules } = await sitting.read();
  const db = tables(test.db);
  const latest = await db
    .selectFrom("organ_rules")
    .selectAll()
    .where("organ_id", "=", organId)
    .orderBy("number", "desc")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("organ_rules")
    .values({
      ...latest,
      number: latest.number + 1,
      rules: JSON.stringify({ quorum: quorum ?? rules.quorum, speaking: { ...rules.speaking, ...speaking } }),
      decision: null,
      in_force_from: assembly.chair.ctx.now,
      request_key: newId(),
    })
    .execute();
}

describe("the floor", () => {
  it("is asked for, given, ended, and goes to newcomers first", async () => {
    await ask(0);
    await give();
    await ask(1);
    await expect(give()).rejects.toMatchObject(refusedWith("floorIsTaken"));
    await end();
    await ask(0);
    await ask(2);
    const order = (await next()).map(({ organization }) => organization.id);
    expect(order).toEqual([1, 2, 0].map((at) => delegation(at).organizationId));
    const first = (await next())[0]!;
    await expect(
      sitting.act({ what: "floor_given", requestId: (await next())[1]!.requestId }),
    ).rejects.toMatchObject(refusedWith("notNextOnTheList"));
    await sitting.act({ what: "speaker_skipped", requestId: first.requestId, reason });
    expect((await next())[0]?.organization.id).toBe(delegation(2).organizationId);
    await give();
    const { floor } = await sitting.read();
    expect(floor.speaking).toMatchObject({
      personName: null,
      organization: { id: delegation(2).organizationId },
    });
    const forTheDesk = await findSitting(assembly.chair.ctx, sitting.edition, sitting.number, true);
    expect(forTheDesk?.floor.speaking?.personName).toMatch(/^Spokesperson of/);
    await expect(sitting.act({ what: "item_closed", itemId: sitting.items[0]! })).rejects.toMatchObject(
      refusedWith("floorIsTaken"),
    );
    await expect(sitting.act({ what: "closed" })).rejects.toMatchObject(refusedWith("floorIsTaken"));
  });

  it("is not asked for once the list is closed, but for a point of order, which comes first", async () => {
    await ask(0);
    await sitting.act({ what: "list_closed", itemId: sitting.items[0]! });
    await expect(ask(1)).rejects.toMatchObject(refusedWith("speakersListClosed"));
    await ask(1, { kind: "point_of_order" });
    expect((await next()).map(({ kind }) => kind)).toEqual(["point_of_order", "speech"]);
    await sitting.act({ what: "list_reopened", itemId: sitting.items[0]! });
    await ask(2);
    expect(await next()).toHaveLength(3);
  });

  it("is asked for by everybody at once, and nobody is lost or doubled", async () => {
    const requestKey = newId();
    await Promise.all([
      ...[1, 2, 3, 4, 5].map((at) => ask(at)),
      ...Array.from({ length: 4 }, () => ask(0, { requestKey })),
    ]);
    expect(await next()).toHaveLength(6);
    await expect(ask(0)).rejects.toMatchObject(refusedWith("alreadyOnTheList"));
  });

  it("is had by one person as often as the rules allow", async () => {
    for (const _ of [1, 2]) {
      await ask(3);
      await give();
      await end();
    }
    await expect(ask(3)).rejects.toMatchObject({ reason: "spokenOftenEnough", facts: { most: 2 } });
    await ask(3, { itemId: sitting.items[1]! });
    expect((await sitting.read()).floor.waiting.get(sitting.items[1]!)).toBe(1);
  });

  it("is left by whoever asked, or by the desk for them, and by nobody else", async () => {
    await ask(0);
    await ask(1);
    const [first, second] = await next();
    const leave = (ctx: Ctx, requestId: string) =>
      withdrawFromList(ctx, { ...sitting, requestId, requestKey: newId() });
    await expect(leave(delegation(1).ctx, first!.requestId)).rejects.toMatchObject(
      refusedWith("noMandateForThis"),
    );
    await leave(delegation(0).ctx, first!.requestId);
    await expect(leave(delegation(0).ctx, first!.requestId)).rejects.toMatchObject(
      refusedWith("requestDoesNotWait"),
    );
    await leave(secretary.ctx, second!.requestId);
    expect(await next()).toEqual([]);
  });

  it("is asked for by those alone who speak for an accredited delegation", async () => {
    const guest = await affiliatedDelegation(node, "Not accredited");
    await expect(ask(0, { organizationId: guest.organizationId }, guest.ctx)).rejects.toMatchObject(
      refusedWith("delegationNotAccredited"),
    );
    await expect(ask(1, {}, delegation(0).ctx)).rejects.toMatchObject(refusedWith("noMandateForThis"));
    await expect(ask(0, {}, { ...delegation(0).ctx, actor: { kind: "visitor" } })).rejects.toMatchObject(
      refusedWith("signInFirst"),
    );
    expect((await placeIn(guest.ctx, await sitting.read())).speaksFor).toEqual([]);
    expect(await placeIn(secretary.ctx, await sitting.read())).toMatchObject({
      presides: false,
      minutes: true,
      desk: true,
    });
    expect((await placeIn(delegation(0).ctx, await sitting.read())).speaksFor).toMatchObject([
      { id: delegation(0).organizationId },
    ]);
  });

  it("is entered at the desk by name; who is not found, or found twice, is said", async () => {
    const enter = (who: string, ctx = secretary.ctx) =>
      enterSpeaker(ctx, { ...sitting, itemId: sitting.items[0]!, kind: "speech", who, requestKey: newId() });
    await enter("spokesperson of delegation congress-2019 5");
    expect((await next())[0]?.organization.id).toBe(delegation(4).organizationId);
    await expect(enter("Nobody at all")).rejects.toMatchObject({
      fields: [{ field: "who", reason: "speakerNotFound" }],
    });
    for (const at of [0, 1])
      await personWithOffice(node, delegation(at).organizationId, "alternate", "Common Name");
    await expect(enter("Common Name")).rejects.toMatchObject({
      fields: [{ reason: "severalSpeakersFound", facts: { count: 2 } }],
    });
    await expect(enter("Common Name", delegation(0).ctx)).rejects.toMatchObject(
      refusedWith("noMandateForThis"),
    );
  });

  it("is told by name to everybody only where the organ says so", async () => {
    await ask(0);
    await give();
    expect((await sitting.read()).floor.speaking?.personName).toBeNull();
    await decideRules({ namesPublic: true });
    expect((await sitting.read()).floor.speaking?.personName).toMatch(/^Spokesperson of/);
    await decideRules({ namesPublic: false });
  });

  it("keeps what somebody said of themselves for a list that alternates by it, and only until the end", async () => {
    const genders = async () =>
      tables(test.db)
        .selectFrom("speaking_requests")
        .select("gender")
        .where("sitting_id", "=", (await sitting.read()).id)
        .orderBy("sequence")
        .execute();
    await ask(0, { gender: "woman" });
    expect(await genders()).toEqual([{ gender: null }]);
    await decideRules({ alternation: "gender" });
    await ask(1, { gender: "man" });
    await ask(2, { gender: "man" });
    await ask(3, { gender: "woman" });
    const order = (await next()).map(({ organization }) => organization.id);
    expect(order).toEqual([0, 1, 3, 2].map((at) => delegation(at).organizationId));
    // Nobody closes it: a day after it was to end, the nightly sweep forgets.
    const { endsAt } = await sitting.read();
    const sweep = async (hours: number) =>
      forgetStaleGenders({ db: test.db, now: new Date(endsAt.getTime() + hours * 3_600_000) });
    await sweep(24);
    expect((await genders()).filter(({ gender }) => gender !== null)).toHaveLength(3);
    expect(await sweep(25)).toBe(3);
    expect((await genders()).every(({ gender }) => gender === null)).toBe(true);
    await ask(4, { gender: "woman" });
    expect((await genders()).some(({ gender }) => gender !== null)).toBe(true);
    await sitting.act({ what: "item_closed", itemId: sitting.items[0]! });
    await sitting.act({ what: "closed" });
    expect((await genders()).every(({ gender }) => gender === null)).toBe(true);
    await decideRules({ alternation: "none" });
  });
});

describe("a vote in a sitting", () => {
  let text = "";
  beforeEach(async () => {
    text = await openText(
      assembly.chair.ctx,
      assembly.edition,
      `Plan ${newId().slice(-6)}`,
      "Plan\n\nSeeds are kept.\n",
    );
  });
  const call = () => sitting.act({ what: "vote_opened", text, subject: { on: "whole", expectedVersion: 1 } });
  const everybodyVotes = async () => {
    const { rollCallId } = await sitting.read();
    for (const { ctx, organizationId } of assembly.delegations)
      await castVote(ctx, { rollCallId: rollCallId!, organizationId, choice: "for", requestKey: newId() });
    await sitting.act({ what: "vote_closed" });
    return findRollCallBrief(test.db, rollCallId!);
  };

  it("freezes who is in the room, and nobody gets the floor meanwhile", async () => {
    await ask(0, { kind: "point_of_order" });
    await call();
    await expect(give()).rejects.toMatchObject(refusedWith("voteIsRunning"));
    await expect(sitting.act({ what: "adjourned", until: null })).rejects.toMatchObject(
      refusedWith("voteIsRunning"),
    );
    await expect(call()).rejects.toMatchObject(refusedWith("voteIsRunning"));
    // Nobody came through the door: all vote, and the quorum of the room is not reached.
    expect(await everybodyVotes()).toMatchObject({
      verdict: "quorum_not_reached",
      tally: { tookPart: 6, quorum: 3 },
    });
    await letIn(assembly, assembly.delegations.slice(0, 3));
    expect((await sitting.read()).quorum).toEqual({
      of: "delegations",
      present: 3,
      all: 6,
      needed: 3,
      reached: true,
    });
    await call();
    expect(await everybodyVotes()).toMatchObject({
      verdict: "adopted",
      tally: { room: { counted: "delegations", present: 3, accredited: 6 } },
    });
    await expect(sitting.act({ what: "vote_closed" })).rejects.toMatchObject(refusedWith("noVoteRuns"));
    await give();
  });

  it("is over here as well when the chair closed it on the page of the text", async () => {
    await call();
    await closeVote(assembly.chair.ctx, { rollCallId: (await sitting.read()).rollCallId! });
    await sitting.act({ what: "vote_closed" });
    expect(await sitting.read()).toMatchObject({ rollCallId: null, vote: { tally: { tookPart: 0 } } });
  });

  it("asks for the people in the room where the organ says so", async () => {
    await decideRules({}, { of: "delegates", share: { numerator: 1, denominator: 1 } });
    expect((await sitting.read()).quorum).toMatchObject({
      of: "delegates",
      present: 3,
      all: 3,
      reached: true,
    });
    await call();
    expect(await everybodyVotes()).toMatchObject({
      verdict: "adopted",
      tally: { room: { counted: "delegates" } },
    });
  });
});

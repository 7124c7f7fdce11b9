import { beforeAll, describe, expect, it } from "vitest";
import {
  acceptOrganizer,
  announceAction,
  cancelAction,
  findAction,
  joinAction,
  leaveAction,
  listJoinings,
  listWaiting,
  mergeActions,
  readFeedMark,
  refuseOrganizer,
  removeOrganizer,
  reportOnAction,
  tellJoining,
} from "#agenda";
import { grantMandate } from "#confederation";
import { newId } from "#platform/ids";
import {
  actionInput,
  type Agenda,
  calledCampaign,
  heldTogether,
  openAgenda,
  said,
} from "../../../test/support/agenda.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice } from "../../../test/support/node.ts";

const test = useDatabase();
let agenda: Agenda;
beforeAll(async () => {
  agenda = await openAgenda(await foundTestNode(test.db));
});

const announced = () => announceAction(agenda.announcer.ctx, actionInput(agenda, { insists: true }));
const withOther = (number: number) => ({ number, organizationId: agenda.other.organizationId });
const reason = said("We hold it alone.");
const organizersOf = async (number: number) =>
  (await findAction(test.db, number))?.organizers.map(({ slug }) => slug);
const typesOf = async (number: number) =>
  (
    await test.pool.query<{ type: string }>(
      "select type from log_acts where subject = $1 order by sequence",
      [`/agenda/actions/${number}`],
    )
  ).rows.map(({ type }) => type.replace("agenda.action.", ""));

describe("an organisation that would hold an action together with others", () => {
  it("asks, is nobody until it is let in, and then is in the feed under a new sequence", async () => {
    const number = await announced();
    await joinAction(agenda.other.ctx, withOther(number));
    expect(await findAction(test.db, number)).toMatchObject({ sequence: 0 });
    expect(await organizersOf(number)).toEqual([agenda.announcer.slug]);
    await expect(
      reportOnAction(agenda.other.ctx, {
        ...withOther(number),
        requestKey: newId(),
        participants: null,
        counted: null,
        body: said("Not ours."),
        photographs: [],
      }),
    ).rejects.toMatchObject({ reason: "reporterDoesNotOrganize" });
    const before = await readFeedMark(test.db, {}, agenda.node.shell.now);
    await acceptOrganizer(agenda.announcer.ctx, withOther(number));
    expect(await organizersOf(number)).toEqual([agenda.announcer.slug, agenda.other.slug]);
    expect(await findAction(test.db, number)).toMatchObject({ sequence: 1 });
    expect(await readFeedMark(test.db, {}, agenda.node.shell.now)).not.toEqual(before);
    expect(await typesOf(number)).toEqual(["announced", "joining_asked", "joined"]);
    await expect(joinAction(agenda.other.ctx, withOther(number))).rejects.toMatchObject({
      reason: "alreadyOrganizes",
    });
  });

  it("asks once, and is answered by those who announced it alone", async () => {
    const number = await announced();
    await joinAction(agenda.other.ctx, withOther(number));
    await expect(joinAction(agenda.other.ctx, withOther(number))).rejects.toMatchObject({
      reason: "joiningAskedAlready",
    });
    for (const act of [
      () => acceptOrganizer(agenda.other.ctx, withOther(number)),
      () => refuseOrganizer(agenda.other.ctx, { ...withOther(number), reason }),
      () => removeOrganizer(agenda.other.ctx, { ...withOther(number), reason }),
      () => joinAction(agenda.announcer.ctx, withOther(number)),
      () => leaveAction(agenda.announcer.ctx, withOther(number)),
    ])
      await expect(act()).rejects.toMatchObject({ reason: "noMandateForThis" });
    const waiting = await listWaiting(test.db, [agenda.announcer.organizationId], agenda.node.shell.now, 100);
    expect(waiting.find((each) => each.number === number)).toMatchObject({ asking: 1 });
  });

  it("is refused with a reason, does not ask again, and may be let in after all", async () => {
    const number = await announced();
    await joinAction(agenda.other.ctx, withOther(number));
    await expect(
      refuseOrganizer(agenda.announcer.ctx, { ...withOther(number), reason: said(" ") }),
    ).rejects.toMatchObject({ kind: "invalid" });
    await refuseOrganizer(agenda.announcer.ctx, { ...withOther(number), reason });
    const id = (await findAction(test.db, number))?.id ?? "";
    expect(await listJoinings(test.db, id)).toMatchObject([{ step: "refused", reason }]);
    await expect(joinAction(agenda.other.ctx, withOther(number))).rejects.toMatchObject({
      reason: "joiningWasRefused",
    });
    await expect(
      refuseOrganizer(agenda.announcer.ctx, { ...withOther(number), reason }),
    ).rejects.toMatchObject({ reason: "joiningNotAsked" });
    await acceptOrganizer(agenda.announcer.ctx, withOther(number));
    expect(await organizersOf(number)).toHaveLength(2);
  });

  it("is taken off with a public reason, by a new sequence, and what it reported stands", async () => {
    const number = await announced();
    await heldTogether(agenda, number);
    await removeOrganizer(agenda.announcer.ctx, { ...withOther(number), reason });
    expect(await organizersOf(number)).toEqual([agenda.announcer.slug]);
    expect(await findAction(test.db, number)).toMatchObject({ sequence: 2 });
    expect((await typesOf(number)).at(-1)).toBe("organizer_removed");
    await expect(
      removeOrganizer(agenda.announcer.ctx, { ...withOther(number), reason }),
    ).rejects.toMatchObject({ reason: "notCoOrganizer" });
    await expect(joinAction(agenda.other.ctx, withOther(number))).rejects.toMatchObject({
      reason: "joiningWasRefused",
    });
    await expect(
      test.pool.query("update action_joinings set step = 'accepted' where step = 'removed'"),
    ).rejects.toThrow("the next step corrects it");
  });

  it("may leave, or take its question back, and ask again; whoever announced it is not taken off", async () => {
    const number = await announced();
    await joinAction(agenda.other.ctx, withOther(number));
    await leaveAction(agenda.other.ctx, withOther(number));
    await expect(leaveAction(agenda.other.ctx, withOther(number))).rejects.toMatchObject({
      reason: "notCoOrganizer",
    });
    await expect(acceptOrganizer(agenda.announcer.ctx, withOther(number))).rejects.toMatchObject({
      reason: "joiningNotAsked",
    });
    await heldTogether(agenda, number);
    await leaveAction(agenda.other.ctx, withOther(number));
    expect(await organizersOf(number)).toEqual([agenda.announcer.slug]);
    const itself = { number, organizationId: agenda.announcer.organizationId };
    await expect(removeOrganizer(agenda.announcer.ctx, { ...itself, reason })).rejects.toMatchObject({
      reason: "notCoOrganizer",
    });
  });

  it("is in at once where the same person may announce for both", async () => {
    const number = await announced();
    const { personId, ctx } = await personWithOffice(
      agenda.node,
      agenda.announcer.organizationId,
      "spokesperson",
    );
    await grantMandate(agenda.node.operator, {
      personId,
      organizationId: agenda.other.organizationId,
      office: "spokesperson",
      covers: "organization",
      startsAt: new Date(agenda.node.shell.now.getTime() - 1_000),
      endsAt: null,
      decision: said("Named by both."),
    });
    await joinAction(ctx, withOther(number));
    expect(await organizersOf(number)).toHaveLength(2);
  });

  it("is neither asked nor answered about what was called off", async () => {
    const number = await announced();
    await joinAction(agenda.other.ctx, withOther(number));
    await cancelAction(agenda.announcer.ctx, { number, reason: said("Rain.") });
    await expect(acceptOrganizer(agenda.announcer.ctx, withOther(number))).rejects.toMatchObject({
      reason: "actionNotAnnounced",
    });
  });

  it("asks to hold the one that stays when two are merged", async () => {
    const campaign = await calledCampaign(agenda);
    const two = () => announceAction(agenda.announcer.ctx, actionInput(agenda, { campaign, insists: true }));
    const [into, number] = [await two(), await two()];
    await joinAction(agenda.other.ctx, withOther(number));
    await mergeActions(agenda.caller.ctx, { number, into });
    await acceptOrganizer(agenda.announcer.ctx, withOther(into));
    expect(await organizersOf(into)).toHaveLength(2);
  });
});

describe("the mail about it", () => {
  const emailOf = async (account: string) => `${account}@node.example`;
  const tell = async (ctx = agenda.node.shell) => {
    const { rows } = await test.pool.query<{ payload: unknown }>(
      `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
       where t.id = j.task_id and t.identifier = 'tell-joinings' returning payload`,
    );
    for (const { payload } of [...rows, ...rows]) await tellJoining(ctx, emailOf, payload);
    return (
      await test.pool.query<{ recipient: string; subject: string; body: string }>(
        "delete from mail_outbox returning recipient, subject, body",
      )
    ).rows;
  };

  it("goes to those who can answer, then to those who asked, once each and never to who did it", async () => {
    await test.pool.query("update people set account_id = 'account-' || id::text where id = any($1)", [
      [agenda.announcer.personId, agenda.other.personId],
    ]);
    await tell();
    const number = await announced();
    await joinAction(agenda.other.ctx, withOther(number));
    expect(await tell()).toMatchObject([
      {
        recipient: `account-${agenda.announcer.personId}@node.example`,
        subject: "Market gardens pide organizar una actividad en conjunto: Walk along the river",
        body: expect.stringContaining(`/agenda/actions/${number}`),
      },
    ]);
    await refuseOrganizer(agenda.announcer.ctx, { ...withOther(number), reason });
    expect(await tell()).toMatchObject([
      {
        recipient: `account-${agenda.other.personId}@node.example`,
        body: expect.stringContaining("El motivo dado: We hold it alone."),
      },
    ]);
  });

  it("is not written about what was done long ago", async () => {
    const number = await announced();
    await joinAction(agenda.other.ctx, withOther(number));
    const now = new Date(agenda.node.shell.now.getTime() + 4 * 86_400_000);
    expect(await tell({ ...agenda.node.shell, now })).toEqual([]);
  });
});

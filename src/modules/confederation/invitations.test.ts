import { beforeAll, describe, expect, it } from "vitest";
import {
  acceptInvitation,
  invitePerson,
  type InvitePersonInput,
  listMandates,
  listOpenInvitations,
  may,
  readInvitation,
  recallMandate,
  withdrawInvitation,
} from "#confederation";
import type { Ctx } from "#platform/context";
import { useDatabase } from "../../../test/support/database.ts";
import { actAs, foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";
import {
  expiryOf,
  invitationsAreUsedOnce,
  invitationsExpire,
  mandatesEndAfterNow,
  oneInvitationIsEnough,
  someoneStillCoversIt,
  withdrawnInvitationsAreOver,
} from "./invitations.rules.ts";

const decision = { source: "en", texts: { en: "Decided by the assembly" } };
const day = 86_400_000;

describe("the rules of invitations", () => {
  const now = new Date("2026-03-01T12:00:00Z");
  const later = (days: number) => new Date(now.getTime() + days * day);
  const mandate = { startsAt: later(-1), endsAt: later(1), recalledAt: null };

  it("are met", () => {
    expect(oneInvitationIsEnough(false)).toEqual({ ok: true });
    expect(invitationsAreUsedOnce({ acceptedAt: null })).toEqual({ ok: true });
    expect(withdrawnInvitationsAreOver({ withdrawnAt: null })).toEqual({ ok: true });
    expect(invitationsExpire({ expiresAt: later(1) }, now)).toEqual({ ok: true });
    expect(mandatesEndAfterNow(null, now)).toEqual({ ok: true });
    expect(mandatesEndAfterNow(later(1), now)).toEqual({ ok: true });
    expect(someoneStillCoversIt(mandate, now)).toEqual({ ok: true });
    expect(someoneStillCoversIt(null, now)).toEqual({ ok: true });
  });

  it("are broken, by name", () => {
    expect(oneInvitationIsEnough(true)).toMatchObject({ reason: "invitationAlreadyOpen" });
    expect(invitationsAreUsedOnce({ acceptedAt: now })).toMatchObject({ reason: "invitationAlreadyUsed" });
    expect(withdrawnInvitationsAreOver({ withdrawnAt: now })).toMatchObject({
      reason: "invitationWithdrawn",
    });
    expect(invitationsExpire({ expiresAt: now }, now)).toMatchObject({ reason: "invitationExpired" });
    expect(mandatesEndAfterNow(now, now)).toMatchObject({ reason: "termEndsBeforeItStarts" });
    for (const over of [{ recalledAt: now }, { endsAt: now }, { startsAt: later(1), endsAt: later(2) }])
      expect(someoneStillCoversIt({ ...mandate, ...over }, now)).toMatchObject({
        reason: "invitationNoLongerCovered",
      });
  });

  it("end after two weeks, or with the mandate that is offered", () => {
    expect(expiryOf(now, null)).toEqual(later(14));
    expect(expiryOf(now, later(30))).toEqual(later(14));
    expect(expiryOf(now, later(3))).toEqual(later(3));
  });
});

describe("an invitation", () => {
  const test = useDatabase();
  let node: TestNode;
  let visitor: Ctx;
  beforeAll(async () => {
    node = await foundTestNode(test.db);
    visitor = { ...node.shell, actor: { kind: "visitor" } };
  });

  let counter = 0;
  const wanted = (more: Partial<InvitePersonInput> = {}): InvitePersonInput => ({
    email: `invited${++counter}@node.example`,
    organizationId: node.organizationId,
    office: "communicator",
    endsAt: null,
    decision,
    ...more,
  });
  const accept = (token: string, ctx = visitor) =>
    acceptInvitation(ctx, { token, name: "María Invitada", accountId: ctx.newId() });
  const at = (ctx: Ctx, days: number): Ctx => ({ ...ctx, now: new Date(ctx.now.getTime() + days * day) });

  it("makes a person with exactly the office, under the mandate of whoever invited", async () => {
    const inviter = await personWithOffice(node, node.organizationId, "spokesperson");
    const { token } = await invitePerson(inviter.ctx, wanted({ endsAt: at(visitor, 90).now }));
    expect(await readInvitation(visitor, token)).toMatchObject({
      organizationSlug: "test-confederation",
      officeName: { texts: { en: "Communicator" } },
      decision,
    });
    const { personId, mandateId } = await accept(token);
    const held = await listMandates(test.db, { personId }, visitor.now);
    expect(held).toMatchObject([{ id: mandateId, office: "communicator", covers: "organization", decision }]);
    expect(held[0]?.endsAt).toEqual(at(visitor, 90).now);
    const invited = actAs(node.shell, personId);
    expect(await may(invited, "organization.edit", node.organizationId)).toBe(true);
    expect(await may(invited, "people.invite", node.organizationId)).toBe(false);
    const act = await test.db
      .selectFrom("log_acts")
      .selectAll()
      .where("type", "=", "confederation.mandate.granted")
      .where("mandate_id", "=", inviter.mandateId)
      .executeTakeFirstOrThrow();
    expect(act.record).toMatchObject({ mandate: mandateId });
    expect(JSON.stringify(act.record)).not.toMatch(/Invitada|@/);
  });

  it("is used once, also when two come at once", async () => {
    const { token } = await invitePerson(node.operator, wanted());
    const outcomes = await Promise.allSettled([accept(token), accept(token)]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { reason: "invitationAlreadyUsed" },
    });
    await expect(readInvitation(visitor, token)).rejects.toMatchObject({ reason: "invitationAlreadyUsed" });
  });

  it("gives a second office to somebody who is a person here already", async () => {
    const { token } = await invitePerson(node.operator, wanted({ office: "librarian" }));
    const accountId = "account-operator";
    const { personId } = await acceptInvitation(visitor, { token, name: "Another name", accountId });
    expect(personId).toBe(node.personId);
  });

  it("keeps no token, and no address once it is over", async () => {
    const { token, invitationId } = await invitePerson(node.operator, wanted());
    await withdrawInvitation(node.operator, { invitationId });
    await accept((await invitePerson(node.operator, wanted())).token);
    const { rows } = await test.pool.query(
      "select * from invitations where accepted_at is not null or withdrawn_at is not null",
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.every((row) => row.email === null)).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it("runs out after two weeks, and makes room for another", async () => {
    const same = wanted();
    const { token } = await invitePerson(node.operator, same);
    await expect(
      invitePerson(node.operator, { ...same, email: same.email.toUpperCase() }),
    ).rejects.toMatchObject({
      reason: "invitationAlreadyOpen",
    });
    await expect(accept(token, at(visitor, 14))).rejects.toMatchObject({ reason: "invitationExpired" });
    await invitePerson(at(node.operator, 14), same);
  });

  it("is withdrawn by who may invite there, and only before it was used", async () => {
    const { token, invitationId } = await invitePerson(node.operator, wanted());
    const { ctx } = await personWithOffice(node, node.organizationId, "treasurer");
    await expect(withdrawInvitation(ctx, { invitationId })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    const open = await listOpenInvitations(test.db, node.organizationId, visitor.now);
    expect(open.map(({ id }) => id)).toContain(invitationId);
    await withdrawInvitation(node.operator, { invitationId });
    await expect(accept(token)).rejects.toMatchObject({ reason: "invitationWithdrawn" });
    await expect(withdrawInvitation(node.operator, { invitationId })).rejects.toMatchObject({
      reason: "invitationWithdrawn",
    });
    await expect(withdrawInvitation(node.operator, { invitationId: visitor.newId() })).rejects.toMatchObject({
      reason: "invitationUnknown",
    });
  });

  it("is no way around a recall, nor around the end of a term", async () => {
    const inviter = await personWithOffice(node, node.organizationId, "spokesperson");
    const { token } = await invitePerson(inviter.ctx, wanted());
    await recallMandate(node.operator, { mandateId: inviter.mandateId, decision });
    await expect(readInvitation(visitor, token)).rejects.toMatchObject({
      reason: "invitationNoLongerCovered",
    });
    await expect(accept(token)).rejects.toMatchObject({ reason: "invitationNoLongerCovered" });
    // Another mandate of the same person does not revive it.
    const second = await personWithOffice(node, node.organizationId, "spokesperson");
    await test.pool.query("update mandates set person_id = $1 where id = $2", [
      inviter.personId,
      second.mandateId,
    ]);
    await expect(accept(token)).rejects.toMatchObject({ reason: "invitationNoLongerCovered" });
  });

  it("is no way to an office that the inviter could no longer give", async () => {
    const inviter = await personWithOffice(node, node.organizationId, "spokesperson");
    const { token } = await invitePerson(inviter.ctx, wanted({ office: "teacher" }));
    await test.pool.query("update offices set capabilities = '{node.operate}' where key = 'teacher'");
    await expect(accept(token)).rejects.toMatchObject({ reason: "invitationNoLongerCovered" });
    await test.pool.query("update offices set capabilities = '{}' where key = 'teacher'");
  });

  it("is made under a mandate, and gives no more than it", async () => {
    const { ctx } = await personWithOffice(node, node.organizationId, "communicator");
    await expect(invitePerson(ctx, wanted())).rejects.toMatchObject({ reason: "noMandateForThis" });
    await expect(invitePerson(visitor, wanted())).rejects.toMatchObject({ reason: "signInFirst" });
    const inviter = await personWithOffice(node, node.organizationId, "spokesperson");
    await expect(invitePerson(inviter.ctx, wanted({ covers: "node" }))).rejects.toMatchObject({
      reason: "mandateWiderThanYours",
    });
    await expect(
      invitePerson(inviter.ctx, wanted({ covers: "organization_and_below" })),
    ).rejects.toMatchObject({ reason: "mandateWiderThanYours" });
    await expect(invitePerson(inviter.ctx, wanted({ office: "operator" }))).rejects.toMatchObject({
      reason: "onlyOperatorsNameOperators",
    });
    await expect(invitePerson(inviter.ctx, wanted({ office: "emperor" }))).rejects.toMatchObject({
      reason: "officeUnknown",
    });
    await expect(invitePerson(inviter.ctx, wanted({ email: "no address" }))).rejects.toMatchObject({
      fields: [{ field: "email", reason: "emailMalformed" }],
    });
    await expect(invitePerson(inviter.ctx, wanted({ endsAt: visitor.now }))).rejects.toMatchObject({
      reason: "termEndsBeforeItStarts",
    });
  });

  it("from an office that may invite but not grant is refused", async () => {
    await test.pool.query("update offices set capabilities = '{people.invite}' where key = 'librarian'");
    const { ctx } = await personWithOffice(node, node.organizationId, "librarian");
    await expect(invitePerson(ctx, wanted())).rejects.toMatchObject({
      reason: "noMandateForThis",
      facts: { capability: "mandate.grant" },
    });
  });

  it("from the node's shell needs nobody's mandate", async () => {
    const { token } = await invitePerson(node.shell, wanted({ office: "operator", covers: "node" }));
    const { personId } = await accept(token);
    expect(await may(actAs(node.shell, personId), "node.operate", null)).toBe(true);
  });

  it("that nobody made is unknown", async () => {
    await expect(accept("invented")).rejects.toMatchObject({ reason: "invitationUnknown" });
    await expect(readInvitation(visitor, "invented")).rejects.toMatchObject({ reason: "invitationUnknown" });
  });
});

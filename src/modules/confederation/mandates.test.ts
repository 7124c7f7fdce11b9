import { beforeAll, describe, expect, it } from "vitest";
import { insertPerson } from "./mandates.store.ts";
import { authorise, foundNode, grantMandate, may, recallMandate } from "#confederation";
import { useDatabase } from "../../../test/support/database.ts";
import { actAs, foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";

const decision = { source: "en", texts: { en: "Decided by the assembly" } };

describe("mandates", () => {
  const test = useDatabase();
  let node: TestNode;
  beforeAll(async () => {
    node = await foundTestNode(test.db);
  });

  it("founds a node once", async () => {
    await expect(
      foundNode(node.shell, {
        profile: { name: decision, place: "", languages: ["en"] },
        organization: { name: decision },
        person: { name: "Another", accountId: "x" },
      }),
    ).rejects.toMatchObject({ reason: "nodeAlreadyFounded" });
  });

  it("gives no authority without a mandate", async () => {
    const visitor = { ...node.shell, actor: { kind: "visitor" as const } };
    await expect(authorise(visitor, "organization.edit", node.organizationId)).rejects.toMatchObject({
      reason: "signInFirst",
    });
    const personId = await insertPerson(node.shell, "Nobody's delegate", null);
    const ctx = actAs(node.shell, personId);
    await expect(authorise(ctx, "organization.edit", node.organizationId)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    expect(await may(ctx, "organization.edit", node.organizationId)).toBe(false);
  });

  it("gives exactly what the office carries", async () => {
    const { ctx, mandateId } = await personWithOffice(node, node.organizationId, "commission_member");
    expect(await authorise(ctx, "affiliation.review", node.organizationId)).toMatchObject({ mandateId });
    await expect(authorise(ctx, "congress.vote", node.organizationId)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
  });

  it("ends with its term, at the instant", async () => {
    const personId = await insertPerson(node.shell, "Term", null);
    const endsAt = new Date(node.shell.now.getTime() + 60_000);
    await grantMandate(node.operator, {
      personId,
      organizationId: node.organizationId,
      office: "spokesperson",
      startsAt: node.shell.now,
      endsAt,
      decision,
    });
    const before = actAs(node.shell, personId, new Date(endsAt.getTime() - 1));
    const after = actAs(node.shell, personId, endsAt);
    expect(await may(before, "congress.vote", node.organizationId)).toBe(true);
    expect(await may(after, "congress.vote", node.organizationId)).toBe(false);
  });

  it("stops at once when recalled, and is recalled once", async () => {
    const { ctx, mandateId } = await personWithOffice(node, node.organizationId, "spokesperson");
    expect(await may(ctx, "congress.vote", node.organizationId)).toBe(true);
    await recallMandate(node.operator, { mandateId, decision });
    await expect(authorise(ctx, "congress.vote", node.organizationId)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(recallMandate(node.operator, { mandateId, decision })).rejects.toMatchObject({
      reason: "mandateAlreadyRecalled",
    });
  });

  it("keeps the last operator", async () => {
    await expect(recallMandate(node.operator, { mandateId: node.mandateId, decision })).rejects.toMatchObject(
      { reason: "lastOperatorStays" },
    );
  });

  it("lets nobody pass on more than they have", async () => {
    const { ctx } = await personWithOffice(node, node.organizationId, "spokesperson");
    const personId = await insertPerson(node.shell, "Ambitious", null);
    const grant = {
      personId,
      organizationId: node.organizationId,
      startsAt: node.shell.now,
      endsAt: null,
      decision,
    };
    await expect(
      grantMandate(ctx, { ...grant, office: "spokesperson", covers: "node" }),
    ).rejects.toMatchObject({ reason: "mandateWiderThanYours" });
    await expect(grantMandate(ctx, { ...grant, office: "operator" })).rejects.toMatchObject({
      reason: "onlyOperatorsNameOperators",
    });
  });

  it("logs what was granted, without the person's name", async () => {
    const acts = await test.db
      .selectFrom("log_acts")
      .selectAll()
      .where("type", "=", "confederation.mandate.granted")
      .execute();
    expect(acts.length).toBeGreaterThan(0);
    expect(JSON.stringify(acts.map((act) => act.record))).not.toContain("spokesperson of");
  });
});

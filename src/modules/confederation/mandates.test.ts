import { beforeAll, describe, expect, it } from "vitest";
import { insertPerson } from "./mandates.store.ts";
import {
  authorise,
  createOrganization,
  foundNode,
  grantMandate,
  heldAt,
  may,
  reachesToGive,
  recallMandate,
  tenures,
} from "#confederation";
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

  it("knows when it was held: from when it was given, though it says it began before, until it was recalled", async () => {
    const given = node.shell.now.getTime();
    const when = (seconds: number) => new Date(given + seconds * 1_000);
    // Given for a time that began an hour ago.
    const personId = await insertPerson(node.shell, "Tenure", null);
    const mandate = {
      personId,
      organizationId: node.organizationId,
      office: "secretary",
      endsAt: null,
      decision,
    };
    const mandateId = await grantMandate(node.operator, { ...mandate, startsAt: when(-3_600) });
    await recallMandate({ ...node.operator, now: when(60) }, { mandateId, decision });
    const ctx = actAs(node.shell, personId, when(90));
    const again = await grantMandate(
      { ...node.operator, now: when(80) },
      { ...mandate, startsAt: when(100), endsAt: when(200) },
    );
    const held = await tenures(ctx, "assembly.admit", node.organizationId);
    expect(held).toEqual([
      { mandateId, from: when(0), until: when(60) },
      { mandateId: again, from: when(100), until: when(200) },
    ]);
    const at = (seconds: number, skew?: number) => heldAt(held, when(seconds), skew)?.mandateId;
    expect([at(-1), at(0), at(59), at(60), at(100), at(199), at(200)]).toEqual([
      undefined,
      mandateId,
      mandateId,
      undefined,
      again,
      again,
      undefined,
    ]);
    expect([at(-1, 1_000), at(60, 1_000), at(99, 1_000)]).toEqual([mandateId, undefined, again]);
    await expect(tenures(ctx, "congress.vote", node.organizationId)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(
      tenures({ ...ctx, actor: { kind: "visitor" } }, "assembly.admit", node.organizationId),
    ).rejects.toMatchObject({ reason: "signInFirst" });
    expect(await tenures(node.shell, "assembly.admit", node.organizationId)).toEqual([]);
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

  it("lets no mandate of one organisation reach those below it", async () => {
    const network = await createOrganization(node.operator, { kind: "network", name: decision });
    const commune = await createOrganization(node.operator, {
      kind: "commune",
      name: decision,
      parentId: network.id,
    });
    const { ctx, personId } = await personWithOffice(node, network.id, "spokesperson");
    const grant = {
      personId,
      organizationId: network.id,
      office: "spokesperson",
      covers: "organization_and_below" as const,
      startsAt: node.shell.now,
      endsAt: null,
      decision,
    };
    await expect(grantMandate(ctx, grant)).rejects.toMatchObject({ reason: "mandateWiderThanYours" });
    expect(await reachesToGive(ctx, network.id)).toEqual(["organization"]);
    expect(await may(ctx, "organization.edit", commune.id)).toBe(false);
    await grantMandate(node.operator, grant);
    expect(await reachesToGive(ctx, network.id)).toEqual(["organization", "organization_and_below"]);
    // What reaches farther counts, though a nearer mandate is there too.
    await grantMandate(ctx, { ...grant, office: "alternate" });
    expect(await may(ctx, "organization.edit", commune.id)).toBe(true);
  });

  it("gives one mandate of a form that is sent twice, and another one after a recall", async () => {
    const grant = {
      personId: await insertPerson(node.shell, "Twice", null),
      organizationId: node.organizationId,
      office: "teacher",
      startsAt: node.shell.now,
      endsAt: null,
      decision,
    };
    const first = await grantMandate(node.operator, grant);
    expect(await grantMandate(node.operator, grant)).toBe(first);
    await recallMandate(node.operator, { mandateId: first, decision });
    expect(await grantMandate(node.operator, grant)).not.toBe(first);
  });

  it("is given to nobody who is not there", async () => {
    await expect(
      grantMandate(node.operator, {
        personId: node.shell.newId(),
        organizationId: node.organizationId,
        office: "teacher",
        startsAt: node.shell.now,
        endsAt: null,
        decision,
      }),
    ).rejects.toMatchObject({ reason: "personUnknown" });
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

import { beforeAll, describe, expect, it } from "vitest";
import {
  acceptAffiliation,
  affiliationTimeline,
  applyForAffiliation,
  createOrganization,
  editOrganization,
  grantMandate,
  openApplications,
  type OrganizationId,
  organizationStatuses,
  recallMandate,
  refuseAffiliation,
  reinstateAffiliation,
  sponsorAffiliation,
  suspendAffiliation,
  withdrawAffiliation,
} from "#confederation";
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";
import {
  type AffiliationStep,
  affiliationSteps,
  mandatesSponsorOnce,
  sponsorsNeeded,
  sponsorsStandBehindIt,
  stepsFollowTheTable,
  transitions,
} from "./affiliations.rules.ts";

const text = (es: string) => ({ source: "es", texts: { es } });
const reason = text("Lo decidió la asamblea");

/** Which step may be taken from which standing, written out once more so that the table is met and broken cell by cell. */
const open: Record<AffiliationStep, readonly string[]> = {
  applied: ["listed", "refused", "withdrawn"],
  sponsored: ["applicant"],
  affiliated: ["applicant"],
  refused: ["applicant"],
  suspended: ["affiliated"],
  reinstated: ["suspended"],
  withdrawn: ["applicant", "affiliated", "suspended"],
};

describe("the table of steps", () => {
  for (const step of affiliationSteps) {
    for (const status of organizationStatuses) {
      const allowed = open[step].includes(status);
      it(`${allowed ? "opens" : "closes"} ${step} from ${status}`, () => {
        expect(stepsFollowTheTable(step, status)).toEqual(
          allowed ? { ok: true } : { ok: false, reason: "affiliationStepNotOpen", facts: { step, status } },
        );
      });
    }
  }

  it("leads where each step says", () => {
    expect(Object.fromEntries(affiliationSteps.map((step) => [step, transitions[step].to]))).toEqual({
      applied: "applicant",
      sponsored: "applicant",
      affiliated: "affiliated",
      refused: "refused",
      suspended: "suspended",
      reinstated: "affiliated",
      withdrawn: "withdrawn",
    });
  });

  it("asks for two sponsors, or for all that a young confederation has", () => {
    expect([0, 1, 2, 50].map(sponsorsNeeded)).toEqual([0, 1, 2, 2]);
    expect(sponsorsStandBehindIt(1, 1)).toEqual({ ok: true });
    expect(sponsorsStandBehindIt(1, 2)).toMatchObject({
      reason: "sponsorsMissing",
      facts: { standing: 1, needed: 2 },
    });
  });
});

describe("affiliation", () => {
  const test = useDatabase();
  let node: TestNode;
  let commission: { id: OrganizationId; ctx: Ctx };
  let sponsors: { id: OrganizationId; ctx: Ctx }[];

  const list = (name: string) => createOrganization(node.operator, { kind: "commune", name: text(name) });
  const spokenFor = async (name: string) => {
    const { id } = await list(name);
    return { id, ctx: (await personWithOffice(node, id, "spokesperson")).ctx };
  };
  const standing = async (id: string) => {
    const { rows } = await sql<{ status: string }>`select status from organizations where id = ${id}`.execute(
      test.db,
    );
    return rows[0]?.status;
  };
  const applicant = async (name: string) => {
    const one = await spokenFor(name);
    await applyForAffiliation(one.ctx, { organizationId: one.id });
    return one;
  };
  const sponsored = async (name: string) => {
    const one = await applicant(name);
    for (const sponsor of sponsors)
      await sponsorAffiliation(sponsor.ctx, { organizationId: one.id, sponsorId: sponsor.id });
    return one;
  };
  const affiliated = async (name: string) => {
    const one = await sponsored(name);
    await acceptAffiliation(commission.ctx, { organizationId: one.id });
    return one;
  };

  beforeAll(async () => {
    node = await foundTestNode(test.db);
    const { id } = await list("Comisión de afiliaciones");
    const { personId, ctx } = await personWithOffice(node, id, "commission_member");
    await grantMandate(node.operator, {
      personId,
      organizationId: id,
      office: "commission_member",
      covers: "node",
      startsAt: node.shell.now,
      endsAt: null,
      decision: reason,
    });
    commission = { id, ctx };
    const founder = {
      id: node.organizationId,
      ctx: (await personWithOffice(node, node.organizationId, "spokesperson")).ctx,
    };
    // A young confederation: the first to join has the founder alone behind it.
    const first = await applicant("Primera");
    await expect(acceptAffiliation(commission.ctx, { organizationId: first.id })).rejects.toMatchObject({
      reason: "sponsorsMissing",
      facts: { standing: 0, needed: 1 },
    });
    await sponsorAffiliation(founder.ctx, { organizationId: first.id, sponsorId: founder.id });
    await acceptAffiliation(commission.ctx, { organizationId: first.id });
    sponsors = [founder, first];
  });

  it("goes from application over two sponsors and review to affiliation", async () => {
    const one = await applicant("El Maizal");
    expect(await standing(one.id)).toBe("applicant");
    await expect(acceptAffiliation(commission.ctx, { organizationId: one.id })).rejects.toMatchObject({
      reason: "sponsorsMissing",
    });
    await sponsorAffiliation(sponsors[0]!.ctx, {
      organizationId: one.id,
      sponsorId: sponsors[0]!.id,
      reason: text("Los conocemos"),
    });
    expect(await openApplications(test.db, one.id)).toMatchObject([
      { sponsorsNeeded: 2, sponsors: [{ id: sponsors[0]!.id, affiliated: true }] },
    ]);
    await sponsorAffiliation(sponsors[1]!.ctx, { organizationId: one.id, sponsorId: sponsors[1]!.id });
    await acceptAffiliation(commission.ctx, { organizationId: one.id });
    expect(await standing(one.id)).toBe("affiliated");
    expect(await openApplications(test.db, one.id)).toEqual([]);
    const steps = await affiliationTimeline(test.db, one.id);
    expect(steps.map((step) => [step.step, step.actingOrganization?.slug, step.office?.key])).toEqual([
      ["applied", "el-maizal", "spokesperson"],
      ["sponsored", "test-confederation", "spokesperson"],
      ["sponsored", "primera", "spokesperson"],
      ["affiliated", "comision-de-afiliaciones", "commission_member"],
    ]);
    expect(steps[1]).toMatchObject({ reason: text("Los conocemos"), at: node.shell.now });
    const acts = await test.db
      .selectFrom("log_acts")
      .selectAll()
      .where("subject", "=", "/organizations/el-maizal")
      .where("type", "like", "confederation.affiliation.%")
      .orderBy("sequence")
      .execute();
    expect(acts.map((act) => act.id)).toEqual(steps.map((step) => step.actId));
    expect(acts.map((act) => act.mandate_id)).toEqual(steps.map((step) => step.mandateId));
  });

  it("is refused with a reason, and may be asked for again from the beginning", async () => {
    const one = await sponsored("Refused");
    await expect(
      refuseAffiliation(commission.ctx, { organizationId: one.id } as never),
    ).rejects.toMatchObject({ reason: "inputInvalid", fields: [{ field: "reason" }] });
    await refuseAffiliation(commission.ctx, { organizationId: one.id, reason });
    expect(await standing(one.id)).toBe("refused");
    await applyForAffiliation(one.ctx, { organizationId: one.id });
    await expect(acceptAffiliation(commission.ctx, { organizationId: one.id })).rejects.toMatchObject({
      reason: "sponsorsMissing",
      facts: { standing: 0, needed: 2 },
    });
    expect(
      (await affiliationTimeline(test.db, one.id)).find((step) => step.step === "refused"),
    ).toMatchObject({ reason });
  });

  it("is suspended with a reason, reinstated, and left", async () => {
    const one = await affiliated("Suspended");
    await expect(
      suspendAffiliation(commission.ctx, { organizationId: one.id } as never),
    ).rejects.toMatchObject({ reason: "inputInvalid" });
    await suspendAffiliation(commission.ctx, { organizationId: one.id, reason });
    expect(await standing(one.id)).toBe("suspended");
    await reinstateAffiliation(commission.ctx, { organizationId: one.id });
    expect(await standing(one.id)).toBe("affiliated");
    await withdrawAffiliation(one.ctx, { organizationId: one.id, reason });
    expect(await standing(one.id)).toBe("withdrawn");
  });

  it("takes no step that the table closes", async () => {
    const one = await affiliated("In already");
    const input = { organizationId: one.id, reason };
    const closed: [AffiliationStep, () => Promise<void>][] = [
      ["applied", () => applyForAffiliation(one.ctx, input)],
      ["sponsored", () => sponsorAffiliation(sponsors[0]!.ctx, { ...input, sponsorId: sponsors[0]!.id })],
      ["affiliated", () => acceptAffiliation(commission.ctx, input)],
      ["refused", () => refuseAffiliation(commission.ctx, input)],
      ["reinstated", () => reinstateAffiliation(commission.ctx, input)],
    ];
    for (const [step, take] of closed) {
      await expect(take(), step).rejects.toMatchObject({
        reason: "affiliationStepNotOpen",
        facts: { step, status: "affiliated" },
      });
    }
    await withdrawAffiliation(one.ctx, input);
    for (const take of [
      () => suspendAffiliation(commission.ctx, input),
      () => withdrawAffiliation(one.ctx, input),
    ]) {
      await expect(take()).rejects.toMatchObject({
        reason: "affiliationStepNotOpen",
        facts: { status: "withdrawn" },
      });
    }
  });

  it("takes sponsors that are affiliated, others, and each once", async () => {
    const [one, other] = [await applicant("Sponsored"), await applicant("Not yet affiliated")];
    await expect(
      sponsorAffiliation(one.ctx, { organizationId: one.id, sponsorId: one.id }),
    ).rejects.toMatchObject({ reason: "sponsorIsApplicant" });
    await expect(
      sponsorAffiliation(other.ctx, { organizationId: one.id, sponsorId: other.id }),
    ).rejects.toMatchObject({ reason: "sponsorNotAffiliated" });
    const again = () =>
      sponsorAffiliation(sponsors[0]!.ctx, { organizationId: one.id, sponsorId: sponsors[0]!.id });
    await again();
    await expect(again()).rejects.toMatchObject({ reason: "alreadySponsored" });
  });

  it("counts only sponsors that are still affiliated", async () => {
    const third = await affiliated("Third sponsor");
    const one = await applicant("Left alone");
    await sponsorAffiliation(sponsors[0]!.ctx, { organizationId: one.id, sponsorId: sponsors[0]!.id });
    await sponsorAffiliation(third.ctx, { organizationId: one.id, sponsorId: third.id });
    await withdrawAffiliation(third.ctx, { organizationId: third.id });
    await expect(acceptAffiliation(commission.ctx, { organizationId: one.id })).rejects.toMatchObject({
      reason: "sponsorsMissing",
      facts: { standing: 1, needed: 2 },
    });
  });

  it("takes each step under the mandate that it needs, and no other", async () => {
    const one = await sponsored("Needs mandates");
    const { ctx: stranger } = await personWithOffice(node, one.id, "communicator");
    const input = { organizationId: one.id, reason };
    const steps: [string, (ctx: Ctx) => Promise<void>][] = [
      ["apply", (ctx) => applyForAffiliation(ctx, input)],
      ["sponsor", (ctx) => sponsorAffiliation(ctx, { ...input, sponsorId: sponsors[0]!.id })],
      ["accept", (ctx) => acceptAffiliation(ctx, input)],
      ["refuse", (ctx) => refuseAffiliation(ctx, input)],
      ["suspend", (ctx) => suspendAffiliation(ctx, input)],
      ["reinstate", (ctx) => reinstateAffiliation(ctx, input)],
      ["withdraw", (ctx) => withdrawAffiliation(ctx, input)],
    ];
    for (const [name, take] of steps)
      await expect(take(stranger), name).rejects.toMatchObject({ reason: "noMandateForThis" });
    // A commission member of the applicant itself has no say over the node.
    const { ctx: own } = await personWithOffice(node, one.id, "commission_member");
    await expect(acceptAffiliation(own, input)).rejects.toMatchObject({ reason: "noMandateForThis" });
    expect(await standing(one.id)).toBe("applicant");
  });

  it("lets nobody review the organisation that gave them the mandate", async () => {
    await grantMandate(node.operator, {
      personId: (await personWithOffice(node, commission.id, "spokesperson")).personId,
      organizationId: commission.id,
      office: "spokesperson",
      startsAt: node.shell.now,
      endsAt: null,
      decision: reason,
    });
    await applyForAffiliation(node.shell, { organizationId: commission.id });
    await expect(
      refuseAffiliation(commission.ctx, { organizationId: commission.id, reason }),
    ).rejects.toMatchObject({ reason: "reviewOfOneself" });
  });

  it("is not reviewed by whoever also acts for the applicant", async () => {
    const one = await sponsored("Two hats");
    const reviewer = await personWithOffice(node, commission.id, "commission_member");
    const grant = { personId: reviewer.personId, startsAt: node.shell.now, endsAt: null, decision: reason };
    await grantMandate(node.operator, {
      ...grant,
      organizationId: commission.id,
      office: "commission_member",
      covers: "node",
    });
    const mandateId = await grantMandate(node.operator, {
      ...grant,
      organizationId: one.id,
      office: "teacher",
    });
    const accept = () => acceptAffiliation(reviewer.ctx, { organizationId: one.id });
    await expect(accept()).rejects.toMatchObject({ kind: "forbidden", reason: "reviewOfOneself" });
    await recallMandate(node.operator, { mandateId, decision: reason });
    await accept();
    expect(await standing(one.id)).toBe("affiliated");
  });

  it("is not sponsored twice under one mandate, however far that reaches", async () => {
    const one = await applicant("Far reach");
    const { ctx, personId } = await personWithOffice(node, node.organizationId, "alternate");
    await grantMandate(node.operator, {
      personId,
      organizationId: node.organizationId,
      office: "spokesperson",
      covers: "node",
      startsAt: node.shell.now,
      endsAt: null,
      decision: reason,
    });
    const [first, second] = sponsors;
    const sponsor = (sponsorId = "") => sponsorAffiliation(ctx, { organizationId: one.id, sponsorId });
    await sponsor(first?.id);
    await expect(sponsor(second?.id)).rejects.toMatchObject({ reason: "mandateAlreadySponsored" });
    expect(mandatesSponsorOnce(null, [null]).ok).toBe(true);
  });

  it("stops with the mandate", async () => {
    const one = await list("Recalled");
    const { ctx, mandateId } = await personWithOffice(node, one.id, "spokesperson");
    await recallMandate(node.operator, { mandateId, decision: reason });
    await expect(applyForAffiliation(ctx, { organizationId: one.id })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(applyForAffiliation(ctx, { organizationId: node.shell.newId() })).rejects.toMatchObject({
      reason: "organizationUnknown",
    });
  });

  it("never rewrites a step", async () => {
    await expect(sql`update affiliation_steps set reason = null`.execute(test.db)).rejects.toThrow(
      "never rewritten",
    );
    await expect(sql`delete from affiliation_steps`.execute(test.db)).rejects.toThrow("never rewritten");
  });

  it("is not changed by an edit", async () => {
    const one = await applicant("Edited");
    await editOrganization(one.ctx, { organizationId: one.id, place: "x", status: "affiliated" } as never);
    expect(await standing(one.id)).toBe("applicant");
  });
});

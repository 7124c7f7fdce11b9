// What comes from outside and cannot be right: each refused by name, by field, with nothing kept.
import { beforeAll, describe, expect, it } from "vitest";
import {
  acceptCommitment,
  confirmFulfilment,
  findCommitment,
  recordCommitment,
  type RecordCommitmentInput,
  reportOnCommitment,
  type ReportInput,
} from "#commitments";
import { grantMandate } from "#confederation";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { useDatabase } from "../../../test/support/database.ts";
import { type Decided, decide } from "../../../test/support/decided.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const english = (text: string) => inOneLanguage("en", text);
const TODAY = new Date().toISOString().slice(0, 10);
const HALF = "half a character: \ud800";

describe("the follow-up refuses by name", () => {
  const test = useDatabase();
  let decided: Decided;
  let number: number;
  beforeAll(async () => {
    decided = await decide(await foundTestNode(test.db));
    number = await record({});
    await acceptCommitment(decided.responsible.ctx, number);
  });

  const record = (more: Partial<RecordCommitmentInput>) =>
    recordCommitment(decided.commission.ctx, {
      requestKey: newId(),
      decisionPointId: decided.points[0]?.id ?? "",
      commissionId: decided.node.organizationId,
      responsibleId: decided.responsible.organizationId,
      title: english("Keep seeds"),
      region: "005",
      dueOn: "2031-05-01",
      milestones: [{ title: english("First"), dueOn: null }],
      indicators: [{ name: english("Seeds"), unit: "{seed}", target: 5 }],
      ...more,
    });
  const report = (more: Partial<ReportInput>) =>
    reportOnCommitment(decided.responsible.ctx, {
      requestKey: newId(),
      number,
      body: english("Done"),
      ...more,
    });
  const reports = async () => (await findCommitment(test.db, number, TODAY))?.reports.length;

  const indicator = { name: english("Seeds"), unit: "{seed}", target: 5 };
  it.each<[string, Partial<RecordCommitmentInput>]>([
    ["title textHasControls", { title: english("a\0b") }],
    ["title textHasControls", { title: english(HALF) }],
    ["milestones.0.title textHasControls", { milestones: [{ title: english("\u202e"), dueOn: null }] }],
    ["indicators.0.unit textHasControls", { indicators: [{ ...indicator, unit: "a\0" }] }],
    ["indicators.0.target valueTooSmall", { indicators: [{ ...indicator, target: 0 }] }],
    ["dueOn dateMalformed", { dueOn: "0000-01-01" }],
    ["dueOn dateMalformed", { dueOn: "2026-02-30" }],
  ])("a commitment: %s", async (said, more) => {
    await expect(record(more)).rejects.toMatchObject({
      fields: [{ field: said.split(" ")[0], reason: said.split(" ")[1] }],
    });
  });

  it("a responsible organisation that is not there", async () => {
    await expect(record({ responsibleId: newId() })).rejects.toMatchObject({ reason: "organizationUnknown" });
  });

  it.each<[string, Partial<ReportInput>]>([
    ["body textHasControls", { body: english("a\0b") }],
    ["evidence.0.url linkMalformed", { evidence: [{ url: "javascript:alert(1)" }] }],
    ["evidence.0.url linkMalformed", { evidence: [{ url: "https://a.example/\0" }] }],
    ["milestonesReached.0 valueTooLarge", { milestonesReached: [3_000_000_000] }],
    ["indicatorValues.0.position valueTooLarge", { indicatorValues: [{ position: 3e9, reached: 1 }] }],
  ])("a report: %s", async (said, more) => {
    const [field, reason] = said.split(" ");
    await expect(report(more)).rejects.toMatchObject({
      fields: [expect.objectContaining({ field, reason })],
    });
    expect(await reports()).toBe(0);
  });

  it("milestones and indicators that the commitment does not have, and keeps nothing of the report", async () => {
    await expect(report({ milestonesReached: [1, 2] })).rejects.toMatchObject({ reason: "progressUnknown" });
    const values = [{ position: 2, reached: 1 }];
    await expect(report({ indicatorValues: values })).rejects.toMatchObject({ reason: "progressUnknown" });
    const found = await findCommitment(test.db, number, TODAY);
    expect(found).toMatchObject({ reports: [], milestones: [{ reachedAt: null }], reportedAt: null });
  });

  it("a confirmation by whoever made the report, though they hold both mandates", async () => {
    const { node, commission, responsible } = decided;
    await grantMandate(node.operator, {
      personId: responsible.personId,
      organizationId: node.organizationId,
      office: "commission_member",
      covers: "organization",
      startsAt: new Date(node.shell.now.getTime() - 1_000),
      endsAt: null,
      decision: english("Named"),
    });
    await report({ claimsFulfilled: true, milestonesReached: [1, 1] });
    await expect(confirmFulfilment(responsible.ctx, number)).rejects.toMatchObject({
      kind: "forbidden",
      reason: "ownReportNotConfirmed",
    });
    await confirmFulfilment(commission.ctx, number);
    expect((await findCommitment(test.db, number, TODAY))?.state).toBe("fulfilled");
  });
});

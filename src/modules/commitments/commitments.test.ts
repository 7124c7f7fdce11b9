import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import {
  acceptCommitment,
  confirmFulfilment,
  dropCommitment,
  findCommitment,
  findEvidenceFile,
  listCommitments,
  listPointEvents,
  recordCommitment,
  type RecordCommitmentInput,
  reopenCommitment,
  reportOnCommitment,
  startCommitment,
} from "#commitments";
import { recallMandate } from "#confederation";
import { useDatabase } from "../../../test/support/database.ts";
import { type Decided, decide } from "../../../test/support/decided.ts";
import { foundTestNode, personWithOffice } from "../../../test/support/node.ts";
import { listActs } from "#platform/log/views";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";

const english = (text: string) => inOneLanguage("en", text);
const TODAY = new Date().toISOString().slice(0, 10);

describe("the follow-up", () => {
  const test = useDatabase();
  let decided: Decided;
  beforeAll(async () => {
    decided = await decide(await foundTestNode(test.db));
  });

  const wanted = (more: Partial<RecordCommitmentInput> = {}): RecordCommitmentInput => ({
    requestKey: newId(),
    decisionPointId: decided.points[0]?.id ?? "",
    commissionId: decided.node.organizationId,
    responsibleId: decided.responsible.organizationId,
    title: english("Catalogue five hundred documents"),
    region: "005",
    dueOn: "2031-05-01",
    milestones: [{ title: english("First hundred"), dueOn: null }],
    indicators: [{ name: english("Documents"), unit: "{document}", target: 500 }],
    ...more,
  });
  const record = (more: Partial<RecordCommitmentInput> = {}) =>
    recordCommitment(decided.commission.ctx, wanted(more));
  const report = (number: number, more: object = {}) =>
    reportOnCommitment(decided.responsible.ctx, {
      requestKey: newId(),
      number,
      body: english("Done a part"),
      ...more,
    });
  const stateOf = async (number: number) => (await findCommitment(test.db, number, TODAY))?.state;

  it("goes from a point to a confirmed fulfilment, each step by its side", async () => {
    const number = await record();
    const { commission, responsible } = decided;
    await expect(acceptCommitment(commission.ctx, number)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await acceptCommitment(responsible.ctx, number);
    await report(number, { milestonesReached: [1], indicatorValues: [{ position: 1, reached: 120 }] });
    expect(await stateOf(number)).toBe("under_way");
    const { acts } = await listActs(test.db, { subject: `/commitments/${number}` }, 10);
    expect(acts.map(({ type }) => type).toSorted()).toEqual([
      "commitments.commitment.accepted",
      "commitments.commitment.proposed",
      "commitments.commitment.under_way",
      "commitments.report.made",
    ]);
    await expect(confirmFulfilment(commission.ctx, number)).rejects.toMatchObject({
      reason: "fulfilmentNotClaimed",
    });
    expect(await stateOf(number)).toBe("under_way");
    await report(number, { claimsFulfilled: true, evidence: [{ url: "https://evidence.example.org/a" }] });
    await expect(confirmFulfilment(responsible.ctx, number)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await confirmFulfilment(commission.ctx, number);
    await reopenCommitment(commission.ctx, { number, reason: english("A part is missing") });
    const found = await findCommitment(test.db, number, TODAY);
    expect(found).toMatchObject({ state: "under_way", standing: "under_way" });
    expect(found?.milestones[0]?.reachedAt).toBeInstanceOf(Date);
    expect(found?.indicators[0]).toMatchObject({ target: 500, reached: 120 });
    expect(found?.steps.map(({ to }) => to)).toEqual([
      "proposed",
      "accepted",
      "under_way",
      "fulfilled",
      "under_way",
    ]);
    expect(found?.reports).toHaveLength(2);
    expect(await listPointEvents(test.db, decided.points[0]!.id, { offset: 0, limit: 50 })).toHaveLength(7);
  });

  it("takes no step that the table does not have", async () => {
    const number = await record();
    await expect(startCommitment(decided.responsible.ctx, number)).rejects.toMatchObject({
      reason: "commitmentStepUnknown",
    });
    await expect(confirmFulfilment(decided.commission.ctx, number)).rejects.toMatchObject({
      reason: "commitmentStepUnknown",
    });
    await expect(report(number)).rejects.toMatchObject({ reason: "commitmentTakesNoReports" });
    await dropCommitment(decided.commission.ctx, { number, reason: english("Nobody can do it") });
    await expect(acceptCommitment(decided.responsible.ctx, number)).rejects.toMatchObject({
      reason: "commitmentStepUnknown",
    });
    expect((await findCommitment(test.db, number, "2040-01-01"))?.standing).toBe("dropped");
  });

  it("counts a form that is sent twice once", async () => {
    const input = wanted();
    const [one, other] = [
      await recordCommitment(decided.commission.ctx, input),
      await recordCommitment(decided.commission.ctx, input),
    ];
    expect(other).toBe(one);
    await acceptCommitment(decided.responsible.ctx, one);
    const requestKey = newId();
    const sent = await Promise.all([report(one, { requestKey }), report(one, { requestKey })]);
    expect(sent[0]).toBe(sent[1]);
    expect((await findCommitment(test.db, one, TODAY))?.reports).toHaveLength(1);
  });

  it("gives numbers once when forty are recorded together, and keeps forty reports on one", async () => {
    const forty = Array.from({ length: 40 });
    const numbers = await Promise.all(forty.map(() => record()));
    expect(new Set(numbers).size).toBe(40);
    const [number = 0] = numbers;
    await acceptCommitment(decided.responsible.ctx, number);
    await Promise.all(forty.map(() => report(number)));
    expect((await findCommitment(test.db, number, TODAY))?.reports).toHaveLength(40);
  });

  it("tells whoever takes a step twice that it was taken, not that they may not", async () => {
    const number = await record();
    const twice = await Promise.allSettled(
      [1, 2].map(() => acceptCommitment(decided.responsible.ctx, number)),
    );
    expect(twice.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(twice.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { reason: "commitmentStepUnknown" },
    });
  });

  it("refuses what cannot be meant, by field", async () => {
    const refused = await record({ region: "419", dueOn: "soon", title: { source: "en", texts: {} } }).catch(
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ reason: "inputInvalid" });
    const reasons = (refused as { fields: { field: string; reason: string }[] }).fields.map(
      ({ field, reason }) => `${field} ${reason}`,
    );
    expect(reasons).toEqual(
      expect.arrayContaining(["region regionUnknown", "dueOn dateMalformed", "title sourceTextMissing"]),
    );
    await expect(record({ decisionPointId: newId() })).rejects.toMatchObject({
      reason: "decisionPointUnknown",
    });
    await expect(acceptCommitment(decided.responsible.ctx, 9_999)).rejects.toMatchObject({
      reason: "commitmentUnknown",
    });
  });

  it("stops with the mandate, between the page and the act", async () => {
    const number = await record();
    const { organizationId } = decided.responsible;
    const person = await personWithOffice(decided.node, organizationId, "communicator");
    await acceptCommitment(decided.responsible.ctx, number);
    const send = () =>
      reportOnCommitment(person.ctx, { requestKey: newId(), number, body: english("Hello") });
    await send();
    await recallMandate(decided.node.operator, {
      mandateId: person.mandateId,
      decision: english("Recalled"),
    });
    await expect(send()).rejects.toMatchObject({ reason: "noMandateForThis" });
    expect((await findCommitment(test.db, number, TODAY))?.reports).toHaveLength(1);
  });

  it("keeps evidence without what gives its author away, and refuses what it is not", async () => {
    const number = await record();
    await acceptCommitment(decided.responsible.ctx, number);
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#a33" } })
      .withExif({ IFD0: { Artist: "Somebody", Make: "Phone" } })
      .jpeg()
      .toBuffer();
    expect((await sharp(picture).metadata()).exif).toBeDefined();
    await report(number, { evidence: [{ name: "../../me at home.jpg", bytes: new Uint8Array(picture) }] });
    const evidence = (await findCommitment(test.db, number, TODAY))?.reports[0]?.evidence[0];
    expect(evidence).toMatchObject({ mediaType: "image/webp", fileName: "me at home.webp" });
    const { node } = decided.responsible.ctx;
    const kept = Buffer.concat(await node.files.read(evidence?.fileHash ?? "").toArray());
    expect((await sharp(kept).metadata()).exif).toBeUndefined();
    expect(await findEvidenceFile(test.db, evidence?.fileHash ?? "")).toMatchObject({
      name: "me at home.webp",
    });
    expect(await findEvidenceFile(test.db, "0".repeat(64))).toBeUndefined();
    const send = (bytes: Uint8Array, name: string) => report(number, { evidence: [{ name, bytes }] });
    await expect(send(new Uint8Array([0, 1, 2, 3]), "x.png")).rejects.toMatchObject({
      reason: "fileKindRefused",
    });
    await expect(send(new Uint8Array(picture.subarray(0, 200)), "half.jpg")).rejects.toMatchObject({
      reason: "pictureDamaged",
    });
    await expect(send(new Uint8Array(7 * 1024 * 1024), "big.pdf")).rejects.toMatchObject({
      reason: "fileTooLarge",
    });
    expect((await findCommitment(test.db, number, TODAY))?.reports).toHaveLength(1);
  });

  it("is filtered by point, region, responsible and standing", async () => {
    await record({ decisionPointId: decided.points[1]?.id ?? "", region: "002", dueOn: "2020-01-01" });
    const late = await listCommitments(test.db, { standing: "late" }, TODAY);
    expect(late.map(({ region }) => region)).toEqual(["002"]);
    expect(
      await listCommitments(test.db, { region: "002", responsible: decided.responsible.slug }, TODAY),
    ).toHaveLength(1);
    expect(await listCommitments(test.db, { region: "002", responsible: "nobody" }, TODAY)).toEqual([]);
    expect(
      await listCommitments(test.db, { decisionPointIds: [decided.points[1]?.id ?? ""] }, TODAY),
    ).toHaveLength(1);
  });

  it("is not rewritten, even by SQL", async () => {
    await expect(test.pool.query("update commitment_reports set claims_fulfilled = true")).rejects.toThrow(
      /stands as it was made/,
    );
    await expect(test.pool.query("delete from commitment_steps")).rejects.toThrow(/stands as it was made/);
  });
});

// Motions from their submission to the vote, one rule at a time: each met once and broken once, by name.
import { beforeAll, describe, expect, it } from "vitest";
import {
  admitMotion,
  castVote,
  closeVote,
  findMotionDetail,
  findTextView,
  listMotions,
  type WrittenMotionKind,
  openVote,
  proposeAmendment,
  refuseMotion,
  setMotionRules,
  submitMotion,
  supportMotion,
  withdrawMotion,
} from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { affiliatedDelegation, type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";
import { supportersNeeded } from "./motions.rules.ts";
import { tables } from "./tables.ts";

const test = useDatabase();
let node: TestNode;
let assembly: Assembly;
const edition = "congress-2019";

beforeAll(async () => {
  node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 6, edition);
});

const chair = () => assembly.chair.ctx;
const delegation = (at: number) => assembly.delegations[at] as Assembly["delegations"][number];
const words = inOneLanguage("en", "For the seed houses");

const form = (kind: WrittenMotionKind, by = 0, requestKey = newId()) => ({
  edition,
  kind,
  title: words,
  reason: words,
  language: "en",
  words: "The assembly asks every region to keep a seed house.\n\nIt thanks those who already do.",
  organizationId: delegation(by).organizationId,
  requestKey,
});
const submit = (kind: WrittenMotionKind, by = 0) => submitMotion(delegation(by).ctx, form(kind, by));
const support = (motion: number, by: number) => {
  const { ctx, organizationId } = delegation(by);
  return supportMotion(ctx, { edition, motion, organizationId });
};
const detail = async (number: number) => {
  const found = await findMotionDetail(test.db, edition, number);
  if (!found) throw new Error("the motion is there");
  return found;
};
const slugOf = (href: string | undefined) => href?.split("/").at(-1) ?? "";

describe("a motion", () => {
  it("is supported by accredited delegations alone: the threshold may be a share of them", async () => {
    const { ctx, organizationId } = await affiliatedDelegation(node, "Called and not accredited");
    const number = await submit("statement");
    await expect(supportMotion(ctx, { edition, motion: number, organizationId })).rejects.toMatchObject({
      kind: "forbidden",
      reason: "delegationNotAccredited",
    });
    expect((await detail(number)).supporters).toBe(0);
  });

  it("is admitted by the support that makes it enough, and is then a text that is amended and voted on", async () => {
    const number = await submit("resolution");
    await support(number, 1);
    await support(number, 2);
    expect(await detail(number)).toMatchObject({ state: "submitted", supporters: 2, needed: 3, text: null });
    await expect(admitMotion(chair(), { edition, motion: number })).rejects.toMatchObject({
      reason: "supportersMissing",
      facts: { supporters: 2, needed: 3 },
    });
    await support(number, 3);
    const admitted = await detail(number);
    expect(admitted).toMatchObject({ state: "admitted", text: { state: "open", verdict: null } });
    expect(admitted.supportedBy.map(({ id }) => id)).toEqual(
      [1, 2, 3].map((at) => delegation(at).organizationId),
    );
    const text = slugOf(admitted.text?.href);
    const view = await findTextView(test.db, edition, text);
    expect(view?.version.body.map((one) => one.text)).toEqual([
      "The assembly asks every region to keep a seed house.",
      "It thanks those who already do.",
    ]);
    const paragraphId = view?.version.body[0]?.id ?? "";
    const { ctx, organizationId } = delegation(4);
    await proposeAmendment(ctx, {
      edition,
      text,
      baseVersion: 1,
      title: words,
      reason: words,
      operations: [{ op: "delete", paragraphId }],
      organizationId,
      requestKey: newId(),
    });
    await expect(support(number, 4)).rejects.toMatchObject({ reason: "motionNotOpen" });
    await expect(withdrawMotion(delegation(0).ctx, { edition, motion: number })).rejects.toMatchObject({
      reason: "motionNotOpen",
    });
  });

  it("on procedure is seconded, takes no amendments, and is voted on by roll call", async () => {
    const number = await submit("procedure", 1);
    await support(number, 0);
    const text = slugOf((await detail(number)).text?.href);
    const view = await findTextView(test.db, edition, text);
    const { ctx, organizationId } = delegation(2);
    await expect(
      proposeAmendment(ctx, {
        edition,
        text,
        baseVersion: 1,
        title: words,
        reason: words,
        operations: [{ op: "delete", paragraphId: view?.version.body[0]?.id ?? "" }],
        organizationId,
        requestKey: newId(),
      }),
    ).rejects.toMatchObject({ reason: "motionTakesNoAmendments" });
    const rollCallId = await openVote(chair(), {
      edition,
      text,
      subject: { on: "whole", expectedVersion: 1 },
    });
    for (const one of assembly.delegations)
      await castVote(one.ctx, {
        rollCallId,
        organizationId: one.organizationId,
        choice: "for",
        requestKey: newId(),
      });
    await closeVote(chair(), { rollCallId });
    expect(await detail(number)).toMatchObject({ text: { state: "adopted", verdict: "adopted" } });
  });

  it("counts once for a form that is sent twice, and each delegation once among others", async () => {
    const sent = form("statement");
    const both = await Promise.all([1, 2].map(() => submitMotion(delegation(0).ctx, sent)));
    expect(new Set(both).size).toBe(1);
    const number = both[0] ?? 0;
    await support(number, 1);
    await expect(support(number, 1)).rejects.toMatchObject({ reason: "motionAlreadySupported" });
    await expect(support(number, 0)).rejects.toMatchObject({ reason: "supportOfOwnMotion" });
    await expect(support(999, 1)).rejects.toMatchObject({ reason: "motionUnknown" });
    // Two at the same instant, of which the second is enough: one text.
    await Promise.all([support(number, 2), support(number, 3)]);
    expect(await detail(number)).toMatchObject({ state: "admitted", supporters: 3 });
  });

  it("needs a mandate of a called delegation", async () => {
    const outside = await affiliatedDelegation(node, "Not affiliated any more");
    await expect(
      submitMotion(delegation(0).ctx, { ...form("statement"), organizationId: outside.organizationId }),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
    await expect(submitMotion(node.shell, form("statement"))).rejects.toMatchObject({
      reason: "delegationNeedsMandate",
    });
    await expect(
      submitMotion(delegation(0).ctx, { ...form("statement"), words: " \n " }),
    ).rejects.toMatchObject({
      reason: "textFileIsEmpty",
    });
  });

  it("is withdrawn by its proposer, or not admitted by the chair with a reason", async () => {
    const one = await submit("resolution");
    await expect(withdrawMotion(delegation(1).ctx, { edition, motion: one })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await withdrawMotion(delegation(0).ctx, { edition, motion: one });
    const other = await submit("resolution");
    const ruling = inOneLanguage("en", "Another assembly decides this");
    await expect(refuseMotion(delegation(0).ctx, { edition, motion: other, ruling })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await refuseMotion(chair(), { edition, motion: other, ruling });
    expect((await detail(one)).state).toBe("withdrawn");
    expect(await detail(other)).toMatchObject({ state: "not_admitted", ruling });
    await expect(tables(test.db).updateTable("motions").set({ title: "{}" }).execute()).rejects.toThrow(
      /as it was done/,
    );
    await expect(tables(test.db).deleteFrom("motion_supports").execute()).rejects.toThrow(/as it was done/);
  });
});

describe("what a kind needs", () => {
  it("is a number, a share of the accredited, and a time, as the edition set them", async () => {
    expect(supportersNeeded({ supporters: 3, percent: 10, closesAt: null }, 27)).toBe(3);
    expect(supportersNeeded({ supporters: 3, percent: 10, closesAt: null }, 301)).toBe(31);
    expect(supportersNeeded({ supporters: 0, percent: 0, closesAt: null }, 301)).toBe(0);
    const rule = { edition, kind: "election" as const, supporters: 1, percent: 50, closesAt: null };
    await expect(setMotionRules(delegation(0).ctx, { ...rule, requestKey: newId() })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(
      setMotionRules(chair(), { ...rule, percent: 101, requestKey: newId() }),
    ).rejects.toMatchObject({
      fields: [{ field: "percent", reason: "valueMalformed" }],
    });
    const sent = { ...rule, requestKey: newId() };
    await setMotionRules(chair(), sent);
    await setMotionRules(chair(), sent);
    const number = await submit("election");
    expect((await detail(number)).needed).toBe(3);
    await support(number, 1);
    await support(number, 2);
    // Fewer are needed from now on: the chair may admit what has its supporters.
    await setMotionRules(chair(), { ...rule, percent: 30, requestKey: newId() });
    await admitMotion(chair(), { edition, motion: number });
    expect((await detail(number)).state).toBe("admitted");
  });

  it("ends with its time, but not for what is urgent", async () => {
    const closesAt = new Date(node.shell.now.getTime() - 60_000);
    const number = await submit("statement");
    for (const kind of ["statement", "resolution"] as const)
      await setMotionRules(chair(), {
        edition,
        kind,
        supporters: 1,
        percent: 0,
        closesAt,
        requestKey: newId(),
      });
    await expect(submit("statement")).rejects.toMatchObject({ reason: "motionTooLate", facts: { closesAt } });
    await expect(support(number, 1)).rejects.toMatchObject({ reason: "motionTooLate" });
    const urgent = await submit("urgency");
    expect(await detail(urgent)).toMatchObject({ needed: 3, takesAmendments: true });
    const { id } = (await detail(urgent)).edition;
    const all = await listMotions(test.db, { id, slug: edition }, { offset: 0, limit: 100 });
    expect(all.map((one) => one.number)).toEqual(all.map((_, at) => at + 1));
  });
});

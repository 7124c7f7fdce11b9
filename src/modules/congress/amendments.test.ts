// From an amendment to the published text, one rule at a time: each met once and broken once, by name.
import { beforeAll, describe, expect, it } from "vitest";
import {
  castVote,
  closeVote,
  incorporateAmendments,
  openVote,
  type OperationsInput,
  previewAmendment,
  proposeAmendment,
  publishText,
  signText,
  withdrawAmendment,
} from "#congress";
import { recallMandate } from "#confederation";
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
import type { RollCallId } from "./types.ts";

const test = useDatabase();
let node: TestNode;
let assembly: Assembly;
const edition = "congress-2019";
const SOURCE =
  "Plan\n\nWe agreed on this plan.\n\n1. Seeds are kept.\n\n2. Water is shared.\n\n3. Land is tended.\n";
const title = inOneLanguage("en", "A change");
const decision = inOneLanguage("en", "Decided by the assembly");

beforeAll(async () => {
  node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 4);
});

const delegation = (index: number) => assembly.delegations[index] as Assembly["delegations"][number];
const text = (name: string) => openText(assembly.chair.ctx, edition, name, SOURCE);

async function paragraphOf(slug: string, at: number, version = 1): Promise<string> {
  const row = await tables(test.db)
    .selectFrom("text_versions as v")
    .innerJoin("congress_texts as t", "t.id", "v.text_id")
    .select("v.body")
    .where("t.slug", "=", slug)
    .where("v.number", "=", version)
    .executeTakeFirstOrThrow();
  return row.body[at]?.id ?? "";
}

async function propose(slug: string, operations: OperationsInput, by = 0, baseVersion = 1): Promise<number> {
  const { ctx, organizationId } = delegation(by);
  return proposeAmendment(ctx, {
    edition,
    text: slug,
    baseVersion,
    title,
    reason: title,
    operations,
    organizationId,
    requestKey: newId(),
  });
}

const replacing = async (slug: string, at: number, words: string): Promise<OperationsInput> => [
  { op: "replace", paragraphId: await paragraphOf(slug, at), text: words },
];

const open = (slug: string, number: number) =>
  openVote(assembly.chair.ctx, { edition, text: slug, subject: { on: "amendment", number } });

async function vote(
  rollCallId: RollCallId,
  ...said: ("for" | "against" | "abstain" | null)[]
): Promise<void> {
  for (const [at, choice] of said.entries()) {
    if (choice) await castVote(delegation(at).ctx, ballot(rollCallId, at, choice));
  }
}

const ballot = (rollCallId: RollCallId, at: number, choice: "for" | "against" | "abstain") => ({
  rollCallId,
  organizationId: delegation(at).organizationId,
  choice,
  requestKey: newId(),
});

async function adopt(slug: string, number: number): Promise<void> {
  const rollCallId = await open(slug, number);
  await vote(rollCallId, "for", "for", "for", "for");
  await closeVote(assembly.chair.ctx, { rollCallId });
}

async function adoptWhole(slug: string, expectedVersion = 1): Promise<void> {
  const { ctx } = assembly.chair;
  const rollCallId = await openVote(ctx, { edition, text: slug, subject: { on: "whole", expectedVersion } });
  await vote(rollCallId, "for", "for", "for", "for");
  await closeVote(ctx, { rollCallId });
}

const stateOf = (slug: string) =>
  tables(test.db).selectFrom("congress_texts").selectAll().where("slug", "=", slug).executeTakeFirstOrThrow();

const actsOf = async (type: string, subject: string) =>
  test.db
    .selectFrom("log_acts")
    .selectAll()
    .where("type", "=", type)
    .where("subject", "=", subject)
    .execute();

describe("proposing an amendment", () => {
  it("takes forty that are sent at the same instant, each with its own number", async () => {
    const slug = await text("Forty");
    const operations = await replacing(slug, 2, "Seeds are kept by many.");
    const numbers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => propose(slug, operations, at % assembly.delegations.length)),
    );
    expect(numbers.toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 40 }, (_, at) => at + 1),
    );
  });

  it("gives numbers in order, and the same one to the same form, also at once", async () => {
    const slug = await text("Numbers");
    const operations = await replacing(slug, 2, "Seeds are kept in every region.");
    const form = {
      edition,
      text: slug,
      baseVersion: 1,
      title,
      reason: title,
      operations,
      organizationId: delegation(0).organizationId,
      requestKey: newId(),
    };
    const twice = await Promise.all([1, 2, 3].map(() => proposeAmendment(delegation(0).ctx, form)));
    expect(twice).toEqual([1, 1, 1]);
    const numbers = await Promise.all([0, 1, 2, 3].map((by) => propose(slug, operations, by)));
    expect(numbers.sort()).toEqual([2, 3, 4, 5]);
    expect(
      await actsOf("congress.amendment.proposed", `/congress/${edition}/texts/${slug}/amendments/1`),
    ).toHaveLength(1);
  });

  it("needs a mandate of the delegation, still in force when the form arrives", async () => {
    const slug = await text("Mandates");
    const operations = await replacing(slug, 2, "Other words.");
    const form = {
      edition,
      text: slug,
      baseVersion: 1,
      title,
      reason: title,
      operations,
      requestKey: newId(),
    };
    const other = delegation(1).organizationId;
    await expect(
      proposeAmendment(delegation(0).ctx, { ...form, organizationId: other }),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
    await expect(proposeAmendment(node.shell, { ...form, organizationId: other })).rejects.toMatchObject({
      reason: "delegationNeedsMandate",
    });
    const recalled = await affiliatedDelegation(node, "Recalled");
    const { organizationId } = recalled;
    await recallMandate(node.operator, { mandateId: recalled.mandateId, decision });
    await expect(proposeAmendment(recalled.ctx, { ...form, organizationId })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    const stranger = await personWithOffice(node, node.organizationId, "spokesperson");
    await setStatus(node.shell, organizationId, "withdrawn");
    await expect(proposeAmendment(stranger.ctx, { ...form, organizationId })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
  });

  it("says which operation is wrong, and why", async () => {
    const slug = await text("Wrong");
    await expect(propose(slug, [{ op: "delete", paragraphId: newId() }])).rejects.toMatchObject({
      reason: "paragraphNotFound",
      fields: [{ field: "operations.0", reason: "paragraphNotFound" }],
    });
    await expect(propose(slug, await replacing(slug, 2, "A\0B"))).rejects.toMatchObject({
      reason: "textHasControlCharacters",
    });
    await expect(propose(slug, await replacing(slug, 2, "half \ud800"))).rejects.toMatchObject({
      fields: [{ field: "operations.0.text", reason: "textHasControls" }],
    });
    await expect(propose(slug, [])).rejects.toMatchObject({
      fields: [{ reason: "amendmentHasNoOperations" }],
    });
  });

  it("refuses what was written against an outdated version, with both numbers", async () => {
    const slug = await text("Outdated");
    await adopt(slug, await propose(slug, await replacing(slug, 2, "Seeds are kept everywhere.")));
    await incorporateAmendments(assembly.chair.ctx, { edition, text: slug, expectedVersion: 1 });
    await expect(propose(slug, await replacing(slug, 3, "Late."))).rejects.toMatchObject({
      reason: "amendmentVersionOutdated",
      facts: { yours: 1, current: 2 },
    });
    const operations = await replacing(slug, 3, "Ahead.");
    await expect(
      previewAmendment(delegation(0).ctx, { edition, text: slug, baseVersion: 99, operations }),
    ).rejects.toMatchObject({ reason: "versionUnknown" });
  });

  it("is taken back by its proposer, before the vote", async () => {
    const slug = await text("Withdrawn");
    const amendment = await propose(slug, await replacing(slug, 2, "Other."));
    await expect(
      withdrawAmendment(delegation(1).ctx, { edition, text: slug, amendment }),
    ).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await withdrawAmendment(delegation(0).ctx, { edition, text: slug, amendment });
    await expect(
      withdrawAmendment(delegation(0).ctx, { edition, text: slug, amendment }),
    ).rejects.toMatchObject({
      reason: "amendmentNotOpen",
    });
    await expect(open(slug, amendment)).rejects.toMatchObject({ reason: "amendmentNotOpen" });
    await expect(open(slug, 99)).rejects.toMatchObject({ reason: "amendmentUnknown" });
  });
});

describe("incorporation", () => {
  it("follows the order of adoption and names what no longer applies", async () => {
    const slug = await text("Order");
    const first = await propose(slug, await replacing(slug, 2, "Seeds are kept by all."));
    const second = await propose(slug, await replacing(slug, 2, "Seeds are kept by some."), 1);
    const third = await propose(slug, await replacing(slug, 3, "Water is for all."), 2);
    for (const number of [second, third, first]) await adopt(slug, number);
    const result = await incorporateAmendments(assembly.chair.ctx, {
      edition,
      text: slug,
      expectedVersion: 1,
    });
    expect(result).toMatchObject({
      version: 3,
      incorporated: [
        { number: second, version: 2 },
        { number: third, version: 3 },
      ],
      noLongerApply: [{ number: first, reason: "paragraphChangedMeanwhile" }],
    });
    const row = await tables(test.db)
      .selectFrom("amendments")
      .selectAll()
      .where("number", "=", first)
      .where("obstacle", "is not", null)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: "no_longer_applies", obstacle: "paragraphChangedMeanwhile" });
    await expect(
      incorporateAmendments(assembly.chair.ctx, { edition, text: slug, expectedVersion: 3 }),
    ).rejects.toMatchObject({ reason: "nothingToIncorporate" });
  });

  it("succeeds for exactly one of two people at once, and does nothing half", async () => {
    const slug = await text("At once");
    for (const at of [2, 3]) await adopt(slug, await propose(slug, await replacing(slug, at, `New ${at}.`)));
    const other = await personWithOffice(node, node.organizationId, "chair");
    const both = await Promise.allSettled(
      [assembly.chair.ctx, other.ctx].map((ctx) =>
        incorporateAmendments(ctx, { edition, text: slug, expectedVersion: 1 }),
      ),
    );
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(both.find((one) => one.status === "rejected")).toMatchObject({
      reason: { reason: "versionChangedMeanwhile", facts: { expected: 1, current: 3 } },
    });
    const versions = await tables(test.db)
      .selectFrom("text_versions as v")
      .innerJoin("congress_texts as t", "t.id", "v.text_id")
      .select(["v.number", "v.parent_number"])
      .where("t.slug", "=", slug)
      .orderBy("v.number")
      .execute();
    expect(versions).toEqual([
      { number: 1, parent_number: null },
      { number: 2, parent_number: 1 },
      { number: 3, parent_number: 2 },
    ]);
  });

  it("never changes a version, not even by SQL", async () => {
    const change = tables(test.db).updateTable("text_versions").set({ body: "[1]" }).execute();
    await expect(change).rejects.toThrow(/stands as it was done/);
    await expect(tables(test.db).deleteFrom("text_versions").execute()).rejects.toThrow(
      /stands as it was done/,
    );
    await expect(
      tables(test.db).updateTable("amendments").set({ operations: "[1]" }).execute(),
    ).rejects.toThrow(/stands as it was done/);
  });
});

describe("adoption, signature, publication", () => {
  it("waits until every amendment is settled", async () => {
    const slug = await text("Unsettled");
    await propose(slug, await replacing(slug, 2, "Other."));
    await expect(adoptWhole(slug)).rejects.toMatchObject({
      reason: "amendmentsStillOpen",
      facts: { open: 1 },
    });
    expect((await stateOf(slug)).state).toBe("open");
    await expect(adoptWhole(slug, 2)).rejects.toMatchObject({ reason: "versionChangedMeanwhile" });
  });

  it("opens the text again when the whole is rejected, or too few take part", async () => {
    const slug = await text("Rejected");
    const { ctx } = assembly.chair;
    const subject = { on: "whole", expectedVersion: 1 } as const;
    const rollCallId = await openVote(ctx, { edition, text: slug, subject });
    await expect(openVote(ctx, { edition, text: slug, subject })).rejects.toMatchObject({
      reason: "voteAlreadyOpen",
    });
    await expect(propose(slug, await replacing(slug, 2, "Late."))).rejects.toMatchObject({
      reason: "textNotOpenForAmendments",
    });
    await vote(rollCallId, "for", "against", "against", "abstain");
    expect((await closeVote(ctx, { rollCallId })).verdict).toBe("rejected");
    expect(await stateOf(slug)).toMatchObject({ state: "open", adopted_version: null });
    const again = await openVote(ctx, { edition, text: slug, subject });
    await vote(again, "for");
    expect((await closeVote(ctx, { rollCallId: again })).verdict).toBe("quorum_not_reached");
    expect(await stateOf(slug)).toMatchObject({ state: "open", adopted_version: null });
    await adoptWhole(slug);
    expect(await stateOf(slug)).toMatchObject({ state: "adopted", adopted_version: 1 });
    expect(await actsOf("congress.text.adopted", `/congress/${edition}/texts/${slug}`)).toHaveLength(1);
  });

  it("freezes what was adopted, also against SQL", async () => {
    const slug = await text("Frozen");
    await adoptWhole(slug);
    const { id } = await stateOf(slug);
    await expect(
      tables(test.db).updateTable("congress_texts").set({ last_version: 2 }).where("id", "=", id).execute(),
    ).rejects.toThrow(/stands as it was done/);
    await expect(propose(slug, await replacing(slug, 2, "Late."))).rejects.toMatchObject({
      reason: "textNotOpenForAmendments",
    });
  });

  it("is signed once by each accredited delegation, and published once", async () => {
    const slug = await text("Signed");
    const { ctx, organizationId } = delegation(0);
    const sign = { edition, text: slug, organizationId };
    await expect(signText(ctx, sign)).rejects.toMatchObject({ reason: "textNotAdopted" });
    await expect(publishText(assembly.chair.ctx, { edition, text: slug })).rejects.toMatchObject({
      reason: "textNotAdopted",
    });
    await adoptWhole(slug);
    const twice = await Promise.allSettled([signText(ctx, sign), signText(ctx, sign)]);
    expect(twice.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(twice.find((one) => one.status === "rejected")).toMatchObject({
      reason: { reason: "alreadySigned" },
    });
    const guest = await affiliatedDelegation(node, "Guest");
    await expect(
      signText(guest.ctx, { ...sign, organizationId: guest.organizationId }),
    ).rejects.toMatchObject({ reason: "delegationNotAccredited" });
    await expect(signText(assembly.chair.ctx, sign)).rejects.toMatchObject({ reason: "noMandateForThis" });
    await publishText(assembly.chair.ctx, { edition, text: slug });
    await expect(publishText(assembly.chair.ctx, { edition, text: slug })).rejects.toMatchObject({
      reason: "textNotAdopted",
    });
    await Promise.all(
      [1, 2, 3].map((at) =>
        signText(delegation(at).ctx, { ...sign, organizationId: delegation(at).organizationId }),
      ),
    );
    const acts = await actsOf("congress.text.signed", `/congress/${edition}/texts/${slug}`);
    expect(acts).toHaveLength(4);
    expect(JSON.stringify(acts.map((act) => act.record))).not.toContain("Spokesperson");
    const { id } = await stateOf(slug);
    await expect(
      tables(test.db).updateTable("text_signatures").set({ version: 1 }).where("text_id", "=", id).execute(),
    ).rejects.toThrow(/stands as it was done/);
  });
});

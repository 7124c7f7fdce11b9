// Amendments while the text moves on: carrying over, alternatives and the order of votes.
import { beforeAll, describe, expect, it } from "vitest";
import {
  applyInPlace,
  findTextView,
  listEffectiveOperations,
  previewConsolidated,
  readConflicts,
  setVotingOrder,
  settleAlternatives,
} from "#congress";
import { newId } from "#platform/ids";
import { amendedText, insert, replace, SEEDS, title, WATER } from "../../../test/support/amended-text.ts";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let assembly: Assembly;
const edition = "congress-2019";

beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 3, edition);
});

const chair = () => assembly.chair.ctx;
const delegation = (at: number) => assembly.delegations[at] as Assembly["delegations"][number];
const aText = (name: string) => amendedText(assembly, name);

describe("a new version", () => {
  it("takes two amendments to other words of one paragraph, and anybody can apply them again", async () => {
    const text = await aText("Both");
    const one = await text.propose([
      replace(text.ids[SEEDS], "Seeds are kept in each region and shared by all."),
    ]);
    const two = await text.propose([
      replace(text.ids[SEEDS], "Seeds are kept in every region and shared with joy."),
    ]);
    await text.decide(two);
    await text.decide(one);
    expect(await text.incorporate()).toMatchObject({ version: 3, noLongerApply: [] });
    expect(await text.words(SEEDS)).toBe("Seeds are kept in each region and shared with joy.");
    const { text: found, paragraphs, amendments } = await text.see();
    expect(paragraphs[SEEDS]?.changedBy).toHaveLength(2);
    const effective = await listEffectiveOperations(test.db, found.id);
    for (const { number, incorporatedVersion } of amendments) {
      const [before, after] = await Promise.all(
        [0, 1].map((more) =>
          findTextView(test.db, edition, text.slug, { version: (incorporatedVersion ?? 0) - 1 + more }),
        ),
      );
      const again = applyInPlace(before?.version.body ?? [], effective.get(number) ?? []);
      expect(again).toMatchObject({ ok: true, body: after?.version.body });
    }
  });

  it("carries the open ones over where their words stand, and says which operation fell where they do not", async () => {
    const text = await aText("Carried");
    const adopted = await text.propose([
      replace(text.ids[SEEDS], "Seeds are kept in each region and shared by all."),
    ]);
    const same = await text.propose(
      [replace(text.ids[SEEDS], "Seeds are kept in every commune and shared by all.")],
      { by: 1 },
    );
    const beside = await text.propose([
      replace(text.ids[SEEDS], "Seeds are kept in every region and shared with joy."),
    ]);
    const elsewhere = await text.propose([replace(text.ids[WATER], "Water is a common good.")]);
    const secondary = await text.propose([replace(text.ids[WATER], "Water is a sacred good.")], {
      amends: { number: elsewhere, revision: 0 },
    });
    const fallen = await text.propose([
      insert(text.ids[WATER], "New."),
      replace(text.ids[SEEDS], "Seeds are kept in all lands and shared by all."),
    ]);
    await text.decide(adopted);
    await text.incorporate();
    expect(await text.states()).toEqual([
      "incorporated",
      "superseded",
      "proposed",
      "proposed",
      "proposed",
      "superseded",
    ]);
    expect((await text.amendment(fallen)).amendment.obstacle).toEqual({
      reason: "paragraphChangedMeanwhile",
      facts: { operation: 2 },
    });
    expect((await text.amendment(beside)).place).toMatchObject({
      standings: [{ version: 2, outcome: "moved" }],
      now: { version: 2 },
    });
    expect((await text.amendment(elsewhere)).place).toMatchObject({
      standings: [{ version: 2, outcome: "unchanged" }],
      now: null,
    });
    // Its proposer, and nobody else, writes it anew; the new one refers to it.
    const anew = [replace(text.ids[SEEDS], "Seeds are kept in each commune and shared by all.")];
    await expect(text.propose(anew, { baseVersion: 2, revises: same })).rejects.toMatchObject({
      reason: "revisionOfAnother",
    });
    await expect(text.propose(anew, { baseVersion: 2, revises: beside })).rejects.toMatchObject({
      reason: "revisionNotNeeded",
    });
    const revised = await text.propose(anew, { baseVersion: 2, revises: same, by: 1 });
    expect((await text.amendment(revised)).place.revises).toMatchObject({ number: same });
    expect((await text.amendment(same)).place.revisedBy).toMatchObject([{ number: revised }]);
    await text.decide(secondary);
    for (const number of [beside, elsewhere, revised]) await text.decide(number);
    expect(await text.incorporate(2)).toMatchObject({ version: 5, noLongerApply: [] });
    expect(await text.words(SEEDS)).toBe("Seeds are kept in each commune and shared with joy.");
    expect(await text.words(WATER)).toBe("Water is a sacred good.");
  });

  it("waits for the end of a vote", async () => {
    const text = await aText("Waits");
    await text.decide(await text.propose([replace(text.ids[SEEDS], "Seeds are kept.")]));
    const other = await text.propose([replace(text.ids[WATER], "Water is kept.")]);
    await text.open(other);
    await expect(text.incorporate()).rejects.toMatchObject({
      reason: "amendmentBeingVoted",
      facts: { number: other },
    });
  });
});

describe("alternatives", () => {
  it("are found, ordered, and settled once one of them is adopted", async () => {
    const text = await aText("Alternatives");
    const small = await text.propose([replace(text.ids[WATER], "Water is shared well.")]);
    const large = await text.propose([{ op: "delete", paragraphId: text.ids[WATER] ?? "" }]);
    const apart = await text.propose([replace(text.ids[SEEDS], "Seeds are kept.")]);
    const read = async () => {
      const { edition: of, text: found } = await text.see();
      return readConflicts(test.db, { edition: of, text: found });
    };
    expect(await read()).toMatchObject({
      conflicts: [{ kind: "changedAndDeleted", between: [small, large] }],
      groups: [[small, large]],
      turns: [
        { number: apart, why: "place_in_text" },
        { number: large, why: "furthest" },
        { number: small, why: "less_far" },
      ],
      settling: [],
    });
    const settle = (amendment: number) => settleAlternatives(chair(), { ...text.address, amendment });
    await expect(settle(large)).rejects.toMatchObject({ reason: "amendmentNotAdopted" });
    await text.decide(large);
    expect(await read()).toMatchObject({ settling: [{ adopted: large, rest: [small] }] });
    await expect(
      settleAlternatives(delegation(0).ctx, { ...text.address, amendment: large }),
    ).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    expect(await settle(large)).toEqual([small]);
    await expect(settle(large)).rejects.toMatchObject({ reason: "nothingToSettle" });
    expect((await text.amendment(small)).amendment).toMatchObject({
      state: "superseded",
      obstacle: { reason: "supersededByAmendment", facts: { number: large } },
    });
    await expect(text.open(small)).rejects.toMatchObject({ reason: "amendmentNotOpen" });
  });

  it("come in the chair's order, with a reason that is kept", async () => {
    const text = await aText("Chair");
    const one = await text.propose([replace(text.ids[WATER], "Water is shared well.")]);
    const two = await text.propose([{ op: "delete", paragraphId: text.ids[WATER] ?? "" }]);
    const secondary = await text.propose([replace(text.ids[WATER], "Water is shared fairly.")], {
      amends: { number: one, revision: 0 },
    });
    const form = (numbers: number[]) => ({ ...text.address, numbers, reason: title, requestKey: newId() });
    await expect(setVotingOrder(chair(), form([one, two]))).rejects.toMatchObject({
      reason: "secondaryComesFirst",
      facts: { number: secondary, parent: one },
    });
    await expect(setVotingOrder(chair(), form([9]))).rejects.toMatchObject({
      reason: "amendmentNotToBeVoted",
    });
    await expect(setVotingOrder(delegation(0).ctx, form([two]))).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    const sent = form([secondary, one]);
    await setVotingOrder(chair(), sent);
    await setVotingOrder(chair(), sent);
    const { edition: of, text: found } = await text.see();
    expect(await readConflicts(test.db, { edition: of, text: found })).toMatchObject({
      chair: { sequence: 1, numbers: [secondary, one] },
      turns: [
        { number: secondary, why: "chair" },
        { number: one, why: "chair" },
        { number: two, why: "furthest" },
      ],
    });
  });

  it("can be read together before any vote, with what does not go together", async () => {
    const text = await aText("Preview");
    const one = await text.propose([
      replace(text.ids[SEEDS], "Seeds are kept in each region and shared by all."),
    ]);
    const two = await text.propose([
      replace(text.ids[SEEDS], "Seeds are kept in every region and shared with joy."),
    ]);
    const three = await text.propose([
      replace(text.ids[SEEDS], "Seeds are kept in every commune and shared by all."),
    ]);
    const secondary = await text.propose(
      [replace(text.ids[SEEDS], "Seeds are kept in this region and shared by all.")],
      {
        amends: { number: one, revision: 0 },
      },
    );
    const { edition: of, text: found } = await text.see();
    const preview = (...numbers: number[]) =>
      previewConsolidated(test.db, { edition: of, text: found }, numbers);
    expect(await preview(one, two, secondary)).toMatchObject({
      taken: [one, two, secondary],
      left: [],
      changes: { summary: { replaced: 1 } },
    });
    const all = await preview(one, two, three);
    expect(all.left).toMatchObject([{ why: { reason: "paragraphChangedMeanwhile" } }]);
    expect(all.taken).toHaveLength(2);
    expect(all.conflicts).toMatchObject([{ kind: "sameWords", between: [one, three] }]);
    // What amends an amendment that was not chosen has nothing to stand on.
    expect(await preview(secondary)).toMatchObject({ taken: [], changes: undefined });
    expect(await preview()).toMatchObject({ taken: [], changes: undefined });
  });
});

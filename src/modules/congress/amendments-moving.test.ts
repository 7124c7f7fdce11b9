// Amendments while the text moves on: amendments to amendments, carrying over, alternatives and the order of votes.
import { beforeAll, describe, expect, it } from "vitest";
import {
  applyInPlace,
  castVote,
  closeVote,
  findAmendment,
  findAmendmentInPlace,
  findTextView,
  incorporateAmendments,
  listEffectiveOperations,
  openVote,
  type OperationsInput,
  previewAmendment,
  previewConsolidated,
  proposeAmendment,
  readConflicts,
  setVotingOrder,
  settleAlternatives,
  withdrawAmendment,
} from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { type Assembly, conveneAssembly, openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { tables } from "./tables.ts";

const test = useDatabase();
let assembly: Assembly;
const edition = "congress-2019";
const SOURCE =
  "Plan\n\nWe agreed on this plan.\n\nSeeds are kept in every region and shared by all.\n\nWater is shared.\n\nLand is tended.\n";
const title = inOneLanguage("en", "A change");

beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 3);
});

const chair = () => assembly.chair.ctx;
const delegation = (at: number) => assembly.delegations[at] as Assembly["delegations"][number];

/** A text with the ways to it that a test needs. */
async function aText(name: string) {
  const slug = await openText(chair(), edition, name, SOURCE);
  const see = async () => {
    const view = await findTextView(test.db, edition, slug);
    if (!view) throw new Error("the text is there");
    return view;
  };
  const { body } = (await see()).version;
  const ids = body.map(({ id }) => id);
  const address = { edition, text: slug };
  type More = {
    by?: number;
    baseVersion?: number;
    amends?: { number: number; revision: number };
    revises?: number;
  };
  const propose = (operations: OperationsInput, { by = 0, baseVersion = 1, ...more }: More = {}) =>
    proposeAmendment(delegation(by).ctx, {
      ...address,
      ...more,
      baseVersion,
      operations,
      title,
      reason: title,
      organizationId: delegation(by).organizationId,
      requestKey: newId(),
    });
  const open = (number: number) => openVote(chair(), { ...address, subject: { on: "amendment", number } });
  const decide = async (number: number, choice: "for" | "against" = "for") => {
    const rollCallId = await open(number);
    for (const { ctx, organizationId } of assembly.delegations)
      await castVote(ctx, { rollCallId, organizationId, choice, requestKey: newId() });
    return closeVote(chair(), { rollCallId });
  };
  const incorporate = (expectedVersion = 1) =>
    incorporateAmendments(chair(), { ...address, expectedVersion });
  const amendment = async (number: number) => {
    const found = await findAmendment(test.db, edition, slug, number);
    if (!found) throw new Error("the amendment is there");
    return {
      ...found,
      place: await findAmendmentInPlace(test.db, found.edition, found.text, found.amendment),
    };
  };
  const states = async () =>
    (
      await tables(test.db)
        .selectFrom("amendments as a")
        .innerJoin("congress_texts as t", "t.id", "a.text_id")
        .select(["a.state"])
        .where("t.slug", "=", slug)
        .orderBy("a.number")
        .execute()
    ).map(({ state }) => state);
  const words = async (at: number) => (await see()).version.body[at]?.text;
  const withdraw = (number: number, by = 0) =>
    withdrawAmendment(delegation(by).ctx, { ...address, amendment: number });
  return { slug, address, ids, see, propose, open, decide, incorporate, amendment, states, words, withdraw };
}

const replace = (paragraphId: string | undefined, text: string): OperationsInput[number] => ({
  op: "replace",
  paragraphId: paragraphId ?? "",
  text,
});
const insert = (afterId: string | undefined, text: string): OperationsInput[number] => ({
  op: "insertAfter",
  afterId: afterId ?? "",
  paragraphs: [{ kind: "paragraph", level: 0, marker: null, text }],
});
const SEEDS = 2;
const WATER = 3;

describe("an amendment to an amendment", () => {
  it("is voted on first, changes what its parent proposes, and is in the text with it", async () => {
    const text = await aText("Taken up");
    const parent = await text.propose([
      replace(text.ids[WATER], "Water is a common good."),
      insert(text.ids[WATER], "It has no price."),
    ]);
    const { left } = (await text.amendment(parent)).place;
    const added = left?.find((one) => one.text === "It has no price.")?.id;
    const amends = { number: parent, revision: 0 };
    const one = await text.propose([replace(added, "It has no price anywhere.")], { amends, by: 1 });
    const two = await text.propose([replace(text.ids[WATER], "Water is a sacred good.")], { amends, by: 2 });
    await expect(text.open(parent)).rejects.toMatchObject({
      reason: "secondaryAmendmentsOpen",
      facts: { open: 2 },
    });
    await text.decide(one);
    await text.decide(two);
    expect((await text.amendment(parent)).place).toMatchObject({
      revision: 2,
      standings: [
        { cause: "secondary", outcome: "rewritten", takenUp: one },
        { cause: "secondary", outcome: "rewritten", takenUp: two },
      ],
    });
    await text.decide(parent);
    expect(await text.incorporate()).toMatchObject({ incorporated: [{ number: parent, version: 2 }] });
    expect(await text.words(WATER)).toBe("Water is a sacred good.");
    expect(await text.words(WATER + 1)).toBe("It has no price anywhere.");
    expect(await text.states()).toEqual(["incorporated", "taken_up", "taken_up"]);
    // What was proposed is still there as it was.
    const { changes, place } = await text.amendment(parent);
    expect(JSON.stringify(changes.blocks)).toContain("common");
    expect(JSON.stringify(place.now)).toContain("sacred");
    expect((await text.amendment(one)).base.map((each) => each.text)).toContain("It has no price.");
  });

  it("stays within its parent, at the first degree, against the parent as it reads now", async () => {
    const text = await aText("Within");
    const parent = await text.propose([replace(text.ids[WATER], "Water is a common good.")]);
    const amends = { number: parent, revision: 0 };
    await expect(text.propose([replace(text.ids[SEEDS], "Other.")], { amends })).rejects.toMatchObject({
      reason: "outsideTheAmendment",
      fields: [{ field: "operations.0" }],
    });
    await expect(
      text.propose([replace(text.ids[WATER], "Water is shared.")], { amends }),
    ).rejects.toMatchObject({ reason: "nothingLeftOfAmendment" });
    const operations = [replace(text.ids[WATER], "Water is a good for all.")];
    await expect(text.propose(operations, { amends: { number: 99, revision: 0 } })).rejects.toMatchObject({
      reason: "amendmentUnknown",
    });
    await expect(text.propose(operations, { amends: { number: parent, revision: 1 } })).rejects.toMatchObject(
      {
        reason: "amendmentChangedMeanwhile",
        facts: { yours: 1, current: 0 },
      },
    );
    expect(
      await previewAmendment(delegation(0).ctx, { ...text.address, baseVersion: 1, operations, amends }),
    ).toMatchObject({
      summary: { replaced: 1, wordsAdded: 3 },
    });
    const secondary = await text.propose(operations, { amends });
    await expect(
      text.propose(operations, { amends: { number: secondary, revision: 0 } }),
    ).rejects.toMatchObject({ reason: "amendmentTooDeep" });
  });

  it("is frozen while either of them is voted on", async () => {
    const text = await aText("Frozen");
    const parent = await text.propose([replace(text.ids[WATER], "Water is a common good.")]);
    const amends = { number: parent, revision: 0 };
    const operations = [replace(text.ids[WATER], "Water is a good for all.")];
    const secondary = await text.propose(operations, { amends });
    const rollCallId = await text.open(secondary);
    await expect(text.withdraw(parent)).rejects.toMatchObject({
      reason: "amendmentFrozen",
      facts: { number: secondary },
    });
    await expect(text.open(parent)).rejects.toMatchObject({ reason: "secondaryAmendmentsOpen" });
    // Nobody took part: it may be called again, but not under the vote on its parent.
    await closeVote(chair(), { rollCallId });
    await text.open(parent);
    const frozen = { reason: "amendmentFrozen", facts: { number: parent } };
    await expect(text.propose(operations, { amends })).rejects.toMatchObject(frozen);
    await expect(text.open(secondary)).rejects.toMatchObject(frozen);
    await expect(text.incorporate()).rejects.toMatchObject({ reason: "nothingToIncorporate" });
  });

  it("falls with its parent, and comes too late once that is decided", async () => {
    const text = await aText("Falls");
    const first = await text.propose([replace(text.ids[WATER], "Water is a common good.")]);
    const operations = [replace(text.ids[WATER], "Water is a good for all.")];
    await text.propose(operations, { amends: { number: first, revision: 0 }, by: 1 });
    await text.withdraw(first);
    expect(await text.states()).toEqual(["withdrawn", "falls_with_parent"]);
    const second = await text.propose([replace(text.ids[WATER], "Water is a common good.")]);
    await text.decide(second, "against");
    await expect(text.propose(operations, { amends: { number: second, revision: 0 } })).rejects.toMatchObject(
      { reason: "amendmentAlreadyDecided" },
    );
    const { version } = await text.see();
    expect(version.number).toBe(1);
  });

  it("ends when a sibling took its words, and what was decided stays, also against SQL", async () => {
    const text = await aText("Siblings");
    const parent = await text.propose([replace(text.ids[WATER], "Water is a common good of all peoples.")]);
    const amends = { number: parent, revision: 0 };
    const one = await text.propose([replace(text.ids[WATER], "Water is a sacred good of all peoples.")], {
      amends,
    });
    await text.propose([replace(text.ids[WATER], "Water is a holy good of all peoples.")], { amends });
    const other = await text.propose([replace(text.ids[WATER], "Water is a common good of all beings.")], {
      amends,
    });
    await text.decide(one);
    expect(await text.states()).toEqual(["proposed", "taken_up", "superseded", "proposed"]);
    await text.decide(other);
    await text.decide(parent);
    await text.incorporate();
    expect(await text.words(WATER)).toBe("Water is a sacred good of all beings.");
    await expect(tables(test.db).deleteFrom("amendment_standings").execute()).rejects.toThrow(
      /as it was done/,
    );
    await expect(
      tables(test.db)
        .updateTable("amendments")
        .set({ parent_revision: 9 })
        .where("parent_id", "is not", null)
        .execute(),
    ).rejects.toThrow(/as it was done/);
  });
});

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

// Amendments to amendments through the use-cases, one rule at a time, each met and broken by name.
import { beforeAll, describe, expect, it } from "vitest";
import { closeVote, previewAmendment } from "#congress";
import { amendedText, insert, replace, SEEDS, WATER } from "../../../test/support/amended-text.ts";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { tables } from "./tables.ts";

const test = useDatabase();
let assembly: Assembly;
const edition = "congress-2019";

beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 3, edition);
});

const chair = () => assembly.chair.ctx;
const delegation = (at: number) => assembly.delegations[at] as Assembly["delegations"][number];
const aText = (name: string) => amendedText(assembly, name);

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

// Which votes are called in a sitting, in whose, and which outside.
import { beforeAll, describe, expect, it } from "vitest";
import { defaultRules, findSittingUnderWay, foundOrgan, openVoteBetweenSittings } from "#assembly";
import { closeVote } from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { type Assembly, conveneAssembly, openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { planTestSitting } from "../../../test/support/sitting.ts";
import { textsAreAdoptedInPlenary, votesBelongToTheSitting } from "./standing.rules.ts";

const test = useDatabase();
let assembly: Assembly;
beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 2);
});

describe("a whole text", () => {
  it("is adopted in the plenary or in an organ's own meeting; a table votes on amendments and on its minutes", () => {
    const [whole, amendment] = [{ on: "whole" }, { on: "amendment" }] as const;
    expect(textsAreAdoptedInPlenary("plenary", whole, false).ok).toBe(true);
    expect(textsAreAdoptedInPlenary("regional_meeting", whole, false).ok).toBe(true);
    expect(textsAreAdoptedInPlenary("working_table", amendment, false).ok).toBe(true);
    expect(textsAreAdoptedInPlenary("working_table", whole, true).ok).toBe(true);
    for (const kind of ["working_table", "commission"] as const)
      expect(textsAreAdoptedInPlenary(kind, whole, false)).toMatchObject({
        reason: "textIsAdoptedInPlenary",
      });
  });

  it("is not adopted in the sitting of a table, whoever presides there", async () => {
    const { chair, edition, node } = assembly;
    await foundOrgan(chair.ctx, {
      edition,
      slug: "table",
      kind: "working_table",
      name: inOneLanguage("en", "Table"),
      organizationId: node.organizationId,
      languages: ["en"],
      rules: defaultRules,
      requestKey: newId(),
    });
    const text = await openText(chair.ctx, edition, "Drafted at a table", "One paragraph.");
    const sitting = await planTestSitting(assembly, ["Draft"], "table");
    await sitting.act({ what: "opened" });
    await sitting.act({ what: "item_opened", itemId: sitting.items[0]! });
    const vote = { what: "vote_opened", text, subject: { on: "whole", expectedVersion: 1 } } as const;
    await expect(sitting.act(vote)).rejects.toMatchObject({ reason: "textIsAdoptedInPlenary" });
    // A table that sits is no reason against a vote of the assembly.
    expect(await findSittingUnderWay(test.db, edition)).toBeUndefined();
  });
});

describe("a vote outside a sitting", () => {
  it("belongs into the one that is open", () => {
    expect(votesBelongToTheSitting(undefined).ok).toBe(true);
    expect(votesBelongToTheSitting(3)).toMatchObject({
      reason: "voteBelongsToTheSitting",
      facts: { sitting: 3 },
    });
  });

  it("is opened while the plenary does not sit, and not while it does", async () => {
    const { chair, edition } = assembly;
    const text = await openText(chair.ctx, edition, "Voted on between sittings", "One paragraph.");
    const wanted = { edition, text, subject: { on: "whole", expectedVersion: 1 } } as const;
    const sitting = await planTestSitting(assembly);
    await sitting.act({ what: "opened" });
    expect(await findSittingUnderWay(test.db, edition)).toMatchObject({ number: sitting.number });
    await expect(openVoteBetweenSittings(chair.ctx, wanted)).rejects.toMatchObject({
      reason: "voteBelongsToTheSitting",
      facts: { sitting: sitting.number },
    });
    await sitting.act({ what: "adjourned", until: null });
    const rollCallId = await openVoteBetweenSittings(chair.ctx, wanted);
    expect(await closeVote(chair.ctx, { rollCallId })).toMatchObject({ verdict: "quorum_not_reached" });
  });
});

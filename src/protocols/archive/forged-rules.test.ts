// Rules of operation in the archive of a node that forges its own log: changed, not adopted, adopted by too few, or set aside.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { castVote, type Choice, closeVote, findMotionDetail, openVote, setMotionRules } from "#congress";
import { hashOfRules } from "#rulebook";
import { newId } from "#platform/ids";
import { editLines, type ForgedAct, type Unpacked, type Value } from "../../../test/support/archive.ts";
import { type Assembly, conveneAssembly, openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { firstOf, type Forger, forgerOf } from "../../../test/support/forging.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { proposeTestRules, setTestRules, simple, testRules, twoThirds } from "../../../test/support/rules.ts";

const test = useDatabase();
const folder = mkdtempSync(join(tmpdir(), "cumbe-forged-rules-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const VERSIONS = "rules/versions.jsonl";
const PROPOSALS = "rules/proposals.jsonl";
const first = testRules("First");
const second = testRules("Second", {
  text: {
    adoption: { all: [twoThirds, { count: { regionsWhere: simple }, atLeast: [1, 2], of: "regions" }] },
    tie: "casting_vote",
    quorum: {
      all: [
        { count: "votes_cast", atLeast: [1, 2], of: "accredited" },
        { count: "for", atLeast: 1 },
      ],
    },
  },
});
let assembly: Assembly;
let forger: Forger;
let motionText = "";

async function vote(text: string, choices: readonly Choice[]): Promise<void> {
  const { chair, delegations, edition } = assembly;
  const subject = { on: "whole", expectedVersion: 1 } as const;
  const rollCallId = await openVote(chair.ctx, { edition, text, subject });
  for (const [at, choice] of choices.entries()) {
    const { ctx, organizationId } = delegations[at]!;
    await castVote(ctx, { rollCallId, organizationId, choice, requestKey: newId() });
  }
  await closeVote(chair.ctx, { rollCallId });
}

/** Rules set first, others moved, voted down, adopted; one text before and two after them. */
beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 4);
  const { chair, edition } = assembly;
  await test.pool.query("update organizations set country = 'FR' where id = $1", [
    assembly.delegations[3]?.organizationId,
  ]);
  await setTestRules(assembly, first);
  const none = { kind: "rules", supporters: 0, percent: 0, closesAt: null } as const;
  await setMotionRules(chair.ctx, { ...none, edition, requestKey: newId() });
  const number = await proposeTestRules(assembly, second);
  motionText = (await findMotionDetail(test.db, edition, number))?.text?.href.split("/").at(-1) ?? "";
  await openText(chair.ctx, edition, "Before", "One paragraph.");
  await vote("before", ["for", "for", "against"]);
  await vote(motionText, ["for", "against", "abstain"]);
  await vote(motionText, ["for", "for", "against"]);
  await openText(chair.ctx, edition, "After", "One paragraph.");
  await vote("after", ["for", "for", "against", "against"]);
  await vote("after", ["for", "for", "for", "against"]);
  forger = await forgerOf(node, edition, folder);
}, 60_000);

const rollCalls = (text: string) => `texts/${text}/roll-calls.jsonl`;
const opened = (acts: ForgedAct[], rules: number) =>
  firstOf(
    acts,
    "congress.text.vote_opened",
    (record) => record.rules.version === rules && record.rules.matter === "text",
  );

/** The rules of a version, in its file, its proposal and the log, as if they had always been so. */
function rewrite(archive: Unpacked, acts: ForgedAct[], change: (rules: Value) => void): string {
  let hash = "";
  const renew = (one: Value) => {
    change(one.rules);
    one.hash = hash = hashOfRules(one.rules);
  };
  editLines(archive, VERSIONS, (lines) => renew(lines[1]));
  editLines(archive, PROPOSALS, (lines) => renew(lines[0]));
  firstOf(acts, "rulebook.rules.proposed").record.hash = hash;
  firstOf(acts, "rulebook.rules.adopted").record.hash = hash;
  return hash;
}

describe("rules of operation in an archive", () => {
  it("are followed, from their proposal to the votes that they decide", async () => {
    expect(await forger.asItIs()).toMatchObject({ ok: true, summary: { rollCalls: 5, notFollowed: {} } });
  });

  it("are told where they are not those whose hash was logged", async () => {
    const changed = await forger.after((_acts, archive) =>
      editLines(archive, VERSIONS, (lines) => void (lines[1].rules.matters.text.adoption = simple)),
    );
    expect(changed).toMatchObject({ fault: "rulesDiffer", facts: { number: 2 } });
    const withHash = await forger.after((_acts, archive) =>
      editLines(archive, VERSIONS, ([, two]) => {
        two.rules.matters.text.adoption = simple;
        two.hash = hashOfRules(two.rules);
      }),
    );
    expect(withHash).toMatchObject({ fault: "rulesDiffer" });
    const proposal = await forger.after((_acts, archive) =>
      editLines(archive, PROPOSALS, (lines) => void (lines[0].rules.face.name.texts.en = "Third")),
    );
    expect(proposal).toMatchObject({ fault: "rulesDiffer", facts: { number: 0 } });
  });

  it("are told where others came into force than what was moved", async () => {
    const others = await forger.after((acts, archive) => {
      const hash = rewrite(archive, acts, (rules) => void (rules.matters.text.adoption = simple));
      // The motion's own act still names what was moved.
      expect(hash).not.toBe(hashOfRules(second));
    });
    expect(others).toMatchObject({ fault: "motionDiffers" });
  });

  it("are told where they came into force without a vote, or by another one", async () => {
    const early = await forger.after((acts) => {
      const adopted = firstOf(acts, "rulebook.rules.adopted");
      const rest = acts.filter((act) => act !== adopted);
      rest.splice(rest.indexOf(firstOf(rest, "congress.text.vote_opened")), 0, adopted);
      return rest;
    });
    expect(early).toMatchObject({ fault: "rulesNotAdopted", facts: { number: 2 } });
    const elsewhere = await forger.after((acts, archive) => {
      const decision = firstOf(acts, "rulebook.rules.adopted").record.decision.replace(/.$/, "0");
      firstOf(acts, "rulebook.rules.adopted").record.decision = decision;
      editLines(archive, VERSIONS, (lines) => void (lines[1].decision = decision));
    });
    expect(elsewhere).toMatchObject({ fault: "rulesNotAdopted" });
  });

  it("are told where they were adopted by too few", async () => {
    const turned = await forger.after((acts, archive) => {
      const rejected = firstOf(acts, "congress.text.rejected");
      rejected.leaf.act = "congress.text.adopted";
      rejected.record.verdict = "adopted";
      editLines(archive, rollCalls(motionText), (lines) => void (lines[0].verdict = "adopted"));
    });
    expect(turned).toMatchObject({
      fault: "verdictDiffers",
      facts: { said: "adopted", counted: "rejected" },
    });
  });

  it("are told where they were adopted and left aside", async () => {
    const leftOut = await forger.after((acts, archive) => {
      editLines(archive, VERSIONS, (lines) => void lines.pop());
      return acts.filter((act) => act.leaf.act !== "rulebook.rules.adopted");
    });
    expect(leftOut).toMatchObject({ fault: "rulesMissing" });
    const older = await forger.after((acts, archive) => {
      const rules = { version: 1, hash: hashOfRules(first), matter: "text", quorum: null };
      opened(acts, 2).record.rules = rules;
      editLines(archive, rollCalls("after"), (lines) => void (lines[0].rules = rules));
    });
    expect(older).toMatchObject({ fault: "rulesNotInForce", facts: { said: 1, inForce: 2 } });
    const named = await forger.after((acts, archive) => {
      const rules = { majority: "simple_of_votes_cast", quorum: "half_of_accredited" };
      opened(acts, 2).record.rules = rules;
      editLines(archive, rollCalls("after"), (lines) => void (lines[0].rules = rules));
    });
    expect(named).toMatchObject({ fault: "rulesNotInForce", facts: { said: 0, inForce: 2 } });
  });

  it("are told where a vote was decided as if it were on something else", async () => {
    const verdict = await forger.after((acts, archive) => {
      opened(acts, 2).record.rules.matter = "procedure";
      editLines(archive, rollCalls("after"), (lines) => void (lines[0].rules.matter = "procedure"));
    });
    expect(verdict).toMatchObject({ fault: "matterDiffers", facts: { said: "procedure", due: "text" } });
  });

  it("are evaluated again: a verdict against the rule, a quorum turned round, a region moved", async () => {
    const rejected = (acts: ForgedAct[]) =>
      acts.filter(({ leaf }) => leaf.act === "congress.text.rejected").at(-1)!;
    const verdict = await forger.after((acts, archive) => {
      rejected(acts).record.verdict = "adopted";
      rejected(acts).leaf.act = "congress.text.adopted";
      editLines(archive, rollCalls("after"), (lines) => void (lines[0].verdict = "adopted"));
    });
    expect(verdict).toMatchObject({ fault: "verdictDiffers", facts: { counted: "rejected", quorum: 0 } });
    const quorum = await forger.after((acts) => void (rejected(acts).record.quorumReached = false));
    expect(quorum).toMatchObject({ fault: "quorumTurnedRound", facts: { reached: "true" } });
    const region = await forger.after((_acts, archive) =>
      editLines(archive, rollCalls("after"), (lines) => void (lines[1].regions[0] = "013")),
    );
    expect(region).toMatchObject({ fault: "rollDiffers" });
    const casting = await forger.after((_acts, archive) =>
      editLines(archive, rollCalls("after"), (lines) => void (lines[0].castingVote = "for")),
    );
    expect(casting).toMatchObject({ fault: "countDiffers", facts: { member: "castingVote" } });
  });

  it("are told where nobody proposed or set them, or somebody who may not", async () => {
    const proposed = await forger.after((acts) =>
      acts.filter(({ leaf }) => leaf.act !== "rulebook.rules.proposed"),
    );
    expect(proposed).toMatchObject({ fault: "motionDiffers" });
    const founded = await forger.after((acts, archive) => {
      const mandate = assembly.delegations[0]?.mandateId;
      firstOf(acts, "rulebook.rules.founded").leaf.mandate = mandate;
      editLines(archive, VERSIONS, (lines) => void (lines[0].mandate = mandate));
    });
    expect(founded).toMatchObject({ fault: "mandateWithoutCapability" });
    const late = await forger.after((acts) => {
      const act = firstOf(acts, "rulebook.rules.founded");
      const rest = acts.filter((one) => one !== act);
      rest.push(act);
      return rest;
    });
    expect(late).toMatchObject({ fault: "rulesNotInForce" });
  });
});

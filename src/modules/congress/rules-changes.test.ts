// Rules of operation: set once, changed by decision, and each vote decided by those in force when it opened.
import { beforeAll, describe, expect, it } from "vitest";
import {
  castVote,
  type Choice,
  closeVote,
  type EditionId,
  findMotionDetail,
  findRollCall,
  findText,
  openVote,
  proposeAmendment,
  type RollCallId,
  setMotionRules,
  simulateRules,
} from "#congress";
import { findRulesInForce, hashOfRules, listRuleVersions } from "#rulebook";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import type { Ctx } from "#platform/context";
import { type Assembly, conveneAssembly, openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";
import { proposeTestRules, setTestRules, simple, testRules, twoThirds } from "../../../test/support/rules.ts";

const test = useDatabase();
let node: TestNode;
let editions = 0;
beforeAll(async () => {
  node = await foundTestNode(test.db);
});

const assembled = (size = 4): Promise<Assembly> => conveneAssembly(node, size, `rules-${(editions += 1)}`);
const later = (ctx: Ctx, days: number): Ctx => ({
  ...ctx,
  now: new Date(ctx.now.getTime() + days * 86_400_000),
});

async function bodyOf({ edition }: Assembly) {
  const row = await test.db
    .withTables<{ congress_editions: { id: string; slug: string } }>()
    .selectFrom("congress_editions")
    .select("id")
    .where("slug", "=", edition)
    .executeTakeFirstOrThrow();
  return { kind: "edition", id: row.id } as const;
}

const openWhole = ({ chair, edition }: Assembly, text: string, days = 0) =>
  openVote(later(chair.ctx, days), { edition, text, subject: { on: "whole", expectedVersion: 1 } });

async function vote(
  { chair, delegations }: Assembly,
  rollCallId: RollCallId,
  choices: readonly Choice[],
  close: { castingVote?: "for" | "against"; days?: number } = {},
) {
  const { castingVote, days = 0 } = close;
  for (const [at, choice] of choices.entries()) {
    const by = delegations[at];
    if (!by) throw new Error("more choices than delegations");
    const { ctx, organizationId } = by;
    await castVote(later(ctx, days), { rollCallId, organizationId, choice, requestKey: newId() });
  }
  return closeVote(later(chair.ctx, days), { rollCallId, castingVote });
}

/** A motion on rules, admitted at once, and the slug of its text. */
async function moved(assembly: Assembly, rules: unknown): Promise<string> {
  const { chair, edition } = assembly;
  const none = { kind: "rules", supporters: 0, percent: 0, closesAt: null } as const;
  await setMotionRules(chair.ctx, { ...none, edition, requestKey: newId() });
  const motion = await findMotionDetail(test.db, edition, await proposeTestRules(assembly, rules));
  return motion?.text?.href.split("/").at(-1) ?? "";
}

describe("first rules", () => {
  it("are set once by whoever presides, before the first vote, and once for one form", async () => {
    const assembly = await assembled();
    const rules = testRules("First");
    const key = newId();
    expect(await setTestRules(assembly, rules, key)).toBe(1);
    expect(await setTestRules(assembly, rules, key)).toBe(1);
    await expect(setTestRules(assembly, testRules("Second"))).rejects.toMatchObject({
      reason: "rulesAreChangedByDecision",
      facts: { version: 1 },
    });
    const inForce = await findRulesInForce(test.db, await bodyOf(assembly));
    expect(inForce).toMatchObject({
      number: 1,
      rules,
      hash: hashOfRules(rules),
      proposalId: null,
      decision: null,
    });
  });

  it("are not set by others, not once votes were opened, and not where they are no rules", async () => {
    const assembly = await assembled();
    const [delegation] = assembly.delegations;
    const asDelegate = { ...assembly, chair: delegation ?? assembly.chair };
    await expect(setTestRules(asDelegate, testRules("Mine"))).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(setTestRules(assembly, { ...testRules("No"), default: {} })).rejects.toMatchObject({
      reason: "rulesMalformed",
    });
    const byObjections = testRules("By objections", {
      text: { adoption: { count: "objections_open", atMost: 0 } },
    });
    await expect(setTestRules(assembly, byObjections)).rejects.toMatchObject({
      reason: "rulesAskWhatNobodyCounts",
      facts: { matter: "text", fact: "objections_open" },
    });
    const text = await openText(assembly.chair.ctx, assembly.edition, "Early", "One paragraph.");
    await openWhole(assembly, text);
    await expect(setTestRules(assembly, testRules("Late"))).rejects.toMatchObject({
      reason: "rulesComeBeforeVotes",
      facts: { votes: 1 },
    });
  });

  it("stay as they are, also for SQL", async () => {
    const assembly = await assembled(1);
    await setTestRules(assembly, testRules("Kept"));
    await expect(test.pool.query("update rule_versions set number = 9")).rejects.toThrow(
      /as they were adopted/,
    );
    await expect(test.pool.query("delete from rule_versions")).rejects.toThrow(/as they were adopted/);
    const { id } = await bodyOf(assembly);
    const copied = `insert into rule_versions (id, body_kind, body_id, number, rules, content_hash, proposal_id, decision,
      in_force_from, request_key, act_id) select gen_random_uuid(), 'edition', $1, 3, rules, content_hash, proposal_id, decision,
      in_force_from, gen_random_uuid(), act_id from rule_versions where body_id = $1`;
    await expect(test.pool.query(copied, [id])).rejects.toThrow(/follow each other/);
  });
});

describe("a vote", () => {
  it("is decided by the majority that its matter asks for, at the boundary", async () => {
    const assembly = await assembled(3);
    await setTestRules(assembly, testRules("Two thirds for texts", { text: { adoption: twoThirds } }));
    const { chair, edition } = assembly;
    const text = await openText(chair.ctx, edition, "Two of three", "One paragraph.");
    const first = await openWhole(assembly, text);
    expect(await vote(assembly, first, ["for", "against", "abstain"])).toMatchObject({
      verdict: "rejected",
      needed: 2,
    });
    const second = await openWhole(assembly, text);
    expect(await vote(assembly, second, ["for", "for", "against"])).toMatchObject({
      verdict: "adopted",
      needed: 2,
    });
    const known = await findText(test.db, edition, text);
    const shown = known && (await findRollCall(test.db, known.text.id, first));
    expect(shown?.rollCall).toMatchObject({
      rules: { version: 1, matter: "text", quorum: null },
      evaluation: { verdict: "rejected", adoption: { held: false, share: [2, 3], limit: "2" } },
    });
    const kept = await test.pool.query("select explanation, casting_vote from roll_calls where id = $1", [
      first,
    ]);
    expect(kept.rows).toMatchObject([{ explanation: { verdict: "rejected" }, casting_vote: null }]);
  });

  it("on an amendment goes by the rule for amendments", async () => {
    const assembly = await assembled(3);
    await setTestRules(
      assembly,
      testRules("Strict", { text: { adoption: twoThirds }, amendment: { adoption: simple } }),
    );
    const { chair, delegations, edition } = assembly;
    const text = await openText(chair.ctx, edition, "Amended", "One paragraph.");
    const by = delegations[0]!;
    const number = await proposeAmendment(by.ctx, {
      edition,
      text,
      baseVersion: 1,
      title: inOneLanguage("en", "More"),
      reason: inOneLanguage("en", "Why not"),
      operations: [
        {
          op: "insertAfter",
          afterId: null,
          paragraphs: [{ kind: "paragraph", level: 0, marker: null, text: "First." }],
        },
      ],
      organizationId: by.organizationId,
      requestKey: newId(),
    });
    const rollCallId = await openVote(chair.ctx, { edition, text, subject: { on: "amendment", number } });
    expect(await vote(assembly, rollCallId, ["for", "abstain"])).toMatchObject({
      verdict: "adopted",
      needed: 1,
    });
  });

  it("goes by the regions as they were when it opened", async () => {
    const assembly = await assembled(3);
    const inHalf = { count: { regionsWhere: simple }, atLeast: [1, 2], of: "regions" };
    const rules = testRules("By regions");
    const asked = { ...rules, matters: { ...rules.matters, text: { adoption: { all: [simple, inHalf] } } } };
    await setTestRules(assembly, asked);
    await test.pool.query("update organizations set country = 'FR' where id = $1", [
      assembly.delegations[2]?.organizationId,
    ]);
    const text = await openText(assembly.chair.ctx, assembly.edition, "Regions", "One paragraph.");
    const rollCallId = await openWhole(assembly, text);
    await test.pool.query("update organizations set country = 'KE' where id = $1", [
      assembly.delegations[0]?.organizationId,
    ]);
    expect(await vote(assembly, rollCallId, ["for", "for", "against"])).toMatchObject({
      verdict: "adopted",
      needed: null,
    });
    const { rows } = await test.pool.query(
      "select count(distinct region)::int as regions, max(r.called) as called from roll_call_delegations join roll_calls r on r.id = roll_call_id where roll_call_id = $1",
      [rollCallId],
    );
    expect(rows[0]).toMatchObject({ regions: 2 });
    expect(rows[0].called).toBeGreaterThanOrEqual(3);
  });

  it("that is tied waits for whoever presides where the rules leave it to them", async () => {
    const assembly = await assembled(2);
    await setTestRules(
      assembly,
      testRules("Casting vote", { text: { adoption: simple, tie: "casting_vote" } }),
    );
    const text = await openText(assembly.chair.ctx, assembly.edition, "Tied", "One paragraph.");
    const rollCallId = await openWhole(assembly, text);
    await expect(vote(assembly, rollCallId, ["for", "against"])).rejects.toMatchObject({
      reason: "castingVoteNeeded",
    });
    expect(await vote(assembly, rollCallId, [], { castingVote: "for" })).toMatchObject({
      verdict: "adopted",
      castingVote: "for",
    });
    const plain = await openText(assembly.chair.ctx, assembly.edition, "Not tied", "One paragraph.");
    const clear = await vote(assembly, await openWhole(assembly, plain), ["for", "for"], {
      castingVote: "against",
    });
    expect(clear).toMatchObject({ verdict: "adopted" });
    expect(clear).not.toHaveProperty("castingVote");
  });

  it("is not opened before its time, nor without the room that the rules count", async () => {
    const assembly = await assembled(2);
    const waiting = { all: [simple, { days: 7, since: "proposal" as const, by: "opening" as const }] };
    const present = { adoption: { atLeast: [1, 2] as const, of: "present" as const } };
    await setTestRules(assembly, testRules("Waits", { text: { adoption: waiting }, procedure: present }));
    const text = await openText(assembly.chair.ctx, assembly.edition, "Waits", "One paragraph.");
    await expect(openWhole(assembly, text)).rejects.toMatchObject({ reason: "voteTooEarly" });
    await expect(openWhole(assembly, text, 6.9)).rejects.toMatchObject({ reason: "voteTooEarly" });
    const rollCallId = await openWhole(assembly, text, 7);
    expect(await vote(assembly, rollCallId, ["for"], { days: 7 })).toMatchObject({ verdict: "adopted" });
    const other = await assembled(2);
    await setTestRules(other, testRules("Present", { text: present }));
    const alone = await openText(other.chair.ctx, other.edition, "Nobody at the door", "One paragraph.");
    await expect(openWhole(other, alone)).rejects.toMatchObject({ reason: "rulesNeedTheRoom" });
  });

  it("is held as often as the rules say", async () => {
    const assembly = await assembled(2);
    await setTestRules(assembly, testRules("Twice", { text: { readings: { times: 2, days: 30 } } }));
    const { chair, edition } = assembly;
    const text = await openText(chair.ctx, edition, "Read twice", "One paragraph.");
    await vote(assembly, await openWhole(assembly, text), ["for", "for"]);
    expect((await findText(test.db, edition, text))?.text).toMatchObject({
      state: "open",
      reading: { readings: 2, daysBetween: 30, amendedBetween: "none" },
    });
    await expect(openWhole(assembly, text, 29)).rejects.toMatchObject({ reason: "readingTooEarly" });
    await vote(assembly, await openWhole(assembly, text, 30), ["for", "for"], { days: 30 });
    expect((await findText(test.db, edition, text))?.text.state).toBe("adopted");
  });
});

describe("other rules", () => {
  it("are a motion that takes no amendments, and are in force once they are adopted", async () => {
    const assembly = await assembled(4);
    const { chair, edition } = assembly;
    await setTestRules(assembly, testRules("Before"));
    const after = testRules("After", { text: { adoption: twoThirds } });
    const slug = await moved(assembly, after);
    const running = await openText(chair.ctx, edition, "Running", "One paragraph.");
    const open = await openWhole(assembly, running);
    expect((await findText(test.db, edition, slug))?.text.amendable).toBe(false);
    const failed = await vote(assembly, await openWhole(assembly, slug), ["for", "against", "abstain"]);
    expect(failed).toMatchObject({ verdict: "rejected", needed: 2 });
    const rollCallId = await openWhole(assembly, slug);
    await vote(assembly, rollCallId, ["for", "for", "against"]);
    const versions = await listRuleVersions(test.db, await bodyOf(assembly));
    expect(versions).toMatchObject([
      { number: 1 },
      { number: 2, rules: after, decision: `/congress/${edition}/texts/${slug}/votes/${rollCallId}` },
    ]);
    // What was opened before is decided by the rules of then; what opens now, by the new ones.
    expect(await vote(assembly, open, ["for", "against", "abstain", "for"])).toMatchObject({
      verdict: "adopted",
    });
    const next = await openText(chair.ctx, edition, "Next", "One paragraph.");
    const halves = await vote(assembly, await openWhole(assembly, next), [
      "for",
      "for",
      "against",
      "against",
    ]);
    expect(halves).toMatchObject({ verdict: "rejected", needed: 3 });
    const { rows } = await test.pool.query("select type from log_acts where subject = $1 order by sequence", [
      `/congress/${edition}/rules`,
    ]);
    expect(rows.map(({ type }) => type)).toEqual([
      "rulebook.rules.founded",
      "rulebook.rules.proposed",
      "rulebook.rules.adopted",
    ]);
  });

  it("that change how rules are changed need the majority of the rules in force for that", async () => {
    const assembly = await assembled(3);
    await setTestRules(assembly, testRules("Entrenched"));
    const easier = testRules("Easier", { rules: { adoption: simple }, entrenchment: { adoption: simple } });
    const slug = await moved(assembly, easier);
    const counted = await vote(assembly, await openWhole(assembly, slug), ["for", "for", "against"]);
    expect(counted).toMatchObject({ verdict: "rejected", needed: 3 });
    expect(await listRuleVersions(test.db, await bodyOf(assembly))).toHaveLength(1);
  });

  it("are proposed by whoever may propose, once for one form, and not where they hold already", async () => {
    const assembly = await assembled(2);
    const rules = testRules("Once");
    await setTestRules(assembly, rules);
    await expect(proposeTestRules(assembly, rules)).rejects.toMatchObject({ reason: "rulesAreInForce" });
    const key = newId();
    const other = testRules("Another");
    const number = await proposeTestRules(assembly, other, 0, key);
    expect(await proposeTestRules(assembly, other, 0, key)).toBe(number);
    const motion = await findMotionDetail(test.db, assembly.edition, number);
    expect(motion?.kind).toBe("rules");
    expect(motion?.body.map(({ text }) => text).join(" ")).toContain(hashOfRules(other));
    const treasurer = await personWithOffice(node, assembly.delegations[0]!.organizationId, "treasurer");
    const delegations = [{ ...assembly.delegations[0]!, ctx: treasurer.ctx }];
    await expect(proposeTestRules({ ...assembly, delegations }, testRules("X"))).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
  });
});

describe("a vote of before rules could be adopted", () => {
  it("keeps its verdict and its explanation, and says what of it cannot be told by other rules", async () => {
    const assembly = await assembled(3);
    const { chair, edition } = assembly;
    const text = await openText(chair.ctx, edition, "Long ago", "One paragraph.");
    const rollCallId = await openWhole(assembly, text);
    await vote(assembly, rollCallId, ["for", "for", "against"]);
    // As its rows were then: no regions, nothing of who was called, no explanation.
    const client = await test.pool.connect();
    try {
      await client.query("set session_replication_role = replica");
      await client.query("update roll_calls set called = null, explanation = null where id = $1", [
        rollCallId,
      ]);
      await client.query("update roll_call_delegations set region = null where roll_call_id = $1", [
        rollCallId,
      ]);
    } finally {
      await client.query("set session_replication_role = default");
      client.release();
    }
    const known = await findText(test.db, edition, text);
    const shown = known && (await findRollCall(test.db, known.text.id, rollCallId));
    expect(shown?.rollCall).toMatchObject({
      verdict: "adopted",
      tally: { verdict: "adopted", needed: 2, quorum: 2 },
      evaluation: { verdict: "adopted", adoption: { held: true } },
      decidedBy: { number: 0 },
    });
    const { id } = await bodyOf(assembly);
    const at = { id: id as EditionId, slug: edition };
    const byRegions = { count: { regionsWhere: simple }, atLeast: [1, 2] as const, of: "regions" as const };
    const asked = testRules("By regions", { text: { adoption: byRegions } });
    expect(await simulateRules(test.db, at, asked)).toMatchObject({ votes: 1, changed: [], untold: 1 });
    const all = testRules("By all", {
      text: { adoption: { atLeast: [1, 1], of: "votes_without_abstentions" } },
    });
    expect(await simulateRules(test.db, at, all)).toMatchObject({
      changed: [{ id: rollCallId, matter: "text", before: "adopted", after: { verdict: "rejected" } }],
      untold: 0,
    });
  });
});

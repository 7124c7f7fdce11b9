// The pages of rules: read by everybody, set by whoever presides, proposed by delegations after they saw what it means.
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { castVote, closeVote, openVote, setMotionRules } from "#congress";
import { newId } from "#platform/ids";
import { createTestApp, type Reader } from "../../../../test/support/app.ts";
import { type Assembly, conveneAssembly, openText } from "../../../../test/support/assembly.ts";
import { useDatabase } from "../../../../test/support/database.ts";
import { foundTestNode, personWithOffice } from "../../../../test/support/node.ts";
import { readerOf } from "../../../../test/support/readers.ts";

const test = useDatabase();
const edition = "congress-2019";
const RULES = `/congress/${edition}/rules`;
let assembly: Assembly;
let visitor: Reader;
let chair: Reader;
let delegate: Reader;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 4);
  const { as } = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000));
  visitor = as();
  chair = await readerOf(test.db, as, assembly.chair);
  delegate = await readerOf(test.db, as, assembly.delegations[0]!);
});

const page = async (reader: Reader, address: string) => (await reader.get(address)).text();
const sha256 = (bytes: ArrayBuffer) => createHash("sha256").update(Buffer.from(bytes)).digest("hex");

const fields = {
  rulesName: "Rules of the congress",
  language: "en",
  quorum: "half",
  quorumOf: "votes_cast",
  base: "votes_without_abstentions",
  tie: "status_quo",
  majority_default: "half",
};
const motion = () => ({
  ...fields,
  majority_text: "two_thirds",
  majority_rules: "two_thirds",
  title: "Two thirds for texts",
  reason: "So that a text is carried by many",
  organizationId: assembly.delegations[0]!.organizationId,
  requestKey: newId(),
});

async function vote(text: string, choices: readonly ("for" | "against")[]) {
  const rollCallId = await openVote(assembly.chair.ctx, {
    edition,
    text,
    subject: { on: "whole", expectedVersion: 1 },
  });
  for (const [at, choice] of choices.entries()) {
    const { ctx, organizationId } = assembly.delegations[at]!;
    await castVote(ctx, { rollCallId, organizationId, choice, requestKey: newId() });
  }
  await closeVote(assembly.chair.ctx, { rollCallId });
  return rollCallId;
}

describe("the pages of rules", () => {
  it("say by what a congress decides that has adopted nothing, in every language, with its data and their hash", async () => {
    const shown = await page(visitor, RULES);
    expect(shown).toContain("has not adopted rules of its own");
    expect(shown).toContain("more than half of the votes without abstentions");
    expect(shown).not.toContain(`${RULES}/new`);
    expect(await page(visitor, `/congress/${edition}`)).toContain(`href="${RULES}"`);
    const data = await (await visitor.get(`${RULES}/0/rules.json`)).arrayBuffer();
    expect(shown).toContain(sha256(data));
    for (const language of ["es", "pt", "fr"])
      expect((await visitor.get(`${RULES}?lang=${language}`)).status).toBe(200);
    for (const none of [`${RULES}/7`, `${RULES}/7/rules.json`, "/congress/none/rules"])
      expect((await visitor.get(none)).status).toBe(404);
  });

  it("let whoever presides see what rules mean and set them once", async () => {
    expect((await visitor.get(`${RULES}/first`)).headers.get("location")).toContain("/sign-in");
    expect((await delegate.get(`${RULES}/first`)).status).toBe(403);
    expect(await page(chair, RULES)).toContain(`${RULES}/first`);
    expect(await page(chair, `${RULES}/first?from=begin`)).toContain('value="half" selected');
    const seen = await chair.post(`${RULES}/first`, { ...fields, requestKey: newId() });
    expect(seen.status).toBe(200);
    const preview = await seen.text();
    expect(preview).toContain("This is what the rules would say");
    expect(preview).toContain('name="step" value="send"');
    const wrong = await chair.post(`${RULES}/first`, {
      ...fields,
      days_default: "soon",
      requestKey: newId(),
    });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain("A whole number is needed here.");
    const noJson = await chair.post(`${RULES}/first`, { ...fields, data: "{", requestKey: newId() });
    expect([noJson.status, await noJson.text()]).toEqual([
      422,
      expect.stringContaining("The data are not JSON"),
    ]);
    const sent = await chair.post(`${RULES}/first`, { ...fields, step: "send", requestKey: newId() });
    expect([sent.status, sent.headers.get("location")]).toEqual([303, RULES]);
    expect(await page(visitor, RULES)).toContain("This is version 1");
    const again = await chair.post(`${RULES}/first`, {
      ...fields,
      majority_text: "all",
      step: "send",
      requestKey: newId(),
    });
    expect(again.status).toBe(409);
    expect(await again.text()).toContain("already has its own rules");
  });

  it("let a delegation propose others, with what past votes would have been, and put them in force", async () => {
    const { chair: presiding } = assembly;
    await setMotionRules(presiding.ctx, {
      edition,
      kind: "rules",
      supporters: 0,
      percent: 0,
      closesAt: null,
      requestKey: newId(),
    });
    const text = await openText(presiding.ctx, edition, "Narrowly adopted", "One paragraph.");
    await vote(text, ["for", "for", "for"]);
    const narrow = await openText(presiding.ctx, edition, "Narrow", "One paragraph.");
    await vote(narrow, ["for", "for", "against"]);
    const close = await openText(presiding.ctx, edition, "Close", "One paragraph.");
    await vote(close, ["against", "for", "for", "against"]);
    const form = { ...motion(), majority_text: "three_quarters" };
    const seen = await (await delegate.post(`${RULES}/new`, form)).text();
    expect(seen).toContain(
      "3 closed votes of this congress were counted again. One would have ended otherwise:",
    );
    expect(seen).toContain("It ended: adopted.");
    expect(seen).toContain("when 3 were needed");
    const sent = await delegate.post(`${RULES}/new`, { ...motion(), step: "send" });
    const address = sent.headers.get("location") ?? "";
    expect([sent.status, address]).toEqual([303, `/congress/${edition}/motions/1`]);
    expect(await page(visitor, address)).toContain(`href="${address}/rules"`);
    const proposed = await page(visitor, `${address}/rules`);
    expect(proposed).toContain("at least two thirds");
    expect(proposed).toContain(
      sha256(await (await visitor.get(`${address}/rules/rules.json`)).arrayBuffer()),
    );
    expect(await page(visitor, RULES)).toContain("Two thirds for texts");
    const rollCallId = await vote("motion-1", ["for", "for", "for", "against"]);
    const now = await page(visitor, RULES);
    expect(now).toContain("This is version 2");
    expect(now).toContain(`href="/congress/${edition}/texts/motion-1/votes/${rollCallId}"`);
    expect(await page(visitor, `${RULES}/1`)).toContain("version 1");
    const decided = await openText(presiding.ctx, edition, "Decided by it", "One paragraph.");
    const failed = await vote(decided, ["for", "against", "for", "against"]);
    const shown = await page(visitor, `/congress/${edition}/texts/${decided}/votes/${failed}`);
    expect(shown).toContain(`href="${RULES}/2"`);
    expect(shown).toContain("less than two thirds, when 3 were needed");
  });

  it("keep what was typed where a mandate ended meanwhile", async () => {
    const stranger = await personWithOffice(
      assembly.node,
      assembly.delegations[1]!.organizationId,
      "treasurer",
    );
    const { as } = createTestApp(assembly.node.shell);
    const reader = await readerOf(test.db, as, stranger);
    const refused = await reader.post(`${RULES}/new`, { ...motion(), rulesName: "Never lost", step: "send" });
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("Never lost");
  });
});

// Acting in the congress through its forms: what is kept when an act is refused, and what counts once.
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { recallMandate } from "#confederation";
import { findAmendment, findTextView, listAmendments, listRollCalls } from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { type Assembly, conveneAssembly, type Delegation, openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import {
  foundTestNode,
  personWithOffice,
  type TestNode,
  type TestPerson,
} from "../../../test/support/node.ts";
import { readerOf } from "../../../test/support/readers.ts";

const test = useDatabase();
const edition = "congress-2019";
const SOURCE =
  "Plan\n\nWe agreed on this plan.\n\n1. Seeds are kept.\n\n2. Water is shared.\n\n3. Land is tended.\n";
let node: TestNode;
let assembly: Assembly;
let as: (accountId?: string) => Reader;
let chair: Reader;
let count = 0;
let slug = "";
let path = "";

const reader = (person: TestPerson) => readerOf(test.db, as, person);

const delegation = (index: number) => assembly.delegations[index] as Delegation;

beforeAll(async () => {
  node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 3);
  // Acts come a moment after the mandates that they are done under.
  ({ as } = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000)));
  chair = await reader(assembly.chair);
});

beforeEach(async () => {
  count += 1;
  slug = await openText(assembly.chair.ctx, edition, `Declaration ${count}`, SOURCE);
  path = `/congress/${edition}/texts/${slug}`;
});

async function view() {
  const found = await findTextView(test.db, edition, slug);
  if (!found) throw new Error("the text is gone");
  return found;
}

async function paragraph(at: number): Promise<string> {
  return (await view()).version.body[at]?.id ?? "";
}

async function amendments() {
  const { text } = await view();
  return listAmendments(test.db, { slug: edition }, text);
}

/** A whole form that changes the item about water; `fields` are typed over it. */
async function typed(fields: Record<string, string> = {}): Promise<Record<string, string>> {
  return {
    step: "send",
    blocks: "1",
    baseVersion: "1",
    requestKey: newId(),
    "op-0": "replace",
    "paragraph-0": await paragraph(3),
    "after-0": "",
    "text-0": "Water is shared by all.",
    "kind-0": "paragraph",
    "marker-0": "",
    title: "Water for all",
    reason: "Nobody is left out",
    language: "en",
    organizationId: delegation(0).organizationId,
    ...fields,
  };
}

/** Proposes an amendment; its number. */
async function propose(person: Delegation, fields: Record<string, string> = {}): Promise<number> {
  const own = { organizationId: person.organizationId, ...fields };
  const answer = await (await reader(person)).post(`${path}/amendments/new`, await typed(own));
  expect(answer.status).toBe(303);
  return Number(answer.headers.get("location")?.split("/").at(-1));
}

/** Opens the vote on an amendment; its roll call. */
async function openVoteOn(number: number): Promise<string> {
  expect((await chair.post(`${path}/amendments/${number}/vote/open`, {})).status).toBe(303);
  const { text, amendment } = await found(number);
  return (await listRollCalls(test.db, text.id, amendment.id)).at(-1)?.id ?? "";
}

async function found(number: number) {
  const amendment = await findAmendment(test.db, edition, slug, number);
  if (!amendment) throw new Error(`no amendment ${number}`);
  return amendment;
}

async function vote(
  person: Delegation,
  number: number,
  rollCallId: string,
  fields: Record<string, string> = {},
) {
  return (await reader(person)).post(`${path}/amendments/${number}/vote/cast`, {
    rollCallId,
    organizationId: person.organizationId,
    choice: "for",
    requestKey: newId(),
    ...fields,
  });
}

async function adopt(number: number): Promise<void> {
  const rollCallId = await openVoteOn(number);
  for (const person of assembly.delegations)
    expect((await vote(person, number, rollCallId)).status).toBe(303);
  expect((await chair.post(`${path}/amendments/${number}/vote/close`, { rollCallId })).status).toBe(303);
}

describe("the form of an amendment", () => {
  it("comes with the paragraph that it was opened for", async () => {
    const html = await (
      await (await reader(delegation(0))).get(`${path}/amendments/new?paragraph=${await paragraph(3)}`)
    ).text();
    expect(html).toContain(">Water is shared.</textarea>");
    expect(html).toContain("§ 3 · 2. Water is shared.");
    expect(html).toMatch(/<fieldset class="operation"/);
  });

  it("is proposed once, however often it is sent", async () => {
    const fields = await typed();
    const proposer = await reader(delegation(0));
    const first = await proposer.post(`${path}/amendments/new`, fields);
    const again = await proposer.post(`${path}/amendments/new`, fields);
    expect([first.status, again.status]).toEqual([303, 303]);
    expect(first.headers.get("location")).toBe(`${path}/amendments/1`);
    expect(again.headers.get("location")).toBe(`${path}/amendments/1`);
    expect(await amendments()).toHaveLength(1);
  });

  it("grows by a block, keeps everything typed, and proposes several operations in one", async () => {
    const proposer = await reader(delegation(0));
    const grown = await proposer.post(`${path}/amendments/new`, await typed({ step: "add" }));
    const html = await grown.text();
    expect(grown.status).toBe(200);
    expect(html).toContain('name="op-1"');
    expect(html).toContain("Water is shared by all.");
    expect(html).toContain("Nobody is left out");
    const number = await propose(delegation(0), {
      blocks: "4",
      "op-1": "insertAfter",
      "after-1": await paragraph(2),
      "kind-1": "item",
      "marker-1": "1b.",
      "text-1": "Seeds are given.\n\nTo whoever asks.",
      "op-2": "delete",
      "paragraph-2": await paragraph(4),
      "op-3": "move",
      "paragraph-3": await paragraph(1),
      "after-3": await paragraph(2),
    });
    const { changes } = await found(number);
    expect(changes.summary).toMatchObject({ replaced: 1, inserted: 2, deleted: 1, moved: 1 });
  });

  it("brings the text of a paragraph, but never over what was typed", async () => {
    const proposer = await reader(delegation(0));
    const filled = await proposer.post(
      `${path}/amendments/new`,
      await typed({ step: "fill-0", "text-0": "" }),
    );
    expect(await filled.text()).toContain(">Water is shared.</textarea>");
    const kept = await proposer.post(`${path}/amendments/new`, await typed({ step: "fill-0" }));
    expect(await kept.text()).toContain(">Water is shared by all.</textarea>");
  });

  it("takes a block away and leaves the others", async () => {
    const fields = await typed({
      step: "remove-0",
      blocks: "2",
      "op-1": "delete",
      "paragraph-1": await paragraph(4),
    });
    const html = await (await (await reader(delegation(0))).post(`${path}/amendments/new`, fields)).text();
    expect(html).not.toContain('name="op-1"');
    expect(html).toMatch(/value="delete" checked/);
  });

  it("shows the words that would change, as a page and as the part that the island asks for", async () => {
    const proposer = await reader(delegation(0));
    const page = await (
      await proposer.post(`${path}/amendments/new`, await typed({ step: "preview" }))
    ).text();
    const part = await (await proposer.post(`${path}/amendments/preview`, await typed())).text();
    // Whoever listens hears where the words begin and end.
    const said = (words: string) => `<span class="said" lang="en">${words}</span>`;
    expect(part).toContain(`${said(" [put in: ")}<ins> by all</ins>${said(" end] ")}`);
    for (const html of [page, part]) expect(html).toMatch(/<ins>[^<]*by all/);
    expect(part).not.toContain("<html");
    expect(await amendments()).toHaveLength(0);
  });

  it("says what is wrong beside the operation", async () => {
    const fields = await typed({ blocks: "2", "op-1": "delete", "paragraph-1": "", title: " " });
    const answer = await (await reader(delegation(0))).post(`${path}/amendments/new`, fields);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(
      /id="r-op-1">Choose the paragraph or the place[\s\S]*id="r-title">Write something here/,
    );
    const same = await (
      await reader(delegation(0))
    ).post(`${path}/amendments/new`, await typed({ "text-0": "Water is shared." }));
    expect(await same.text()).toMatch(/id="r-op-0">This change would leave everything as it is/);
  });

  it("keeps what was typed against an outdated version, and carries it to the current one", async () => {
    const number = await propose(delegation(1), { "text-0": "Water belongs to all." });
    await adopt(number);
    expect((await chair.post(`${path}/incorporate`, { expectedVersion: "1" })).status).toBe(303);
    const proposer = await reader(delegation(0));
    const refused = await proposer.post(`${path}/amendments/new`, await typed());
    const html = await refused.text();
    expect(refused.status).toBe(409);
    expect(html).toContain("written on version 1, and the text has reached version 2");
    expect(html).toContain("Water is shared by all.");
    expect(html).toContain('value="carry"');
    const carried = await (
      await proposer.post(`${path}/amendments/new`, await typed({ step: "carry" }))
    ).text();
    expect(carried).toContain('name="baseVersion" value="2"');
    expect(carried).toContain("Water is shared by all.");
    expect(carried).toContain("The text of this paragraph changed since you began to write.");
    expect(carried).not.toContain('value="carry"');
    const sent = await proposer.post(`${path}/amendments/new`, await typed({ baseVersion: "2" }));
    expect(sent.status).toBe(303);
  });

  it("keeps what was typed when the mandate was recalled between the page and the sending", async () => {
    const person = await personWithOffice(
      node,
      delegation(0).organizationId,
      "spokesperson",
      "Soon recalled",
    );
    const proposer = await reader(person);
    expect((await proposer.get(`${path}/amendments/new`)).status).toBe(200);
    await recallMandate(node.operator, {
      mandateId: person.mandateId,
      decision: inOneLanguage("en", "Decided by the assembly"),
    });
    const answer = await proposer.post(`${path}/amendments/new`, await typed());
    expect(answer.status).toBe(403);
    const html = await answer.text();
    expect(html).toContain("No mandate of yours in force allows this here.");
    expect(html).toContain("Water is shared by all.");
    expect(await amendments()).toHaveLength(0);
    expect((await proposer.get(`${path}/amendments/new`)).status).toBe(403);
  });

  it("counts nothing that another site sent", async () => {
    const answer = await (
      await reader(delegation(0))
    ).post(`${path}/amendments/new`, await typed(), {
      origin: "https://elsewhere.example",
    });
    expect(answer.status).toBe(403);
    expect(await amendments()).toHaveLength(0);
  });

  it("leads a visitor to sign in", async () => {
    const answer = await as().get(`${path}/amendments/new`);
    expect(answer.headers.get("location")).toContain("/sign-in?next=");
    expect((await as().post(`${path}/amendments/new`, await typed())).status).toBe(401);
  });
});

describe("a vote", () => {
  it("is cast and changed by the one radio form, and a form sent twice does not undo a change", async () => {
    const number = await propose(delegation(0));
    const rollCallId = await openVoteOn(number);
    const html = await (await (await reader(delegation(0))).get(`${path}/act`)).text();
    expect(html).toContain('value="abstain"');
    const first = { choice: "for", requestKey: newId() };
    await vote(delegation(0), number, rollCallId, first);
    await vote(delegation(0), number, rollCallId, { choice: "against" });
    expect((await vote(delegation(0), number, rollCallId, first)).status).toBe(303);
    const { rollCalls } = await found(number);
    expect(rollCalls[0]?.tally).toMatchObject({ inFavour: 0, against: 1 });
    expect(await (await (await reader(delegation(0))).get(`${path}/act`)).text()).toContain(
      "has voted: Against",
    );
  });

  it("is refused after the close, and says so on the page of what can be done", async () => {
    const number = await propose(delegation(0));
    const rollCallId = await openVoteOn(number);
    for (const index of [0, 1]) await vote(delegation(index), number, rollCallId);
    await chair.post(`${path}/amendments/${number}/vote/close`, { rollCallId });
    const late = await vote(delegation(2), number, rollCallId, { choice: "against" });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain("This vote is closed. Nothing was changed.");
    expect((await found(number)).rollCalls[0]?.tally).toMatchObject({ inFavour: 2, against: 0 });
  });

  it("is not cast for a delegation of somebody else", async () => {
    const number = await propose(delegation(0));
    const rollCallId = await openVoteOn(number);
    const { organizationId } = delegation(1);
    expect((await vote(delegation(0), number, rollCallId, { organizationId })).status).toBe(403);
  });
});

describe("a text", () => {
  it("is incorporated into by one of two people at once", async () => {
    await adopt(await propose(delegation(0)));
    const other = await reader(
      await personWithOffice(node, node.organizationId, "chair", `Other chair ${count}`),
    );
    const answers = await Promise.all(
      [chair, other].map((one) => one.post(`${path}/incorporate`, { expectedVersion: "1" })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(await refused?.text()).toContain("Meanwhile the text went from version 1 to 2.");
    expect((await view()).text.lastVersion).toBe(2);
  });

  it("goes from the vote on the whole to signatures, publication and decision points", async () => {
    await chair.post(`${path}/vote/open`, { expectedVersion: "1" });
    const { text } = await view();
    const rollCallId = (await listRollCalls(test.db, text.id, null))[0]?.id ?? "";
    for (const person of assembly.delegations) {
      const cast = await (
        await reader(person)
      ).post(`${path}/vote/cast`, {
        rollCallId,
        organizationId: person.organizationId,
        choice: "for",
        requestKey: newId(),
      });
      expect(cast.headers.get("location")).toBe(path);
    }
    await chair.post(`${path}/vote/close`, { rollCallId });
    const signer = await reader(delegation(0));
    const page = await (await signer.get(`${path}/sign`)).text();
    expect(page).toContain((await view()).version.contentHash);
    expect(page).toContain("Spokesperson of Delegation");
    const { organizationId } = delegation(0);
    const unconfirmed = await signer.post(`${path}/sign`, { organizationId });
    expect(unconfirmed.status).toBe(422);
    expect(await unconfirmed.text()).toContain("Confirm that you have read the text and sign it.");
    expect((await signer.post(`${path}/sign`, { organizationId, confirmed: "yes" })).status).toBe(303);
    expect((await signer.post(`${path}/sign`, { organizationId, confirmed: "yes" })).status).toBe(409);
    expect((await chair.post(`${path}/publish`, {})).headers.get("location")).toBe(path);
    expect(await (await chair.get(`${path}/decision-points`)).text()).toContain("2. Water is shared.");
    const marked = await chair.post(`${path}/decision-points`, { paragraph: await paragraph(3) });
    expect(marked.status).toBe(303);
    expect(await (await chair.get(`${path}/decision-points`)).text()).toMatch(/checked=""? disabled/);
    expect((await signer.get(`${path}/decision-points`)).status).toBe(403);
  });

  it("offers each reader only what their mandates allow", async () => {
    await propose(delegation(0));
    const [presiding, own, other] = await Promise.all(
      [chair, await reader(delegation(0)), await reader(delegation(1))].map(async (one) =>
        (await one.get(`${path}/act`)).text(),
      ),
    );
    expect(presiding).toContain("/amendments/1/vote/open");
    expect(presiding).not.toContain("/amendments/1/withdraw");
    expect(own).toContain("/amendments/1/withdraw");
    expect(other).not.toContain("/amendments/1/withdraw");
    expect((await (await reader(delegation(1))).post(`${path}/amendments/1/withdraw`, {})).status).toBe(403);
    expect((await (await reader(delegation(0))).post(`${path}/amendments/1/withdraw`, {})).status).toBe(303);
    expect((await amendments())[0]?.state).toBe("withdrawn");
  });
});

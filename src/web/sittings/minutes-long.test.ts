// The minutes of a full day: 300 speeches and 40 votes, drawn up by the sitting itself, in sheets that a weak network carries.
import { brotliCompressSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { newId } from "#platform/ids";
import { tables } from "../../modules/assembly/tables.ts";
import { projectFile } from "#platform/project";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { type Assembly, conveneAssembly, openText } from "../../../test/support/assembly.ts";
import { whereTo } from "../../../test/support/browser.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice } from "../../../test/support/node.ts";
import { readerOf } from "../../../test/support/readers.ts";
import { planTestSitting, type TestSitting } from "../../../test/support/sitting.ts";

const ITEMS = 10;
/** One item takes the morning. */
const speechesOn = (item: number) => (item === 0 ? 120 : 20);
const SPEECHES = 300;
const VOTES = 4;
const MOST_BYTES = 14 * 1_024;
const test = useDatabase();
let [visitor, secretary, chair] = [] as unknown as [Reader, Reader, Reader];
let path = "";

/** Speeches that were held, in one go: nine hundred acts would say no more. */
async function holdSpeeches(assembly: Assembly, sitting: TestSitting, item: number): Promise<void> {
  const itemId = sitting.items[item]!;
  const { id, lastSequence } = await sitting.read();
  const db = tables(test.db);
  const from = assembly.chair.ctx.now.getTime() + lastSequence * 60_000;
  const speeches = Array.from({ length: speechesOn(item) }, (_, index) => {
    const { organizationId, personId } = assembly.delegations[index % assembly.delegations.length]!;
    const givenAt = new Date(from + index * 60_000);
    return {
      id: newId(),
      sitting_id: id,
      item_id: itemId,
      kind: "speech" as const,
      organization_id: organizationId,
      person_id: personId,
      gender: null,
      by_desk: true,
      asked_at: givenAt,
      sequence: lastSequence + index + 1,
      state: "spoken" as const,
      given_at: givenAt,
      ended_at: new Date(givenAt.getTime() + 55_000),
    };
  });
  await db.insertInto("speaking_requests").values(speeches).execute();
  const events = speeches.map((speech) => ({
    sitting_id: id,
    sequence: speech.sequence,
    type: "floor_ended" as const,
    item_id: itemId,
    request_id: speech.id,
    roll_call_id: null,
    facts: "{}",
    happened_at: speech.ended_at,
    mandate_id: assembly.chair.mandateId,
    request_key: newId(),
    act_id: null,
  }));
  await db.insertInto("sitting_events").values(events).execute();
  const last = lastSequence + speeches.length;
  await db.updateTable("sittings").set({ last_sequence: last }).where("id", "=", id).execute();
}

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  const assembly = await conveneAssembly(node, 12);
  const titles = Array.from(
    { length: ITEMS },
    (_, index) => `Item ${index + 1}: what the regions have done since then`,
  );
  const sitting = await planTestSitting(assembly, titles);
  const text = await openText(
    assembly.chair.ctx,
    sitting.edition,
    "Rules of the regional meetings",
    "Rules\n\nOne.\n",
  );
  await sitting.act({ what: "opened" });
  for (const [item, itemId] of sitting.items.entries()) {
    await sitting.act({ what: "item_opened", itemId });
    await holdSpeeches(assembly, sitting, item);
    // Nobody is in the room: there is no quorum, and the text can be voted on again.
    for (let vote = 0; vote < VOTES; vote += 1) {
      await sitting.act({ what: "vote_opened", text, subject: { on: "whole", expectedVersion: 1 } });
      await sitting.act({ what: "vote_closed" });
    }
    await sitting.act({ what: "item_closed", itemId });
  }
  await sitting.act({ what: "closed" });
  path = `/congress/${sitting.edition}/sittings/${sitting.number}/minutes`;
  const { as } = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000));
  visitor = as();
  secretary = await readerOf(test.db, as, await personWithOffice(node, node.organizationId, "secretary"));
  chair = await readerOf(test.db, as, assembly.chair);
}, 120_000);

const html = async (reader: Reader, at: string) => (await reader.get(at)).text();
const anchors = (page: string) => [...page.matchAll(/id="e-(\d+)"/g)].map(([, at]) => Number(at));

it("are in sheets of less than 14 kB with the style, each entry on one of them", async () => {
  const style = brotliCompressSync(readFileSync(projectFile("dist", "assets", "cumbe.css"))).length;
  const first = await html(visitor, path);
  const pages = Number(/of (\d+)/.exec(/<span>(Page[^<]*)/.exec(first)?.[1] ?? "")?.[1]);
  expect(pages).toBeGreaterThan(3);
  const seen: number[] = [];
  for (let number = 1; number <= pages; number += 1) {
    const page = await html(visitor, `${path}?page=${number}`);
    expect(brotliCompressSync(page).length + style).toBeLessThan(MOST_BYTES);
    seen.push(...anchors(page));
  }
  // Opened and closed; each item begins and ends.
  const entries = 2 + ITEMS * (2 + VOTES) + SPEECHES;
  expect(seen).toEqual(Array.from({ length: entries }, (_, at) => at));
}, 30_000);

it("say which item goes on, and lead from the contents to where each begins", async () => {
  const first = await html(visitor, path);
  const links = [...first.matchAll(/<li><a href="([^"]*#e-(\d+))">(\d+)\. Item/g)];
  expect(links.map(([, , , position]) => Number(position))).toEqual(
    Array.from({ length: ITEMS }, (_, at) => at + 1),
  );
  for (const [, href = "", at] of links) expect(anchors(await html(visitor, href))).toContain(Number(at));
  const pages = await Promise.all([2, 3, 4].map((number) => html(visitor, `${path}?page=${number}`)));
  const middle = pages.filter((page) => page.includes("(continued)"));
  expect(middle.length).toBeGreaterThan(0);
  for (const page of middle) expect(page).toMatch(/<div class="minutes"><h2>\d+\. Item/);
});

it("lead whoever wrote on an entry back to its sheet", async () => {
  const last = Math.max(...anchors(await html(visitor, `${path}?page=999`)));
  const remark = { requestKey: newId(), mode: "added", source: "en", "words-en": "It rained." };
  const back = whereTo(await secretary.post(`${path}/entries/${last}`, remark)).replace("303 ", "");
  expect(back).toMatch(/minutes\?page=\d+#e-\d+$/);
  expect(anchors(await html(visitor, back))).toContain(last);
  expect(await html(visitor, back)).toContain("It rained.");
});

it("become a text of the congress as any others do", async () => {
  const text = whereTo(await chair.post(`${path}/submit`, { requestKey: newId() })).replace("303 ", "");
  expect(text).toMatch(/texts\/minutes-of-sitting-\d+$/);
  const page = await html(visitor, text);
  expect(page).toContain("Item 1: what the regions have done");
  expect(brotliCompressSync(page).length).toBeLessThan(MOST_BYTES);
}, 60_000);

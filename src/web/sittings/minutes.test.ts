// The page of minutes, and the one on which a secretary writes to an entry.
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "#platform/ids";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { whereTo } from "../../../test/support/browser.ts";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice } from "../../../test/support/node.ts";
import { readerOf } from "../../../test/support/readers.ts";
import { planTestSitting, type TestSitting } from "../../../test/support/sitting.ts";

const test = useDatabase();
let assembly: Assembly;
let [visitor, chair, delegate, secretary] = [] as unknown as [Reader, Reader, Reader, Reader];
let sitting: TestSitting;
let path = "";

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 3);
  const { as } = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000));
  visitor = as();
  chair = await readerOf(test.db, as, assembly.chair);
  delegate = await readerOf(test.db, as, assembly.delegations[0]!);
  secretary = await readerOf(test.db, as, await personWithOffice(node, node.organizationId, "secretary"));
});
beforeEach(async () => {
  sitting = await planTestSitting(assembly, ["Opening of the congress", "The plan <b>of</b> seeds"]);
  path = `/congress/${sitting.edition}/sittings/${sitting.number}`;
});

const html = async (reader: Reader, at: string, language = "en") =>
  (await reader.get(at, { "accept-language": language })).text();

describe("the page of minutes", () => {
  it("shows what was recorded and what was written apart, and leads to the text", async () => {
    const [first, second] = sitting.items;
    await sitting.act({ what: "opened" });
    for (const itemId of [first!, second!])
      for (const what of ["item_opened", "item_closed"] as const) await sitting.act({ what, itemId });
    await sitting.act({ what: "closed" });
    const at = `${path}/minutes`;
    expect(await html(visitor, path)).toContain(`href="${at}"`);
    const everybodys = await html(visitor, at);
    expect(everybodys).toContain("The sitting was opened on");
    expect(everybodys).not.toContain("<form");
    const entry = `${at}/entries/0`;
    expect(await html(secretary, at)).toContain(`href="${entry}"`);
    expect((await visitor.get(entry)).status).toBe(303);
    expect((await delegate.get(entry)).status).toBe(403);
    expect((await secretary.get(`${at}/entries/999`)).status).toBe(404);
    const remark = {
      requestKey: newId(),
      mode: "instead",
      source: "en",
      "words-en": "Opened with <song>",
      "words-fr": "Ouverte en chantant",
    };
    expect(whereTo(await secretary.post(entry, remark))).toBe(`303 ${at}#e-0`);
    expect(await html(visitor, at, "fr")).toContain("Ouverte en chantant");
    // In a language in which it was not written, it is in the original, and says so.
    expect(await html(visitor, at, "pt")).toContain('<span lang="en" dir="auto">Opened with');
    expect(await html(secretary, entry)).toMatch(/Opened with &lt;song&gt;[\s\S]*Ouverte en chantant/);
    expect(await html(visitor, at)).toMatch(
      /Written by the secretary[\s\S]*Opened with &lt;song&gt;[\s\S]*What was recorded/,
    );
    const again = { ...remark, requestKey: newId() };
    const tooLong = await secretary.post(entry, { ...again, "words-fr": "x".repeat(4_001) });
    expect(tooLong.status).toBe(422);
    expect(await tooLong.text()).toMatch(/aria-describedby="r-words-fr"[\s\S]*xxxx/);
    const withoutSource = await secretary.post(entry, { ...again, "words-en": "" });
    expect(await withoutSource.text()).toMatch(/aria-describedby="[^"]*r-words-en"/);
    expect((await delegate.post(entry, again)).status).toBe(403);
    const text = whereTo(await chair.post(`${at}/submit`, { requestKey: newId() })).replace("303 ", "");
    expect(await html(visitor, text)).toContain(`<a href="${path}">`);
    expect(text).toMatch(/texts\/minutes-of-sitting-\d+$/);
    expect(await html(visitor, at)).toContain("The minutes lie before the assembly");
    expect(await html(secretary, at)).not.toContain("<form");
    expect(await html(visitor, `${text}?lang=en`)).toContain("Opened with &lt;song&gt;");
    expect((await secretary.post(entry, again)).status).toBe(409);
  });
});

// Drafts through their forms: written anew, and composed of sections.
import { beforeAll, expect, it } from "vitest";
import {
  castVote,
  closeVote,
  findTextView,
  importText,
  importTranslation,
  openVote,
  translateParagraphs,
} from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { createTestApp, type Reader } from "../../../../test/support/app.ts";
import { type Assembly, conveneAssembly, openText } from "../../../../test/support/assembly.ts";
import { useDatabase } from "../../../../test/support/database.ts";
import { foundTestNode, type TestPerson } from "../../../../test/support/node.ts";
import { readerOf } from "../../../../test/support/readers.ts";

const test = useDatabase();
let assembly: Assembly;
let as: (accountId?: string) => Reader;
const reader = (person: TestPerson) => readerOf(test.db, as, person);
const path = "/congress/congress-2019/texts";

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 2);
  ({ as } = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000)));
});

it("takes a new writing of a draft, and says when it says nothing new", async () => {
  const { text } = await importText(assembly.chair.ctx, {
    edition: "congress-2019",
    title: inOneLanguage("en", "Draft"),
    language: "en",
    bytes: Buffer.from("Water is shared.\n"),
    format: "markdown",
    requestKey: newId(),
  });
  const chair = await reader(assembly.chair);
  expect(await (await chair.get(`${path}/${text}/act`)).text()).toContain(`${path}/${text}/revise`);
  expect(
    (await (await reader(assembly.delegations[0] as TestPerson)).get(`${path}/${text}/revise`)).status,
  ).toBe(403);
  const form = await (await chair.get(`${path}/${text}/revise`)).text();
  expect(form).toMatch(/<textarea[^>]*lang="en"[^>]*>Water is shared\.\n</);
  const same = await chair.post(`${path}/${text}/revise`, {
    expectedVersion: "1",
    pasted: "Water is shared.",
    format: "markdown",
  });
  expect(same.status).toBe(409);
  expect(await same.text()).toContain("nothing was changed");
  const sent = await chair.post(`${path}/${text}/revise`, {
    expectedVersion: "1",
    pasted: "Water is for all.",
    format: "markdown",
  });
  expect(sent.headers.get("location")).toBe(`${path}/${text}`);
  expect((await findTextView(test.db, "congress-2019", text))?.version.number).toBe(2);
  expect(await (await as().get(`${path}/${text}/versions`)).text()).toContain("A new draft");
});

it("shows what can be composed, and says what is missing", async () => {
  const chair = await reader(assembly.chair);
  expect(await (await chair.get(`${path}/compose`)).text()).toContain(
    "No text of this congress has been adopted yet.",
  );
  const form = { title: "Whole", language: "en", requestKey: newId() };
  const none = await chair.post(`${path}/compose`, form);
  expect(none.status).toBe(422);
  expect(await none.text()).toContain("Choose at least one section.");
  for (const [places, said] of [
    [{ "at-one": "first" }, "“first” is not a place."],
    [{ "at-one": "0" }, "“0” is not a place."],
    [{ "at-one": "2", "at-two": "2" }, "The place 2 was given twice."],
  ] as const) {
    const unclear = await chair.post(`${path}/compose`, { ...form, ...places });
    expect(unclear.status).toBe(422);
    expect(await unclear.text()).toContain(said);
  }
  const draft = await chair.post(`${path}/compose`, { ...form, "at-draft": "1" });
  expect(draft.status).toBe(409);
  expect(await draft.text()).toMatch(/not finished/);
});

it("says of a composed text in another language what comes from which section, and in which state", async () => {
  const { ctx } = assembly.chair;
  const edition = "congress-2019";
  const section = await openText(ctx, edition, "Springs", "Springs are shared.\n\nNobody sells them.\n");
  const spanish = Buffer.from("Los manantiales se comparten.\n\nNadie los vende.\n");
  const of = { edition, text: section, language: "es" };
  await importTranslation(ctx, { ...of, bytes: spanish, format: "plain", state: "reviewed" });
  const [first] = (await findTextView(test.db, edition, section))?.version.body ?? [];
  const draft = {
    paragraphId: first?.id ?? "",
    text: "Los manantiales se reparten.",
    state: "draft" as const,
  };
  await translateParagraphs(ctx, { ...of, paragraphs: [draft] });
  const subject = { on: "whole", expectedVersion: 1 } as const;
  const rollCallId = await openVote(ctx, { edition, text: section, subject });
  for (const one of assembly.delegations)
    await castVote(one.ctx, {
      rollCallId,
      organizationId: one.organizationId,
      choice: "for",
      requestKey: newId(),
    });
  await closeVote(ctx, { rollCallId });
  const chair = await reader(assembly.chair);
  const form = { title: "All water", language: "en", requestKey: newId(), [`at-${section}`]: "1" };
  const wrong = { title: "All water", language: "en", requestKey: newId(), [`at-${section}`]: "1st" };
  expect(await (await chair.post(`${path}/compose`, wrong)).text()).toMatch(
    new RegExp(`name="at-${section}"[^>]*value="1st"`, "u"),
  );
  const composed = (await chair.post(`${path}/compose`, form)).headers.get("location") ?? "";
  expect(composed).toBe(`${path}/all-water`);
  const page = await (await as().get(`${path}/all-water?in=es`)).text();
  expect(page).toContain("Paragraphs: 1 reviewed and 1 not reviewed yet.");
  expect(page).toContain(
    `As translated for its sections: <a href="${path}/${section}">Springs</a> (2 paragraphs).`,
  );
  expect(page).toMatch(/Los manantiales se reparten\.<small[^>]*> \(translation not reviewed yet\)/);
  expect(await (await as().get(`${path}/all-water`)).text()).not.toContain("As translated for");
});

// Drafts through their forms: written anew, and composed of sections.
import { beforeAll, expect, it } from "vitest";
import { findTextView, importText } from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { createTestApp, type Reader } from "../../../../test/support/app.ts";
import { type Assembly, conveneAssembly } from "../../../../test/support/assembly.ts";
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
  const draft = await chair.post(`${path}/compose`, { ...form, "at-draft": "1" });
  expect(draft.status).toBe(409);
  expect(await draft.text()).toMatch(/not finished/);
});

// Motions through their pages: what is kept when one is refused, who is offered what, and the way to the text.
import { beforeAll, expect, it } from "vitest";
import { newId } from "#platform/ids";
import { createTestApp, type Reader } from "../../../../test/support/app.ts";
import { type Assembly, conveneAssembly } from "../../../../test/support/assembly.ts";
import { useDatabase } from "../../../../test/support/database.ts";
import { foundTestNode, type TestPerson } from "../../../../test/support/node.ts";
import { readerOf } from "../../../../test/support/readers.ts";

const test = useDatabase();
let assembly: Assembly;
let as: (accountId?: string) => Reader;
const reader = (person: TestPerson) => readerOf(test.db, as, person);
const delegation = (at: number) => assembly.delegations[at] as Assembly["delegations"][number];
const path = "/congress/congress-2019/motions";
const words = async (answer: Response | Promise<Response>) => (await answer).text();

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 5);
  ({ as } = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000)));
});

const typed = (fields: Record<string, string> = {}) => ({
  kind: "procedure",
  title: "Speak for two minutes",
  reason: "So that all are heard",
  words: "Each speaker has two minutes.",
  language: "en",
  organizationId: delegation(0).organizationId,
  requestKey: newId(),
  ...fields,
});

it("is submitted, supported by a button, and leads to its text", async () => {
  expect(await words(as().get(path))).toContain("No motion has been submitted.");
  expect(await words(as().get("/congress/congress-2019"))).toContain(
    'href="/congress/congress-2019/motions"',
  );
  const proposer = await reader(delegation(0));
  expect(await words(proposer.get(path))).toContain("/motions/new");
  expect((await (await reader(assembly.chair)).get(`${path}/new`)).status).toBe(403);
  const refused = await proposer.post(`${path}/new`, typed({ words: "" }));
  expect(refused.status).toBe(422);
  expect(await words(refused)).toContain("So that all are heard");
  const sent = await proposer.post(`${path}/new`, typed());
  expect(sent.headers.get("location")).toBe(`${path}/1`);
  const own = await words(proposer.get(`${path}/1`));
  expect(own).toContain("Withdraw the motion");
  expect(own).not.toContain("Support the motion");
  expect(await words(as().get(`${path}/1`))).not.toContain("Support the motion");
  const other = await reader(delegation(1));
  const offered = await words(other.get(`${path}/1`));
  expect(offered).toContain("Support the motion");
  // What can be done comes before what can be read.
  expect(offered.indexOf("Support the motion")).toBeLessThan(
    offered.indexOf("Each speaker has two minutes."),
  );
  const { organizationId } = delegation(1);
  expect((await other.post(`${path}/1/support`, { organizationId })).status).toBe(303);
  expect((await other.post(`${path}/1/support`, { organizationId })).status).toBe(409);
  const admitted = await words(as().get(`${path}/1`));
  expect(admitted).toContain("/congress/congress-2019/texts/motion-1");
  expect(admitted).toContain("they take no amendments");
  const text = await words(other.get("/congress/congress-2019/texts/motion-1"));
  expect(text).toContain("Each speaker has two minutes.");
  expect(text).not.toContain("/amendments/new");
  expect(text).toContain(`<a href="${path}/1">Motion 1</a>`);
  expect((await as().get(`${path}/9`)).status).toBe(404);
});

it("is not admitted with a reason, and the chair sets what a kind needs", async () => {
  const proposer = await reader(delegation(2));
  const location = (
    await proposer.post(
      `${path}/new`,
      typed({ kind: "resolution", organizationId: delegation(2).organizationId }),
    )
  ).headers.get("location");
  const chair = await reader(assembly.chair);
  expect((await chair.post(`${location}/admit`, {})).status).toBe(409);
  const ruled = await words(chair.get(location ?? ""));
  expect(ruled).toContain("<details><summary>Do not admit<");
  const empty = await chair.post(`${location}/refuse`, { ruling: "", language: "en" });
  expect(empty.status).toBe(422);
  expect(await words(empty)).toMatch(/<details open(="")?><summary>Do not admit</u);
  expect((await proposer.post(`${location}/refuse`, { ruling: "No", language: "en" })).status).toBe(403);
  expect(
    (await chair.post(`${location}/refuse`, { ruling: "Not for this assembly", language: "en" })).status,
  ).toBe(303);
  expect(await words(as().get(location ?? ""))).toContain("Not for this assembly");
  const rules = { kind: "resolution", supporters: "2", percent: "50", closesAt: "", requestKey: newId() };
  expect((await proposer.post(path, rules)).status).toBe(403);
  const wrong = await chair.post(path, { ...rules, percent: "half" });
  expect(wrong.status).toBe(422);
  expect((await chair.post(path, rules)).headers.get("location")).toBe(path);
  expect(await words(as().get(path))).toContain("3 other delegations (50\u00a0% of those accredited)");
});

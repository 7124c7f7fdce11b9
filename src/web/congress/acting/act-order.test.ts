// What can be done comes in the order in which somebody needs it, and at the amendment itself.
import { beforeAll, expect, it } from "vitest";
import { createTestApp, type Reader } from "../../../../test/support/app.ts";
import { amendedText, replace, SEEDS, WATER } from "../../../../test/support/amended-text.ts";
import { type Assembly, conveneAssembly } from "../../../../test/support/assembly.ts";
import { useDatabase } from "../../../../test/support/database.ts";
import { foundTestNode, type TestPerson } from "../../../../test/support/node.ts";
import { planTestSitting } from "../../../../test/support/sitting.ts";
import { readerOf } from "../../../../test/support/readers.ts";

const test = useDatabase();
let assembly: Assembly;
let as: (accountId?: string) => Reader;
const reader = (person: TestPerson) => readerOf(test.db, as, person);
const words = async (answer: Response | Promise<Response>) => (await answer).text();

/** Where each of these stands in a page; all of them have to be there. */
function places(page: string, parts: readonly string[]): number[] {
  return parts.map((part) => {
    expect(page).toContain(part);
    return page.indexOf(part);
  });
}
const ascending = (numbers: readonly number[]) => numbers.toSorted((one, other) => one - other);

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 3);
  ({ as } = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000)));
});

it("on the page of acts: open votes, what takes the text on, then what may wait", async () => {
  const text = await amendedText(assembly, "In order");
  const path = `/congress/congress-2019/texts/${text.slug}`;
  await text.propose([replace(text.ids[SEEDS], "Seeds are kept and shared.")]);
  await text.propose([replace(text.ids[WATER], "Water is shared well.")]);
  await text.propose([replace(text.ids[1], "We agreed.")]);
  await text.decide(3);
  await text.open(2);
  const page = await words((await reader(assembly.chair)).get(`${path}/act`));
  const order = places(page, [
    `href="${path}/amendments/2"`,
    `action="${path}/amendments/2/vote/close"`,
    `action="${path}/incorporate"`,
    `action="${path}/amendments/1/vote/open"`,
    "<summary>Languages and readings</summary>",
  ]);
  expect(order).toEqual(ascending(order));
  const own = await words((await reader(assembly.delegations[0] as TestPerson)).get(`${path}/act`));
  const forDelegate = places(own, [
    `action="${path}/amendments/2/vote/cast"`,
    `href="${path}/amendments/new"`,
    "<summary>Withdraw the amendment</summary>",
  ]);
  expect(forDelegate).toEqual(ascending(forDelegate));
});

it("at the amendment: the ballot stands there for those who vote, nothing for a visitor", async () => {
  const text = await amendedText(assembly, "At the amendment");
  const path = `/congress/congress-2019/texts/${text.slug}/amendments/1`;
  await text.propose([replace(text.ids[WATER], "Water is shared well.")]);
  expect(await words((await reader(assembly.chair)).get(path))).toContain(`action="${path}/vote/open"`);
  await text.open(1);
  const delegate = await reader(assembly.delegations[1] as TestPerson);
  const page = await words(delegate.get(path));
  const order = places(page, [`action="${path}/vote/cast"`, 'id="changes"']);
  expect(order).toEqual(ascending(order));
  const seen = await words(as().get(path));
  expect(seen).not.toContain("<form");
  const [, key = ""] = /name="requestKey" value="([^"]+)"/u.exec(page) ?? [];
  const [, rollCallId = ""] = /name="rollCallId" value="([^"]+)"/u.exec(page) ?? [];
  const { organizationId } = assembly.delegations[1] ?? { organizationId: "" };
  const cast = await delegate.post(`${path}/vote/cast`, {
    rollCallId,
    organizationId,
    choice: "for",
    requestKey: key,
  });
  expect(cast.headers.get("location")).toBe(path);
});

it("keeps what was typed where readings are refused, with the reason beside it", async () => {
  const text = await amendedText(assembly, "Readings");
  const path = `/congress/congress-2019/texts/${text.slug}`;
  const refused = await (
    await reader(assembly.chair)
  ).post(`${path}/readings`, {
    readings: "9",
    daysBetween: "14",
    amendedBetween: "restarts",
  });
  expect(refused.status).toBe(422);
  const page = await words(refused);
  expect(page).toMatch(/<details open(="")?><summary>Languages and readings/u);
  expect(page).toMatch(/name="readings"[^>]*aria-invalid="true"[^>]*value="9"/u);
  expect(page).toMatch(/name="daysBetween"[^>]*value="14"/u);
  expect(page).toMatch(/<option value="restarts" selected/u);
  const languages = await (
    await reader(assembly.chair)
  ).post(`${path}/languages`, { languages: "es; nonsense!" });
  expect(languages.status).toBe(422);
  expect(await words(languages)).toMatch(
    /name="languages"[^>]*aria-invalid="true"[^>]*value="es; nonsense!"/u,
  );
});

it("says once that votes are opened in the sitting which is open, and lists what waits for it", async () => {
  const text = await amendedText(assembly, "In the sitting");
  const path = `/congress/congress-2019/texts/${text.slug}`;
  await text.propose([replace(text.ids[SEEDS], "Seeds are kept and shared.")]);
  await text.propose([replace(text.ids[WATER], "Water is shared well.")]);
  const sitting = await planTestSitting(assembly, ["The text"]);
  await sitting.act({ what: "opened" });
  const page = await words((await reader(assembly.chair)).get(`${path}/act`));
  expect(page.match(/A sitting is open/gu)).toHaveLength(1);
  expect(page).toContain(`href="/congress/congress-2019/sittings/${sitting.number}/chair"`);
  for (const number of [1, 2]) expect(page).toContain(`<li><a href="${path}/amendments/${number}">`);
  expect(page).not.toContain("/vote/open");
});

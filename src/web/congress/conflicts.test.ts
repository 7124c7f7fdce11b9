// Open amendments beside each other, as everybody reads them and as the chair acts on them; amendments to amendments through
// the form.
import { sql } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { addItem } from "#assembly";
import { setVotingOrder } from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { amendedText, insert, replace, SEEDS, WATER } from "../../../test/support/amended-text.ts";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, type TestPerson } from "../../../test/support/node.ts";
import { readerOf } from "../../../test/support/readers.ts";
import { planTestSitting } from "../../../test/support/sitting.ts";

const test = useDatabase();
let assembly: Assembly;
let as: (accountId?: string) => Reader;
const reader = (person: TestPerson) => readerOf(test.db, as, person);
const words = async (answer: Response | Promise<Response>) =>
  (await (await answer).text()).replaceAll("&quot;", '"');

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 3);
  ({ as } = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000)));
});

it("shows alternatives side by side with the words in question, and what may both stand", async () => {
  const text = await amendedText(assembly, "Side by side");
  const path = `/congress/congress-2019/texts/${text.slug}`;
  const empty = await words(as().get(`${path}/amendments/conflicts`));
  expect(empty).toContain("All open amendments can stand beside each other.");
  await text.propose([replace(text.ids[SEEDS], "Seeds are kept in each region and shared by all.")]);
  await text.propose([replace(text.ids[SEEDS], "Seeds are kept in every commune and shared by all.")]);
  await text.propose([insert(text.ids[WATER], "One.")]);
  await text.propose([insert(text.ids[WATER], "Two.")]);
  const page = await words(as().get(`${path}/amendments/conflicts`));
  expect(page).toContain("Amendments 1 and 2");
  expect(page).toMatch(/1 and 2 reword the same words, § 2: <mark>every region<\/mark>/);
  expect(page).toMatch(/3 and 4 put something in the same place, after § 3/);
  expect(await words(as().get(`${path}/amendments`))).toContain("/amendments/conflicts");
  expect((await as().get(`${path}/amendments/conflicts?page=99`)).status).toBe(200);
  expect((await as().get("/congress/congress-2019/texts/none/amendments/conflicts")).status).toBe(404);
});

it("tells of a passage that one takes out while another adds to it, with what each does", async () => {
  const text = await amendedText(assembly, "Passages");
  const path = `/congress/congress-2019/texts/${text.slug}`;
  const gone = (at: number) => ({ op: "delete" as const, paragraphId: text.ids[at] ?? "" });
  await text.propose([gone(SEEDS), gone(WATER)]);
  await text.propose([insert(text.ids[SEEDS], "Seeds are never sold.")]);
  await text.propose([gone(0), gone(1), gone(4)]);
  await text.propose([insert(text.ids[0], "Preamble.")]);
  const page = await words(as().get(`${path}/amendments/conflicts`));
  expect(page).toContain("Amendments 1 and 2");
  expect(page).toContain("Of 1 and 2, one puts something into a passage that the other takes out, after § 2");
  expect(page).toMatch(/Amendment 2:.*Seeds are never sold\./s);
  expect(page).toContain(
    "Of 3 and 4, one puts something into a passage that the other takes out, after the heading “Plan”",
  );
  expect(page).toContain("Nothing would be left if 1, 3 and any like them were adopted: the last one falls");
});

it("shows any set together, and says what was left out", async () => {
  const text = await amendedText(assembly, "Together");
  const path = `/congress/congress-2019/texts/${text.slug}/amendments/together`;
  await text.propose([replace(text.ids[SEEDS], "Seeds are kept in each region and shared by all.")]);
  await text.propose([replace(text.ids[SEEDS], "Seeds are kept in every region and shared with joy.")]);
  await text.propose([{ op: "delete", paragraphId: text.ids[SEEDS] ?? "" }]);
  const both = await words(as().get(`${path}?with=1&with=2`));
  expect(both).toMatch(/<ins>each<\/ins>.*<ins>with joy<\/ins>/s);
  expect(both).toContain("In the text below: 1 and 2.");
  const all = await words(as().get(`${path}?with=1&with=2&with=3`));
  expect(all).toContain("were left out");
  expect((await as().get(`${path}?with=x&with=-1&with=999999999999&part=7`)).status).toBe(200);
});

it("lets the chair open votes in their order, set another one and settle alternatives; nobody else", async () => {
  const text = await amendedText(assembly, "Order");
  const path = `/congress/congress-2019/texts/${text.slug}/amendments`;
  const small = await text.propose([replace(text.ids[WATER], "Water is shared well.")]);
  const large = await text.propose([{ op: "delete", paragraphId: text.ids[WATER] ?? "" }]);
  const chair = await reader(assembly.chair);
  const seen = await words(as().get(`${path}/order`));
  expect(seen.indexOf("Amendment 2")).toBeLessThan(seen.indexOf("Amendment 1:"));
  expect(seen).toContain(
    "Does not go together with 1, and reaches furthest. It takes out paragraphs of 3 words.",
  );
  expect(seen).not.toContain("Open the vote");
  expect(await words(chair.get(`${path}/order`))).toContain(`/amendments/${large}/vote/open`);
  const order = { numbers: "1, 2", reason: "The assembly asked for it", language: "en", requestKey: newId() };
  const delegate = await reader(assembly.delegations[0] as TestPerson);
  expect((await delegate.post(`${path}/order`, order)).status).toBe(403);
  const wrong = await chair.post(`${path}/order`, { ...order, numbers: "9" });
  expect(wrong.status).toBe(409);
  const said = await words(wrong);
  expect(said).toMatch(/Amendment 9 does not wait for a vote.*The assembly asked for it/s);
  expect(said).toMatch(/id="r-numbers">\s*Amendment 9 does not wait/u);
  const unclear = await words(chair.post(`${path}/order`, { ...order, numbers: "1; two" }));
  expect(unclear).toContain('id="r-numbers">“two”, the entry at place 2, is not the number of an amendment.');
  expect(unclear).toContain('value="1; two"');
  expect((await chair.post(`${path}/order`, { ...order, numbers: "one" })).status).toBe(422);
  expect((await chair.post(`${path}/order`, order)).headers.get("location")).toBe(`${path}/order`);
  expect(await words(as().get(`${path}/order`))).toContain("The chair puts first: 1 and 2. Reason:");
  await text.decide(large);
  expect(await words(chair.get(`${path}/order`))).toContain("Settle them without a vote");
  expect((await chair.post(`${path}/${large}/settle`, {})).status).toBe(303);
  expect(await words(as().get(`${path}/${small}`))).toMatch(
    /It was settled without a vote\..*Amendment 2 was adopted/s,
  );
});

it("lets the chair choose the rules of the vote, in words that are logged and stay with the next order", async () => {
  const text = await amendedText(assembly, "Rules");
  const path = `/congress/congress-2019/texts/${text.slug}/amendments`;
  const small = await text.propose([replace(text.ids[WATER], "Water is shared well.")]);
  const large = await text.propose([{ op: "delete", paragraphId: text.ids[WATER] ?? "" }]);
  const chair = await reader(assembly.chair);
  expect(await words(as().get(`${path}/order`))).toContain(
    "the one that is furthest from the text comes first",
  );
  const choice = {
    numbers: "",
    alternatives: "in_order_of_submission",
    afterAdoption: "each_is_put",
    reason: "So the rules of 2017 say",
    language: "en",
    requestKey: newId(),
  };
  const delegate = await reader(assembly.delegations[0] as TestPerson);
  expect((await delegate.post(`${path}/order`, choice)).status).toBe(403);
  expect((await chair.post(`${path}/order`, { ...choice, afterAdoption: "none" })).status).toBe(422);
  expect((await chair.post(`${path}/order`, choice)).status).toBe(303);
  const seen = await words(as().get(`${path}/order`));
  expect(seen).toMatch(/The chair decided on the rules of the vote:.*So the rules of 2017 say/s);
  expect(seen).toContain("Each is put to the vote, also when another that excludes it was adopted.");
  expect(seen.indexOf("Amendment 1:")).toBeLessThan(seen.indexOf("Amendment 2:"));
  const log = await test.db
    .selectFrom("log_acts" as never)
    .select(sql<{ rules?: unknown }>`record`.as("record"))
    .where(sql<boolean>`type = 'congress.text.voting_order_set' and subject like ${`%/${text.slug}`}`)
    .execute();
  expect(log.map(({ record }) => record.rules)).toEqual([
    { alternatives: "in_order_of_submission", afterAdoption: "each_is_put" },
  ]);
  await setVotingOrder(assembly.chair.ctx, {
    edition: "congress-2019",
    text: text.slug,
    numbers: [large],
    reason: inOneLanguage("en", "First the larger"),
    requestKey: newId(),
  });
  const after = await words(as().get(`${path}/order`));
  expect(after).toContain("The chair puts first: 2. Reason:");
  expect(after).toContain("in the order in which they were submitted");
  await text.decide(large);
  expect(await words(chair.get(`${path}/order`))).not.toContain("Settle them without a vote");
  const settle = await chair.post(`${path}/${large}/settle`, {});
  expect(settle.status).toBe(409);
  expect(await words(settle)).toContain("each of these amendments is put to the vote");
  expect(await words(chair.get(`${path}/order`))).toContain(`/amendments/${small}/vote/open`);
});

it("leads whoever presides to the amendments that are voted on first, and offers no vote before", async () => {
  const text = await amendedText(assembly, "First the secondary");
  const path = `/congress/congress-2019/texts/${text.slug}`;
  const parent = await text.propose([replace(text.ids[WATER], "Water is a common good.")]);
  const amends = { number: parent, revision: 0 };
  const second = await text.propose([replace(text.ids[WATER], "Water is a sacred good.")], { by: 1, amends });
  const chair = await reader(assembly.chair);
  for (const page of ["act", "amendments/order"]) {
    const seen = await words(chair.get(`${path}/${page}`));
    expect(seen, page).not.toContain(`/amendments/${parent}/vote/open`);
    expect(seen, page).toContain(`/amendments/${second}/vote/open`);
  }
  expect(await words(chair.get(`${path}/act`))).toMatch(
    new RegExp(
      `Another amendment changes this one.*<a href="[^"]*/amendments/${second}">Amendment ${second}`,
      "s",
    ),
  );
  await text.decide(second, "against");
  expect(await words(chair.get(`${path}/act`))).toContain(`/amendments/${parent}/vote/open`);
});

it("takes an amendment to an amendment through the form, and offers what it may change alone", async () => {
  const text = await amendedText(assembly, "The form");
  const path = `/congress/congress-2019/texts/${text.slug}/amendments`;
  const parent = await text.propose([replace(text.ids[WATER], "Water is a common good.")]);
  const delegation = assembly.delegations[1] as Assembly["delegations"][number];
  const delegate = await reader(delegation);
  expect(await words(delegate.get(`${path}/${parent}`))).toContain(`new?amends=${parent}`);
  const form = await words(delegate.get(`${path}/new?amends=${parent}`));
  expect(form).toContain("Propose an amendment to amendment 1");
  expect(form).toContain("Water is a common good.");
  expect(form).not.toContain("Land is tended");
  const fields = {
    step: "send",
    blocks: "1",
    baseVersion: "1",
    amends: String(parent),
    revision: "0",
    requestKey: newId(),
    "op-0": "replace",
    "paragraph-0": text.ids[WATER] ?? "",
    "text-0": "Water is a sacred good.",
    title: "Sacred",
    reason: "It is more than common",
    language: "en",
    organizationId: delegation.organizationId,
  };
  const outdated = await delegate.post(`${path}/new`, { ...fields, revision: "4" });
  expect(outdated.status).toBe(409);
  expect(await words(outdated)).toMatch(
    /the amendment that you amend has changed.*Water is a sacred good\./s,
  );
  const preview = await words(delegate.post(`${path}/preview`, fields));
  expect(preview).toContain("<ins>sacred</ins>");
  expect((await delegate.post(`${path}/new`, fields)).headers.get("location")).toBe(`${path}/2`);
  const page = await words(as().get(`${path}/2`));
  expect(page).toContain("Against the text as amendment 1 would leave it");
  await text.decide(2);
  const amended = await words(as().get(`${path}/${parent}`));
  expect(amended).toContain("Amendment 2 was taken up in it: it is voted on as it now reads.");
  expect(amended).toContain("<ins>a sacred good</ins>");
});

it("fills the form with the words of an amendment whose place was taken, and refers to it", async () => {
  const text = await amendedText(assembly, "Anew");
  const path = `/congress/congress-2019/texts/${text.slug}/amendments`;
  const adopted = await text.propose([replace(text.ids[WATER], "Water is for everybody.")]);
  const fallen = await text.propose([replace(text.ids[WATER], "Water is for all beings.")]);
  await text.decide(adopted);
  await text.incorporate();
  const delegate = await reader(assembly.delegations[0] as TestPerson);
  const page = await words(delegate.get(`${path}/${fallen}`));
  expect(page).toContain("Its words no longer stand in version 2.");
  expect(page).toContain(`new?revises=${fallen}`);
  const form = await words(delegate.get(`${path}/new?revises=${fallen}`));
  expect(form).toMatch(/<textarea[^>]*>Water is for all beings\./);
  expect(form).toContain(`name="revises" value="${fallen}"`);
});

it("leads back to the text, and to the sitting that has it on its agenda", async () => {
  const text = await amendedText(assembly, "On the agenda");
  const path = `/congress/congress-2019/texts/${text.slug}`;
  const number = await text.propose([replace(text.ids[WATER], "Water is shared well.")]);
  const pages = ["", "/conflicts", "/order", "/together"].map((page) => `${path}/amendments${page}`);
  const back = `<a href="${path}">To the text</a>`;
  for (const page of pages) {
    const seen = await words(as().get(page));
    expect(seen, page).toContain(back);
    expect(seen, page).not.toContain("To the sitting");
  }
  const sitting = await planTestSitting(assembly, ["Other"]);
  const { ctx } = assembly.chair;
  const item = {
    edition: "congress-2019",
    title: inOneLanguage("en", "Plan"),
    kind: "decision" as const,
    plannedMinutes: null,
  };
  const later = await planTestSitting(assembly, []);
  await addItem(ctx, {
    ...item,
    number: later.number,
    documents: [{ text: text.slug, amendment: number }],
    requestKey: newId(),
  });
  expect(later.number).not.toBe(sitting.number);
  for (const page of pages)
    expect(await words(as().get(page)), page).toContain(
      `<a href="/congress/congress-2019/sittings/${later.number}">To the sitting: First sitting</a>`,
    );
});

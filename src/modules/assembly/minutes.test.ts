// Minutes: what they say of what happened, in every language; what people write to them; how they are adopted.
import { beforeAll, describe, expect, it } from "vitest";
import { canonicalHash } from "#algorithms/transparency";
import {
  askForFloor,
  type Words,
  entryInWords,
  type MinutesView,
  readMinutesOf,
  standingRemark,
  submitMinutes,
  writeRemark,
  type WriteRemarkInput,
} from "#assembly";
import { castVote, closeVote, findTextView, openVote } from "#congress";
import { translator } from "#platform/i18n/i18n";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { type Assembly, conveneAssembly, openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import {
  foundTestNode,
  personWithOffice,
  type TestNode,
  type TestPerson,
} from "../../../test/support/node.ts";
import { later, letIn, planTestSitting, type TestSitting } from "../../../test/support/sitting.ts";
import { tables } from "./tables.ts";

const test = useDatabase();
let node: TestNode;
let assembly: Assembly;
let secretary: TestPerson;
let sitting: TestSitting;
const english = (text: string) => inOneLanguage("en", text);
const refusedWith = (reason: string) => ({ reason });

const read = async (): Promise<MinutesView> => readMinutesOf(test.db, await sitting.read());
const wordsIn = (language: string): Words => ({ t: translator(language), language, zone: "America/Caracas" });
const inWords = (view: MinutesView, language = "en") =>
  view.facts.entries.flatMap((entry) => entryInWords(wordsIn(language), entry).paragraphs);

/** A morning: somebody speaks for 95 seconds, a text is adopted, an item is postponed. */
async function aMorning(): Promise<TestSitting> {
  const { chair, delegations, edition } = assembly;
  const [first] = delegations;
  const made = await planTestSitting(assembly, ["Opening", "Report [late] *still*"]);
  let seconds = 0;
  const act = (what: Parameters<TestSitting["act"]>[0], after = 60) =>
    made.act(what, { ctx: later(chair.ctx, (seconds += after)) });
  await act({ what: "opened" });
  await act({ what: "item_opened", itemId: made.items[0]! });
  await askForFloor(later(first!.ctx, seconds), {
    ...made,
    itemId: made.items[0]!,
    kind: "speech",
    organizationId: first!.organizationId,
    requestKey: newId(),
  });
  await act({ what: "floor_given", requestId: (await made.read()).floor.next[0]!.requestId });
  await act({ what: "floor_ended", requestId: (await made.read()).speakingId! }, 95);
  const text = await openText(chair.ctx, edition, `Plan ${made.number}`, "Plan\n\nSeeds.\n");
  await act({ what: "vote_opened", text, subject: { on: "whole", expectedVersion: 1 } });
  const { rollCallId } = await made.read();
  for (const { ctx, organizationId } of delegations)
    await castVote(later(ctx, seconds), {
      rollCallId: rollCallId!,
      organizationId,
      choice: "for",
      requestKey: newId(),
    });
  await act({ what: "vote_closed" });
  await act({ what: "item_closed", itemId: made.items[0]! });
  await act({ what: "item_postponed", itemId: made.items[1]!, reason: english("It is not written yet") });
  return {
    ...made,
    act: (what, more) => made.act(what, { ctx: later(chair.ctx, (seconds += 60)), ...more }),
  };
}

beforeAll(async () => {
  node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 3);
  secretary = await personWithOffice(node, node.organizationId, "secretary");
  await letIn(assembly, assembly.delegations.slice(0, 2));
  sitting = await aMorning();
});

const write = (more: Partial<WriteRemarkInput> = {}, person = secretary) =>
  writeRemark(person.ctx, {
    ...sitting,
    entry: 0,
    mode: "added",
    words: english("A minute of silence was kept."),
    requestKey: newId(),
    ...more,
  });

describe("minutes", () => {
  it("say what has happened while the sitting lasts, and nobody by name", async () => {
    const view = await read();
    expect(view).toMatchObject({ drawnUp: null, text: null });
    const said = inWords(view);
    expect(said[0]).toMatch(
      /^The sitting was opened on .* In the room were 2 of 3 accredited delegations and 2 of 2 accredited delegates\. There was a quorum: 2 delegations were needed\.$/,
    );
    expect(said[1]).toBe("Present, South America: Delegation congress-2019 1; Delegation congress-2019 2.");
    expect(said).toContain("1. Opening");
    expect(said.find((one) => one.includes("speech of"))).toMatch(
      /, speech of Delegation congress-2019 1 \(1 min 35 s\)\.$/,
    );
    expect(said.find((one) => one.includes("voted on as a whole"))).toContain("Adopted: 3 votes in favour");
    expect(said.at(-1)).toContain("was postponed. Reason: It is not written yet");
    expect(JSON.stringify(view.facts)).not.toContain("Spokesperson");
    await expect(write()).rejects.toMatchObject(refusedWith("minutesNotDrawnUp"));
  });

  it("are drawn up when it is closed, with a hash that anybody can compute, and never change", async () => {
    await sitting.act({ what: "closed" });
    const { facts, drawnUp } = await read();
    expect(Buffer.from(canonicalHash(facts)).toString("hex")).toBe(drawnUp?.hash);
    expect(facts.entries.at(-1)?.kind).toBe("closed");
    const minutes = tables(test.db)
      .updateTable("sitting_minutes")
      .set({ facts: JSON.stringify({ ...facts, entries: [] }) });
    await expect(minutes.execute()).rejects.toThrow(/stands as it was/);
  });

  it("are in every language of the node from the one structure", async () => {
    const view = await read();
    const all = ["es", "en", "pt", "fr"].map((language) => inWords(view, language));
    expect(new Set(all.map((said) => said.length)).size).toBe(1);
    expect(new Set(all.map(([first]) => first)).size).toBe(4);
  });

  it("are written to by the secretary: the latest counts, everything is kept, once for one form", async () => {
    const requestKey = newId();
    await Promise.all([write({ requestKey }), write({ requestKey })]);
    await write({ mode: "instead", words: english("It was opened with a song.") });
    const view = await read();
    expect(standingRemark(view, 0)).toMatchObject({
      mode: "instead",
      words: english("It was opened with a song."),
    });
    expect(view.remarks.get(0)).toHaveLength(2);
    await write({ words: null });
    expect(standingRemark(await read(), 0)).toBeUndefined();
    await write({ words: english("A minute of silence was kept.") });
    await expect(write({ entry: 99 })).rejects.toMatchObject(refusedWith("minutesEntryUnknown"));
    await expect(write({}, assembly.delegations[0])).rejects.toMatchObject(refusedWith("noMandateForThis"));
    await expect(tables(test.db).deleteFrom("minutes_remarks").execute()).rejects.toThrow(
      /stands as it was done/,
    );
  });

  it("are put before the assembly as a text in all languages, and adopted by its vote", async () => {
    await write({ entry: 1, mode: "instead", words: english("1. Opening (this heading stays)") });
    const inTwo = { es: "La votación se repitió.", fr: "Le vote a été répété." };
    await write({ entry: 3, words: { source: "es", texts: inTwo } });
    const { chair, edition, delegations } = assembly;
    const submit = (ctx = chair.ctx) => submitMinutes(ctx, { ...sitting, requestKey: newId() });
    await expect(submit(secretary.ctx)).rejects.toMatchObject(refusedWith("noMandateForThis"));
    const text = await submit(later(chair.ctx, 3_600));
    expect(text).toBe(`minutes-of-sitting-${sitting.number}`);
    await expect(submit()).rejects.toMatchObject(refusedWith("minutesAreBeforeTheAssembly"));
    await expect(write()).rejects.toMatchObject(refusedWith("minutesAreBeforeTheAssembly"));
    const view = await findTextView(test.db, edition, text, { language: "fr" });
    expect(view?.languages).toEqual(expect.arrayContaining(["es", "en", "pt", "fr"]));
    const source = view?.version.body.map((paragraph) => paragraph.text) ?? [];
    expect(source[0]).toBe("Acta: First sitting");
    // What looks like markup in a title is words.
    expect(source.join("\n")).toContain("Report [late] *still*");
    // In the original where it was not written in the language, which is said; else in that language.
    expect(source).toContain("La secretaría añade en inglés: A minute of silence was kept.");
    const french = view?.paragraphs.map(({ translation }) => translation?.text) ?? [];
    expect(french).toContain("Le secrétariat ajoute : Le vote a été répété.");
    expect(source).toContain("La secretaría añade: La votación se repitió.");
    const whole = { on: "whole" as const, expectedVersion: 1 };
    const rollCallId = await openVote(chair.ctx, { edition, text, subject: whole });
    for (const { ctx, organizationId } of delegations)
      await castVote(ctx, { rollCallId, organizationId, choice: "for", requestKey: newId() });
    await closeVote(chair.ctx, { rollCallId });
    expect((await read()).text).toMatchObject({ slug: text, state: "adopted" });
  });
});

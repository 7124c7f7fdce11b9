// An agenda: what is added to it, changed while it waits, and put into order.
import { beforeAll, describe, expect, it } from "vitest";
import { addItem, changeItem, type ChangeItemInput, findSitting, orderItems } from "#assembly";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { type Assembly, conveneAssembly, openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { planTestSitting } from "../../../test/support/sitting.ts";
import { agendasHaveAnEnd, itemsCarryWhatCanBeRead } from "./standing.rules.ts";
import { tables } from "./tables.ts";

const test = useDatabase();
const english = (text: string) => inOneLanguage("en", text);
let assembly: Assembly;
beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 2);
});

const refusedWith = (reason: string) => ({ reason });
const beside = (field: string, reason: string) => ({ fields: [{ field, reason }] });

describe("an agenda", () => {
  it("is put into order as long as its items wait", async () => {
    const sitting = await planTestSitting(assembly, ["One", "Two", "Three", "Four"]);
    const [one, two, three, four] = sitting.items;
    const order = (itemIds: readonly (string | undefined)[]) =>
      orderItems(assembly.chair.ctx, { ...sitting, itemIds: itemIds.map((id) => id ?? "") });
    await sitting.act({ what: "opened" });
    await sitting.act({ what: "item_opened", itemId: one! });
    await order([four, two, three]);
    expect((await sitting.read()).items.map(({ id }) => id)).toEqual([one, four, two, three]);
    await expect(order([one, two, three])).rejects.toMatchObject(refusedWith("agendaChangedMeanwhile"));
    await expect(order([two, three, three])).rejects.toMatchObject(refusedWith("agendaChangedMeanwhile"));
  });

  it("names texts and amendments that exist, and keeps files", async () => {
    const text = await openText(
      assembly.chair.ctx,
      assembly.edition,
      "Plan of the agenda",
      "Plan\n\nSeeds.\n",
    );
    const { edition, number } = await planTestSitting(assembly, []);
    const item = {
      edition,
      number,
      title: english("The plan"),
      kind: "decision" as const,
      plannedMinutes: null,
    };
    const bytes = Buffer.from("Report\n");
    const requestKey = newId();
    const add = () =>
      addItem(assembly.chair.ctx, {
        ...item,
        documents: [{ text }, { name: "report.txt", bytes }],
        requestKey,
      });
    expect(await add()).toBe(await add());
    const found = await findSitting(assembly.chair.ctx, edition, number);
    expect(found?.items).toHaveLength(1);
    expect(found?.items[0]?.documents).toMatchObject([{ text }, { fileName: "report.txt" }]);
    await expect(
      addItem(assembly.chair.ctx, { ...item, documents: [{ text, amendment: 7 }], requestKey: newId() }),
    ).rejects.toMatchObject(beside("documents.0", "documentUnknown"));
  });
});

describe("an item that waits", () => {
  const both = { source: "es", texts: { es: "Semillas", fr: "Semences" } };
  const changing = async (documents: ChangeItemInput["documents"] = []) => {
    const sitting = await planTestSitting(assembly, ["Seeds", "Other"]);
    const [itemId] = sitting.items;
    const { edition, number } = sitting;
    const title = english("Seeds");
    const wantedItem = {
      edition,
      number,
      itemId: itemId!,
      title,
      kind: "debate" as const,
      plannedMinutes: 30,
    };
    const change = async (more: Partial<ChangeItemInput> = {}, ctx = assembly.chair.ctx) =>
      changeItem(ctx, { ...wantedItem, expectedVersion: (await sitting.read()).version, ...more });
    await change({ documents });
    return { ...sitting, change, first: async () => (await sitting.read()).items[0]! };
  };

  it("is changed in all its languages, with what lies on the table, and the log says how", async () => {
    const text = await openText(assembly.chair.ctx, assembly.edition, "Plan of seeds", "Plan\n\nSeeds.\n");
    const file = { name: "report.txt", bytes: Buffer.from("Report\n") };
    const { change, first, read } = await changing([{ text }, file]);
    const before = (await first()).documents.map(({ key }) => key);
    expect(before).toEqual([text, expect.stringMatching(/^file [0-9a-f]{64}$/)]);
    const wantedNow = {
      title: both,
      kind: "decision" as const,
      plannedMinutes: null,
      takenAway: [before[1]!],
      documents: [{ text }],
    };
    const { version } = await read();
    await change({ ...wantedNow, expectedVersion: version });
    expect(await first()).toMatchObject({
      title: both,
      kind: "decision",
      plannedMinutes: null,
      documents: [{ key: text }],
    });
    // The same form again: nothing to do, and no act.
    await change({ ...wantedNow, expectedVersion: version });
    const changes = await test.db
      .selectFrom("log_acts")
      .select("record")
      .where("type", "=", "assembly.sitting.item_changed")
      .where("subject", "=", (await read()).href)
      .orderBy("sequence")
      .execute();
    expect(changes).toHaveLength(2);
    expect(changes[1]?.record).toMatchObject({ title: both, documents: [{ text }] });
    expect((await read()).version).toBe(version + 1);
  });

  it("is changed by whoever presides and saw it as it is, and not once it was taken up", async () => {
    const { change, act, items } = await changing();
    const [stranger] = assembly.delegations;
    await expect(change({ title: both }, stranger!.ctx)).rejects.toMatchObject(
      refusedWith("noMandateForThis"),
    );
    await expect(change({ title: both, expectedVersion: 0 })).rejects.toMatchObject(
      refusedWith("sittingChangedMeanwhile"),
    );
    await expect(change({ itemId: newId() })).rejects.toMatchObject(refusedWith("itemUnknown"));
    await expect(change({ documents: [{ text: "nowhere" }] })).rejects.toMatchObject(
      beside("documents.0", "documentUnknown"),
    );
    await expect(change({ title: { source: "es", texts: { fr: "Semences" } } })).rejects.toMatchObject(
      beside("title", "sourceTextMissing"),
    );
    await act({ what: "opened" });
    await act({ what: "item_postponed", itemId: items[0]!, reason: english("Later") });
    await change({ title: both });
    await act({ what: "item_opened", itemId: items[0]! });
    await expect(change({ title: english("Else") })).rejects.toMatchObject(refusedWith("itemStandsAsItWas"));
    const inTables = tables(test.db).updateTable("agenda_items").where("id", "=", items[0]!);
    await expect(inTables.set({ planned_minutes: 7 }).execute()).rejects.toThrow(/stands as it was/);
    await act({ what: "item_closed", itemId: items[0]! });
    await act({ what: "closed" });
    await expect(change({ itemId: items[1]! })).rejects.toMatchObject(refusedWith("sittingIsClosed"));
  });

  it("carries ten documents at most", () => {
    expect(itemsCarryWhatCanBeRead(10, 10)).toEqual({ ok: true });
    expect(itemsCarryWhatCanBeRead(11, 10)).toMatchObject(refusedWith("itemHasManyDocuments"));
  });
});

describe("an agenda of many items", () => {
  it("has an end", () => {
    expect(agendasHaveAnEnd(59)).toEqual({ ok: true });
    expect(agendasHaveAnEnd(60)).toMatchObject({ reason: "agendaIsFull", facts: { most: 60 } });
  });
});

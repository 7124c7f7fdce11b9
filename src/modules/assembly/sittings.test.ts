// A sitting from its plan to its end, and everything that must not happen in one.
import { beforeAll, describe, expect, it } from "vitest";
import {
  addItem,
  changePlan,
  conductSitting,
  findSitting,
  listEvents,
  listSittings,
  orderItems,
  planSitting,
  type PlanSittingInput,
} from "#assembly";
import { listActs } from "#platform/log/views";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { later, planTestSitting } from "../../../test/support/sitting.ts";
import { type Standing, standingAfter } from "./standing.rules.ts";
import { tables } from "./tables.ts";

const test = useDatabase();
const english = (text: string) => inOneLanguage("en", text);
let assembly: Assembly;
beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 2);
});

const refusedWith = (reason: string) => ({ reason });
const beside = (field: string, reason: string) => ({ fields: [{ field, reason }] });

const wanted = (more: Partial<PlanSittingInput> = {}): PlanSittingInput => ({
  edition: assembly.edition,
  title: english("Second sitting"),
  startsAt: "2019-10-19T20:00",
  endsAt: "2019-10-20T01:30",
  zone: "America/Caracas",
  place: null,
  languages: ["es"],
  requestKey: newId(),
  ...more,
});
const plan = (more: Partial<PlanSittingInput> = {}) => planSitting(assembly.chair.ctx, wanted(more));

describe("a plan", () => {
  it("goes over midnight, and keeps its zone", async () => {
    const number = await plan();
    const found = await findSitting(assembly.chair.ctx, assembly.edition, number);
    expect(found).toMatchObject({ zone: "America/Caracas", state: "planned", version: 0 });
    expect(found?.startsAt.toISOString()).toBe("2019-10-20T00:00:00.000Z");
    expect(found?.endsAt.toISOString()).toBe("2019-10-20T05:30:00.000Z");
    expect(
      (await listSittings(test.db, { edition: assembly.edition })).map(({ number: each }) => each),
    ).toContain(number);
  });

  it("over a change of the clocks lasts as long as the clocks say it does", async () => {
    // Madrid sets its clocks back at 03:00: from one to five are five hours.
    const hours = { zone: "Europe/Madrid", startsAt: "2019-10-27T01:00", endsAt: "2019-10-27T05:00" };
    const found = await findSitting(assembly.chair.ctx, assembly.edition, await plan(hours));
    expect((Number(found?.endsAt) - Number(found?.startsAt)) / 3_600_000).toBe(5);
  });

  it.each([
    ["in a zone that does not exist", { zone: "America/Caraca" }, "zone", "zoneUnknown"],
    ["by an offset", { zone: "-04:00" }, "zone", "zoneUnknown"],
    [
      "at an hour that the clocks leave out",
      { zone: "Europe/Madrid", startsAt: "2019-03-31T02:30", endsAt: "2019-03-31T05:00" },
      "startsAt",
      "timeIsLeftOut",
    ],
    ["that ends before it starts", { endsAt: "2019-10-19T19:00" }, "endsAt", "sittingEndsBeforeItStarts"],
    ["of three days", { endsAt: "2019-10-22T19:00" }, "endsAt", "sittingTooLong"],
    ["without a language", { languages: [] }, "languages", "sittingNeedsALanguage"],
    ["at no time", { startsAt: "tomorrow" }, "startsAt", "timeMalformed"],
  ])("is refused %s", async (_name, more, field, reason) => {
    await expect(plan(more)).rejects.toMatchObject(beside(field, reason));
  });

  it("is made by whoever presides, for an organ that exists, once for one form", async () => {
    const [stranger] = assembly.delegations;
    await expect(planSitting(stranger!.ctx, wanted())).rejects.toMatchObject(refusedWith("noMandateForThis"));
    await expect(plan({ organ: "no-such-organ" })).rejects.toMatchObject(refusedWith("organUnknown"));
    await expect(plan({ edition: "nowhere" })).rejects.toMatchObject(refusedWith("editionUnknown"));
    const requestKey = newId();
    const [one, other] = await Promise.all([plan({ requestKey }), plan({ requestKey })]);
    expect(one).toBe(other);
    const numbers = await Promise.all(Array.from({ length: 8 }, () => plan()));
    expect(new Set(numbers).size).toBe(8);
  });

  it("changes until the sitting is over, for whoever saw it as it is", async () => {
    const number = await plan();
    const change = { ...wanted({ endsAt: "2019-10-20T02:00" }), number };
    await changePlan(assembly.chair.ctx, { ...change, place: "The park", expectedVersion: 0 });
    await expect(changePlan(assembly.chair.ctx, { ...change, expectedVersion: 0 })).rejects.toMatchObject(
      refusedWith("sittingChangedMeanwhile"),
    );
    const found = await findSitting(assembly.chair.ctx, assembly.edition, number);
    expect(found).toMatchObject({ place: "The park", version: 1 });
  });
});

describe("a sitting", () => {
  it("goes its way, and its state is what follows from what happened", async () => {
    const sitting = await planTestSitting(assembly);
    const [first, second] = sitting.items;
    await sitting.act({ what: "opened" });
    await sitting.act({ what: "item_opened", itemId: first! });
    await sitting.act({ what: "list_closed", itemId: first! });
    await sitting.act({ what: "item_closed", itemId: first! });
    await sitting.act({ what: "item_postponed", itemId: second!, reason: english("The report is late") });
    await sitting.act({ what: "adjourned", until: "2019-10-18T15:00" });
    expect((await sitting.read()).until?.toISOString()).toBe("2019-10-18T19:00:00.000Z");
    await sitting.act({ what: "resumed" });
    await sitting.act({ what: "item_opened", itemId: second! });
    await sitting.act({ what: "item_closed", itemId: second! });
    await sitting.act({ what: "closed" });
    const found = await sitting.read();
    const events = await listEvents(test.db, found.id);
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const { state, openItemId: openItem, speakingId: speaking, rollCallId: vote } = found;
    const planned: Standing = { state: "planned", openItem: null, speaking: null, vote: null };
    expect(events.reduce(standingAfter, planned)).toEqual({ state, openItem, speaking, vote });
    expect(found.items).toMatchObject([{ state: "done", listClosed: true }, { state: "done" }]);
    const { acts } = await listActs(test.db, { subject: found.href }, 50);
    expect(
      acts.map(({ type }) => type).filter((type) => type === "assembly.sitting.item_opened"),
    ).toHaveLength(2);
    expect(JSON.stringify(acts)).not.toContain("Spokesperson");
  });

  it("is not changed by two chairs at once: the second is told, and a button pressed twice did one thing", async () => {
    const sitting = await planTestSitting(assembly);
    await sitting.act({ what: "opened" });
    const { version } = await sitting.read();
    const both = await Promise.allSettled(
      sitting.items.map((itemId) =>
        sitting.act({ what: "item_opened", itemId }, { expectedVersion: version }),
      ),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: refusedWith("sittingChangedMeanwhile"),
    });
    const open = (await sitting.read()).openItemId!;
    const requestKey = newId();
    const press = () =>
      conductSitting(assembly.chair.ctx, {
        ...sitting,
        expectedVersion: version + 1,
        act: { what: "item_closed", itemId: open },
        requestKey,
      });
    await Promise.all([press(), press()]);
    expect(await sitting.read()).toMatchObject({ version: version + 2, openItemId: null });
  });

  it("has one item open at a time", async () => {
    const sitting = await planTestSitting(assembly);
    await sitting.act({ what: "opened" });
    await sitting.act({ what: "item_opened", itemId: sitting.items[0]! });
    await expect(sitting.act({ what: "item_opened", itemId: sitting.items[1]! })).rejects.toMatchObject(
      refusedWith("anotherItemIsOpen"),
    );
    await expect(sitting.act({ what: "closed" })).rejects.toMatchObject(refusedWith("anotherItemIsOpen"));
    await expect(
      tables(test.db)
        .updateTable("agenda_items")
        .set({ state: "open" })
        .where("id", "=", sitting.items[1]!)
        .execute(),
    ).rejects.toThrow(/agenda_items_open/);
  });

  it.each([
    [
      "an item before it is open",
      "planned",
      (itemId: string) => ({ what: "item_opened", itemId }) as const,
      "sittingNotOpen",
    ],
    ["an end before its beginning", "planned", () => ({ what: "closed" }) as const, "sittingStepUnknown"],
    ["a second opening", "open", () => ({ what: "opened" }) as const, "sittingStepUnknown"],
    [
      "the end of an item that nobody opened",
      "open",
      (itemId: string) => ({ what: "item_closed", itemId }) as const,
      "itemIsNotOpen",
    ],
    [
      "an item that is not its own",
      "open",
      () => ({ what: "item_opened", itemId: newId() }) as const,
      "itemUnknown",
    ],
    ["the end of a vote that nobody opened", "open", () => ({ what: "vote_closed" }) as const, "noVoteRuns"],
    [
      "a vote without an item",
      "open",
      () => ({ what: "vote_opened", text: "x", subject: { on: "whole", expectedVersion: 1 } }) as const,
      "votesNeedAnOpenItem",
    ],
    [
      "anything once it is closed",
      "closed",
      (itemId: string) => ({ what: "item_opened", itemId }) as const,
      "sittingIsClosed",
    ],
    ["being opened again", "closed", () => ({ what: "opened" }) as const, "sittingIsClosed"],
  ])("does not take %s", async (_name, state, act, reason) => {
    const sitting = await planTestSitting(assembly);
    if (state !== "planned") await sitting.act({ what: "opened" });
    if (state === "closed") await sitting.act({ what: "closed" });
    await expect(sitting.act(act(sitting.items[0]!))).rejects.toMatchObject(refusedWith(reason));
  });

  it("is closed for good: no plan, no item, no order, not even by SQL", async () => {
    const sitting = await planTestSitting(assembly);
    await sitting.act({ what: "opened" });
    await sitting.act({ what: "closed" });
    const { ctx } = assembly.chair;
    const item = {
      title: english("Late"),
      kind: "debate" as const,
      plannedMinutes: null,
      requestKey: newId(),
    };
    await expect(addItem(ctx, { ...sitting, ...item })).rejects.toMatchObject(refusedWith("sittingIsClosed"));
    await expect(orderItems(ctx, { ...sitting, itemIds: [] })).rejects.toMatchObject(
      refusedWith("sittingIsClosed"),
    );
    await expect(changePlan(ctx, { ...wanted(), ...sitting, expectedVersion: 2 })).rejects.toMatchObject(
      refusedWith("sittingIsClosed"),
    );
    const { id } = await sitting.read();
    const db = tables(test.db);
    await expect(
      db.updateTable("sittings").set({ state: "open" }).where("id", "=", id).execute(),
    ).rejects.toThrow(/stands as it was/);
    await expect(db.deleteFrom("sitting_events").where("sitting_id", "=", id).execute()).rejects.toThrow(
      /stands as it was done/,
    );
  });

  it("is presided over by a mandate of its organ's organisation", async () => {
    const sitting = await planTestSitting(assembly);
    const [stranger] = assembly.delegations;
    await expect(sitting.act({ what: "opened" }, { ctx: stranger!.ctx })).rejects.toMatchObject(
      refusedWith("noMandateForThis"),
    );
    await sitting.act({ what: "opened" }, { ctx: later(assembly.chair.ctx, 60) });
  });
});

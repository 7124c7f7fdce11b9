import { beforeAll, describe, expect, it } from "vitest";
import { changeLimits } from "#ledger";
import { transact } from "#platform/context";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { type Economy, foundEconomy, onDay, type Saver } from "../../../test/support/financing.ts";
import { nobody } from "../../../test/support/ledger.ts";
import { runDueRounds } from "./circle-rounds.service.ts";
import { graceEnds, lotSeed, orderByLot, orderIsAgreed, roundIsDue } from "./circles.rules.ts";
import type { FoundCircleInput } from "./circles.schema.ts";
import {
  agreeToOrder,
  declineCircle,
  dissolveCircle,
  foundCircle,
  guaranteeMember,
  joinCircle,
  leaveCircle,
  payCircleDebt,
  proposeOrder,
  startCircle,
} from "./circles.service.ts";
import { findCircle, listCircles } from "./circles.views.ts";
import { dayInRhythm, daysAfter, today } from "./days.rules.ts";
import { tables } from "./tables.ts";
import type { CircleId } from "./types.ts";

const refusedAs = (reason: string) => expect.objectContaining({ reason });

describe("a rotating savings circle", () => {
  const test = useDatabase();
  let economy: Economy;
  let savers: Saver[];
  const first = daysAfter(today(new Date()), 7);
  const dayOf = (round: number) => dayInRhythm(first, "monthly", round - 1);

  beforeAll(async () => {
    economy = await foundEconomy(test.db);
    savers = [];
    for (const name of ["Mill", "School", "Bakery", "Farm"]) savers.push(await economy.saver(name));
  });

  const found = (more: Partial<FoundCircleInput> = {}) =>
    foundCircle(savers[0]!.treasurer.ctx, {
      requestKey: newId(),
      accountId: savers[0]!.account.id,
      name: "Monday circle",
      contribution: 1_000n,
      rhythm: "monthly",
      startsOn: first,
      orderedBy: "agreement",
      graceDays: 5,
      cover: "others",
      turnRule: "keeps",
      invite: savers.slice(1).map(({ account }) => account.number),
      ...more,
    });
  const see = async (id: CircleId, who = savers[0]!) => (await findCircle(who.treasurer.ctx, id))!;
  const part = (circleId: CircleId, at: number) => ({ circleId, accountId: savers[at]!.account.id });
  const joinAll = async (id: CircleId) => {
    for (const at of [1, 2, 3]) await joinCircle(savers[at]!.treasurer.ctx, part(id, at));
  };
  const agreed = async (id: CircleId, order?: number[]) => {
    const { members } = await see(id);
    const inOrder = (order ?? [0, 1, 2, 3]).map((at) => members[at]!.id);
    await proposeOrder(savers[0]!.treasurer.ctx, { circleId: id, order: inOrder });
    const { orderVersion: version } = await see(id);
    for (const at of [1, 2, 3]) await agreeToOrder(savers[at]!.treasurer.ctx, { ...part(id, at), version });
  };
  const running = async (more: Partial<FoundCircleInput> = {}) => {
    const id = await found(more);
    await joinAll(id);
    await agreed(id);
    await startCircle(savers[0]!.treasurer.ctx, { circleId: id });
    return id;
  };
  const runOn = (day: string) => runDueRounds(onDay(economy.node.shell, day));
  const balances = () => Promise.all(savers.map(({ account }) => economy.posted(account)));
  /** Leaves the account nothing that it could pay. */
  const dry = async (saver: Saver, isDry = true) => {
    const posted = await economy.posted(saver.account);
    const minimum = isDry ? (posted < 0n ? posted : 0n) : -100_000n;
    await transact(economy.node.shell, (tx) =>
      changeLimits(tx, saver.account.id, { minimum, maximum: 100_000n, because: null }, nobody),
    );
  };

  it("lets everybody pay in and take out the same, a round at a time, each once", async () => {
    const before = await balances();
    const id = await running();
    expect(await runOn(daysAfter(first, -4))).toBe(0);
    expect(await runOn(daysAfter(first, -3))).toBe(1);
    expect((await see(id)).open?.held).toHaveLength(4);
    expect(await balances()).toEqual(before);
    expect(await runOn(first)).toBe(1);
    expect(await runOn(first)).toBe(0);
    expect(await balances()).toEqual(before.map((one, at) => one - 1_000n + (at === 0 ? 4_000n : 0n)));
    for (const round of [2, 3, 4]) await runOn(dayOf(round));
    expect(await see(id)).toMatchObject({ state: "completed", debts: [] });
    expect(await balances()).toEqual(before);
    await leaveCircle(savers[1]!.treasurer.ctx, part(id, 1));
    expect(await findCircle(savers[1]!.treasurer.ctx, id)).toBeUndefined();
  });

  it("makes up for days on which the node stood still, without taking anybody for late", async () => {
    const before = await balances();
    const id = await running();
    await dry(savers[3]!);
    await runOn(dayOf(3));
    const seen = await see(id);
    expect(seen.rounds.map(({ state }) => state)).toEqual(["open", "planned", "planned", "planned"]);
    expect(seen.open?.graceEnds).toBe(daysAfter(dayOf(3), 5));
    await dry(savers[3]!, false);
    await Promise.all([runOn(dayOf(4)), runOn(dayOf(4)), runOn(dayOf(4))]);
    expect(await see(id)).toMatchObject({ state: "completed", debts: [] });
    expect(await balances()).toEqual(before);
  });

  it("lets the others stand in after the days of grace, and be repaid", async () => {
    const before = await balances();
    const id = await running();
    await dry(savers[3]!);
    await runOn(first);
    await runOn(daysAfter(first, 5));
    expect((await see(id)).rounds[0]?.state).toBe("open");
    await runOn(daysAfter(first, 6));
    const seen = await see(id, savers[3]);
    expect(seen.debts.map(({ amount }) => amount).toSorted()).toEqual([333n, 333n, 334n]);
    expect([seen.owes, seen.members[3]?.defaults]).toEqual([1_000n, 1]);
    await dry(savers[3]!, false);
    const pay = (amount: bigint, requestKey = newId()) =>
      payCircleDebt(savers[3]!.treasurer.ctx, { ...part(id, 3), amount, requestKey });
    await expect(pay(1_001n)).rejects.toEqual(refusedAs("moreThanIsOwed"));
    const requestKey = newId();
    await pay(400n, requestKey);
    await pay(400n, requestKey);
    expect((await see(id, savers[3])).owes).toBe(600n);
    await expect(leaveCircle(savers[3]!.treasurer.ctx, part(id, 3))).rejects.toEqual(
      refusedAs("circleDutiesRemain"),
    );
    for (const round of [2, 3, 4]) await runOn(dayOf(round));
    expect(await see(id)).toMatchObject({ state: "completed", debts: [] });
    expect(await balances()).toEqual(before);
  });

  it("stands in from the reserve, moves the turn, puts out, and gives the reserve back", async () => {
    const before = await balances();
    const id = await running({ cover: "reserve", reserve: 600n, turnRule: "last", putOutAfter: 1 });
    await dry(savers[1]!);
    await runOn(first);
    await runOn(daysAfter(first, 6));
    const seen = await see(id);
    expect(seen.members[1]?.state).toBe("put_out");
    expect(seen.rounds.map(({ memberId }) => seen.members.findIndex((one) => one.id === memberId))).toEqual([
      0, 2, 3, 1,
    ]);
    for (const round of [2, 3, 4]) await runOn(dayOf(round));
    const end = await see(id);
    expect(end).toMatchObject({ state: "completed", debts: [], owes: 0n });
    expect(await balances()).toEqual(before);
    await dry(savers[1]!, false);
    await leaveCircle(savers[1]!.treasurer.ctx, part(id, 1));
  });

  it("lets guarantors stand in who agreed to it, and starts without none of them", async () => {
    const id = await found({ cover: "guarantors" });
    await joinAll(id);
    const { members } = await see(id);
    for (const at of [0, 1, 2, 3])
      await joinCircle(savers[at]!.treasurer.ctx, {
        ...part(id, at),
        guarantorId: members[(at + 1) % 4]!.id,
      });
    await agreed(id);
    const start = () => startCircle(savers[0]!.treasurer.ctx, { circleId: id });
    await expect(start()).rejects.toEqual(refusedAs("guarantorsMissing"));
    await expect(
      guaranteeMember(savers[2]!.treasurer.ctx, { ...part(id, 2), memberId: members[0]!.id }),
    ).rejects.toEqual(refusedAs("memberUnknown"));
    for (const at of [0, 1, 2, 3])
      await guaranteeMember(savers[(at + 1) % 4]!.treasurer.ctx, {
        ...part(id, (at + 1) % 4),
        memberId: members[at]!.id,
      });
    await start();
    await dry(savers[1]!);
    await runOn(first);
    await runOn(daysAfter(first, 6));
    expect((await see(id)).debts).toEqual([
      { debtorId: members[1]!.id, creditorId: members[2]!.id, amount: 1_000n },
    ]);
    await dry(savers[1]!, false);
    for (const round of [2, 3, 4]) await runOn(dayOf(round));
    expect(await see(id)).toMatchObject({ state: "completed", debts: [] });
  });

  it("draws lots that anybody can draw again", async () => {
    const id = await found({ orderedBy: "lot", lotSource: "National lottery, first Monday of May" });
    await joinAll(id);
    const start = (drawn: string | null) => startCircle(savers[0]!.treasurer.ctx, { circleId: id, drawn });
    await expect(start(null)).rejects.toEqual(refusedAs("lotNotDrawn"));
    await start("04 17 23");
    const seen = await see(id);
    const again = orderByLot(seen.members, lotSeed(id, "04 17 23")).map((one) => one.id);
    expect(seen.rounds.map(({ memberId }) => memberId)).toEqual(again);
    await expect(start("05")).rejects.toEqual(refusedAs("financingStepUnknown"));
    // It is not meant to be run with those of the other tests.
    await tables(test.db).updateTable("circles").set({ state: "dissolved" }).where("id", "=", id).execute();
  });

  it("starts with an order that all agreed to, or by need more than half", async () => {
    const id = await found();
    await expect(startCircle(savers[0]!.treasurer.ctx, { circleId: id })).rejects.toEqual(
      refusedAs("invitationsUnanswered"),
    );
    await joinCircle(savers[1]!.treasurer.ctx, { ...part(id, 1), need: "The roof" });
    await joinCircle(savers[2]!.treasurer.ctx, part(id, 2));
    await declineCircle(savers[3]!.treasurer.ctx, part(id, 3));
    await expect(startCircle(savers[0]!.treasurer.ctx, { circleId: id })).rejects.toEqual(
      refusedAs("orderMissing"),
    );
    const { members } = await see(id);
    const order = members.map((one) => one.id);
    const propose = (ids: typeof order) =>
      proposeOrder(savers[0]!.treasurer.ctx, { circleId: id, order: ids });
    await expect(propose(order.slice(1))).rejects.toEqual(refusedAs("orderNotOfMembers"));
    await propose(order);
    await expect(startCircle(savers[0]!.treasurer.ctx, { circleId: id })).rejects.toEqual(
      refusedAs("orderNotAgreed"),
    );
    await propose(order.toReversed());
    await expect(agreeToOrder(savers[1]!.treasurer.ctx, { ...part(id, 1), version: 1 })).rejects.toEqual(
      refusedAs("orderChanged"),
    );
    await expect(leaveCircle(savers[0]!.treasurer.ctx, part(id, 0))).rejects.toEqual(
      refusedAs("founderStays"),
    );
    await dissolveCircle(savers[0]!.treasurer.ctx, id);
    await expect(joinCircle(savers[1]!.treasurer.ctx, part(id, 1))).rejects.toEqual(
      refusedAs("circleIsNotForming"),
    );
    const agrees = (count: number) =>
      Array.from({ length: 4 }, (_, at) => ({ placed: true, agrees: at < count }));
    expect(orderIsAgreed("need", agrees(2))).toMatchObject({ reason: "orderNotAgreed" });
    expect(orderIsAgreed("need", agrees(3))).toEqual({ ok: true });
    expect(orderIsAgreed("agreement", agrees(3))).toMatchObject({ reason: "orderNotAgreed" });
  });

  it("is nobody else's business", async () => {
    const id = await found();
    const stranger = await economy.saver("Stranger");
    expect(await findCircle(stranger.treasurer.ctx, id)).toBeUndefined();
    expect(await listCircles(stranger.treasurer.ctx)).toEqual([]);
    const own = { circleId: id, accountId: stranger.account.id };
    await expect(joinCircle(stranger.treasurer.ctx, own)).rejects.toEqual(refusedAs("circleUnknown"));
    await expect(joinCircle(stranger.treasurer.ctx, part(id, 1))).rejects.toEqual(
      refusedAs("noMandateForThis"),
    );
    expect((await listCircles(savers[1]!.treasurer.ctx)).find((one) => one.id === id)).toMatchObject({
      isInvitation: true,
      members: 1,
    });
  });

  it("waits, and says for what, where an account cannot take the payout", async () => {
    const id = await running();
    const set = (maximum: bigint) =>
      transact(economy.node.shell, (tx) =>
        changeLimits(tx, savers[0]!.account.id, { minimum: -100_000n, maximum, because: null }, nobody),
      );
    await set((await economy.posted(savers[0]!.account)) > 0n ? 100_000n : 100n);
    await runOn(first);
    expect((await see(id)).rounds[0]).toMatchObject({ state: "open", waitsFor: "aboveMaximum" });
    await set(100_000n);
    await runOn(daysAfter(first, 1));
    expect((await see(id)).rounds[0]).toMatchObject({ state: "paid_out", waitsFor: null });
  });

  it("refuses rules that leave something open, by field", async () => {
    const wrong = async (more: Partial<FoundCircleInput>, field: string, reason: string) =>
      expect(found(more)).rejects.toMatchObject({ fields: [{ field, reason }] });
    await wrong({ orderedBy: "lot" }, "lotSource", "lotSourceMissing");
    await wrong({ cover: "reserve" }, "reserve", "reserveMissing");
    await wrong({ contribution: -1n }, "contribution", "amountNotPositive");
    await expect(found({ startsOn: daysAfter(today(new Date()), -1) })).rejects.toEqual(
      refusedAs("circleStartsInThePast"),
    );
  });
});

describe("a round's day", () => {
  const due = { dueOn: "2026-12-01", openedOn: "2026-11-28", graceDays: 5 };

  it("comes when all is held, or the days of grace are over, and not before its date", () => {
    const all = [{ held: true, mayFail: false }];
    const missing = [...all, { held: false, mayFail: false }];
    expect(roundIsDue(due, all, "2026-11-30")).toBe(false);
    expect(roundIsDue(due, all, "2026-12-01")).toBe(true);
    expect(roundIsDue(due, missing, "2026-12-06")).toBe(false);
    expect(roundIsDue(due, missing, "2026-12-07")).toBe(true);
    expect(roundIsDue(due, [{ held: false, mayFail: true }], "2026-12-01")).toBe(true);
    expect(graceEnds({ ...due, openedOn: "2027-01-10" })).toBe("2027-01-15");
  });
});

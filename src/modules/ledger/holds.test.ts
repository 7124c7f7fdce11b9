// Holds: placed, and posted, voided or lapsed, once; what they keep aside counts on both sides.
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Account,
  changeLimits,
  type Currency,
  findAccount,
  findEntry,
  findHold,
  type HoldId,
  holdsOn,
  lapseHolds,
  type NewHold,
  placeHolds,
  postEntries,
  postHold,
  voidHold,
} from "#ledger";
import { type Ctx, steady, transact } from "#platform/context";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { balanceOf, nobody, testAccount, testCurrency } from "../../../test/support/ledger.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let ctx: Ctx;
let currency: Currency;
let organizationId: never;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  ctx = node.shell;
  organizationId = node.organizationId as never;
  currency = await testCurrency(ctx, organizationId);
});

const refusedAs = (reason: string, facts?: object) =>
  expect.objectContaining({ reason, ...(facts && { facts: expect.objectContaining(facts) }) });
const account = (limits: object = {}) => testAccount(ctx, currency.id, limits);
const after = (seconds: number): Ctx => ({ ...ctx, now: new Date(+ctx.now + 1000 * seconds) });

async function place(from: Account, to: Account, amount: bigint, lapsesIn: number | null = null) {
  const lapsesAt = lapsesIn === null ? null : after(lapsesIn).now;
  const hold: NewHold = { from: from.id, to: to.id, amount, lapsesAt, text: null, about: null };
  const [id] = await steady(ctx, (tx) => placeHolds(tx, [hold], nobody));
  return id as HoldId;
}
const pending = async ({ id }: Account) => {
  const found = await findAccount(ctx, id);
  return [found?.pendingOut, found?.pendingIn];
};
const pay = (hold: HoldId, amount?: bigint, when = ctx) =>
  steady(when, (tx) => postHold(tx, hold, amount === undefined ? {} : { amount }, nobody));
const giveBack = (hold: HoldId, when = ctx) => steady(when, (tx) => voidHold(tx, hold, nobody));

describe("a hold", () => {
  it("keeps an amount aside on both sides, within the limits", async () => {
    const [from, to] = [await account({ minimum: -100n }), await account({ maximum: 150n })];
    await place(from, to, 100n);
    expect([await pending(from), await pending(to)]).toEqual([
      [100n, 0n],
      [0n, 100n],
    ]);
    await expect(place(from, to, 1n)).rejects.toEqual(
      refusedAs("belowMinimum", { missing: `0.01\u00a0${currency.code}` }),
    );
    await expect(place(await account(), to, 51n)).rejects.toEqual(refusedAs("aboveMaximum"));
    const transfer = (amount: bigint) =>
      steady(ctx, (tx) =>
        postEntries(
          tx,
          [
            {
              kind: "transfer",
              lines: [
                { accountId: from.id, amount: -amount },
                { accountId: to.id, amount },
              ],
              text: null,
              about: null,
            },
          ],
          nobody,
        ),
      );
    await expect(transfer(1n)).rejects.toEqual(refusedAs("belowMinimum"));
    await expect(
      transact(ctx, (tx) =>
        changeLimits(tx, from.id, { minimum: -99n, maximum: null, because: null }, nobody),
      ),
    ).rejects.toEqual(refusedAs("balanceBeyondLimits"));
    expect(await holdsOn(ctx, from.id)).toHaveLength(1);
  });

  it("is paid in part, and the rest is released; never twice, and never more than is held", async () => {
    const [from, to] = [await account(), await account()];
    const hold = await place(from, to, 100n);
    await expect(pay(hold, 101n)).rejects.toEqual(refusedAs("aboveTheHold"));
    await expect(pay(hold, 0n)).rejects.toEqual(refusedAs("amountNotPositive"));
    const entry = await pay(hold, 60n);
    expect((await findEntry(ctx, entry))?.kind).toBe("hold_posted");
    expect([await balanceOf(ctx, from), await balanceOf(ctx, to)]).toEqual([-60n, 60n]);
    expect([await pending(from), await pending(to)]).toEqual([
      [0n, 0n],
      [0n, 0n],
    ]);
    await expect(pay(hold)).rejects.toEqual(refusedAs("holdWasPosted"));
    await expect(giveBack(hold)).rejects.toEqual(refusedAs("holdWasPosted"));
    expect(await findHold(ctx, hold)).toMatchObject({ state: "posted", entryId: entry });
  });

  it("is given back whole, once", async () => {
    const [from, to] = [await account(), await account()];
    const hold = await place(from, to, 100n);
    await giveBack(hold);
    expect(await pending(from)).toEqual([0n, 0n]);
    await expect(giveBack(hold)).rejects.toEqual(refusedAs("holdWasVoided"));
    await expect(pay(hold)).rejects.toEqual(refusedAs("holdWasVoided"));
    await expect(pay(newId() as never)).rejects.toEqual(refusedAs("holdUnknown"));
  });

  it("is resolved once by several that come at once", async () => {
    const [from, to] = [await account(), await account()];
    const hold = await place(from, to, 100n);
    const all = await Promise.allSettled([
      pay(hold),
      giveBack(hold),
      pay(hold, 1n),
      giveBack(hold),
      pay(hold),
    ]);
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await pending(to)).toEqual([0n, 0n]);
  });

  it("is refused to itself, to nobody, into another currency, of nothing, and in the past", async () => {
    const [from, to] = [await account(), await account()];
    const other = await testAccount(ctx, (await testCurrency(ctx, organizationId)).id);
    await expect(place(from, from, 1n)).rejects.toEqual(refusedAs("accountsAreTheSame"));
    await expect(place(from, { ...to, id: newId() as never }, 1n)).rejects.toEqual(
      refusedAs("accountUnknown"),
    );
    await expect(place(from, other, 1n)).rejects.toEqual(refusedAs("currenciesDiffer"));
    await expect(place(from, to, 0n)).rejects.toEqual(refusedAs("amountNotPositive"));
    await expect(place(from, to, -1n)).rejects.toEqual(refusedAs("amountNotPositive"));
    await expect(place(from, to, 2n ** 63n)).rejects.toEqual(refusedAs("amountTooLarge"));
    await expect(place(from, to, 1n, 0)).rejects.toEqual(refusedAs("holdLapsesBeforeItIsPlaced"));
  });
});

describe("a hold that lapses", () => {
  it("cannot be paid or given back from that instant on", async () => {
    const [from, to] = [await account(), await account()];
    const [hold, other] = [await place(from, to, 100n, 60), await place(from, to, 5n, 60)];
    await pay(other, undefined, after(59.999));
    for (const seconds of [60, 90]) {
      await expect(pay(hold, undefined, after(seconds))).rejects.toEqual(refusedAs("holdLapsed"));
      await expect(giveBack(hold, after(seconds))).rejects.toEqual(refusedAs("holdLapsed"));
    }
    expect((await findHold(after(60), hold))?.state).toBe("lapsed");
    expect((await findHold(after(59), hold))?.state).toBe("placed");
  });

  it("keeps no money back, though no job was there yet", async () => {
    const [from, to] = [await account({ minimum: -100n }), await account({ maximum: 100n })];
    await place(from, to, 100n, 60);
    const [again] = await steady(after(60), (tx) =>
      placeHolds(
        tx,
        [{ from: from.id, to: to.id, amount: 100n, lapsesAt: null, text: null, about: null }],
        nobody,
      ),
    );
    await pay(again as HoldId, 100n, after(61));
    expect(await balanceOf(ctx, from)).toBe(-100n);
  });

  it("is marked by the job, where nobody touched its accounts", async () => {
    const [from, to] = [await account(), await account()];
    const hold = await place(from, to, 7n, 30);
    await transact(after(29), lapseHolds);
    expect(await pending(from)).toEqual([7n, 0n]);
    expect(await transact(after(3600), lapseHolds)).toBeGreaterThan(0);
    expect(await pending(from)).toEqual([0n, 0n]);
    expect(await findHold(ctx, hold)).toMatchObject({ state: "lapsed", resolvedAt: after(30).now });
    expect(await transact(after(3600), lapseHolds)).toBe(0);
  });
});

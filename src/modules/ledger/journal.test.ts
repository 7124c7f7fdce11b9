// The journal: what is posted, what is refused by name, and that a refusal moves nothing.
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Account,
  changeLimits,
  closeAccount,
  type Currency,
  findAccount,
  findAccountByNumber,
  findEntry,
  limitsOf,
  linesOf,
  type NewLine,
  openAccount,
  postEntries,
  reverseEntry,
} from "#ledger";
import { type Ctx, steady, transact } from "#platform/context";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { balanceOf, nobody, testAccount, testCurrency } from "../../../test/support/ledger.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let node: TestNode;
let ctx: Ctx;
let currency: Currency;

beforeAll(async () => {
  node = await foundTestNode(test.db);
  ctx = node.shell;
  currency = await testCurrency(ctx, node.organizationId);
});

const refusedAs = (reason: string, facts?: object) =>
  expect.objectContaining({ reason, ...(facts && { facts: expect.objectContaining(facts) }) });
const account = (limits: object = {}) => testAccount(ctx, currency.id, limits);
const pair = (from: Account, to: Account, amount: bigint): NewLine[] => [
  { accountId: from.id, amount: -amount },
  { accountId: to.id, amount },
];
const entry = (lines: readonly NewLine[]) => ({ kind: "transfer", lines, text: null, about: null }) as const;
const post = (...entries: readonly NewLine[][]) =>
  steady(ctx, (tx) => postEntries(tx, entries.map(entry), nobody));

describe("a transfer", () => {
  it("moves both balances, keeps a line on each side, and says what stood after", async () => {
    const [payer, payee] = [await account(), await account()];
    const [id] = await post(pair(payer, payee, 250n));
    await transact(ctx, (tx) => postEntries(tx, [entry(pair(payee, payer, 50n))], nobody));
    expect([await balanceOf(ctx, payer), await balanceOf(ctx, payee)]).toEqual([-200n, 200n]);
    const lines = await linesOf(ctx, payee.id);
    expect(lines.map(({ version, amount, balanceAfter }) => [version, amount, balanceAfter])).toEqual([
      [2n, -50n, 200n],
      [1n, 250n, 250n],
    ]);
    expect(await linesOf(ctx, payee.id, { before: 2n })).toHaveLength(1);
    expect((await findEntry(ctx, id as never))?.lines).toHaveLength(2);
    expect((await findAccountByNumber(ctx, payer.number))?.id).toBe(payer.id);
  });

  it("is refused below the payer's minimum, and says what is missing", async () => {
    const [payer, payee] = [await account({ minimum: 0n }), await account()];
    await post(pair(payee, payer, 100n));
    await post(pair(payer, payee, 100n));
    await expect(post(pair(payer, payee, 12_345n))).rejects.toEqual(
      refusedAs("belowMinimum", { account: payer.number, missing: `123.45\u00a0${currency.code}` }),
    );
    expect(await balanceOf(ctx, payer)).toBe(0n);
  });

  it("is refused above the payee's maximum, to an unknown or closed account, and in another currency", async () => {
    const [payer, payee] = [await account(), await account({ maximum: 10n })];
    await post(pair(payer, payee, 10n));
    await expect(post(pair(payer, payee, 1n))).rejects.toEqual(
      refusedAs("aboveMaximum", { account: payee.number }),
    );
    const stranger = { ...payee, id: newId() as never };
    await expect(post(pair(payer, stranger, 1n))).rejects.toEqual(refusedAs("accountUnknown"));
    const closed = await account();
    await transact(ctx, (tx) => closeAccount(tx, closed.id));
    await expect(post(pair(payer, closed, 1n))).rejects.toEqual(
      refusedAs("accountClosed", { account: closed.number }),
    );
    const other = await testAccount(ctx, (await testCurrency(ctx, node.organizationId)).id);
    await expect(post(pair(payer, other, 1n))).rejects.toEqual(refusedAs("currenciesDiffer"));
    expect(await balanceOf(ctx, payer)).toBe(-10n);
  });

  it("is refused to itself, of nothing, and beyond 2^53 and 2^63", async () => {
    const [payer, payee] = [await account(), await account({ minimum: null, maximum: null })];
    await expect(post(pair(payer, payer, 1n))).rejects.toEqual(refusedAs("accountsAreTheSame"));
    await expect(post(pair(payer, payee, 0n))).rejects.toEqual(refusedAs("amountNotPositive"));
    for (const amount of [2n ** 53n, 2n ** 63n, 2n ** 64n])
      await expect(post(pair(payer, payee, amount))).rejects.toEqual(refusedAs("amountTooLarge"));
  });

  it("leaves the caller's transaction usable when it is refused", async () => {
    const [payer, payee] = [await account({ minimum: 0n }), await account()];
    await transact(ctx, async (tx) => {
      await expect(postEntries(tx, [entry(pair(payer, payee, 1n))], nobody)).rejects.toEqual(
        refusedAs("belowMinimum"),
      );
      await postEntries(tx, [entry(pair(payee, payer, 5n))], nobody);
    });
    expect(await balanceOf(ctx, payer)).toBe(5n);
  });

  it("never runs backwards in time", async () => {
    const [payer, payee] = [await account(), await account()];
    const at = (seconds: number) => ({ ...ctx, now: new Date(+ctx.now + 1000 * seconds) });
    for (const seconds of [60, 0, 90])
      await steady(at(seconds), (tx) => postEntries(tx, [entry(pair(payer, payee, 1n))], nobody));
    const moments = (await linesOf(ctx, payer.id)).map(({ postedAt }) => (+postedAt - +ctx.now) / 1000);
    expect(moments).toEqual([90, 60, 60]);
  });
});

describe("entries with many lines", () => {
  it("are all posted, or none", async () => {
    const [first, second, third] = [await account({ minimum: 0n }), await account(), await account()];
    await expect(post(pair(second, third, 5n), pair(first, second, 1n))).rejects.toEqual(
      refusedAs("belowMinimum", { account: first.number }),
    );
    expect(await balanceOf(ctx, third)).toBe(0n);
    await post(pair(second, first, 5n), pair(first, third, 5n));
    expect([await balanceOf(ctx, first), await balanceOf(ctx, third)]).toEqual([0n, 5n]);
  });

  it("hold the limits after each entry, and not in between its lines", async () => {
    const [first, second] = [await account({ minimum: 0n }), await account()];
    await expect(post(pair(first, second, 5n), pair(second, first, 5n))).rejects.toEqual(
      refusedAs("belowMinimum"),
    );
    await post([...pair(first, second, 5n), ...pair(second, first, 5n)]);
    expect((await findAccount(ctx, first.id))?.version).toBe(2n);
  });

  it("must sum to zero in each currency", async () => {
    const other = await testCurrency(ctx, node.organizationId);
    const [first, second, third] = [await account(), await account(), await testAccount(ctx, other.id)];
    await expect(
      post([
        { accountId: first.id, amount: -3n },
        { accountId: second.id, amount: 2n },
      ]),
    ).rejects.toEqual(refusedAs("entryUnbalanced"));
    await expect(post([...pair(first, second, 2n), ...pair(second, third, 1n)])).rejects.toEqual(
      refusedAs("currenciesDiffer"),
    );
    const fourth = await testAccount(ctx, other.id);
    await post([...pair(first, second, 2n), ...pair(third, fourth, 70n)]);
    expect([await balanceOf(ctx, second), await balanceOf(ctx, fourth)]).toEqual([2n, 70n]);
  });
});

describe("limits", () => {
  it("change with their history, but not to where the account does not stand", async () => {
    const [payer, payee] = [await account(), await account()];
    await post(pair(payer, payee, 500n));
    const change = (minimum: bigint | null, maximum: bigint | null) =>
      transact(ctx, (tx) =>
        changeLimits(tx, payer.id, { minimum, maximum, because: "the assembly said so" }, nobody),
      );
    await expect(change(-499n, null)).rejects.toEqual(
      refusedAs("balanceBeyondLimits", { account: payer.number }),
    );
    await expect(change(10n, -10n)).rejects.toEqual(refusedAs("limitsAreReversed"));
    await change(-500n, null);
    await expect(post(pair(payer, payee, 1n))).rejects.toEqual(refusedAs("belowMinimum"));
    const history = await limitsOf(ctx, payer.id);
    expect(history.map(({ minimum, maximum, because }) => [minimum, maximum, because])).toEqual([
      [-500n, null, "the assembly said so"],
      [-100_000n, 100_000n, null],
    ]);
  });
});

describe("when many come at once", () => {
  it("an account pays what it has, and not one unit more", async () => {
    const [payer, payee] = [await account({ minimum: -10n }), await account()];
    const all = await Promise.allSettled(Array.from({ length: 16 }, () => post(pair(payer, payee, 3n))));
    const refused = all.filter((one) => one.status === "rejected");
    expect(refused.map(({ reason }) => reason.reason)).toEqual(Array(13).fill("belowMinimum"));
    expect(await balanceOf(ctx, payer)).toBe(-9n);
  });

  it("payments in both directions and in rings wait for each other, and all are made", async () => {
    const ring = [await account(), await account(), await account()] as const;
    const wishes = Array.from({ length: 18 }, (_, at) => {
      const [from, to] = [ring[at % 3] as Account, ring[(at + 1 + (at % 2)) % 3] as Account];
      return at % 4 === 0 ? post(pair(from, to, 1n), pair(to, from, 2n)) : post(pair(from, to, 1n));
    });
    await Promise.all(wishes);
    const balances = await Promise.all(ring.map((one) => balanceOf(ctx, one)));
    expect(balances.reduce((sum, each) => sum + each)).toBe(0n);
  });

  it("limits and payments see each other: whichever comes first, both hold", async () => {
    for (let tried = 0; tried < 5; tried += 1) {
      const [payer, payee] = [await account(), await account()];
      const limits = { minimum: -5n, maximum: null, because: "less credit" };
      const [changed, paid] = await Promise.allSettled([
        transact(ctx, (tx) => changeLimits(tx, payer.id, limits, nobody)),
        post(pair(payer, payee, 6n)),
      ]);
      expect([changed.status, paid.status].sort()).toEqual(["fulfilled", "rejected"]);
    }
  });
});

describe("an account", () => {
  it("closes when it is empty, for ever", async () => {
    const [payer, payee] = [await account(), await account()];
    const close = () => transact(ctx, (tx) => closeAccount(tx, payer.id));
    await post(pair(payer, payee, 1n));
    await expect(close()).rejects.toEqual(refusedAs("accountNotEmpty"));
    await post(pair(payee, payer, 1n));
    await close();
    await expect(close()).rejects.toEqual(refusedAs("accountClosed"));
  });

  it("is there once where there is one in a currency", async () => {
    const open = () =>
      transact(ctx, (tx) =>
        openAccount(tx, {
          currencyId: currency.id,
          holder: { kind: "commons" },
          minimum: 0n,
          maximum: null,
        }),
      );
    await open();
    await expect(open()).rejects.toEqual(refusedAs("accountAlreadyOpen"));
  });
});

describe("a reversal", () => {
  it("has the opposite lines, is made once, and is not reversed itself", async () => {
    const [payer, payee] = [await account(), await account()];
    const [id] = await post(pair(payer, payee, 40n));
    const reverse = (which = id) =>
      transact(ctx, (tx) => reverseEntry(tx, which as never, { text: "paid twice" }, nobody));
    const reversal = await reverse();
    expect(await balanceOf(ctx, payee)).toBe(0n);
    expect((await findEntry(ctx, id as never))?.reversedBy).toBe(reversal);
    await expect(reverse()).rejects.toEqual(refusedAs("entryWasReversed"));
    await expect(reverse(reversal)).rejects.toEqual(refusedAs("reversalOfReversal"));
    await expect(reverse(newId() as never)).rejects.toEqual(refusedAs("entryUnknown"));
  });
});

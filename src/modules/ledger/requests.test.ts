// Keys of requests: the same is answered the same, once; another body with the same key is refused.
import { beforeAll, expect, it } from "vitest";
import { type Account, answerOnce, type EntryId, postEntries } from "#ledger";
import { type Ctx, steady, transact } from "#platform/context";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { balanceOf, nobody, testAccount, testCurrency } from "../../../test/support/ledger.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let ctx: Ctx;
let payer: Account;
let payee: Account;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  ctx = node.shell;
  const { id } = await testCurrency(ctx, node.organizationId);
  payer = await testAccount(ctx, id);
  payee = await testAccount(ctx, id);
});

function ask(key: string, amount: bigint, open = steady) {
  return open(ctx, (tx) =>
    answerOnce(tx, key, { payer: payer.id, amount: String(amount) }, async () => {
      const lines = [
        { accountId: payer.id, amount: -amount },
        { accountId: payee.id, amount },
      ];
      const [id] = await postEntries(tx, [{ kind: "transfer", lines, text: null, about: null }], nobody);
      return { entry: id as EntryId };
    }),
  );
}

it("answers the same request the same, and does it once", async () => {
  const key = newId();
  const first = await ask(key, 10n);
  expect(await ask(key, 10n)).toEqual(first);
  expect(await balanceOf(ctx, payee)).toBe(10n);
});

it("does it once when several come at once, in either way of opening a transaction", async () => {
  for (const open of [steady, transact]) {
    const before = await balanceOf(ctx, payee);
    const key = newId();
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(key, 1n, open)));
    expect(new Set(answers.map(({ entry }) => entry)).size).toBe(1);
    expect(await balanceOf(ctx, payee)).toBe(before + 1n);
  }
});

it("refuses another body with the same key, and forgets what was refused", async () => {
  const key = newId();
  await expect(ask(key, 1_000_000n)).rejects.toMatchObject({ reason: "belowMinimum" });
  await ask(key, 3n);
  await expect(ask(key, 4n)).rejects.toMatchObject({ kind: "conflict", reason: "requestKeyReused" });
});

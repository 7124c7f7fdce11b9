// The audit finds nothing in a ledger that was written by its functions, and names each thing that somebody who owns the
// database changed behind their back.
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Account,
  auditLedger,
  changeLimits,
  placeHolds,
  postEntries,
  postHold,
  reverseEntry,
} from "#ledger";
import { type Ctx, steady } from "#platform/context";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { nobody, testAccount, testCurrency } from "../../../test/support/ledger.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let ctx: Ctx;
let first: Account;
let second: Account;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  ctx = node.shell;
  const { id } = await testCurrency(ctx, node.organizationId);
  first = await testAccount(ctx, id);
  second = await testAccount(ctx, id);
  const transfer = (amount: bigint) => ({
    kind: "transfer" as const,
    lines: [
      { accountId: first.id, amount: -amount },
      { accountId: second.id, amount },
    ],
    text: null,
    about: null,
  });
  await steady(ctx, async (tx) => {
    const [, mistake] = await postEntries(tx, [transfer(100n), transfer(7n)], nobody);
    await reverseEntry(tx, mistake as never, { text: "a mistake" }, nobody);
    const hold = { from: first.id, to: second.id, amount: 50n, lapsesAt: null, text: null, about: null };
    const [paid] = await placeHolds(tx, [hold, hold], nobody);
    await postHold(tx, paid as never, { amount: 20n }, nobody);
    await changeLimits(tx, first.id, { minimum: -500n, maximum: null, because: "less" }, nobody);
    await postEntries(tx, [transfer(5n)], nobody);
  });
});

const triggers = (state: "enable" | "disable") =>
  ["currencies", "ledger_accounts", "ledger_entries", "ledger_lines", "ledger_limits", "ledger_holds"].map(
    (table) => `alter table ${table} ${state} trigger user`,
  );

it("finds nothing where nothing is wrong", async () => {
  expect(await auditLedger(ctx)).toEqual({
    currencies: 1,
    accounts: 2,
    entries: 5,
    lines: 10,
    holds: 2,
    sealed: 0,
    fault: undefined,
  });
});

describe("with the guards taken away, it names", () => {
  let undo: string[] = [];
  beforeEach(() => {
    undo = [];
  });

  it.each([
    [
      "lineOutOfTurn",
      "update ledger_lines set balance_after = balance_after + 1 where version = 2",
      "update ledger_lines set balance_after = balance_after - 1 where version = 2",
    ],
    [
      "balanceNotReplayed",
      "update ledger_accounts set posted = posted + 1 where minimum = -500",
      "update ledger_accounts set posted = posted - 1 where minimum = -500",
    ],
    [
      "limitsOutOfTurn",
      "update ledger_accounts set minimum = -501 where minimum = -500",
      "update ledger_accounts set minimum = -500 where minimum = -501",
    ],
    [
      "limitsNotHeld",
      "update ledger_limits set minimum = -50 where version = 1 and account_id in (select account_id from ledger_limits where version = 2)",
      "update ledger_limits set minimum = -100000 where version = 1 and account_id in (select account_id from ledger_limits where version = 2)",
    ],
    [
      "pendingNotHeld",
      "update ledger_accounts set pending_out = 1 where pending_out = 50",
      "update ledger_accounts set pending_out = 50 where pending_out = 1",
    ],
    [
      "holdNotPaid",
      "update ledger_holds set amount = 19 where state = 'posted'",
      "update ledger_holds set amount = 50 where state = 'posted'",
    ],
    [
      "timeRunsBackwards",
      "update ledger_entries set posted_at = posted_at - interval '1 day' where kind = 'reversal'",
      "update ledger_entries set posted_at = posted_at + interval '1 day' where kind = 'reversal'",
    ],
    [
      "entryWithoutLines",
      "insert into ledger_entries (id, kind, posted_at) values ('01900000-0000-7000-8000-000000000001', 'transfer', now())",
      "delete from ledger_entries where id = '01900000-0000-7000-8000-000000000001'",
    ],
  ])("%s", async (name, harm, mend) => {
    for (const statement of [...triggers("disable"), harm]) await test.pool.query(statement);
    undo.push(mend, ...triggers("enable"));
    const { fault } = await auditLedger(ctx);
    for (const statement of undo) await test.pool.query(statement);
    expect(fault?.name).toBe(name);
    expect((await auditLedger(ctx)).fault).toBeUndefined();
  });

  it("lines that were added where accounts do not know of them", async () => {
    const id = newId();
    const harm = `
      insert into ledger_entries (id, kind, posted_at) values ('${id}', 'transfer', now());
      insert into ledger_lines values ('${id}', '${first.id}', 6, -1, -126), ('${id}', '${second.id}', 6, 2, 127)`;
    await test.pool.query(triggers("disable").join(";"));
    await test.pool.query(harm);
    expect((await auditLedger(ctx)).fault).toMatchObject({ name: "balanceNotReplayed" });
    await test.pool.query(
      "update ledger_accounts a set posted = l.balance_after, version = 6 from ledger_lines l where l.account_id = a.id and l.version = 6",
    );
    expect((await auditLedger(ctx)).fault).toMatchObject({ name: "entryNotZero", facts: { entry: id } });
  });
});

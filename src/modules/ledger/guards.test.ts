// What the database itself refuses, to whoever writes SQL: each of these would break the ledger.
import { beforeAll, describe, expect, it } from "vitest";
import { type Account, type Currency, placeHolds, postEntries } from "#ledger";
import { type Ctx, steady } from "#platform/context";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { balanceOf, nobody, testAccount, testCurrency } from "../../../test/support/ledger.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let ctx: Ctx;
let currency: Currency;
let first: Account;
let second: Account;
let foreign: Account;
let posted: string;
let hold: string;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  ctx = node.shell;
  currency = await testCurrency(ctx, node.organizationId);
  first = await testAccount(ctx, currency.id);
  second = await testAccount(ctx, currency.id);
  foreign = await testAccount(ctx, (await testCurrency(ctx, node.organizationId)).id);
  const lines = [
    { accountId: first.id, amount: -10n },
    { accountId: second.id, amount: 10n },
  ];
  [posted] = (await steady(ctx, (tx) =>
    postEntries(tx, [{ kind: "transfer", lines, text: null, about: null }], nobody),
  )) as readonly string[] as [string];
  [hold] = (await steady(ctx, (tx) =>
    placeHolds(
      tx,
      [{ from: first.id, to: second.id, amount: 5n, lapsesAt: null, text: null, about: null }],
      nobody,
    ),
  )) as unknown as [string];
});

/** Runs statements in one transaction; resolves to what the database says against them, or to nothing. */
async function objection(...statements: readonly string[]): Promise<string | undefined> {
  const client = await test.pool.connect();
  try {
    await client.query("begin");
    for (const statement of statements) await client.query(statement);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.query("rollback");
    client.release();
  }
}

const entry = (id: string) =>
  `insert into ledger_entries (id, kind, posted_at) values ('${id}', 'transfer', now())`;
type RawLine = readonly [account: Account, version: number, amount: number, after: number];
const lines = (id: string, ...of: readonly RawLine[]) =>
  `insert into ledger_lines (entry_id, account_id, version, amount, balance_after) values ${of
    .map(
      ([{ id: account }, version, amount, after]) =>
        `('${id}', '${account}', ${version}, ${amount}, ${after})`,
    )
    .join(", ")}`;

describe("lines", () => {
  const whole = /the lines of an entry come with it, sum to zero/;

  it("may be written by SQL as long as they are whole", async () => {
    const id = newId();
    expect(await objection(entry(id), lines(id, [first, 2, -3, -13], [second, 2, 3, 13]))).toBeUndefined();
  });

  it.each([
    [
      "that do not sum to zero",
      () => [
        [first, 2, -3, -13],
        [second, 2, 2, 12],
      ],
    ],
    ["of one side alone", () => [[first, 2, -3, -13]]],
    [
      "whose sums are zero only across currencies",
      () => [
        [first, 2, -3, -13],
        [foreign, 1, 3, 3],
      ],
    ],
    [
      "with another balance than the account's",
      () => [
        [first, 2, -3, -12],
        [second, 2, 3, 13],
      ],
    ],
    [
      "that leave a version out",
      () => [
        [first, 3, -3, -13],
        [second, 2, 3, 13],
      ],
    ],
    [
      "of an unknown account",
      () => [
        [{ ...first, id: newId() }, 1, -3, -3],
        [second, 2, 3, 13],
      ],
    ],
  ] as readonly (readonly [string, () => readonly RawLine[]])[])("are refused: %s", async (_, of) => {
    const id = newId();
    expect(await objection(entry(id), lines(id, ...of()))).toMatch(whole);
  });

  it("are refused where the same version is there already", async () => {
    const id = newId();
    expect(await objection(entry(id), lines(id, [first, 1, -3, -13], [second, 2, 3, 13]))).toMatch(
      /ledger_lines_pkey/,
    );
  });

  it("are refused for an entry that is not there, or was made earlier", async () => {
    const added: readonly RawLine[] = [
      [first, 2, -3, -13],
      [second, 2, 3, 13],
    ];
    expect(await objection(lines(newId(), ...added))).toMatch(whole);
    expect(await objection(lines(posted, ...added))).toMatch(whole);
  });

  it("are refused beyond an account's limits, and of nothing", async () => {
    const id = newId();
    const far: readonly RawLine[] = [
      [first, 2, -100_000, -100_010],
      [second, 2, 100_000, 100_010],
    ];
    expect(await objection(entry(id), lines(id, ...far))).toMatch(/ledger_accounts_m/);
    expect(await objection(entry(id), lines(id, [first, 2, 0, -10]))).toMatch(/ledger_lines_amount_check/);
  });
});

describe("what is written", () => {
  it.each([
    ["update ledger_entries set text = 'changed'"],
    ["delete from ledger_entries"],
    ["truncate ledger_entries cascade"],
    ["update ledger_lines set amount = amount * 2"],
    ["delete from ledger_lines"],
    ["truncate ledger_lines cascade"],
    ["delete from ledger_accounts"],
    ["truncate ledger_accounts cascade"],
    ["update ledger_limits set maximum = null"],
    ["delete from ledger_limits"],
    ["delete from ledger_holds"],
    ["truncate ledger_holds cascade"],
    ["delete from currencies"],
    ["update ledger_requests set answer = 'null'"],
  ])("is not changed: %s", async (statement) => {
    await test.pool.query(
      "insert into ledger_requests values (gen_random_uuid(), sha256(''), '{}', now()) on conflict do nothing",
    );
    expect(await objection(statement)).toMatch(/what the ledger holds is never rewritten/);
  });

  it.each([
    ["update ledger_accounts set posted = posted + 1"],
    ["update ledger_accounts set pending_out = 0"],
    ["update ledger_accounts set version = version + 1"],
    ["update ledger_accounts set minimum = null"],
  ])("gives the balances, which nobody writes: %s", async (statement) => {
    expect(await objection(statement)).toMatch(/balances and limits follow from lines, holds/);
  });

  it.each([["update currencies set scale = scale + 1"], ["update currencies set code = code || 'X'"]])(
    "rests upon what a currency was founded as: %s",
    async (statement) => {
      expect(await objection(statement)).toMatch(/a currency stays what it was founded as/);
    },
  );
});

describe("accounts", () => {
  it.each([
    ["update ledger_accounts set number = '10001'", /never rewritten/],
    ["update ledger_accounts set currency_id = currency_id", /never rewritten/],
    ["update ledger_accounts set closed_at = now()", /closes when it is empty, for ever/],
    [
      "insert into ledger_accounts (id, number, currency_id, holder_kind, fund_id, opened_at, posted) select gen_random_uuid(), '123456', currency_id, 'fund', id, now(), 5 from ledger_accounts limit 1",
      /opened empty/,
    ],
    [
      "insert into ledger_accounts (id, number, currency_id, holder_kind, opened_at) select gen_random_uuid(), '123456', currency_id, 'person', now() from ledger_accounts limit 1",
      /opened empty, with a number and one holder/,
    ],
  ])("stay what they were opened as: %s", async (statement, words) => {
    expect(await objection(statement)).toMatch(words);
  });
});

describe("holds", () => {
  const once = /a hold is placed, and resolved once/;

  it.each([
    ["update ledger_holds set amount = amount - 1"],
    ["update ledger_holds set state = 'lapsed', resolved_at = now()"],
    [
      "insert into ledger_holds select gen_random_uuid(), from_account, to_account, amount, text, about, 'voided', placed_at, null, null, null, now() from ledger_holds",
    ],
  ])("are placed and resolved, and nothing else: %s", async (statement) => {
    expect(await objection(statement)).toMatch(once);
  });

  it("are resolved once", async () => {
    const give = "update ledger_holds set state = 'voided', resolved_at = now()";
    expect(await objection(give)).toBeUndefined();
    expect(await objection(give, give)).toMatch(once);
    expect(await objection(give, `update ledger_holds set state = 'placed', resolved_at = null`)).toMatch(
      once,
    );
  });

  it("are between accounts of one currency", async () => {
    expect(
      await objection(
        `insert into ledger_holds (id, from_account, to_account, amount, placed_at)
         values ('${newId()}', '${first.id}', '${foreign.id}', 1, now())`,
      ),
    ).toMatch(/a hold is between two open accounts of one currency/);
  });

  it("keep what is aside within the limits", async () => {
    expect(
      await objection(
        `insert into ledger_holds (id, from_account, to_account, amount, placed_at)
         values ('${newId()}', '${first.id}', '${second.id}', 100000, now())`,
      ),
    ).toMatch(/ledger_accounts_m/);
    expect(hold).toBeDefined();
    expect(await balanceOf(ctx, first)).toBe(-10n);
  });
});

// `npm run bench:ledger [-- --seconds N]`: transfers a second, by 16 connections, beside a bare stored function that makes the
// same changes of rows (two balances, one entry, two lines, with the same keys and indexes) and proves nothing. Everything
// on one server that writes as a node's does (fsync), in turns, so that the load of the computer falls on each alike.
// Exits 1 where posting is below 0.6 of it between random accounts, the whole use-case below 0.4, either below 0.3 on one
// hot account, or where 100,000 lines in one entry take over 3 s.
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Account, type AccountId, changeLimits, type Party, pay, postEntries } from "#ledger";
import { type Ctx, steady } from "../src/platform/context.ts";
import { openDatabase, openPool } from "../src/platform/database/database.ts";
import { migrate } from "../src/platform/database/migrate.ts";
import { newId } from "../src/platform/ids.ts";
import { openEmbedded } from "../src/platform/postgres/index.ts";
import { nobody, testAccount, testCurrency } from "../test/support/ledger.ts";
import { accountOf, type Payer, payer } from "../test/support/money.ts";
import { foundTestNode } from "../test/support/node.ts";

const { values } = parseArgs({ options: { seconds: { type: "string", default: "4" } } });
const SECONDS = Number(values.seconds);
const CONNECTIONS = 16;
const ACCOUNTS = 2_000;
const ORGANIZATIONS = 100;
const ROUNDS = 3;
const LEAST_RANDOM = 0.6;
const LEAST_WHOLE = 0.4;
const LEAST_HOT = 0.3;
const MOST_LARGE_MS = 3_000;

const bareSchema = `
  create table bare_accounts (id uuid primary key, posted bigint not null default 0, version bigint not null default 0)
    with (fillfactor = 80);
  create table bare_entries (id uuid primary key, kind text not null, text text, about text, mandate_id uuid,
    posted_at timestamptz not null);
  create table bare_lines (entry_id uuid not null, account_id uuid not null, version bigint not null,
    amount bigint not null, balance_after bigint not null, primary key (account_id, version));
  create index bare_lines_entry on bare_lines (entry_id);
  insert into bare_accounts (id) select id from ledger_accounts;
  create function bare_transfer(entry uuid, payer uuid, payee uuid, moved bigint, at timestamptz) returns void
  language plpgsql as $$
  declare
    source bare_accounts;
    target bare_accounts;
  begin
    if payer < payee then
      update bare_accounts set posted = posted - moved, version = version + 1 where id = payer returning * into source;
      update bare_accounts set posted = posted + moved, version = version + 1 where id = payee returning * into target;
    else
      update bare_accounts set posted = posted + moved, version = version + 1 where id = payee returning * into target;
      update bare_accounts set posted = posted - moved, version = version + 1 where id = payer returning * into source;
    end if;
    insert into bare_entries (id, kind, posted_at) values (entry, 'transfer', at);
    insert into bare_lines (entry_id, account_id, version, amount, balance_after)
    values (entry, payer, source.version, -moved, source.posted), (entry, payee, target.version, moved, target.posted);
  end $$;`;

type Pair = readonly [payer: AccountId, payee: AccountId];
type Path = { readonly name: string; readonly transfer: (pair: Pair) => Promise<unknown> };
type Measured = { perSecond: number; p95: number };

/** How many transfers 16 workers make, one after the other each, and how long the slowest twentieth took at least. */
async function measure({ transfer }: Path, choose: () => Pair, seconds: number): Promise<Measured> {
  const took: number[] = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() < until) {
        const start = performance.now();
        await transfer(choose());
        took.push(performance.now() - start);
      }
    }),
  );
  const elapsed = (performance.now() - began) / 1000;
  took.sort((one, other) => one - other);
  return { perSecond: took.length / elapsed, p95: took[Math.floor(took.length * 0.95)] ?? 0 };
}

/** In turns, so that no path has the quieter half of the run; the median of the rounds. */
async function compare(
  title: string,
  paths: readonly Path[],
  choose: () => Pair,
): Promise<ReadonlyMap<string, number>> {
  const all = new Map<string, Measured[]>(paths.map(({ name }) => [name, []]));
  for (const path of paths) await measure(path, choose, 0.5);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const path of paths) all.get(path.name)?.push(await measure(path, choose, SECONDS / ROUNDS));
  const middle = (of: readonly Measured[]) =>
    of.toSorted((one, other) => one.perSecond - other.perSecond)[of.length >> 1] as Measured;
  const bare = middle(all.get(paths[0]?.name ?? "") ?? []);
  console.log(`${title} (load ${loadavg()[0]?.toFixed(1)}):`);
  const ratios = new Map<string, number>();
  for (const [name, rounds] of all) {
    const { perSecond, p95 } = middle(rounds);
    ratios.set(name, perSecond / bare.perSecond);
    console.log(
      `  ${name.padEnd(58)} ${perSecond.toFixed(0).padStart(6)}/s, p95 ${p95.toFixed(1).padStart(5)} ms, ${(perSecond / bare.perSecond).toFixed(2)}`,
    );
  }
  return ratios;
}

const dataDir = mkdtempSync(join(tmpdir(), "cumbe-bench-ledger-"));
const server = await openEmbedded({ dataDir, log: () => {} });
const pool = openPool({ connectionString: server.url }, CONNECTIONS);
const db = openDatabase(pool);
try {
  await migrate(db, pool);
  const node = await foundTestNode(db);
  const ctx: Ctx = node.shell;
  const currency = await testCurrency(ctx, node.organizationId);
  const { id: currencyId } = currency;
  const accounts: Account[] = [];
  for (let count = 0; count < ACCOUNTS; count += 1)
    accounts.push(await testAccount(ctx, currencyId, { minimum: -(10n ** 12n), maximum: 10n ** 12n }));
  // Each with a treasurer of its own, for the whole use-case.
  const payers: { readonly of: Payer; readonly account: Party }[] = [];
  for (let count = 0; count < ORGANIZATIONS; count += 1) {
    const of = await payer(node, `Organisation ${count}`);
    const account = await accountOf(of, currency);
    const wide = { minimum: -(10n ** 12n), maximum: 10n ** 12n, because: null };
    await steady(ctx, (tx) => changeLimits(tx, account.id, wide, nobody));
    payers.push({ of, account });
  }
  await pool.query(bareSchema);
  await pool.query("vacuum analyze");

  const entryOf = ([payer, payee]: Pair) => ({
    kind: "transfer" as const,
    lines: [
      { accountId: payer, amount: -1n },
      { accountId: payee, amount: 1n },
    ],
    text: null,
    about: null,
  });
  const posting = "postEntries, one statement";
  const whole = "pay: authority, request key, approval, posting";
  const paths: readonly Path[] = [
    {
      name: "bare stored function, one statement",
      transfer: ([payer, payee]) =>
        pool.query("select bare_transfer($1, $2, $3, 1, $4)", [newId(), payer, payee, ctx.now]),
    },
    { name: "a round trip that does nothing", transfer: () => pool.query("select 1") },
    {
      name: posting,
      transfer: (pair) => postEntries(ctx, [entryOf(pair)], nobody),
    },
    {
      name: "steady with postEntries (begin, statement, commit)",
      transfer: (pair) => steady(ctx, (tx) => postEntries(tx, [entryOf(pair)], nobody)),
    },
  ];
  const wholeUseCase = (payee: (at: number) => number): Path => ({
    name: whole,
    transfer: async () => {
      const at = 1 + Math.floor(Math.random() * (ORGANIZATIONS - 1));
      const [from, to] = [payers[at], payers[payee(at)]] as [(typeof payers)[0], (typeof payers)[0]];
      await pay(from.of.treasurer.ctx, {
        requestKey: newId(),
        from: from.account.id,
        to: to.account.number,
        amount: 1n,
        text: "measured",
      });
    },
  });
  const anyone = wholeUseCase((at) => (at + Math.ceil(Math.random() * (ORGANIZATIONS - 1))) % ORGANIZATIONS);
  const oneMarket = wholeUseCase(() => 0);
  const any = () => (accounts[Math.floor(Math.random() * ACCOUNTS)] as Account).id;
  const random = (): Pair => {
    const payer = any();
    for (;;) {
      const payee = any();
      if (payee !== payer) return [payer, payee];
    }
  };
  const hot = (): Pair => {
    const [market] = accounts as [Account];
    const payer = accounts[1 + Math.floor(Math.random() * (ACCOUNTS - 1))] as Account;
    return [payer.id, market.id];
  };
  const ratios = await compare("random accounts, 16 connections", [...paths, anyone], random);
  const hotRatios = await compare("one hot account, 16 connections", [...paths, oneMarket], hot);

  const lines = accounts.flatMap(({ id }, at) =>
    Array.from({ length: 50 }, (_, count) => ({
      accountId: id,
      amount: (at + count) % 2 === 0 ? 1n : -1n,
    })),
  );
  const began = performance.now();
  await steady(ctx, (tx) => postEntries(tx, [{ kind: "clearing", lines, text: null, about: null }], nobody));
  const large = performance.now() - began;
  console.log(`one entry of ${lines.length} lines on ${ACCOUNTS} accounts: ${large.toFixed(0)} ms`);

  const kept =
    (ratios.get(posting) ?? 0) >= LEAST_RANDOM &&
    (ratios.get(whole) ?? 0) >= LEAST_WHOLE &&
    [posting, whole].every((path) => (hotRatios.get(path) ?? 0) >= LEAST_HOT) &&
    large <= MOST_LARGE_MS;
  if (!kept) process.exitCode = 1;
} finally {
  await db.destroy();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

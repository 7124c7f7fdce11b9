// `npm run bench:round`: a round of clearing with 5,000 parties and 25,000 obligations, from its deadline to its settlement: what is
// frozen, solved, and settled in one transaction, with one entry of the ledger that has two lines for each obligation that clears.
// Beside the settlement a floor of the same run: the same lines posted to the same accounts by the ledger alone.
// Exits 1 when the settlement takes more than five seconds, or anything differs afterwards from what was previewed.
// A throw-away database on the server that CUMBE_TEST_DATABASE_URL names, else on an embedded one.
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import pg from "pg";
import { findRound, freezeDueRounds, settleRound, solveFrozenRounds } from "#clearing";
import { type AccountId, insertCurrency, postEntries } from "#ledger";
import { type Ctx, transact } from "../src/platform/context.ts";
import { openDatabase, openPool } from "../src/platform/database/database.ts";
import { migrate } from "../src/platform/database/migrate.ts";
import { inOneLanguage } from "../src/platform/multilingual.ts";
import { openEmbedded } from "../src/platform/postgres/index.ts";
import { insertLargeRound } from "../test/support/large-round.ts";
import { foundTestNode } from "../test/support/node.ts";

const PARTIES = 5_000;
const OBLIGATIONS = 25_000;
const MOST_MS = 5_000;
const HOUR_MS = 3_600_000;

async function timed(name: string, work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  const ms = performance.now() - from;
  console.log(`${name.padEnd(44)} ${Math.round(ms).toLocaleString("en").padStart(7)} ms`);
  return ms;
}

const later = (ctx: Ctx, hours: number): Ctx => ({ ...ctx, now: new Date(+ctx.now + hours * HOUR_MS) });

async function postTheSame(shell: Ctx, number: number): Promise<void> {
  const { rows } = await sql<{ from: AccountId; to: AccountId; amount: bigint }>`
    select d.account_id as "from", c.account_id as "to", a.cleared as amount from clearing_arcs a
    join clearing_rounds r on r.id = a.round_id
    join clearing_parties d on d.round_id = a.round_id and d.organization_id = a.debtor_id
    join clearing_parties c on c.round_id = a.round_id and c.organization_id = a.creditor_id
    where r.number = ${number} and a.cleared > 0`.execute(shell.db);
  const lines = rows.flatMap(({ from, to, amount }) => [
    { accountId: from, amount: -amount },
    { accountId: to, amount },
  ]);
  await transact(shell, (tx) =>
    postEntries(tx, [{ kind: "clearing", lines, text: null, about: null }], { mandateId: null }),
  );
}

/** What the settlement must have left: open amounts as previewed, balances at zero. Says what differs. */
async function differences(shell: Ctx): Promise<number> {
  const { rows } = await sql<{ wrong: number }>`
    select (select count(*) from obligations o join clearing_arcs a on a.obligation_id = o.id
        where o.open_amount <> a.amount - a.cleared or o.in_round is not null)
      + (select count(*) from ledger_accounts where posted <> 0) as wrong`.execute(shell.db);
  return Number(rows[0]?.wrong);
}

async function measure(url: string): Promise<boolean> {
  const pool = openPool({ connectionString: url }, 4);
  const db = openDatabase(pool);
  await migrate(db, pool);
  const { shell, organizationId } = await foundTestNode(db);
  const currencyId = await transact(shell, (tx) =>
    insertCurrency(tx, {
      requestKey: tx.newId(),
      slug: "measured",
      code: "MEASURED",
      name: inOneLanguage("en", "Measured"),
      kind: "mutual_credit",
      scale: 2,
      organizationId,
      rules: null,
      defaultMinimum: null,
      defaultMaximum: null,
      demurragePpm: 0,
      approvalAbove: null,
      backing: null,
      expiresOn: null,
      mirrors: null,
      openBooks: false,
      mandateId: null,
    }),
  );
  const number = await insertLargeRound(shell, currencyId, organizationId, {
    parties: PARTIES,
    obligations: OBLIGATIONS,
  });
  await timed("frozen at the deadline", () => freezeDueRounds(shell));
  await timed("solved, with its proof", () => solveFrozenRounds(shell));
  const round = await findRound(db, number);
  if (round?.state !== "previewed") throw new Error("the round was not solved");
  console.log(
    `${round.parties} parties, ${round.obligations} obligations, ${round.cleared} of ${round.total} set off; load ${loadavg()[0]?.toFixed(1)}`,
  );
  await timed("floor: the same lines, by the ledger alone", () => postTheSame(shell, number));
  const settled = await timed("settled, in one transaction", () =>
    settleRound(later(shell, 2), { number, attempt: round.attempt }),
  );
  const wrong = await differences(shell);
  if (wrong > 0) console.log(`${wrong} obligations or accounts are not as previewed`);
  await db.destroy();
  return settled <= MOST_MS && wrong === 0;
}

async function onThrowAwayDatabase(server: string): Promise<boolean> {
  const name = `cumbe_bench_round_${process.pid}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`create database ${name}`);
  try {
    const url = new URL(server);
    url.pathname = `/${name}`;
    return await measure(url.href);
  } finally {
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}

const named = process.env["CUMBE_TEST_DATABASE_URL"];
if (named) {
  process.exitCode = (await onThrowAwayDatabase(named)) ? 0 : 1;
} else {
  const dataDir = mkdtempSync(join(tmpdir(), "cumbe-bench-"));
  const server = await openEmbedded({ dataDir, log: () => {} });
  try {
    process.exitCode = (await onThrowAwayDatabase(server.url)) ? 0 : 1;
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

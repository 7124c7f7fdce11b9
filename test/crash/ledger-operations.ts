// Random operations on a ledger by 16 connections while its database is killed (-9) at random moments, and what must hold
// afterwards: everything that was acknowledged is there once, nothing else is, and the audit finds no fault.
// A request that was cut off is sent again with its key, as a person would press the button again; some that were
// answered are sent again, too, and must be answered the same.
import { createHash, randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import {
  type AccountId,
  answerOnce,
  auditLedger,
  changeLimits,
  type EntryId,
  type HoldId,
  lapseHolds,
  type LedgerAudit,
  type NewEntry,
  placeHolds,
  postEntries,
  postHold,
  reverseEntry,
  voidHold,
} from "#ledger";
import { type Ctx, steady } from "../../src/platform/context.ts";
import { openDatabase, openPool } from "../../src/platform/database/database.ts";
import { migrate } from "../../src/platform/database/migrate.ts";
import { Refusal } from "../../src/platform/errors.ts";
import { newId } from "../../src/platform/ids.ts";
import { openEmbedded } from "../../src/platform/postgres/index.ts";
import { signalProcess } from "../../src/platform/postgres/postmaster.ts";
import { nobody, testAccount, testCurrency } from "../support/ledger.ts";
import { foundTestNode } from "../support/node.ts";

const CONNECTIONS = 16;
const ACCOUNTS = 200;
/** Clocks of several computers differ. */
const SKEW_MS = 2_000;
const REMEMBERED = 500;

export type CrashRun = {
  readonly dataDir: string;
  /** Transfers, holds, and what becomes of them; a group of linked ones counts each. */
  readonly operations: number;
  readonly killEveryMs: readonly [least: number, most: number];
  readonly report?: (line: string) => void;
};

export type CrashResult = {
  readonly operations: number;
  readonly acknowledged: number;
  readonly kills: number;
  readonly sentAgain: number;
  readonly refused: Readonly<Record<string, number>>;
  /** Requests in the database that differ from those that were acknowledged: lost, doubled or changed. */
  readonly differing: number;
  readonly entries: number;
  readonly expectedEntries: number;
  readonly audit: LedgerAudit;
};

type Answer = { readonly entries: readonly EntryId[]; readonly holds: readonly HoldId[] };
type Operation = {
  readonly count: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly work: (tx: Ctx) => Promise<Answer>;
};

const pick = <Item>(items: readonly Item[]): Item => items[randomInt(items.length)] as Item;
const posted = (entries: readonly EntryId[]): Answer => ({ entries, holds: [] });

/** What the workers know: the accounts of each currency, and what they made lately. */
class Market {
  readonly #currencies: readonly (readonly AccountId[])[];
  readonly #holds: HoldId[] = [];
  readonly #entries: EntryId[] = [];

  constructor(currencies: readonly (readonly AccountId[])[]) {
    this.#currencies = currencies;
  }

  remember({ entries, holds }: Answer): void {
    for (const [all, made] of [
      [this.#entries, entries],
      [this.#holds, holds],
    ] as readonly [string[], readonly string[]][]) {
      all.push(...made);
      all.splice(0, all.length - REMEMBERED);
    }
  }

  #pair(): readonly [AccountId, AccountId] {
    const accounts = pick(this.#currencies);
    const from = pick(accounts);
    for (;;) {
      const to = pick(accounts);
      if (to !== from) return [from, to];
    }
  }

  #transfers(count: number): Operation {
    const entries = Array.from({ length: count }, (): NewEntry => {
      const [from, to] = this.#pair();
      const amount = BigInt(randomInt(1, 5_000));
      const lines = [
        { accountId: from, amount: -amount },
        { accountId: to, amount },
      ];
      return { kind: "transfer", lines, text: null, about: null };
    });
    const body = {
      transfers: entries.map(({ lines }) => lines.map((line) => [line.accountId, String(line.amount)])),
    };
    return { count, body, work: async (tx) => posted(await postEntries(tx, entries, nobody)) };
  }

  #places(count: number, now: Date): Operation {
    const holds = Array.from({ length: count }, () => {
      const [from, to] = this.#pair();
      const lapsesAt = randomInt(3) === 0 ? null : new Date(+now + SKEW_MS + randomInt(1, 4_000));
      return { from, to, amount: BigInt(randomInt(1, 5_000)), lapsesAt, text: null, about: null };
    });
    const body = { holds: holds.map((hold) => [hold.from, hold.to, String(hold.amount)]) };
    return {
      count,
      body,
      work: async (tx) => ({ entries: [], holds: await placeHolds(tx, holds, nobody) }),
    };
  }

  /** The next thing that somebody asks for. */
  next(now: Date): Operation {
    const kind = randomInt(100);
    if (kind < 40) return this.#transfers(1);
    if (kind < 55) return this.#transfers(randomInt(2, 11));
    if (kind < 70) return this.#places(randomInt(1, 8), now);
    if (kind < 90 && this.#holds.length > 0) {
      const hold = pick(this.#holds);
      if (kind < 82) {
        const amount = BigInt(randomInt(1, 5_000));
        const part = randomInt(2) === 0 ? { amount } : {};
        return {
          count: 1,
          body: { post: hold, part: String(part.amount ?? "all") },
          work: async (tx) => posted([await postHold(tx, hold, part, nobody)]),
        };
      }
      return {
        count: 1,
        body: { void: hold },
        work: async (tx) => (await voidHold(tx, hold, nobody), posted([])),
      };
    }
    if (kind < 93 && this.#entries.length > 0) {
      const entry = pick(this.#entries);
      return {
        count: 1,
        body: { reverse: entry },
        work: async (tx) => posted([await reverseEntry(tx, entry, { text: "a mistake" }, nobody)]),
      };
    }
    if (kind < 98) {
      const account = pick(pick(this.#currencies));
      const [minimum, maximum] = [-BigInt(randomInt(10_000, 60_000)), BigInt(randomInt(10_000, 60_000))];
      return {
        count: 1,
        body: { limits: account, minimum: String(minimum), maximum: String(maximum) },
        work: async (tx) => (
          await changeLimits(tx, account, { minimum, maximum, because: "tried out" }, nobody),
          posted([])
        ),
      };
    }
    return {
      count: 1,
      body: { lapse: now.toISOString() },
      work: async (tx) => (await lapseHolds(tx), posted([])),
    };
  }
}

/** A sum that does not ask for an order: of requests with their answers, modulo 2^64. */
class Tally {
  count = 0;
  sum = 0n;
  add(key: string, answer: Answer): void {
    const line = [key, ...answer.entries, "/", ...answer.holds].join(" ");
    this.count += 1;
    this.sum = BigInt.asUintN(64, this.sum + createHash("sha256").update(line).digest().readBigUInt64BE());
  }
}

/** Runs until so many operations were acknowledged, kills the database meanwhile, and looks at what is there then. */
export async function runWithCrashes(run: CrashRun): Promise<CrashResult> {
  // What a killed process had written is with the kernel: fsync is for power cuts, which cannot be had here.
  const settings = { fsync: "off" };
  const server = await openEmbedded({ dataDir: run.dataDir, log: () => {}, settings });
  server.watch(() => {});
  const pool = openPool({ connectionString: server.url }, CONNECTIONS);
  const db = openDatabase(pool);
  const state = { operations: 0, kills: 0, sentAgain: 0, entries: 0, refused: {} as Record<string, number> };
  const acknowledged = new Tally();
  try {
    await migrate(db, pool);
    const node = await foundTestNode(db);
    const currencies: AccountId[][] = [];
    for (let made = 0; made < 2; made += 1) {
      const { id } = await testCurrency(node.shell, node.organizationId);
      const limits = { minimum: -50_000n, maximum: 50_000n };
      const accounts: AccountId[] = [];
      while (accounts.length < ACCOUNTS / 2) accounts.push((await testAccount(node.shell, id, limits)).id);
      currencies.push(accounts);
    }
    const market = new Market(currencies);

    /** Asks until it is answered: a broken connection is no answer. */
    const answered = async (ctx: Ctx, key: string, { body, work }: Operation): Promise<Answer | string> => {
      for (;;) {
        try {
          return await steady(ctx, (tx) => answerOnce(tx, key, body, () => work(tx)));
        } catch (error) {
          if (error instanceof Refusal) return error.reason;
          if (!wasCutOff(error)) throw error;
          state.sentAgain += 1;
          await pause(20 + randomInt(80));
        }
      }
    };

    const worker = async (skew: number) => {
      while (state.operations < run.operations) {
        const now = new Date(Date.now() + skew);
        const ctx = { ...node.shell, now };
        const operation = market.next(now);
        const key = newId();
        const answer = await answered(ctx, key, operation);
        state.operations += operation.count;
        if (typeof answer === "string") {
          state.refused[answer] = (state.refused[answer] ?? 0) + 1;
          continue;
        }
        acknowledged.add(key, answer);
        state.entries += answer.entries.length;
        market.remember(answer);
        if (randomInt(50) > 0) continue;
        const again = await answered(ctx, key, operation);
        if (JSON.stringify(again) !== JSON.stringify(answer))
          throw new Error(`asked again, ${key} was answered otherwise: ${JSON.stringify(again)}`);
      }
    };

    const over = new AbortController();
    const killer = async () => {
      const [least, most] = run.killEveryMs;
      for (;;) {
        await pause(randomInt(least, most), undefined, { signal: over.signal }).catch(() => {});
        if (over.signal.aborted) return;
        if (signalProcess(server.pid, "SIGKILL")) state.kills += 1;
        run.report?.(`${state.operations} operations, ${state.kills} kills, ${state.sentAgain} sent again`);
      }
    };
    const killing = killer();
    try {
      await Promise.all(
        Array.from({ length: CONNECTIONS }, (_, at) =>
          worker(Math.round(((at / CONNECTIONS) * 2 - 1) * SKEW_MS)),
        ),
      );
    } finally {
      over.abort();
      await killing;
    }
    // The last kill may just have been.
    await untilUp(node.shell);
    const stored = new Tally();
    for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
      const { rows } = await sql<{ key: string; answer: Answer }>`
        select key, answer from ledger_requests where key > ${after}::uuid order by key limit 20000`.execute(
        db,
      );
      for (const { key, answer } of rows) stored.add(key, answer);
      const last = rows.at(-1);
      if (!last) break;
      after = last.key;
    }
    const audit = await auditLedger(node.shell);
    return {
      ...state,
      acknowledged: acknowledged.count,
      expectedEntries: state.entries,
      entries: audit.entries,
      differing:
        stored.sum === acknowledged.sum && stored.count === acknowledged.count
          ? 0
          : Math.max(1, Math.abs(stored.count - acknowledged.count)),
      audit,
    };
  } finally {
    await db.destroy();
    await server.stop();
  }
}

/** What a killed server looks like from a client: PostgreSQL's class 57 and 08, or a socket that ended. */
function wasCutOff(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return (
    /^(57|08|ECONN|ENOENT|EPIPE|ETIMEDOUT)/.test(code) ||
    /terminated|ended|timeout|not queryable|closed/i.test(message)
  );
}

async function untilUp(ctx: Ctx): Promise<void> {
  for (let tried = 0; tried < 300; tried += 1) {
    try {
      await sql`select 1`.execute(ctx.db);
      return;
    } catch {
      await pause(100);
    }
  }
  throw new Error("the database did not come back");
}

// Collects demurrage into the commons, once a day and before its rate changes.
// Invariant: an account's true balance, its movements and what is posted are read under one lock and kept in one
// transaction, so that a job which ran twice, or stopped half way, takes nothing twice.
import { type Ctx, steady, transact } from "#platform/context";
import { demurrageDue, restedThrough, restingFrom } from "./demurrage.rules.ts";
import {
  commonsOf,
  type CountedAccount,
  type CountedCurrency,
  keepCounted,
  listDecaying,
  lockNextAccounts,
  readMovements,
} from "./demurrage.store.ts";
import { postEntries } from "./journal.store.ts";
import type { AccountId, CurrencyId } from "./types.ts";

export const COLLECT_DEMURRAGE = "collect-demurrage";
/** For `startJobs`: every night, in UTC. */
export const collectDemurrageCrontab = `37 3 * * * ${COLLECT_DEMURRAGE}`;

/** Accounts of one entry: few enough that nobody who pays meanwhile waits long. */
const AT_ONCE = 1_000;

/** Collects in every currency that has demurrage; gives what each commons got. */
export async function collectDemurrage(ctx: Ctx): Promise<ReadonlyMap<CurrencyId, bigint>> {
  const collected = new Map<CurrencyId, bigint>();
  for (const currency of await listDecaying(ctx)) {
    let after: AccountId | null = null;
    let total = 0n;
    do {
      const done: Done = await steady(ctx, (tx) => collectNext(tx, currency, after));
      after = done.last;
      total += done.amount;
    } while (after !== null);
    collected.set(currency.id, total);
  }
  return collected;
}

/** Collects in one currency within the caller's transaction: what is due at the rate that ends. */
export async function collectOf(ctx: Ctx, currency: CountedCurrency): Promise<void> {
  await transact(ctx, async (tx) => {
    let after: AccountId | null = null;
    do after = (await collectNext(tx, currency, after)).last;
    while (after !== null);
  });
}

type Done = { readonly last: AccountId | null; readonly amount: bigint };

async function collectNext(tx: Ctx, currency: CountedCurrency, after: AccountId | null): Promise<Done> {
  const accounts = await lockNextAccounts(tx, currency.id, after, AT_ONCE);
  if (accounts.length === 0) return { last: null, amount: 0n };
  const movements = await readMovements(tx, accounts);
  const counted = accounts.map((account) => ({
    ...account,
    state: stateOf(account, currency.demurragePpm, movements.get(account.id) ?? [], tx.now),
  }));
  // What is held for somebody else is not taken; it stays due until the hold is over.
  const due = counted
    .map(({ id, posted, free, state }) => {
      const whole = demurrageDue(state, posted);
      return { accountId: id, amount: whole < free ? whole : free };
    })
    .filter(({ amount }) => amount > 0n);
  const amount = due.reduce((sum, one) => sum + one.amount, 0n);
  if (amount > 0n) {
    const commons = await commonsOf(tx, currency.id);
    const lines = [
      ...due.map((one) => ({ accountId: one.accountId, amount: -one.amount })),
      { accountId: commons, amount },
    ];
    await postEntries(tx, [{ kind: "demurrage", lines, text: null, about: null }], { mandateId: null });
  }
  await keepCounted(tx, counted);
  return { last: accounts.length < AT_ONCE ? null : (accounts.at(-1)?.id ?? null), amount };
}

function stateOf(
  { posted, counted, openedAt }: CountedAccount,
  ratePpm: number,
  movements: readonly { at: Date; amount: bigint }[],
  now: Date,
) {
  // Until demurrage begins, balances rest as they are.
  if (counted === null && ratePpm === 0) return restingFrom(posted, now);
  return restedThrough(counted ?? restingFrom(0n, openedAt), ratePpm, movements, now);
}

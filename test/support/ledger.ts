// Currencies and accounts for tests, opened through the ledger's door.
import type { OrganizationId } from "#confederation";
import {
  type Account,
  type AccountHolder,
  type By,
  type Currency,
  type CurrencyId,
  findAccount,
  findCurrencyById,
  insertCurrency,
  type Limits,
  type NewCurrency,
  openAccount,
} from "#ledger";
import { type Ctx, transact } from "../../src/platform/context.ts";
import { newId } from "../../src/platform/ids.ts";
import { inOneLanguage } from "../../src/platform/multilingual.ts";

export const nobody: By = { mandateId: null };

let founded = 0;

/** A mutual-credit currency of two decimals, unless told otherwise. */
export async function testCurrency(
  ctx: Ctx,
  organizationId: OrganizationId,
  over: Partial<NewCurrency> = {},
): Promise<Currency> {
  const count = ++founded;
  return transact(ctx, async (tx) => {
    const id = await insertCurrency(tx, {
      slug: `seed-${count}`,
      code: `SEED${count}`,
      name: inOneLanguage("en", `Seed ${count}`),
      kind: "mutual_credit",
      scale: 2,
      organizationId,
      rules: null,
      defaultMinimum: -100_000n,
      defaultMaximum: 100_000n,
      demurragePpm: 0,
      approvalAbove: null,
      backing: null,
      expiresOn: null,
      mirrors: null,
      openBooks: false,
      requestKey: newId(),
      mandateId: null,
      ...over,
    });
    return (await findCurrencyById(tx, id)) as Currency;
  });
}

/** An account of a fund of its own, with limits of −1,000.00 and 1,000.00 unless told otherwise. */
export function testAccount(
  ctx: Ctx,
  currencyId: CurrencyId,
  limits: Partial<Limits> = {},
  holder: AccountHolder = { kind: "fund", fundId: newId() },
): Promise<Account> {
  return transact(ctx, (tx) =>
    openAccount(tx, { currencyId, holder, minimum: -100_000n, maximum: 100_000n, ...limits }),
  );
}

export async function balanceOf(ctx: Ctx, { id }: Pick<Account, "id">): Promise<bigint> {
  return ((await findAccount(ctx, id)) as Account).posted;
}

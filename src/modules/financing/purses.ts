// The accounts of pots, circles and appeals in the ledger, and payments between them and those who take part.
// Invariant: such an account never goes below nothing; money moves only in the transaction of the act that says so.
import {
  type AccountId,
  type CurrencyId,
  type EntryId,
  type NewEntry,
  openAccount,
  postEntries,
} from "#ledger";
import type { Ctx } from "#platform/context";
import type { By } from "./types.ts";

/** `fundId`: the pot, circle or appeal whose it is. */
export async function openPurse(
  tx: Ctx,
  { currencyId, fundId, name }: { currencyId: string; fundId: string; name: string },
  by: By,
): Promise<AccountId> {
  const account = await openAccount(
    tx,
    {
      currencyId: currencyId as CurrencyId,
      holder: { kind: "fund", fundId },
      name,
      minimum: 0n,
      maximum: null,
    },
    by,
  );
  return account.id;
}

export type Payment = Pick<NewEntry, "kind" | "text" | "about"> & {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
};

/** All of them, or none. */
export async function payAll(tx: Ctx, payments: readonly Payment[], by: By): Promise<readonly EntryId[]> {
  return postEntries(
    tx,
    payments.map(({ from, to, amount, kind, text, about }) => ({
      kind,
      text,
      about,
      lines: [
        { accountId: from as AccountId, amount: -amount },
        { accountId: to as AccountId, amount },
      ],
    })),
    by,
  );
}

export async function pay(tx: Ctx, payment: Payment, by: By): Promise<EntryId> {
  const [id] = await payAll(tx, [payment], by);
  return id as EntryId;
}

// The accounts of pots, circles and appeals in the ledger, and payments between them and those who take part.
// Invariant: such an account never goes below nothing; money moves only in the transaction of the act that says so.
import type { Capability, OrganizationId } from "#confederation";
import {
  type AccountId,
  type AskSecond,
  type CurrencyId,
  type EntryId,
  type NewEntry,
  openAccount,
  postEntries,
} from "#ledger";
import type { Ctx } from "#platform/context";
import type { By, Party } from "./types.ts";

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

/** For whom somebody pays, and by what they may: above an amount two of theirs have to. */
export type Payer = { readonly organizationId: OrganizationId | null; readonly capability: Capability };

export const payerOf = (party: Party, capability: Capability): Payer => ({
  organizationId: party.kind === "organization" ? party.organizationId : null,
  capability,
});

/** Pays, above the amount of the currency or the account not before a second person approves. */
export async function payWithSecond(
  tx: Ctx,
  ask: AskSecond,
  payment: Payment,
  payer: Payer,
  by: By,
): Promise<EntryId> {
  const { from, to, amount, text } = payment;
  await ask({ from, to, amount, text: text ?? "", ...payer }, by);
  return pay(tx, payment, by);
}

// The words of the ledger as types.
import type { Id } from "#platform/ids";

export type CurrencyId = Id<"currency">;
export type AccountId = Id<"account">;
export type EntryId = Id<"entry">;
export type HoldId = Id<"hold">;

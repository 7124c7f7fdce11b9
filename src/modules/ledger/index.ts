// The only door of the module: community currencies, accounts, and every movement between them, so that nobody can change what was written.
export type { AccountId, CurrencyId, EntryId, HoldId } from "./types.ts";
export {
  formatAmount,
  MOST_AMOUNT,
  parseAmount,
  parseAnyAmount,
  type Unit,
  writtenAmount,
} from "./amounts.ts";

// The only door of the module: community currencies, accounts, and every movement between them, so that nobody can change what was written.
export {
  formatAmount,
  MOST_AMOUNT,
  parseAmount,
  parseAnyAmount,
  type Unit,
  writtenAmount,
} from "./amounts.ts";
export {
  type Account,
  type AccountHolder,
  type AccountId,
  type By,
  type Currency,
  type CurrencyId,
  type CurrencyKind,
  currencyKinds,
  type Entry,
  type EntryId,
  type EntryKind,
  entryKinds,
  type Hold,
  type HoldId,
  type HoldState,
  holdStates,
  type Limits,
  type Line,
  type NewEntry,
  type NewHold,
  type NewLine,
} from "./types.ts";
export { MOST_MOVED } from "./journal.store.ts";
export { readAccountNumber, writeAccountNumber } from "./account-numbers.rules.ts";
export {
  countCurrencies,
  type CurrencyFilter,
  findCurrency,
  findCurrencyByCode,
  findCurrencyById,
  listCurrencies,
} from "./currencies.views.ts";
export { insertCurrency, type NewCurrency } from "./currencies.store.ts";
export { changeLimits, closeAccount, type NewAccount, openAccount } from "./accounts.store.ts";
export {
  type AccountLine,
  accountsOf,
  findAccount,
  findAccountByNumber,
  type LimitsChange,
  limitsOf,
  linesOf,
  type LinesQuery,
} from "./accounts.views.ts";
export { postEntries, reverseEntry } from "./journal.store.ts";
export { entriesAbout, findEntry, type FoundEntry } from "./journal.views.ts";
export { lapseHolds, placeHolds, postHold, voidHold } from "./holds.store.ts";
export { findHold, holdsAbout, holdsOn } from "./holds.views.ts";
export { answerOnce } from "./requests.store.ts";

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
export { KEEP_LEDGER, keepLedger, keepLedgerCrontab } from "./keeping.service.ts";
export { sealEntries } from "./sealing.service.ts";
export { proveLine } from "./proofs.views.ts";
export { auditLedger, type LedgerAudit, type LedgerFault } from "./audit.views.ts";
export {
  type ChangeCurrencyInput,
  type CloseCurrencyInput,
  expiries,
  type FoundCurrencyInput,
  type IssueInput,
  MOST_SCALE,
  type StateReserveInput,
} from "./currencies.schema.ts";
export { isOfficialCurrency, officialCurrencies, officialScale } from "./official-currencies.ts";
export { changeCurrency, closeCurrency, foundCurrency } from "./currencies.service.ts";
export { issue, stateReserve } from "./issuing.service.ts";
export type { OpenOwnAccountInput, SetLimitsInput } from "./opening.schema.ts";
export { openOwnAccount, setAccountLimits } from "./opening.service.ts";
export type {
  ApprovalAmountInput,
  AskPaymentInput,
  DecideInput,
  OrderInput,
  PayInput,
  RefundInput,
  RefuseInput,
} from "./payments.schema.ts";
export {
  approvePayment,
  holdPayable,
  type Paid,
  pay,
  refundPayment,
  refusePayment,
  setApprovalAmount,
  type Sides,
  withdrawPayment,
} from "./payments.service.ts";
export {
  type ActOfTwo,
  actOfTwo,
  type AskSecond,
  type LargePayment,
  type Performed,
  performAct,
} from "./acts-of-two.ts";
export { askPayment, withdrawRequest } from "./payment-requests.service.ts";
export {
  confirmOrder,
  orderPayments,
  RUN_ORDERS,
  runOrders,
  runOrdersCrontab,
  stopOrder,
} from "./standing-orders.service.ts";
export { type OrderUnit, orderUnits } from "./standing-orders.rules.ts";
export { COLLECT_DEMURRAGE, collectDemurrage, collectDemurrageCrontab } from "./demurrage.service.ts";
export { leftAfterMonths, MOST_DEMURRAGE_PPM, PPM } from "./demurrage.rules.ts";
export { EXPIRE_VOUCHERS, expireVouchers, expireVouchersCrontab } from "./expiry.service.ts";
export { TELL_MONEY, tellOfMoney } from "./money-mails.service.ts";
export { deciderOf, type Offered, offeredOn } from "./holders.policy.ts";
export {
  countOrganizationsIn,
  findParty,
  findPartyByNumber,
  partiesOf,
  organizationsIn,
  partiesOfOrganization,
  type Party,
  type PartyCurrency,
  searchParties,
} from "./parties.views.ts";
export { accountPath, currencyPath, requestPath } from "./paths.ts";
export { dayOf } from "./days.ts";
export {
  type Beforehand,
  type ChangedTerms,
  type CurrencyEntry,
  type CurrencyFigures,
  listChanges,
  type Month,
  pageOfCurrencies,
  readBeforehand,
  readFigures,
} from "./currency-figures.views.ts";
export {
  type Movement,
  movementsOf,
  type OtherSide,
  type Period,
  statementTotals,
  type StatementTotals,
} from "./statements.views.ts";
export {
  type ApprovalView,
  countRequestsInto,
  findApproval,
  findOrder,
  findRequest,
  listWaiting,
  ordersOn,
  type OrderView,
  requestsInto,
  type RequestView,
  runsOf,
  type RunView,
} from "./payments.views.ts";
export { needsSecond, requestStands, requestState, type RequestState } from "./payments.rules.ts";
export { type Preview, previewPayment } from "./preview.service.ts";
export { waitingForReader, type WaitingForReader } from "./waiting.views.ts";

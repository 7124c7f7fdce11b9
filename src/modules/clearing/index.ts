// The only door of the module: who owes whom, and rounds in which what is owed in circles is set off against each other, with a proof that no more could be.
export { isOfficialCurrency, officialCurrencies, officialScale } from "./denominations.ts";
export {
  acknowledgeObligation,
  type By,
  confirmPayment,
  contestObligation,
  correctObligation,
  enterObligation,
  enterObligations,
  maySee,
  recordObligation,
  type RecordedObligation,
  type Settlement,
  settleObligation,
  withdrawObligation,
} from "./obligations.service.ts";
export type {
  EnterObligationInput,
  EnterObligationsInput,
  LowerObligationInput,
} from "./obligations.schema.ts";
export { obligationSteps, sideOf } from "./obligations.rules.ts";
export {
  countObligations,
  findObligation,
  type MovementView,
  type ObligationEntry,
  type ObligationFilter,
  obligationsOf,
  type ObligationView,
  openSumsOf,
  type OpenSum,
} from "./obligations.views.ts";
export {
  type Denomination,
  isObligationState,
  type Obligation,
  type ObligationId,
  type ObligationSide,
  type ObligationState,
  obligationStates,
  type RoundId,
} from "./types.ts";

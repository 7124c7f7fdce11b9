// The only door of the module: who owes whom, and rounds in which what is owed in circles is set off against each other, with a proof that no more could be.
export {
  denominationKey,
  denominationOf,
  type DenominationUnit,
  listDenominations,
  unitsOf,
} from "./denominations.ts";
export {
  enterObligationsFromFile,
  obligationFileColumns,
  type ObligationFileInput,
} from "./obligation-file.service.ts";
export {
  allowName,
  analyseNow,
  type FullAnalysis,
  KEEP_ANALYSES,
  keepAnalyses,
  keepAnalysesCrontab,
  type KeptAnalysis,
  listKeptAnalyses,
  listOwedDenominations,
  nameIsAllowed,
} from "./analysis.service.ts";
export { LEAST_IN_PUBLIC, type PublicAnalysis } from "./analysis.rules.ts";
export { payObligation } from "./paying.service.ts";
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
  PayObligationInput,
} from "./obligations.schema.ts";
export { reduceObligation } from "./reductions.service.ts";
export { obligationSteps, sideOf } from "./obligations.rules.ts";
export {
  countObligations,
  findObligation,
  type MovementView,
  type ObligationEntry,
  type ObligationFilter,
  type ObligationPayment,
  obligationsOf,
  type ObligationView,
  openSumsOf,
  type OpenSum,
  paymentsOf,
} from "./obligations.views.ts";
export {
  abandonRound,
  callRound,
  FREEZE_ROUNDS,
  freezeDueRounds,
  freezeRoundsCrontab,
  joinRound,
  leaveRound,
  roundPath,
  settleRound,
  SOLVE_ROUND,
  solveAgain,
  withdrawFromRound,
} from "./rounds.service.ts";
export { sha256Of, solveFrozenRounds } from "./solving.service.ts";
export type {
  AbandonRoundInput,
  CallRoundInput,
  JoinRoundInput,
  PartyInput,
  SettleRoundInput,
} from "./rounds.schema.ts";
export { LEAST_PUBLISHED_PARTIES, obligationsArePublic, roundSteps } from "./rounds.rules.ts";
export {
  countRounds,
  findOwnPart,
  findPreview,
  findRound,
  joinedOf,
  listOfferable,
  listRounds,
  mayReadObligations,
  type OwnPart,
  type Preview,
  type PreviewLine,
  type RoundFiles,
  roundFiles,
  roundTitles,
  type RoundView,
} from "./rounds.views.ts";
export {
  type Denomination,
  isObligationState,
  type Obligation,
  type ObligationId,
  type ObligationSide,
  type ObligationState,
  obligationStates,
  type Publication,
  publications,
  type Round,
  type RoundId,
  type RoundState,
  roundStates,
} from "./types.ts";

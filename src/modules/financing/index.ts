// The only door of the module: saving and financing together: pots, rotating circles, funds and appeals, loans.
export type {
  AppealId,
  CircleId,
  CircleMemberId,
  FundId,
  LoanId,
  NamedParty,
  Party,
  PotId,
} from "./types.ts";
export { listOwnAccounts } from "./parties.policy.ts";
export {
  approveWithdrawal,
  cancelWithdrawal,
  closePot,
  contributeToPot,
  declinePot,
  inviteToPot,
  joinPot,
  leavePot,
  openPot,
  potPath,
  refuseWithdrawal,
  takeWithdrawal,
  withdrawFromPot,
} from "./pots.service.ts";
export { type EarlyRule, earlyRules, type OpenPotInput } from "./pots.schema.ts";
export { APPROVALS } from "./pots.rules.ts";
export { findPot, listPots, type PotEntry, type PotView, type WithdrawalView } from "./pots.views.ts";
export {
  agreeToOrder,
  circlePath,
  declineCircle,
  dissolveCircle,
  foundCircle,
  guaranteeMember,
  joinCircle,
  leaveCircle,
  payCircleDebt,
  proposeOrder,
  startCircle,
} from "./circles.service.ts";
export { type FoundCircleInput, type Ordering, orderings } from "./circles.schema.ts";
export { type Cover, covers, type TurnRule, turnRules } from "./circle-rounds.rules.ts";
export {
  type CircleEntry,
  type CircleMemberView,
  type CircleView,
  findCircle,
  listCircles,
  type RoundView,
} from "./circles.views.ts";
export { runDueRounds } from "./circle-rounds.service.ts";
export { type Rhythm, rhythms } from "./days.rules.ts";
export {
  appealPath,
  callOffAppeal,
  foundFund,
  fundPath,
  openAppeal,
  pledgeToAppeal,
  refundPledge,
  reportOnAppeal,
  settleAppeal,
  settleDueAppeals,
  spendFromAppeal,
  withdrawPledge,
} from "./appeals.service.ts";
export { type AppealRule, appealRules, type FoundFundInput, type OpenAppealInput } from "./funds.schema.ts";
export {
  type AppealEntry,
  type AppealView,
  countAppeals,
  findAppeal,
  findFund,
  type FundView,
  listAppeals,
  listFunds,
} from "./funds.views.ts";
export {
  answerGuarantee,
  answerLoan,
  answerSchedule,
  callLoan,
  loanPath,
  payGuarantee,
  payLoanOver,
  proposeLoan,
  proposeSchedule,
  repayLoan,
  withdrawLoan,
  writeLoanOff,
} from "./loans.service.ts";
export { type LoanSide, type ProposeLoanInput, sides } from "./loans.schema.ts";
export {
  findLoan,
  type GuarantorView,
  listLoans,
  type LoanEntry,
  type LoanStanding,
  type LoanView,
} from "./loans.views.ts";
export { doFinancingDay, FINANCING_DAY, financingDayCrontab, queueLoanReminders } from "./daily.service.ts";
export type {
  AppealState,
  CircleState,
  GuaranteeState,
  LoanState,
  PledgeState,
  PotState,
  RoundState,
} from "./machines.rules.ts";

// The only door of the module: what organisations offer and need, what they agree on, and what was delivered.
export { changeOffer, moveOffer, publishOffer } from "./offers.service.ts";
export {
  type ChangeOfferInput,
  LONGEST_DESCRIPTION,
  LONGEST_QUERY,
  LONGEST_TITLE,
  type MarketQuery,
  marketQuery,
  MOST_PHOTOGRAPHS,
  type MoveOfferInput,
  type PublishOfferInput,
} from "./offers.schema.ts";
export { offerSteps } from "./offers.rules.ts";
export {
  countOffersOf,
  findOffer,
  type Holder,
  isPhotograph,
  listOffersOf,
  listOwnOffers,
  type OfferEntry,
  type OfferView,
  type PhotographView,
} from "./offers.views.ts";
export {
  countMarket,
  type MarketFacet,
  marketFacets,
  type MarketPage,
  searchMarket,
} from "./search.views.ts";
export {
  ask,
  confirmTerms,
  declineAgreement,
  endAgreement,
  proposeTerms,
  withdrawAgreement,
} from "./agreements.service.ts";
export { give, receive } from "./deliveries.service.ts";
export { nameMediator, openDispute, settleDispute, takeBackDispute } from "./disputes.service.ts";
export {
  type AgreementInput,
  type AskInput,
  type ConfirmTermsInput,
  type GiveInput,
  LONGEST_MESSAGE,
  LONGEST_NOTE,
  MOST_LINES,
  type NameMediatorInput,
  type OpenDisputeInput,
  type ProposeTermsInput,
  type ReceiveInput,
  type SettleDisputeInput,
} from "./agreements.schema.ts";
export { TELL_AGREEMENTS, tellOfAgreement } from "./agreement-mails.service.ts";
export { agreementSteps } from "./agreements.rules.ts";
export {
  accountsToPayFrom,
  type AgreementEntry,
  type AgreementView,
  countOwnAgreements,
  findAgreement,
  type LineView,
  listOwnAgreements,
  listToMediate,
  type Side,
  type StepView,
  type TermsView,
  wouldBecomeDue,
} from "./agreements.views.ts";
export type { Delivery, Receipt } from "./deliveries.store.ts";
export type { Dispute, DisputeOutcome } from "./disputes.store.ts";
export { callFair, cancelFair, changeFair, joinFair, leaveFair } from "./fairs.service.ts";
export {
  type CallFairInput,
  type CancelFairInput,
  type ChangeFairInput,
  type JoinFairInput,
  type LeaveFairInput,
  LONGEST_FAIR_ABOUT,
  LONGEST_FAIR_TITLE,
  MOST_BROUGHT,
} from "./fairs.schema.ts";
export {
  countFairs,
  type FairEntry,
  type FairView,
  findFair,
  findStall,
  listFairs,
  listStalls,
  type Stall,
} from "./fairs.views.ts";
export { answerRing, type AnswerRingInput, lookForRings, type LookForRingsInput } from "./rings.service.ts";
export { listOwnRings, type RingStepView, type RingView } from "./rings.views.ts";
export type { RingState } from "./rings.rules.ts";
export { type Missing, whatIsMissing } from "./missing.views.ts";
export { type ActingFor, actsFor, seesMembersOnly } from "./members.policy.ts";
export {
  denominationKey,
  listPriceCurrencies,
  officialUnit,
  type PriceCurrency,
  readUnits,
} from "./currencies.ts";
export { formatNumberOf, formatQuantity, parseQuantity, writtenQuantity } from "./quantities.ts";
export {
  type CategoryKey,
  categoryElsewhere,
  categoryKeys,
  categoryName,
  categoryPath,
  isCategory,
  leafCategories,
} from "./categories.ts";
export { type LabelKey, labelKeys } from "./labels.ts";
export { isUnit, type KnownUnit, om2Unit, unitName, units } from "./units.ts";
export { agreementPath, fairPath, offerPath, photographPath } from "./paths.ts";
export {
  type AgreementId,
  type AgreementState,
  agreementStates,
  type Denomination,
  type FairId,
  type Offer,
  type OfferId,
  type OfferKind,
  offerKinds,
  type OfferState,
  offerStates,
  ONE_UNIT,
  type Price,
  type ReturnKind,
  returnKinds,
  type RingId,
  type Transport,
  transports,
} from "./types.ts";

// The only door of the congress: editions and delegations, texts and amendments, votes, signatures, decision points.
export { accreditDelegation, convene, withdrawAccreditation } from "./editions.service.ts";
export type { AccreditDelegationInput, ConveneInput, WithdrawAccreditationInput } from "./editions.schema.ts";
export { findEditionBySlug } from "./editions.store.ts";
/** For modules whose acts belong to an edition: who presides over it, and who speaks for a called delegation. */
export { knownEdition, presiding, speaking } from "./editions.service.ts";
export { delegationsAreAccredited, type DelegationFacts } from "./congress.rules.ts";
export { accreditedOrganizations } from "./votes.store.ts";
export { type ImportedVersion, importText, openForAmendments, publishText } from "./texts.service.ts";
export type {
  ImportTextInput,
  ImportTranslationInput,
  MarkDecisionPointsInput,
  TextInput,
  TranslateParagraphsInput,
} from "./texts.schema.ts";
export { type Incorporated, incorporateAmendments } from "./incorporation.service.ts";
export { previewAmendment, proposeAmendment, withdrawAmendment } from "./amendments.service.ts";
export type {
  AmendmentInput,
  CastVoteInput,
  CloseVoteInput,
  IncorporateAmendmentsInput,
  OpenVoteInput,
  OperationsInput,
  PreviewAmendmentInput,
  ProposeAmendmentInput,
  RenewSigningKeyInput,
  SetVotingOrderInput,
  SignTextInput,
} from "./amendments.schema.ts";
export { settleAlternatives, setVotingOrder } from "./voting-order.service.ts";
export { fatesOfAlternatives, ordersOfAlternatives, type VotingRules } from "./voting-order.rules.ts";
export {
  type ConflictsView,
  type ConsolidatedPreview,
  type OpenAmendmentView,
  previewConsolidated,
  readConflicts,
} from "./conflicts.views.ts";
export { type Conflict, conflictKinds, type ConflictKind } from "./conflicts.rules.ts";
export type { Measure, PlaceReason, Reach, Turn } from "./voting-order.rules.ts";
export type { ChairsOrder } from "./voting-order.store.ts";
export { type AmendmentInPlace, findAmendmentInPlace } from "./amendment-in-place.views.ts";
export type { Standing as AmendmentStanding, StandingOutcome } from "./standings.store.ts";
/**
 * An amendment applied again: with `effective` operations (as `listEffectiveOperations` gives them) to the version before the
 * one that it made, the result is that version.
 */
export { applyInPlace } from "./amendment-operations.rules.ts";
export { listEffectiveOperations } from "./amendment-in-place.views.ts";
export {
  admitMotion,
  refuseMotion,
  setMotionRules,
  submitMotion,
  supportMotion,
  withdrawMotion,
} from "./motions.service.ts";
export type {
  MotionInput,
  RefuseMotionInput,
  SetMotionRulesInput,
  SubmitMotionInput,
  SupportMotionInput,
} from "./motions.schema.ts";
export { countMotions, findMotionOfText, type Motion, type MotionId } from "./motions.store.ts";
export {
  findMotionDetail,
  listMotionRules,
  listMotions,
  type MotionDetail,
  type MotionEntry,
} from "./motions.views.ts";
export {
  type MotionKind,
  motionKinds,
  writtenMotionKinds,
  type WrittenMotionKind,
  type MotionRule,
  type MotionState,
  motionStates,
} from "./motions.rules.ts";
export { declareAuthenticLanguages } from "./authentic-languages.service.ts";
export type { DeclareAuthenticInput } from "./texts.schema.ts";
export { type AdoptionTranslation, listAdoptionTranslations } from "./authentic-languages.store.ts";
export { statesAtAdoption } from "./authentic-languages.rules.ts";
export { setReadings } from "./readings.service.ts";
export type { SetReadingsInput } from "./texts.schema.ts";
export { listReadings } from "./readings.store.ts";
export {
  amendmentsBetween,
  earliestReading,
  type PassedReading,
  type ReadingRule,
} from "./readings.rules.ts";
export { composeText, reviseText } from "./drafting.service.ts";
export type { ComposeTextInput, ReviseTextInput } from "./texts.schema.ts";
export { listSections, type SectionEntry } from "./sections.store.ts";
export { amendableIn } from "./secondary-amendments.rules.ts";
export { castVote, closeVote, openVote, type RoomAtOpening } from "./votes.service.ts";
export { proposeEditionRules, setFirstRules } from "./rules-changes.service.ts";
export type { ProposeEditionRulesInput, SetFirstRulesInput } from "./rules-changes.schema.ts";
export { rulesNow } from "./rules-in-force.service.ts";
export {
  findProposedRules,
  listEditionRules,
  listRuleTexts,
  motionOfProposal,
  type Recounted,
  rulesOfBeginning,
  type RulesNow,
  type RuleVersionView,
  simulateRules,
  type Simulation,
} from "./rules.views.ts";
export { signText } from "./signatures.service.ts";
export { renewSigningKey } from "./signing-keys.service.ts";
export { isAbout, type SignatureStatement, verifySignature } from "./signatures.rules.ts";
export { importTranslation, translateParagraphs } from "./translations.service.ts";
export { markDecisionPoints } from "./decision-points.service.ts";
export { decisionPoints, type PointList, type PossibleDecisionPoint } from "./decision-points.rules.ts";
export { findDecisionPoint, listDecisionPoints } from "./decision-points.views.ts";
export {
  type DelegationView,
  type EditionSummary,
  type EditionView,
  findEdition,
  listAccreditable,
  listEditions,
  type OwnDelegation,
  type Standing,
  standingAt,
  type WithdrawnAccreditation,
} from "./editions.views.ts";
export {
  type AdoptedText,
  findText,
  findTextView,
  listAdoptedTexts,
  listTexts,
  listVersions,
  readVersionContent,
  type ReadParagraph,
  type TextSummary,
  type TextView,
  type TextViewOptions,
  type TranslatedParagraph,
  type TranslatedSoFar,
  type VersionEntry,
  type VersionMadeBy,
} from "./texts.views.ts";
export {
  type AmendmentDetail,
  type AmendmentEntry,
  findAmendment,
  listAmendments,
} from "./amendments.views.ts";
export { countAmendments, type Range } from "./amendments.store.ts";
export { type DelegationVote, findRollCall, listRollCalls, type RollCallView } from "./votes.views.ts";
export {
  countSignatures,
  findSigningKeys,
  listSignatures,
  type SignatureView,
  type SigningKeys,
} from "./signatures.views.ts";
export { type MandateBehind, type OrganizationBrief, readOrganizations } from "./bearers.views.ts";
export { findRollCallBrief, listRollCallBriefs, type RollCallBrief } from "./roll-call-brief.views.ts";
export {
  type ArchivedAmendment,
  type ArchivedEdition,
  type ArchivedPoint,
  type ArchivedSignature,
  type ArchivedStanding,
  type ArchivedText,
  type ArchivedTranslation,
  listArchivedAmendments,
  listArchivedPoints,
  listArchivedSignatures,
  listArchivedStandings,
  listArchivedTexts,
  listArchivedTranslations,
  listArchivedVotingOrders,
  readArchivedBase,
  readArchivedEdition,
  readArchivedVersion,
} from "./archive.views.ts";
export {
  type ArchivedMotion,
  type ArchivedMotionRule,
  listArchivedMotionRules,
  listArchivedMotions,
} from "./archive-motions.views.ts";
export { type ArchivedRollCall, listArchivedRollCalls } from "./archive-roll-calls.views.ts";
export {
  type ArchivedRuleProposal,
  type ArchivedRuleVersion,
  listArchivedRuleProposals,
  listArchivedRuleVersions,
} from "./archive-rules.views.ts";
export {
  type ArchivedMandate,
  type ArchivedOffice,
  type ArchivedOrganization,
  listArchivedMandates,
  listArchivedOffices,
  listArchivedOrganizations,
} from "./archive-bearers.views.ts";
export type { DeletedParagraph, ParagraphWithSource, SentenceWithSource } from "./provenance.rules.ts";
export {
  amendmentPath,
  editionPath,
  motionPath,
  rulesPath,
  ruleVersionPath,
  signingKeysPath,
  textPath,
  versionPath,
} from "./paths.ts";
export type { AmendmentSummary, AmendmentView, ViewBlock } from "./amendment-view.rules.ts";
export type { Operation } from "./amendment-operations.rules.ts";
export { MOST_BYTES } from "./text-decoding.rules.ts";
export { writeMarkdown } from "./markdown-writing.rules.ts";
export type { ImportNote } from "./text-import.rules.ts";
export {
  type Paragraph,
  type ParagraphId,
  type ParagraphKind,
  paragraphKinds,
  type TextVersionBody,
} from "./text-model.ts";
export {
  type Amendment,
  type AmendmentId,
  type AmendmentState,
  type Choice,
  choices,
  type CongressText,
  type DecisionPoint,
  type DecisionPointId,
  type Edition,
  type EditionId,
  type RollCallId,
  type RoomCounts,
  type RoomQuorum,
  type Share,
  type TextId,
  type TextState,
  textStates,
  type TextVersion,
  type VoteRules,
  type VoteVerdict,
  voteVerdicts,
} from "./types.ts";

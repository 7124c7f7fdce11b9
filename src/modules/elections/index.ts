// The only door of elections: calling them, candidates, ballots, counts, and the recall of mandates.
export {
  annulElection,
  callElection,
  closeElection,
  openElection,
  openNominations,
  reviseElection,
} from "./elections.service.ts";
export {
  acceptCandidacy,
  addOption,
  declineCandidacy,
  nominateCandidate,
  removeCandidate,
  stepBack,
} from "./candidates.service.ts";
export { castBallot, previewBallot } from "./ballots.service.ts";
export { countElection, installElected } from "./counting.service.ts";
export { type BallotFile, ballotFileNameOf, ballotFileOf, castIn, commandFor } from "./counting.rules.ts";
export type {
  AddOptionInput,
  AnnulElectionInput,
  CallElectionInput,
  CandidateInput,
  CastBallotInput,
  CountElectionInput,
  ElectionInput,
  NominateCandidateInput,
  ReviseElectionInput,
} from "./elections.schema.ts";
export { isPublic, LEAST_DRAWN, LEAST_SECRET_BALLOTS, normaliseDrawn, seedOf } from "./elections.rules.ts";
export { type BallotPaper, marksOf } from "./ballots.rules.ts";
export { ballotsContent, type CastOpenly, countedBallots, type KeptBallot } from "./ballots.store.ts";
export {
  type BallotKind,
  type ElectionKind,
  electionKinds,
  methodFacts,
  type MethodName,
  methodNames,
  methodsOf,
} from "./methods.rules.ts";
export { formatAmount, parseAmount, writeAmount } from "./money.rules.ts";
export {
  type BallotView,
  type CandidateView,
  type ElectionEntry,
  type ElectionView,
  findElection,
  listBallots,
  listElections,
  type OwnBallot,
  ownBallots,
  readBallots,
} from "./elections.views.ts";
export { countElections, rulesAsJson } from "./elections.store.ts";
export { electionPath, electionsPath, recallPath } from "./paths.ts";
export {
  type Ballot,
  type Budget,
  type Candidate,
  type CandidateId,
  type CandidateState,
  type Election,
  type ElectionId,
  type ElectionRules,
  type ElectionState,
  electionStates,
  type Gender,
  genders,
  type Guarantee,
} from "./types.ts";
export {
  END_RECALLS,
  endDueRecalls,
  endRecallsCrontab,
  openRecall,
  petitionAsks,
  signRecall,
  voteOnRecall,
} from "./recalls.service.ts";
export type { OpenRecallInput, SignRecallInput, VoteOnRecallInput } from "./recalls.schema.ts";
export { type RecallState, recallStates } from "./recalls.rules.ts";
export { countRecalls, type Recall, type RecallId } from "./recalls.store.ts";
export { concernedBy, findRecall, listRecalls, type RecallEntry, type RecallView } from "./recalls.views.ts";

// The only door of the follow-up: commitments, reports, and how they stand.
export {
  acceptCommitment,
  confirmFulfilment,
  dropCommitment,
  recordCommitment,
  reopenCommitment,
  reportOnCommitment,
  startCommitment,
} from "./commitments.service.ts";
export { daysBetween, type Side, standingOf, type Transition, transitions } from "./commitments.rules.ts";
export type { ReasonInput, RecordCommitmentInput, ReportInput } from "./commitments.schema.ts";
export { type ArchivedRegionalReport, listArchivedRegionalReports } from "./archive.views.ts";
export { reportOnRegion } from "./cycle.service.ts";
export type { ReportOnRegionInput } from "./cycle.schema.ts";
export { CYCLE_MONTHS, type MeetingStanding } from "./cycle.rules.ts";
export {
  commitmentsOfRegion,
  type Cycle,
  listOverdueMeetings,
  listRegionalReports,
  type OverdueMeeting,
  readCycle,
  type RegionalReport,
  type RegionalReportInFull,
  type RegionInCycle,
} from "./cycle.views.ts";
export { DUE_DIGEST, dueDigestCrontab, queueDueDigests } from "./digest.service.ts";
export {
  type BoardEntry,
  type BoardFilter,
  type CommitmentView,
  countPointEvents,
  countStandings,
  type Evidence,
  findCommitment,
  findEvidenceFile,
  listCommitments,
  listEvidenceHashes,
  listPointEvents,
  listRecentReports,
  type PointEvent,
  type RecentReport,
  type ReportView,
  type TimelineStep,
} from "./commitments.views.ts";
export {
  type CommitmentId,
  type CommitmentState,
  SILENCE_DAYS,
  isStanding,
  type Standing,
  standings,
} from "./types.ts";

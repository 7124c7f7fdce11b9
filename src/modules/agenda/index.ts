// The only door of the agenda of action: campaigns, local actions, feeds, what was reported.
export { callCampaign, cancelCampaign, changeCampaign, declareHeld } from "./campaigns.service.ts";
export {
  type CallCampaignInput,
  type CancelCampaignInput,
  type ChangeCampaignInput,
  nearDay,
} from "./campaigns.schema.ts";
export { announceAction, cancelAction, changeAction, mergeActions } from "./actions.service.ts";
export {
  acceptOrganizer,
  joinAction,
  leaveAction,
  refuseOrganizer,
  removeOrganizer,
} from "./joining.service.ts";
export type { JoiningInput, TurnAwayInput } from "./joining.schema.ts";
export { type Joining, listJoinings, listWaiting, type Waiting } from "./joining.views.ts";
export { TELL_JOININGS, tellJoining } from "./joining-mails.service.ts";
export { cancelActionDay, moveActionDay } from "./days.service.ts";
export type { CancelDayInput, MoveDayInput } from "./days.schema.ts";
export { type DayChange, listDayChanges } from "./days.store.ts";
export {
  agendaQuery,
  type AgendaQuery,
  type AnnounceActionInput,
  type CancelActionInput,
  type ChangeActionInput,
  type MergeActionsInput,
} from "./actions.schema.ts";
export {
  type ActionView,
  type AgendaChoices,
  type Choice,
  choicesIn,
  countDated,
  daysWithActions,
  type Dated,
  findAction,
  listByNumbers,
  listDated,
  listOccurrences,
  monthsWithActions,
  type Organizer,
  pageOfActions,
  type Span,
} from "./agenda.views.ts";
export {
  type CampaignDay,
  type CampaignDecision,
  type CampaignVersion,
  type CampaignView,
  decisionsOf,
  findCampaign,
  listCalledCampaigns,
  listCampaignDays,
  listCampaigns,
  listCampaignVersions,
  pageOfCampaigns,
} from "./campaigns.views.ts";
export {
  type FeedAction,
  type FeedEntry,
  type FeedMark,
  type MarkedAction,
  MOST_IN_FEED,
  readFeed,
  readFeedActions,
  readFeedEntries,
  readFeedMark,
} from "./feed.views.ts";
export { campaignDays, type Days, planOf } from "./moments.rules.ts";
export {
  importCalendar,
  type Imported,
  type Judged,
  type Preview,
  previewCalendar,
} from "./calendar-import.service.ts";
export type { PreviewCalendarInput } from "./calendar-import.schema.ts";
export { MOST_CALENDAR_BYTES, MOST_ENTRIES } from "./calendar-reading.ts";
export { confirmActionReport, reportOnAction } from "./reports.service.ts";
export { MOST_PHOTOGRAPHS, type ReportActionInput } from "./reports.schema.ts";
export {
  type ActionReportView,
  campaignTotals,
  type CampaignTotals,
  isPhotograph,
  listActionReports,
  listPhotographHashes,
  type PhotographView,
} from "./reports.views.ts";
export { DERIVE_INSTANTS, deriveInstants, deriveInstantsCrontab } from "./daily.service.ts";
export { actionPath, campaignPath } from "./paths.ts";
export {
  accessibilities,
  type Accessibility,
  type Action,
  actionKinds,
  type ActionKind,
  type ActionState,
  type Campaign,
  type CampaignState,
  campaignStates,
  type Counting,
  countings,
  type JoiningStep,
  type Moment,
  type MovedDay,
  type Occurrence,
  type Precision,
  precisions,
} from "./types.ts";

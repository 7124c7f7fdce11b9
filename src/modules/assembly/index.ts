// The only door of the assembly: organs, delegates, presence, sittings.
export { askCongress, changeRules, conveneMeeting, foundOrgan, takeUpRequest } from "./organs.service.ts";
export type {
  AskCongressInput,
  ChangeRulesInput,
  ConveneMeetingInput,
  FoundOrganInput,
  TakeUpRequestInput,
} from "./organs.schema.ts";
export { takeUpInSitting } from "./requests.service.ts";
export { monthsAfter } from "./organs.rules.ts";
export { setSeats } from "./seats.service.ts";
export type { SetSeatsInput } from "./seats.schema.ts";
export {
  type Call,
  type CalledOrganization,
  type DelegationSeats,
  listAffiliatedOf,
  listCalls,
  listDelegationSeats,
  previewSeats,
  type SeatPreview,
  type Seats,
  seatsOf,
} from "./seats.views.ts";
export { TELL_DELEGATES, tellDelegates } from "./delegate-mails.service.ts";
export { decideOnDelegates, nominate, replaceBadge, withdrawDelegate } from "./delegates.service.ts";
export type {
  DecideInput,
  EndSubstitutionInput,
  NominateInput,
  ReplaceBadgeInput,
  SubstituteInput,
  WithdrawDelegateInput,
} from "./delegates.schema.ts";
export { endSubstitution, substitute } from "./substitutions.service.ts";
export { readToken, writtenCode } from "./badges.rules.ts";
export { type RecordedPresence, recordPresence } from "./presence.service.ts";
export type { RecordPresenceInput } from "./presence.schema.ts";
export {
  type CongressRequest,
  findOrgan,
  findOrganOfMeeting,
  findPlenary,
  listCongressRequests,
  listMeetingEditions,
  listMeetings,
  listOfficers,
  listOrgans,
  listRules,
  type Meeting,
  type OrganOfficer,
  rulesAt,
  type RulesInTime,
} from "./organs.views.ts";
export {
  type DelegateEntry,
  type DelegateFilter,
  findBadge,
  findDelegate,
  listDelegates,
  listNameable,
  listSubstitutions,
  type NamedOrganization,
  standingInRoom,
  type StandingInRoom,
  type SubstitutionEntry,
} from "./delegates.views.ts";
export {
  countSetAside,
  type DoorListEntry,
  listForDoor,
  listSetAside,
  FEWEST_OF_REGION,
  momentForEverybody,
  presenceNumbers,
  type PresenceNumbers,
  presenceSpan,
  type SetAside,
} from "./door.views.ts";
export { organPath, requestsPath } from "./paths.ts";
export { presenceAt, type PresenceAt } from "./presence.views.ts";
export {
  type BadgeId,
  type CongressRequestId,
  defaultRules,
  type DelegateId,
  delegateStates,
  type DelegateState,
  type Organ,
  type OrganId,
  type OrganKind,
  type OrganRules,
  type PresenceEventId,
  seatKinds,
  type SeatKind,
  type SeatMethod,
  type Share,
  type SubstitutionId,
} from "./types.ts";
export {
  type AgendaItem,
  type AgendaItemId,
  type Gender,
  genders,
  type ItemDocument,
  type ItemKind,
  itemKinds,
  type ItemState,
  type RoomNumbers,
  type Sitting,
  type SittingEvent,
  type SittingEventType,
  type SittingId,
  sittingPath,
  type SittingState,
  type SpeakingKind,
  type SpeakingRequest,
  type SpeakingRequestId,
} from "./sitting-model.ts";
export { changePlan, planSitting } from "./sittings.service.ts";
export { addItem, changeItem, orderItems } from "./agenda-items.service.ts";
export type {
  AddItemInput,
  AskForFloorInput,
  ChangeItemInput,
  ChangePlanInput,
  ConductInput,
  EnterSpeakerInput,
  OrderItemsInput,
  PlanSittingInput,
  WithdrawFromListInput,
} from "./sittings.schema.ts";
export { conductSitting } from "./conduct.service.ts";
export { askForFloor, enterSpeaker, withdrawFromList } from "./floor.service.ts";
export {
  type AgendaItemView,
  type AskedBy,
  type DocumentView,
  delegateIn,
  findItemFile,
  findSitting,
  listEvents,
  listSittings,
  type OwnPlace,
  placeIn,
  type SittingSummary,
  type SittingView,
} from "./sittings.views.ts";
export { forgetStaleGenders } from "./speakers.store.ts";
export type { FloorView, SpeakerView } from "./speakers.views.ts";
export { SITTING_CHANGED } from "./sittings.store.ts";
export { type NextAct, nextAct } from "./next-act.rules.ts";
export { submitMinutes, writeRemark } from "./minutes.service.ts";
export type { SubmitMinutesInput, WriteRemarkInput } from "./minutes.schema.ts";
export { findSittingOfMinutes, listMinutesTexts } from "./minutes.store.ts";
export { hasHappenings, type MinutesView, readMinutesOf, standingRemark } from "./minutes.views.ts";
export type { MinutesEntry, MinutesFacts } from "./minutes.rules.ts";
export { entryInWords, type Words } from "./minutes-words.ts";
export { joinConference, setConference, tryConference } from "./conference.service.ts";
export { conferenceKinds, type SetConferenceInput } from "./conference.schema.ts";
export {
  listArchivedCalls,
  listArchivedOrgans,
  listArchivedRequests,
  listArchivedSittings,
  readArchivedDelegates,
  readArchivedMinutes,
} from "./archive.views.ts";
export { findSittingUnderWay, openVoteBetweenSittings } from "./votes-between-sittings.service.ts";
export type { QuorumView } from "./quorum.rules.ts";

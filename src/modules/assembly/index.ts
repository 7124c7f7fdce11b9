// The only door of the assembly: organs, delegates, presence, sittings.
export { findOrgan, findPlenary, listOrgans, rulesAt } from "./organs.views.ts";
export { organPath } from "./paths.ts";
export { presenceAt, type PresenceAt } from "./presence.views.ts";
export {
  defaultRules,
  type DelegateId,
  delegateStates,
  type DelegateState,
  organKinds,
  type Organ,
  type OrganId,
  type OrganKind,
  type OrganRules,
  type PresenceEventId,
  seatKinds,
  type SeatKind,
  type SeatMethod,
  type Share,
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
  sittingEventTypes,
  type SittingId,
  sittingPath,
  type SittingState,
  type SpeakingKind,
  type SpeakingRequest,
  type SpeakingRequestId,
} from "./sitting-model.ts";
export { addItem, changePlan, orderItems, planSitting } from "./sittings.service.ts";
export type {
  AddItemInput,
  AskForFloorInput,
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
  findSitting,
  listEvents,
  listSittings,
  type OwnPlace,
  placeIn,
  type QuorumView,
  quorumOf,
  type SittingSummary,
  type SittingView,
} from "./sittings.views.ts";
export type { FloorView, SpeakerView } from "./speakers.views.ts";
export { SITTING_CHANGED } from "./sittings.store.ts";

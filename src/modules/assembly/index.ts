// The only door of the assembly: organs, delegates, presence, sittings.
export {
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
  type Share,
} from "./types.ts";

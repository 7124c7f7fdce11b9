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

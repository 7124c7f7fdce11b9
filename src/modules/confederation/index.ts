// The only door of the confederation: member organisations, people, offices and mandates.
export { type Authority, authorise, inForce, may } from "./mandates.policy.ts";
export { grantMandate, recallMandate } from "./mandates.service.ts";
export { type FoundNodeInput, type Founded, foundNode, foundNodeInput } from "./founding.service.ts";
export {
  type Capability,
  capabilities,
  type Mandate,
  type MandateId,
  type MandateReach,
  type Office,
  type OrganizationId,
  type OrganizationKind,
  organizationKinds,
  organizationStatuses,
  type OrganizationStatus,
  type PersonId,
} from "./types.ts";
export { type HeldMandate, findOrganizationId, listMandates, personOfAccount } from "./people.views.ts";

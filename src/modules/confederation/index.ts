// The only door of the confederation: member organisations, people, offices and mandates.
export {
  type Authority,
  authorise,
  heldAt,
  inForce,
  may,
  reachesToGive,
  type Tenure,
  tenures,
} from "./mandates.policy.ts";
export { grantMandate, recallMandate, registerPerson } from "./mandates.service.ts";
export {
  belongsTo,
  endSentMandate,
  grantSentMandate,
  holdsMandateOf,
  nameSentPerson,
  type SentMandate,
} from "./sent-people.service.ts";
export { canBeVotedDown, endByVote } from "./voted-recall.service.ts";
export { type FoundNodeInput, type Founded, foundNode, foundNodeInput } from "./founding.service.ts";
export {
  type Capability,
  capabilities,
  type Mandate,
  type MandateId,
  type MandateReach,
  mandateReaches,
  type Office,
  type OrganizationId,
  type OrganizationKind,
  organizationKinds,
  organizationStatuses,
  type OrganizationStatus,
  type PersonId,
} from "./types.ts";
export {
  type HeldMandate,
  findMandate,
  findOrganizationId,
  listMandates,
  listPeopleWithAccounts,
  organizationIdsByExternalId,
  personOfAccount,
} from "./people.views.ts";
export { type CreatedOrganization, createOrganization, editOrganization } from "./organizations.service.ts";
export type { CreateOrganizationInput, EditOrganizationInput } from "./organizations.schema.ts";
export { organizationLimits } from "./organizations.rules.ts";
export {
  everyOrganization,
  type OfficeHolder,
  pageOfOrganizations,
  type PublicOrganization,
} from "./organizations.views.ts";
export {
  type BadRow,
  type ImportOptions,
  type ImportProgress,
  type ImportResult,
  importOrganizations,
} from "./organization-import.service.ts";
export { exportOrganizations } from "./organization-export.views.ts";
export {
  acceptAffiliation,
  applyForAffiliation,
  refuseAffiliation,
  reinstateAffiliation,
  sponsorAffiliation,
  suspendAffiliation,
  withdrawAffiliation,
} from "./affiliations.service.ts";
export {
  type AffiliationStep,
  affiliationSteps,
  type Transition,
  transitions,
} from "./affiliations.rules.ts";
export {
  affiliationTimeline,
  type OpenApplication,
  openApplications,
  type TimelineStep,
} from "./affiliations.views.ts";
export {
  countsByRegion,
  type DirectoryEntry,
  type DirectoryMap,
  type DirectoryPage,
  mapPlaces,
  searchDirectory,
} from "./directory.views.ts";
export {
  type DirectoryFilter,
  type DirectoryQuery,
  directoryQuery,
  LONGEST_QUERY,
  withoutEmpty,
} from "./directory.schema.ts";
export { type FacetName, facetNames, type Facets, type FacetValue } from "./directory.tallies.ts";
export { foundThroughLink, holdFoundingLink, openFoundingLink } from "./founding-link.ts";
export {
  type Accepted,
  acceptInvitation,
  invitePerson,
  type MadeInvitation,
  withdrawInvitation,
} from "./invitations.service.ts";
export type {
  AcceptInvitationInput,
  InvitePersonInput,
  WithdrawInvitationInput,
} from "./invitations.schema.ts";
export {
  findInvitingOrganization,
  type InvitingOrganization,
  listOffices,
  listOpenInvitations,
  type OfferedInvitation,
  type OpenInvitation,
  readInvitation,
} from "./invitations.views.ts";
export {
  type Below,
  findOrganization,
  findOrganizationFacts,
  type OrganizationFacts,
  type OrganizationProfile,
} from "./directory.profile.views.ts";
export { listPeopleToName } from "./mandates.views.ts";
export { slugFor } from "./slugs.ts";
export { listRecentAffiliations, type RecentAffiliation } from "./recent.views.ts";
export { defineOffice, type DefineOfficeInput } from "./offices.service.ts";
export { type ActingFor, actsFor } from "./acting.views.ts";

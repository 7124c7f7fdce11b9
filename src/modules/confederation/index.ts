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
export { type HeldMandate, findMandate, findOrganizationId, listMandates, personOfAccount } from "./people.views.ts";
export { type CreatedOrganization, createOrganization, editOrganization } from "./organizations.service.ts";
export type { CreateOrganizationInput, EditOrganizationInput } from "./organizations.schema.ts";
export { organizationLimits } from "./organizations.rules.ts";
export { everyOrganization, type OfficeHolder, pageOfOrganizations, type PublicOrganization } from "./organizations.views.ts";
export { type BadRow, type ImportOptions, type ImportProgress, type ImportResult, importOrganizations } from "./organization-import.service.ts";
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
export { type AffiliationStep, affiliationSteps, type Transition, transitions } from "./affiliations.rules.ts";
export { affiliationTimeline, type OpenApplication, openApplications, type TimelineStep } from "./affiliations.views.ts";
export {
  countsByRegion,
  type DirectoryEntry,
  type DirectoryMap,
  type DirectoryPage,
  type DirectoryReader,
  mapPlaces,
  searchDirectory,
} from "./directory.views.ts";
export { type DirectoryFilter, type DirectoryQuery, directoryQuery, LONGEST_QUERY } from "./directory.schema.ts";
export { type FacetName, facetNames, type Facets, type FacetValue } from "./directory.tallies.ts";

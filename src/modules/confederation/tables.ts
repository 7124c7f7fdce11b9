// The rows of this module's tables, as Kysely sees them.
import type { Generated, GeneratedAlways } from "kysely";
import type { Json } from "#platform/database/tables";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { AffiliationStep } from "./affiliations.rules.ts";
import type { MandateReach, OrganizationKind, OrganizationStatus } from "./types.ts";

export type OrganizationRow = {
  id: string;
  slug: string;
  external_id: string | null;
  parent_id: string | null;
  kind: OrganizationKind;
  name: Json<Multilingual>;
  description: Json<Multilingual> | null;
  country: string | null;
  subdivision: string | null;
  place: string | null;
  latitude: number | null;
  longitude: number | null;
  languages: string[];
  founded_on: string | null;
  website: string | null;
  public_contact: string | null;
  status: OrganizationStatus;
  is_example: boolean;
  created_at: Date;
  updated_at: Date;
};

export type AffiliationStepRow = {
  id: string;
  sequence: GeneratedAlways<bigint>;
  organization_id: string;
  step: AffiliationStep;
  acting_organization_id: string | null;
  mandate_id: string | null;
  reason: Json<Multilingual> | null;
  acted_at: Date;
  act_id: string;
};

export type ConfederationTables = {
  affiliation_steps: AffiliationStepRow;
  organizations: OrganizationRow;
  offices: {
    key: string;
    name: Json<Multilingual>;
    capabilities: string[];
    position: number;
    unlisted: Generated<boolean>;
  };
  people: { id: string; account_id: string | null; name: string; created_at: Date };
  mandates: {
    id: string;
    person_id: string;
    organization_id: string;
    office: string;
    covers: MandateReach;
    starts_at: Date;
    ends_at: Date | null;
    decision: Json<Multilingual>;
    granted_under: string | null;
    granted_at: Date;
    recalled_at: Date | null;
    recall_decision: Json<Multilingual> | null;
    recalled_under: string | null;
  };
};

/** The same database, with this module's tables known to the compiler. */
export function tables(db: Db) {
  return db.withTables<ConfederationTables>();
}

// Adding an organisation to the directory and changing what it says of itself.
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { hold, type Verdict } from "#platform/rules";
import { parse } from "#platform/validation";
import { authorise } from "./mandates.policy.ts";
import {
  changedFields,
  coordinatesComeTogether,
  editsAreOfWhatStands,
  type OrganizationFields,
  organizationsAreNotBelowThemselves,
  subdivisionIsInCountry,
  treesStayShallow,
  withTranslators,
} from "./organizations.rules.ts";
import {
  type CreateOrganizationInput,
  createOrganizationInput,
  type EditOrganizationInput,
  editOrganizationInput,
  type OrganizationEdit,
} from "./organizations.schema.ts";
import {
  findCreated,
  heightOf,
  insertOrganization,
  lineageOf,
  lockOrganization,
  updateOrganization,
} from "./organizations.store.ts";
import type { OrganizationId } from "./types.ts";

export type CreatedOrganization = { readonly id: OrganizationId; readonly slug: string };

/**
 * Lists a new organisation, below its parent by a mandate with `organization.edit` there, or on its own by one for
 * the node. Refuses with `parentUnknown`, `treeTooDeep`, `externalIdTaken` and the reasons of its fields.
 */
export async function createOrganization(
  ctx: Ctx,
  input: CreateOrganizationInput,
): Promise<CreatedOrganization> {
  const wanted = parse(createOrganizationInput, input);
  hold(fieldVerdicts(wanted), "invalid");
  const { externalId, isExample, requestKey, ...fields } = wanted;
  return transact(ctx, async (tx) => {
    const above = await lineageOfParent(tx, fields.parentId);
    const authority = await authorise(tx, "organization.edit", fields.parentId);
    const earlier = requestKey && (await findCreated(tx, requestKey));
    if (earlier) return earlier;
    hold(treesStayShallow(above.length, 1));
    const id = requestKey ?? (tx.newId() as OrganizationId);
    const created = await insertOrganization(tx, fields, { id, externalId, isExample });
    await appendAct(tx, {
      type: "confederation.organization.listed",
      subject: `/organizations/${created.slug}`,
      mandateId: authority.mandateId,
      record: { organization: created.id, kind: fields.kind, name: fields.name, parent: fields.parentId },
    });
    return created;
  }).catch(explainTakenId);
}

/**
 * Changes what an organisation says of itself; needs `organization.edit` for it, and for a new parent as well, so that
 * nobody puts themselves under an organisation that did not agree. Changing nothing leaves no trace.
 */
export async function editOrganization(ctx: Ctx, input: EditOrganizationInput): Promise<void> {
  const { organizationId, basedOn, ...edit } = parse(editOrganizationInput, input);
  return transact(ctx, async (tx) => {
    const before = await lockOrganization(tx, organizationId);
    if (!before) throw new Refusal("missing", "organizationUnknown");
    const authority = await authorise(tx, "organization.edit", organizationId);
    hold(editsAreOfWhatStands(before.updatedAt, basedOn));
    const wanted = { ...before, ...definedOnly(edit) };
    const after = {
      ...wanted,
      name: withTranslators(before.name, wanted.name),
      description: wanted.description && withTranslators(before.description, wanted.description),
    };
    hold(fieldVerdicts(after), "invalid");
    const changed = changedFields(before, after);
    if (changed.length === 0) return;
    if (changed.includes("parentId")) await allowMove(tx, organizationId, after.parentId);
    await updateOrganization(tx, organizationId, after);
    await appendAct(tx, {
      type: "confederation.organization.edited",
      subject: `/organizations/${before.slug}`,
      mandateId: authority.mandateId,
      record: {
        organization: organizationId,
        changed,
        ...(changed.includes("parentId") ? { parent: after.parentId } : {}),
      },
    });
  });
}

function fieldVerdicts(
  fields: Pick<OrganizationFields, "latitude" | "longitude" | "subdivision" | "country">,
): Verdict[] {
  return [
    coordinatesComeTogether(fields.latitude, fields.longitude),
    subdivisionIsInCountry(fields.subdivision, fields.country),
  ];
}

async function lineageOfParent(tx: Ctx, parentId: OrganizationId | null): Promise<OrganizationId[]> {
  if (parentId === null) return [];
  const lineage = await lineageOf(tx, parentId);
  if (lineage.length === 0) throw new Refusal("missing", "parentUnknown", { parent: parentId });
  return lineage;
}

async function allowMove(
  tx: Ctx,
  organizationId: OrganizationId,
  parentId: OrganizationId | null,
): Promise<void> {
  const above = await lineageOfParent(tx, parentId);
  if (parentId !== null) await authorise(tx, "organization.edit", parentId);
  hold(organizationsAreNotBelowThemselves(organizationId, above));
  hold(treesStayShallow(above.length, await heightOf(tx, organizationId)));
}

function definedOnly(edit: OrganizationEdit): Partial<OrganizationFields> {
  return Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined));
}

/**
 * Of two that list the same name at once the later one is run again by `transact`: both looked which slugs are taken
 * before they took one, so the database sees that they depend on each other. An external id is the caller's own.
 */
function explainTakenId(error: unknown): never {
  const constraint = brokenConstraint(error);
  if (constraint === "organizations_external_id_key" || constraint === "organizations_exchange_key") {
    throw new Refusal("conflict", "externalIdTaken");
  }
  throw error;
}

// For which organisations the reader keeps books, joins rounds, or calls them.
import { type Capability, listMandates, may, type OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { Refusal } from "#platform/errors";

export type ActingFor = {
  readonly id: OrganizationId;
  readonly slug: string;
  readonly name: Multilingual;
};

/** Organisations in which the reader holds a mandate that allows one of these, each once. */
export async function actingFor(ctx: Ctx, ...capabilities: readonly Capability[]): Promise<ActingFor[]> {
  if (ctx.actor.kind !== "person") return [];
  const mandates = await listMandates(ctx.db, { personId: ctx.actor.personId }, ctx.now);
  const found = new Map<string, ActingFor>();
  for (const { organizationId: id, organizationSlug: slug, organizationName: name } of mandates) {
    if (found.has(id)) continue;
    for (const capability of capabilities)
      if (await may(ctx, capability, id)) {
        found.set(id, { id, slug, name });
        break;
      }
  }
  return [...found.values()];
}

/** Those whose obligations the reader may see. */
export const bookKeepers = (ctx: Ctx) => actingFor(ctx, "clearing.record", "clearing.join");

/** The one that the address names, else the first; refuses where it is none of theirs. */
export function chosen(organizations: readonly ActingFor[], slug: string | undefined): ActingFor {
  const found = slug ? organizations.find((one) => one.slug === slug) : organizations[0];
  if (!found) throw new Refusal("forbidden", "noMandateForThis", { capability: "clearing.record" });
  return found;
}

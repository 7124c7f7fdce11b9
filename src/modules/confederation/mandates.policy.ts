// Authority is a mandate: the one place where "may this person do this for this organisation?" is answered.
// Invariant: the answer is read inside the transaction of the act and its mandate stays locked until that act commits,
// so an expired or recalled mandate stops working at once.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import {
  type Capability,
  type Mandate,
  type MandateId,
  type MandateReach,
  mandateReaches,
  type OrganizationId,
  type PersonId,
} from "./types.ts";

/** What an act is done under: a mandate, or the node's own shell. */
export type Authority = {
  readonly mandateId: MandateId | null;
  readonly personId: PersonId | null;
  /** The organisation that gave the mandate. */
  readonly organizationId: OrganizationId | null;
  /** How far it reaches. */
  readonly covers: MandateReach;
};

type Found = { id: MandateId; person_id: PersonId; organization_id: OrganizationId; covers: MandateReach };

/** Mandates `m` that allow something for an organisation, whenever they were in force (migrations/0026-authority.sql). */
const allowing = (personId: string, capability: Capability, organizationId: string | null) => sql`
  from mandates_allowing(${personId}::uuid, ${capability}::text, ${organizationId}::uuid) a
  join mandates m on m.id = a.mandate_id`;

const locked = (ctx: Ctx) => (ctx.db.isTransaction ? sql`for share of m` : sql``);

async function findMandate(
  ctx: Ctx,
  personId: string,
  capability: Capability,
  organizationId: string | null,
  reaching: MandateReach,
): Promise<Found | undefined> {
  const { rows } = await sql<Found>`
    select id, person_id, organization_id, covers
    from authorising_mandate(${personId}::uuid, ${capability}::text, ${organizationId}::uuid, ${reaching}::text,
      ${ctx.now}::timestamptz, ${ctx.db.isTransaction}::boolean)`.execute(ctx.db);
  return rows[0];
}

/**
 * The authority under which the actor may do this for the organisation (null: for the node as a whole). Of several
 * mandates it is the nearest that is `reaching` so far, else the one that reaches farthest.
 * Refuses with `signInFirst` for a visitor and `noMandateForThis` for a person without a mandate in force.
 */
export async function authorise(
  ctx: Ctx,
  capability: Capability,
  organizationId: OrganizationId | null,
  reaching: MandateReach = "organization",
): Promise<Authority> {
  if (ctx.actor.kind === "shell")
    return { mandateId: null, personId: null, organizationId: null, covers: "node" };
  if (ctx.actor.kind === "visitor") throw new Refusal("signIn", "signInFirst");
  const found = await findMandate(ctx, ctx.actor.personId, capability, organizationId, reaching);
  if (!found) throw new Refusal("forbidden", "noMandateForThis", { capability });
  const { id, person_id, organization_id, covers } = found;
  return { mandateId: id, personId: person_id, organizationId: organization_id, covers };
}

/** The time of one mandate: from when it began, though not before it was given, until it ended or was recalled. */
export type Tenure = { readonly mandateId: MandateId; readonly from: Date; readonly until: Date | null };

/**
 * Every time in which the actor could do this for the organisation, those that are over too, the nearest mandate first: for
 * acts that tell of what was seen earlier (`heldAt`). What an office allows is taken as it is today. Empty for the shell,
 * which has no mandate. Refuses as `authorise` does.
 */
export async function tenures(
  ctx: Ctx,
  capability: Capability,
  organizationId: OrganizationId | null,
): Promise<Tenure[]> {
  if (ctx.actor.kind === "shell") return [];
  if (ctx.actor.kind === "visitor") throw new Refusal("signIn", "signInFirst");
  const { rows } = await sql<Tenure>`
    select m.id as "mandateId", greatest(m.starts_at, m.granted_at) as "from", least(m.ends_at, m.recalled_at) as "until"
    ${allowing(ctx.actor.personId, capability, organizationId)}
    order by a.distance nulls last, m.starts_at, m.id
    ${locked(ctx)}`.execute(ctx.db);
  if (rows.length === 0) throw new Refusal("forbidden", "noMandateForThis", { capability });
  return rows;
}

/** Of these, the first that was in force at an instant, or began within `skew` milliseconds after it. */
export function heldAt(held: readonly Tenure[], instant: Date, skew = 0): Tenure | undefined {
  return held.find(({ from, until }) => +from - skew <= +instant && (until === null || +until > +instant));
}

/** The reaches that the actor may pass on in the organisation's mandates: none, or all up to that of their own. */
export async function reachesToGive(ctx: Ctx, organizationId: OrganizationId): Promise<MandateReach[]> {
  if (!(await may(ctx, "mandate.grant", organizationId))) return [];
  const { covers } = await authorise(ctx, "mandate.grant", organizationId, "node");
  return mandateReaches.slice(0, mandateReaches.indexOf(covers) + 1);
}

/** Whether a page should offer an act. Only a hint: the act itself asks `authorise`. */
export async function may(
  ctx: Ctx,
  capability: Capability,
  organizationId: OrganizationId | null,
): Promise<boolean> {
  if (ctx.actor.kind === "visitor") return false;
  if (ctx.actor.kind === "shell") return true;
  return (
    (await findMandate(ctx, ctx.actor.personId, capability, organizationId, "organization")) !== undefined
  );
}

/** A mandate in force at this instant. */
export function inForce(mandate: Pick<Mandate, "startsAt" | "endsAt" | "recalledAt">, now: Date): boolean {
  return (
    mandate.recalledAt === null &&
    mandate.startsAt <= now &&
    (mandate.endsAt === null || mandate.endsAt > now)
  );
}

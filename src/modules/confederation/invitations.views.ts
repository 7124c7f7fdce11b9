// Invitations for pages: to whoever holds the link, and to those who may invite.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import type { Multilingual } from "#platform/multilingual";
import { hashOfToken, holdStillOpen } from "./invitations.service.ts";
import { lockInvitation } from "./invitations.store.ts";
import { tables } from "./tables.ts";
import type { MandateReach, Office, OrganizationId } from "./types.ts";

export type OfferedInvitation = {
  readonly email: string;
  readonly organizationName: Multilingual;
  readonly organizationSlug: string;
  readonly officeName: Multilingual;
  readonly covers: MandateReach;
  readonly endsAt: Date | null;
  readonly decision: Multilingual;
  readonly expiresAt: Date;
};

/** What the link offers, if it still stands; refuses as `acceptInvitation` would. */
export async function readInvitation(ctx: Ctx, token: string): Promise<OfferedInvitation> {
  const invitation = await lockInvitation(ctx, { tokenHash: hashOfToken(token) });
  if (!invitation) throw new Refusal("missing", "invitationUnknown");
  await holdStillOpen(ctx, invitation);
  const names = await tables(ctx.db)
    .selectFrom("organizations")
    .innerJoin("offices", (join) => join.on("offices.key", "=", invitation.office))
    .select(["organizations.name as organizationName", "organizations.slug as organizationSlug"])
    .select("offices.name as officeName")
    .where("organizations.id", "=", invitation.organizationId)
    .executeTakeFirstOrThrow();
  const { covers, endsAt, decision, expiresAt, email } = invitation;
  return { ...names, covers, endsAt, decision, expiresAt, email: email ?? "" };
}

export type InvitingOrganization = {
  readonly id: OrganizationId;
  readonly slug: string;
  readonly name: Multilingual;
};

/** The organisation for which somebody is invited. */
export async function findInvitingOrganization(
  db: Db,
  slug: string,
): Promise<InvitingOrganization | undefined> {
  const row = await tables(db)
    .selectFrom("organizations")
    .select(["id", "slug", "name"])
    .where("slug", "=", slug)
    .executeTakeFirst();
  return row && { ...row, id: row.id as OrganizationId };
}

export type OpenInvitation = {
  readonly id: string;
  readonly email: string;
  readonly officeName: Multilingual;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** Those under way for an organisation; only for pages of those who may invite there. */
export async function listOpenInvitations(
  db: Db,
  organizationId: OrganizationId,
  now: Date,
): Promise<OpenInvitation[]> {
  const { rows } = await sql<OpenInvitation>`
    select i.id, i.email, o.name as "officeName", i.created_at as "createdAt", i.expires_at as "expiresAt"
    from invitations i join offices o on o.key = i.office
    where i.organization_id = ${organizationId} and i.accepted_at is null and i.withdrawn_at is null
      and i.expires_at > ${now}
    order by i.created_at desc, i.id`.execute(db);
  return rows;
}

/** The offices of this node, in their order. */
export async function listOffices(db: Db): Promise<Office[]> {
  const rows = await tables(db)
    .selectFrom("offices")
    .selectAll()
    .orderBy("position")
    .orderBy("key")
    .execute();
  return rows.map((row) => ({ ...row, capabilities: row.capabilities as Office["capabilities"] }));
}

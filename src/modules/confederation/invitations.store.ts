// The only SQL that writes invitations.
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Json } from "#platform/database/tables";
import type { Multilingual } from "#platform/multilingual";
import type { MandateId, MandateReach, OrganizationId, PersonId } from "./types.ts";

type InvitationRow = {
  id: string;
  token_hash: Buffer;
  email: string | null;
  organization_id: string;
  office: string;
  covers: MandateReach;
  ends_at: Date | null;
  decision: Json<Multilingual>;
  invited_by: string | null;
  invited_under: string | null;
  created_at: Date;
  expires_at: Date;
  accepted_at: Date | null;
  accepted_mandate: string | null;
  withdrawn_at: Date | null;
};

const invitations = (db: Db) => db.withTables<{ invitations: InvitationRow }>();

export type Invitation = {
  readonly id: string;
  /** Null once the invitation is over. */
  readonly email: string | null;
  readonly organizationId: OrganizationId;
  readonly office: string;
  readonly covers: MandateReach;
  readonly endsAt: Date | null;
  readonly decision: Multilingual;
  readonly invitedBy: PersonId | null;
  readonly invitedUnder: MandateId | null;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly withdrawnAt: Date | null;
};

export type NewInvitation = Omit<Invitation, "id" | "acceptedAt" | "withdrawnAt"> & {
  readonly email: string;
  readonly tokenHash: Buffer;
};

export async function insertInvitation(tx: Ctx, invitation: NewInvitation): Promise<string> {
  const id = tx.newId();
  await invitations(tx.db)
    .insertInto("invitations")
    .values({
      id,
      token_hash: invitation.tokenHash,
      email: invitation.email,
      organization_id: invitation.organizationId,
      office: invitation.office,
      covers: invitation.covers,
      ends_at: invitation.endsAt,
      decision: JSON.stringify(invitation.decision),
      invited_by: invitation.invitedBy,
      invited_under: invitation.invitedUnder,
      created_at: tx.now,
      expires_at: invitation.expiresAt,
      accepted_at: null,
      accepted_mandate: null,
      withdrawn_at: null,
    })
    .execute();
  return id;
}

/** The invitation as it stands, locked for the act that follows. */
export async function lockInvitation(
  tx: Ctx,
  by: { readonly id: string } | { readonly tokenHash: Buffer },
): Promise<Invitation | undefined> {
  const every = invitations(tx.db).selectFrom("invitations").selectAll().forUpdate();
  const one = "id" in by ? every.where("id", "=", by.id) : every.where("token_hash", "=", by.tokenHash);
  const row = await one.executeTakeFirst();
  return row && invitationOf(row);
}

type Selected = Omit<InvitationRow, "decision"> & { decision: Multilingual };

function invitationOf(row: Selected): Invitation {
  return {
    id: row.id,
    email: row.email,
    organizationId: row.organization_id as OrganizationId,
    office: row.office,
    covers: row.covers,
    endsAt: row.ends_at,
    decision: row.decision,
    invitedBy: row.invited_by as PersonId | null,
    invitedUnder: row.invited_under as MandateId | null,
    expiresAt: row.expires_at,
    acceptedAt: row.accepted_at,
    withdrawnAt: row.withdrawn_at,
  };
}

type Alike = Pick<NewInvitation, "organizationId" | "office" | "email">;

export async function hasOpenInvitation(tx: Ctx, alike: Alike): Promise<boolean> {
  const row = await invitations(tx.db)
    .selectFrom("invitations")
    .select("id")
    .where("organization_id", "=", alike.organizationId)
    .where("office", "=", alike.office)
    .where("email", "=", alike.email)
    .where("accepted_at", "is", null)
    .where("withdrawn_at", "is", null)
    .where("expires_at", ">", tx.now)
    .executeTakeFirst();
  return row !== undefined;
}

/** Those that ran out unused make room for a new one, and their addresses go. */
export async function closeExpired(tx: Ctx): Promise<void> {
  await invitations(tx.db)
    .updateTable("invitations")
    .set({ withdrawn_at: tx.now, email: null })
    .where("expires_at", "<=", tx.now)
    .where("accepted_at", "is", null)
    .where("withdrawn_at", "is", null)
    .execute();
}

export async function markAccepted(tx: Ctx, id: string, mandateId: MandateId): Promise<void> {
  await invitations(tx.db)
    .updateTable("invitations")
    .set({ accepted_at: tx.now, accepted_mandate: mandateId, email: null })
    .where("id", "=", id)
    .execute();
}

export async function markWithdrawn(tx: Ctx, id: string): Promise<void> {
  await invitations(tx.db)
    .updateTable("invitations")
    .set({ withdrawn_at: tx.now, email: null })
    .where("id", "=", id)
    .execute();
}

// Inviting people to an office, and accepting.
// Invariant: what an invitation gives, it gives under the mandate of whoever invited, and only while that mandate is in
// force: an invitation is no way around a recall.
import { createHash, randomBytes } from "node:crypto";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import {
  expiryOf,
  invitationsAreUsedOnce,
  invitationsExpire,
  mandatesEndAfterNow,
  oneInvitationIsEnough,
  someoneStillCoversIt,
  withdrawnInvitationsAreOver,
} from "./invitations.rules.ts";
import {
  type AcceptInvitationInput,
  acceptInvitationInput,
  type InvitePersonInput,
  invitePersonInput,
  type WithdrawInvitationInput,
  withdrawInvitationInput,
} from "./invitations.schema.ts";
import {
  closeExpired,
  hasOpenInvitation,
  insertInvitation,
  type Invitation,
  lockInvitation,
  markAccepted,
  markWithdrawn,
} from "./invitations.store.ts";
import { authorise } from "./mandates.policy.ts";
import { authoriseGrant, grantMandate } from "./mandates.service.ts";
import { insertPerson, lockMandate } from "./mandates.store.ts";
import { personOfAccount } from "./people.views.ts";
import type { MandateId, PersonId } from "./types.ts";

export type MadeInvitation = {
  readonly invitationId: string;
  /** For the link, `/invitations/{token}`: it is shown once and kept nowhere. */
  readonly token: string;
  readonly expiresAt: Date;
};

export function hashOfToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/**
 * Invites an address to an office; needs `people.invite` and, because accepting it grants a mandate, `mandate.grant`
 * for the organisation. Refuses with `invitationAlreadyOpen` when the same one is under way.
 */
export async function invitePerson(ctx: Ctx, input: InvitePersonInput): Promise<MadeInvitation> {
  const wanted = parse(invitePersonInput, input);
  return transact(ctx, async (tx) => {
    await authorise(tx, "people.invite", wanted.organizationId);
    const authority = await authoriseGrant(tx, wanted);
    hold(mandatesEndAfterNow(wanted.endsAt, tx.now), "invalid");
    await closeExpired(tx);
    hold(oneInvitationIsEnough(await hasOpenInvitation(tx, wanted)));
    const token = randomBytes(24).toString("base64url");
    const expiresAt = expiryOf(tx.now, wanted.endsAt);
    const invitationId = await insertInvitation(tx, {
      ...wanted,
      tokenHash: hashOfToken(token),
      invitedBy: authority.personId,
      invitedUnder: authority.mandateId,
      expiresAt,
    });
    return { invitationId, token, expiresAt };
  });
}

/** Takes an invitation back before it was accepted; needs `people.invite` for its organisation. */
export async function withdrawInvitation(ctx: Ctx, input: WithdrawInvitationInput): Promise<void> {
  const { invitationId } = parse(withdrawInvitationInput, input);
  return transact(ctx, async (tx) => {
    const invitation = await lockInvitation(tx, { id: invitationId });
    if (!invitation) throw new Refusal("missing", "invitationUnknown");
    await authorise(tx, "people.invite", invitation.organizationId);
    hold([invitationsAreUsedOnce(invitation), withdrawnInvitationsAreOver(invitation)]);
    await markWithdrawn(tx, invitationId);
  });
}

export type Accepted = { readonly personId: PersonId; readonly mandateId: MandateId };

/**
 * Whoever holds the link becomes a person with the office that it offers. The account is made by the caller, in the
 * same transaction. Refuses with `invitationUnknown`, `invitationAlreadyUsed`, `invitationWithdrawn`,
 * `invitationExpired` or `invitationNoLongerCovered`.
 */
export async function acceptInvitation(ctx: Ctx, input: AcceptInvitationInput): Promise<Accepted> {
  const { token, name, accountId } = parse(acceptInvitationInput, input);
  return transact(ctx, async (tx) => {
    const invitation = await lockInvitation(tx, { tokenHash: hashOfToken(token) });
    if (!invitation) throw new Refusal("missing", "invitationUnknown");
    await holdStillOpen(tx, invitation);
    const known = await personOfAccount(tx.db, accountId);
    const personId = known?.id ?? (await insertPerson(tx, name, accountId));
    const mandateId = await grantAsInviter(tx, invitation, personId);
    await markAccepted(tx, invitation.id, mandateId);
    return { personId, mandateId };
  });
}

/** What a page asks before it offers the form, and what accepting asks again. */
export async function holdStillOpen(ctx: Ctx, invitation: Invitation): Promise<void> {
  hold([
    invitationsAreUsedOnce(invitation),
    withdrawnInvitationsAreOver(invitation),
    invitationsExpire(invitation, ctx.now),
  ]);
  const { invitedUnder } = invitation;
  const mandate = invitedUnder === null ? null : await lockMandate(ctx, invitedUnder);
  hold(someoneStillCoversIt(mandate ?? null, ctx.now));
}

/** The mandate is given by whoever invited: the same rules hold as if they gave it now. */
async function grantAsInviter(tx: Ctx, invitation: Invitation, personId: PersonId): Promise<MandateId> {
  const { invitedBy, organizationId, office, covers, endsAt, decision } = invitation;
  const inviter: Ctx = {
    ...tx,
    actor:
      invitedBy === null
        ? { kind: "shell", through: "invitation" }
        : { kind: "person", personId: invitedBy, accountId: "" },
  };
  try {
    await authorise(inviter, "people.invite", organizationId);
    const term = { startsAt: tx.now, endsAt };
    return await grantMandate(inviter, { personId, organizationId, office, covers, decision, ...term });
  } catch (error) {
    if (error instanceof Refusal && error.kind === "forbidden")
      throw new Refusal("conflict", "invitationNoLongerCovered");
    throw error;
  }
}

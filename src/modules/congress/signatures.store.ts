// The only SQL that writes organisations' keys and signatures.
// Invariant: a private key leaves this file only as a key object for one signature, and rests sealed under the node's
// secret, bound to its organisation.
import { type KeyObject, randomBytes } from "node:crypto";
import { sql } from "kysely";
import { privateKeyFromSeed, publicBytesOf } from "#algorithms/transparency";
import type { MandateId, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import { tables } from "./tables.ts";
import type { TextId } from "./types.ts";

export type OrganizationKey = {
  readonly id: string;
  readonly publicKey: Uint8Array;
  readonly privateKey: KeyObject;
  readonly madeNow: boolean;
};

const sealedFor = (organizationId: OrganizationId) => `organization-key:${organizationId}`;

/** The key by which an organisation signs today; made when it signs for the first time. */
export async function openOrganizationKey(tx: Ctx, organizationId: OrganizationId): Promise<OrganizationKey> {
  const row = await tables(tx.db)
    .selectFrom("organization_keys")
    .select(["id", "public_key", "sealed_private_key"])
    .where("organization_id", "=", organizationId)
    .where("retired_at", "is", null)
    .executeTakeFirst();
  if (row) {
    const seed = tx.node.keys.unseal(row.sealed_private_key, sealedFor(organizationId));
    return { id: row.id, publicKey: row.public_key, privateKey: privateKeyFromSeed(seed), madeNow: false };
  }
  return makeOrganizationKey(tx, organizationId);
}

/** The public half of the key by which an organisation signs today, locked for the act that retires it. */
export async function lockOrganizationKey(
  tx: Ctx,
  organizationId: OrganizationId,
): Promise<{ id: string; publicKey: Uint8Array; organizationSlug: string } | undefined> {
  const { rows } = await sql<{ id: string; publicKey: Buffer; organizationSlug: string }>`
    select k.id, k.public_key as "publicKey", o.slug as "organizationSlug"
    from organization_keys k join organizations o on o.id = k.organization_id
    where k.organization_id = ${organizationId} and k.retired_at is null for update of k`.execute(tx.db);
  return rows[0];
}

/** The private half goes with it: nothing can be signed with a retired key again. */
export async function retireOrganizationKey(tx: Ctx, id: string): Promise<void> {
  await tables(tx.db)
    .updateTable("organization_keys")
    .set({ retired_at: tx.now, sealed_private_key: Buffer.alloc(0) })
    .where("id", "=", id)
    .execute();
}

export async function makeOrganizationKey(tx: Ctx, organizationId: OrganizationId): Promise<OrganizationKey> {
  const seed = randomBytes(32);
  const privateKey = privateKeyFromSeed(seed);
  const publicKey = Buffer.from(publicBytesOf(privateKey));
  const id = tx.newId();
  await tables(tx.db)
    .insertInto("organization_keys")
    .values({
      id,
      organization_id: organizationId,
      public_key: publicKey,
      sealed_private_key: tx.node.keys.seal(seed, sealedFor(organizationId)),
      made_at: tx.now,
    })
    .execute();
  return { id, publicKey, privateKey, madeNow: true };
}

export async function hasSigned(tx: Ctx, textId: TextId, organizationId: OrganizationId): Promise<boolean> {
  const row = await tables(tx.db)
    .selectFrom("text_signatures")
    .select("id")
    .where("text_id", "=", textId)
    .where("organization_id", "=", organizationId)
    .executeTakeFirst();
  return row !== undefined;
}

export type NewSignature = {
  readonly textId: TextId;
  readonly version: number;
  readonly organizationId: OrganizationId;
  readonly keyId: string;
  readonly mandateId: MandateId;
  readonly statement: string;
  readonly signature: Uint8Array;
  readonly actId: string;
};

export async function insertSignature(tx: Ctx, signature: NewSignature): Promise<void> {
  await tables(tx.db)
    .insertInto("text_signatures")
    .values({
      id: tx.newId(),
      text_id: signature.textId,
      version: signature.version,
      organization_id: signature.organizationId,
      key_id: signature.keyId,
      mandate_id: signature.mandateId,
      statement: signature.statement,
      signature: Buffer.from(signature.signature),
      signed_at: tx.now,
      act_id: signature.actId,
    })
    .execute();
}

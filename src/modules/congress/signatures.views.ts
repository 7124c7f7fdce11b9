// Signatures for pages and protocols, each checked again when it is read.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { Db } from "#platform/database/database";
import type { Range } from "./amendments.store.ts";
import { type OrganizationBrief, readOrganizations } from "./bearers.views.ts";
import { isAbout, type SignatureStatement, verifySignature } from "./signatures.rules.ts";
import type { TextId } from "./types.ts";
import { hex } from "./versions.rules.ts";

export type SignatureView = {
  readonly organization: OrganizationBrief;
  readonly statement: SignatureStatement;
  /** Exactly what was signed: RFC 8785 JSON. */
  readonly statementText: string;
  /** Ed25519, in hex. */
  readonly signature: string;
  readonly publicKey: string;
  readonly signedAt: Date;
  /** The signature holds, and is about the version that was adopted. */
  readonly holds: boolean;
  /** `/log/acts/{actId}`. */
  readonly actId: string;
};

export type SigningKey = {
  /** Ed25519, in hex. */
  readonly publicKey: string;
  readonly madeAt: Date;
  /** Null: the organisation signs with it today. */
  readonly retiredAt: Date | null;
  readonly signatures: number;
};

export type SigningKeys = {
  readonly organization: OrganizationBrief;
  /** The latest first. */
  readonly keys: readonly SigningKey[];
};

/** Every key by which an organisation signs or signed. */
export async function findSigningKeys(db: Db, id: OrganizationId): Promise<SigningKeys> {
  const { rows } = await sql<Omit<SigningKey, "publicKey"> & { publicKey: Buffer }>`
    select k.public_key as "publicKey", k.made_at as "madeAt", k.retired_at as "retiredAt",
      (select count(*)::int from text_signatures where key_id = k.id) as signatures
    from organization_keys k where k.organization_id = ${id} order by k.made_at desc, k.id desc`.execute(db);
  const organizations = await readOrganizations(db, [id]);
  return {
    organization: organizations.of(id),
    keys: rows.map((row) => ({ ...row, publicKey: hex(row.publicKey) })),
  };
}

type Row = {
  organizationId: OrganizationId;
  edition: string;
  text: string;
  version: number;
  versionHash: Buffer;
  statement: string;
  signature: Buffer;
  publicKey: Buffer;
  signedAt: Date;
  actId: string;
};

export async function countSignatures(db: Db, textId: TextId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from text_signatures where text_id = ${textId}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** In the order in which they were given: all, or some of them. */
export async function listSignatures(db: Db, textId: TextId, range?: Range): Promise<SignatureView[]> {
  const { rows } = await sql<Row>`
    select s.organization_id as "organizationId", e.slug as edition, t.slug as text, t.adopted_version as version,
      v.content_hash as "versionHash", s.statement, s.signature, k.public_key as "publicKey", s.signed_at as "signedAt",
      s.act_id as "actId"
    from text_signatures s
    join congress_texts t on t.id = s.text_id
    join congress_editions e on e.id = t.edition_id
    join text_versions v on v.text_id = t.id and v.number = t.adopted_version
    join organization_keys k on k.id = s.key_id
    where s.text_id = ${textId} order by s.signed_at, s.id
    offset ${range?.offset ?? 0} limit ${range?.limit ?? null}`.execute(db);
  const organizations = await readOrganizations(
    db,
    rows.map((row) => row.organizationId),
  );
  return rows.map((row) => ({
    organization: organizations.of(row.organizationId),
    statement: JSON.parse(row.statement) as SignatureStatement,
    statementText: row.statement,
    signature: hex(row.signature),
    publicKey: hex(row.publicKey),
    signedAt: row.signedAt,
    holds: verifySignature(row) && isAbout(row.statement, { ...row, versionHash: hex(row.versionHash) }),
    actId: row.actId,
  }));
}

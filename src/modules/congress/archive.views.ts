// A whole edition as it leaves the node: for an archive that others check without it.
// Invariant: only what is public already. Mandates by id, office and term, never by a person's name; the one place where a
// name stands is a signed statement, which would not be what was signed without it.
import { sql } from "kysely";
import { canonicalJson } from "#algorithms/transparency";
import type { MandateId, OrganizationId } from "#confederation";
import type { Db } from "#platform/database/database";
import type { Facts } from "#platform/errors";
import type { Multilingual } from "#platform/multilingual";
import type { Operation } from "./amendment-operations.rules.ts";
import { inSlices } from "./archive-slices.ts";
import { baseOfAmendment } from "./amendment-in-place.views.ts";
import { findAmendmentById } from "./amendments.store.ts";
import type { LocatedOperation } from "./carrying.rules.ts";
import { findEditionBySlug } from "./editions.store.ts";
import { type AuthenticText, type TextVersionBody, versionContent } from "./text-model.ts";
import { listTextsOf } from "./texts.store.ts";
import type { AmendmentId, AmendmentState, CongressText, Edition, EditionId, TextId } from "./types.ts";
import { titleOf } from "./versions.rules.ts";
import type { ChairsOrder } from "./voting-order.store.ts";

export type ArchivedDelegation = {
  readonly organization: OrganizationId;
  /** The mandate that the chair was shown. */
  readonly votingMandate: MandateId;
  readonly accreditedAt: Date;
  readonly act: string;
};

export type ArchivedWithdrawal = ArchivedDelegation & {
  readonly reason: Multilingual;
  readonly withdrawnAt: Date;
  readonly withdrawalAct: string;
};

export type ArchivedEdition = Omit<Edition, "id"> & {
  readonly id: EditionId;
  readonly convenedAt: Date;
  readonly act: string;
  readonly called: readonly OrganizationId[];
  readonly delegations: readonly ArchivedDelegation[];
  readonly withdrawn: readonly ArchivedWithdrawal[];
};

/** The edition with its delegations, those that withdrew included. */
export async function readArchivedEdition(db: Db, slug: string): Promise<ArchivedEdition | undefined> {
  const edition = await findEditionBySlug(db, slug);
  if (!edition) return undefined;
  const head = await sql<{ convenedAt: Date; act: string }>`
    select convened_at as "convenedAt", act_id as act from congress_editions where id = ${edition.id}`.execute(
    db,
  );
  const called = await sql<{ id: OrganizationId }>`
    select organization_id as id from congress_called where edition_id = ${edition.id} order by 1`.execute(
    db,
  );
  const delegations = await sql<ArchivedDelegation>`
    select organization_id as organization, voting_mandate_id as "votingMandate", accredited_at as "accreditedAt",
      act_id as act
    from delegations where edition_id = ${edition.id} order by organization_id`.execute(db);
  const withdrawn = await sql<ArchivedWithdrawal>`
    select organization_id as organization, voting_mandate_id as "votingMandate", accredited_at as "accreditedAt",
      accreditation_act_id as act, reason, withdrawn_at as "withdrawnAt", act_id as "withdrawalAct"
    from withdrawn_accreditations where edition_id = ${edition.id} order by withdrawn_at, id`.execute(db);
  const [row] = head.rows;
  if (!row) throw new Error(`edition ${edition.id} went while it was read`);
  // Member by member, so that what is added to an edition leaves the node only where somebody has thought of it.
  const { id, title, hostCity, country, zone, startsOn, endsOn, convenedBy, callsAll } = edition;
  return {
    id,
    slug: edition.slug,
    title,
    hostCity,
    country,
    zone,
    startsOn,
    endsOn,
    convenedBy,
    callsAll,
    ...row,
    called: called.rows.map(({ id }) => id),
    delegations: delegations.rows,
    withdrawn: withdrawn.rows,
  };
}

export type ArchivedVersion = {
  readonly number: number;
  /** SHA-256 of `content`, in hex. */
  readonly contentHash: string;
  readonly madeAt: Date;
  readonly mandate: MandateId | null;
  readonly act: string;
};

export type ArchivedText = CongressText & {
  readonly createdAt: Date;
  readonly lastAmendment: number;
  readonly lastAdoption: number;
  readonly versions: readonly ArchivedVersion[];
};

/** The texts of an edition in the order in which they were brought, with the list of their versions. */
export async function listArchivedTexts(db: Db, editionId: EditionId): Promise<ArchivedText[]> {
  const archived: ArchivedText[] = [];
  for (const text of await listTextsOf(db, editionId)) {
    const more = await sql<{ createdAt: Date; lastAmendment: number; lastAdoption: number }>`
      select created_at as "createdAt", last_amendment as "lastAmendment", last_adoption as "lastAdoption"
      from congress_texts where id = ${text.id}`.execute(db);
    const versions = await sql<ArchivedVersion>`
      select number, encode(content_hash, 'hex') as "contentHash", made_at as "madeAt", mandate_id as mandate,
        act_id as act
      from text_versions where text_id = ${text.id} order by number`.execute(db);
    const [row] = more.rows;
    if (!row) throw new Error(`text ${text.id} went while it was read`);
    // Member by member, so that what is added to a text leaves the node only where somebody has thought of it.
    const {
      id,
      slug,
      title,
      language,
      state,
      amendable,
      authentic,
      reading,
      lastVersion,
      adoptedVersion,
      adoptedAt,
      publishedAt,
    } = text;
    const own = { id, editionId, slug, title, language, state, amendable, authentic, reading, lastVersion };
    archived.push({ ...own, adoptedVersion, adoptedAt, publishedAt, ...row, versions: versions.rows });
  }
  return archived;
}

/** The bytes that the hash of a version is over, and its paragraphs. */
export async function readArchivedVersion(
  db: Db,
  text: CongressText,
  number: number,
): Promise<{ content: Uint8Array; body: TextVersionBody }> {
  const { rows } = await sql<{ body: TextVersionBody; authentic: readonly AuthenticText[] | null }>`
    select body, authentic from text_versions where text_id = ${text.id} and number = ${number}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`text ${text.id} has no version ${number}`);
  return {
    content: canonicalJson(versionContent(titleOf(text), text.language, row.body, row.authentic)),
    body: row.body,
  };
}

export type ArchivedAmendment = {
  readonly number: number;
  readonly id: string;
  readonly baseVersion: number;
  readonly title: Multilingual;
  readonly reason: Multilingual;
  readonly operations: readonly Operation[];
  readonly organization: OrganizationId;
  readonly mandate: MandateId;
  readonly state: AmendmentState;
  readonly proposedAt: Date;
  readonly stateAt: Date;
  readonly adoptionOrder: number | null;
  readonly incorporatedVersion: number | null;
  readonly obstacle: string | null;
  readonly obstacleFacts: Facts | null;
  /** The number of the amendment that it amends, and how often that one had changed by then; null for one to the text. */
  readonly parent: number | null;
  readonly parentRevision: number | null;
  /** The number of the one that it was written anew from. */
  readonly revises: number | null;
  readonly act: string;
};

/** How an amendment read after the text, or an amendment to it, had changed it. */
export type ArchivedStanding = {
  readonly amendment: number;
  readonly revision: number;
  readonly version: number;
  readonly cause: "version" | "secondary";
  readonly outcome: "unchanged" | "moved" | "rewritten" | "fallen";
  /** With the places of their words; null where they read as before, and where they fell. */
  readonly operations: readonly LocatedOperation[] | null;
  /** The number of the amendment that was taken up. */
  readonly takenUp: number | null;
  readonly stoodAt: Date;
  readonly act: string;
};

/** Where the chair decided on another order of votes, or on its rules. */
export type ArchivedVotingOrder = Omit<ChairsOrder, "actId"> & {
  readonly mandate: MandateId | null;
  readonly act: string;
};

export type ArchivedSignature = {
  readonly organization: OrganizationId;
  readonly version: number;
  readonly mandate: MandateId;
  /** Exactly the characters whose UTF-8 bytes were signed. */
  readonly statement: string;
  /** Ed25519, 64 bytes in hex. */
  readonly signature: string;
  /** 32 bytes in hex. */
  readonly publicKey: string;
  readonly signedAt: Date;
  readonly act: string;
};

export type ArchivedTranslation = {
  readonly paragraph: string;
  readonly language: string;
  readonly text: string;
  readonly state: "draft" | "reviewed";
  readonly translator: MandateId | null;
  /** SHA-256 of the paragraph's text that was translated, in hex. */
  readonly sourceHash: string;
  /** The slug of the section that it was taken over from; null where it was translated for this text. */
  readonly section: string | null;
  readonly translatedAt: Date;
};

export type ArchivedPoint = {
  readonly id: string;
  readonly list: number;
  readonly listParagraph: string | null;
  readonly listTitle: string | null;
  readonly number: number;
  readonly marker: string | null;
  readonly paragraph: string;
  readonly text: string;
  readonly mandate: MandateId | null;
  readonly markedAt: Date;
};

/** In the order of their numbers. */
export function listArchivedAmendments(db: Db, textId: TextId): AsyncGenerator<ArchivedAmendment> {
  return inSlices(
    db,
    (range) => sql<ArchivedAmendment>`
      select a.number, a.id, a.base_version as "baseVersion", a.title, a.reason, a.operations,
        a.organization_id as organization, a.mandate_id as mandate, a.state, a.proposed_at as "proposedAt",
        a.state_at as "stateAt", a.adoption_order as "adoptionOrder", a.incorporated_version as "incorporatedVersion",
        a.obstacle, a.obstacle_facts as "obstacleFacts", p.number as parent, a.parent_revision as "parentRevision",
        r.number as revises, a.act_id as act
      from amendments a left join amendments p on p.id = a.parent_id left join amendments r on r.id = a.revises_id
      where a.text_id = ${textId} order by a.number ${range}`,
  );
}

/** Amendment by amendment, in the order of their revisions. */
export function listArchivedStandings(db: Db, textId: TextId): AsyncGenerator<ArchivedStanding> {
  return inSlices(
    db,
    (range) => sql<ArchivedStanding>`
      select a.number as amendment, s.revision, s.version, s.cause, s.outcome, s.operations, t.number as "takenUp",
        s.stood_at as "stoodAt", s.act_id as act
      from amendment_standings s join amendments a on a.id = s.amendment_id
      left join amendments t on t.id = s.taken_up_id
      where a.text_id = ${textId} order by a.number, s.revision ${range}`,
  );
}

export function listArchivedVotingOrders(db: Db, textId: TextId): AsyncGenerator<ArchivedVotingOrder> {
  return inSlices(
    db,
    (range) => sql<ArchivedVotingOrder>`
      select sequence, numbers, case when alternatives is not null then
        jsonb_build_object('alternatives', alternatives, 'afterAdoption', after_adoption) end as rules,
        reason, mandate_id as mandate, set_at as "setAt", act_id as act
      from voting_orders where text_id = ${textId} order by sequence ${range}`,
  );
}

/** What an amendment was written against: a version or, for one to another amendment, what that one left of it. */
export async function readArchivedBase(
  db: Db,
  text: CongressText,
  { id }: Pick<ArchivedAmendment, "id">,
): Promise<TextVersionBody> {
  const amendment = await findAmendmentById(db, text.id, id as AmendmentId);
  if (!amendment) throw new Error(`amendment ${id} went while it was read`);
  return baseOfAmendment(db, text, amendment);
}

/** In the order in which they were given. */
export function listArchivedSignatures(db: Db, textId: TextId): AsyncGenerator<ArchivedSignature> {
  return inSlices(
    db,
    (range) => sql<ArchivedSignature>`
      select s.organization_id as organization, s.version, s.mandate_id as mandate, s.statement,
        encode(s.signature, 'hex') as signature, encode(k.public_key, 'hex') as "publicKey", s.signed_at as "signedAt",
        s.act_id as act
      from text_signatures s join organization_keys k on k.id = s.key_id
      where s.text_id = ${textId} order by s.signed_at, s.id ${range}`,
  );
}

/** Language by language, in the order of the paragraphs' ids. */
export function listArchivedTranslations(db: Db, textId: TextId): AsyncGenerator<ArchivedTranslation> {
  return inSlices(
    db,
    (range) => sql<ArchivedTranslation>`
      select p.paragraph_id as paragraph, p.language, p.text, p.state, p.translator_mandate_id as translator,
        encode(p.source_hash, 'hex') as "sourceHash", s.slug as section, p.translated_at as "translatedAt"
      from paragraph_translations p left join congress_texts s on s.id = p.section_text_id
      where p.text_id = ${textId} order by p.language, p.paragraph_id ${range}`,
  );
}

export async function listArchivedPoints(db: Db, textId: TextId): Promise<ArchivedPoint[]> {
  const { rows } = await sql<ArchivedPoint>`
    select id, list, list_paragraph_id as "listParagraph", list_title as "listTitle", number, marker,
      paragraph_id as paragraph, text, mandate_id as mandate, marked_at as "markedAt"
    from decision_points where text_id = ${textId} order by list, number`.execute(db);
  return rows;
}

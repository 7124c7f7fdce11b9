// The only SQL that writes editions and delegations, and what their rules are told.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { DelegationFacts } from "./congress.rules.ts";
import { tables } from "./tables.ts";
import type { Edition, EditionId } from "./types.ts";

export type NewEdition = Omit<Edition, "id" | "callsAll"> & {
  readonly called: "all_affiliated" | readonly OrganizationId[];
  readonly mandateId: MandateId | null;
  readonly requestKey: string;
  readonly actId: string;
};

export async function insertEdition(tx: Ctx, edition: NewEdition): Promise<EditionId> {
  const id = tx.newId() as EditionId;
  await tables(tx.db)
    .insertInto("congress_editions")
    .values({
      id,
      slug: edition.slug,
      title: JSON.stringify(edition.title),
      host_city: edition.hostCity,
      zone: edition.zone,
      country: edition.country,
      starts_on: edition.startsOn,
      ends_on: edition.endsOn,
      convened_by: edition.convenedBy,
      calls_all: edition.called === "all_affiliated",
      mandate_id: edition.mandateId,
      convened_at: tx.now,
      request_key: edition.requestKey,
      act_id: edition.actId,
    })
    .execute();
  if (edition.called !== "all_affiliated") {
    await sql`insert into congress_called (edition_id, organization_id)
      select ${id}::uuid, unnest(${[...new Set(edition.called)]}::uuid[])`.execute(tx.db);
  }
  return id;
}

/** The edition that an earlier sending of the same form convened. */
export async function findEditionByRequest(
  { db }: Pick<Ctx, "db">,
  convenedBy: OrganizationId,
  requestKey: string,
): Promise<EditionId | undefined> {
  const row = await tables(db)
    .selectFrom("congress_editions")
    .select("id")
    .where("convened_by", "=", convenedBy)
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.id as EditionId | undefined;
}

export async function findEditionBySlug(db: Db, slug: string): Promise<Edition | undefined> {
  const row = await tables(db)
    .selectFrom("congress_editions")
    .selectAll()
    .where("slug", "=", slug)
    .executeTakeFirst();
  return (
    row && {
      id: row.id as EditionId,
      slug: row.slug,
      title: row.title,
      hostCity: row.host_city,
      zone: row.zone,
      country: row.country,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      convenedBy: row.convened_by as OrganizationId,
      callsAll: row.calls_all,
    }
  );
}

/** Which of these organisations exist. */
export async function knownOrganizations(tx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{
    id: string;
  }>`select id from organizations where id = any(${ids}::uuid[])`.execute(tx.db);
  return new Set(rows.map((row) => row.id));
}

/** What is known of an organisation at an edition; undefined when there is no such organisation. */
export async function delegationFacts(
  tx: Ctx,
  edition: Edition,
  organizationId: OrganizationId,
): Promise<(DelegationFacts & { readonly slug: string }) | undefined> {
  const { rows } = await sql<{ slug: string; status: string; named: boolean; accredited: boolean }>`
    select o.slug, o.status,
      exists (select 1 from congress_called where edition_id = ${edition.id} and organization_id = o.id) as named,
      exists (select 1 from delegations where edition_id = ${edition.id} and organization_id = o.id) as accredited
    from organizations o where o.id = ${organizationId}`.execute(tx.db);
  return rows[0] && { ...rows[0], callsAll: edition.callsAll };
}

/** The organisation's own mandate in force by which it votes, the one that began first. */
export async function findVotingMandate(
  tx: Ctx,
  organizationId: OrganizationId,
): Promise<MandateId | undefined> {
  const { rows } = await sql<{ id: MandateId }>`
    select m.id from mandates m join offices o on o.key = m.office
    where m.organization_id = ${organizationId} and 'congress.vote' = any(o.capabilities) and m.recalled_at is null
      and m.starts_at <= ${tx.now} and (m.ends_at is null or m.ends_at > ${tx.now})
    order by m.starts_at, m.id limit 1 for share of m`.execute(tx.db);
  return rows[0]?.id;
}

export type NewDelegation = {
  readonly editionId: EditionId;
  readonly organizationId: OrganizationId;
  readonly votingMandateId: MandateId;
  readonly accreditedUnder: MandateId | null;
  readonly actId: string;
};

export async function insertDelegation(tx: Ctx, delegation: NewDelegation): Promise<void> {
  await tables(tx.db)
    .insertInto("delegations")
    .values({
      edition_id: delegation.editionId,
      organization_id: delegation.organizationId,
      voting_mandate_id: delegation.votingMandateId,
      accredited_under: delegation.accreditedUnder,
      accredited_at: tx.now,
      act_id: delegation.actId,
    })
    .execute();
}

export type Withdrawal = {
  readonly editionId: EditionId;
  readonly organizationId: OrganizationId;
  readonly reason: Multilingual;
  readonly withdrawnUnder: MandateId | null;
  readonly actId: string;
};

/** Takes a delegation from those accredited; what it was stays among the withdrawn. */
export async function removeDelegation(tx: Ctx, withdrawal: Withdrawal): Promise<void> {
  const { editionId, organizationId, reason, withdrawnUnder, actId } = withdrawal;
  await sql`
    insert into withdrawn_accreditations (id, edition_id, organization_id, voting_mandate_id, accredited_under,
      accredited_at, accreditation_act_id, reason, withdrawn_under, withdrawn_at, act_id)
    select ${tx.newId()}, edition_id, organization_id, voting_mandate_id, accredited_under, accredited_at, act_id,
      ${JSON.stringify(reason)}::jsonb, ${withdrawnUnder}::uuid, ${tx.now}, ${actId}::uuid
    from delegations where edition_id = ${editionId} and organization_id = ${organizationId}`.execute(tx.db);
  await tables(tx.db)
    .deleteFrom("delegations")
    .where("edition_id", "=", editionId)
    .where("organization_id", "=", organizationId)
    .execute();
}

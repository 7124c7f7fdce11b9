// What a meeting reported on the commitments of its region, for its archive.
// Invariant: what everybody may read already, in the words of the report.
import { sql } from "kysely";
import type { MandateId } from "#confederation";
import type { EditionId } from "#congress";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";

export type ArchivedRegionalReport = {
  /** UN M49. */
  readonly region: string;
  readonly body: Multilingual;
  /** By the numbers of commitments, in their order. */
  readonly notes: readonly { readonly number: number; readonly body: Multilingual }[];
  readonly mandate: MandateId | null;
  readonly reportedAt: Date;
  readonly act: string;
};

/** The reports of a meeting, the earliest first. */
export async function listArchivedRegionalReports(
  db: Db,
  editionId: EditionId,
): Promise<ArchivedRegionalReport[]> {
  const { rows } = await sql<ArchivedRegionalReport>`
    select r.region, r.body,
      coalesce((select jsonb_agg(jsonb_build_object('number', c.number, 'body', n.body) order by c.number)
        from regional_report_notes n join commitments c on c.id = n.commitment_id where n.report_id = r.id), '[]') as notes,
      r.mandate_id as mandate, r.reported_at as "reportedAt", r.act_id as act
    from regional_reports r where r.edition_id = ${editionId} order by r.reported_at, r.id`.execute(db);
  return rows;
}

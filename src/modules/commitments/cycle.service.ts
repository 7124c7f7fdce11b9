// Regional meetings report on the commitments of their region.
// Invariant: a report is made under a mandate of the organisation that convened the meeting, stands as it was made, and is
// on commitments of its region alone.
import { findOrganOfMeeting } from "#assembly";
import { authorise } from "#confederation";
import { editionPath, findEditionBySlug } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { sql } from "kysely";
import { notesAreOnItsRegion, onlyRegionalMeetingsReport } from "./cycle.rules.ts";
import { type ReportOnRegionInput, reportOnRegionInput } from "./cycle.schema.ts";
import { tables } from "./tables.ts";

/**
 * Reports for a region; needs `congress.preside` in the organisation that convened the meeting. Refuses with
 * `editionUnknown`, `onlyRegionalMeetingsReport`, `commitmentUnknown` and `commitmentOfAnotherRegion`. The same form sent twice
 * reports once.
 */
export async function reportOnRegion(ctx: Ctx, input: ReportOnRegionInput): Promise<void> {
  const wanted = parse(reportOnRegionInput, input);
  const reporting = () =>
    transact(ctx, async (tx) => {
      const edition = await findEditionBySlug(tx.db, wanted.edition);
      if (!edition) throw new Refusal("missing", "editionUnknown", { edition: wanted.edition });
      const { mandateId } = await authorise(tx, "congress.preside", edition.convenedBy);
      if (await isReported(tx, wanted.requestKey)) return;
      const organ = await findOrganOfMeeting(tx.db, edition.id);
      const region = organ?.region ?? null;
      hold(onlyRegionalMeetingsReport(region));
      const commitments = await readCommitments(
        tx,
        wanted.notes.map(({ number }) => number),
      );
      hold(
        notesAreOnItsRegion(
          region as string,
          commitments.map((one) => one.region),
        ),
        "invalid",
      );
      const actId = await appendAct(tx, {
        type: "commitments.region.reported",
        subject: editionPath(edition.slug),
        mandateId,
        record: { region, body: wanted.body, notes: wanted.notes },
      });
      const id = tx.newId();
      await tables(tx.db)
        .insertInto("regional_reports")
        .values({
          id,
          edition_id: edition.id,
          region: region as string,
          body: JSON.stringify(wanted.body),
          mandate_id: mandateId,
          reported_at: tx.now,
          request_key: wanted.requestKey,
          act_id: actId,
        })
        .execute();
      const idOf = new Map(commitments.map((one) => [one.number, one.id]));
      const notes = wanted.notes.map(({ number, body }) => ({
        report_id: id,
        commitment_id: idOf.get(number) ?? "",
        body: JSON.stringify(body),
      }));
      if (notes.length > 0) await tables(tx.db).insertInto("regional_report_notes").values(notes).execute();
    });
  try {
    await reporting();
  } catch (error) {
    if (brokenConstraint(error) !== "regional_reports_request" || ctx.db.isTransaction) throw error;
    await reporting();
  }
}

async function isReported(tx: Ctx, requestKey: string): Promise<boolean> {
  const row = await tables(tx.db)
    .selectFrom("regional_reports")
    .select("id")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row !== undefined;
}

async function readCommitments(
  tx: Ctx,
  numbers: readonly number[],
): Promise<{ id: string; number: number; region: string }[]> {
  const wanted = [...new Set(numbers)];
  const { rows } = await sql<{ id: string; number: number; region: string }>`
    select id, number, region from commitments where number = any(${wanted}::int[])`.execute(tx.db);
  const missing = wanted.find((number) => !rows.some((row) => row.number === number));
  if (missing !== undefined) throw new Refusal("missing", "commitmentUnknown", { number: missing });
  return rows;
}

// The call to an edition: how many seats each called organisation has, how many alternates, and until when it names them.
// Invariant: a call is set by a decision and stands; a later one takes its place, and takes no seat from who was accepted.
import { sql } from "kysely";
import { authorise } from "#confederation";
import { editionPath } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { appendAct } from "#platform/log/append";
import type { Multilingual } from "#platform/multilingual";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { knownEdition } from "./organs.service.ts";
import { formsGoToOnePlace } from "./request-keys.rules.ts";
import {
  acceptedKeepTheirSeats,
  deadlineIsAhead,
  editionIsNotOver,
  findSeats,
  type SeatsFound,
} from "./seats.rules.ts";
import { type SetSeatsInput, setSeatsInput } from "./seats.schema.ts";
import { listCalled, listDelegationSeats, seatsOrRefusal } from "./seats.views.ts";
import { tables } from "./tables.ts";

/**
 * Sets the seats of an edition by a decision; needs `congress.convene` in the organisation that convened it. Refuses with
 * `editionIsOver`, `deadlineIsPast`, `seatsBelowAccepted`, and what an apportionment cannot be: `seatsFewerThanLeast`,
 * `seatsMoreThanMost`, `seatsWithoutWeight`; with `requestKeyTaken` where the key set those of another edition.
 */
export async function setSeats(ctx: Ctx, input: SetSeatsInput): Promise<void> {
  const wanted = parse(setSeatsInput, input);
  const setting = () =>
    transact(ctx, async (tx) => {
      const edition = await knownEdition(tx, wanted.edition);
      const { mandateId } = await authorise(tx, "congress.convene", edition.convenedBy);
      const there = await editionOfCall(tx, wanted.requestKey);
      hold(formsGoToOnePlace(there, edition.id));
      if (there) return;
      hold([
        editionIsNotOver(edition.endsOn, tx.now.toISOString().slice(0, 10)),
        deadlineIsAhead(wanted.nominationsUntil, tx.now),
      ]);
      const found = seatsOrRefusal(findSeats(wanted.method, await listCalled(tx.db, edition)));
      const full = (await listDelegationSeats(tx.db, edition)).find(
        ({ id, accepted }) => accepted > (found.seats.get(id) ?? 0),
      );
      hold(acceptedKeepTheirSeats(full ? { organization: full.slug, accepted: full.accepted } : null));
      const actId = await appendAct(tx, {
        type: "assembly.seats.set",
        subject: editionPath(edition.slug),
        mandateId,
        record: {
          method: wanted.method,
          alternatesForSeat: wanted.alternatesForSeat,
          nominationsUntil: wanted.nominationsUntil?.toISOString() ?? null,
          seats: Object.fromEntries(found.seats),
          decision: wanted.decision,
        },
      });
      await keepCall(tx, { ...wanted, editionId: edition.id, mandateId, actId }, found);
    });
  try {
    await setting();
  } catch (error) {
    const together = ["seat_allocations_request", "seat_allocations_number"].includes(
      brokenConstraint(error) ?? "",
    );
    if (!together || ctx.db.isTransaction) throw error;
    await setting();
  }
}

/** The edition whose seats an earlier sending of the same form set. */
async function editionOfCall({ db }: Ctx, requestKey: string): Promise<string | undefined> {
  const row = await tables(db)
    .selectFrom("seat_allocations")
    .select("edition_id")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.edition_id;
}

type NewCall = {
  readonly editionId: string;
  readonly method: unknown;
  readonly alternatesForSeat: number;
  readonly nominationsUntil: Date | null;
  readonly decision: Multilingual;
  readonly mandateId: string | null;
  readonly requestKey: string;
  readonly actId: string;
};

async function keepCall(tx: Ctx, call: NewCall, { seats }: SeatsFound): Promise<void> {
  const id = tx.newId();
  await sql`
    insert into seat_allocations (id, edition_id, number, method, alternates_for_seat, nominations_until, decision,
      mandate_id, set_at, request_key, act_id)
    select ${id}::uuid, ${call.editionId}::uuid, coalesce(max(number), 0) + 1, ${JSON.stringify(call.method)}::jsonb,
      ${call.alternatesForSeat}::int, ${call.nominationsUntil}::timestamptz, ${JSON.stringify(call.decision)}::jsonb,
      ${call.mandateId}::uuid, ${tx.now}::timestamptz, ${call.requestKey}::uuid, ${call.actId}::uuid
    from seat_allocations where edition_id = ${call.editionId}`.execute(tx.db);
  await sql`
    insert into delegation_seats (allocation_id, organization_id, seats)
    select ${id}::uuid, * from unnest(${[...seats.keys()]}::uuid[], ${[...seats.values()]}::int[])`.execute(
    tx.db,
  );
}

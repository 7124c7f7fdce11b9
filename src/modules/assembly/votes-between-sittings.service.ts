// Votes that whoever presides opens without a sitting: between two of them, or where an assembly does not sit in one room.
// Invariant: while the assembly sits, no vote passes by the room and the minutes.
import { openVote, type OpenVoteInput, type RollCallId } from "#congress";
import { sql } from "kysely";
import { type Ctx, transact } from "#platform/context";
import type { Db } from "#platform/database/database";
import { hold } from "#platform/rules";
import { sittingPath } from "./sitting-model.ts";
import { votesBelongToTheSitting } from "./standing.rules.ts";

/** The open sitting of the assembly of an edition: of its plenary, or of the organ whose meeting it is. */
export async function findSittingUnderWay(
  db: Db,
  edition: string,
): Promise<{ readonly number: number; readonly href: string } | undefined> {
  const { rows } = await sql<{ number: number }>`
    select s.number from sittings s join congress_editions e on e.id = s.edition_id join organs o on o.id = s.organ_id
    where e.slug = ${edition} and s.state = 'open' and (o.kind = 'plenary' or o.edition_id is null)
    order by s.number limit 1`.execute(db);
  const [found] = rows;
  return found && { number: found.number, href: sittingPath(edition, found.number) };
}

/** Opens a vote as `openVote` does. Refuses besides with `voteBelongsToTheSitting` {sitting} while one is open. */
export async function openVoteBetweenSittings(ctx: Ctx, input: OpenVoteInput): Promise<RollCallId> {
  return transact(ctx, async (tx) => {
    hold(votesBelongToTheSitting((await findSittingUnderWay(tx.db, input.edition))?.number));
    return openVote(tx, input);
  });
}

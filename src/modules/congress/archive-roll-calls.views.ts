// Roll calls as they leave the node: rules, roll, room, every ballot and the result.
// Invariant: only what is public: organisations and mandates by id.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { Db } from "#platform/database/database";
import { inSlices } from "./archive-slices.ts";
import type { Choice, RoomCounts, TextId, VoteRules, VoteVerdict } from "./types.ts";

export type ArchivedVote = {
  readonly id: string;
  readonly organization: OrganizationId;
  readonly choice: Choice;
  readonly mandate: MandateId;
  readonly castAt: Date;
  readonly act: string;
};

export type ArchivedRollCall = {
  readonly id: string;
  /** Its number; null: the vote is on the whole text. */
  readonly amendment: number | null;
  readonly version: number;
  readonly rules: VoteRules;
  /** Who could vote, frozen when the vote opened. */
  readonly roll: readonly OrganizationId[];
  /** The room as the door saw it when the vote opened, and who of the roll was there; null where no door was kept. */
  readonly room: RoomCounts | null;
  readonly present: readonly OrganizationId[];
  /** The region of each delegation on the roll, in its order, and how many organisations were called; null where not kept yet. */
  readonly regions: readonly (string | null)[] | null;
  readonly called: number | null;
  readonly castingVote: "for" | "against" | null;
  readonly openedUnder: MandateId | null;
  readonly openedAt: Date;
  readonly openAct: string;
  readonly closedUnder: MandateId | null;
  readonly closedAt: Date | null;
  readonly closeAct: string | null;
  readonly verdict: VoteVerdict | null;
  readonly votesFor: number | null;
  readonly votesAgainst: number | null;
  readonly abstentions: number | null;
  /** Every vote that was cast, in the order of casting; of each delegation the last one counts. */
  readonly votes: readonly ArchivedVote[];
};

/** The votes on a text and on its amendments, in the order in which they were opened. */
export async function* listArchivedRollCalls(db: Db, textId: TextId): AsyncGenerator<ArchivedRollCall> {
  const rollCalls = inSlices(
    db,
    (range) => sql<Omit<ArchivedRollCall, "votes">>`
      select r.id, a.number as amendment, r.version, r.rules,
        array(select d.organization_id::text from roll_call_delegations d where d.roll_call_id = r.id order by 1) as roll,
        r.room,
        array(select p.organization_id::text from roll_call_presence p where p.roll_call_id = r.id order by 1) as present,
        case when r.called is not null then array(select d.region from roll_call_delegations d
          where d.roll_call_id = r.id order by d.organization_id::text) end as regions, r.called,
        r.casting_vote as "castingVote",
        r.opened_under as "openedUnder", r.opened_at as "openedAt", r.open_act_id as "openAct",
        r.closed_under as "closedUnder", r.closed_at as "closedAt", r.close_act_id as "closeAct", r.verdict,
        r.votes_for as "votesFor", r.votes_against as "votesAgainst", r.abstentions
      from roll_calls r left join amendments a on a.id = r.amendment_id
      where r.text_id = ${textId} order by r.opened_at, r.id ${range}`,
  );
  for await (const rollCall of rollCalls) {
    const { rows } = await sql<ArchivedVote>`
      select id, organization_id as organization, choice, mandate_id as mandate, cast_at as "castAt", act_id as act
      from votes_cast where roll_call_id = ${rollCall.id} order by sequence`.execute(db);
    yield { ...rollCall, votes: rows };
  }
}

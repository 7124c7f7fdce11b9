// Roll calls for pages and protocols: who voted how, under which mandate, and why it ended as it did.
import { areAdopted, type Counted } from "#algorithms/roll-calls";
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import {
  type MandateBehind,
  type OrganizationBrief,
  readMandates,
  readOrganizations,
} from "./bearers.views.ts";
import { countThem, decidingColumns, decidingJoins } from "./counting.store.ts";
import { rollCallPath, ruleVersionPath } from "./paths.ts";
import type { AmendmentId, Choice, RollCall, RollCallId, TextId, VoteRules } from "./types.ts";

export type DelegationVote = {
  readonly organization: OrganizationBrief;
  /** Null: on the roll, and has not voted. */
  readonly choice: Choice | null;
  readonly mandate: MandateBehind | null;
  readonly castAt: Date | null;
  /** `/log/acts/{actId}`. */
  readonly actId: string | null;
  /** Earlier votes of the delegation that it changed; they do not count. */
  readonly changed: readonly { readonly choice: Choice; readonly castAt: Date; readonly actId: string }[];
};

/** Counted: while the vote is open, what it would come to now. */
export type RollCallView = RollCall &
  Counted & {
    /** `/congress/{edition}/texts/{text}/votes/{id}`. */
    readonly href: string;
    /** The version of the rules that decides it: `/congress/{edition}/rules/{number}`; 0 is what every congress begins with. */
    readonly decidedBy: { readonly number: number; readonly href: string };
    /** The whole roll, in the order of the organisations' slugs. */
    readonly votes: readonly DelegationVote[];
    readonly openedBy: MandateBehind | null;
    readonly closedBy: MandateBehind | null;
    readonly openActId: string;
    readonly closeActId: string | null;
  };

type Row = RollCall & {
  editionSlug: string;
  textSlug: string;
  openedUnder: MandateId | null;
  closedUnder: MandateId | null;
  openActId: string;
  closeActId: string | null;
};

type CastRow = {
  rollCallId: RollCallId;
  organizationId: OrganizationId;
  choice: Choice | null;
  mandateId: MandateId | null;
  castAt: Date | null;
  actId: string | null;
};

/** The votes on an amendment or, with null, on the whole text: the first one first. */
export async function listRollCalls(
  db: Db,
  textId: TextId,
  amendmentId: AmendmentId | null,
): Promise<RollCallView[]> {
  const { rows } = await sql<Row>`
    select r.id, r.text_id as "textId", r.amendment_id as "amendmentId", r.version, r.accredited, ${decidingColumns},
      r.opened_at as "openedAt", r.closed_at as "closedAt", r.verdict, r.opened_under as "openedUnder",
      r.closed_under as "closedUnder", r.open_act_id as "openActId", r.close_act_id as "closeActId",
      t.slug as "textSlug", e.slug as "editionSlug"
    from roll_calls r join congress_texts t on t.id = r.text_id join congress_editions e on e.id = t.edition_id
    ${decidingJoins}
    where r.text_id = ${textId} and r.amendment_id is not distinct from ${amendmentId}::uuid
    order by r.opened_at, r.id`.execute(db);
  if (rows.length === 0) return [];
  const cast = await readCast(
    db,
    rows.map((row) => row.id),
  );
  const organizations = await readOrganizations(
    db,
    cast.map((row) => row.organizationId),
  );
  const mandates = await readMandates(db, [
    ...cast.map((row) => row.mandateId),
    ...rows.flatMap((row) => [row.openedUnder, row.closedUnder]),
  ]);
  const behind = (id: MandateId | null) => (id === null ? null : mandates.of(id));
  const counted = await countThem(db, rows);
  return counted.map(({ openedUnder, closedUnder, editionSlug, textSlug, ...row }) => {
    const votes = votesOf(
      cast.filter((one) => one.rollCallId === row.id),
      organizations.of,
      behind,
    );
    return {
      ...row,
      href: rollCallPath(editionSlug, textSlug, row.id),
      decidedBy: decidedBy(editionSlug, row.rules),
      votes,
      openedBy: behind(openedUnder),
      closedBy: behind(closedUnder),
    };
  });
}

function decidedBy(edition: string, rules: VoteRules): RollCallView["decidedBy"] {
  const number = areAdopted(rules) ? rules.version : 0;
  return { number, href: ruleVersionPath(edition, number) };
}

/** Every delegation on the rolls with every vote it cast, in the order of casting. */
async function readCast(db: Db, ids: readonly RollCallId[]): Promise<CastRow[]> {
  const { rows } = await sql<CastRow>`
    select d.roll_call_id as "rollCallId", d.organization_id as "organizationId", v.choice,
      v.mandate_id as "mandateId", v.cast_at as "castAt", v.act_id as "actId"
    from roll_call_delegations d join organizations o on o.id = d.organization_id
    left join votes_cast v on v.roll_call_id = d.roll_call_id and v.organization_id = d.organization_id
    left join votes_counted c on c.vote_id = v.id
    where d.roll_call_id = any(${[...ids]}::uuid[])
    order by o.slug, c.vote_id is not null, v.sequence`.execute(db);
  return rows;
}

function votesOf(
  cast: readonly CastRow[],
  organizationOf: (id: OrganizationId) => OrganizationBrief,
  behind: (id: MandateId | null) => MandateBehind | null,
): DelegationVote[] {
  const byDelegation = Map.groupBy(cast, (row) => row.organizationId);
  return [...byDelegation].map(([organizationId, rows]) => {
    // The one that counts comes last; see the order above.
    const counts = rows.at(-1);
    return {
      organization: organizationOf(organizationId),
      choice: counts?.choice ?? null,
      mandate: behind(counts?.mandateId ?? null),
      castAt: counts?.castAt ?? null,
      actId: counts?.actId ?? null,
      changed: rows.slice(0, -1).flatMap(({ choice, castAt, actId }) => {
        return choice && castAt && actId ? [{ choice, castAt, actId }] : [];
      }),
    };
  });
}

/** One roll call of a text, with the amendment that it is about, if it is about one. */
export async function findRollCall(
  db: Db,
  textId: TextId,
  id: RollCallId,
): Promise<
  { rollCall: RollCallView; amendment: { number: number; title: Multilingual } | null } | undefined
> {
  const { rows } = await sql<{ amendmentId: AmendmentId | null; number: number; title: Multilingual }>`
    select r.amendment_id as "amendmentId", a.number, a.title
    from roll_calls r left join amendments a on a.id = r.amendment_id
    where r.text_id = ${textId} and r.id = ${id}`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const rollCall = (await listRollCalls(db, textId, row.amendmentId)).find((one) => one.id === id);
  return rollCall && { rollCall, amendment: row.amendmentId && { number: row.number, title: row.title } };
}

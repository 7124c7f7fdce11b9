// The only SQL that writes motions, their supporters and what each kind needs.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Id } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";
import type { RuleProposalId } from "#rulebook";
import { type MotionKind, type MotionRule, motionRulesOfToday, type MotionState } from "./motions.rules.ts";
import { tables } from "./tables.ts";
import type { TextVersionBody } from "./text-model.ts";
import type { EditionId, TextId } from "./types.ts";

export type MotionId = Id<"motion">;

/** What a list says of a motion: its words may be long, and are read one motion at a time. */
export type MotionInBrief = {
  readonly id: MotionId;
  readonly number: number;
  readonly kind: MotionKind;
  readonly title: Multilingual;
  readonly language: string;
  readonly organizationId: OrganizationId;
  readonly mandateId: MandateId;
  readonly state: MotionState;
  readonly submittedAt: Date;
  readonly textId: TextId | null;
  /** Why the chair did not admit it. */
  readonly ruling: Multilingual | null;
  /** How many delegations support it. */
  readonly supporters: number;
  readonly actId: string;
};

export type Motion = MotionInBrief & { readonly reason: Multilingual; readonly body: TextVersionBody };

const inBrief = sql`m.id, m.number, m.kind, m.title, m.language, m.organization_id as "organizationId",
  m.mandate_id as "mandateId", m.state, m.submitted_at as "submittedAt", m.text_id as "textId", m.ruling, m.act_id as "actId",
  (select count(*)::int from motion_supports s where s.motion_id = m.id) as supporters`;
const columns = sql`${inBrief}, m.reason, m.body`;

export async function findMotion(db: Db, editionId: EditionId, number: number): Promise<Motion | undefined> {
  const { rows } = await sql<Motion>`
    select ${columns} from motions m where m.edition_id = ${editionId} and m.number = ${number}`.execute(db);
  return rows[0];
}

/** The motion as it stands, locked for the act that changes it or its supporters. */
export async function lockMotion(tx: Ctx, editionId: EditionId, number: number): Promise<Motion | undefined> {
  const { rows } = await sql<Motion>`
    select ${columns} from motions m where m.edition_id = ${editionId} and m.number = ${number} for update of m`.execute(
    tx.db,
  );
  return rows[0];
}

export async function countMotions(db: Db, editionId: EditionId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from motions where edition_id = ${editionId}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Which motions of an edition: those after a number, or a page of them. */
export type MotionsAsked = {
  readonly kind?: MotionKind | undefined;
  readonly state?: MotionState | undefined;
  readonly after?: number;
  readonly offset?: number;
  readonly limit: number;
};

/** In the order of their numbers. */
export async function listMotionsOf(
  db: Db,
  editionId: EditionId,
  asked: MotionsAsked,
): Promise<MotionInBrief[]> {
  const { kind = null, state = null, after = 0, offset = 0, limit } = asked;
  const { rows } = await sql<MotionInBrief>`
    select ${inBrief} from motions m
    where m.edition_id = ${editionId} and m.number > ${after}
      and (${kind}::text is null or m.kind = ${kind}) and (${state}::text is null or m.state = ${state})
    order by m.number offset ${offset} limit ${limit}`.execute(db);
  return rows;
}

/** The number of the motion that became a text by being admitted, if one did. */
export async function findMotionOfText(db: Db, textId: TextId): Promise<number | undefined> {
  const row = await tables(db)
    .selectFrom("motions")
    .select("number")
    .where("text_id", "=", textId)
    .executeTakeFirst();
  return row?.number;
}

/** The number that an earlier sending of the same form was given. */
export async function findMotionByRequest(
  tx: Ctx,
  editionId: EditionId,
  requestKey: string,
): Promise<number | undefined> {
  const row = await tables(tx.db)
    .selectFrom("motions")
    .select("number")
    .where("edition_id", "=", editionId)
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.number;
}

export async function nextMotionNumber(tx: Ctx, editionId: EditionId): Promise<number> {
  const row = await tables(tx.db)
    .updateTable("congress_editions")
    .set((eb) => ({ last_motion: eb("last_motion", "+", 1) }))
    .where("id", "=", editionId)
    .returning("last_motion")
    .executeTakeFirstOrThrow();
  return row.last_motion;
}

export type NewMotion = Pick<
  Motion,
  "number" | "kind" | "title" | "reason" | "language" | "body" | "organizationId" | "mandateId" | "actId"
> & {
  readonly editionId: EditionId;
  readonly requestKey: string;
  readonly ruleProposalId: RuleProposalId | null;
};

export async function insertMotion(tx: Ctx, motion: NewMotion): Promise<void> {
  await tables(tx.db)
    .insertInto("motions")
    .values({
      id: tx.newId(),
      edition_id: motion.editionId,
      number: motion.number,
      kind: motion.kind,
      title: JSON.stringify(motion.title),
      reason: JSON.stringify(motion.reason),
      language: motion.language,
      body: JSON.stringify(motion.body),
      rule_proposal_id: motion.ruleProposalId,
      organization_id: motion.organizationId,
      mandate_id: motion.mandateId,
      state: "submitted",
      submitted_at: tx.now,
      state_at: tx.now,
      request_key: motion.requestKey,
      act_id: motion.actId,
    })
    .execute();
}

type Ended =
  | { readonly state: "admitted"; readonly textId: TextId }
  | { readonly state: "not_admitted"; readonly ruling: Multilingual }
  | { readonly state: "withdrawn" };

export async function endMotion(tx: Ctx, id: MotionId, to: Ended): Promise<void> {
  await tables(tx.db)
    .updateTable("motions")
    .set({
      state: to.state,
      state_at: tx.now,
      ...(to.state === "admitted" ? { text_id: to.textId } : {}),
      ...(to.state === "not_admitted" ? { ruling: JSON.stringify(to.ruling) } : {}),
    })
    .where("id", "=", id)
    .execute();
}

export type NewSupport = {
  readonly motionId: MotionId;
  readonly organizationId: OrganizationId;
  readonly mandateId: MandateId;
  readonly actId: string;
};

export async function insertSupport(tx: Ctx, support: NewSupport): Promise<void> {
  await tables(tx.db)
    .insertInto("motion_supports")
    .values({
      motion_id: support.motionId,
      organization_id: support.organizationId,
      mandate_id: support.mandateId,
      supported_at: tx.now,
      act_id: support.actId,
    })
    .execute();
}

/** Who supports a motion, the first first. */
export async function listSupporters(db: Db, id: MotionId): Promise<OrganizationId[]> {
  const rows = await tables(db)
    .selectFrom("motion_supports")
    .select("organization_id")
    .where("motion_id", "=", id)
    .orderBy("supported_at")
    .orderBy("organization_id")
    .execute();
  return rows.map((row) => row.organization_id as OrganizationId);
}

/** What each kind needs at an edition: what it has set last, else the node's own. */
export async function motionRulesAt(
  db: Db,
  editionId: EditionId,
): Promise<Readonly<Record<MotionKind, MotionRule>>> {
  const { rows } = await sql<MotionRule & { kind: MotionKind }>`
    select distinct on (kind) kind, supporters, percent, closes_at as "closesAt"
    from motion_rules where edition_id = ${editionId} order by kind, sequence desc`.execute(db);
  const set = rows.map(({ kind, ...rule }) => [kind, rule] as const);
  return { ...motionRulesOfToday, ...Object.fromEntries(set) };
}

export async function insertMotionRule(
  tx: Ctx,
  rule: MotionRule & {
    readonly editionId: EditionId;
    readonly kind: MotionKind;
    readonly mandateId: MandateId | null;
    readonly requestKey: string;
    readonly actId: string;
  },
): Promise<void> {
  await sql`
    insert into motion_rules (id, edition_id, kind, sequence, supporters, percent, closes_at, mandate_id, set_at, request_key, act_id)
    select ${tx.newId()}, ${rule.editionId}::uuid, ${rule.kind}, coalesce(max(sequence), 0) + 1, ${rule.supporters}::int,
      ${rule.percent}::int, ${rule.closesAt}::timestamptz, ${rule.mandateId}::uuid, ${tx.now}::timestamptz, ${rule.requestKey}::uuid,
      ${rule.actId}::uuid
    from motion_rules where edition_id = ${rule.editionId}::uuid and kind = ${rule.kind}`.execute(tx.db);
}

/** How many delegations are accredited at an edition. */
export async function countAccredited(db: Db, editionId: EditionId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from delegations where edition_id = ${editionId}`.execute(db);
  return rows[0]?.count ?? 0;
}

// The motions of an edition as they leave the node, with who supported them and what their kinds needed.
// Invariant: only what is public: delegations and mandates, no person.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { MotionKind, MotionState } from "./motions.rules.ts";
import type { TextVersionBody } from "./text-model.ts";
import type { EditionId } from "./types.ts";

export type ArchivedMotion = {
  readonly number: number;
  readonly id: string;
  readonly kind: MotionKind;
  readonly title: Multilingual;
  readonly reason: Multilingual;
  readonly language: string;
  readonly paragraphs: TextVersionBody;
  readonly organization: OrganizationId;
  readonly mandate: MandateId;
  readonly state: MotionState;
  readonly submittedAt: Date;
  readonly stateAt: Date;
  /** The slug of the text that it became. */
  readonly text: string | null;
  /** The proposal of rules that it is about; null for every other kind. */
  readonly ruleProposal: string | null;
  /** Why the chair did not admit it. */
  readonly ruling: Multilingual | null;
  readonly supports: readonly {
    readonly organization: OrganizationId;
    readonly mandate: MandateId;
    readonly supportedAt: Date;
    readonly act: string;
  }[];
  readonly act: string;
};

export type ArchivedMotionRule = {
  readonly kind: MotionKind;
  readonly sequence: number;
  readonly supporters: number;
  readonly percent: number;
  readonly closesAt: Date | null;
  readonly mandate: MandateId | null;
  readonly setAt: Date;
  readonly act: string;
};

/** In the order of their numbers. */
export async function* listArchivedMotions(db: Db, editionId: EditionId): AsyncGenerator<ArchivedMotion> {
  const { rows } = await sql<Omit<ArchivedMotion, "supports">>`
    select m.number, m.id, m.kind, m.title, m.reason, m.language, m.body as paragraphs,
      m.organization_id as organization, m.mandate_id as mandate, m.state, m.submitted_at as "submittedAt",
      m.state_at as "stateAt", t.slug as text,
      m.rule_proposal_id as "ruleProposal", m.ruling, m.act_id as act
    from motions m left join congress_texts t on t.id = m.text_id
    where m.edition_id = ${editionId} order by m.number`.execute(db);
  for (const motion of rows) {
    const supports = await sql<ArchivedMotion["supports"][number]>`
      select organization_id as organization, mandate_id as mandate, supported_at as "supportedAt", act_id as act
      from motion_supports where motion_id = ${motion.id} order by organization_id`.execute(db);
    yield { ...motion, supports: supports.rows };
  }
}

/** Kind by kind, in the order in which they were set. */
export async function listArchivedMotionRules(db: Db, editionId: EditionId): Promise<ArchivedMotionRule[]> {
  const { rows } = await sql<ArchivedMotionRule>`
    select kind, sequence, supporters, percent, closes_at as "closesAt", mandate_id as mandate, set_at as "setAt",
      act_id as act
    from motion_rules where edition_id = ${editionId} order by kind, sequence`.execute(db);
  return rows;
}

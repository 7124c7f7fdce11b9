// Motions for pages and protocols: who proposes and supports them, what they still need, and what became of them.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { Db } from "#platform/database/database";
import {
  type MandateBehind,
  type OrganizationBrief,
  readMandates,
  readOrganizations,
} from "./bearers.views.ts";
import { findEditionBySlug } from "./editions.store.ts";
import { type MotionKind, type MotionRule, supportersNeeded, takesAmendments } from "./motions.rules.ts";
import {
  countAccredited,
  findMotion,
  listMotionsOf,
  listSupporters,
  type Motion,
  type MotionInBrief,
  motionRulesAt,
  type MotionsAsked,
} from "./motions.store.ts";
import { motionPath, textPath } from "./paths.ts";
import type { Edition, TextId, TextState, VoteVerdict } from "./types.ts";

/** What of a motion follows from others: where it is read, what it still needs, and what became of it. */
type Around = {
  readonly href: string;
  readonly proposer: OrganizationBrief;
  /** How many delegations have to support it, of those accredited now. */
  readonly needed: number;
  /** The text that it became, and how the last vote on it ended. */
  readonly text: {
    readonly href: string;
    readonly state: TextState;
    readonly verdict: VoteVerdict | null;
  } | null;
};

export type MotionEntry = MotionInBrief & Around;

export type MotionDetail = Motion &
  Around & {
    readonly edition: Edition;
    readonly proposedBy: MandateBehind;
    readonly supportedBy: readonly OrganizationBrief[];
    readonly takesAmendments: boolean;
    readonly rule: MotionRule;
  };

/** In the order of their numbers. */
export async function listMotions(
  db: Db,
  edition: Pick<Edition, "id" | "slug">,
  asked: MotionsAsked,
): Promise<MotionEntry[]> {
  return entriesOf(db, edition, await listMotionsOf(db, edition.id, asked));
}

async function entriesOf<Known extends MotionInBrief>(
  db: Db,
  edition: Pick<Edition, "id" | "slug">,
  motions: readonly Known[],
): Promise<(Known & Around)[]> {
  const rules = await motionRulesAt(db, edition.id);
  const accredited = await countAccredited(db, edition.id);
  const organizations = await readOrganizations(
    db,
    motions.map((one) => one.organizationId),
  );
  const { rows } = await sql<{ id: TextId; slug: string; state: TextState; verdict: VoteVerdict | null }>`
    select t.id, t.slug, t.state, (
      select r.verdict from roll_calls r
      where r.text_id = t.id and r.amendment_id is null and r.closed_at is not null order by r.opened_at desc limit 1) as verdict
    from congress_texts t where t.id = any(${motions.flatMap(({ textId }) => textId ?? [])}::uuid[])`.execute(
    db,
  );
  return motions.map((motion) => {
    const text = rows.find(({ id }) => id === motion.textId);
    return {
      ...motion,
      href: motionPath(edition.slug, motion.number),
      proposer: organizations.of(motion.organizationId),
      needed: supportersNeeded(rules[motion.kind], accredited),
      text: text
        ? { href: textPath(edition.slug, text.slug), state: text.state, verdict: text.verdict }
        : null,
    };
  });
}

export async function findMotionDetail(
  db: Db,
  editionSlug: string,
  number: number,
): Promise<MotionDetail | undefined> {
  const edition = await findEditionBySlug(db, editionSlug);
  const found = edition && (await findMotion(db, edition.id, number));
  if (!edition || !found) return undefined;
  const [entry] = await entriesOf(db, edition, [found]);
  if (!entry) return undefined;
  const supporters: OrganizationId[] = await listSupporters(db, found.id);
  const organizations = await readOrganizations(db, supporters);
  return {
    ...entry,
    edition,
    proposedBy: (await readMandates(db, [found.mandateId])).of(found.mandateId),
    supportedBy: supporters.map((id) => organizations.of(id)),
    takesAmendments: takesAmendments(found.kind),
    rule: (await motionRulesAt(db, edition.id))[found.kind],
  };
}

/** What each kind of motion needs at an edition. */
export async function listMotionRules(
  db: Db,
  edition: Pick<Edition, "id">,
): Promise<{ readonly kind: MotionKind; readonly rule: MotionRule; readonly needed: number }[]> {
  const rules = await motionRulesAt(db, edition.id);
  const accredited = await countAccredited(db, edition.id);
  return Object.entries(rules).map(([kind, rule]) => ({
    kind: kind as MotionKind,
    rule,
    needed: supportersNeeded(rule, accredited),
  }));
}

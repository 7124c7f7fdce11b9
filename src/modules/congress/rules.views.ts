// The rules of an edition for pages and protocols: in force, before, proposed; and what past votes would have been under others.
import { recount, rulesOfToday } from "#algorithms/roll-calls";
import type { Evaluation, Rules } from "#algorithms/rules";
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import {
  findRuleProposal,
  hashOfRules,
  listRuleVersions,
  type RuleProposal,
  type RuleProposalId,
  type RuleVersion,
} from "#rulebook";
import {
  countDeciding,
  type Deciding,
  decidingColumns,
  decidingJoins,
  factsOfRollCall,
  readRegionCounts,
} from "./counting.store.ts";
import { amendmentPath, motionPath, rollCallPath, ruleVersionPath, textPath } from "./paths.ts";
import { bodyOf, matterOf } from "./rules-in-force.service.ts";
import type { AmendmentId, Edition, RollCallId, TextId, VoteVerdict } from "./types.ts";

export type RuleVersionView = RuleVersion & {
  /** `/congress/{edition}/rules/{number}`. */
  readonly href: string;
  /** When the next one took its place; null for the one in force. */
  readonly inForceUntil: Date | null;
};

/** The first first. */
export async function listEditionRules(
  db: Db,
  edition: Pick<Edition, "id" | "slug">,
): Promise<RuleVersionView[]> {
  const versions = await listRuleVersions(db, bodyOf(edition));
  return versions.map((version, at) => ({
    ...version,
    href: ruleVersionPath(edition.slug, version.number),
    inForceUntil: versions[at + 1]?.inForceFrom ?? null,
  }));
}

/** What decides now: the version in force, or the rules that every congress begins with, as version 0. */
export type RulesNow = {
  readonly number: number;
  readonly rules: Rules;
  readonly hash: string;
  readonly href: string;
};

export function rulesOfBeginning({ slug }: Pick<Edition, "slug">): RulesNow {
  return { number: 0, rules: rulesOfToday, hash: hashOfRules(rulesOfToday), href: ruleVersionPath(slug, 0) };
}

/** What a motion proposes as rules; undefined where it proposes none. */
export async function findProposedRules(
  db: Db,
  edition: Pick<Edition, "id">,
  motion: number,
): Promise<RuleProposal | undefined> {
  const { rows } = await sql<{ id: RuleProposalId | null }>`
    select rule_proposal_id as id from motions where edition_id = ${edition.id} and number = ${motion}`.execute(
    db,
  );
  const id = rows[0]?.id;
  return id ? findRuleProposal(db, id) : undefined;
}

type PastVote = Deciding & {
  readonly textId: TextId;
  readonly textSlug: string;
  readonly textTitle: Multilingual;
  readonly amendmentId: AmendmentId | null;
  readonly amendmentNumber: number | null;
  readonly amendmentTitle: Multilingual | null;
};

/** How many of the last votes are looked at: enough for a congress, and bounded for a page that anybody may ask for. */
export const MOST_RECOUNTED = 400;

async function listPastVotes(db: Db, { id }: Pick<Edition, "id">): Promise<PastVote[]> {
  const { rows } = await sql<PastVote>`
    select r.id, ${decidingColumns}, r.opened_at as "openedAt", r.closed_at as "closedAt", t.id as "textId", t.slug as "textSlug",
      t.title as "textTitle", r.amendment_id as "amendmentId", voted_on.number as "amendmentNumber",
      voted_on.title as "amendmentTitle"
    from roll_calls r join congress_texts t on t.id = r.text_id ${decidingJoins}
    where t.edition_id = ${id} and r.closed_at is not null order by r.closed_at desc, r.id desc limit ${MOST_RECOUNTED}`.execute(
    db,
  );
  return rows;
}

export type Recounted = {
  readonly id: RollCallId;
  readonly href: string;
  readonly about: { readonly title: Multilingual; readonly href: string; readonly amendment: number | null };
  readonly closedAt: Date;
  readonly matter: string;
  readonly before: VoteVerdict;
  readonly after: Evaluation;
};

export type Simulation = {
  /** How many past votes were counted again. */
  readonly votes: number;
  /** Those that would have ended otherwise, the latest first. */
  readonly changed: readonly Recounted[];
  /** How many cannot be told, because what these rules ask was not recorded then. */
  readonly untold: number;
};

/** Which votes of an edition would have ended otherwise under other rules: every past one, counted again. */
export async function simulateRules(
  db: Db,
  edition: Pick<Edition, "id" | "slug">,
  proposed: Rules,
): Promise<Simulation> {
  const past = await listPastVotes(db, edition);
  const regions = await readRegionCounts(
    db,
    past.map(({ id }) => id),
  );
  const changed: Recounted[] = [];
  let untold = 0;
  for (const vote of past) {
    const facts = factsOfRollCall(vote, regions.get(vote.id) ?? []);
    const amendment = vote.amendmentId === null ? undefined : { id: vote.amendmentId };
    const matter =
      "matter" in vote.rules
        ? vote.rules.matter
        : await matterOf({ db }, vote.textId, amendment, vote.adopted ?? rulesOfToday);
    const before = countDeciding(vote, regions.get(vote.id) ?? []).tally.verdict;
    const { evaluation, tally } = recount(facts, proposed, matter);
    if (evaluation.verdict === "undecided") untold += 1;
    else if (tally.verdict !== before)
      changed.push(recountedOf(edition.slug, vote, { matter, before, after: evaluation }));
  }
  return { votes: past.length, changed, untold };
}

function recountedOf(
  edition: string,
  vote: PastVote,
  found: Pick<Recounted, "matter" | "before" | "after">,
): Recounted {
  const { id, textSlug, textTitle, amendmentNumber: amendment, amendmentTitle, openedAt, closedAt } = vote;
  const about =
    amendment !== null && amendmentTitle
      ? { title: amendmentTitle, href: amendmentPath(edition, textSlug, amendment), amendment }
      : { title: textTitle, href: textPath(edition, textSlug), amendment: null };
  return { id, href: rollCallPath(edition, textSlug, id), about, closedAt: closedAt ?? openedAt, ...found };
}

/** Which organisation proposed what is in force by which motion, for whoever reads where rules come from. */
export async function motionOfProposal(
  db: Db,
  edition: Pick<Edition, "slug">,
  id: RuleProposalId,
): Promise<
  { readonly href: string; readonly number: number; readonly organizationId: OrganizationId } | undefined
> {
  const { rows } = await sql<{ number: number; organizationId: OrganizationId }>`
    select number, organization_id as "organizationId" from motions where rule_proposal_id = ${id}`.execute(
    db,
  );
  const [row] = rows;
  return row && { ...row, href: motionPath(edition.slug, row.number) };
}

/** The slugs of an edition's texts that propose rules: they are in force or not, and sections of no other text. */
export async function listRuleTexts(db: Db, { id }: Pick<Edition, "id">): Promise<string[]> {
  const { rows } = await sql<{ slug: string }>`
    select t.slug from motions m join congress_texts t on t.id = m.text_id
    where m.edition_id = ${id} and m.kind = 'rules' order by t.slug`.execute(db);
  return rows.map(({ slug }) => slug);
}

// Amendments for pages and protocols: what each changes, who proposed it, how it was voted, and what became of it.
import type { Db } from "#platform/database/database";
import { type AmendmentView, viewAmendment } from "./amendment-view.rules.ts";
import { baseOfAmendment } from "./amendment-in-place.views.ts";
import { findAmendmentByNumber, listAmendmentsOf, type Range } from "./amendments.store.ts";
import {
  type MandateBehind,
  type OrganizationBrief,
  readMandates,
  readOrganizations,
} from "./bearers.views.ts";
import { findEditionBySlug } from "./editions.store.ts";
import { amendmentPath, textPath } from "./paths.ts";
import type { TextVersionBody } from "./text-model.ts";
import type { TextSummary } from "./texts.views.ts";
import { findTextBySlug } from "./texts.store.ts";
import type { Amendment, Edition, TextId } from "./types.ts";
import { listRollCalls, type RollCallView } from "./votes.views.ts";
import { tables } from "./tables.ts";

export type AmendmentEntry = Amendment & {
  readonly href: string;
  readonly proposer: OrganizationBrief;
  readonly proposedBy: MandateBehind;
};

/** The amendments of a text in the order of their numbers: all, or some of them. */
export async function listAmendments(
  db: Db,
  edition: Pick<Edition, "slug">,
  text: { readonly id: TextId; readonly slug: string },
  range?: Range,
): Promise<AmendmentEntry[]> {
  return withProposers(db, edition.slug, text.slug, await listAmendmentsOf(db, text.id, range));
}

async function withProposers(
  db: Db,
  edition: string,
  text: string,
  amendments: readonly Amendment[],
): Promise<AmendmentEntry[]> {
  const organizations = await readOrganizations(
    db,
    amendments.map((one) => one.organizationId),
  );
  const mandates = await readMandates(
    db,
    amendments.map((one) => one.mandateId),
  );
  return amendments.map((one) => ({
    ...one,
    href: amendmentPath(edition, text, one.number),
    proposer: organizations.of(one.organizationId),
    proposedBy: mandates.of(one.mandateId),
  }));
}

export type AmendmentDetail = {
  readonly edition: Edition;
  readonly text: TextSummary;
  readonly amendment: AmendmentEntry;
  /** The text that it was written against. */
  readonly base: TextVersionBody;
  /** What it changes there, as words. */
  readonly changes: AmendmentView;
  /** The votes on it, the first one first: a second follows where too few took part. */
  readonly rollCalls: readonly RollCallView[];
  /** The log's entry of its proposal. */
  readonly actId: string;
};

export async function findAmendment(
  db: Db,
  editionSlug: string,
  textSlug: string,
  number: number,
): Promise<AmendmentDetail | undefined> {
  const edition = await findEditionBySlug(db, editionSlug);
  const text = edition && (await findTextBySlug(db, edition.id, textSlug));
  const found = text && (await findAmendmentByNumber(db, text.id, number));
  if (!edition || !text || !found) return undefined;
  const [amendment] = await withProposers(db, edition.slug, text.slug, [found]);
  const base = await baseOfAmendment(db, text, found);
  const changes = viewAmendment(base, found.operations, text.language);
  if (!amendment || !changes.ok) throw new Error(`amendment ${found.id} does not fit its own base`);
  const { act_id: actId } = await tables(db)
    .selectFrom("amendments")
    .select("act_id")
    .where("id", "=", found.id)
    .executeTakeFirstOrThrow();
  const summary = { ...text, href: textPath(edition.slug, text.slug) };
  const rollCalls = await listRollCalls(db, text.id, found.id);
  return { edition, text: summary, amendment, base, changes, rollCalls, actId };
}

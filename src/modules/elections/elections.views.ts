// Elections for pages and protocols: how one stands, who is on the ballot, who voted, and what came of it.
// Invariants: a person who has not said yes is not named; of secret ballots nothing is handed out that is not to be published.
import type { Count } from "#algorithms/tally";
import { listOffices, type MandateId, type OrganizationId } from "#confederation";
import { type Edition, findEditionBySlug, type OrganizationBrief, readOrganizations } from "#congress";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import {
  countedBallots,
  findOpenBallot,
  findVoter,
  type KeptBallot,
  listOpenBallots,
  turnout,
  type CastOpenly,
} from "./ballots.store.ts";
import { listCandidateRows, listElectedMandates } from "./candidates.store.ts";
import { isPublic, seedOf } from "./elections.rules.ts";
import { type ElectionsAsked, findElectionRow, listElectionRows, listRoll } from "./elections.store.ts";
import { electionPath } from "./paths.ts";
import type { Ballot, Candidate, Election } from "./types.ts";

export type ElectionEntry = Election & {
  readonly href: string;
  /** On the ballot, or standing so far. */
  readonly standing: number;
  readonly turnout: { readonly roll: number; readonly voted: number };
};

export type CandidateView = Candidate & {
  readonly organization: OrganizationBrief | null;
  /** From 1, in the order in which the count elected them; null for those who are not. */
  readonly place: number | null;
  /** By which they took the office. */
  readonly electedMandate: MandateId | null;
};

export type ElectionView = Election & {
  readonly edition: Edition;
  readonly href: string;
  readonly candidates: readonly CandidateView[];
  readonly turnout: { readonly roll: number; readonly voted: number };
  readonly organ: OrganizationBrief | null;
  readonly officeName: Multilingual | null;
  /** Whether figures and ballots may be read. */
  readonly isPublic: boolean;
  /** Of the lot; null where ties go by order, and before it was drawn. */
  readonly seed: string | null;
};

const nothingOf = ({ elected }: Count): Count => ({ elected, quota: null, stages: [], ties: [] });

/** Without what is not to be published of a count. */
function published(election: Election): Election {
  const { rules, count, ballots } = election;
  return count && !isPublic(rules, ballots ?? 0)
    ? { ...election, count: nothingOf(count), countHash: null }
    : election;
}

/** In the order of their numbers. */
export async function listElections(
  db: Db,
  edition: Pick<Edition, "id" | "slug">,
  asked: ElectionsAsked,
): Promise<ElectionEntry[]> {
  const entries: ElectionEntry[] = [];
  for (const election of await listElectionRows(db, edition.id, asked)) {
    const candidates = await listCandidateRows(db, election.id);
    entries.push({
      ...published(election),
      href: electionPath(edition.slug, election.number),
      standing: candidates.filter(({ state }) => state === "standing").length,
      turnout: await turnout(db, election),
    });
  }
  return entries;
}

export async function findElection(
  db: Db,
  editionSlug: string,
  number: number,
): Promise<ElectionView | undefined> {
  const edition = await findEditionBySlug(db, editionSlug);
  const found = edition && (await findElectionRow(db, edition.id, number));
  if (!edition || !found) return undefined;
  const rows = await listCandidateRows(db, found.id);
  const organizations = await readOrganizations(db, [
    ...rows.flatMap(({ organizationId }) => organizationId ?? []),
    ...(found.gives ? [found.gives.organizationId] : []),
  ]);
  const mandates = await listElectedMandates(db, found.id);
  const office = found.gives?.office;
  const candidates = rows.map((row) => ({
    ...row,
    organization: row.organizationId && organizations.of(row.organizationId),
    place: placeOf(found.count, row.number),
    electedMandate: mandates.get(row.id) ?? null,
  }));
  return {
    ...published(found),
    edition,
    href: electionPath(edition.slug, found.number),
    candidates,
    turnout: await turnout(db, found),
    organ: found.gives && organizations.of(found.gives.organizationId),
    officeName: office ? ((await listOffices(db)).find(({ key }) => key === office)?.name ?? null) : null,
    isPublic: isPublic(found.rules, found.ballots ?? 0),
    seed: found.drawn === null ? null : seedOf(found.id, found.drawn),
  };
}

function placeOf(count: Count | null, number: number | null): number | null {
  const at = count && number !== null ? count.elected.indexOf(number - 1) : -1;
  return at < 0 ? null : at + 1;
}

export type BallotView = CastOpenly & { readonly organization: OrganizationBrief };

/** Of an open election alone, by delegation: those that count, also while it is open. */
export async function listBallots(
  db: Db,
  election: Election,
  range: { readonly offset: number; readonly limit: number },
): Promise<BallotView[]> {
  if (election.rules.secret) return [];
  const cast = await listOpenBallots(db, election.id, range);
  const organizations = await readOrganizations(
    db,
    cast.map(({ organizationId }) => organizationId),
  );
  return cast.map((one) => ({ ...one, organization: organizations.of(one.organizationId) }));
}

/** Every ballot that counts, where that may be published; null where it may not, or not yet. */
export async function readBallots(db: Db, election: Election): Promise<KeptBallot[] | null> {
  const { rules, closedAt, ballots, state } = election;
  if (closedAt === null || (state === "annulled" && rules.secret)) return null;
  return isPublic(rules, ballots ?? 0) ? countedBallots(db, election) : null;
}

export type OwnBallot = {
  readonly organizationId: OrganizationId;
  readonly weight: number;
  readonly voted: boolean;
  /** Of an open election. */
  readonly ballot: Ballot | null;
};

/** How these delegations stand in an election: those on its roll, whether they voted, and what, where that is public. */
export async function ownBallots(
  db: Db,
  election: Election,
  organizationIds: readonly OrganizationId[],
): Promise<OwnBallot[]> {
  const own: OwnBallot[] = [];
  for (const { organizationId, weight } of await listRoll(db, election.id)) {
    if (!organizationIds.includes(organizationId)) continue;
    const ballot = election.rules.secret
      ? null
      : ((await findOpenBallot(db, election.id, organizationId)) ?? null);
    const voted = ballot !== null || (await findVoter({ db }, election.id, organizationId)) !== undefined;
    own.push({ organizationId, weight, voted, ballot });
  }
  return own;
}

// Elections in the JSON API: what the pages show to a visitor; people who stand are named, those who were only asked are not.
import { Hono } from "hono";
import type { z } from "zod";
import { withoutEmpty } from "#confederation";
import { findEditionBySlug } from "#congress";
import {
  ballotFileNameOf,
  type ElectionEntry,
  electionPath,
  type ElectionView,
  findElection,
  listElections,
  rulesAsJson,
} from "#elections";
import { Refusal } from "#platform/errors";
import type { Multilingual } from "#platform/multilingual";
import { parse } from "#platform/validation";
import type { Env } from "../../web/request.ts";
import { briefOf, linkNext, said } from "./answers.ts";
import {
  type electionDetail,
  type electionList,
  electionPathInput,
  electionsPath,
  electionsQuery,
  type electionSummary,
} from "./elections.schema.ts";

const saidOrNull = (field: Multilingual | null) => field && said(field);

function summaryOf(
  origin: string,
  election: Omit<ElectionEntry, "standing">,
): z.infer<typeof electionSummary> {
  const { id, number, kind, state, turnout, ballots, ballotsHash } = election;
  const { source, guarantees, settings, ...rules } = rulesAsJson(election.rules);
  return {
    uri: origin + election.href,
    id,
    number,
    kind,
    title: said(election.title),
    state,
    rules: {
      ...rules,
      settings: { ...settings },
      source: saidOrNull(source),
      guarantees: guarantees.map((one) => ({ ...one })),
    },
    calledAt: election.calledAt.toISOString(),
    openedAt: election.openedAt?.toISOString() ?? null,
    closedAt: election.closedAt?.toISOString() ?? null,
    turnout,
    ballots,
    ballotsHash,
    act: `/log/acts/${election.actId}`,
  };
}

function detailOf(origin: string, election: ElectionView): z.infer<typeof electionDetail> {
  const { count, countHash, edition, number } = election;
  const path = origin + electionPath(edition.slug, number);
  return {
    ...summaryOf(origin, election),
    about: saidOrNull(election.about),
    candidates: election.candidates
      .filter(({ state }) => state === "standing")
      .map((one) => ({
        id: one.id,
        number: one.number,
        name: said(one.name),
        about: saidOrNull(one.about),
        organization: one.organization && briefOf(origin, one.organization),
        gender: one.gender,
        region: one.region,
        cost: one.cost === null ? null : String(one.cost),
        place: one.place,
        mandate: one.electedMandate,
      })),
    seed: election.seed,
    count: countHash === null || !count ? null : publishedCount(path, election, count, countHash),
    annulledFor: saidOrNull(election.annulledFor),
  };
}

function publishedCount(
  path: string,
  election: ElectionView,
  { quota, stages, ties }: NonNullable<ElectionView["count"]>,
  hash: string,
) {
  return {
    hash,
    quota,
    stages: stages.length,
    ties: ties.length,
    uri: `${path}/count.json`,
    ballots: `${path}/${ballotFileNameOf(election)}`,
  };
}

const ELECTIONS = "/api/v1/congress/:edition/elections";

export const electionApiRoutes = new Hono<Env>()
  .get(ELECTIONS, async (c) => {
    const { db, node } = c.var.ctx;
    const { edition: slug } = parse(electionsPath, c.req.param());
    const { limit, after } = parse(electionsQuery, withoutEmpty(c.req.query()));
    const edition = await findEditionBySlug(db, slug);
    if (!edition) throw new Refusal("missing", "editionUnknown", { edition: slug });
    // One more than asked for says whether there is a next page.
    const found = await listElections(db, edition, { after, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const next = found.length > limit ? (shown.at(-1)?.number ?? null) : null;
    linkNext(c, next);
    const elections = shown.map((election) => summaryOf(node.origin, election));
    return c.json({ elections, next } satisfies z.infer<typeof electionList>);
  })
  .get(`${ELECTIONS}/:number`, async (c) => {
    const { db, node } = c.var.ctx;
    const { edition, number } = parse(electionPathInput, c.req.param());
    const election = await findElection(db, edition, number);
    if (!election) throw new Refusal("missing", "electionUnknown", { number });
    return c.json(detailOf(node.origin, election));
  });

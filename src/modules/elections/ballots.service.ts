// Casting a ballot.
// Invariants: one ballot counts for each delegation on the roll; in an open election its latest, in a secret one its only one;
// the log never says what somebody voted in secret.
import { delegationsAreAccredited, knownEdition, speaking } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { broken, hold } from "#platform/rules";
import { parse } from "#platform/validation";
import type { z } from "zod";
import { ballotOf, type BallotPaper, isBallot, secretVotesAreCastOnce } from "./ballots.rules.ts";
import { findVoter, insertOpenBallot, insertSecretBallot, weightOnRoll } from "./ballots.store.ts";
import { listCandidateRows } from "./candidates.store.ts";
import { ballotsAreTaken } from "./elections.rules.ts";
import { type CastBallotInput, castBallotInput } from "./elections.schema.ts";
import { findElectionRow } from "./elections.store.ts";
import { methodFacts } from "./methods.rules.ts";
import { electionPath } from "./paths.ts";
import type { Ballot, Election } from "./types.ts";

/** The ballot as the marks say it. Refuses with the reasons of `ballotOf`. */
function readBallot(paper: BallotPaper, marks: CastBallotInput["marks"]): Ballot {
  const found = new Map(marks);
  if (found.size !== marks.length) hold(broken("ballotCandidateTwice"), "invalid");
  const ballot = ballotOf(paper, found);
  if (isBallot(ballot)) return ballot;
  hold(ballot, "invalid");
  throw new Refusal("invalid", "ballotEmpty");
}

export async function paperOf(ctx: Pick<Ctx, "db">, { id, rules }: Election): Promise<BallotPaper> {
  const candidates = await listCandidateRows(ctx.db, id);
  return {
    kind: methodFacts(rules.method).ballot,
    candidates: candidates.filter(({ number }) => number !== null).length,
    mostPoints: rules.mostPoints,
  };
}

async function openAt(tx: Ctx, wanted: z.output<typeof castBallotInput>) {
  const edition = await knownEdition(tx, wanted.edition);
  const election = await findElectionRow(tx.db, edition.id, wanted.election);
  if (!election) throw new Refusal("missing", "electionUnknown", { number: wanted.election });
  return { edition, election };
}

/** What the marks would count as, before they are cast. Refuses as `castBallot` does for the marks. */
export async function previewBallot(ctx: Ctx, input: CastBallotInput): Promise<Ballot> {
  const wanted = parse(castBallotInput, input);
  const { election } = await openAt(ctx, wanted);
  hold(ballotsAreTaken(election.state));
  return readBallot(await paperOf(ctx, election), wanted.marks);
}

/**
 * Casts the ballot of a delegation, by its mandate with `congress.vote`; in an open election also in the place of an earlier
 * one. The same request key counts once. Refuses with `electionUnknown`, `electionNotOpen` {state}, `delegationNotAccredited`,
 * `delegationNotOnTheRoll`, `alreadyVotedInSecret` and the reasons of `ballotOf`.
 */
export async function castBallot(ctx: Ctx, input: CastBallotInput): Promise<void> {
  const wanted = parse(castBallotInput, input);
  try {
    await transact(ctx, (tx) => cast(tx, wanted));
  } catch (error) {
    const constraint = brokenConstraint(error);
    // Two at this moment for one delegation: one of them counted.
    if (constraint === "election_voters_once") throw new Refusal("conflict", "alreadyVotedInSecret");
    // The form was sent twice: the first time it counted, and a later change of mind stands.
    if (constraint !== "election_ballots_request") throw error;
  }
}

async function cast(tx: Ctx, wanted: z.output<typeof castBallotInput>): Promise<void> {
  const { edition, election } = await openAt(tx, wanted);
  const { organizationId, requestKey } = wanted;
  const { mandateId, facts } = await speaking(tx, edition, organizationId, "congress.vote");
  hold(ballotsAreTaken(election.state));
  const weight = await weightOnRoll(tx, election.id, organizationId);
  hold(
    [delegationsAreAccredited(facts), weight === undefined ? broken("delegationNotOnTheRoll") : { ok: true }],
    "forbidden",
  );
  const ballot = readBallot(await paperOf(tx, election), wanted.marks);
  const kept = { electionId: election.id, organizationId, mandateId, ballot, requestKey };
  const act = { subject: electionPath(edition.slug, election.number), mandateId };
  const record = { election: election.id, organization: organizationId };
  if (election.rules.secret) {
    const voter = await findVoter(tx, election.id, organizationId);
    if (voter?.requestKey === requestKey) return;
    hold(secretVotesAreCastOnce(voter !== undefined));
    const actId = await appendAct(tx, { ...act, type: "elections.ballot.put_in_box", record });
    return insertSecretBallot(tx, { ...kept, actId });
  }
  const id = tx.newId();
  const { entries, points } = ballot;
  const said = { ballot: id, ...record, weight, entries, ...(points && { points }) };
  const actId = await appendAct(tx, { ...act, type: "elections.ballot.cast", record: said });
  return insertOpenBallot(tx, id, { ...kept, actId });
}

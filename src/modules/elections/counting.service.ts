// Counting an election, and giving those whom it elected their office.
// Invariant: the ballots that are counted are those whose hash the close put into the log.
import { canonicalHash } from "#algorithms/transparency";
import type { Count } from "#algorithms/tally";
import { grantMandate, type MandateId } from "#confederation";
import { knownEdition } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import type { Multilingual } from "#platform/multilingual";
import { broken, hold, ok } from "#platform/rules";
import { parse } from "#platform/validation";
import { ballotsHash, countedBallots } from "./ballots.store.ts";
import {
  insertElectedMandate,
  listCandidateRows,
  listElectedMandates,
  lockCandidate,
} from "./candidates.store.ts";
import { countBy, isCount, settingsFor } from "./counting.rules.ts";
import { drawsAreLongEnough, electionsGoStepByStep, normaliseDrawn, seedOf } from "./elections.rules.ts";
import {
  type CandidateInput,
  candidateInput,
  type CountElectionInput,
  countElectionInput,
} from "./elections.schema.ts";
import { electionAtHand, logElection } from "./elections.service.ts";
import { lockElection, moveElection } from "./elections.store.ts";
import { electionPath } from "./paths.ts";
import type { Candidate, Election } from "./types.ts";

/** What was drawn, as everybody writes it. Refuses with `drawTooShort` {least}. */
function drawnFor({ rules }: Election, typed: string | null): string | null {
  if (rules.ties === "order") return null;
  const drawn = normaliseDrawn(typed ?? "");
  hold(drawsAreLongEnough(drawn), "invalid");
  return drawn;
}

/**
 * Counts it; needs `congress.preside`. Where ties go by lot, `drawn` is what the announced source gave. Refuses with
 * `electionNotInState` {state}, `drawTooShort` {least}, and `electionNotCountable` {why} where the method cannot.
 */
export async function countElection(ctx: Ctx, input: CountElectionInput): Promise<Count> {
  const wanted = parse(countElectionInput, input);
  return transact(ctx, async (tx) => {
    const at = await electionAtHand(tx, wanted);
    const { election } = at;
    hold(electionsGoStepByStep(election.state, "counted"));
    const drawn = drawnFor(election, wanted.drawn);
    const ballots = await countedBallots(tx.db, election);
    if (election.ballotsHash !== null && ballotsHash(election, ballots) !== election.ballotsHash)
      throw new Error(`the ballots of election ${election.id} are not those that were closed`);
    const candidates = await listCandidateRows(tx.db, election.id);
    const count = countBy(election, candidates, ballots, drawn);
    if (!isCount(count)) {
      hold(count);
      throw new Refusal("conflict", "electionNotCountable", { why: "" });
    }
    const countHash = Buffer.from(canonicalHash(count)).toString("hex");
    await moveElection(tx, election.id, { state: "counted", drawn, count, countHash });
    const shown = election.ballotsHash !== null;
    await logElection(at, "counted", {
      method: election.rules.method,
      settings: settingsFor(election, candidates),
      seed: drawn === null ? null : seedOf(election.id, drawn),
      elected: count.elected.map((place) => place + 1),
      ballotsHash: election.ballotsHash,
      // The hash of a count of few secret ballots would give it away to whoever tries them all.
      countHash: shown ? countHash : null,
    });
    return count;
  });
}

function decisionOf({ title }: Election): Multilingual {
  const words: Readonly<Record<string, (name: string) => string>> = {
    es: (name) => `Elección: ${name}`,
    en: (name) => `Election: ${name}`,
    pt: (name) => `Eleição: ${name}`,
    fr: (name) => `Élection : ${name}`,
  };
  const texts = Object.fromEntries(
    Object.entries(title.texts).map(([tag, name]) => [tag, words[tag.split("-")[0] ?? ""]?.(name) ?? name]),
  );
  return { source: title.source, texts };
}

/**
 * Gives somebody who was elected the office for its term; needs `mandate.grant` in the organisation of the office. The same
 * twice gives one mandate. Refuses with `candidateUnknown`, `electionNotInState` {state}, `candidateNotElected`,
 * `electionGivesNoOffice` and as `grantMandate` does.
 */
export async function installElected(ctx: Ctx, input: CandidateInput): Promise<MandateId> {
  const wanted = parse(candidateInput, input);
  return transact(ctx, async (tx) => {
    const edition = await knownEdition(tx, wanted.edition);
    const election = await lockElection(tx, edition.id, wanted.election);
    const candidate = election && (await lockCandidate(tx, election.id, wanted.candidateId));
    if (!election || !candidate) throw new Refusal("missing", "candidateUnknown");
    const { gives, count, state } = election;
    hold([
      state === "counted" ? ok : broken("electionNotInState", { state }),
      wasElected(candidate, count) ? ok : broken("candidateNotElected"),
    ]);
    if (!gives || !candidate.personId) throw new Refusal("conflict", "electionGivesNoOffice");
    const earlier = (await listElectedMandates(tx.db, election.id)).get(candidate.id);
    if (earlier) return earlier;
    const mandateId = await grantMandate(tx, {
      personId: candidate.personId,
      organizationId: gives.organizationId,
      office: gives.office,
      startsAt: tx.now,
      // A civil date counts until its end.
      endsAt: gives.endsOn === null ? null : new Date(`${gives.endsOn}T23:59:59Z`),
      decision: decisionOf(election),
    });
    await insertElectedMandate(tx, candidate.id, mandateId);
    await appendAct(tx, {
      type: "elections.candidate.took_office",
      subject: electionPath(edition.slug, election.number),
      mandateId: null,
      record: { election: election.id, candidate: candidate.id, mandate: mandateId },
    });
    return mandateId;
  });
}

function wasElected({ number }: Candidate, count: Count | null): boolean {
  return number !== null && count !== null && count.elected.includes(number - 1);
}

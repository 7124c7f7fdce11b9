// Who stands: options and projects that whoever presides puts on the ballot, and people whom delegations put forward.
// Invariants: nobody is on a ballot without having said yes; people are in the log by their candidacy, never by name.
import { belongsTo, listMandates, nameSentPerson, type OrganizationId, type PersonId } from "#confederation";
import { delegationsAreAccredited, knownEdition, readOrganizations, speaking } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { inOneLanguage } from "#platform/multilingual";
import { broken, hold, ok } from "#platform/rules";
import { parse } from "#platform/validation";
import type { z } from "zod";
import {
  findCandidateByRequest,
  insertCandidate,
  listCandidateRows,
  lockCandidate,
  moveCandidate,
} from "./candidates.store.ts";
import { costsAreWithinTheBudget, electionsAreNotOpenYet, nominationsAreOpen } from "./elections.rules.ts";
import {
  type AddOptionInput,
  addOptionInput,
  type CandidateInput,
  candidateInput,
  MOST_CANDIDATES,
  type NominateCandidateInput,
  nominateCandidateInput,
} from "./elections.schema.ts";
import { electionAtHand } from "./elections.service.ts";
import { lockElection } from "./elections.store.ts";
import { electionPath } from "./paths.ts";
import type { Candidate, CandidateId, Consent, Election } from "./types.ts";

async function holdRoom(tx: Ctx, { id }: Election): Promise<void> {
  const there = await listCandidateRows(tx.db, id);
  hold(there.length < MOST_CANDIDATES ? ok : broken("candidatesTooMany", { most: MOST_CANDIDATES }));
}

/** Whoever sends a form twice, or puts the same person forward twice, is told by what is there already. */
async function once(ctx: Ctx, work: (tx: Ctx) => Promise<CandidateId>): Promise<CandidateId> {
  try {
    return await transact(ctx, work);
  } catch (error) {
    const constraint = brokenConstraint(error);
    if (constraint === "election_candidates_person") throw new Refusal("conflict", "candidateTwice");
    if (!constraint?.startsWith("election_candidates_") || ctx.db.isTransaction) throw error;
    return transact(ctx, work);
  }
}

async function holdOrganization(tx: Ctx, id: OrganizationId | null): Promise<void> {
  if (id === null) return;
  try {
    (await readOrganizations(tx.db, [id])).of(id);
  } catch {
    throw new Refusal("missing", "organizationUnknown");
  }
}

/**
 * Puts an option or a project on the ballot; needs `congress.preside`. Refuses with `electionRulesFrozen` {state},
 * `optionsNotForPeople`, `costMissing`, `costNotAsked`, `projectAboveBudget`, `candidatesTooMany` {most}.
 */
export async function addOption(ctx: Ctx, input: AddOptionInput): Promise<CandidateId> {
  const wanted = parse(addOptionInput, input);
  return once(ctx, async (tx) => {
    const { election, edition, authority } = await electionAtHand(tx, wanted);
    const earlier = await findCandidateByRequest(tx, election.id, wanted.requestKey);
    if (earlier) return earlier;
    hold([
      electionsAreNotOpenYet(election.state),
      election.kind === "people" ? broken("optionsNotForPeople") : ok,
      costsAreWithinTheBudget(wanted.cost, election.rules),
    ]);
    await holdRoom(tx, election);
    await holdOrganization(tx, wanted.organizationId);
    const id = tx.newId() as CandidateId;
    const { name, about, organizationId, cost, region, requestKey } = wanted;
    const actId = await appendAct(tx, {
      type: "elections.candidate.added",
      subject: electionPath(edition.slug, election.number),
      mandateId: authority.mandateId,
      record: {
        election: election.id,
        candidate: id,
        name,
        about,
        organization: organizationId,
        cost: cost === null ? null : String(cost),
      },
    });
    await insertCandidate(tx, id, {
      electionId: election.id,
      name,
      about,
      personId: null,
      organizationId,
      gender: null,
      region,
      cost,
      consent: "not_needed",
      nominatedBy: null,
      mandateId: authority.mandateId,
      requestKey,
      actId,
    });
    return id;
  });
}

/**
 * A delegation puts a person forward, by its mandate with `congress.propose`. Whoever puts themselves forward stands at once;
 * another person of the delegation says yes here first; for somebody new the delegation answers. Refuses with
 * `nominationsNotOpen` {state}, `personNotOfDelegation`, `candidateTwice`, `candidatesTooMany` {most}.
 */
export async function nominateCandidate(ctx: Ctx, input: NominateCandidateInput): Promise<CandidateId> {
  const wanted = parse(nominateCandidateInput, input);
  return once(ctx, async (tx) => {
    const edition = await knownEdition(tx, wanted.edition);
    const election = await lockElection(tx, edition.id, wanted.election);
    if (!election) throw new Refusal("missing", "electionUnknown", { number: wanted.election });
    const { organizationId, requestKey } = wanted;
    const { mandateId, facts } = await speaking(tx, edition, organizationId, "congress.propose");
    const earlier = await findCandidateByRequest(tx, election.id, requestKey);
    if (earlier) return earlier;
    hold(delegationsAreAccredited(facts), "forbidden");
    hold(nominationsAreOpen(election.state));
    await holdRoom(tx, election);
    const { personId, name, consent } = await whoStands(tx, wanted);
    const id = tx.newId() as CandidateId;
    const home = (await readOrganizations(tx.db, [organizationId])).of(organizationId).region;
    const actId = await appendAct(tx, {
      type: "elections.candidate.nominated",
      subject: electionPath(edition.slug, election.number),
      mandateId,
      record: { election: election.id, candidate: id, organization: organizationId, consent },
    });
    await insertCandidate(tx, id, {
      electionId: election.id,
      name: inOneLanguage(tx.language, name),
      about: wanted.about,
      personId,
      organizationId,
      // Kept only where somebody counts by it.
      gender: election.rules.guarantees.some(({ by }) => by === "gender") ? wanted.gender : null,
      region: wanted.region ?? home,
      cost: null,
      consent,
      nominatedBy: organizationId,
      mandateId,
      requestKey,
      actId,
    });
    return id;
  });
}

type Standing = { readonly personId: PersonId; readonly name: string; readonly consent: Consent };

async function whoStands(tx: Ctx, wanted: z.output<typeof nominateCandidateInput>): Promise<Standing> {
  const { person, organizationId, name } = wanted;
  if (person === null)
    return { personId: await nameSentPerson(tx, name), name, consent: "through_delegation" };
  hold((await belongsTo(tx, person, organizationId)) ? ok : broken("personNotOfDelegation"));
  const [mandate] = await listMandates(tx.db, { personId: person }, tx.now);
  if (!mandate) throw new Refusal("missing", "personUnknown");
  const own = tx.actor.kind === "person" && tx.actor.personId === person;
  return { personId: person, name: mandate.personName, consent: own ? "own" : "asked" };
}

type Answer = { readonly what: "accepted" | "declined" | "withdrawn" };

/** Only the person who was asked answers, and only while nobody votes yet. */
async function answer(ctx: Ctx, input: CandidateInput, { what }: Answer): Promise<void> {
  const wanted = parse(candidateInput, input);
  await transact(ctx, async (tx) => {
    const edition = await knownEdition(tx, wanted.edition);
    const election = await lockElection(tx, edition.id, wanted.election);
    const candidate = election && (await lockCandidate(tx, election.id, wanted.candidateId));
    if (!election || !candidate) throw new Refusal("missing", "candidateUnknown");
    hold(electionsAreNotOpenYet(election.state));
    const mandateId = await answering(tx, candidate, what);
    await moveCandidate(
      tx,
      candidate.id,
      what === "accepted" ? { state: "standing", consent: "own" } : { state: what },
    );
    await appendAct(tx, {
      type: `elections.candidate.${what}`,
      subject: electionPath(edition.slug, election.number),
      mandateId,
      record: { election: election.id, candidate: candidate.id },
    });
  });
}

/** Who was asked may answer; who stands may step back, and so may the delegation that answers for somebody. */
async function answering(tx: Ctx, candidate: Candidate, what: Answer["what"]): Promise<string | null> {
  if (tx.actor.kind !== "person") throw new Refusal("signIn", "signInFirst");
  hold(
    candidate.state === (what === "withdrawn" ? "standing" : "nominated")
      ? ok
      : broken("candidacyNotInState", { state: candidate.state }),
  );
  if (candidate.personId === tx.actor.personId) {
    const [mandate] = await listMandates(tx.db, { personId: tx.actor.personId }, tx.now);
    return mandate?.id ?? null;
  }
  throw new Refusal("forbidden", "candidacyOfAnother");
}

/** Says yes to standing. Refuses with `candidacyOfAnother`, `candidacyNotInState` {state}, `electionRulesFrozen` {state}. */
export function acceptCandidacy(ctx: Ctx, input: CandidateInput): Promise<void> {
  return answer(ctx, input, { what: "accepted" });
}

/** Says no. Refuses as `acceptCandidacy`. */
export function declineCandidacy(ctx: Ctx, input: CandidateInput): Promise<void> {
  return answer(ctx, input, { what: "declined" });
}

/** Steps back before the voting. Refuses as `acceptCandidacy`. */
export function stepBack(ctx: Ctx, input: CandidateInput): Promise<void> {
  return answer(ctx, input, { what: "withdrawn" });
}

/** Takes an option off, or a candidate for a delegation that answers for them; needs `congress.preside`. Refuses as `stepBack`. */
export async function removeCandidate(ctx: Ctx, input: CandidateInput): Promise<void> {
  const wanted = parse(candidateInput, input);
  await transact(ctx, async (tx) => {
    const { edition, election, authority } = await electionAtHand(tx, wanted);
    const candidate = await lockCandidate(tx, election.id, wanted.candidateId);
    if (!candidate) throw new Refusal("missing", "candidateUnknown");
    hold([
      electionsAreNotOpenYet(election.state),
      candidate.state === "standing" || candidate.state === "nominated"
        ? ok
        : broken("candidacyNotInState", { state: candidate.state }),
    ]);
    await moveCandidate(tx, candidate.id, { state: "withdrawn" });
    await appendAct(tx, {
      type: "elections.candidate.removed",
      subject: electionPath(edition.slug, election.number),
      mandateId: authority.mandateId,
      record: { election: election.id, candidate: candidate.id },
    });
  });
}

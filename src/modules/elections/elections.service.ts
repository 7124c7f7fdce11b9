// An election's way: called, written anew while nobody votes, opened to nominations and to votes, closed, annulled.
// Invariants: rules, candidates and roll are frozen when it opens; what was voted is fixed by a hash when it closes, before
// anybody draws the lot.
import { listDelegationSeats } from "#assembly";
import { type Authority, listOffices, type OrganizationId } from "#confederation";
import { accreditedOrganizations, type Edition, presiding, readOrganizations } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { inTurn } from "#platform/in-turn";
import { appendAct } from "#platform/log/append";
import { broken, hold } from "#platform/rules";
import { parse } from "#platform/validation";
import type { z } from "zod";
import { ballotsHash, countedBallots, emptyBox } from "./ballots.store.ts";
import { listCandidateRows, numberCandidates } from "./candidates.store.ts";
import {
  candidatesAreEnough,
  electionsAreNotOpenYet,
  electionsGoStepByStep,
  guaranteesCanBeMet,
  isPublic,
  rulesFitTogether,
} from "./elections.rules.ts";
import {
  type AnnulElectionInput,
  annulElectionInput,
  type CallElectionInput,
  callElectionInput,
  type ElectionInput,
  electionInput,
  type ReviseElectionInput,
  reviseElectionInput,
} from "./elections.schema.ts";
import {
  findElectionByRequest,
  insertElection,
  insertRoll,
  lockElection,
  moveElection,
  nextElectionNumber,
  type OnTheRoll,
  rewriteElection,
  rulesAsJson,
} from "./elections.store.ts";
import { electionPath } from "./paths.ts";
import type { ElectedOffice, Election, ElectionId } from "./types.ts";

/** An election at hand, for whoever presides over its edition. */
export type AtHand = {
  readonly tx: Ctx;
  readonly edition: Edition;
  readonly election: Election;
  readonly authority: Authority;
};

/** Refuses with `electionUnknown` {number} and as `presiding` does. */
export async function electionAtHand(
  tx: Ctx,
  wanted: { readonly edition: string; readonly election: number },
): Promise<AtHand> {
  const { edition, authority } = await presiding(tx, wanted.edition);
  const election = await lockElection(tx, edition.id, wanted.election);
  if (!election) throw new Refusal("missing", "electionUnknown", { number: wanted.election });
  return { tx, edition, election, authority };
}

export async function logElection(
  { tx, edition, election, authority }: AtHand,
  what: string,
  record: Readonly<Record<string, unknown>>,
): Promise<void> {
  await appendAct(tx, {
    type: `elections.election.${what}`,
    subject: electionPath(edition.slug, election.number),
    mandateId: authority.mandateId,
    record: { election: election.id, number: election.number, ...record },
  });
}

/**
 * Calls an election as a draft; needs `congress.preside`. Gives its number; the same request key gives the same one. Refuses
 * with the reasons of `rulesFitTogether`, with `organizationUnknown` and `officeUnknown`.
 */
export async function callElection(ctx: Ctx, input: CallElectionInput): Promise<number> {
  const wanted = parse(callElectionInput, input);
  hold(rulesFitTogether(wanted), "invalid");
  const calling = () => transact(ctx, (tx) => call(tx, wanted));
  if (ctx.db.isTransaction) return calling();
  return inTurn(`elections of ${wanted.edition}`, async () => {
    try {
      return await calling();
    } catch (error) {
      // Another process took the number, or the same form came twice: now it can be seen.
      if (!["elections_number", "elections_request"].includes(brokenConstraint(error) ?? "")) throw error;
      return calling();
    }
  });
}

async function call(tx: Ctx, wanted: z.output<typeof callElectionInput>): Promise<number> {
  const { edition, authority } = await presiding(tx, wanted.edition);
  const earlier = await findElectionByRequest(tx, edition.id, wanted.requestKey);
  if (earlier !== undefined) return earlier;
  await holdOffice(tx, wanted.gives);
  const id = tx.newId() as ElectionId;
  const number = await nextElectionNumber(tx, edition.id);
  const { kind, title, about, rules, gives, requestKey } = wanted;
  const actId = await appendAct(tx, {
    type: "elections.election.called",
    subject: electionPath(edition.slug, number),
    mandateId: authority.mandateId,
    record: { election: id, number, kind, title, about, rules: rulesAsJson(rules), gives },
  });
  const calledUnder = authority.mandateId;
  const words = { title, about, rules, gives };
  await insertElection(tx, id, {
    ...words,
    editionId: edition.id,
    number,
    kind,
    calledUnder,
    requestKey,
    actId,
  });
  return number;
}

async function holdOffice(tx: Ctx, gives: ElectedOffice | null): Promise<void> {
  if (!gives) return;
  const found = await readOrganizations(tx.db, [gives.organizationId]);
  try {
    found.of(gives.organizationId);
  } catch {
    throw new Refusal("missing", "organizationUnknown");
  }
  const offices = await listOffices(tx.db);
  if (!offices.some(({ key }) => key === gives.office))
    throw new Refusal("invalid", "officeUnknown", { office: gives.office });
}

/** Writes it anew while it is not open; needs `congress.preside`. Refuses as `callElection`, with `electionRulesFrozen` {state}. */
export async function reviseElection(ctx: Ctx, input: ReviseElectionInput): Promise<void> {
  const wanted = parse(reviseElectionInput, input);
  await transact(ctx, async (tx) => {
    const at = await electionAtHand(tx, wanted);
    hold(electionsAreNotOpenYet(at.election.state));
    hold(rulesFitTogether({ ...wanted, kind: at.election.kind }), "invalid");
    await holdOffice(tx, wanted.gives);
    const { title, about, rules, gives } = wanted;
    await rewriteElection(tx, at.election.id, { title, about, rules, gives });
    await logElection(at, "revised", { title, about, rules: rulesAsJson(rules), gives });
  });
}

/** From now on delegations put candidates forward; needs `congress.preside`. Refuses with `electionNotInState` {state}. */
export async function openNominations(ctx: Ctx, input: ElectionInput): Promise<void> {
  const wanted = parse(electionInput, input);
  await transact(ctx, async (tx) => {
    const at = await electionAtHand(tx, wanted);
    hold(electionsGoStepByStep(at.election.state, "nominating"));
    if (at.election.kind !== "people") hold(broken("nominationsOnlyOfPeople"));
    await moveElection(tx, at.election.id, { state: "nominating" });
    await logElection(at, "nominations_opened", {});
  });
}

/**
 * Opens it to votes; needs `congress.preside`. Candidates who stand get their numbers, accredited delegations are the roll,
 * and nothing of it changes any more. Refuses with `electionNotInState` {state}, `candidatesTooFew` {standing, needed},
 * `candidatesWithoutGroup` {by}, `guaranteeCannotBeMet` {of, least, standing} and `nobodyAccredited`.
 */
export async function openElection(ctx: Ctx, input: ElectionInput): Promise<void> {
  const wanted = parse(electionInput, input);
  await transact(ctx, async (tx) => {
    const at = await electionAtHand(tx, wanted);
    const { election, edition } = at;
    hold(electionsGoStepByStep(election.state, "open"));
    const { rules, kind } = election;
    const standing = (await listCandidateRows(tx.db, election.id)).filter(
      ({ state }) => state === "standing",
    );
    hold([
      ...rulesFitTogether(election),
      kind === "budget" && standing.length > 0
        ? { ok: true }
        : candidatesAreEnough(standing.length, rules.seats),
      guaranteesCanBeMet(standing, rules.guarantees),
    ]);
    const roll = await rollOf(tx, edition, rules.weights);
    hold(roll.length > 0 ? { ok: true } : broken("nobodyAccredited"));
    await numberCandidates(
      tx,
      standing.map(({ id }) => id),
    );
    await insertRoll(tx, election.id, roll);
    await moveElection(tx, election.id, { state: "open" });
    await logElection(at, "opened", {
      rules: rulesAsJson(rules),
      gives: election.gives,
      ballot: standing.map(({ id, cost }, index) => ({
        number: index + 1,
        candidate: id,
        ...(cost === null ? {} : { cost: String(cost) }),
      })),
      roll: roll.map(({ organizationId, weight }) => ({ organization: organizationId, weight })),
    });
  });
}

/** Accredited delegations, each once or with as many votes as the call gave it seats; one without seats has none. */
async function rollOf(tx: Ctx, edition: Edition, weights: "one_each" | "seats"): Promise<OnTheRoll[]> {
  const accredited = await accreditedOrganizations(tx, edition.id);
  if (weights === "one_each") return accredited.map((organizationId) => ({ organizationId, weight: 1 }));
  const seats = new Map<OrganizationId, number>(
    (await listDelegationSeats(tx.db, edition)).map((one) => [one.id, one.seats]),
  );
  return accredited
    .map((organizationId) => ({ organizationId, weight: seats.get(organizationId) ?? 0 }))
    .filter(({ weight }) => weight > 0);
}

/**
 * Ends the voting; needs `congress.preside`. The ballots are fixed by their hash, and those of a secret election leave the
 * box all at once. Refuses with `electionNotInState` {state} and `nobodyVoted`. How many ballots count.
 */
export async function closeElection(ctx: Ctx, input: ElectionInput): Promise<number> {
  const wanted = parse(electionInput, input);
  return transact(ctx, async (tx) => {
    const at = await electionAtHand(tx, wanted);
    const { election } = at;
    hold(electionsGoStepByStep(election.state, "closed"));
    const counted = await countedBallots(tx.db, election);
    const ballots = counted.reduce((sum, { votes }) => sum + votes, 0);
    hold(ballots > 0 ? { ok: true } : broken("nobodyVoted"));
    const hash = isPublic(election.rules, ballots) ? ballotsHash(election, counted) : null;
    await moveElection(tx, election.id, { state: "closed", ballots, ballotsHash: hash });
    if (election.rules.secret) await emptyBox(tx, election.id, counted);
    await logElection(at, "closed", { ballots, ballotsHash: hash });
    return ballots;
  });
}

/**
 * Takes an election back for a reason that everybody may read; needs `congress.preside`. Mandates that it gave are not
 * touched: those are recalled. Refuses with `electionNotInState` {state}.
 */
export async function annulElection(ctx: Ctx, input: AnnulElectionInput): Promise<void> {
  const wanted = parse(annulElectionInput, input);
  await transact(ctx, async (tx) => {
    const at = await electionAtHand(tx, wanted);
    hold(electionsGoStepByStep(at.election.state, "annulled"));
    await moveElection(tx, at.election.id, { state: "annulled", reason: wanted.reason });
    if (at.election.rules.secret) await emptyBox(tx, at.election.id, []);
    await logElection(at, "annulled", { reason: wanted.reason });
  });
}

// The elections of the meeting of these days, all invented: a commission by transferable votes with a seat for every region,
// priorities, a budget in a community currency, one that is open now, and a recall that collects signatures.
import {
  addOption,
  callElection,
  type CallElectionInput,
  castBallot,
  closeElection,
  countElection,
  findElection,
  installElected,
  methodFacts,
  nominateCandidate,
  openElection,
  openNominations,
  openRecall,
  signRecall,
} from "#elections";
import type { Ctx } from "#platform/context";
import type { DemoElection, DemoElections } from "./data.ts";
import type { Meeting } from "./open-text.ts";

const DAY = 24 * 60;
const HOUR = 60;
/** Gives the offices of the confederation. */
const GRANTER = "mariela-tovar-quiroga";

export type Voters = Meeting & { readonly members: readonly { externalId: string; key: string }[] };

export async function holdElections(data: DemoElections, meeting: Voters): Promise<void> {
  for (const election of data.elections) await hold(election, data, meeting);
  await petition(data, meeting);
}

function rulesOf(election: DemoElection, { source }: DemoElections): CallElectionInput["rules"] {
  const { method, settings = {}, seats = null, guarantees = {}, budget } = election;
  return {
    method,
    settings,
    seats,
    ties: "lot",
    source,
    guarantees: Object.entries(guarantees).map(([of, least]) => ({ by: "region", of, least })),
    budget: budget ? { ...budget, total: BigInt(budget.total) } : null,
    mostPoints: null,
    secret: false,
  };
}

async function hold(election: DemoElection, data: DemoElections, meeting: Voters): Promise<void> {
  const { edition, cast } = meeting;
  const start = election.day * DAY - 12 * HOUR;
  const chair = (minutes: number) => meeting.chair(start + minutes);
  const { kind, title, about, organ, office } = election;
  const number = await callElection(chair(0), {
    edition,
    kind,
    title,
    about,
    rules: rulesOf(election, data),
    gives: organ && office ? { organizationId: cast.organization(organ), office, endsOn: null } : null,
    requestKey: meeting.chair(0).newId(),
  });
  const address = { edition, election: number };
  if (kind === "people") await openNominations(chair(10), address);
  await fillBallot(election, address, meeting, start);
  await openElection(chair(2 * HOUR), address);
  await vote(election, address, meeting, start + 3 * HOUR);
  if (election.state !== "counted") return;
  await closeElection(chair(5 * HOUR), address);
  await countElection(chair(5 * HOUR + 10), { ...address, drawn: election.drawn ?? null });
  await install(election, address, cast.acting(GRANTER, meeting.at(start + 6 * HOUR)));
}

type Address = { readonly edition: string; readonly election: number };

async function fillBallot(election: DemoElection, address: Address, meeting: Voters, start: number) {
  const { cast, at } = meeting;
  const nothing = { about: null, gender: null, region: null };
  for (const [externalId, name] of election.people ?? []) {
    const ctx = cast.acting(cast.spokesperson(externalId), at(start + HOUR));
    const organizationId = cast.organization(externalId);
    const by = { ...address, ...nothing, organizationId, requestKey: ctx.newId() };
    await nominateCandidate(ctx, { ...by, person: null, name, hasAccepted: true });
  }
  for (const { name, cost, organization } of election.options ?? []) {
    const ctx = meeting.chair(start + HOUR);
    await addOption(ctx, {
      ...address,
      ...nothing,
      name,
      cost: cost === undefined ? null : BigInt(cost),
      organizationId: organization === undefined ? null : cast.organization(organization),
      requestKey: ctx.newId(),
    });
  }
}

/** One ballot a delegation, in their order; numbers on the ballot, ranked where the method ranks. */
async function vote({ method, ballots }: DemoElection, address: Address, meeting: Voters, start: number) {
  const isRanked = methodFacts(method).ballot === "ranked";
  for (const [index, { externalId, key }] of meeting.members.entries()) {
    const entries = ballots[index];
    if (!entries) continue;
    const ctx = meeting.cast.acting(key, meeting.at(start + index));
    await castBallot(ctx, {
      ...address,
      organizationId: meeting.cast.organization(externalId),
      marks: entries.map((number, place): [number, number] => [number, isRanked ? place + 1 : 1]),
      requestKey: ctx.newId(),
    });
  }
}

/** Those who have taken their office already, by their numbers on the ballot. */
async function install({ install: numbers = [] }: DemoElection, address: Address, granter: Ctx) {
  const found = await findElection(granter.db, address.edition, address.election);
  for (const { id, number } of found?.candidates ?? [])
    if (number !== null && numbers.includes(number))
      await installElected(granter, { ...address, candidateId: id });
}

async function petition({ recall }: DemoElections, { edition, cast, at }: Voters): Promise<void> {
  const acting = (externalId: string, minutes: number) =>
    cast.acting(cast.spokesperson(externalId), at(recall.day * DAY + minutes));
  const opener = acting(recall.by, 0);
  const found = await findElection(opener.db, edition, 1);
  const mandateId = found?.candidates.find(({ number }) => number === recall.of)?.electedMandate;
  if (!mandateId) throw new Error("the demonstration recalls somebody whom it elected");
  const recallId = await openRecall(opener, {
    mandateId,
    organizationId: cast.organization(recall.by),
    reason: recall.reason,
    requestKey: opener.newId(),
  });
  for (const signer of recall.signed_by)
    await signRecall(acting(signer, HOUR), { recallId, organizationId: cast.organization(signer) });
}

// Following elections: called, opened, voted on, closed, and counted again from the ballots that the log holds.
// Invariant: nothing of an election's own files is taken: ballots, hash, count and elected follow from the acts alone. Of secret
// ballots the log has none, so that of those only the number of voters is held.
import { BallotCollector, type BudgetElection, type Election } from "../ballots/index.ts";
import { type Count, CountRefused, methodFor } from "../tally/index.ts";
import { canonicalHash } from "../transparency/index.ts";
import { z } from "zod";
import { type Ballot, ballotShape, type ElectionWorld, type Opened, openedShape } from "./election-world.ts";
import { found, hold } from "./fault.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import { named, textIn, type World } from "./world.ts";

const countedShape = z.object({
  method: z.string(),
  settings: z.record(z.string(), z.string()),
  seed: z.string().nullable(),
  elected: z.array(z.int()),
  countHash: z.string().nullable(),
});

function read<Shape extends z.ZodType>(shape: Shape, act: Act): z.output<Shape> {
  const { success, data } = shape.safeParse(act.record);
  hold(success, "recordDiffers", { index: act.index, act: act.id, type: act.type });
  return data as z.output<Shape>;
}

function electionOf(world: World, act: Act): ElectionWorld {
  const id = textIn(act, "election");
  const election = found(world.elections.get(id), "objectMissing", {
    what: "election",
    which: id,
    act: act.id,
  });
  const subject = `${world.edition.subject}/elections/${election.number}`;
  hold(act.subject === subject, "orderBroken", { act: act.id, type: act.type });
  return election;
}

function presided(world: World, act: Act): void {
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
}

export function followElectionCalled(world: World, act: Act): void {
  const {
    election: id,
    number,
    kind,
  } = read(z.object({ election: z.string(), number: z.int(), kind: z.string() }), act);
  presided(world, act);
  hold(
    act.subject === `${world.edition.subject}/elections/${number}` &&
      number === world.elections.size + 1 &&
      !world.elections.has(id),
    "orderBroken",
    { act: act.id, type: act.type },
  );
  const ballots = new Map<string, Ballot>();
  world.elections.set(id, { id, number, kind, state: "drafted", opened: null, ballots, voters: new Set() });
}

/** What changes a draft, or puts somebody on its ballot; the ballot itself is what the opening says. */
export function followElectionDraft(world: World, act: Act): void {
  const { state } = electionOf(world, act);
  const isDraft = state === "drafted" || act.type === "elections.candidate.took_office";
  hold(isDraft, "orderBroken", { act: act.id, type: act.type });
}

export function followElectionOpened(world: World, act: Act): void {
  const election = electionOf(world, act);
  presided(world, act);
  const opened = read(openedShape, act);
  const inOrder = opened.ballot.every(({ number }, at) => number === at + 1);
  hold(election.state === "drafted" && inOrder, "orderBroken", { act: act.id, type: act.type });
  const strangers = opened.roll.filter(({ organization }) => !world.accredited.has(organization));
  hold(strangers.length === 0, "rollDiffers", {
    rollCall: election.id,
    organization: named(world, strangers[0]?.organization ?? ""),
  });
  election.opened = opened;
  election.state = "open";
}

export function followBallot(world: World, act: Act): void {
  const election = electionOf(world, act);
  const organization = textIn(act, "organization");
  const where = { rollCall: election.id, organization: named(world, organization), vote: act.id };
  hold(election.state === "open", "voteNotOpen", where);
  const { roll, rules } = election.opened ?? { roll: [], rules: null };
  hold(
    roll.some((one) => one.organization === organization),
    "voteOutsideRoll",
    where,
  );
  authorised(world, act, "congress.vote", organization, "mandateOnly");
  const isSecret = act.type === "elections.ballot.put_in_box";
  hold(rules?.secret === isSecret && !election.voters.has(organization), "orderBroken", {
    act: act.id,
    type: act.type,
  });
  if (isSecret) election.voters.add(organization);
  else election.ballots.set(organization, read(ballotShape, act));
}

const byOrganization = ({ ballots }: ElectionWorld) =>
  [...ballots].sort(([one], [other]) => (one < other ? -1 : 1));

export function followElectionClosed(world: World, act: Act): void {
  const election = electionOf(world, act);
  presided(world, act);
  hold(election.state === "open", "orderBroken", { act: act.id, type: act.type });
  election.state = "closed";
  const { roll, rules } = election.opened ?? { roll: [], rules: null };
  const cast = rules?.secret ? election.voters.size : election.ballots.size;
  const facts = { number: election.number, act: act.id };
  hold(act.record["ballots"] === cast, "electionDiffers", facts);
  if (rules?.secret) return;
  const content = {
    format: "cumbe/ballots/1",
    election: election.id,
    ballots: byOrganization(election).map(([organization, { entries, points }]) => ({
      entries,
      ...(points && { points }),
      organization,
      weight: roll.find((one) => one.organization === organization)?.weight ?? 0,
    })),
  };
  const hash = Buffer.from(canonicalHash(content)).toString("hex");
  hold(act.record["ballotsHash"] === hash, "electionDiffers", facts);
}

/** Counts again what the log holds of the ballots, by the rules with which the election opened. */
export function followElectionCounted(world: World, act: Act): void {
  const election = electionOf(world, act);
  presided(world, act);
  hold(election.state === "closed", "orderBroken", { act: act.id, type: act.type });
  election.state = "counted";
  const said = read(countedShape, act);
  const facts = { number: election.number, act: act.id };
  if (!election.opened || election.opened.rules.secret) return;
  const { method, ties } = election.opened.rules;
  const isOfElection = said.seed === null ? ties === "order" : said.seed.startsWith(`${election.id}:`);
  hold(said.method === method && isOfElection, "electionDiffers", facts);
  hold(keepsGuarantees(election.opened, said), "electionDiffers", facts);
  const count = countAgain(election, election.opened, said);
  const elected = count?.elected.map((place) => place + 1) ?? [];
  const hash = count && Buffer.from(canonicalHash(count)).toString("hex");
  hold(String(said.elected) === String(elected) && said.countHash === hash, "electionDiffers", facts);
}

export function followElectionAnnulled(world: World, act: Act): void {
  const election = electionOf(world, act);
  presided(world, act);
  hold(election.state !== "annulled", "orderBroken", { act: act.id, type: act.type });
  election.state = "annulled";
}

type Said = z.infer<typeof countedShape>;

/**
 * The method was told what the rules say, and of each guarantee how many; who belongs to its group the log does not know, but
 * the count that everybody can repeat does.
 */
function keepsGuarantees({ rules }: Opened, { settings }: Said): boolean {
  const left = new Map(Object.entries(settings));
  const told = rules.guarantees.every(({ of, least }) => {
    const name = `at-least:${of}`;
    const value = left.get(name);
    return left.delete(name) && value?.startsWith(`${least}/`) === true;
  });
  return told && sameJson(Object.fromEntries(left), rules.settings);
}

function countAgain(election: ElectionWorld, opened: Opened, said: Said): Count | undefined {
  try {
    const cast = castIn(election, opened);
    return methodFor(said.method, cast).count(cast, {
      seats: cast.seats,
      ties: said.seed === null ? { by: "order" } : { by: "lot", seed: said.seed },
      stages: true,
      all: false,
      settings: said.settings,
    });
  } catch (error) {
    // A method that there is none of, or that cannot count this, is no count that holds.
    if (error instanceof CountRefused || error instanceof RangeError) return undefined;
    throw error;
  }
}

function castIn(election: ElectionWorld, { rules, ballot, roll }: Opened): Election | BudgetElection {
  const cast = byOrganization(election);
  const isScored = cast.some(([, { points }]) => points !== undefined);
  const isRanked = !isScored && rules.budget === null && rules.method !== "approval";
  const collector = new BallotCollector({
    kind: isScored ? "score" : isRanked ? "ranked" : "approval",
    candidates: ballot.length,
  });
  for (const [organization, { entries, points = null }] of cast) {
    const weight = roll.find((one) => one.organization === organization)?.weight ?? 0;
    const places = entries.map((number) => number - 1);
    collector.add(places, places.length, weight, points);
  }
  const counted: Election = {
    title: null,
    candidates: ballot.map(({ number }) => ({ id: `${number}`, name: `${number}`, withdrawn: false })),
    seats: election.kind === "priorities" ? ballot.length : rules.seats,
    ballots: collector.finish(),
  };
  if (!rules.budget) return counted;
  let amounts = [BigInt(rules.budget.total), ...ballot.map(({ cost = "0" }) => BigInt(cost))];
  let places = rules.budget.decimals;
  for (; places > 0 && amounts.every((one) => one % 10n === 0n); places--)
    amounts = amounts.map((one) => one / 10n);
  const [budget = 0n, ...costs] = amounts;
  return {
    ...counted,
    budget,
    costs,
    budgetUnit: 10 ** places,
    currency: rules.budget.currency,
    voteType: "approval",
  };
}

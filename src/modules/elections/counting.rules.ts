// From the ballots of an election to a count, and to the file with which anybody repeats it. Pure.
// Invariant: the file holds exactly what is counted here, so that the printed command gives the same protocol.
import {
  BallotCollector,
  BallotFault,
  type BudgetElection,
  type Election as Cast,
  isBudgetElection,
  writeBlt,
  writeCsv,
  writePabulib,
} from "#algorithms/ballots";
import { type Count, CountRefused, methodFor } from "#algorithms/tally";
import { textIn } from "#platform/multilingual";
import { broken, type Verdict } from "#platform/rules";
import type { KeptBallot } from "./ballots.store.ts";
import { seedOf } from "./elections.rules.ts";
import { methodFacts } from "./methods.rules.ts";
import type { Budget, Candidate, Election } from "./types.ts";

/** What is on the ballot, by number. */
function onTheBallot(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ number }) => number !== null).sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
}

/** How many the method is asked for: the seats, or all of them where it is their order that is wanted. */
function seatsAsked({ kind, rules }: Election, candidates: number): number | null {
  return kind === "priorities" ? candidates : rules.seats;
}

/** The election as the methods of counting and the files of ballots know it. */
export function castIn(
  election: Election,
  candidates: readonly Candidate[],
  ballots: readonly KeptBallot[],
): Cast | BudgetElection {
  const { rules, title, kind } = election;
  const standing = onTheBallot(candidates);
  const collector = new BallotCollector({
    kind: methodFacts(rules.method).ballot,
    candidates: standing.length,
  });
  for (const { entries, points, weight } of ballots)
    collector.add(
      entries.map((number) => number - 1),
      entries.length,
      weight,
      points,
    );
  const cast: Cast = {
    title: textIn(title, title.source).text,
    candidates: standing.map(({ number, name }) => ({
      id: `${number}`,
      name: textIn(name, name.source).text,
      withdrawn: false,
    })),
    seats: kind === "budget" ? null : seatsAsked(election, standing.length),
    ballots: collector.finish(),
  };
  if (!rules.budget) return cast;
  const costs = standing.map(({ cost }) => cost ?? 0n);
  return { ...cast, ...moneyOf(rules.budget, costs), currency: rules.budget.currency, voteType: "approval" };
}

/** In the largest unit in which all amounts are whole, which is the one that a file of them is read back in. */
function moneyOf({ total, decimals }: Budget, costs: readonly bigint[]) {
  let places = decimals;
  let amounts = [total, ...costs];
  while (places > 0 && amounts.every((one) => one % 10n === 0n)) {
    amounts = amounts.map((one) => one / 10n);
    places--;
  }
  const [budget = 0n, ...each] = amounts;
  return { budget, costs: each, budgetUnit: 10 ** places };
}

/**
 * What the method is told by name: its own settings, and the guarantees as the method reads them from a command:
 * `at-least:005=1/2,4,7`, the candidates by their numbers on the ballot.
 */
export function settingsFor({ rules }: Election, candidates: readonly Candidate[]): Record<string, string> {
  const standing = onTheBallot(candidates);
  const guarantees = rules.guarantees.map(({ by, of, least }): [string, string] => {
    const members = standing.filter((one) => one[by] === of).map(({ number }) => number);
    return [`at-least:${of}`, `${least}/${members.join(",")}`];
  });
  return { ...rules.settings, ...Object.fromEntries(guarantees) };
}

/** The count by the election's own rules, or why there is none. `drawn`: null where ties go by the order on the ballot. */
export function countBy(
  election: Election,
  candidates: readonly Candidate[],
  ballots: readonly KeptBallot[],
  drawn: string | null,
): Count | Verdict {
  const { rules, id } = election;
  try {
    const cast = castIn(election, candidates, ballots);
    return methodFor(rules.method, cast).count(cast, {
      seats: cast.seats,
      ties: drawn === null ? { by: "order" } : { by: "lot", seed: seedOf(id, drawn) },
      stages: true,
      all: false,
      settings: settingsFor(election, candidates),
    });
  } catch (error) {
    if (error instanceof CountRefused) return broken("electionNotCountable", { why: error.reason });
    throw error;
  }
}

export function isCount(found: Count | Verdict): found is Count {
  return "elected" in found;
}

export type BallotFile = { readonly name: string; readonly bytes: Uint8Array };

/** Its ending says the format: budgets, rankings, and what has neither. */
export function ballotFileNameOf({ kind, rules }: Election): string {
  if (kind === "budget") return "ballots.pb";
  return methodFacts(rules.method).ballot === "ranked" ? "ballots.blt" : "ballots.csv";
}

/** The ballots as a file that `bin/cumbe tally` reads. Names that its format cannot hold are told by their numbers. */
export function ballotFileOf(election: Election, cast: Cast | BudgetElection): BallotFile {
  const name = ballotFileNameOf(election);
  try {
    return { name, bytes: bytesOf(cast) };
  } catch (error) {
    if (!(error instanceof BallotFault)) throw error;
    const candidates = cast.candidates.map((one) => ({ ...one, name: `# ${one.id}` }));
    return { name, bytes: bytesOf({ ...cast, title: null, candidates }) };
  }
}

function bytesOf(cast: Cast | BudgetElection): Uint8Array {
  if (isBudgetElection(cast)) return Buffer.from(writePabulib(cast));
  return cast.ballots.kind === "ranked" ? writeBlt(cast) : writeCsv(cast);
}

/** The command that repeats the count from that file, word by word. */
export function commandFor(election: Election, candidates: readonly Candidate[]): string {
  const { rules, drawn, id } = election;
  const words = ["bin/cumbe tally", ballotFileNameOf(election), "--rule", rules.method];
  const seats = seatsAsked(election, onTheBallot(candidates).length);
  if (seats !== null) words.push("--seats", String(seats));
  for (const [name, value] of Object.entries(settingsFor(election, candidates)))
    words.push("--set", `${name}=${value}`);
  if (drawn !== null) words.push("--seed", seedOf(id, drawn));
  return [...words, "--json"].join(" ");
}

// From the ballots of an election to a count, and to the file with which anybody repeats it. Pure.
// Invariant: the file holds exactly what is counted here, so that the printed command gives the same protocol.
import { BallotCollector, type BudgetElection, type Election as Cast, writePabulib } from "#algorithms/ballots";
import { budgetMethods, type Count, CountRefused, type Method } from "#algorithms/tally";
import { textIn } from "#platform/multilingual";
import { broken, type Verdict } from "#platform/rules";
import type { KeptBallot } from "./ballots.store.ts";
import { seedOf } from "./elections.rules.ts";
import { methodFacts, type MethodName } from "./methods.rules.ts";
import type { Candidate, Election } from "./types.ts";

/** What is on the ballot, by number. */
function onTheBallot(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ number }) => number !== null).sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
}

/** How many the method is asked for: the seats, or all of them where it is their order that is wanted. */
export function seatsAsked({ kind, rules }: Election, candidates: number): number | null {
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
  const { total, currency, decimals } = rules.budget;
  return {
    ...cast,
    budget: total,
    costs: standing.map(({ cost }) => cost ?? 0n),
    budgetUnit: 10 ** decimals,
    currency,
    voteType: "approval",
  };
}

function methodOf(name: MethodName): Method<never> {
  return budgetMethods[name as keyof typeof budgetMethods] as Method<never>;
}

/** The count by the election's own rules, or why there is none. `drawn`: null where ties go by the order on the ballot. */
export function countBy(election: Election, cast: Cast, drawn: string | null): Count | Verdict {
  const { rules, id } = election;
  try {
    return methodOf(rules.method).count(cast as never, {
      seats: cast.seats,
      ties: drawn === null ? { by: "order" } : { by: "lot", seed: seedOf(id, drawn) },
      stages: true,
      all: false,
      settings: rules.settings,
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

/** The ballots as a file that `bin/cumbe tally` reads; its name says which format it has. */
export function ballotFileOf(cast: Cast | BudgetElection): BallotFile {
  return { name: "ballots.pb", bytes: Buffer.from(writePabulib(cast as BudgetElection)) };
}

/** The command that repeats the count from that file, word by word. */
export function commandFor(election: Election, file: string, seats: number | null): string {
  const { rules, drawn, id } = election;
  const words = ["bin/cumbe tally", file, "--rule", rules.method];
  if (seats !== null) words.push("--seats", String(seats));
  for (const [name, value] of Object.entries(rules.settings)) words.push("--set", `${name}=${value}`);
  if (drawn !== null) words.push("--seed", seedOf(id, drawn));
  return [...words, "--json"].join(" ");
}

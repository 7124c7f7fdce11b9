// Writes a vote on a budget as a file in Pabulib's format, which `readPabulib` reads back as the same.
// Invariant: the file holds ballots and nothing of those who cast them; voters are numbered in the order of alike ballots.
import { decimalOf } from "../fractions/index.ts";
import { alsoRanked, distinct } from "./ballots.ts";
import type { BudgetElection } from "./budget-election.ts";
import { BallotFault } from "./fault.ts";
import { writtenField } from "./rows.ts";

const MOST_VOTES = 10_000_000;

/** BallotFault `weightNotWhole` (the format has no weights), `tooManyBallots` {most}, `ranksShared` (nor shared ranks). */
export function writePabulib(election: BudgetElection): string {
  const { ballots, budgetUnit } = election;
  if (ballots.weightUnit !== 1) throw new BallotFault("weightNotWhole");
  if (ballots.totalWeight > MOST_VOTES) throw new BallotFault("tooManyBallots", null, { most: MOST_VOTES });
  const decimals = `${budgetUnit}`.length - 1;
  const meta: [string, string | null][] = [
    ["description", election.title],
    ["num_projects", `${election.candidates.length}`],
    ["num_votes", `${ballots.totalWeight}`],
    ["budget", decimalOf(election.budget, decimals)],
    ["currency", election.currency],
    ["vote_type", election.voteType],
  ];
  const rows = ["META", "key;value"];
  for (const [key, value] of meta) if (value) rows.push(`${key};${writtenField(value)}`);
  rows.push("PROJECTS", "project_id;cost;name");
  for (const [project, { id, name }] of election.candidates.entries())
    rows.push(
      `${writtenField(id)};${decimalOf(election.costs[project] ?? 0n, decimals)};${writtenField(name)}`,
    );
  rows.push("VOTES", ballots.kind === "score" ? "voter_id;vote;points" : "voter_id;vote");
  let voter = 0;
  for (let ballot = 0; ballot < distinct(ballots); ballot++) {
    const vote = writtenVote(election, ballot);
    for (let cast = 0; cast < (ballots.weights[ballot] ?? 0); cast++) rows.push(`${++voter};${vote}`);
  }
  return `${rows.join("\n")}\n`;
}

function writtenVote({ ballots, candidates }: BudgetElection, ballot: number): string {
  const ids: string[] = [];
  const points: string[] = [];
  for (let at = ballots.offsets[ballot] ?? 0; at < (ballots.offsets[ballot + 1] ?? 0); at++) {
    const entry = ballots.entries[at] ?? 0;
    if (ballots.kind === "ranked" && entry >= alsoRanked) throw new BallotFault("ranksShared");
    ids.push(candidates[entry]?.id ?? "");
    points.push(decimalOf(BigInt(ballots.points?.[at] ?? 0), `${ballots.pointsUnit}`.length - 1));
  }
  const vote = writtenField(ids.join(","));
  return ballots.kind === "score" ? `${vote};${points.join(",")}` : vote;
}

// A count as the command line prints it: as JSON for programs, in sentences for people.
import { type Candidate, type Election } from "#algorithms/ballots";
import type { Count, Stage, Tie } from "#algorithms/tally";
import type { Translate } from "#platform/i18n/i18n";
import type { Io } from "./command.ts";

/** What each candidate is called where figures are told by name: those who share a name have their number with it. */
export function namesOf(candidates: readonly Candidate[]): readonly string[] {
  const times = new Map<string, number>();
  for (const { name } of candidates) times.set(name, (times.get(name) ?? 0) + 1);
  return candidates.map(({ name }, index) => (times.get(name) === 1 ? name : `${name} [${index + 1}]`));
}

type Written = { readonly election: Election; readonly count: Count; readonly stages: boolean };

/**
 * `elected` by name in the file's order, `elected_ids` by number from 1, `elected_keys` by what the file calls them,
 * `elected_in_order` by number as the method elected them; then quota, stages, ties, and every winning set (`alternatives`, by
 * number) where all were asked for.
 */
export function countAsJson({ election, count, stages }: Written): Record<string, unknown> {
  const { candidates } = election;
  const names = namesOf(candidates);
  const ids = (indexes: readonly number[]) => indexes.map((index) => index + 1);
  const elected = count.elected.toSorted((one, other) => one - other);
  return {
    elected: elected.map((index) => candidates[index]?.name ?? ""),
    elected_ids: ids(elected),
    elected_keys: elected.map((index) => candidates[index]?.id ?? ""),
    elected_in_order: ids(count.elected),
    quota: count.quota,
    stages: stages ? count.stages.map((stage) => stageAsJson(stage, names)) : [],
    ties: count.ties.map((tie) => tieAsJson(tie, names)),
    ...(count.alternatives && { alternatives: count.alternatives.map(ids) }),
  };
}

function stageAsJson(stage: Stage, names: readonly string[]): Record<string, unknown> {
  const byName = <T>(values: readonly T[]) =>
    values.length === 0 ? {} : Object.fromEntries(names.map((name, index) => [name, values[index]]));
  return {
    stage: stage.stage,
    action: stage.action,
    candidates: stage.candidates.map((index) => names[index]),
    votes: byName(stage.votes),
    // Whose surplus still waits is elected; that it waits is told beside it.
    states: byName(stage.states.map((state) => (state === "pending" ? "elected" : state))),
    pending: names.filter((_, index) => stage.states[index] === "pending"),
    ...stage.figures,
    ...(stage.constrained && { constrained: true }),
    ...(stage.matrix && { matrix: stage.matrix }),
  };
}

function tieAsJson(
  { stage, between, chosen, to, by }: Tie,
  names: readonly string[],
): Record<string, unknown> {
  const named = (indexes: readonly number[]) => indexes.map((index) => names[index]);
  return { stage, between: named(between), chosen: named(chosen), to, by };
}

export function sayCount(t: Translate, { election, count, stages }: Written, io: Pick<Io, "out">): void {
  const names = namesOf(election.candidates);
  const list = (indexes: readonly number[]) => indexes.map((index) => names[index] ?? "").join(", ");
  if (election.title) io.out(election.title);
  if (stages) for (const stage of count.stages) sayStage(t, stage, names, io);
  for (const { stage, between, chosen, by } of count.ties)
    io.out(t(`counting.tie.${by}`, { stage, between: list(between), chosen: list(chosen) }));
  if (count.quota !== null) io.out(t("counting.quota", { quota: count.quota }));
  if (count.alternatives)
    for (const [index, set] of count.alternatives.entries())
      io.out(t("counting.winningSet", { number: index + 1, list: list(set) }));
  else io.out(t("counting.elected", { count: count.elected.length, list: list(count.elected) }));
}

/** A stage as a line of what was done, and one for each candidate's figure. */
function sayStage(
  t: Translate,
  { stage, action, candidates, votes, states, figures, matrix }: Stage,
  names: readonly string[],
  io: Pick<Io, "out">,
): void {
  const whom = candidates.map((index) => names[index] ?? "").join(", ");
  const also = Object.entries(figures).map(([name, figure]) => `${t(`counting.figure.${name}`)} ${figure}`);
  io.out([`${stage} ${t(`counting.action.${action}`)}`, ...(whom ? [whom] : []), ...also].join(" · "));
  const width = Math.max(0, ...votes.map((figure) => figure.length));
  for (const [index, figure] of votes.entries()) {
    const state = states[index];
    io.out(
      `    ${figure.padStart(width)}  ${names[index] ?? ""}${state ? ` (${t(`counting.state.${state}`)})` : ""}`,
    );
  }
  for (const [index, row] of (matrix ?? []).entries()) io.out(`    ${row.join("\t")}\t${names[index] ?? ""}`);
}

// Random serial dictatorship: voters in an order by lot; one after the other, all whom a ballot approves are elected, for as long
// as there are seats, the first in the file first; seats that are left then are filled by lot. It is no way to represent
// anybody; it shows what proportional rules are better than.
import { fraction } from "../../fractions/index.ts";
import { figure } from "../figures.ts";
import type { CountOptions } from "../method.ts";
import { type Count, CountRefused, type Stage, type Tie } from "../result.ts";
import { tieChoice } from "../ties.ts";
import { type Profile, statesOf } from "./profile.ts";

const MOST_VOTERS = 1_000_000;

export function bySerialDictatorship(profile: Profile, options: CountOptions): Count {
  const { lines, weightUnit, totalWeight, seats, approved, standing } = profile;
  if (options.all) throw new CountRefused("alternativesNotKnown", { completion: "" });
  if (weightUnit !== 1) throw new CountRefused("weightNotWhole");
  if (totalWeight > MOST_VOTERS) throw new CountRefused("tooLarge", { what: "committees" });
  const choice = tieChoice(options.ties);
  const ballotOf = lines.flatMap(({ ballot, weight }) => Array.from({ length: weight }, () => ballot));
  const order = choice.choose(
    ballotOf.map((_, voter) => voter),
    ballotOf.length,
  );
  const stages: Stage[] = [];
  const ties: Tie[] = [];
  let elected: number[] = [];
  const elect = (more: readonly number[], figures: Stage["figures"]) => {
    elected = [...elected, ...more];
    const votes = profile.support.map((weight) => figure(fraction(weight)));
    const states = statesOf(profile, elected);
    stages.push({ stage: stages.length + 1, action: "elect", candidates: more, votes, states, figures });
  };
  for (const voter of order) {
    const more = (approved[ballotOf[voter] ?? -1] ?? [])
      .filter((candidate) => !elected.includes(candidate))
      .slice(0, seats - elected.length);
    if (more.length > 0) elect(more, { voter: `${voter + 1}` });
    if (elected.length === seats) break;
  }
  if (elected.length < seats) {
    const left = standing.filter((candidate) => !elected.includes(candidate));
    const chosen = choice.choose(left, seats - elected.length);
    if (left.length > chosen.length)
      ties.push({ stage: stages.length + 1, between: left, chosen, to: "elect", by: choice.by });
    elect(chosen, {});
  }
  return { elected, quota: null, stages: options.stages ? stages : [], ties };
}

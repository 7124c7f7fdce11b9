// Which facts rules ask for, so that nobody adopts rules by which a vote could never be decided.
// Invariant: every form of the grammar is walked; one that is added there has to be added here to compile.
import {
  type Amount,
  type Condition,
  type Measure,
  ruleFor,
  type Rules,
  type Share,
} from "../rules/index.ts";
import { BY_HEADS } from "./frozen.ts";

const OF_THE_VOTES = [
  "for",
  "against",
  "abstentions",
  "invalid",
  "votes_without_abstentions",
  "votes_cast",
  "ballots_cast",
] as const satisfies readonly Measure[];
const IN_A_REGION: readonly Measure[] = [...OF_THE_VOTES, "accredited"];

/** Facts that every roll call knows. */
const ALWAYS: ReadonlySet<string> = new Set<string>([
  ...IN_A_REGION,
  ...(["members", "organisations", "regions"] satisfies Measure[]),
  ...IN_A_REGION.map((fact) => `regions.${fact}`),
  "proposal",
  "opening",
]);
/** Known where somebody keeps the door. */
const WITH_A_ROOM: ReadonlySet<string> = new Set<string>([
  "present",
  "regions.present",
  `weighed.${BY_HEADS}.present`,
  `weighed.${BY_HEADS}.accredited`,
]);

/** What is asked for in a matter, each fact by its name, in alphabetical order. */
export function askedIn(rules: Rules, matter: string): string[] {
  const { quorum, adoption, weight, tie } = ruleFor(rules, matter);
  const asked = new Set<string>();
  for (const condition of [quorum, adoption]) if (condition) walk(condition, "", asked);
  if (weight && weight !== "equal") asked.add("weight");
  if (tie === "vote_again") asked.add("vote_again");
  return [...asked].sort();
}

function walk(condition: Condition, within: string, asked: Set<string>): void {
  if ("all" in condition) return condition.all.forEach((part) => walk(part, within, asked));
  if ("any" in condition) return condition.any.forEach((part) => walk(part, within, asked));
  if ("not" in condition) return walk(condition.not, within, asked);
  if ("weighed" in condition) return walk(condition.holds, `weighed.${condition.weighed}.`, asked);
  if ("days" in condition) return void asked.add(condition.since);
  if ("proposedBy" in condition) return void asked.add("proposer");
  const { of = "votes_cast", count = "for" } = condition;
  measure(count, within, asked);
  const bound =
    "atLeast" in condition
      ? condition.atLeast
      : "moreThan" in condition
        ? condition.moreThan
        : "atMost" in condition
          ? condition.atMost
          : condition.lessThan;
  measure(isShare(bound) ? of : bound, within, asked);
}

function isShare(bound: Amount | Share): bound is Share {
  return Array.isArray(bound);
}

function measure(amount: Amount, within: string, asked: Set<string>): void {
  if (typeof amount === "number") return;
  if (typeof amount === "string") return void asked.add(`${within}${amount}`);
  if ("share" in amount) return measure(amount.of, within, asked);
  if ("sum" in amount) return amount.sum.forEach((part) => measure(part, within, asked));
  if ("least" in amount) return amount.least.forEach((part) => measure(part, within, asked));
  if ("greatest" in amount) return amount.greatest.forEach((part) => measure(part, within, asked));
  if ("roundUp" in amount) return measure(amount.roundUp, within, asked);
  if ("roundDown" in amount) return measure(amount.roundDown, within, asked);
  if ("squareRoot" in amount) return measure(amount.squareRoot, within, asked);
  asked.add("regions");
  walk(amount.regionsWhere, "regions.", asked);
}

/** The first fact of a matter that no roll call can know, whoever keeps the door; undefined where there is none. */
export function unknownToRollCalls(rules: Rules, matter: string): string | undefined {
  return askedIn(rules, matter).find((fact) => !ALWAYS.has(fact) && !WITH_A_ROOM.has(fact));
}

/** Whether a vote on the matter has to be opened where the door is kept. */
export function asksForTheRoom(rules: Rules, matter: string): boolean {
  return askedIn(rules, matter).some((fact) => WITH_A_ROOM.has(fact));
}

// From rules and facts to a verdict and why. Pure and total: a fact that is missing is named, never thrown over.
// Invariant: the verdict depends on the rule of the matter and on the facts alone, not on the order of keys.
import { check, type Checked } from "./conditions.ts";
import { ruleFor } from "./matters.ts";
import { daysLater, milliseconds, wholeBody } from "./measures.ts";
import type {
  Condition,
  Evaluation,
  Explained,
  Facts,
  Instant,
  MatterRule,
  Rules,
  VerdictName,
} from "./types.ts";

/** What a condition of its own came to: who may propose, a quorum at the opening, a petition. */
export type Check = Omit<Checked, "explained"> & { readonly explained: Explained | null };

/** A condition by itself. What is not asked for holds. */
export function checkCondition(condition: Condition | null | undefined, facts: Facts): Check {
  if (!condition) return { held: true, missing: [], explained: null };
  const { held, missing, explained } = check(condition, wholeBody(facts));
  return { held, missing: named(missing), explained };
}

/** Whether somebody may propose in this matter: by `proposer`, `supporters` and what they are a share of. */
export function mayPropose(rules: Rules, matter: string, facts: Facts): Check {
  return checkCondition(ruleFor(rules, matter).proposal, facts);
}

/** Whether there is a quorum, as when a vote opens and nobody has voted yet. */
export function quorumOf(rules: Rules, matter: string, facts: Facts): Check {
  return checkCondition(ruleFor(rules, matter).quorum, facts);
}

/** Whether a petition for recall has the support that it needs; where the rules say nothing of petitions, none does. */
export function petitionCarries(rules: Rules, facts: Facts): Check {
  const petition = rules.mandates?.petition;
  return petition ? checkCondition(petition, facts) : { held: false, missing: [], explained: null };
}

function named(missing: readonly string[]): string[] {
  return [...new Set(missing)].sort();
}

type Outcome = Pick<Evaluation, "verdict" | "until" | "tie"> & { readonly missing?: readonly string[] };

function outcome(verdict: VerdictName, more: Partial<Outcome> = {}): Outcome {
  return { verdict, until: null, tie: null, ...more };
}

type Readings = {
  readonly reading: Evaluation["reading"];
  readonly missing: readonly string[];
  /** Before which this vote may not open. */
  readonly earliest: Instant | null;
  readonly isTooEarly: boolean;
};

function readingsOf({ readings }: MatterRule, facts: Facts): Readings {
  const none = { reading: null, missing: [], earliest: null, isTooEarly: false };
  if (!readings || readings.times < 2) return none;
  const { times, days } = readings;
  if (!facts.readings) return { ...none, missing: ["readings"] };
  const number = Math.min(facts.readings.length + 1, times);
  const reading = { number, of: times, days };
  const last = facts.readings.at(-1);
  if (last === undefined || days === 0) return { ...none, reading };
  const [before, opening] = [milliseconds(last), milliseconds(facts.opening)];
  if (before === undefined) return { ...none, reading, missing: ["readings"] };
  const earliest = daysLater(before, days) ?? null;
  if (opening === undefined) return { ...none, reading, earliest, missing: ["opening"] };
  return { reading, missing: [], earliest, isTooEarly: earliest === null || opening < Date.parse(earliest) };
}

function carried({ reading }: Readings, facts: Facts): Outcome {
  if (!reading || reading.number >= reading.of) return outcome("adopted");
  const now = milliseconds(facts.now);
  const until = now === undefined ? null : (daysLater(now, reading.days) ?? null);
  return outcome("another_reading", { until });
}

/** As many against as in favour, and one vote more in favour would carry. */
function isTied(adoption: Condition, facts: Facts): boolean {
  const { votes } = facts;
  if (!votes || votes.for !== votes.against) return false;
  return check(adoption, wholeBody({ ...facts, votes: { ...votes, for: votes.for + 1 } })).held === true;
}

function tied(rule: MatterRule, facts: Facts, readings: Readings): Outcome {
  const handling = rule.tie ?? "status_quo";
  const castingVote = handling === "casting_vote" ? (facts.casting_vote ?? null) : null;
  const tie = { handling, castingVote };
  if (handling === "status_quo") return outcome("rejected", { tie });
  if (castingVote === null) return outcome("tied", { tie });
  return castingVote === "for" ? { ...carried(readings, facts), tie } : outcome("rejected", { tie });
}

/** The instants at which a waiting time within a condition ends, earliest first. */
function endsOf(explained: Explained): Instant[] {
  switch (explained.kind) {
    case "all":
    case "any":
      return explained.parts.flatMap(endsOf).sort();
    case "not":
    case "weighed":
      return endsOf(explained.part);
    case "days":
      return explained.by === "now" && explained.until !== null ? [explained.until] : [];
    default:
      return [];
  }
}

/** When it will hold if nothing changes but the time; null where it will not. */
function holdsFrom(adoption: Condition, explained: Explained, facts: Facts): Instant | null {
  const now = milliseconds(facts.now) ?? 0;
  const ends = endsOf(explained).filter((end) => Date.parse(end) > now);
  return ends.find((end) => check(adoption, wholeBody({ ...facts, now: end })).held === true) ?? null;
}

function decided(rule: MatterRule, checked: Checked, facts: Facts, readings: Readings): Outcome {
  const { adoption } = rule;
  if (!adoption || checked.held === true) return carried(readings, facts);
  if (checked.held === null) return outcome("undecided", { missing: checked.missing });
  const until = holdsFrom(adoption, checked.explained, facts);
  if (until !== null) return outcome("pending", { until });
  return isTied(adoption, facts) ? tied(rule, facts, readings) : outcome("rejected");
}

function conclude(
  rule: MatterRule,
  quorum: Check,
  adoption: Checked,
  readings: Readings,
  facts: Facts,
): Outcome {
  if (readings.isTooEarly) return outcome("too_early", { until: readings.earliest });
  if (quorum.held === false) return outcome("quorum_not_reached");
  const missing = [...readings.missing, ...quorum.missing];
  if (missing.length > 0) return outcome("undecided", { missing: [...missing, ...adoption.missing] });
  return decided(rule, adoption, facts, readings);
}

/**
 * The verdict of a decision in a matter, and why.
 * @param rules as `readRules` gives them
 * @param matter one of `rules.matters`; any other goes by `rules.default`
 * @param facts what is known when it is decided; a count that is no whole number from 0 is taken as missing
 */
export function evaluate(rules: Rules, matter: string, facts: Facts): Evaluation {
  const rule = ruleFor(rules, matter);
  const quorum = checkCondition(rule.quorum, facts);
  const adoption = check(rule.adoption, wholeBody(facts));
  const readings = readingsOf(rule, facts);
  const { verdict, until, tie, missing = [] } = conclude(rule, quorum, adoption, readings, facts);
  return {
    matter,
    voters: rule.voters ?? null,
    verdict,
    missing: named(missing),
    until,
    votes: facts.votes ?? null,
    quorum: quorum.explained,
    adoption: adoption.explained,
    tie,
    reading: readings.reading,
  };
}

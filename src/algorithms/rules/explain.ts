// A verdict as one sentence: what was found, with its figures, in the order of adoption, tie, quorum and reading. Pure.
// Invariant: each clause says what is true, so that it reads the same whether a condition or its contrary was asked for.
import {
  amountPhrase,
  basePhrase,
  countedPhrase,
  inOneBreath,
  mixed,
  namesPhrase,
  phrase,
  type Phrase,
  relationPhrase,
  type Wording,
} from "./phrases.ts";
import type { Evaluation, Explained, Measure, Relation } from "./types.ts";

const CONTRARY: Readonly<Record<Relation, Relation | "not_more_than">> = {
  at_least: "less_than",
  less_than: "at_least",
  more_than: "not_more_than",
  at_most: "more_than",
};

/** With a tie, what was needed is said by how it was handled. */
type Telling = Wording & { readonly isTied?: boolean };

type Compared = Extract<Explained, { kind: "comparison" }>;

const NUMBERED: ReadonlySet<unknown> = new Set(["call", "ballot"]);

/** What was found, without what was needed. */
function found(node: Compared, relation: Relation | "not_more_than", wording: Wording): Phrase {
  const { count, than, share, of } = node;
  const counted = countedPhrase(count.amount, count.value ?? "0", wording);
  // A number in a row says enough; and so does nothing where nothing is allowed.
  if (NUMBERED.has(count.amount)) return counted;
  if (than.amount === 0 && (count.value === "0" || relation === "more_than")) return counted;
  if (count.amount === "for" && than.amount === "against") {
    return phrase("said.more_for", { n: Number(count.value), against: Number(than.value) });
  }
  // A part of something that was counted; anything else is told with the figure that it came to.
  if (share && of && typeof of.amount === "string" && share[0] <= share[1]) {
    const part = relationPhrase(relation, { than: than.amount, share }, wording);
    if (node.where && of.amount === "regions") {
      const [n, all] = [mixed(count.value ?? "0"), mixed(of.value ?? "0")];
      return phrase("said.regions", { condition: inOneBreath(node.where, wording), n, all, relation: part });
    }
    const base = basePhrase(of.amount, of.value ?? "0", count.amount, wording);
    return phrase("said.share", { count: counted, base, relation: part });
  }
  const compared = relationPhrase(relation, { than: than.amount, share: null }, wording);
  if (typeof than.amount === "number") return phrase("said.amount", { count: counted, relation: compared });
  return phrase("said.value", { count: counted, relation: compared, value: mixed(than.value ?? "0") });
}

function comparison(node: Compared, wording: Telling): Phrase {
  const { relation, held, limit, count, than } = node;
  const shown = found(node, held ? relation : CONTRARY[relation], wording);
  if (held || limit === null || wording.isTied || NUMBERED.has(count.amount)) return shown;
  // What was needed has been said as the figure that it was compared with, or by saying both.
  if (shown.key === "said.more_for" || (shown.key === "said.value" && limit === than.value)) return shown;
  const isLower = relation === "at_least" || relation === "more_than";
  if (!isLower && Number(limit) <= 0) return phrase("said.none_allowed", { clause: shown });
  return phrase(isLower ? "said.needed" : "said.allowed", { clause: shown, limit: Number(limit) });
}

/** Whether an alternative was open at all: what holds from the second call on is none at the first. */
function wasOpen(node: Explained): boolean {
  if (node.kind === "all") return node.parts.every(wasOpen);
  return node.kind !== "comparison" || node.held !== false || !NUMBERED.has(node.count.amount);
}

type Joined = Extract<Explained, { kind: "all" | "any" }>;

/** Of several alternatives those that held; where none did, those that were open. */
function alternatives(node: Joined): readonly Explained[] {
  if (node.held === true) return node.parts.filter((part) => part.held === true);
  const open = node.parts.filter(wasOpen);
  return open.length > 0 ? open : node.parts;
}

/** Each clause once, however many alternatives share it. */
function clauses(node: Explained, wording: Telling): Phrase[] {
  const written = new Map(clausesOf(node, wording).map((clause) => [JSON.stringify(clause), clause]));
  return [...written.values()];
}

/** The clauses of a condition: of `any` that holds, only what made it hold. */
function clausesOf(node: Explained, wording: Telling): Phrase[] {
  switch (node.kind) {
    case "all":
      return node.parts.flatMap((part) => clauses(part, wording));
    case "any":
      return alternatives(node).flatMap((part) => clauses(part, wording));
    case "not":
      return clauses(node.part, wording);
    case "weighed": {
      const list = clauses(node.part, wording);
      if (list.length === 0) return [];
      return [phrase("said.weighed", { by: { name: node.by }, clauses: { list, joined: "clauses" } })];
    }
    case "days":
      return node.held === null || node.until === null ? [] : [waited(node)];
    case "proposed_by": {
      const key = node.held ? "said.proposed_by" : "said.not_proposed_by";
      return node.held === null ? [] : [phrase(key, { list: namesPhrase(node.allowed) })];
    }
    case "comparison":
      return node.held === null ? [] : [comparison(node, wording)];
  }
}

function waited({ days, since, held, until }: Extract<Explained, { kind: "days" }>): Phrase {
  const from = phrase(`since.${since}`);
  if (held) return phrase("said.days_passed", { days, since: from });
  return phrase("said.days_not_passed", { days, since: from, until: { instant: until ?? "" } });
}

const MEASURED: Readonly<Record<string, Measure>> = {
  "votes.for": "for",
  "votes.against": "against",
  "votes.abstentions": "abstentions",
  "votes.invalid": "invalid",
  present: "present",
  present_at_close: "present_at_close",
  accredited: "accredited",
  members: "members",
  organisations: "organisations",
  regions: "regions",
  objections: "objections",
  objections_open: "objections_open",
  supporters: "supporters",
  call: "call",
  ballot: "ballot",
};

const TIMES: ReadonlySet<string> = new Set([
  "notice",
  "proposal",
  "opening",
  "announcement",
  "term",
  "now",
  "readings",
]);

/** What is missing, in words: `the accredited delegations`, `the votes in favour (Africa)`. */
function missingPhrase(path: string, wording: Wording): Phrase | string {
  const within = /^(?:regions|weighed)\.(.+)\.(votes\.[a-z]+|[a-z_]+)$/.exec(path);
  const measure = MEASURED[within?.[2] ?? path];
  if (measure && within) {
    return phrase("missing.within", { what: amountPhrase(measure, "name", wording), where: within[1] ?? "" });
  }
  if (measure) return amountPhrase(measure, "name", wording);
  return TIMES.has(path) || path === "proposer" ? phrase(`missing.${path}`) : path;
}

function tieClause({ tie, verdict }: Evaluation): Phrase[] {
  if (!tie) return [];
  if (tie.handling !== "casting_vote") return [phrase(`tie.${tie.handling}`)];
  if (verdict === "tied") return [phrase("tie.awaits_casting_vote")];
  return [phrase(`tie.cast_${tie.castingVote ?? "against"}`)];
}

function quorumClause({ quorum, verdict }: Evaluation, wording: Wording): Phrase[] {
  if (!quorum || quorum.held !== true || verdict === "too_early") return [];
  const list = clauses(quorum, wording);
  if (list.length === 0) return [];
  return [phrase("said.quorum", { clauses: { list, joined: "clauses" } })];
}

/** While the vote is open: how it would end. */
function openPhrase({ verdict, until, reading }: Evaluation): Phrase | null {
  if (verdict === "too_early" || verdict === "undecided") return null;
  if (verdict === "pending") return phrase("verdict.open_pending", { until: { instant: until ?? "" } });
  if (verdict !== "another_reading") return phrase(`verdict.open_${verdict}`);
  return phrase("verdict.open_another_reading", { number: reading?.number ?? 1, of: reading?.of ?? 2 });
}

function verdictPhrase({ verdict, until, missing, reading }: Evaluation, wording: Wording): Phrase {
  switch (verdict) {
    case "pending":
    case "too_early":
      return phrase(`verdict.${verdict}`, { until: { instant: until ?? "" } });
    case "another_reading": {
      const values = { number: reading?.number ?? 1, of: reading?.of ?? 2 };
      return until === null || reading?.days === 0
        ? phrase("verdict.another_reading", values)
        : phrase("verdict.another_reading_from", { ...values, until: { instant: until } });
    }
    case "undecided": {
      const list = missing.map((path) => missingPhrase(path, wording));
      return phrase("verdict.undecided", { list: { list, joined: "and" } });
    }
    default:
      return phrase(`verdict.${verdict}`);
  }
}

function reasons(evaluation: Evaluation, wording: Wording): Phrase[] {
  const { verdict, quorum, adoption } = evaluation;
  if (verdict === "too_early" || verdict === "undecided") return [];
  if (verdict === "quorum_not_reached") return quorum ? clauses(quorum, wording) : [];
  const adopting = adoption ? clauses(adoption, { ...wording, isTied: evaluation.tie !== null }) : [];
  return [...adopting, ...tieClause(evaluation), ...quorumClause(evaluation, wording)];
}

/**
 * The verdict as a sentence with its reasons: a phrase for `writePhrase` of `#platform/rule-sentences`.
 * `isOpen`: the vote has not ended, and this is how it would.
 */
export function explain(evaluation: Evaluation, { isOpen = false }: { isOpen?: boolean } = {}): Phrase {
  const wording = { voters: evaluation.voters };
  const list = reasons(evaluation, wording);
  const verdict = (isOpen ? openPhrase(evaluation) : null) ?? verdictPhrase(evaluation, wording);
  if (list.length === 0) return phrase("sentence_alone", { verdict });
  return phrase("sentence", { verdict, clauses: { list, joined: "clauses" } });
}

/** A condition that was looked at by itself, as a quorum or a petition: its clauses as one sentence; null without any. */
export function explainCondition(explained: Explained, wording: Wording): Phrase | null {
  const list = clauses(explained, wording);
  return list.length === 0 ? null : phrase("clauses_alone", { clauses: { list, joined: "clauses" } });
}

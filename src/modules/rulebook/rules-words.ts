// Rules and verdicts in the words of a language: a motion's words, and why a vote ended as it did.
// Invariant: whatever is said follows from the rules and the figures alone, so that it can be said again in any language.
import { BY_HEADS, type Counted, evaluationOfTally, type Tally } from "#algorithms/roll-calls";
import type { Evaluation, Explained, Rules } from "#algorithms/rules";
import { translator } from "#platform/i18n/i18n";
import { conditionSentence, type Paragraph, rulesText, verdictSentence } from "#platform/rule-sentences";
import { hashOfRules } from "./rulebook.rules.ts";

/** CommonMark §2.4: any ASCII punctuation may stand behind a backslash for itself. */
const plainly = (text: string) =>
  text.replaceAll(/\s+/gu, " ").replaceAll(/[!-/:-@[-`{-~]/g, (sign) => `\\${sign}`);

function blocksOf({ text, items }: Paragraph): string[] {
  return [plainly(text), ...items.flatMap((item) => leavesOf(item)).map((one) => `- ${plainly(one)}`)];
}

/** A list within a list as one: a text of the congress has items of one level. */
function leavesOf({ text, items }: Paragraph): string[] {
  return [text, ...items.flatMap(leavesOf)];
}

/** The words of a motion on rules, as Markdown: what they ask for, matter by matter, and the hash of the data. */
export function wordsOfRules(rules: Rules, language: string): string {
  const t = translator(language);
  const { face, matters } = rulesText(rules, language);
  const [name, ...others] = face;
  return [
    `# ${plainly(name?.text ?? "")}`,
    ...others.flatMap(({ label, text }) => [`## ${plainly(label)}`, ...text.split(/\n{2,}/).map(plainly)]),
    ...matters.flatMap(({ heading, paragraphs }) => [
      `## ${plainly(heading)}`,
      ...paragraphs.flatMap(blocksOf),
    ]),
    `## ${plainly(t("rulebook.asData"))}`,
    plainly(t("rulebook.hashSays", { hash: hashOfRules(rules) })),
  ].join("\n\n");
}

const isByHeads = (part: Explained) => part.kind === "weighed" && part.by === BY_HEADS;

/** What the organ that sits asks of the people in its room is told apart: everything else counts delegations. */
function roomOf(quorum: Explained | null): {
  readonly room: Explained | null;
  readonly rest: Explained | null;
} {
  if (!quorum) return { room: null, rest: null };
  if (quorum.kind === "weighed" && isByHeads(quorum)) return { room: quorum.part, rest: null };
  if (quorum.kind !== "all") return { room: null, rest: quorum };
  const room = quorum.parts.find(isByHeads);
  if (room?.kind !== "weighed") return { room: null, rest: quorum };
  const [only, ...others] = quorum.parts.filter((part) => part !== room);
  if (!only) return { room: room.part, rest: null };
  return { room: room.part, rest: others.length === 0 ? only : { ...quorum, parts: [only, ...others] } };
}

/** Why an evaluation ended as it did. `closed`: else what it would come to now. */
export function evaluationInWords(evaluation: Evaluation, closed: boolean, language: string): string {
  const { room, rest } = roomOf(evaluation.quorum);
  const sentence = verdictSentence({ ...evaluation, quorum: rest }, language, { isOpen: !closed });
  const clause = room && conditionSentence(room, "delegates", language);
  if (!clause || !room) return sentence;
  const reached = room.held === true ? "yes" : "no";
  return `${sentence} ${translator(language)("rulebook.room", { clause, reached })}`;
}

/** The result with every number. Minutes of before rules could be adopted kept the numbers alone. */
export function verdictInWords(
  { tally, evaluation }: { readonly tally: Tally; readonly evaluation?: Counted["evaluation"] | undefined },
  closed: boolean,
  language: string,
): string {
  const { inFavour, against, abstentions } = tally;
  const counts = translator(language)("rulebook.counts", { inFavour, against, abstentions });
  return `${counts} ${evaluationInWords(evaluation ?? evaluationOfTally(tally), closed, language)}`;
}

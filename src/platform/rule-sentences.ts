// Rules of operation and their verdicts in a reader's language: puts the phrases of `#algorithms/rules` together.
// Invariant: what is known only in figures is written here; which words belong together was decided in the algorithm.
import {
  type Block,
  describe,
  type Evaluation,
  explain,
  explainCondition,
  type Explained,
  type FaceField,
  faceFields,
  matterPhrase,
  type Phrase,
  type PhraseValue,
  type RuleFault,
  type Rules,
  type Voters,
} from "#algorithms/rules";
import { closestCatalogue, formatInstant, translator } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";

/** A paragraph, with the list that may follow it. */
export type Paragraph = { readonly text: string; readonly items: readonly Paragraph[] };

export type RulesText = {
  /** The parts that people wrote, with the language in which each of them is there. */
  readonly face: readonly {
    readonly field: FaceField;
    readonly label: string;
    readonly text: string;
    readonly language: string;
  }[];
  readonly matters: readonly {
    readonly matter: string | null;
    readonly heading: string;
    readonly paragraphs: readonly Paragraph[];
  }[];
};

export type Writing = {
  /** Whose clocks instants are told by; UTC unless told. */
  readonly zone?: string | undefined;
  /** What the node calls an office, a body or a weighing that the rules name. */
  readonly nameOf?: ((name: string) => string) | undefined;
};

const INSTANT = { dateStyle: "long", timeStyle: "short" } as const;

function valueOf(value: PhraseValue, language: string, how: Writing): string | number {
  if (typeof value !== "object") return value;
  if ("key" in value) return writePhrase(value, language, how);
  if ("instant" in value) return instantOf(value.instant, language, how);
  if ("name" in value) return how.nameOf?.(value.name) ?? value.name;
  const written = value.list.map((one) => String(valueOf(one, language, how)));
  if (value.joined === "clauses") {
    const t = translator(language);
    const [first = "", ...others] = written;
    return others.reduce((before, next) => t("rules.joined", { first: before, next }), first);
  }
  const type = value.joined === "and" ? "conjunction" : "disjunction";
  return new Intl.ListFormat(closestCatalogue(language), { type }).format(written);
}

function instantOf(instant: string, language: string, { zone = "UTC" }: Writing): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return `${formatInstant(date, language, INSTANT, zone)}${zone === "UTC" ? " UTC" : ""}`;
}

/** French drops the vowel before another, which no message can know of the one that is put into it. */
function withElisions(text: string, language: string): string {
  if (closestCatalogue(language) !== "fr") return text;
  return text.replaceAll(/\b([Ss])i (?=ils?\b)/g, "$1’").replaceAll(/\b([Qq]u)e (?=ils?\b)/g, "$1’");
}

/** A phrase of `#algorithms/rules` in the closest language of the catalogues. */
export function writePhrase(phrase: Phrase, language: string, how: Writing = {}): string {
  const t = translator(language);
  const values = Object.entries(phrase.values).map(([name, value]) => [name, valueOf(value, language, how)]);
  const text = t(`rules.${phrase.key}`, Object.fromEntries(values) as Record<string, string | number>);
  return withElisions(text, language);
}

/** `Adopted: 61 votes in favour out of 90 votes without abstentions, more than two thirds; …`. */
export function verdictSentence(
  evaluation: Evaluation,
  language: string,
  how: Writing & { readonly isOpen?: boolean } = {},
): string {
  return writePhrase(explain(evaluation, { isOpen: how.isOpen ?? false }), language, how);
}

/** The figures of a condition that was looked at by itself, as a quorum before the vote; null where there are none. */
export function conditionSentence(
  explained: Explained,
  voters: Voters | null,
  language: string,
  how: Writing = {},
): string | null {
  const phrase = explainCondition(explained, { voters });
  return phrase && capitalised(writePhrase(phrase, language, how), language);
}

export function matterName(matter: string, language: string): string {
  return writePhrase(matterPhrase(matter), language);
}

function capitalised(text: string, language: string): string {
  return text.replace(/^\p{L}/u, (letter) => letter.toLocaleUpperCase(language));
}

function paragraphOf(language: string, how: Writing): (block: Block) => Paragraph {
  return ({ phrase, items }) => ({
    text: writePhrase(phrase, language, how),
    items: items.map(paragraphOf(language, how)),
  });
}

/** The rule set as an assembly reads and adopts it. */
export function rulesText(rules: Rules, language: string, how: Writing = {}): RulesText {
  const t = translator(language);
  const face = faceFields.flatMap((field) => {
    const words = rules.face[field];
    return words ? [{ field, label: t(`rules.face.${field}`), ...textIn(words, language) }] : [];
  });
  const matters = describe(rules).map(({ matter, heading, blocks }) => ({
    matter,
    heading: writePhrase(heading, language, how),
    paragraphs: blocks.map(paragraphOf(language, how)),
  }));
  return { face, matters };
}

/** The same as plain text: one paragraph a line, lists indented; what is hashed and voted on as a text. */
export function rulesPlainText(rules: Rules, language: string): string {
  const { face, matters } = rulesText(rules, language);
  const lines = ({ text, items }: Paragraph, depth: number): string[] => [
    `${"  ".repeat(depth)}${depth > 0 ? "- " : ""}${text}`,
    ...items.flatMap((item) => lines(item, depth + 1)),
  ];
  const [name, ...others] = face;
  return [
    name?.text ?? "",
    ...others.flatMap(({ label, text }) => ["", label, text]),
    ...matters.flatMap(({ heading, paragraphs }) => [
      "",
      heading,
      ...paragraphs.flatMap((one) => lines(one, 0)),
    ]),
  ].join("\n");
}

/** What is wrong with a rule set that was not taken, and where. */
export function faultSentence({ reason, path, facts }: RuleFault, language: string): string {
  const sentence = translator(language)(`rules.fault.${reason}`, facts);
  return path === "" ? sentence : `${path}: ${sentence}`;
}

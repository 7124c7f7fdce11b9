// Names of texts, versions and amendments as Akoma Ntoso writes them (Naming Convention 1.0, OASIS 2019).
// Invariant: a paragraph keeps one id through all versions and languages, made from the id that it has in the node.
import type { Paragraph } from "#congress";

export const AKN_NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

export type Named = {
  /** Of the edition. */
  readonly country: string;
  readonly startsOn: string;
  readonly editionSlug: string;
  readonly textSlug: string;
};

/** ISO 639-2 for the languages of which the node knows it; others stand as their BCP 47 tag. */
const THREE_LETTERS: Readonly<Record<string, string>> = {
  ar: "ara",
  ay: "aym",
  de: "deu",
  en: "eng",
  es: "spa",
  fr: "fra",
  gn: "grn",
  ht: "hat",
  it: "ita",
  pt: "por",
  qu: "que",
  ru: "rus",
  sw: "swa",
  zh: "zho",
};

export function threeLetters(language: string): string {
  const [base = "", ...rest] = language.split("-");
  return [THREE_LETTERS[base] ?? base, ...rest].join("-");
}

/** The work: the text as such, whatever its version and language (§4.4). */
export function workOf({ country, startsOn, editionSlug, textSlug }: Named): string {
  return `/akn/${country.toLowerCase()}/statement/${editionSlug}/${startsOn}/${textSlug}`;
}

export function amendmentWorkOf({ country, startsOn, editionSlug, textSlug }: Named, number: number): string {
  return `/akn/${country.toLowerCase()}/amendment/${editionSlug}/${startsOn}/${textSlug}-${number}`;
}

/** The expression: one version in one language (§4.5). */
export function expressionOf(work: string, language: string, version: number): string {
  return `${work}/${threeLetters(language)}@ver${version}`;
}

const PREFIX = { heading: "sec", paragraph: "para", item: "point" } as const;

/** The id of a paragraph's element (§5). */
export function eIdOf({ kind, id }: Pick<Paragraph, "kind" | "id">): string {
  return `${PREFIX[kind]}_${id}`;
}

// The columns of the file in which organisations travel, and how a header is read. Pure.
// Invariant: a header is understood whole or refused: a misspelt column is never silently left out.
import { canonicalLanguageTag } from "#platform/geography/index";
import type { Facts } from "#platform/errors";

export const exchangeColumns = [
  "external_id",
  "parent_external_id",
  "kind",
  "name",
  "language",
  "country",
  "subdivision",
  "place",
  "latitude",
  "longitude",
  "languages",
  "founded_on",
  "website",
  "description",
] as const;
export type ExchangeColumn = (typeof exchangeColumns)[number];

const required: readonly ExchangeColumn[] = ["external_id", "kind", "name"];

/** A column that means nothing without another one. */
const together: readonly (readonly [ExchangeColumn, ExchangeColumn])[] = [
  ["subdivision", "country"],
  ["latitude", "longitude"],
  ["longitude", "latitude"],
];

/** A complaint about a place in the file; `column` is empty where it is about the whole line. */
export type BadCell = {
  readonly line: number;
  readonly column: string;
  readonly rule: string;
  readonly facts: Facts;
};

/** `name:pt`, `description:qu`: a translation's column. */
export type TranslationColumn = {
  readonly field: "name" | "description";
  readonly language: string;
  readonly column: string;
  readonly position: number;
};

export type Header = {
  /** The names of all columns, in their order. */
  readonly columns: readonly string[];
  readonly positions: ReadonlyMap<ExchangeColumn, number>;
  readonly translations: readonly TranslationColumn[];
};

function isExchangeColumn(text: string): text is ExchangeColumn {
  return (exchangeColumns as readonly string[]).includes(text);
}

/** The header that these cells are, or what is wrong with it. */
export function readHeader(
  written: readonly string[],
  line: number,
): { header: Header } | { bad: BadCell[] } {
  const cells = written.map((cell) => cell.trim());
  const bad: BadCell[] = [];
  const positions = new Map<ExchangeColumn, number>();
  const translations: TranslationColumn[] = [];
  const seen = new Set<string>();
  for (const [position, column] of cells.entries()) {
    const [, field, tag = ""] = /^(name|description):(.+)$/.exec(column) ?? [];
    const language = canonicalLanguageTag(tag);
    // `name:PT` and `name:pt` are one column.
    const name = field && language ? `${field}:${language}` : column;
    const twice = seen.has(name);
    seen.add(name);
    if (column === "") bad.push({ line, column, rule: "columnNameless", facts: { number: position + 1 } });
    else if (twice) bad.push({ line, column, rule: "columnTwice", facts: { column } });
    else if (isExchangeColumn(column)) positions.set(column, position);
    else if (field && language) {
      translations.push({ field: field as TranslationColumn["field"], language, column, position });
    } else
      bad.push({
        line,
        column,
        rule: "columnUnknown",
        facts: { column: column.slice(0, 80), hint: hintFor(column) },
      });
  }
  for (const column of required) {
    if (!positions.has(column)) bad.push({ line, column, rule: "columnMissing", facts: { column } });
  }
  for (const [one, other] of together) {
    if (positions.has(one) && !positions.has(other))
      bad.push({ line, column: other, rule: "columnMissingBeside", facts: { column: other, beside: one } });
  }
  return bad.length > 0 ? { bad } : { header: { columns: cells, positions, translations } };
}

/** The column that was probably meant, or "none". */
export function hintFor(text: string): string {
  const plain = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z:]/g, "");
  let best = { column: "none", distance: 3 };
  for (const column of exchangeColumns) {
    const distance = editDistance(plain.slice(0, 30), column.replaceAll("_", ""));
    if (distance < best.distance && distance < column.length / 2) best = { column, distance };
  }
  return best.column;
}

/** Levenshtein's distance between two short words. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const swap = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

/** Comma, semicolon or tab: whichever makes the first line a header that we know best. */
export function delimiterOf(firstLine: string): "," | ";" | "\t" {
  const known = (delimiter: string) =>
    firstLine.split(delimiter).filter((cell) => {
      const name = cell.trim().replace(/^"|"$/g, "");
      return isExchangeColumn(name) || /^(name|description):/.test(name);
    }).length;
  const [best] = ([",", ";", "\t"] as const)
    .map((delimiter) => ({ delimiter, known: known(delimiter), cells: firstLine.split(delimiter).length }))
    .sort((one, other) => other.known - one.known || other.cells - one.cells);
  return best?.delimiter ?? ",";
}

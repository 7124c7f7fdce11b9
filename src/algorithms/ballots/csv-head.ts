// The head of a table of ballots: what separates its columns, what each of them is, and what the cells below it mean.
// Invariant: every column has a name of its own, and all candidates' columns are of one kind.
import { MOST_CANDIDATES } from "./blt.ts";
import { shown } from "./blt-scanner.ts";
import { BallotFault } from "./fault.ts";
import { fieldsOf, isOpen } from "./rows.ts";

const LONGEST_NAME = 1000;
const separators = [",", ";", "\t"] as const;

/** What a cell holds: a rank, points, a cross, or (`order`) the name of the candidate who has the column's rank. */
export type CellKind = "rank" | "points" | "cross" | "order";

export type CsvHead = {
  readonly separator: string;
  readonly columns: number;
  /** The place of the column `weight`, where there is one. */
  readonly weight: number | null;
  readonly kind: CellKind;
  /** The other columns in their order, with the candidate's name; of `order`, the name of the column. */
  readonly cells: readonly { readonly column: number; readonly name: string }[];
};

/**
 * BallotFault `separatorUnclear`, `quoteNotClosed`, `columnTwice` {column}, `columnsMixed`, `ranksOutOfOrder` {column},
 * `nameEmpty` {candidate}, `nameTooLong`, `controlCharacter`, `noCandidates`, `tooManyCandidates` {most}.
 */
export function headOf(text: string, line: number): CsvHead {
  const separator = separatorOf(text, line);
  const fields = fieldsOf(text, separator).map((field) => field.trim());
  const weights = fields.flatMap((field, column) => (isWeight(field) ? [column] : []));
  if (weights.length > 1) throw new BallotFault("columnTwice", line, { column: "weight" });
  const named = fields.flatMap((field, column) => (isWeight(field) ? [] : [{ column, ...kindOf(field) }]));
  const kinds = new Set(named.map(({ kind }) => kind));
  const [kind] = kinds;
  if (kind === undefined) throw new BallotFault("noCandidates", line);
  if (kinds.size > 1) throw new BallotFault("columnsMixed", line);
  if (named.length > MOST_CANDIDATES)
    throw new BallotFault("tooManyCandidates", line, { most: MOST_CANDIDATES });
  const seen = new Set<string>();
  for (const [at, { name }] of named.entries()) {
    if (name === "") throw new BallotFault("nameEmpty", line, { candidate: at + 1 });
    holdName(name, line);
    if (seen.has(name)) throw new BallotFault("columnTwice", line, { column: shown(name) });
    seen.add(name);
    if (kind === "order" && name !== `rank${at + 1}`)
      throw new BallotFault("ranksOutOfOrder", line, { column: `rank${at + 1}` });
  }
  return { separator, columns: fields.length, weight: weights[0] ?? null, kind, cells: named };
}

/** BallotFault `nameTooLong`, `controlCharacter`. */
export function holdName(name: string, line: number): void {
  if (name.length > LONGEST_NAME) throw new BallotFault("nameTooLong", line);
  if (/\p{Cc}/u.test(name)) throw new BallotFault("controlCharacter", line);
}

/** Whether a head could hold this name, and whether it would be read there as the candidate's, in a column of that kind. */
export function isReadBack(name: string, kind: Exclude<CellKind, "order">): boolean {
  if (name === "" || name !== name.trim() || name.length > LONGEST_NAME) return false;
  if (/\p{Cc}/u.test(name) || !name.isWellFormed()) return false;
  return kind !== "cross" || (!isWeight(name) && kindOf(name).kind === "cross");
}

function isWeight(field: string): boolean {
  return field.toLowerCase() === "weight";
}

function kindOf(field: string): { kind: CellKind; name: string } {
  if (/^rank\d+$/i.test(field)) return { kind: "order", name: field.toLowerCase() };
  const [, prefix, name = ""] = /^(rank|points)\s*:\s*(.*)$/is.exec(field) ?? [];
  if (prefix === undefined) return { kind: "cross", name: field };
  return { kind: prefix.toLowerCase() as "rank" | "points", name };
}

function separatorOf(text: string, line: number): string {
  const outside = text.replace(/"[^"]*"/g, "");
  const found = separators.filter((separator) => outside.includes(separator));
  if (found.length > 1) throw new BallotFault("separatorUnclear", line);
  const separator = found[0] ?? ",";
  if (isOpen(text, separator)) throw new BallotFault("quoteNotClosed", line);
  return separator;
}

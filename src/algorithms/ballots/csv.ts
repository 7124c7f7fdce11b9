// Ballots as a table, one row a ballot, as a spreadsheet saves it (CSV, RFC 4180, but for one: a row is one line).
// Invariant: what the numbers of a table mean is said by its head and never guessed from them; else the file is refused.
//
// The head names the columns. `weight`, which may be missing, says how often the ballot was cast: a whole number, a decimal or a
// fraction such as 3/2. The others, all of one of these kinds:
//   `rank: NAME`    a candidate, and in each row its rank: 1 is the best, the same number for those alike, nothing for those
//                   not ranked; only the order of the numbers counts.
//   `points: NAME`  a candidate, and in each row its points, with decimals or below zero if need be, or nothing for none.
//   `NAME`          a candidate, and in each row x, X or ✓ where it is approved, or nothing.
//   `rank1` …       and in each row the names of the candidates, the best first, up to the last that is ranked. The
//                   candidates are those whom somebody ranks, in the order in which they first come up.
// The separator is the one of comma, semicolon and tab that stands in the head outside quotation marks. An empty line is no
// ballot.
import { compare, decimalOf, fraction, parseFraction, written, zero } from "../fractions/index.ts";
import { alsoRanked, type Ballots, type Election } from "./ballots.ts";
import { shown } from "./blt-scanner.ts";
import { BallotCollector } from "./collector.ts";
import { type CsvHead, headOf, holdName, isReadBack } from "./csv-head.ts";
import { type Decimal, parseDecimal } from "./decimals.ts";
import { BallotFault } from "./fault.ts";
import { fieldsOf, isOpen, writtenField } from "./rows.ts";
import { ScoreCollector } from "./score-collector.ts";
import { unitsOf } from "./weights.ts";
import { textOf, WholeLines } from "./whole-lines.ts";

/** Reads one table: `push` its bytes in pieces of any size, then `finish`. After a BallotFault it is of no more use. */
export class CsvReader {
  readonly #lines = new WholeLines(
    (bytes, from, to) => this.#read(bytes, from, to),
    () => this.#line,
  );
  #line = 0;
  #head: CsvHead | undefined;
  #rows: Rows | undefined;

  /** BallotFault; `tally.fault.<reason>` is its sentence. */
  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  /** The election, once all was pushed; no table says how many are to be elected, or what it is about. BallotFault. */
  finish(): Election {
    this.#lines.finish();
    if (!this.#rows) throw new BallotFault("fileEmpty", 1);
    const { names, ballots } = this.#rows.finish();
    if (ballots.totalWeight === 0) throw new BallotFault("noBallots", this.#line);
    const candidates = names.map((name, at) => ({ id: `${at + 1}`, name, withdrawn: false }));
    return { title: null, candidates, seats: null, ballots };
  }

  #read(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to;) {
      const end = bytes.indexOf(0x0a, at);
      this.#line++;
      const text = textOf(bytes.subarray(at, end), this.#line).replace(/\r$/, "");
      at = end + 1;
      const plain = this.#line === 1 ? text.replace(/^\uFEFF/, "") : text;
      if (plain.trim() === "") continue;
      if (!this.#head) {
        this.#head = headOf(plain, this.#line);
        this.#rows = rowsOf(this.#head);
      } else this.#readRow(plain, this.#head);
    }
  }

  #readRow(text: string, { separator, columns, weight }: CsvHead): void {
    const line = this.#line;
    if (isOpen(text, separator)) throw new BallotFault("quoteNotClosed", line);
    const fields = fieldsOf(text, separator);
    if (fields.length !== columns)
      throw new BallotFault("fieldsDoNotMatch", line, { columns, found: fields.length });
    this.#rows?.take(fields, weight === null ? null : (fields[weight] ?? ""), line);
  }
}

/** BallotFault. */
export function readCsv(bytes: Uint8Array): Election {
  const reader = new CsvReader();
  reader.push(bytes);
  return reader.finish();
}

/** What the rows below one kind of head add up to. */
type Rows = {
  take(fields: readonly string[], weight: string | null, line: number): void;
  finish(): { names: readonly string[]; ballots: Ballots };
};

function rowsOf(head: CsvHead): Rows {
  if (head.kind === "points") return pointRows(head);
  return head.kind === "order" ? orderRows(head) : markedRows(head, head.kind);
}

/** How often a row counts, in the collector's units. BallotFault `weightNegative`, `weightMalformed` {word}, and of its unit. */
function weightOf(
  word: string | null,
  collector: Pick<BallotCollector, "weightUnit" | "refine">,
  line: number,
): number {
  if (word === null) return collector.weightUnit;
  const weight = parseFraction(word);
  if (weight && compare(weight, zero) < 0) throw new BallotFault("weightNegative", line);
  if (!weight || compare(weight, zero) === 0)
    throw new BallotFault("weightMalformed", line, { word: shown(word.trim()) });
  return unitsOf(weight, collector, line);
}

/** Ranks or crosses under the candidates' names. */
function markedRows({ cells }: CsvHead, kind: "rank" | "cross"): Rows {
  const collector = new BallotCollector({
    kind: kind === "rank" ? "ranked" : "approval",
    candidates: cells.length,
  });
  return {
    take(fields, weight, line) {
      const marked: { candidate: number; rank: number }[] = [];
      for (const [candidate, { column }] of cells.entries()) {
        const word = (fields[column] ?? "").trim();
        if (word !== "")
          marked.push({ candidate, rank: kind === "rank" ? rankOf(word, line) : cross(word, line) });
      }
      marked.sort((a, b) => a.rank - b.rank || a.candidate - b.candidate);
      const entries = marked.map(({ candidate, rank }, at) =>
        kind === "rank" && rank === marked[at - 1]?.rank ? candidate + alsoRanked : candidate,
      );
      collector.add(entries, entries.length, weightOf(weight, collector, line), null, line);
    },
    finish: () => ({ names: cells.map(({ name }) => name), ballots: collector.finish() }),
  };
}

function rankOf(word: string, line: number): number {
  if (!/^\d{1,9}$/.test(word) || Number(word) === 0)
    throw new BallotFault("rankMalformed", line, { word: shown(word) });
  return Number(word);
}

function cross(word: string, line: number): number {
  if (word === "x" || word === "X" || word === "✓") return 0;
  const number = parseDecimal(word) !== undefined;
  throw new BallotFault(number ? "numberUnexplained" : "crossMalformed", line, { word: shown(word) });
}

function pointRows({ cells }: CsvHead): Rows {
  const collector = new ScoreCollector(cells.length);
  return {
    take(fields, weight, line) {
      const entries: number[] = [];
      const points: Decimal[] = [];
      for (const [candidate, { column }] of cells.entries()) {
        const word = (fields[column] ?? "").trim();
        if (word === "") continue;
        const given = parseDecimal(word);
        if (!given) throw new BallotFault("pointsNotNumber", line, { written: shown(word) });
        entries.push(candidate);
        points.push(given);
      }
      collector.add(entries, points, weightOf(weight, collector, line), line);
    },
    finish: () => ({ names: cells.map(({ name }) => name), ballots: collector.finish() }),
  };
}

/** The candidates' names under `rank1`, `rank2` … */
function orderRows({ cells }: CsvHead): Rows {
  const numbers = new Map<string, number>();
  const collector = new BallotCollector({ kind: "ranked", candidates: 0 });
  return {
    take(fields, weight, line) {
      const names = cells.map(({ column }) => (fields[column] ?? "").trim());
      const named = names.slice(0, names.findLastIndex((name) => name !== "") + 1);
      if (named.includes("")) throw new BallotFault("rankLeftOpen", line);
      if (new Set(named).size < named.length) {
        const twice = named.find((name, at) => named.indexOf(name) !== at) ?? "";
        throw new BallotFault("candidateTwice", line, { candidate: shown(twice) });
      }
      const entries = named.map((name) => {
        const known = numbers.get(name);
        if (known !== undefined) return known;
        holdName(name, line);
        numbers.set(name, numbers.size);
        return numbers.size - 1;
      });
      collector.add(entries, entries.length, weightOf(weight, collector, line), null, line);
    },
    finish: () => ({
      names: [...numbers.keys()],
      ballots: { ...collector.finish(), candidates: numbers.size },
    }),
  };
}

const kinds = { ranked: "rank", approval: "cross", score: "points" } as const;

/**
 * Writes a table with commas, with a column `weight` and one for each candidate. What is read back is the same election (the
 * units may be coarser), but for what no table says: its title, its seats, and the candidates' ids in files of other forms.
 * BallotFault `withdrawnNotWritable`, `nameNotWritable` {name}, `namesTwice` {name}, `pointsNotWritable`.
 */
export function writeCsv({ candidates, ballots }: Election): Uint8Array {
  const kind = kinds[ballots.kind];
  if (candidates.some(({ withdrawn }) => withdrawn)) throw new BallotFault("withdrawnNotWritable");
  const names = new Set<string>();
  for (const { name } of candidates) {
    if (!isReadBack(name, kind)) throw new BallotFault("nameNotWritable", null, { name: shown(name) });
    if (names.has(name)) throw new BallotFault("namesTwice", null, { name: shown(name) });
    names.add(name);
  }
  const head = [...names].map((name) => writtenField(kind === "cross" ? name : `${kind}: ${name}`, ","));
  const rows = Array.from(ballots.weights, (weight, ballot) =>
    [written(fraction(weight, ballots.weightUnit)), ...cellsOf(ballots, ballot)].join(","),
  );
  return new TextEncoder().encode(`${[["weight", ...head].join(","), ...rows].join("\n")}\n`);
}

function cellsOf(ballots: Ballots, ballot: number): string[] {
  const cells = Array.from({ length: ballots.candidates }, () => "");
  let rank = 0;
  for (let at = ballots.offsets[ballot] ?? 0; at < (ballots.offsets[ballot + 1] ?? 0); at++) {
    const entry = ballots.entries[at] ?? 0;
    if (entry < alsoRanked) rank++;
    const candidate = entry & ~alsoRanked;
    if (ballots.kind === "score") cells[candidate] = pointsOf(ballots.points?.[at] ?? 0, ballots.pointsUnit);
    else cells[candidate] = ballots.kind === "ranked" ? `${rank}` : "x";
  }
  return cells;
}

function pointsOf(units: number, unit: number): string {
  const decimals = `${unit}`.length - 1;
  if (10 ** decimals !== unit) throw new BallotFault("pointsNotWritable");
  return decimalOf(BigInt(units), decimals);
}

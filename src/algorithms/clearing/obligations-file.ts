// Reads obligations from CSV (RFC 4180, UTF-8, comma): a head `debtor,creditor,amount` in any order, then one row an obligation.
// Names are any text and are told apart byte by byte; amounts are whole numbers of minor units from 1 to 2^53 - 1; two parties may
// stand in several rows. Blank lines are passed over. Read in pieces: memory grows with rows and names, not with the text.
// Invariant: either every row was read as it stands, or the file is refused with what is wrong, row by row, and nothing of it is used.
import {
  type ObligationsFault,
  type ObligationsFaultReason,
  ObligationsRefused,
} from "./obligations-fault.ts";
import { grown, PartyNames } from "./party-names.ts";
import { RowCutter, RowEnd } from "./obligations-rows.ts";
import type { Obligations } from "./types.ts";

/** Faults beyond these are only counted. */
const MOST_FAULTS_TOLD = 100;

/** Arcs are numbered by 32 bits in the solver, and each takes some fifty bytes there. */
const MOST_ROWS = 1 << 24;

export const obligationsColumns = ["debtor", "creditor", "amount"] as const;

type Column = (typeof obligationsColumns)[number];

/** Obligations by number, and what the file called them. */
export type ObligationsFile = {
  readonly obligations: Obligations;
  /** The name of each party, by its number, in the order in which the file names them first. */
  readonly names: readonly string[];
  /** The line on which the row of each obligation begins, from 1. */
  readonly lines: Int32Array;
};

export class ObligationsReader {
  readonly #rows = new RowCutter();
  readonly #names = new PartyNames();
  readonly #faults: ObligationsFault[] = [];
  #faultCount = 0;
  /** The file is read no further: what follows could not be understood. */
  #stopped = false;
  /** The place of each column in a row; undefined until the head was read. */
  #places: Readonly<Record<Column, number>> | undefined;
  #count = 0;
  #debtor = new Int32Array(1 << 12);
  #creditor = new Int32Array(1 << 12);
  #amount = new Float64Array(1 << 12);
  #lines = new Int32Array(1 << 12);

  /** Takes the next bytes of the file, cut anywhere; they must not change until the next are given. */
  push(chunk: Uint8Array): void {
    if (this.#stopped) return;
    this.#rows.push(chunk);
    this.#readRows();
  }

  /** ObligationsRefused where anything is wrong. */
  finish(): ObligationsFile {
    if (!this.#stopped) {
      this.#rows.finish();
      this.#readRows();
      if (!this.#places && this.#faultCount === 0) this.#tell("fileEmpty", 1);
    }
    if (this.#faultCount > 0)
      throw new ObligationsRefused(this.#faults, this.#faultCount - this.#faults.length);
    const count = this.#count;
    const obligations = {
      parties: this.#names.count,
      debtor: this.#debtor.slice(0, count),
      creditor: this.#creditor.slice(0, count),
      amount: this.#amount.slice(0, count),
    };
    return { obligations, names: this.#names.list(), lines: this.#lines.slice(0, count) };
  }

  #readRows(): void {
    const rows = this.#rows;
    while (!this.#stopped) {
      const end = rows.next();
      if (end === RowEnd.waiting) return;
      if (end === RowEnd.blank) continue;
      if (end !== RowEnd.row) this.#rowFault(end);
      else if (this.#places) this.#readRow(this.#places);
      else this.#readHead();
    }
  }

  #rowFault(end: RowEnd): void {
    const { line } = this.#rows;
    if (end === RowEnd.tooLong) this.#stop("rowTooLong", line, { most: RowCutter.longest });
    else if (end === RowEnd.quoteNotClosed) this.#stop("quoteNotClosed", this.#rows.quoteLine);
    // Without its head the file means nothing.
    else if (!this.#places) this.#stop(reasonOf(end), line);
    else this.#tell(reasonOf(end), line);
  }

  #readHead(): void {
    const { line, fields } = this.#rows;
    const places: Partial<Record<Column, number>> = {};
    for (let place = 0; place < fields; place++) {
      const name = this.#rows.text(place);
      const column = obligationsColumns.find((known) => known === name);
      if (name === undefined) this.#stop("notUtf8", line);
      else if (!column) this.#stop("columnUnknown", line, { column: shown(name) });
      else if (places[column] !== undefined) this.#stop("columnTwice", line, { column });
      else places[column] = place;
    }
    const { debtor, creditor, amount } = places;
    if (debtor !== undefined && creditor !== undefined && amount !== undefined)
      this.#places = { debtor, creditor, amount };
    else
      for (const column of obligationsColumns)
        if (places[column] === undefined) this.#stop("columnMissing", line, { column });
  }

  #readRow(places: Readonly<Record<Column, number>>): void {
    const rows = this.#rows;
    const expected = obligationsColumns.length;
    if (rows.fields !== expected) {
      const reason = rows.fields < expected ? "fieldsMissing" : "fieldsTooMany";
      this.#tell(reason, rows.line, { found: rows.fields, expected });
      return;
    }
    const debtor = this.#party(places.debtor, "debtor");
    if (debtor < 0) return;
    const creditor = this.#party(places.creditor, "creditor");
    if (creditor < 0) return;
    if (debtor === creditor) {
      this.#tell("selfDebt", rows.line, { name: shown(rows.text(places.debtor) ?? "") });
      return;
    }
    const amount = rows.digits(places.amount);
    if (amount >= 1 && amount <= Number.MAX_SAFE_INTEGER) this.#add(debtor, creditor, amount);
    else this.#amountFault(places.amount);
  }

  #add(debtor: number, creditor: number, amount: number): void {
    const at = this.#count;
    if (at === MOST_ROWS) {
      this.#stop("tooManyRows", this.#rows.line, { most: MOST_ROWS });
      return;
    }
    if (at === this.#debtor.length) {
      this.#debtor = grown(this.#debtor, at * 2);
      this.#creditor = grown(this.#creditor, at * 2);
      this.#amount = grown(this.#amount, at * 2);
      this.#lines = grown(this.#lines, at * 2);
    }
    this.#debtor[at] = debtor;
    this.#creditor[at] = creditor;
    this.#amount[at] = amount;
    this.#lines[at] = this.#rows.line;
    this.#count = at + 1;
  }

  /** The party whose name stands there; -1 where none can be read, which is told. */
  #party(place: number, column: Column): number {
    const rows = this.#rows;
    if (rows.isEmpty(place)) {
      this.#tell("nameEmpty", rows.line, { column });
      return -1;
    }
    const party = rows.within(place, (bytes, from, to) => this.#names.numberOf(bytes, from, to));
    if (party < 0) this.#tell("notUtf8", rows.line);
    return party;
  }

  #amountFault(place: number): void {
    const { line } = this.#rows;
    const written = this.#rows.text(place);
    if (written === undefined) this.#tell("notUtf8", line);
    else this.#tell(amountReason(written), line, { written: shown(written) });
  }

  #tell(reason: ObligationsFaultReason, line: number, facts: ObligationsFault["facts"] = {}): void {
    this.#faultCount++;
    if (this.#faults.length < MOST_FAULTS_TOLD) this.#faults.push({ line, reason, facts });
  }

  #stop(reason: ObligationsFaultReason, line: number, facts: ObligationsFault["facts"] = {}): void {
    this.#stopped = true;
    this.#tell(reason, line, facts);
  }
}

/** Obligations from a file that is in memory as a whole. ObligationsRefused. */
export function readObligations(bytes: Uint8Array): ObligationsFile {
  const reader = new ObligationsReader();
  reader.push(bytes);
  return reader.finish();
}

function reasonOf(end: RowEnd): ObligationsFaultReason {
  return end === RowEnd.lineEndUnclear ? "lineEndUnclear" : "quoteMisplaced";
}

/** Why that is no amount. */
function amountReason(written: string): ObligationsFaultReason {
  if (written.trim() === "") return "amountEmpty";
  if (/^-\d+([.,]\d+)*$/.test(written) && /[1-9]/.test(written)) return "amountNegative";
  if (/^-?0+([.,]0+)?$/.test(written)) return "amountZero";
  if (/^\d+$/.test(written)) return "amountTooLarge";
  return /^\d*[.,]\d[\d.,]*$/.test(written) ? "amountFractional" : "amountNotNumber";
}

/** So much of what was written as a message can show. */
function shown(written: string): string {
  return written.length > 40 ? `${written.slice(0, 40)}…` : written;
}

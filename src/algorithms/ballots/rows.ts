// A file's rows, one by one, from its bytes in pieces: separated by semicolons, quoted as RFC 4180 (section 2, 5 to 7) has it.
// Invariant: no more of the file than one piece and one row is text at a time, so that a file of any size is read in little memory.
import { BallotFault } from "./fault.ts";
import { textOf, WholeLines } from "./whole-lines.ts";

const LF = 0x0a;
const CR = 0x0d;
/** A row that goes on over more letters than this has a quotation mark that nobody closed. */
const LONGEST_ROW = 1 << 20;

export type Row = {
  readonly fields: readonly string[];
  /** The line on which it begins, from 1. */
  readonly line: number;
};

/** Gives each row to `take`; empty lines are passed over. BallotFault `notUtf8`, `quoteNotClosed`, `rowTooLong`, `lineTooLong`. */
export class Rows {
  readonly #take: (row: Row) => void;
  readonly #lines = new WholeLines(
    (bytes, from, to) => this.#read(bytes, from, to),
    () => this.#line + 1,
  );
  #line = 0;
  /** A row with a quoted field that goes on in the next line. */
  #open: { readonly text: string; readonly line: number } | null = null;

  constructor(take: (row: Row) => void) {
    this.#take = take;
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  finish(): void {
    this.#lines.finish();
    if (this.#open) throw new BallotFault("quoteNotClosed", this.#open.line);
  }

  /** Whole lines at once, for decoding each by itself takes most of the time; one by one where something is wrong with them. */
  #read(bytes: Uint8Array, from: number, to: number): void {
    let text: string;
    try {
      text = textOf(bytes.subarray(from, to), this.#line + 1);
    } catch {
      return this.#readOneByOne(bytes, from, to);
    }
    for (let at = 0; at < text.length;) {
      const end = text.indexOf("\n", at);
      const cut = text[end - 1] === "\r" && end > at ? end - 1 : end;
      this.#line++;
      this.#takeLine(text.slice(at, cut));
      at = end + 1;
    }
  }

  #readOneByOne(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to;) {
      const end = bytes.indexOf(LF, at);
      const cut = end > at && bytes[end - 1] === CR ? end - 1 : end;
      this.#line++;
      this.#takeLine(textOf(bytes.subarray(at, cut), this.#line));
      at = end + 1;
    }
  }

  #takeLine(written: string): void {
    // A byte order mark is no letter of the first field.
    const own = this.#line === 1 && written.startsWith("\ufeff") ? written.slice(1) : written;
    const text = this.#open ? `${this.#open.text}\n${own}` : own;
    const line = this.#open?.line ?? this.#line;
    if (text.length > LONGEST_ROW) throw new BallotFault("rowTooLong", line, { most: LONGEST_ROW });
    this.#open = isOpen(text) ? { text, line } : null;
    if (!this.#open && text.trim() !== "") this.#take({ fields: fieldsOf(text), line });
  }
}

/** Whether a quoted field is still open at the end. A quotation mark inside a field that has none at its start is a letter. */
export function isOpen(text: string, separator = ";"): boolean {
  if (!text.includes('"')) return false;
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      const closing = closingQuote(text, at + 1);
      if (closing === -1) return true;
      at = closing;
    }
    const next = text.indexOf(separator, at);
    if (next === -1) return false;
    at = next + 1;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

/** The fields of a row in which no quotation mark is left open. */
export function fieldsOf(text: string, separator = ";"): string[] {
  if (!text.includes('"')) return text.split(separator);
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let quoted = "";
    if (text[at] === '"') {
      const closing = closingQuote(text, at + 1);
      quoted = text.slice(at + 1, closing).replaceAll('""', '"');
      at = closing + 1;
    }
    const next = text.indexOf(separator, at);
    fields.push(quoted + text.slice(at, next === -1 ? text.length : next));
    if (next === -1) return fields;
    at = next + 1;
  }
}

/** A field as it is written, quoted where it has to be. */
export function writtenField(value: string, separator = ";"): string {
  return value.includes(separator) || /["\r\n]|^\s|\s$/.test(value)
    ? `"${value.replaceAll('"', '""')}"`
    : value;
}

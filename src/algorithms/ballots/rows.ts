// A file's rows, one by one, from its bytes: separated by semicolons, quoted as RFC 4180 (section 2, 5 to 7) has it.
// Invariant: no more of the file than one row is text at a time, so that a file of any size is read in little memory.
import { TextDecoder } from "node:util";
import { BallotFault } from "./fault.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** A row that goes on over more bytes than this has a quotation mark that nobody closed. */
const LONGEST_ROW = 1 << 20;

export type Row = {
  readonly fields: readonly string[];
  /** The line on which it begins, from 1. */
  readonly line: number;
};

/** BallotFault `notUtf8`, `quoteNotClosed`, `rowTooLong`. Empty lines are passed over. */
export function* rowsOf(bytes: Uint8Array): Generator<Row> {
  // A byte order mark is taken off the first row by the decoder.
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  let at = 0;
  while (at < bytes.length) {
    const began = line;
    let text = "";
    let from = at;
    do {
      const feed = bytes.indexOf(lineFeed, from);
      const end = feed === -1 ? bytes.length : feed;
      if (end - at > LONGEST_ROW) throw new BallotFault("rowTooLong", began, { most: LONGEST_ROW });
      const cut = end > at && bytes[end - 1] === carriageReturn ? end - 1 : end;
      text = decoded(decoder, bytes.subarray(at, cut), began);
      from = end + 1;
      line++;
    } while (isOpen(text) && from < bytes.length);
    if (isOpen(text)) throw new BallotFault("quoteNotClosed", began);
    at = from;
    if (text.trim() !== "") yield { fields: fieldsOf(text), line: began };
  }
}

function decoded(decoder: TextDecoder, bytes: Uint8Array, line: number): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new BallotFault("notUtf8", line);
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

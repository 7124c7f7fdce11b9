// Cuts bytes of a CSV file (RFC 4180) into rows and fields, without making a text of any of them.
// Invariant: a row is handed out once it is whole; `line` is then the line on which it begins, and its fields are those of
// this row until the next is asked for. What a reader of RFC 4180 could understand in two ways is told and never guessed.

const [LF, CR, QUOTE, COMMA, DIGIT_0] = [10, 13, 34, 44, 48] as const;

/** How a row ended. */
export type RowEnd = (typeof RowEnd)[keyof typeof RowEnd];
export const RowEnd = {
  /** No whole row is there yet. */
  waiting: 0,
  row: 1,
  blank: 2,
  /** A quotation mark within a field that does not begin with one, or something between the mark that closes and the comma. */
  quoteMisplaced: 3,
  /** A carriage return without a line feed, outside quotation marks. */
  lineEndUnclear: 4,
  quoteNotClosed: 5,
  tooLong: 6,
} as const;

/** Fields beyond these are counted and not kept. */
const FIELDS_KEPT = 8;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class RowCutter {
  /** In bytes: a quotation mark that is never closed is told before it swallows a large file. */
  static readonly longest = 1 << 16;
  /** The line on which the row begins, from 1. */
  line = 1;
  /** How many fields the row has. */
  fields = 0;
  /** The line of the quotation mark that is not closed. */
  quoteLine = 1;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #nextLine = 1;
  #finished = false;
  readonly #from = new Int32Array(FIELDS_KEPT);
  readonly #to = new Int32Array(FIELDS_KEPT);
  /** 1 where a quotation mark stands twice in the field, for one. */
  readonly #doubled = new Uint8Array(FIELDS_KEPT);
  #begun = false;

  /** Takes the next bytes, which must not change until the next are given. */
  push(chunk: Uint8Array): void {
    const rest = this.#bytes.subarray(this.#at);
    if (rest.length === 0) this.#bytes = chunk;
    else {
      this.#bytes = new Uint8Array(rest.length + chunk.length);
      this.#bytes.set(rest);
      this.#bytes.set(chunk, rest.length);
    }
    this.#at = 0;
  }

  finish(): void {
    this.#finished = true;
    const last = this.#bytes.at(-1);
    if (this.#at < this.#bytes.length && last !== LF) this.push(Uint8Array.of(LF));
  }

  /** Goes on to the next row. */
  next(): RowEnd {
    if (!this.#begun && !this.#passByteOrderMark()) return RowEnd.waiting;
    const from = this.#at;
    this.line = this.#nextLine;
    this.fields = 0;
    if (from >= this.#bytes.length) return RowEnd.waiting;
    const end = this.#cut();
    return end === RowEnd.waiting ? this.#whyNotWhole(from) : end;
  }

  isEmpty(field: number): boolean {
    return this.#from[field] === this.#to[field];
  }

  /** Looks at the bytes of a field as it is meant, without its quotation marks. */
  within<Seen>(field: number, look: (bytes: Uint8Array, from: number, to: number) => Seen): Seen {
    const [from, to] = [this.#from[field] as number, this.#to[field] as number];
    if (this.#doubled[field] === 0) return look(this.#bytes, from, to);
    const single = new Uint8Array(this.#bytes.subarray(from, to));
    let length = 0;
    for (let at = 0; at < single.length; at++) {
      single[length++] = single[at] as number;
      if (single[at] === QUOTE) at++;
    }
    return look(single, 0, length);
  }

  /** The text of a field; undefined where it is not UTF-8. */
  text(field: number): string | undefined {
    try {
      return this.within(field, (bytes, from, to) => decoder.decode(bytes.subarray(from, to)));
    } catch {
      return undefined;
    }
  }

  /** A field that consists of digits, as a number (exact below 2^53); -1 for any other. */
  digits(field: number): number {
    const to = this.#to[field] as number;
    let value = this.isEmpty(field) ? -1 : 0;
    for (let at = this.#from[field] as number; at < to; at++) {
      const digit = (this.#bytes[at] as number) - DIGIT_0;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  /** Byte order marks are what some programs begin UTF-8 with. Whether the file has begun. */
  #passByteOrderMark(): boolean {
    if (this.#bytes.length < 3 && !this.#finished) return false;
    const [first, second, third] = this.#bytes;
    if (first === 0xef && second === 0xbb && third === 0xbf) this.#at = 3;
    this.#begun = true;
    return true;
  }

  #whyNotWhole(from: number): RowEnd {
    const inQuotes = this.#at < 0;
    this.#at = from;
    if (!this.#finished && this.#bytes.length - from <= RowCutter.longest) return RowEnd.waiting;
    return inQuotes ? RowEnd.quoteNotClosed : RowEnd.tooLong;
  }

  /** Cuts the row that begins at #at; where it is not whole, #at is then -1 within quotation marks, else the end. */
  #cut(): RowEnd {
    const bytes = this.#bytes;
    const begin = this.#at;
    // The same rows come of the same bytes, however they were cut into pieces.
    const end = Math.min(bytes.length, begin + RowCutter.longest + 1);
    let at = begin;
    let lines = 1;
    for (;;) {
      const quoted = bytes[at] === QUOTE;
      if (quoted) {
        this.quoteLine = this.line + lines - 1;
        const from = at + 1;
        let doubled = 0;
        for (at = from; at < end; at++) {
          const byte = bytes[at];
          if (byte === LF) lines++;
          else if (byte === QUOTE) {
            if (bytes[at + 1] !== QUOTE) break;
            doubled = 1;
            at++;
          }
        }
        if (at >= end) return this.#notWhole(-1);
        this.#keep(from, at++, doubled);
      } else {
        const from = at;
        for (; at < end; at++) {
          const byte = bytes[at];
          if (byte === COMMA || byte === LF || byte === CR || byte === QUOTE) break;
        }
        this.#keep(from, at, 0);
      }
      const after = at < end ? bytes[at] : undefined;
      if (after === COMMA) at++;
      else if (after === undefined || (after === CR && at + 1 === end)) return this.#notWhole(end);
      else if (after === LF || (after === CR && bytes[at + 1] === LF)) {
        const next = at + (after === LF ? 1 : 2);
        return this.#rowEnds(next, lines, at === begin ? RowEnd.blank : RowEnd.row);
      } else {
        const fault = after === CR ? RowEnd.lineEndUnclear : RowEnd.quoteMisplaced;
        // After something that cannot be understood the next line is the next row.
        const lineEnd = bytes.subarray(0, end).indexOf(LF, at);
        return lineEnd < 0 ? this.#notWhole(end) : this.#rowEnds(lineEnd + 1, lines, fault);
      }
    }
  }

  #keep(from: number, to: number, doubled: number): void {
    const field = this.fields++;
    if (field >= FIELDS_KEPT) return;
    this.#from[field] = from;
    this.#to[field] = to;
    this.#doubled[field] = doubled;
  }

  #rowEnds(at: number, lines: number, end: RowEnd): RowEnd {
    this.#at = at;
    this.#nextLine = this.line + lines;
    return end;
  }

  #notWhole(at: number): RowEnd {
    this.#at = at;
    return RowEnd.waiting;
  }
}

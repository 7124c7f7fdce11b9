// From a file's bytes to its records, without holding the file in memory.
// Invariant: what reaches the rules is whole, valid UTF-8 with `\n` line ends, and every record knows the line on which
// it begins as an editor counts lines. What cannot be read stops the reading with a named reason and its line.
import { isUtf8 } from "node:buffer";
import type { Hash } from "node:crypto";
import { type CsvError, parse } from "csv-parse";
import type { Facts } from "#platform/errors";
import { delimiterOf } from "./organization-import.columns.ts";

export const LONGEST_RECORD_BYTES = 65_536;
export const MOST_ROWS = 1_000_000;

/** A reason for which nothing after this line can be trusted. */
export class UnreadableFile extends Error {
  readonly rule: string;
  readonly line: number;
  readonly facts: Facts;
  constructor(rule: string, line: number, facts: Facts = {}) {
    super(`${rule} at line ${line}`);
    this.rule = rule;
    this.line = line;
    this.facts = facts;
  }
}

export type CsvRecord = {
  readonly line: number;
  readonly cells: readonly string[];
  /** The first cell with a quote outside of quotes, by its place: what was meant cannot be known. */
  readonly quoteBroken?: number;
};

const LF = 10;
const CR = 13;

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) lines++;
  return lines;
}

/** How many bytes at the end begin a character that the next chunk ends (RFC 3629 §3). */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** Where the first byte stands that cannot be UTF-8; called only when there is one. */
function firstWrongByte(bytes: Uint8Array): number {
  let low = 0;
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    const size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (!isUtf8(bytes.subarray(at, at + size))) return at;
    at += size;
    low = at;
  }
  return low;
}

/** `\r\n` and `\r` become `\n`. A `\r` at the end waits for what follows. */
function withPlainLineEnds(bytes: Buffer): Buffer {
  if (!bytes.includes(CR)) return bytes;
  const plain = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === CR && bytes[at + 1] === LF) continue;
    plain[length++] = byte === CR ? LF : byte;
  }
  return plain.subarray(0, length);
}

/** The file's bytes as valid UTF-8 with plain line ends and no byte order mark; `hash` sees them as they came. */
async function* readUtf8(source: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Buffer> {
  let carried: Buffer = Buffer.alloc(0);
  let [offset, line, started] = [0, 1, false];
  const take = (whole: Buffer, keep: number): Buffer => {
    let block = whole.subarray(0, whole.length - keep);
    carried = whole.subarray(whole.length - keep);
    if (!started && block.length > 0) {
      refuseUtf16(block);
      started = true;
      if (block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf) {
        block = block.subarray(3);
        offset = 3;
      }
    }
    if (!isUtf8(block)) {
      const wrong = firstWrongByte(block);
      const before = withPlainLineEnds(block.subarray(0, wrong));
      throw new UnreadableFile("encodingWrong", line + countLines(before), {
        byte: offset + wrong + 1,
        found: "other",
      });
    }
    offset += block.length;
    const plain = withPlainLineEnds(block);
    line += countLines(plain);
    return plain;
  };
  for await (const chunk of source) {
    hash.update(chunk);
    const whole =
      carried.length > 0
        ? Buffer.concat([carried, chunk])
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    // The first bytes are judged together, and so are a character or a line end that two chunks share.
    if (!started && whole.length < 4) carried = Buffer.from(whole);
    else yield take(whole, unfinished(whole) || (whole.at(-1) === CR ? 1 : 0));
  }
  if (carried.length > 0) yield take(carried, 0);
}

/** UTF-16 (with its mark, or with the zero bytes that ASCII has in it), as spreadsheets save "Unicode text". */
function refuseUtf16(first: Buffer): void {
  const marked = (first[0] === 0xff && first[1] === 0xfe) || (first[0] === 0xfe && first[1] === 0xff);
  if (marked || first.subarray(0, 4).includes(0))
    throw new UnreadableFile("encodingWrong", 1, { byte: 1, found: "utf16" });
}

const REASONS: Readonly<Record<string, string>> = {
  CSV_MAX_RECORD_SIZE: "rowTooLong",
  CSV_QUOTE_NOT_CLOSED: "quoteNotClosed",
};

/** Whether a cell with a quote in it was written otherwise than RFC 4180 §2 asks: in quotes, each one inside doubled. */
function isQuoteBroken(cell: string, raw: string): boolean {
  return cell.includes('"') && !raw.includes(`"${cell.replaceAll('"', '""')}"`);
}

/** Records are taken as the parser makes them: its stream would drop those it holds when a later one is broken. */
class RecordParser {
  readonly #parser;
  #made: CsvRecord[] = [];
  #nextLine = 1;
  #failure: CsvError | UnreadableFile | undefined;

  constructor(delimiter: string) {
    this.#parser = parse({
      delimiter,
      record_delimiter: "\n",
      relax_column_count: true,
      // Kept as they are, to be told with their row; the parser would give up the rest of the file.
      relax_quotes: true,
      max_record_size: LONGEST_RECORD_BYTES,
      raw: true,
      // With `raw`, a record comes with the text that it was read from; the types do not say so.
      on_record: (made: unknown, { lines }) => {
        const { record, raw } = made as { record: string[]; raw: string };
        this.#keep(record, raw, lines);
        return null;
      },
    });
    this.#parser.on("error", (error) => (this.#failure ??= error as CsvError));
    this.#parser.resume();
  }

  #keep(cells: string[], raw: string, lastLine: number): void {
    // Line ends inside quotes stay in the cells, so what they hold says where the record began.
    const inside = cells.reduce((count, cell) => count + cell.split("\n").length - 1, 0);
    const line = lastLine - inside;
    const quoteBroken = cells.findIndex((cell) => isQuoteBroken(cell, raw));
    this.#nextLine = lastLine + 1;
    if (this.#failure || cells.every((cell) => cell.trim() === "")) return;
    if (quoteBroken === -1) this.#made.push({ line, cells });
    // A quote that swallowed line ends before it broke has taken other rows with it.
    else if (inside > 0) this.#failure = new UnreadableFile("quoteBroken", line, { rest: "unread" });
    else this.#made.push({ line, cells, quoteBroken });
  }

  /** The records that this chunk completes; `null` ends the file. */
  async take(chunk: Buffer | null): Promise<CsvRecord[]> {
    await new Promise<void>((resolve) => {
      if (chunk === null) this.#parser.end(() => resolve());
      else this.#parser.write(chunk, () => resolve());
    });
    const made = this.#made;
    this.#made = [];
    return made;
  }

  /** Says why the parser stopped, once its last good records have been taken. */
  check(): void {
    if (!this.#failure || this.#failure instanceof UnreadableFile) {
      if (this.#failure) throw this.#failure;
      return;
    }
    const rule = REASONS[this.#failure.code];
    if (!rule) throw this.#failure;
    throw new UnreadableFile(rule, this.#nextLine, { limit: LONGEST_RECORD_BYTES });
  }
}

/** The records of a file in batches, the header first. Lines without any text are left out. */
export async function* readRecords(
  source: AsyncIterable<Uint8Array>,
  hash: Hash,
): AsyncGenerator<CsvRecord[]> {
  let parser: RecordParser | undefined;
  let head = Buffer.alloc(0);
  for await (const chunk of readUtf8(source, hash)) {
    let bytes = chunk;
    if (!parser) {
      head = Buffer.concat([head, chunk]);
      if (!head.includes(LF) && head.length <= LONGEST_RECORD_BYTES) continue;
      parser = new RecordParser(delimiterOf(firstLineOf(head)));
      bytes = head;
    }
    yield await parser.take(bytes);
    parser.check();
  }
  if (!parser) {
    parser = new RecordParser(delimiterOf(firstLineOf(head)));
    yield await parser.take(head);
    parser.check();
  }
  yield await parser.take(null);
  parser.check();
}

function firstLineOf(bytes: Buffer): string {
  const end = bytes.indexOf(LF);
  return bytes.subarray(0, end === -1 ? LONGEST_RECORD_BYTES : end).toString("utf8");
}

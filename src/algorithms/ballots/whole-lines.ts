// Cuts a stream of bytes into pieces of whole lines, so that a reader never meets half a line; and reads their text.
// Invariant: every byte is handed on once and in order, each piece ends with a line feed (the last of a file is given one where
// it has none), and what is kept waiting is less than the longest line allowed.
import { BallotFault } from "./fault.ts";

/** No line of a file of ballots is longer; a file without line ends is refused before it fills the memory. */
export const LONGEST_LINE = 1 << 24;

const LF = 10;

export class WholeLines {
  readonly #read: (bytes: Uint8Array, from: number, to: number) => void;
  readonly #lineNumber: () => number;
  #waiting = new Uint8Array(1 << 12);
  #length = 0;

  /** `read` is called with bytes of which those from `from` up to `to` are whole lines; `lineNumber` is for a fault. */
  constructor(read: (bytes: Uint8Array, from: number, to: number) => void, lineNumber: () => number) {
    this.#read = read;
    this.#lineNumber = lineNumber;
  }

  /** BallotFault `lineTooLong`. */
  push(chunk: Uint8Array): void {
    const last = chunk.lastIndexOf(LF);
    if (last < 0) {
      this.#wait(chunk);
      return;
    }
    let from = 0;
    if (this.#length > 0) {
      from = chunk.indexOf(LF) + 1;
      this.#wait(chunk.subarray(0, from));
      this.#handOn();
    }
    if (from <= last) this.#read(chunk, from, last + 1);
    this.#wait(chunk.subarray(last + 1));
  }

  finish(): void {
    if (this.#length === 0) return;
    this.#wait(Uint8Array.of(LF));
    this.#handOn();
  }

  #handOn(): void {
    const length = this.#length;
    this.#length = 0;
    this.#read(this.#waiting, 0, length);
  }

  #wait(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > LONGEST_LINE)
      throw new BallotFault("lineTooLong", this.#lineNumber(), { most: LONGEST_LINE });
    if (length > this.#waiting.length) {
      const larger = new Uint8Array(Math.max(length, this.#waiting.length * 2));
      larger.set(this.#waiting.subarray(0, this.#length));
      this.#waiting = larger;
    }
    this.#waiting.set(bytes, this.#length);
    this.#length = length;
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** BallotFault `notUtf8`, `nulByte`. */
export function textOf(bytes: Uint8Array, line: number): string {
  if (bytes.includes(0)) throw new BallotFault("nulByte", line);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new BallotFault("notUtf8", line);
  }
}

// Where a BLT file is being read: the bytes, the place among them and its line; blanks, comments and words.
// Invariant: it is given whole lines, so that no word and no comment mark is cut in two.
import { BallotFault } from "./fault.ts";
import { textOf } from "./whole-lines.ts";

export const [TAB, LF, CR, SPACE, HASH, STAR, MINUS, SLASH] = [9, 10, 13, 32, 35, 42, 45, 47] as const;

export class Scanner {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  end = 0;
  line = 1;
  /** In so many comments, one within another, that may go on over several lines. */
  comments = 0;

  fault(reason: string, facts: Readonly<Record<string, string | number>> = {}): BallotFault {
    return new BallotFault(reason, this.line, facts);
  }

  /** Passes blanks and comments; whether something else stands there then. */
  passBlanks(): boolean {
    while (this.at < this.end) {
      const byte = this.bytes[this.at];
      if (this.comments > 0) this.#passComment();
      else if (byte === LF) {
        this.line++;
        this.at++;
      } else if (byte === SPACE || byte === CR || byte === TAB) this.at++;
      else if (byte === HASH || (byte === SLASH && this.bytes[this.at + 1] === SLASH))
        this.text(this.lineEnd());
      else if (byte === SLASH && this.bytes[this.at + 1] === STAR) {
        this.comments = 1;
        this.at += 2;
      } else return true;
    }
    return false;
  }

  lineEnd(): number {
    return this.bytes.indexOf(LF, this.at);
  }

  /** The text up to `to`, which is passed. BallotFault `notUtf8`, `nulByte`. */
  text(to: number): string {
    const text = textOf(this.bytes.subarray(this.at, to), this.line);
    this.at = to;
    return text;
  }

  /** The word that stands there, up to a blank or a comment. */
  word(): string {
    let end = this.at;
    for (; end < this.end; end++) {
      const byte = this.bytes[end];
      if (byte === SPACE || byte === LF || byte === CR || byte === TAB || byte === HASH) break;
    }
    return this.text(end);
  }

  #passComment(): void {
    const lineEnd = this.lineEnd();
    let next = this.at;
    while (next < lineEnd && this.comments > 0) {
      const [byte, following] = [this.bytes[next], this.bytes[next + 1]];
      const mark = (byte === STAR && following === SLASH) || (byte === SLASH && following === STAR);
      if (mark) this.comments += byte === STAR ? -1 : 1;
      next += mark ? 2 : 1;
    }
    this.text(next);
    if (this.comments === 0) return;
    this.at++;
    this.line++;
  }
}

/** So much of a word as a message can show. */
export function shown(word: string): string {
  return word.length > 40 ? `${word.slice(0, 40)}…` : word;
}

/** A whole number; BallotFault `headMalformed` for anything else and for more than nine digits. */
export function wholeNumber(word: string, line: number): number {
  if (!/^\d{1,9}$/.test(word)) throw new BallotFault("headMalformed", line, { word: shown(word) });
  return Number(word);
}

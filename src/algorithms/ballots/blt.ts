// BLT, the form in which transferable votes are published: read as a stream of bytes.
// Invariant: nothing is guessed: what cannot be read is refused with its line, and a ballot counts as it is written.
//
// The form is that of Hill, Wichmann and Woodall, "Algorithm 123: Single transferable vote by Meek's method" (The Computer
// Journal 30, 1987), §3.1: candidates and seats; the withdrawn as `-3`; ballots `weight preference … 0`; a `0`; names; a title.
// Read as well: comments (`# …`, `// …`, `/* … */`), ranks shared (`2=3`) and passed over (`-`), and ballots with an identifier
// (`(A17) 1 2 3 0`), as OpenSTV has them; `[nick …]`, by which ballots may name candidates, and `[tie …]` and `[droop …]`, which
// say how to count and not what was voted and are passed over, as Droop has them; weights with a decimal or a fraction.
import type { Election } from "./ballots.ts";
import { BltBallots } from "./blt-ballots.ts";
import { namesOf } from "./blt-names.ts";
import { MINUS, Scanner, shown, wholeNumber } from "./blt-scanner.ts";
import { BallotFault } from "./fault.ts";
import { WholeLines } from "./whole-lines.ts";

const BRACKET = 91;
/** No ballot paper has more; it bounds what a few bytes can make a reader keep. */
export const MOST_CANDIDATES = 100_000;

type Head = { readonly candidates: number; readonly seats: number; readonly line: number };

/** Reads one file: `push` its bytes in pieces of any size, then `finish`. After a BallotFault it is of no more use. */
export class BltReader {
  readonly #scanner = new Scanner();
  readonly #lines = new WholeLines(
    (bytes, from, to) => this.#read(bytes, from, to),
    () => this.#scanner.line,
  );
  #begun = false;
  #candidates: number | undefined;
  #head: Head | undefined;
  readonly #withdrawn = new Set<number>();
  /** The line, other than that of the head, which the last withdrawn candidate stands on. */
  #withdrawnLine = 0;
  readonly #nicknames = new Map<string, number>();
  #ballots: BltBallots | undefined;
  readonly #names: string[] = [];

  /** BallotFault; `tally.fault.<reason>` is its sentence. */
  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  /** The election, once all was pushed. BallotFault, also where something is missing. */
  finish(): Election {
    this.#lines.finish();
    const scanner = this.#scanner;
    if (scanner.comments > 0) throw scanner.fault("commentNotClosed");
    if (!this.#begun) throw scanner.fault("fileEmpty");
    if (!this.#head) throw scanner.fault("headMalformed", { word: "" });
    if (!this.#ballots?.ended) throw scanner.fault("endMissing");
    const { candidates, seats } = this.#head;
    if (this.#names.length < candidates)
      throw scanner.fault("namesMissing", { named: this.#names.length, candidates });
    const ballots = this.#ballots.finish();
    if (ballots.totalWeight === 0) throw new BallotFault("noBallots", this.#ballots.endLine);
    return {
      title: this.#names[candidates] ?? null,
      candidates: this.#names.slice(0, candidates).map((name, at) => {
        return { id: `${at + 1}`, name, withdrawn: this.#withdrawn.has(at) };
      }),
      seats,
      ballots,
    };
  }

  #read(bytes: Uint8Array, from: number, to: number): void {
    const scanner = this.#scanner;
    [scanner.bytes, scanner.at, scanner.end] = [bytes, from, to];
    const marked = bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
    if (!this.#begun && marked) scanner.at += 3;
    this.#begun = true;
    while (scanner.at < scanner.end) {
      if (this.#ballots?.ended) this.#readNames(this.#ballots.endLine);
      else if (this.#ballots) this.#ballots.read(scanner);
      else if (scanner.passBlanks()) this.#readHead();
    }
  }

  /** One word of what comes before the ballots: the two numbers, the withdrawn, an option. */
  #readHead(): void {
    const scanner = this.#scanner;
    const byte = scanner.bytes[scanner.at];
    if (!this.#head) this.#readNumber();
    else if (byte === BRACKET) this.#readOption(this.#head);
    else if (byte === MINUS) this.#readWithdrawn(this.#head);
    else this.#beginBallots(this.#head);
  }

  #readNumber(): void {
    const { line } = this.#scanner;
    const number = wholeNumber(this.#scanner.word(), line);
    if (this.#candidates === undefined) {
      if (number < 1) throw new BallotFault("noCandidates", line);
      if (number > MOST_CANDIDATES)
        throw new BallotFault("tooManyCandidates", line, { most: MOST_CANDIDATES });
      this.#candidates = number;
    } else {
      if (number < 1) throw new BallotFault("noSeats", line);
      this.#head = { candidates: this.#candidates, seats: number, line };
    }
  }

  #readWithdrawn(head: Head): void {
    const { line } = this.#scanner;
    const word = this.#scanner.word();
    if (!/^-\d{1,9}$/.test(word)) throw new BallotFault("weightMalformed", line, { word: shown(word) });
    const number = Number(word.slice(1));
    if (number < 1 || number > head.candidates)
      throw new BallotFault("unknownCandidate", line, { candidate: number, candidates: head.candidates });
    this.#withdrawn.add(number - 1);
    if (line !== head.line) this.#withdrawnLine = line;
  }

  #readOption(head: Head): void {
    const scanner = this.#scanner;
    const end = scanner.bytes.indexOf(0x5d, scanner.at);
    const lineEnd = scanner.lineEnd();
    if (end < 0 || end > lineEnd) throw scanner.fault("optionNotClosed");
    const [name, ...words] = scanner.text(end).slice(1).trim().split(/\s+/);
    scanner.at = end + 1;
    if (name === "tie" || name === "droop") return;
    if (name !== "nick") throw scanner.fault("optionUnknown", { word: shown(name ?? "") });
    for (const [at, word] of words.entries()) this.#nicknames.set(word, at);
    if (words.length !== head.candidates || this.#nicknames.size !== words.length)
      throw scanner.fault("nicknamesMalformed", { candidates: head.candidates });
  }

  #beginBallots(head: Head): void {
    const standing = head.candidates - this.#withdrawn.size;
    if (head.seats > standing)
      throw new BallotFault("tooManySeats", head.line, { seats: head.seats, candidates: standing });
    // On a line of its own a minus begins the withdrawn; with a ballot after it on the line, it is a weight below zero.
    if (this.#withdrawnLine === this.#scanner.line) throw this.#scanner.fault("weightNegative");
    this.#ballots = new BltBallots(head.candidates, this.#nicknames);
  }

  /** What is left of one line. */
  #readNames(endLine: number): void {
    const scanner = this.#scanner;
    const { line } = scanner;
    const text = scanner.text(scanner.lineEnd());
    if (line === endLine && !/^\s*(?:$|"|#|\/\/|\/\*)/.test(text)) throw scanner.fault("weightZero");
    const read = namesOf(text, scanner.comments);
    if ("reason" in read) throw scanner.fault(read.reason);
    scanner.comments = read.comments;
    for (const name of read.names) this.#names.push(name);
    const most = (this.#head?.candidates ?? 0) + 1;
    if (this.#names.length > most) throw scanner.fault("tooManyNames", { candidates: most - 1 });
    scanner.at++;
    scanner.line++;
  }
}

/** BallotFault. */
export function readBlt(bytes: Uint8Array): Election {
  const reader = new BltReader();
  reader.push(bytes);
  return reader.finish();
}

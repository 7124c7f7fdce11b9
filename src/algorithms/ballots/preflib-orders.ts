// The orders of a PrefLib file: `2,{1,3},4` puts candidate 2 first, then 1 and 3 alike, then 4.
// Invariant: candidates alike stand in ascending order, so that {1,3} and {3,1} are one order; no candidate is read twice.
import { alsoRanked } from "./ballots.ts";
import { shown } from "./blt-scanner.ts";
import { BallotFault } from "./fault.ts";

const [COMMA, OPENING, CLOSING, SPACE, TAB, ZERO] = [44, 123, 125, 32, 9, 48] as const;

export class Orders {
  /** The order read last. */
  readonly entries: Uint32Array;
  length = 0;
  /** Whether some of it stand alike. */
  tied = false;
  readonly #candidates: number;
  readonly #lastSeen: Uint32Array;
  #read = 0;
  /** Where the order begins on its line. */
  #from = 0;

  constructor(candidates: number) {
    this.#candidates = candidates;
    this.entries = new Uint32Array(candidates);
    this.#lastSeen = new Uint32Array(candidates);
  }

  /**
   * Reads a line from there to its end; nothing at all is an order of nobody.
   * BallotFault `orderMalformed` {word}, `unknownCandidate` {candidate, candidates}, `candidateTwice` {candidate}.
   */
  read(text: string, from: number, line: number): void {
    this.#read++;
    this.#from = from;
    this.length = 0;
    this.tied = false;
    let at = blanks(text, from);
    if (at === text.length) return;
    for (;;) {
      if (text.charCodeAt(at) === OPENING) at = this.#readAlike(text, at + 1, line);
      else at = this.#readCandidate(text, at, line);
      if (at === text.length) return;
      if (text.charCodeAt(at) !== COMMA) throw malformed(text, this.#from, line);
      at = blanks(text, at + 1);
    }
  }

  /** Up to and with the closing brace; the place of what follows. */
  #readAlike(text: string, from: number, line: number): number {
    const first = this.length;
    let at = from;
    for (;;) {
      at = this.#readCandidate(text, blanks(text, at), line);
      if (text.charCodeAt(at) === CLOSING) break;
      if (text.charCodeAt(at) !== COMMA) throw malformed(text, this.#from, line);
      at++;
    }
    const alike = this.entries.subarray(first, this.length).sort();
    for (let one = 1; one < alike.length; one++) alike[one] = (alike[one] ?? 0) + alsoRanked;
    if (alike.length > 1) this.tied = true;
    return blanks(text, at + 1);
  }

  /** The place of what follows it and its blanks. */
  #readCandidate(text: string, from: number, line: number): number {
    let [at, number] = [from, 0];
    for (
      let digit = text.charCodeAt(at) - ZERO;
      digit >= 0 && digit <= 9;
      digit = text.charCodeAt(at) - ZERO
    ) {
      number = number * 10 + digit;
      at++;
    }
    if (at === from) throw malformed(text, this.#from, line);
    if (number < 1 || number > this.#candidates)
      throw new BallotFault("unknownCandidate", line, {
        candidate: shown(text.slice(from, at)),
        candidates: this.#candidates,
      });
    if (this.#lastSeen[number - 1] === this.#read)
      throw new BallotFault("candidateTwice", line, { candidate: number });
    this.#lastSeen[number - 1] = this.#read;
    this.entries[this.length++] = number - 1;
    return blanks(text, at);
  }
}

function malformed(text: string, from: number, line: number): BallotFault {
  return new BallotFault("orderMalformed", line, { word: shown(text.slice(from).trim()) });
}

function blanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at++;
  return at;
}

// The ballots of a BLT file, each `weight preference … 0`, several on a line or one over several.
// Invariant: the plain case (whole numbers between blanks) makes no object for a ballot; all else is read word by word.
import { compare, parseFraction, zero } from "../fractions/index.ts";
import { alsoRanked, type Ballots } from "./ballots.ts";
import { IdentifiedBallots } from "./blt-identified.ts";
import { CR, LF, type Scanner, shown, SPACE, TAB } from "./blt-scanner.ts";
import { BallotCollector } from "./collector.ts";
import { BallotFault } from "./fault.ts";
import { unitsOf } from "./weights.ts";

const [QUOTE, OPENING, CLOSING, ZERO] = [34, 40, 41, 48] as const;

export class BltBallots {
  /** Whether the zero after the last ballot was read, and on which line. */
  ended = false;
  endLine = 0;
  readonly #candidates: number;
  readonly #nicknames: ReadonlyMap<string, number>;
  readonly #collector: BallotCollector;
  /** By candidate, in which of the looks it was seen last. */
  readonly #lastSeen: Float64Array;
  #looked = 0;
  /** The ballot that is being read: its weight in the collector's units, 0 between two ballots; its entries; its first line. */
  #weight = 0;
  readonly #entries: Uint32Array;
  #length = 0;
  #from = 1;
  readonly #identified: IdentifiedBallots;
  #isIdentified = false;

  constructor(candidates: number, nicknames: ReadonlyMap<string, number>) {
    this.#candidates = candidates;
    this.#nicknames = nicknames;
    this.#collector = new BallotCollector({ kind: "ranked", candidates });
    this.#lastSeen = new Float64Array(candidates);
    // One more than a ballot can hold, so that what repeats a candidate is seen whole.
    this.#entries = new Uint32Array(candidates + 1);
    this.#identified = new IdentifiedBallots(candidates, (entries, length) =>
      this.#repeated(entries, length),
    );
  }

  /** BallotFault, as `IdentifiedBallots`. */
  finish(): Ballots {
    this.#identified.addTo(this.#collector);
    return this.#collector.finish();
  }

  /** Reads on until the ballots end, or the bytes, or a comment of several lines begins. BallotFault. */
  read(scanner: Scanner): void {
    if (scanner.comments === 0) this.#readPlain(scanner);
    if (scanner.at < scanner.end && scanner.passBlanks()) this.#readWord(scanner);
  }

  /** As far as there are whole numbers between blanks. */
  #readPlain(scanner: Scanner): void {
    const { bytes, end } = scanner;
    const [entries, candidates] = [this.#entries, this.#candidates];
    const most = entries.length;
    let [at, line, weight, length] = [scanner.at, scanner.line, this.#weight, this.#length];
    while (at < end) {
      const byte = bytes[at] ?? 0;
      let number = byte - ZERO;
      if (number < 0 || number > 9) {
        if (byte === LF) line++;
        else if (byte !== SPACE && byte !== CR && byte !== TAB) break;
        at++;
        continue;
      }
      let next = at + 1;
      for (
        let digit = (bytes[next] ?? 0) - ZERO;
        digit >= 0 && digit <= 9;
        digit = (bytes[++next] ?? 0) - ZERO
      )
        number = number * 10 + digit;
      const after = bytes[next];
      if (after !== SPACE && after !== LF && after !== CR && after !== TAB) break;
      if (weight === 0) {
        if (number === 0 || number > 0xffff_ffff) break;
        weight = number * this.#collector.weightUnit;
        this.#from = line;
      } else if (number > 0) {
        if (number > candidates || length === most) break;
        entries[length++] = number - 1;
      } else {
        this.#add(weight, length);
        weight = length = 0;
      }
      // The one blank that nearly always follows is passed here.
      at = next + 1;
      if (after === LF) line++;
    }
    [scanner.at, scanner.line, this.#weight, this.#length] = [at, line, weight, length];
  }

  #add(weight: number, length: number): void {
    if (this.#isIdentified) {
      this.#isIdentified = false;
      this.#identified.add(this.#entries, length, this.#from);
      return;
    }
    if (!this.#collector.add(this.#entries, length, weight, null, this.#from)) return;
    // Only a ballot that is not like one before it has to be looked at.
    const twice = this.#repeated(this.#entries, length);
    if (twice !== undefined) throw new BallotFault("candidateTwice", this.#from, { candidate: twice + 1 });
  }

  /** A candidate who stands twice among the entries. */
  #repeated(entries: Uint32Array, length: number): number | undefined {
    this.#looked++;
    for (let at = 0; at < length; at++) {
      const candidate = (entries[at] ?? 0) & ~alsoRanked;
      if (this.#lastSeen[candidate] === this.#looked) return candidate;
      this.#lastSeen[candidate] = this.#looked;
    }
    return undefined;
  }

  /** A word that is not plain, or that is at fault. */
  #readWord(scanner: Scanner): void {
    const byte = scanner.bytes[scanner.at];
    if (byte === QUOTE) throw scanner.fault("endMissing");
    if (this.#weight !== 0) return this.#readPreference(scanner, scanner.word());
    if (byte === OPENING) return this.#readIdentifier(scanner);
    this.#from = scanner.line;
    this.#readWeight(scanner, scanner.word());
  }

  #readIdentifier(scanner: Scanner): void {
    const close = scanner.bytes.indexOf(CLOSING, scanner.at);
    if (close < 0 || close > scanner.lineEnd()) throw scanner.fault("identifierMalformed");
    scanner.text(close + 1);
    this.#from = scanner.line;
    this.#weight = this.#collector.weightUnit;
    this.#isIdentified = true;
  }

  #readWeight(scanner: Scanner, word: string): void {
    const weight = parseFraction(word);
    if (!weight) throw scanner.fault("weightMalformed", { word: shown(word) });
    if (word === "0") {
      this.ended = true;
      this.endLine = scanner.line;
      return;
    }
    const sign = compare(weight, zero);
    if (sign < 0) throw scanner.fault("weightNegative");
    if (sign === 0) throw scanner.fault("weightZero");
    this.#weight = unitsOf(weight, this.#collector, scanner.line);
  }

  #readPreference(scanner: Scanner, word: string): void {
    if (word === "-") return;
    if (word === "0") {
      this.#add(this.#weight, this.#length);
      this.#weight = this.#length = 0;
      return;
    }
    const among: number[] = [];
    for (const part of word.split("=")) {
      const number = /^\d+$/.test(part) ? Number(part) - 1 : this.#nicknames.get(part);
      if (number === undefined) throw scanner.fault("preferenceMalformed", { word: shown(word) });
      if (number < 0 || number >= this.#candidates)
        throw scanner.fault("unknownCandidate", { candidate: shown(part), candidates: this.#candidates });
      among.push(number);
    }
    // In ascending order, so that 2=3 and 3=2 are one ballot.
    for (const [at, candidate] of among.sort((a, b) => a - b).entries()) {
      if (this.#length === this.#entries.length)
        throw new BallotFault("candidateTwice", this.#from, { candidate: candidate + 1 });
      this.#entries[this.#length++] = at === 0 ? candidate : candidate + alsoRanked;
    }
  }
}

// The ballots of a BLT file that have an identifier: `(A17) 1 2 3 0`.
// Invariant: no such ballot is counted before the whole file says what its first number is. In OpenSTV's files it is the weight,
// which is always 1; in Droop's it is the first preference. Both readings are kept until a ballot allows one of them only.
import { alsoRanked, type Ballots, distinct } from "./ballots.ts";
import { BallotCollector } from "./collector.ts";
import { BallotFault } from "./fault.ts";

type Reading = "weightFirst" | "preferences";

export class IdentifiedBallots {
  readonly #readings: Map<Reading, BallotCollector>;
  readonly #repeated: (entries: Uint32Array, length: number) => number | undefined;
  #line = 1;

  /** `repeated` finds a candidate who stands twice among the entries. */
  constructor(candidates: number, repeated: (entries: Uint32Array, length: number) => number | undefined) {
    this.#repeated = repeated;
    this.#readings = new Map([
      ["weightFirst", new BallotCollector({ kind: "ranked", candidates })],
      ["preferences", new BallotCollector({ kind: "ranked", candidates })],
    ]);
  }

  /** Takes what stands from the identifier to the zero, as if all were preferences. BallotFault `candidateTwice`, `identifiedWeight`. */
  add(entries: Uint32Array, length: number, line: number): void {
    this.#line = line;
    const rest = entries.subarray(1);
    // A weight of 1 looks like the first candidate, alone at the first rank.
    const one = length > 0 && entries[0] === 0 && (length === 1 || (rest[0] ?? 0) < alsoRanked);
    const twice = this.#repeated(entries, length);
    const twiceInRest = one ? this.#repeated(rest, length - 1) : undefined;
    if (!one || twiceInRest !== undefined) this.#drop("weightFirst", line, one ? twiceInRest : undefined);
    if (twice !== undefined) this.#drop("preferences", line, twice);
    this.#readings.get("weightFirst")?.add(rest, length - 1, 1, null, line);
    this.#readings.get("preferences")?.add(entries, length, 1, null, line);
  }

  #drop(reading: Reading, line: number, twice: number | undefined): void {
    if (!this.#readings.delete(reading) || this.#readings.size > 0) return;
    if (twice === undefined) throw new BallotFault("identifiedWeight", line);
    throw new BallotFault("candidateTwice", line, { candidate: twice + 1 });
  }

  /** Counts them all in `collector`. BallotFault `identifiersAmbiguous` where both readings are possible and differ. */
  addTo(collector: BallotCollector): void {
    const [reading, other] = [...this.#readings.values()].map((each) => each.finish());
    if (!reading || reading.totalWeight === 0) return;
    if (other) throw new BallotFault("identifiersAmbiguous", this.#line);
    for (let ballot = 0; ballot < distinct(reading); ballot++) addBallot(collector, reading, ballot);
  }
}

function addBallot(collector: BallotCollector, { entries, offsets, weights }: Ballots, ballot: number): void {
  const [from, to] = [offsets[ballot] ?? 0, offsets[ballot + 1] ?? 0];
  collector.add(entries.subarray(from, to), to - from, (weights[ballot] ?? 0) * collector.weightUnit);
}

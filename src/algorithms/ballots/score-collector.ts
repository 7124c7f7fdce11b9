// Gathers ballots with points as decimals: one more decimal makes the unit ten times finer, and what was gathered before is kept.
// Invariant: no point is rounded; points and weights are whole numbers of their units, below 2^53.
import type { Ballots } from "./ballots.ts";
import { BallotCollector } from "./collector.ts";
import { type Decimal, inUnits } from "./decimals.ts";
import { BallotFault } from "./fault.ts";

export class ScoreCollector {
  readonly #candidates: number;
  #decimals = 0;
  #collector: BallotCollector;

  constructor(candidates: number) {
    this.#candidates = candidates;
    this.#collector = this.#made(1);
  }

  get weightUnit(): number {
    return this.#collector.weightUnit;
  }

  refine(times: number, line: number | null = null): void {
    this.#collector.refine(times, line);
  }

  /**
   * `entries` are candidates in ascending order, `points` what each is given. BallotFault `pointsTooLarge` and the collector's.
   */
  add(entries: readonly number[], points: readonly Decimal[], weight: number, line: number): void {
    for (const { decimals } of points) if (decimals > this.#decimals) this.#makeRoomFor(decimals, line);
    const units = points.map((given) => Number(inUnits(given, this.#decimals)));
    if (!units.every(Number.isSafeInteger)) throw new BallotFault("pointsTooLarge", line);
    this.#collector.add(entries, entries.length, weight, units, line);
  }

  finish(): Ballots {
    return this.#collector.finish();
  }

  #made(weightUnit: number): BallotCollector {
    const { candidates, pointsUnit } = { candidates: this.#candidates, pointsUnit: 10 ** this.#decimals };
    return new BallotCollector({ kind: "score", candidates, pointsUnit, weightUnit });
  }

  #makeRoomFor(decimals: number, line: number): void {
    const { offsets, entries, points, weights, weightUnit } = this.#collector.finish();
    const times = 10 ** (decimals - this.#decimals);
    this.#decimals = decimals;
    this.#collector = this.#made(weightUnit);
    for (const [ballot, weight] of weights.entries()) {
      const [from, to] = [offsets[ballot] ?? 0, offsets[ballot + 1] ?? 0];
      const finer = points?.slice(from, to).map((given) => given * times) ?? new Float64Array();
      if (!finer.every(Number.isSafeInteger)) throw new BallotFault("pointsTooLarge", line);
      this.#collector.add(entries.subarray(from, to), to - from, weight, finer, line);
    }
  }
}

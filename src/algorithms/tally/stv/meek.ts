// Meek's method by the reference rule of the Proportional Representation Foundation (prfound.org, "Reference Meek Rule").
// Invariant: keep factors, weights and votes have nine decimals, rounded as the rule says, and are exact: what is distributed to
// candidates and what is left over (the residual) add up to the ballots.
//
// A weight times a keep factor is made from halves of 15 bits (see `keptOf`), so that every intermediate number stays below 2^53;
// votes are summed in two halves and put together as bigint. Within a round, ballots that agree up to their first hopeful
// candidate are counted as one: nothing passes a hopeful candidate, whose keep factor is 1.
import { BallotCollector, type Ballots, type Election } from "../../ballots/index.ts";
import { decimalOf } from "../../fractions/index.ts";
import type { CountOptions } from "../method.ts";
import { type Count, CountRefused } from "../result.ts";
import { choiceBeforehand, type TieChoice } from "../ties.ts";
import { type Constrained, type Restraint, restraintOf } from "./constraints.ts";
import { type Poll, pollOf } from "./poll.ts";
import { Protocol } from "./protocol.ts";

const DECIMALS = 9;
const ONE = 1_000_000_000;
const oneVote = BigInt(ONE);
/** Votes are summed as so many parts and a rest, each below 2^53 for as many votes as a poll may hold (MOST_UNITS). */
const HALF = 100_000;

/**
 * Counts by Meek's method. The setting `omega`: how many decimals the surplus must be nought to before a candidate is defeated
 * (`1`–`9`, the rule's own is `6`). With constraints, the doomed are defeated at the next round, and the guarded passed over.
 * CountRefused as `pollOf` and `restraintOf` say, and `settingValueUnknown` {setting, value}.
 */
export function countMeek(election: Election, options: CountOptions, constrained?: Constrained): Count {
  const { omega = "6" } = options.settings;
  if (!/^[1-9]$/.test(omega))
    throw new CountRefused("settingValueUnknown", { setting: "omega", value: omega });
  const poll = pollOf(election, options, ["omega"]);
  const restraint = restraintOf(poll, constrained);
  return new Meek(poll, options, restraint, 10n ** BigInt(DECIMALS - Number(omega))).count();
}

class Meek {
  readonly #poll: Poll;
  readonly #protocol: Protocol;
  readonly #restraint: Restraint;
  readonly #choice: TieChoice;
  /** In units of 1 ÷ (10^9 × weight unit) of a vote, as are the votes, the surplus and the residual. */
  readonly #omega: bigint;
  readonly #total: bigint;
  #votes: bigint[];
  /** In units of 10^-9 of a vote: the rule cuts it off there. */
  #quota = 0n;
  #surplus = 0n;
  #residual = 0n;
  /** In units of 10^-9; 1 for the hopeful, 0 for the defeated and the withdrawn. */
  readonly #keep: number[];

  constructor(poll: Poll, options: CountOptions, restraint: Restraint, omega: bigint) {
    this.#poll = poll;
    this.#restraint = restraint;
    // T leaves the procedure open: the order beforehand of the foundation's other reference rule.
    this.#choice = choiceBeforehand(options.ties, poll.withdrawn.length);
    this.#omega = omega * BigInt(poll.unit);
    this.#total = BigInt(poll.valid) * oneVote;
    this.#keep = poll.withdrawn.map((withdrawn) => (withdrawn ? 0 : ONE));
    this.#votes = poll.withdrawn.map(() => 0n);
    this.#protocol = new Protocol(poll.withdrawn, poll.seats, options.stages, () => ({
      votes: this.#votes.map((votes) => this.#written(votes)),
      figures: {
        quota: decimalOf(this.#quota, DECIMALS),
        surplus: this.#written(this.#surplus),
        residual: this.#written(this.#residual),
        ...(poll.empty > 0 ? { empty: this.#written(BigInt(poll.empty) * oneVote) } : {}),
      },
    }));
  }

  #written(units: bigint): string {
    return decimalOf(units / BigInt(this.#poll.unit), DECIMALS);
  }

  count(): Count {
    const protocol = this.#protocol;
    this.#distribute(this.#merged());
    protocol.record("begin");
    // B.1
    while (!protocol.complete) {
      protocol.nextStage();
      if (this.#defeatDoomed() && protocol.complete) break;
      if (!this.#iterate()) this.#defeatLowest();
    }
    this.#finish();
    return protocol.finish(decimalOf(this.#quota, DECIMALS));
  }

  /** Ballots up to their first hopeful candidate, without those who keep nothing; alike ones as one. */
  #merged(): Ballots {
    const { ballots, first } = this.#poll;
    const merged = new BallotCollector({ kind: "ranked", candidates: ballots.candidates });
    const entries: number[] = [];
    for (let ballot = 0; ballot < first.length; ballot++) {
      const end = ballots.offsets[ballot + 1] ?? 0;
      let length = 0;
      for (let at = first[ballot] ?? 0; at < end; at++) {
        const candidate = ballots.entries[at] ?? 0;
        if (this.#keep[candidate] === 0) continue;
        entries[length++] = candidate;
        if (this.#protocol.states[candidate] === "hopeful") break;
      }
      if (length > 0) merged.add(entries, length, ballots.weights[ballot] ?? 0);
    }
    return merged.finish();
  }

  /** B.2.a and B.2.b: each ballot's weight goes to its candidates in order, each keeping their part, rounded up; then the quota. */
  #distribute({ offsets, entries, weights }: Ballots): void {
    const parts = new Float64Array(this.#keep.length);
    const rests = new Float64Array(this.#keep.length);
    for (let ballot = 0; ballot < weights.length; ballot++) {
      const times = weights[ballot] ?? 0;
      let weight = ONE;
      for (let at = offsets[ballot] ?? 0; at < (offsets[ballot + 1] ?? 0) && weight > 0; at++) {
        const candidate = entries[at] ?? 0;
        const kept = keptOf(weight, this.#keep[candidate] ?? 0);
        const rest = kept % HALF;
        parts[candidate] = (parts[candidate] ?? 0) + times * ((kept - rest) / HALF);
        rests[candidate] = (rests[candidate] ?? 0) + times * rest;
        weight -= kept;
      }
    }
    this.#votes = this.#keep.map((_, at) => BigInt(parts[at] ?? 0) * BigInt(HALF) + BigInt(rests[at] ?? 0));
    const distributed = this.#votes.reduce((sum, votes) => sum + votes, 0n);
    this.#residual = this.#total - distributed;
    this.#quota = distributed / BigInt(this.#poll.unit * (this.#poll.seats + 1)) + 1n;
  }

  /** B.2; whether somebody was elected. */
  #iterate(): boolean {
    const merged = this.#merged();
    for (let last: bigint | undefined; ; last = this.#surplus) {
      this.#distribute(merged);
      const quota = this.#quota * BigInt(this.#poll.unit);
      const elected = this.#electThoseWithQuota(quota);
      let surplus = 0n;
      for (const candidate of this.#protocol.with("elected")) surplus += this.#votesOf(candidate) - quota;
      this.#surplus = surplus < 0n ? 0n : surplus;
      if (elected) return true;
      if (this.#surplus < this.#omega || (last !== undefined && this.#surplus >= last)) return false;
      for (const candidate of this.#protocol.with("elected")) this.#updateKeep(candidate);
    }
  }

  /** B.2.f: times the quota, then divided by the votes, each rounded up. Never above 1, so that no ballot gives what it has not. */
  #updateKeep(candidate: number): void {
    const kept = ceiling(BigInt(this.#keep[candidate] ?? 0) * this.#quota, oneVote);
    const factor = ceiling(kept * oneVote * BigInt(this.#poll.unit), this.#votesOf(candidate));
    this.#keep[candidate] = factor > oneVote ? ONE : Number(factor);
  }

  #votesOf(candidate: number): bigint {
    return this.#votes[candidate] ?? 0n;
  }

  /** B.2.c */
  #electThoseWithQuota(quota: bigint): boolean {
    let any = false;
    for (;;) {
      const reached = this.#protocol
        .with("hopeful")
        .filter((one) => this.#votesOf(one) >= quota && !this.#restraint.isDoomed(one));
      const [first] = reached;
      if (first === undefined) return any;
      const elected = this.#restraint.binds ? this.#mostOf(reached) : first;
      this.#protocol.elect(elected, "elected");
      this.#restraint.elected(elected);
      any = true;
    }
  }

  #mostOf(reached: readonly number[]): number {
    const most = reached.map((one) => this.#votesOf(one)).reduce((a, b) => (a > b ? a : b));
    return this.#oneOf(
      reached.filter((one) => this.#votesOf(one) === most),
      "elect",
    );
  }

  /** B.3: those whose votes differ by no more than the surplus that is not distributed yet are alike. */
  #defeatLowest(): void {
    const hopeful = this.#protocol.with("hopeful");
    const free = hopeful.filter((one) => !this.#restraint.isGuarded(one));
    const least = (among: readonly number[]) =>
      among.map((one) => this.#votesOf(one)).reduce((a, b) => (a < b ? a : b));
    const alike = free.filter((one) => this.#votesOf(one) <= least(free) + this.#surplus);
    this.#defeat(this.#oneOf(alike, "defeat"), least(hopeful) + this.#surplus < least(free));
  }

  #defeatDoomed(): boolean {
    let any = false;
    for (;;) {
      const doomed = this.#protocol.with("hopeful").find((one) => this.#restraint.isDoomed(one));
      if (doomed === undefined) return any;
      this.#defeat(doomed, true);
      any = true;
    }
  }

  #defeat(candidate: number, constrained: boolean): void {
    this.#protocol.defeat(candidate, constrained);
    this.#restraint.excluded(candidate);
    this.#keep[candidate] = 0;
    this.#votes[candidate] = 0n;
  }

  #oneOf(alike: readonly number[], to: string): number {
    const [only] = alike;
    if (only !== undefined && alike.length === 1) return only;
    const chosen = this.#choice.choose(alike, 1);
    this.#protocol.ties.push({
      stage: this.#protocol.stage,
      between: alike,
      chosen,
      to,
      by: this.#choice.by,
    });
    return chosen[0] ?? 0;
  }

  /** C */
  #finish(): void {
    for (const candidate of this.#protocol.with("hopeful")) {
      if (this.#protocol.seatsLeft > 0) this.#protocol.elect(candidate, "elected");
      else this.#defeat(candidate, false);
    }
    this.#residual = this.#total - this.#votes.reduce((sum, votes) => sum + votes, 0n);
  }
}

function ceiling(above: bigint, below: bigint): bigint {
  return (above + below - 1n) / below;
}

/**
 * weight × keep ÷ 10^9, rounded up, for both from 0 to 10^9. Exact: with weight = h × 2^15 + l, h × keep is below 2^45; its
 * remainder by 10^9, below 2^30, is put back times 2^15 and added to l × keep, which makes less than 2^46.
 */
export function keptOf(weight: number, keep: number): number {
  if (keep === ONE) return weight;
  const low = weight & 0x7fff;
  const high = (weight - low) / 0x8000;
  const product = high * keep;
  const remainder = product % ONE;
  const rest = remainder * 0x8000 + low * keep;
  const restRemainder = rest % ONE;
  const whole = ((product - remainder) / ONE) * 0x8000 + (rest - restRemainder) / ONE;
  return restRemainder > 0 ? whole + 1 : whole;
}

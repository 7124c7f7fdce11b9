// The weighted inclusive Gregory method: what the Scottish rules, the reference rule and the instant run-off share.
// Invariant: every step goes into the protocol when it is done, and the votes at the end of each stage are kept for ties.
import { decimalOf } from "../../fractions/index.ts";
import type { CountOptions } from "../method.ts";
import type { Count } from "../result.ts";
import { choiceBeforehand, tieChoice, type TieChoice } from "../ties.ts";
import { type Restraint, unrestrained } from "./constraints.ts";
import { Papers } from "./papers.ts";
import type { Poll } from "./poll.ts";
import { Protocol } from "./protocol.ts";

export type GregoryRules = {
  readonly decimals: number;
  /** The new value of a paper of that value. Values are in units of the last decimal, `surplus`, `votes` and `one` in the papers'. */
  readonly transferValue: (value: bigint, surplus: bigint, votes: bigint, one: bigint) => bigint;
  /**
   * Those who are alike are told apart by the most recent stage at which they were not, and by the tie rule where there is none; or
   * by an order in which all candidates were put beforehand.
   */
  readonly alike: "byEarlierStage" | "byOrderBeforehand";
};

export class Gregory {
  readonly poll: Poll;
  readonly protocol: Protocol;
  readonly papers: Papers;
  /** In the papers' units. */
  quota = 0;
  /** A figure of the protocol alone. */
  surplus = 0;
  readonly #rules: GregoryRules;
  readonly #restraint: Restraint;
  readonly #choice: TieChoice;
  /** The votes at the end of each stage before this one. */
  readonly #history: Float64Array[] = [];
  /** The votes of the last step and how they were written: most do not change from one step to the next. */
  #votesBefore: Float64Array = new Float64Array(0);
  #writtenBefore: readonly string[] = [];

  constructor(poll: Poll, rules: GregoryRules, options: CountOptions, restraint: Restraint = unrestrained) {
    this.poll = poll;
    this.papers = new Papers(poll, rules.decimals);
    this.#rules = rules;
    this.#restraint = restraint;
    this.#choice =
      rules.alike === "byEarlierStage"
        ? tieChoice(options.ties)
        : choiceBeforehand(options.ties, poll.withdrawn.length);
    this.protocol = new Protocol(poll.withdrawn, poll.seats, options.stages, () => ({
      votes: this.#writtenVotes(),
      figures: {
        quota: this.written(this.quota),
        surplus: this.written(this.surplus),
        nt_votes: this.written(this.papers.nonTransferable),
        // What of a vote was cut off at the last decimal when papers were given a new value; nobody has it.
        lost: this.written(this.papers.lost),
        ...(poll.empty > 0 ? { empty: this.written(poll.empty * 10 ** rules.decimals) } : {}),
      },
    }));
  }

  /** Units of the papers as votes, with the rules' decimals. */
  written(units: number): string {
    return decimalOf(BigInt(units) / BigInt(this.poll.unit), this.#rules.decimals);
  }

  #writtenVotes(): readonly string[] {
    const { votes } = this.papers;
    const [before, written] = [this.#votesBefore, this.#writtenBefore];
    this.#writtenBefore = Array.from(votes, (units, at) =>
      before[at] === units ? (written[at] ?? "") : this.written(units),
    );
    this.#votesBefore = votes.slice();
    return this.#writtenBefore;
  }

  votesOf(candidate: number): number {
    return this.papers.votes[candidate] ?? 0;
  }

  get hopeful(): number[] {
    return this.protocol.with("hopeful");
  }

  get pending(): number[] {
    return this.protocol.with("pending");
  }

  nextStage(): void {
    this.#history.push(this.papers.votes.slice());
    this.protocol.nextStage();
  }

  /** Elects the hopeful whose votes reach the quota, the most votes first; `pend` says whose surplus waits to be transferred. */
  electThoseWithQuota(pend: (votes: number) => boolean): void {
    const { protocol } = this;
    while (protocol.seatsLeft > 0) {
      const reached = this.hopeful.filter(
        (one) => this.votesOf(one) >= this.quota && !this.#restraint.isDoomed(one),
      );
      if (reached.length === 0) return;
      const most = Math.max(...reached.map((one) => this.votesOf(one)));
      const first = reached.filter((one) => this.votesOf(one) === most);
      // Their order is of consequence only where the election of one can doom another.
      const elected = this.#restraint.binds ? this.oneOf(first, "elect", 1) : (first[0] ?? 0);
      protocol.elect(elected, pend(most) ? "pending" : "elected");
      this.#restraint.elected(elected);
    }
  }

  /** Excludes a candidate whose election would break a constraint, and hands on the papers; whether there was one. */
  excludeDoomed(): boolean {
    const doomed = this.hopeful.filter((one) => this.#restraint.isDoomed(one));
    if (doomed.length === 0) return false;
    this.#exclude(this.#lowestOf(doomed), true);
    return true;
  }

  /** Transfers the largest of the surpluses that wait. */
  transferLargestSurplus(): void {
    const most = Math.max(...this.pending.map((one) => this.votesOf(one)));
    const candidate = this.oneOf(
      this.pending.filter((one) => this.votesOf(one) === most),
      "transfer",
      1,
    );
    this.protocol.states[candidate] = "elected";
    this.protocol.record("unpend", [candidate]);
    const [surplus, votes, one] = [BigInt(most - this.quota), BigInt(most), BigInt(this.papers.one)];
    this.papers.transfer(
      candidate,
      this.quota,
      (value) => Number(this.#rules.transferValue(BigInt(value), surplus, votes, one)),
      (next) => this.protocol.states[next] === "hopeful",
    );
    this.protocol.record("transfer", [candidate]);
  }

  excludeLowest(): void {
    const free = this.hopeful.filter((one) => !this.#restraint.isGuarded(one));
    const lowest = this.#lowestOf(free);
    this.#exclude(lowest, Math.min(...this.hopeful.map((one) => this.votesOf(one))) < this.votesOf(lowest));
  }

  #lowestOf(candidates: readonly number[]): number {
    const least = Math.min(...candidates.map((one) => this.votesOf(one)));
    return this.oneOf(
      candidates.filter((one) => this.votesOf(one) === least),
      "defeat",
      -1,
    );
  }

  #exclude(candidate: number, constrained: boolean): void {
    this.protocol.defeat(candidate, constrained);
    this.#restraint.excluded(candidate);
    this.papers.transfer(
      candidate,
      0,
      (value) => value,
      (next) => this.protocol.states[next] === "hopeful",
    );
    this.protocol.record("transfer", [candidate]);
  }

  /** Of those who are alike, whoever had the most votes (`sign` 1) or the fewest (−1) at the last stage that tells them apart. */
  oneOf(alike: readonly number[], to: string, sign: 1 | -1): number {
    const [only] = alike;
    if (only !== undefined && alike.length === 1) return only;
    let left = alike;
    if (this.#rules.alike === "byEarlierStage") {
      for (let stage = this.#history.length - 1; stage >= 0 && left.length > 1; stage--) {
        const at = left.map((one) => sign * (this.#history[stage]?.[one] ?? 0));
        const best = Math.max(...at);
        left = left.filter((_, index) => at[index] === best);
      }
    }
    const chosen = left.length > 1 ? this.#choice.choose(left, 1) : left;
    const by = left.length > 1 ? this.#choice.by : "earlier_stage";
    this.protocol.ties.push({ stage: this.protocol.stage, between: alike, chosen, to, by });
    return chosen[0] ?? 0;
  }

  /** Elects or defeats whoever is still hopeful, and closes the protocol. */
  finish(): Count {
    for (const candidate of this.pending) this.protocol.states[candidate] = "elected";
    for (const candidate of this.hopeful) {
      if (this.protocol.seatsLeft > 0) this.protocol.elect(candidate, "elected");
      else this.protocol.defeat(candidate);
    }
    return this.protocol.finish(this.written(this.quota));
  }
}

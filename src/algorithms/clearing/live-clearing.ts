// A clearing that stays the best while obligations come, go and change. One arc's change leaves the potentials valid for all others: what
// the arc would now clear more or less is an imbalance at its two ends, and just that is moved, over the arc itself back if nothing
// better is found. So the work is a few searches, not a solution from the beginning.
import { arcFault, ClearingError } from "./clearing-error.ts";
import { Imbalance } from "./imbalance.ts";
import { LiveNetwork } from "./live-network.ts";
import { PrimalDual } from "./primal-dual.ts";
import { GRAIN, Relaxation, roundPrices } from "./relaxation.ts";
import { Rerouting } from "./rerouting.ts";
import { solve } from "./solve.ts";
import type { Clearing, Obligations } from "./types.ts";

/** A change that these many paths cannot carry is a large one, which is cheaper to spread than to follow path by path. */
const PATHS = 4;
/** Potentials further apart than this do not fit 32 bits as prices; long before, all is solved from the beginning. */
const WIDEST = 2 ** 24;

export class LiveClearing {
  readonly #parties: number;
  readonly #network: LiveNetwork;
  readonly #potential: Int32Array;
  readonly #rerouting: Rerouting;
  readonly #widest: number;
  /** By obligation, also of those withdrawn, whose amount is 0. */
  readonly #debtor: number[];
  readonly #creditor: number[];
  readonly #amount: number[];
  readonly #gain: (0 | 1)[];
  /** By party: at least the sum of all amounts at it, and whether all of these are below 2^53. */
  readonly #sum: Float64Array;
  #sumsStayExact = true;

  /**
   * `widest` is how far potentials may lie apart before all is solved from the beginning.
   * @throws ClearingError as `solve` does
   */
  constructor(obligations: Obligations, widest = WIDEST) {
    this.#widest = widest;
    const { parties, debtor, creditor, amount, gain } = obligations;
    const { cleared, certificate } = solve(obligations);
    this.#parties = parties;
    this.#debtor = Array.from(debtor);
    this.#creditor = Array.from(creditor);
    this.#amount = Array.from(amount);
    this.#gain = Array.from(amount, (_, arc) => (gain && gain[arc] === 0 ? 0 : 1));
    this.#sum = new Float64Array(parties);
    for (let arc = 0; arc < amount.length; arc++) this.#weigh(arc);
    this.#network = new LiveNetwork(obligations, cleared);
    this.#potential = certificate.potential.slice();
    this.#rerouting = new Rerouting(this.#network, this.#potential);
  }

  /**
   * A new obligation, of gain 0 if it is credit; returns its number.
   * @throws ClearingError by name, and nothing has changed then
   */
  add(debtor: number, creditor: number, amount: number, gain: 0 | 1 = 1): number {
    const fault = arcFault(this.#parties, debtor, creditor, amount);
    if (fault) throw new ClearingError(fault, this.#amount.length);
    this.#debtor.push(debtor);
    this.#creditor.push(creditor);
    this.#amount.push(amount);
    this.#gain.push(gain);
    this.#weigh(this.#amount.length - 1);
    const arc = this.#network.add(debtor, creditor, amount, gain === 1);
    this.#settle(arc, this.#gains(arc) ? amount : 0);
    return arc;
  }

  /** Takes an obligation away. One that was never there, or was taken away before, is left alone. */
  withdraw(arc: number): void {
    if ((this.#amount[arc] ?? 0) === 0) return;
    const cleared = this.#network.clearedOf(arc);
    this.#amount[arc] = 0;
    this.#network.setCleared(arc, 0, 0);
    this.#rebalance(arc, -cleared);
  }

  /**
   * Changes what is owed.
   * @throws ClearingError by name, `unknownParty` for an obligation that is not there
   */
  change(arc: number, amount: number): void {
    const debtor = this.#amount[arc] ? (this.#debtor[arc] ?? -1) : -1;
    const fault = arcFault(this.#parties, debtor, this.#creditor[arc] ?? -1, amount);
    if (fault) throw new ClearingError(fault, arc);
    this.#amount[arc] = amount;
    this.#weigh(arc);
    this.#settle(arc, this.#gains(arc) ? amount : Math.min(amount, this.#network.clearedOf(arc)));
  }

  /** The sum of what is cleared. */
  get total(): bigint {
    let total = 0n;
    let sum = 0;
    for (let arc = 0; arc < this.#amount.length; arc++) {
      if (!this.#gain[arc]) continue;
      const value = this.#network.clearedOf(arc);
      if (sum > Number.MAX_SAFE_INTEGER - value) {
        total += BigInt(sum);
        sum = 0;
      }
      sum += value;
    }
    return total + BigInt(sum);
  }

  /** What is owed now and how it clears; `arcs` are the numbers of the obligations that are still there. */
  snapshot(): {
    readonly obligations: Obligations;
    readonly clearing: Clearing;
    readonly arcs: Int32Array;
  } {
    const arcs = Int32Array.from(this.#amount.keys()).filter((arc) => this.#amount[arc] !== 0);
    const cleared = Float64Array.from(arcs, (arc) => this.#network.clearedOf(arc));
    const potential = this.#potential.slice();
    const total = this.total;
    const obligations = {
      parties: this.#parties,
      debtor: arcs.map((arc) => this.#debtor[arc] as number),
      creditor: arcs.map((arc) => this.#creditor[arc] as number),
      amount: Float64Array.from(arcs, (arc) => this.#amount[arc] as number),
      gain: Uint8Array.from(arcs, (arc) => this.#gain[arc] as number),
    };
    return { obligations, clearing: { cleared, total, certificate: { cleared, potential, total } }, arcs };
  }

  #weigh(arc: number): void {
    for (const party of [this.#debtor[arc] as number, this.#creditor[arc] as number]) {
      const sum = (this.#sum[party] as number) + (this.#amount[arc] as number);
      this.#sum[party] = sum;
      if (sum > Number.MAX_SAFE_INTEGER) this.#sumsStayExact = false;
    }
  }

  /** Whether more cleared on this arc would be a gain by the potentials. */
  #gains(arc: number): boolean {
    const from = this.#potential[this.#debtor[arc] as number] as number;
    const to = this.#potential[this.#creditor[arc] as number] as number;
    return (this.#gain[arc] as number) + from - to > 0;
  }

  /** Clears so much of the arc, and lets the others follow. */
  #settle(arc: number, cleared: number): void {
    const before = this.#network.clearedOf(arc);
    this.#network.setCleared(arc, cleared, this.#amount[arc] as number);
    this.#rebalance(arc, cleared - before);
  }

  /** `more` goes from the debtor to the creditor than before; below zero, less. */
  #rebalance(arc: number, more: number): void {
    if (more === 0) return;
    const over = (more > 0 ? this.#creditor[arc] : this.#debtor[arc]) as number;
    const under = (more > 0 ? this.#debtor[arc] : this.#creditor[arc]) as number;
    const left = this.#rerouting.run(over, under, Math.abs(more), PATHS);
    if (left > 0) this.#spread(over, under, left);
  }

  /** What a few paths could not carry, over all of the network at once. */
  #spread(over: number, under: number, value: number): void {
    if (!this.#narrow()) {
      this.#beginAnew();
      return;
    }
    const imbalance = new Imbalance(this.#parties);
    imbalance.amount[over] = value;
    imbalance.amount[under] = -value;
    let unbalanced = imbalance;
    if (this.#sumsStayExact) {
      const price = this.#potential.map((potential) => potential * GRAIN);
      new Relaxation(this.#network, price, imbalance.amount).run();
      const followed = roundPrices(this.#network, price);
      this.#potential.set(price);
      if (!followed) return;
      unbalanced = Imbalance.of(this.#network);
    }
    const everybody = Int32Array.from(this.#potential, (_, at) => at);
    new PrimalDual(this.#network, this.#potential, unbalanced).run(everybody);
  }
  /** Brings the lowest potential down to 0; false when the highest is too far from it. */
  #narrow(): boolean {
    const potential = this.#potential;
    const lowest = potential.reduce((a, b) => Math.min(a, b), 0x7fffffff);
    let highest = 0;
    for (let party = 0; party < potential.length; party++) {
      const above = (potential[party] as number) - lowest;
      potential[party] = above;
      if (above > highest) highest = above;
    }
    return highest <= this.#widest;
  }

  #beginAnew(): void {
    const { obligations, arcs } = this.snapshot();
    const { cleared, certificate } = solve(obligations);
    for (const [at, arc] of arcs.entries())
      this.#network.setCleared(arc, cleared[at] as number, this.#amount[arc] as number);
    this.#potential.set(certificate.potential);
  }
}

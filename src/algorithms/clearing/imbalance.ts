// What each node would receive too much (above zero) or too little (below), kept exact where sums pass 2^53: of a larger one a piece
// of at most 2^53 − 1 is in the open, and the rest waits as a count of further pieces of 2^53 − 1.
import { FORWARD, type Network } from "./network.ts";

const PIECE = Number.MAX_SAFE_INTEGER;

export class Imbalance {
  /** By node, without its further pieces. Zero only when the node is balanced. */
  readonly amount: Float64Array;
  readonly #pieces: Float64Array;

  /** Of what the network has cleared: what comes in at each node less what goes out. */
  static of(network: Network): Imbalance {
    const imbalance = new Imbalance(network.nodes);
    imbalance.#count(network);
    return imbalance;
  }

  /** Where all is balanced. */
  constructor(nodes: number) {
    this.amount = new Float64Array(nodes);
    this.#pieces = new Float64Array(nodes);
  }

  #count({ nodes, first, last, link, twin, residual }: Network): void {
    for (let at = 0; at < nodes; at++) {
      let piece = 0;
      let pieces = 0;
      const end = last[at] as number;
      for (let arc = first[at] as number; arc < end; arc++) {
        // One step at a time, so that no sum leaves the exact range: −PIECE ≤ piece, value ≤ PIECE.
        if ((link[arc] as number) & FORWARD) {
          const value = residual[twin[arc] as number] as number;
          if (piece < value - PIECE) {
            piece = piece + PIECE - value;
            pieces--;
          } else piece -= value;
        } else {
          const value = residual[arc] as number;
          if (piece > PIECE - value) {
            piece = piece - PIECE + value;
            pieces++;
          } else piece += value;
        }
      }
      while (pieces > 0 && piece <= 0) {
        pieces--;
        piece += PIECE;
      }
      while (pieces < 0 && piece >= 0) {
        pieces++;
        piece -= PIECE;
      }
      this.amount[at] = piece;
      this.#pieces[at] = pieces;
    }
  }

  /** `value` goes from a node with too much to one with too little, at most what either has in the open. */
  move(from: number, to: number, value: number): void {
    const left = (this.amount[from] as number) - value;
    const wanted = (this.amount[to] as number) + value;
    this.amount[from] = left;
    this.amount[to] = wanted;
    if (left === 0 && (this.#pieces[from] as number) > 0) {
      this.#pieces[from] = (this.#pieces[from] as number) - 1;
      this.amount[from] = PIECE;
    }
    if (wanted === 0 && (this.#pieces[to] as number) < 0) {
      this.#pieces[to] = (this.#pieces[to] as number) + 1;
      this.amount[to] = -PIECE;
    }
  }
}

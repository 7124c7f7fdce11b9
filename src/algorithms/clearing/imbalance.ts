// What each party would receive too much (above zero) or too little (below), kept exact where sums pass 2^53: of a larger one a piece
// of 2^53 − 1 is in the open and the rest waits as a count of further such pieces.
import type { Network } from "./network.ts";

const PIECE = Number.MAX_SAFE_INTEGER;

export class Imbalance {
  /** By node. What is not in further pieces. Zero only when the node is balanced. */
  readonly amount: Float64Array;
  readonly #pieces: Float64Array;

  /** Of a network where what counts is cleared in full and the rest not at all. */
  constructor(network: Network, cleared: (half: number) => number) {
    const { nodes, first } = network;
    this.amount = new Float64Array(nodes);
    this.#pieces = new Float64Array(nodes);
    for (let at = 0; at < nodes; at++) {
      let piece = 0;
      let pieces = 0;
      for (let arc = first[at] as number; arc < (first[at + 1] as number); arc++) {
        const value = cleared(arc);
        // One step at a time, so that no sum leaves the exact range: −PIECE ≤ piece, value ≤ PIECE.
        if (value > 0 && piece > PIECE - value) {
          piece = piece - PIECE + value;
          pieces++;
        } else if (value < 0 && piece < -PIECE - value) {
          piece = piece + PIECE + value;
          pieces--;
        } else piece += value;
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

  /** `value` goes from a node with too much to one with too little. */
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

// What is set off, what comes out of it, and the proof that nothing better was possible.
// Amounts are whole numbers of minor units, each of them below 2^53 so that a double holds it exactly; sums are bigints.

/**
 * Who owes whom how much: arc `i` says that party `debtor[i]` owes `amount[i]` to party `creditor[i]`. Parties are numbered from 0.
 * Parallel arcs are allowed, a debt to oneself is not. The arrays are of one length.
 */
export type Obligations = {
  readonly parties: number;
  readonly debtor: Int32Array;
  readonly creditor: Int32Array;
  /** Whole numbers from 1 to 2^53 − 1. */
  readonly amount: Float64Array;
  /**
   * 1 where what is cleared counts, 0 where an arc only lets value pass: credit that a party may take up, or room on an account. All
   * of them count where it is absent.
   */
  readonly gain?: Uint8Array | undefined;
};

/**
 * The proof. What each arc clears, and one whole number for each party, its potential, such that an arc from u to v that gains
 * g is cleared in full where g + potential(u) − potential(v) > 0 and not at all where it is < 0. That is complementary slackness of the
 * linear programme, so no other clearing has a larger total.
 */
export type Certificate = {
  /** By arc: whole numbers from 0 to its amount. */
  readonly cleared: Float64Array;
  /** By party. */
  readonly potential: Int32Array;
  /** The sum of what is cleared on the arcs that count. */
  readonly total: bigint;
};

export type Clearing = {
  /** By arc: how much of it is set off. At every party what goes out equals what comes in. */
  readonly cleared: Float64Array;
  readonly total: bigint;
  readonly certificate: Certificate;
};

/** What is wrong with a certificate, and on which arc or at which party it shows first. */
export type Verdict =
  | { readonly ok: true; readonly total: bigint }
  | {
      readonly ok: false;
      readonly fault: "notWhole" | "belowZero" | "aboveAmount" | "notFull" | "notEmpty";
      readonly arc: number;
    }
  | { readonly ok: false; readonly fault: "notBalanced" | "potentialNotWhole"; readonly party: number }
  | { readonly ok: false; readonly fault: "lengthsDiffer" | "totalDiffers" };

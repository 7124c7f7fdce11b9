// Public lots: whole numbers that anybody can compute again from a seed that everybody saw. Pure.
//
// The generator, in full, so that it can be repeated by hand with any SHA-256 program: block i (i = 0, 1, 2 …) is the SHA-256
// of the UTF-8 bytes of `seed + ":" + i`; its first eight bytes, read as a big-endian whole number, are one draw r. A number
// below n is r mod n, unless r ≥ 2^64 − (2^64 mod n), in which case the block is passed over and the next one is taken: so
// every number is exactly as likely as every other. A shuffle is that of Fisher and Yates, from the last place to the second
// (Knuth, The Art of Computer Programming, vol. 2, §3.4.2, algorithm P). The idea of a public seed hashed with a counter is
// that of RFC 3797, "Publicly Verifiable Nominations Committee (NomCom) Random Selection", with SHA-256 in MD5's place.
import { createHash } from "node:crypto";

const range = 2n ** 64n;

export class Lot {
  readonly #seed: string;
  #block = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** A whole number from 0 to n − 1; RangeError where n is no whole number from 1 to 2^53 − 1. */
  below(n: number): number {
    if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`no number is below ${n}`);
    const of = BigInt(n);
    const limit = range - (range % of);
    for (;;) {
      const digest = createHash("sha256")
        .update(`${this.#seed}:${this.#block++}`, "utf8")
        .digest();
      const drawn = digest.readBigUInt64BE(0);
      if (drawn < limit) return Number(drawn % of);
    }
  }

  /** The same things in an order by lot; n − 1 draws. */
  shuffled<T>(things: readonly T[]): T[] {
    const order = [...things];
    for (let last = order.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [order[last], order[other]] = [order[other] as T, order[last] as T];
    }
    return order;
  }
}

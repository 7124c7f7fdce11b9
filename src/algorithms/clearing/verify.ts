// Whether a certificate proves that its clearing is the best possible, in one pass over the arcs. This file imports nothing that
// computes: it shares no line with the solver, so that a mistake there cannot hide here.
//
// The proof is linear programming duality. With whole potentials p, an arc of gain g from u to v has the reduced gain
// r = g + p(u) − p(v). Since a clearing is balanced at every party, the sum of g·c equals the sum of r·c, and that is at most the
// sum of l·max(0, r), whatever the clearing. One that is full where r > 0 and empty where r < 0 reaches it.
import type { Certificate, Obligations, Verdict } from "./types.ts";

/** Amounts are split at 2^27, so that sums of either half stay exact for 2^26 terms. */
const HALF = 2 ** 27;

/** A sum of whole numbers × whole numbers that never rounds. */
class ExactSum {
  #carried = 0n;
  #sum = 0;
  add(value: number, times: number): void {
    const product = value * times;
    if (product > Number.MAX_SAFE_INTEGER) {
      this.#carried += BigInt(value) * BigInt(times);
      return;
    }
    if (this.#sum + product > Number.MAX_SAFE_INTEGER) {
      this.#carried += BigInt(this.#sum);
      this.#sum = 0;
    }
    this.#sum += product;
  }
  value(): bigint {
    return this.#carried + BigInt(this.#sum);
  }
}

/**
 * Checks each condition of the proof. The obligations are taken as they are: whoever has them from elsewhere checks them first.
 * @returns the proven total, or the first condition that fails with its arc or party
 */
export function verify(obligations: Obligations, certificate: Certificate): Verdict {
  const { parties, debtor, creditor, amount, gain } = obligations;
  const { cleared, potential } = certificate;
  const arcs = amount.length;
  if (cleared.length !== arcs || potential.length !== parties) return { ok: false, fault: "lengthsDiffer" };
  for (let party = 0; party < parties; party++)
    if (!Number.isInteger(potential[party])) return { ok: false, fault: "potentialNotWhole", party };
  const upper = new Float64Array(parties);
  const lower = new Float64Array(parties);
  const primal = new ExactSum();
  const dual = new ExactSum();
  for (let arc = 0; arc < arcs; arc++) {
    const value = cleared[arc] as number;
    const most = amount[arc] as number;
    const from = debtor[arc] as number;
    const to = creditor[arc] as number;
    if (!Number.isInteger(value)) return { ok: false, fault: "notWhole", arc };
    if (value < 0) return { ok: false, fault: "belowZero", arc };
    if (value > most) return { ok: false, fault: "aboveAmount", arc };
    const counts = gain ? (gain[arc] as number) : 1;
    const reduced = counts + (potential[from] as number) - (potential[to] as number);
    if (reduced > 0) {
      if (value < most) return { ok: false, fault: "notFull", arc };
      dual.add(most, reduced);
    } else if (reduced < 0 && value > 0) return { ok: false, fault: "notEmpty", arc };
    if (counts) primal.add(value, 1);
    const low = value % HALF;
    const high = (value - low) / HALF;
    lower[from] = (lower[from] as number) - low;
    upper[from] = (upper[from] as number) - high;
    lower[to] = (lower[to] as number) + low;
    upper[to] = (upper[to] as number) + high;
  }
  for (let party = 0; party < parties; party++) {
    const low = lower[party] as number;
    if (low % HALF !== 0 || (upper[party] as number) + low / HALF !== 0)
      return { ok: false, fault: "notBalanced", party };
  }
  const total = primal.value();
  if (total !== certificate.total || total !== dual.value()) return { ok: false, fault: "totalDiffers" };
  return { ok: true, total };
}

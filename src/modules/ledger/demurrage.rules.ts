// Demurrage: what a positive balance loses while it rests, continuously, at a rate a year. Pure, and exact in integers.
// Invariant: how often it is collected, and when, changes what is due by less than one minor unit, because each account's
// balance is kept beside what was posted as it truly is after every instant of decay, in fractions of a minor unit.
//
// The rate is the share that an untouched balance has lost after a year: of 100 at 10 %, 90 are left, and after two years
// 81. A year is the Julian year of 365.25 days (UCUM: a_j). Debts do not decay. What is collected is rounded down: what is
// less than a minor unit stays in the account and counts on (compare Gesell, "Die natürliche Wirtschaftsordnung", 1916, IV).

/** In parts per million: what a form calls a hundredth is 10,000 of them. */
export const PPM = 1_000_000n;
/** Half of a balance a year: beyond it the example of a month would be no warning any more. */
export const MOST_DEMURRAGE_PPM = 500_000;

const YEAR_MS = 31_557_600_000n;
/** Binary digits of what is kept of an account, and of the numbers on the way there. */
const KEPT_BITS = 64n;
const BITS = 128n;
const ONE = 1n << BITS;

/** -ln(1 - rate), by its series: rate + rate²/2 + rate³/3 … */
function decayAYear(ratePpm: number): bigint {
  const rate = (BigInt(ratePpm) * ONE) / PPM;
  let power = rate;
  let sum = 0n;
  for (let k = 1n; power > 0n; k += 1n) {
    sum += power / k;
    power = (power * rate) >> BITS;
  }
  return sum;
}

/** exp(-x): halved until its series ends soon, then squared as often. */
function expOfMinus(x: bigint): bigint {
  let halvings = 0n;
  while (x >> halvings > ONE >> 8n) halvings += 1n;
  const small = x >> halvings;
  let term = ONE;
  let sum = ONE;
  for (let k = 1n; term !== 0n; k += 1n) {
    term = -((term * small) >> BITS) / k;
    sum += term;
  }
  for (let i = 0n; i < halvings; i += 1n) sum = (sum * sum) >> BITS;
  return sum;
}

/** What of one is left after a time, as a fraction of 2^128. */
function leftOfOne(ratePpm: number, milliseconds: bigint): bigint {
  return expOfMinus((decayAYear(ratePpm) * milliseconds) / YEAR_MS);
}

/** An account as demurrage sees it. */
export type Resting = {
  /** The balance as it truly is, in 2^-64 of a minor unit. */
  readonly exact: bigint;
  /** Until when that was reckoned. */
  readonly until: Date;
};

/** An account that demurrage begins to count at `at`, with what it holds. */
export function restingFrom(balance: bigint, at: Date): Resting {
  return { exact: balance << KEPT_BITS, until: at };
}

/** The same at a later instant; an earlier one (a clock that was set back) changes nothing. */
export function rested({ exact, until }: Resting, ratePpm: number, at: Date): Resting {
  const elapsed = BigInt(+at) - BigInt(+until);
  if (elapsed <= 0n) return { exact, until };
  const left = exact > 0n && ratePpm > 0 ? (exact * leftOfOne(ratePpm, elapsed)) >> BITS : exact;
  return { exact: left, until: at };
}

export type Movement = { readonly at: Date; readonly amount: bigint };

/** The same after movements, in the order in which they were posted, and then until `at`. */
export function restedThrough(
  from: Resting,
  ratePpm: number,
  movements: readonly Movement[],
  at: Date,
): Resting {
  let now = from;
  for (const movement of movements) {
    const before = rested(now, ratePpm, movement.at);
    now = { exact: before.exact + (movement.amount << KEPT_BITS), until: before.until };
  }
  return rested(now, ratePpm, at);
}

/** What is due of a posted balance: whole minor units, and never what would make a debt. */
export function demurrageDue({ exact }: Resting, posted: bigint): bigint {
  if (posted <= 0n) return 0n;
  const due = ((posted << KEPT_BITS) - exact) >> KEPT_BITS;
  return due < 0n ? 0n : due > posted ? posted : due;
}

/** For whoever founds a currency: what is left of an amount after so many twelfths of a year. */
export function leftAfterMonths(amount: bigint, ratePpm: number, months: number): bigint {
  const start = new Date(0);
  const then = new Date(Number((YEAR_MS * BigInt(months)) / 12n));
  return amount - demurrageDue(rested(restingFrom(amount, start), ratePpm, then), amount);
}

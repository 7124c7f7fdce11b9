// Account numbers that people read aloud and copy by hand. Pure.
// Invariant: one wrong digit, or two neighbours that changed places, is never another account's number (H. M. Damm,
// "Total anti-symmetrische Quasigruppen", 2004: a quasigroup of order 10 whose diagonal is zero).

/** The quasigroup of order 10 that Damm gives. */
const QUASIGROUP = [
  "0317598642",
  "7092154863",
  "4206871359",
  "1750983426",
  "6123045978",
  "3674209581",
  "5869720134",
  "8945362017",
  "9438617205",
  "2581436790",
];

function interim(digits: string): string {
  let state = 0;
  for (const digit of digits) state = Number(QUASIGROUP[state]?.[Number(digit)]);
  return String(state);
}

/** A number with its check digit behind. */
export function withCheckDigit(digits: string): string {
  return digits + interim(digits);
}

/** `1000 17`, `1000-17` or `100017` as it was given out; undefined where it is no account's number. */
export function readAccountNumber(typed: string): string | undefined {
  const digits = typed.replace(/[\s.\-–]/gu, "");
  return /^[1-9][0-9]{4,15}$/.test(digits) && interim(digits) === "0" ? digits : undefined;
}

/** In groups that can be read aloud. */
export function writeAccountNumber(number: string): string {
  return number.replace(/\B(?=(\d{3})+$)/g, "\u00a0");
}

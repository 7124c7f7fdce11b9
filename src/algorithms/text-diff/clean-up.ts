// Makes an edit script read well: changes begin and end where a reader would put them, and nothing lies between two
// changes that is too little to be worth going back to the unchanged text for.
// Invariant: the changes stay in order and apart, and what lies outside them is the same in both texts.
import type { Changes } from "./myers.ts";
import type { Token } from "./tokens.ts";

/** Tokens [aLo, aHi) of the old text became tokens [bLo, bHi) of the new one; one of the two may be empty. */
export type Change = { aLo: number; aHi: number; bLo: number; bHi: number };

/** An unchanged run of this many words at most gives way when it is shorter than the changes on both its sides. */
const WORDS_OF_AN_ISLAND = 2;

/** Groups what `compare` marked into changes. */
export function changesOf({ deleted, inserted }: Changes): Change[] {
  const changes: Change[] = [];
  let a = 0;
  let b = 0;
  while (a < deleted.length || b < inserted.length) {
    const change = { aLo: a, aHi: a, bLo: b, bHi: b };
    while (deleted[change.aHi]) change.aHi += 1;
    while (inserted[change.bHi]) change.bHi += 1;
    if (change.aHi > a || change.bHi > b) changes.push(change);
    a = change.aHi + 1;
    b = change.bHi + 1;
  }
  return changes;
}

/** The same edit as a reader would mark it. */
export function cleanUp(
  changes: readonly Change[],
  before: readonly Token[],
  after: readonly Token[],
): Change[] {
  const slid = slideToBoundaries(changes, before, after);
  return withoutIslands(slid, before, after).flatMap((change) => withoutCommonEnds(change, before, after));
}

/**
 * An insertion or a deletion often fits in several places ("one, [two, ]three" or "one[, two], three"): takes the one
 * whose ends are the strongest boundaries, the earliest of equals.
 */
function slideToBoundaries(
  changes: readonly Change[],
  before: readonly Token[],
  after: readonly Token[],
): Change[] {
  const slid: Change[] = [];
  for (const [at, change] of changes.entries()) {
    const inserts = change.aLo === change.aHi;
    if (!inserts && change.bLo !== change.bHi) {
      slid.push(change);
      continue;
    }
    const tokens = inserts ? after : before;
    const lo = inserts ? change.bLo : change.aLo;
    const hi = inserts ? change.bHi : change.aHi;
    const roomBefore = change.aLo - (slid.at(-1)?.aHi ?? 0);
    const roomAfter = (changes[at + 1]?.aLo ?? before.length) - change.aHi;
    const by = bestSlide(tokens, lo, hi, roomBefore, roomAfter);
    slid.push({
      aLo: change.aLo + by,
      aHi: change.aHi + by,
      bLo: change.bLo + by,
      bHi: change.bHi + by,
    });
  }
  return slid;
}

function bestSlide(
  tokens: readonly Token[],
  lo: number,
  hi: number,
  roomBefore: number,
  roomAfter: number,
): number {
  let first = 0;
  while (-first < roomBefore && tokens[lo + first - 1]?.text === tokens[hi + first - 1]?.text) first -= 1;
  let best = { by: 0, score: -1 };
  for (let by = first; by <= roomAfter; by += 1) {
    if (by > 0 && tokens[lo + by - 1]?.text !== tokens[hi + by - 1]?.text) break;
    const score = boundary(tokens, lo + by) + boundary(tokens, hi + by);
    if (score > best.score) best = { by, score };
  }
  return best.by;
}

const ENDS_A_SENTENCE = /[.!?…。！？؟]["'”’»)\]]*$/u;

/** How good a place the gap before token `at` is to begin or end a change. */
function boundary(tokens: readonly Token[], at: number): number {
  const left = tokens[at - 1];
  const right = tokens[at];
  if (!left || !right) return 4;
  if (isSpace(left)) return ENDS_A_SENTENCE.test(tokens[at - 2]?.text ?? "") ? 4 : 3;
  if (isSpace(right)) return 2;
  return left.isWord && right.isWord ? 0 : 1;
}

function isSpace(token: Token): boolean {
  return token.text.trim() === "";
}

/** Joins changes that only an island parts; what a join makes longer may swallow the island before it. */
function withoutIslands(
  changes: readonly Change[],
  before: readonly Token[],
  after: readonly Token[],
): Change[] {
  const aChars = runningTotal(before, (token) => token.text.length);
  const bChars = runningTotal(after, (token) => token.text.length);
  const aWords = runningTotal(before, (token) => Number(token.isWord));
  const between = (totals: Int32Array, lo: number, hi: number) =>
    (totals[hi] as number) - (totals[lo] as number);
  const size = (change: Change) =>
    Math.max(between(aChars, change.aLo, change.aHi), between(bChars, change.bLo, change.bHi));
  const partedByIsland = (left: Change, right: Change) => {
    const words = between(aWords, left.aHi, right.aLo);
    if (words === 0) return true;
    const chars = between(aChars, left.aHi, right.aLo);
    return words <= WORDS_OF_AN_ISLAND && chars <= size(left) && chars <= size(right);
  };
  const joined: Change[] = [];
  for (const change of changes) {
    let current = change;
    for (let last = joined.at(-1); last && partedByIsland(last, current); last = joined.at(-1)) {
      joined.pop();
      current = { ...current, aLo: last.aLo, bLo: last.bLo };
    }
    joined.push(current);
  }
  return joined;
}

function runningTotal(tokens: readonly Token[], measure: (token: Token) => number): Int32Array {
  const totals = new Int32Array(tokens.length + 1);
  for (const [at, token] of tokens.entries()) totals[at + 1] = (totals[at] as number) + measure(token);
  return totals;
}

/** Joined changes may begin or end alike: that part is unchanged after all. Nothing is left of equal ones. */
function withoutCommonEnds(change: Change, before: readonly Token[], after: readonly Token[]): Change[] {
  let { aLo, aHi, bLo, bHi } = change;
  while (aLo < aHi && bLo < bHi && before[aLo]?.text === after[bLo]?.text) {
    aLo += 1;
    bLo += 1;
  }
  while (aLo < aHi && bLo < bHi && before[aHi - 1]?.text === after[bHi - 1]?.text) {
    aHi -= 1;
    bHi -= 1;
  }
  return aLo < aHi || bLo < bHi ? [{ aLo, aHi, bLo, bHi }] : [];
}

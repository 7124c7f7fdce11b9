// The shortest edit script between two sequences, in linear space.
// Source: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), 251-266: §4b (the
// linear space refinement by middle snakes). The names x, y, k, d are the paper's.
// Invariant: what is kept of both sequences is the same sequence. It is the longest one while every search ends within
// its bound; past that bound a split is taken that is good but may not be the best (see `searchBound`).

/** For each element of either sequence, 1 when it has no counterpart in the other. */
export type Changes = { readonly deleted: Uint8Array; readonly inserted: Uint8Array };

type Box = { readonly aLo: number; readonly aHi: number; readonly bLo: number; readonly bHi: number };

/** Steps allowed for one comparison: some tenths of a second on a small computer. */
const STEPS = 20_000_000;
const SMALLEST_BOUND = 64;

/**
 * How many edits deep one search for a middle snake may go. A search that ends at the bound splits where either side
 * got furthest, which costs O(bound) a token passed, so a whole comparison takes O((n + m) * bound) steps. Sequences
 * of up to some 6,000 elements together never meet it.
 */
function searchBound(elements: number): number {
  return Math.max(SMALLEST_BOUND, Math.floor(STEPS / Math.max(1, elements)));
}

/** Compares two sequences of numbers, equal numbers being equal elements. `bound` is given only by tests. */
export function compare(a: Int32Array, b: Int32Array, bound = searchBound(a.length + b.length)): Changes {
  const deleted = new Uint8Array(a.length);
  const inserted = new Uint8Array(b.length);
  const reach = Math.min(bound, Math.ceil((a.length + b.length) / 2)) + 2;
  const search = new Search(a, b, bound, reach);
  // A stack rather than recursion: splits at the bound may follow one another thousands deep.
  const waiting: Box[] = [{ aLo: 0, aHi: a.length, bLo: 0, bHi: b.length }];
  for (let box = waiting.pop(); box; box = waiting.pop()) {
    const { aLo, aHi, bLo, bHi } = withoutCommonEnds(a, b, box);
    if (aLo === aHi) inserted.fill(1, bLo, bHi);
    else if (bLo === bHi) deleted.fill(1, aLo, aHi);
    else {
      const { x, y } = search.split({ aLo, aHi, bLo, bHi });
      waiting.push({ aLo: x, aHi, bLo: y, bHi }, { aLo, aHi: x, bLo, bHi: y });
    }
  }
  return { deleted, inserted };
}

function withoutCommonEnds(a: Int32Array, b: Int32Array, box: Box): Box {
  let { aLo, aHi, bLo, bHi } = box;
  while (aLo < aHi && bLo < bHi && a[aLo] === b[bLo]) {
    aLo += 1;
    bLo += 1;
  }
  while (aLo < aHi && bLo < bHi && a[aHi - 1] === b[bHi - 1]) {
    aHi -= 1;
    bHi -= 1;
  }
  return { aLo, aHi, bLo, bHi };
}

const UNREACHED = -1;

/** The two frontiers of the search, kept between boxes so that a comparison allocates once. */
class Search {
  private readonly a: Int32Array;
  private readonly b: Int32Array;
  private readonly bound: number;
  private readonly middle: number;
  /** forward[middle + k]: how far along `a` the furthest path on diagonal k = x - y has come. */
  private readonly forward: Int32Array;
  /** The same from the end, both sequences being read backwards. */
  private readonly backward: Int32Array;

  constructor(a: Int32Array, b: Int32Array, bound: number, reach: number) {
    this.a = a;
    this.b = b;
    this.bound = bound;
    this.middle = reach;
    this.forward = new Int32Array(2 * reach + 1);
    this.backward = new Int32Array(2 * reach + 1);
  }

  /**
   * A point on a shortest path through the box, neither its first corner nor its last. The box must be without common
   * ends and have elements on both sides.
   */
  split(box: Box): { x: number; y: number } {
    const n = box.aHi - box.aLo;
    const m = box.bHi - box.bLo;
    const delta = n - m;
    const depth = Math.min(this.bound, Math.ceil((n + m) / 2));
    this.forward.fill(UNREACHED, this.middle - depth - 1, this.middle + depth + 2);
    this.backward.fill(UNREACHED, this.middle - depth - 1, this.middle + depth + 2);
    this.forward[this.middle + 1] = 0;
    this.backward[this.middle + 1] = 0;
    for (let d = 0; d <= depth; d += 1) {
      // Paths that meet have an odd number of edits when delta is odd: then the forward one finds the other (§4b).
      const metForward = this.advance(
        box,
        d,
        this.forward,
        false,
        delta % 2 !== 0 ? this.backward : undefined,
      );
      if (metForward) return metForward;
      const metBackward = this.advance(
        box,
        d,
        this.backward,
        true,
        delta % 2 === 0 ? this.forward : undefined,
      );
      if (metBackward) return metBackward;
    }
    return this.furthest(box, depth);
  }

  /** Extends every diagonal's path by one edit; the point where one meets `other`, if any does. */
  private advance(box: Box, d: number, own: Int32Array, fromEnd: boolean, other: Int32Array | undefined) {
    const { a, b, middle } = this;
    const n = box.aHi - box.aLo;
    const m = box.bHi - box.bLo;
    // Diagonals that have come to an edge of the box have nowhere to go.
    const lowest = -(d - 2 * Math.max(0, d - m));
    const highest = d - 2 * Math.max(0, d - n);
    for (let k = lowest; k <= highest; k += 2) {
      const below = own[middle + k + 1] as number;
      const left = (own[middle + k - 1] as number) + 1;
      const byA = below < left && left <= n;
      let x = byA ? left : below;
      let y = x - k;
      if (x < 0 || y < 0 || y > m) continue;
      if (fromEnd) {
        while (x < n && y < m && a[box.aHi - 1 - x] === b[box.bHi - 1 - y]) {
          x += 1;
          y += 1;
        }
      } else {
        while (x < n && y < m && a[box.aLo + x] === b[box.bLo + y]) {
          x += 1;
          y += 1;
        }
      }
      own[middle + k] = x;
      const mirrored = n - m - k;
      if (!other || Math.abs(mirrored) > d) continue;
      const opposite = other[middle + mirrored] as number;
      if (opposite !== UNREACHED && x + opposite >= n) return pointOf(box, x, y, fromEnd);
    }
    return undefined;
  }

  /** Where the search stood at its bound: the point, from either side, that leaves least to compare. */
  private furthest(box: Box, depth: number) {
    let best = { progress: -1, x: 0, y: 0, fromEnd: false };
    for (const fromEnd of [false, true]) {
      const own = fromEnd ? this.backward : this.forward;
      for (let k = -depth; k <= depth; k += 1) {
        const x = own[this.middle + k] as number;
        if (x !== UNREACHED && 2 * x - k > best.progress)
          best = { progress: 2 * x - k, x, y: x - k, fromEnd };
      }
    }
    return pointOf(box, best.x, best.y, best.fromEnd);
  }
}

function pointOf(box: Box, x: number, y: number, fromEnd: boolean): { x: number; y: number } {
  return fromEnd ? { x: box.aHi - x, y: box.bHi - y } : { x: box.aLo + x, y: box.bLo + y };
}

/** Gives equal strings of two sequences equal numbers. */
export function numbered(
  before: readonly string[],
  after: readonly string[],
): { a: Int32Array; b: Int32Array } {
  const numbers = new Map<string, number>();
  const numberOf = (text: string) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  return { a: Int32Array.from(before, numberOf), b: Int32Array.from(after, numberOf) };
}

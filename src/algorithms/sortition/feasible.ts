// Whether so many can be taken of each cell that every row's sum is within its bounds, and if so, one way to do it.
// Invariant: exact; which way is found depends on the search, whether there is one does not. Bounds are narrowed by every row
// until nothing changes; then one more is taken of a cell that serves a row nearest to failing, or, where that leads nowhere,
// no more of that cell at all.
import { SortitionRefused } from "./sortition-refused.ts";

/** The sum over its cells is within least and most. */
export type Row = { readonly least: number; readonly most: number; readonly cells: Uint32Array };

/** How many of each cell at least and at most. */
export type Bounds = { readonly least: Int32Array; readonly most: Int32Array };

/** So many steps are tried before it is said to be too hard; some seconds. */
const MOST_STEPS = 200_000;

export class Feasibility {
  readonly #rows: readonly Row[];
  /** Which rows a cell stands in. */
  readonly #rowsOf: readonly (readonly number[])[];

  constructor(cells: number, rows: readonly Row[]) {
    this.#rows = rows;
    const rowsOf: number[][] = Array.from({ length: cells }, () => []);
    for (const [row, { cells: members }] of rows.entries())
      for (const cell of members) rowsOf[cell]?.push(row);
    this.#rowsOf = rowsOf;
  }

  /** How many of each cell, or undefined where there is no way. SortitionRefused `quotasTooHard`. */
  witness({ least, most }: Bounds): Int32Array | undefined {
    const waiting = [{ least: least.slice(), most: most.slice(), changed: this.#rows.map((_, row) => row) }];
    let steps = 0;
    for (let bounds = waiting.pop(); bounds; bounds = waiting.pop()) {
      if (!this.#narrow(bounds, bounds.changed)) continue;
      const cell = this.#nextToTake(bounds);
      if (cell === -1) return bounds.least;
      if (++steps > MOST_STEPS) throw new SortitionRefused("quotasTooHard");
      const changed = [...(this.#rowsOf[cell] ?? [])];
      const without = { least: bounds.least.slice(), most: bounds.most.slice(), changed: [...changed] };
      without.most[cell] = bounds.least[cell] ?? 0;
      bounds.least[cell] = (bounds.least[cell] ?? 0) + 1;
      waiting.push(without, { ...bounds, changed });
    }
    return undefined;
  }

  /** Narrows by the rows that wait, and by those that this touches, in place; false where a row cannot be kept. */
  #narrow({ least, most }: Bounds, waiting: number[]): boolean {
    const isWaiting = new Set(waiting);
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      isWaiting.delete(at);
      const row = this.#rows[at] as Row;
      let [low, high] = [0, 0];
      for (const cell of row.cells) {
        low += least[cell] ?? 0;
        high += most[cell] ?? 0;
      }
      if (low > row.most || high < row.least) return false;
      for (const cell of row.cells) {
        const [from, to] = [least[cell] ?? 0, most[cell] ?? 0];
        const lower = Math.max(from, row.least - (high - to));
        const upper = Math.min(to, row.most - (low - from));
        if (lower === from && upper === to) continue;
        low += lower - from;
        high += upper - to;
        least[cell] = lower;
        most[cell] = upper;
        for (const other of this.#rowsOf[cell] ?? []) {
          if (isWaiting.has(other)) continue;
          isWaiting.add(other);
          waiting.push(other);
        }
      }
    }
    return true;
  }

  /**
   * A cell to take one more of: of the row that has the fewest to choose from beyond what it lacks, the cell that serves the
   * rows that lack most of what they could still have. -1 where no row lacks anything.
   */
  #nextToTake({ least, most }: Bounds): number {
    const lacks = this.#rows.map((row) => {
      let [low, high] = [0, 0];
      for (const cell of row.cells) {
        low += least[cell] ?? 0;
        high += most[cell] ?? 0;
      }
      return { row, lack: Math.max(0, row.least - low), room: row.most - low, spare: high - row.least };
    });
    let nearest: (typeof lacks)[number] | undefined;
    for (const one of lacks) if (one.lack > 0 && !(nearest && nearest.spare <= one.spare)) nearest = one;
    let [best, highest] = [-1, -Infinity];
    for (const cell of nearest?.row.cells ?? []) {
      if ((most[cell] ?? 0) <= (least[cell] ?? 0)) continue;
      let worth = 0;
      for (const at of this.#rowsOf[cell] ?? []) {
        const { lack = 0, room = 1 } = lacks[at] ?? {};
        worth += lack > 0 ? lack / room : -1 / room;
      }
      if (worth > highest) [best, highest] = [cell, worth];
    }
    return best;
  }
}

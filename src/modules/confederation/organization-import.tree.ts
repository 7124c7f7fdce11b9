// Whether the rows of a file, together with what the node already has, make trees. Pure.
// Invariant: what would be stored has no cycle, no unknown parent, no id twice and at most twelve levels, whichever
// rows are left out.
import type { BadCell } from "./organization-import.columns.ts";
import { DEEPEST_TREE } from "./organizations.rules.ts";

export type TreeRow = {
  readonly line: number;
  readonly key: string;
  /** The parent that it will have: the file's, or the one that it has where the file does not say. */
  readonly parent: string | null;
  /** Bad for a reason of its own. */
  readonly bad: boolean;
};

/** Organisations of the node that the rows touch, with their parents' keys: all above them, and all below those that move. */
export type KnownTree = ReadonlyMap<string, string | null>;

/**
 * What is wrong with the tree. With `skipBad`, bad rows are left out and so is what stands below them
 * (`parentSkipped`), over and over until the rest holds.
 */
export function treeFaults(rows: readonly TreeRow[], known: KnownTree, skipBad: boolean): BadCell[] {
  const first = new Map<string, TreeRow>();
  const faults: BadCell[] = [];
  for (const row of rows) {
    const earlier = first.get(row.key);
    if (earlier)
      faults.push({
        line: row.line,
        column: "external_id",
        rule: "externalIdTwice",
        facts: { value: row.key, line: earlier.line },
      });
    else first.set(row.key, row);
  }
  // First as if every row were taken, so that each cause is told once and not what follows from it.
  const found = faultsAmong(first, known, new Map());
  faults.push(...found.values());
  if (!skipBad) return faults;
  const active = new Map(first);
  const skipped = new Map<string, TreeRow>();
  const skip = (keys: Iterable<string>) => {
    for (const key of keys) {
      const row = active.get(key);
      if (row) skipped.set(key, row);
      active.delete(key);
    }
  };
  skip([...first.values()].filter((row) => row.bad).map((row) => row.key));
  skip(found.keys());
  for (
    let more = faultsAmong(active, known, skipped);
    more.size > 0;
    more = faultsAmong(active, known, skipped)
  ) {
    faults.push(...more.values());
    skip(more.keys());
  }
  return faults;
}

/** One round: the faults of these rows by their key. */
function faultsAmong(
  rows: ReadonlyMap<string, TreeRow>,
  known: KnownTree,
  skipped: ReadonlyMap<string, TreeRow>,
): Map<string, BadCell> {
  const faults = new Map<string, BadCell>();
  const complain = (row: TreeRow | undefined, rule: string, facts: BadCell["facts"]) => {
    if (row && !faults.has(row.key))
      faults.set(row.key, { line: row.line, column: "parent_external_id", rule, facts });
  };
  for (const row of rows.values()) {
    if (row.parent === null) continue;
    const left = skipped.get(row.parent);
    if (left) complain(row, "parentSkipped", { value: row.parent, line: left.line });
    else if (!rows.has(row.parent) && !known.has(row.parent))
      complain(row, "parentUnknown", { value: row.parent });
  }
  const parentOf = (key: string): string | null => {
    const row = rows.get(key);
    return row ? row.parent : (known.get(key) ?? null);
  };
  const depths = new Map<string, number>();
  for (const start of [...rows.keys(), ...known.keys()]) {
    const { cycle, deep } = measure(start, parentOf, depths);
    for (const key of cycle) complain(rows.get(key), "treeHasCycle", { value: key });
    for (const key of deep)
      complain(nearestRow(key, rows, parentOf), "treeTooDeep", { value: key, limit: DEEPEST_TREE });
  }
  return faults;
}

/** Walks up to what has been measured already, and measures what it passed. Below a cycle there is no depth. */
function measure(start: string, parentOf: (key: string) => string | null, depths: Map<string, number>) {
  const path: string[] = [];
  const at = new Map<string, number>();
  let key: string | null = start;
  while (key !== null && !depths.has(key) && !at.has(key)) {
    at.set(key, path.length);
    path.push(key);
    key = parentOf(key);
  }
  const closes = key === null ? undefined : at.get(key);
  const cycle = closes === undefined ? [] : path.slice(closes);
  let depth = key === null ? 0 : closes === undefined ? (depths.get(key) ?? 0) : Number.NaN;
  const deep: string[] = [];
  for (const passed of path.reverse()) {
    depths.set(passed, (depth += 1));
    if (depth > DEEPEST_TREE) deep.push(passed);
  }
  return { cycle, deep };
}

/** The row that put an organisation so deep: its own, or that of the nearest above it. */
function nearestRow(
  key: string,
  rows: ReadonlyMap<string, TreeRow>,
  parentOf: (key: string) => string | null,
): TreeRow | undefined {
  for (let at: string | null = key, steps = 0; at !== null && steps < 10_000; at = parentOf(at), steps++) {
    const row = rows.get(at);
    if (row) return row;
  }
  return undefined;
}

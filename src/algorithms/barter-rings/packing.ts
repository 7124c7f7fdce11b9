// The programme behind: sets with values, rows that allow so much, and the question which sets to take. Prices on the rows bound it.
import type { BarterMarket } from "./types.ts";

/** Set s takes `sign` of each of its rows, `row[first[s]]` … `row[first[s + 1] - 1]`; a row allows `limit` in all. */
export type Packing = {
  readonly limit: Uint8Array;
  readonly first: Int32Array;
  readonly row: Int32Array;
  readonly sign: Int8Array;
  readonly value: Float64Array;
};

/** Rings and chains as sets: rows are the offers and then the wants, each of which is used once at most. */
export function packingOfRings(
  { offers, wants, fits }: BarterMarket,
  found: readonly (readonly number[])[],
): Packing {
  const rows = found.map((ring) =>
    ring.flatMap((fit) => [fits[fit]?.offer ?? 0, offers.length + (fits[fit]?.want ?? 0)]),
  );
  const value = found.map((ring) => ring.reduce((sum, fit) => sum + (fits[fit]?.value ?? 0), 0));
  const limit = new Uint8Array(offers.length + wants.length).fill(1);
  return packed(
    limit,
    rows.map((some) => some.map((row): Entry => [row, 1])),
    value,
  );
}

/**
 * Chains step by step, beside rings that are listed: a set for each fit at each place of a chain that it can have, and beside offers and
 * wants a row for each party and place, by which it gives no more there than it got just before (the position-indexed formulation of
 * Dickerson, Manlove, Plaut, Sandholm and Trimble, EC 2016). It holds for every choice of those rings and any chains.
 */
export function packingOfPlaces(
  { offers, wants, fits }: BarterMarket,
  rings: readonly (readonly number[])[],
  longestChain: number,
): Packing {
  const packing = new Rows(offers.length + wants.length);
  const rows: (readonly Entry[])[] = [];
  const value: number[] = [];
  for (const ring of rings) {
    const ends = ring.flatMap((fit) => [fits[fit]?.offer ?? 0, offers.length + (fits[fit]?.want ?? 0)]);
    rows.push(ends.map((row): Entry => [row, 1]));
    value.push(ring.reduce((sum, fit) => sum + (fits[fit]?.value ?? 0), 0));
  }
  let reached: ReadonlySet<number> = new Set();
  for (let place = 1; place < longestChain; place++) {
    const next = new Set<number>();
    for (const { offer, want, value: worth } of fits) {
      const [giver, taker] = [offers[offer], wants[want]?.party];
      if (!giver || taker === undefined || giver.party === taker) continue;
      if (place === 1 ? giver.gift !== true : giver.gift === true || !reached.has(giver.party)) continue;
      next.add(taker);
      const gives: Entry[] = place === 1 ? [] : [[packing.row(giver.party, place - 1), 1]];
      rows.push([[offer, 1], [offers.length + want, 1], [packing.row(taker, place), -1], ...gives]);
      value.push(worth);
    }
    reached = next;
  }
  return packed(packing.limit(), rows, value);
}

/**
 * Where not all rings are listed: things may go on through any number of hands. The sets are single fits, and each party gives no more
 * (gifts apart) than it gets. It holds for every ring and chain.
 */
export function packingOfFits({ offers, wants, fits }: BarterMarket): Packing {
  const packing = new Rows(offers.length + wants.length);
  const possible = fits.filter(({ offer, want }) => offers[offer]?.party !== wants[want]?.party);
  const rows = possible.map(({ offer, want }): Entry[] => {
    const giver = offers[offer];
    const gives: Entry[] = giver && giver.gift !== true ? [[packing.row(giver.party, 0), 1]] : [];
    const gets: Entry = [packing.row(wants[want]?.party ?? 0, 0), -1];
    return [[offer, 1], [offers.length + want, 1], gets, ...gives];
  });
  return packed(
    packing.limit(),
    rows,
    possible.map(({ value }) => value),
  );
}

/** Rows for parties at places, after the offers and wants, of which each is used once. */
class Rows {
  readonly #once: number;
  readonly #numbers = new Map<string, number>();
  constructor(once: number) {
    this.#once = once;
  }

  row(party: number, place: number): number {
    const key = `${party} ${place}`;
    const number = this.#numbers.get(key) ?? this.#once + this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }

  limit(): Uint8Array {
    return new Uint8Array(this.#once + this.#numbers.size).fill(1, 0, this.#once);
  }
}

type Entry = readonly [row: number, sign: number];

function packed(limit: Uint8Array, rows: readonly (readonly Entry[])[], value: readonly number[]): Packing {
  const first = new Int32Array(rows.length + 1);
  for (const [set, some] of rows.entries()) first[set + 1] = (first[set] as number) + some.length;
  const row = new Int32Array(first.at(-1) ?? 0);
  const sign = new Int8Array(row.length);
  let at = 0;
  for (const some of rows) {
    for (const [one, takes] of some) {
      row[at] = one;
      sign[at++] = takes;
    }
  }
  return { limit, first, row, sign, value: Float64Array.from(value) };
}

/** Some sets of a packing as one of their own, whose set n is `sets[n]` there. */
export type Part = { readonly packing: Packing; readonly sets: readonly number[] };

/** Sets that share no row with one of another part, directly or over others: each part is a question of its own. */
export function partsOf(packing: Packing): readonly Part[] {
  const { limit, first, row } = packing;
  const leader = Int32Array.from(limit, (_, at) => at);
  const find = (one: number): number => {
    let at = one;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] as number] as number;
      at = leader[at] as number;
    }
    return at;
  };
  const sets = first.length - 1;
  for (let set = 0; set < sets; set++) {
    const head = find(row[first[set] as number] as number);
    for (let at = first[set] as number; at < (first[set + 1] as number); at++)
      leader[find(row[at] as number)] = head;
  }
  const parts = new Map<number, number[]>();
  for (let set = 0; set < sets; set++) {
    const head = find(row[first[set] as number] as number);
    const part = parts.get(head);
    if (part) part.push(set);
    else parts.set(head, [set]);
  }
  return [...parts.values()].map((part) => ({ packing: partOf(packing, part), sets: part }));
}

function partOf({ limit, first, row, sign, value }: Packing, sets: readonly number[]): Packing {
  const numbers = new Map<number, number>();
  const limits: number[] = [];
  const rows = sets.map((set) => {
    const entries: Entry[] = [];
    for (let at = first[set] as number; at < (first[set + 1] as number); at++) {
      const old = row[at] as number;
      const number = numbers.get(old) ?? numbers.size;
      if (number === numbers.size) limits.push(limit[old] as number);
      numbers.set(old, number);
      entries.push([number, sign[at] as number]);
    }
    return entries;
  });
  return packed(
    Uint8Array.from(limits),
    rows,
    sets.map((set) => value[set] as number),
  );
}

/** By row, the sets that take it. */
export function setsByRow({ limit, first, row }: Packing): readonly (readonly number[])[] {
  const sets: number[][] = Array.from(limit, () => []);
  for (let set = 0; set < first.length - 1; set++)
    for (let at = first[set] as number; at < (first[set + 1] as number); at++)
      sets[row[at] as number]?.push(set);
  return sets;
}

// Sortition: people drawn by lot from a list, evenly or so that quotas are kept, from a public seed. Pure.
// Invariant: the same list, quotas and seed give the same people in the same order, on any machine; every quota is kept.
//
// The rule, so that anybody can repeat it: everybody is put in an order by lot (`Lot.shuffled`, on the list as it is written).
// One after the other, whoever can be taken so that those who are still to come can keep every quota is taken, until the number
// is full. Without quotas those are the first of the order. Within a group of people who are alike in all that the quotas name,
// everybody has the same chance; between groups the quotas decide, which is what they are for (B. Flanigan, P. Gölz, A. Gupta,
// B. Hennig, A. D. Procaccia, "Fair algorithms for selecting citizens' assemblies", Nature 596 (2021), compares rules of this kind).
import { Lot } from "../lots/index.ts";
import { Feasibility, type Row } from "./feasible.ts";
import { SortitionRefused } from "./sortition-refused.ts";

export { SortitionRefused } from "./sortition-refused.ts";

/** Of the people drawn, from `least` to `most` have this value of this attribute. */
export type DrawQuota = {
  readonly attribute: string;
  readonly value: string;
  readonly least: number;
  readonly most: number;
};

export type Person = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };

export type Sortition = {
  readonly people: readonly Person[];
  readonly count: number;
  readonly seed: string;
  readonly quotas?: readonly DrawQuota[];
};

export type Drawn = {
  /** Places in the list, from 0, in the order in which they were drawn. */
  readonly chosen: readonly number[];
  /** Everybody in the order by lot. */
  readonly order: readonly number[];
  /** Those who were passed over before the number was full, since a quota would not have been kept. */
  readonly passedOver: readonly number[];
};

/**
 * Draws `count` people. SortitionRefused `nobodyToDraw`, `countNotWhole`, `tooFewPeople` {people, count}, `quotaNotWhole`,
 * `quotaTwice`, `quotaOfNobody` {attribute, value} (asks for at least one, and the list has nobody so), `quotasImpossible`, and
 * `quotasTooHard` where it would take too long to know.
 */
export function draw({ people, count, seed, quotas = [] }: Sortition): Drawn {
  if (people.length === 0) throw new SortitionRefused("nobodyToDraw");
  if (!Number.isSafeInteger(count) || count < 1) throw new SortitionRefused("countNotWhole");
  if (count > people.length) throw new SortitionRefused("tooFewPeople", { people: people.length, count });
  checkQuotas(people, quotas);
  const order = new Lot(seed).shuffled(people.map((_, index) => index));
  if (quotas.length === 0) return { chosen: order.slice(0, count), order, passedOver: [] };
  return { order, ...takeInTurn(order, people, count, quotas) };
}

function checkQuotas(people: readonly Person[], quotas: readonly DrawQuota[]): void {
  const seen = new Set<string>();
  for (const { attribute, value, least, most } of quotas) {
    const key = JSON.stringify([attribute, value]);
    if (![least, most].every((bound) => Number.isSafeInteger(bound) && bound >= 0) || most < least)
      throw new SortitionRefused("quotaNotWhole", { attribute, value });
    if (seen.has(key)) throw new SortitionRefused("quotaTwice", { attribute, value });
    seen.add(key);
    if (least > 0 && !people.some(({ attributes }) => attributes[attribute] === value))
      throw new SortitionRefused("quotaOfNobody", { attribute, value });
  }
}

/** People who are alike in all that the quotas name are one cell; only how many of each are taken matters to the quotas. */
function cellsOf(people: readonly Person[], quotas: readonly DrawQuota[]) {
  const numbers = new Map<string, number>();
  const cells: { size: number; quotas: number[] }[] = [];
  const cellOf = people.map(({ attributes }) => {
    const counted = quotas.flatMap(({ attribute, value }, index) =>
      attributes[attribute] === value ? [index] : [],
    );
    const key = counted.join();
    const known = numbers.get(key) ?? cells.push({ size: 0, quotas: counted }) - 1;
    numbers.set(key, known);
    (cells[known] as { size: number }).size++;
    return known;
  });
  return { cells, cellOf };
}

function takeInTurn(
  order: readonly number[],
  people: readonly Person[],
  count: number,
  quotas: readonly DrawQuota[],
): Pick<Drawn, "chosen" | "passedOver"> {
  const { cells, cellOf } = cellsOf(people, quotas);
  const rows: Row[] = [
    { least: count, most: count, cells: Uint32Array.from(cells.keys()) },
    ...quotas.map(({ least, most }, quota) => ({
      least,
      most,
      cells: Uint32Array.from(cells.flatMap((cell, index) => (cell.quotas.includes(quota) ? [index] : []))),
    })),
  ];
  const feasibility = new Feasibility(cells.length, rows);
  const taken = new Int32Array(cells.length);
  const most = Int32Array.from(cells, ({ size }) => size);
  let witness = feasibility.witness({ least: taken, most });
  if (!witness) throw new SortitionRefused("quotasImpossible");
  const [chosen, passedOver]: [number[], number[]] = [[], []];
  for (const person of order) {
    if (chosen.length === count) break;
    const cell = cellOf[person] ?? 0;
    const now = taken[cell] ?? 0;
    taken[cell] = now + 1;
    // A division that takes one more of these is known already, or is looked for. Where there is none now there will be none
    // later, since those who are taken only narrow what is left.
    if ((witness[cell] ?? 0) <= now) {
      const found = now < (most[cell] ?? 0) ? feasibility.witness({ least: taken, most }) : undefined;
      if (!found) {
        taken[cell] = now;
        most[cell] = now;
        passedOver.push(person);
        continue;
      }
      witness = found;
    }
    chosen.push(person);
  }
  return { chosen, passedOver };
}

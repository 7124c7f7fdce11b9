// A roll call as it is told name by name, brought to the parts that are counted.
import { type Choice, type Counted, countRollCall, type RegionCounts, type RollCallFacts } from "./count.ts";

/** A roll as it was frozen: delegations by their ids, and beside each its region. */
export type NamedRoll = {
  readonly roll: readonly string[];
  /** UN M49, in the order of the roll; null where regions were not kept yet. */
  readonly regions: readonly (string | null)[] | null;
  /** Those of the roll who were in the room. */
  readonly present: readonly string[];
};

/** The roll, region by region. `latest`: the choice of each delegation that counts. */
export function partsOf(
  { roll, regions, present }: NamedRoll,
  latest: ReadonlyMap<string, Choice>,
): RegionCounts[] {
  const inTheRoom = new Set(present);
  const parts = new Map<string | null, { -readonly [Member in keyof RegionCounts]: RegionCounts[Member] }>();
  for (const [at, delegation] of roll.entries()) {
    const region = regions?.[at] ?? null;
    const part = parts.get(region) ?? { region, accredited: 0, present: 0, for: 0, against: 0, abstain: 0 };
    part.accredited += 1;
    if (inTheRoom.has(delegation)) part.present += 1;
    const choice = latest.get(delegation);
    if (choice) part[choice] += 1;
    parts.set(region, part);
  }
  return [...parts.values()];
}

/** The verdict on a roll that is told name by name; undefined as `countRollCall`. */
export function countNamedRoll(
  rollCall: Omit<RollCallFacts, "regions"> & { readonly named: NamedRoll },
  latest: ReadonlyMap<string, Choice>,
): Counted | undefined {
  const { named, ...facts } = rollCall;
  return countRollCall({ ...facts, regions: partsOf(named, latest) });
}

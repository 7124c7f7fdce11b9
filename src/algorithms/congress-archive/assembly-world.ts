// What is known of the assembly while the acts of a congress are followed: organs, seats, delegates, sittings.
// Invariant: as in world.ts: what the archive says is compared with what its acts made, never taken over.
import { ArchiveFault } from "./fault.ts";
import {
  type ArchiveOrgan,
  type Call,
  callShape,
  type CongressRequest,
  type Delegates,
  delegatesShape,
  organShape,
  type OrganRules,
  requestShape,
  type Sitting,
  sittingShape,
} from "./assembly-shapes.ts";
import { type OpenArchive, readAll, readJson, readLines } from "./files.ts";

export type OrganWorld = {
  readonly said: ArchiveOrgan;
  /** How many versions of its rules were followed; none before it was founded. */
  followed: number;
};

export type People = { nominated: number; accepted: number; refused: number; withdrawn: number };

export type ItemWorld = {
  readonly said: Sitting["items"][number];
  state: Sitting["items"][number]["state"] | "unknown";
  position: number;
  /** What the latest act says that it is about. */
  about: Readonly<Record<string, unknown>>;
  listClosed: boolean;
};

export type SittingWorld = {
  readonly said: Sitting;
  state: Sitting["state"] | "unknown";
  readonly items: ReadonlyMap<string, ItemWorld>;
  openItem: string | null;
  /** The roll call that was last called in it. */
  rollCall: string | null;
  /** The latest plan that an act gave it. */
  plan: Readonly<Record<string, unknown>>;
  events: number;
  drawnUp: boolean;
  remarks: number;
  submitted: boolean;
};

export type AssemblyWorld = {
  readonly organs: ReadonlyMap<string, OrganWorld>;
  readonly calls: readonly Call[];
  lastCall: number;
  readonly delegates: Delegates;
  /** By organisation and kind of seat. */
  readonly people: Map<string, People>;
  /** Substitutions that acts named, and of each organisation how many an act ended. */
  readonly substitutions: Set<string>;
  readonly ended: Map<string, number>;
  readonly sittings: ReadonlyMap<number, SittingWorld>;
  lastSitting: number;
  readonly requests: ReadonlyMap<string, CongressRequest>;
  /** Ids of requests whose asking, or taking up, was followed. */
  readonly asked: Set<string>;
  readonly takenUp: Set<string>;
};

export async function beginAssembly(archive: OpenArchive): Promise<AssemblyWorld> {
  const organs = new Map<string, OrganWorld>();
  for (const said of await readAll(archive, "assembly/organs.jsonl", organShape))
    once(organs, said.id, { said, followed: 0 }, "assembly/organs.jsonl");
  const sittings = new Map<number, SittingWorld>();
  for await (const said of readLines(archive, "assembly/sittings.jsonl", sittingShape))
    once(sittings, said.number, beginSitting(said), "assembly/sittings.jsonl");
  const requests = new Map<string, CongressRequest>();
  for (const said of await readAll(archive, "assembly/requests.jsonl", requestShape))
    once(requests, said.id, said, "assembly/requests.jsonl");
  return {
    organs,
    calls: await readAll(archive, "assembly/calls.jsonl", callShape),
    lastCall: 0,
    delegates: await readJson(archive, "assembly/delegates.json", delegatesShape),
    people: new Map(),
    substitutions: new Set(),
    ended: new Map(),
    sittings,
    lastSitting: 0,
    requests,
    asked: new Set(),
    takenUp: new Set(),
  };
}

function beginSitting(said: Sitting): SittingWorld {
  const items = new Map<string, ItemWorld>();
  for (const item of said.items)
    once(
      items,
      item.id,
      { said: item, state: "unknown", position: 0, about: {}, listClosed: false },
      "assembly/sittings.jsonl",
    );
  return {
    said,
    state: "unknown",
    items,
    openItem: null,
    rollCall: null,
    plan: {},
    events: 0,
    drawnUp: false,
    remarks: 0,
    submitted: false,
  };
}

function once<Key extends string | number, Value>(
  map: Map<Key, Value>,
  key: Key,
  value: Value,
  path: string,
) {
  if (map.has(key)) throw new ArchiveFault("fileMalformed", { path, line: map.size + 1 });
  map.set(key, value);
}

/** The rules that decide at an instant: the last of those in force then; before all of them, the first. */
export function rulesInForce({ said, followed }: OrganWorld, at: string): OrganRules | undefined {
  const decided = said.rules.slice(0, followed);
  return (decided.findLast(({ inForceFrom }) => inForceFrom <= at) ?? decided[0])?.rules;
}

// Reads the facts of a decision from JSON, strictly: a count that is misspelt would be taken for one that is not known.
// Invariant: `facts` is there exactly where no fault was found.
import { FaultCollector, readShare, type RuleFault, shortName } from "./reading-conditions.ts";
import type { Facts } from "./types.ts";

export type ReadFacts =
  | { readonly facts: Facts; readonly faults: readonly [] }
  | { readonly facts: null; readonly faults: readonly RuleFault[] };

type Json = Readonly<Record<string, unknown>>;
type Read = (value: unknown, path: string, found: FaultCollector) => void;

/** So many regions or weighings a decision may have. */
const MOST = 1000;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;

const count: Read = (value, path, found) => found.whole(value, path, 0, Number.MAX_SAFE_INTEGER);
const instant: Read = (value, path, found) => {
  const isRead = typeof value === "string" && INSTANT.test(value) && !Number.isNaN(Date.parse(value));
  if (!isRead) found.add("instantMalformed", path);
};
const listOf =
  (read: Read): Read =>
  (value, path, found) => {
    if (!Array.isArray(value)) return found.add("listExpected", path);
    if (value.length > MOST) found.add("listTooLong", path, { most: MOST });
    value.slice(0, MOST).forEach((one, at) => read(one, `${path}.${at}`, found));
  };
const name: Read = (value, path, found) => found.name(value, path, shortName);
const eachOf =
  (parts: Readonly<Record<string, Read>>): Read =>
  (value, path, found) => {
    const object = found.object(value, path);
    if (!object) return;
    const entries = Object.entries(object);
    if (entries.length > MOST) found.add("listTooLong", path, { most: MOST });
    for (const [key, part] of entries.slice(0, MOST)) {
      const at = `${path}.${key.slice(0, 80)}`;
      name(key, at, found);
      readParts(part, at, parts, found);
    }
  };

function readParts(
  value: unknown,
  path: string,
  parts: Readonly<Record<string, Read>>,
  found: FaultCollector,
): void {
  const object: Json | undefined = found.object(value, path);
  if (!object) return;
  found.keys(object, path, [], Object.keys(parts));
  for (const [key, read] of Object.entries(parts)) {
    if (Object.hasOwn(object, key)) read(object[key], path === "" ? key : `${path}.${key}`, found);
  }
}

const votes: Read = (value, path, found) => {
  const object = found.object(value, path);
  if (!object) return;
  found.keys(object, path, ["for", "against"], ["abstentions", "invalid"]);
  for (const choice of ["for", "against", "abstentions", "invalid"]) {
    if (Object.hasOwn(object, choice)) count(object[choice], `${path}.${choice}`, found);
  }
};

const roll = {
  votes,
  present: count,
  present_at_close: count,
  accredited: count,
  members: count,
  organisations: count,
};

const PARTS: Readonly<Record<string, Read>> = {
  ...roll,
  regions: eachOf({ ...roll, weight: readShare }),
  weighed: eachOf(roll),
  objections: count,
  objections_open: count,
  supporters: count,
  proposer: listOf(name),
  call: count,
  ballot: count,
  casting_vote: (value, path, found) => found.choice(value, path, ["for", "against"]),
  readings: listOf(instant),
  notice: instant,
  proposal: instant,
  opening: instant,
  announcement: instant,
  term: instant,
  now: instant,
};

/** Reads the facts of a decision, or says everything that is wrong with them (at most 50 faults). */
export function readFacts(json: unknown): ReadFacts {
  const found = new FaultCollector();
  readParts(json, "", PARTS, found);
  return found.faults.length > 0
    ? { facts: null, faults: found.faults }
    : { facts: json as Facts, faults: [] };
}

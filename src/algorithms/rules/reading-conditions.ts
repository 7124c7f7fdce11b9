// Reads conditions and amounts strictly: whatever is not in the grammar is a named fault at its place.
// Invariant: what passes has at most `mostParts` parts and is `mostDeep` deep, so that reading and evaluating it end soon.
import { type Measure, type Since } from "./types.ts";

/** What is wrong, where (`matters.text.adoption.all.0.atLeast`), and the figures that say more. */
export type RuleFault = {
  readonly reason: RuleFaultReason;
  readonly path: string;
  readonly facts: Readonly<Record<string, string | number>>;
};
export type RuleFaultReason =
  | "objectExpected"
  | "listExpected"
  | "keyUnknown"
  | "keyMissing"
  | "formatUnknown"
  | "formUnknown"
  | "measureUnknown"
  | "wholeNumberExpected"
  | "numberOutOfRange"
  | "shareMalformed"
  | "shareOfNothing"
  | "listEmpty"
  | "listTooLong"
  | "tooDeep"
  | "tooManyParts"
  | "regionsWithinRegions"
  | "choiceUnknown"
  | "nameMalformed"
  | "instantMalformed"
  | "textMalformed"
  | "textTooLong"
  | "sourceTextMissing";

export const mostParts = 600;
export const mostDeep = 12;
export const longestList = 24;
const LARGEST = 1_000_000_000;

const MEASURES: ReadonlySet<string> = new Set<Measure>([
  "for",
  "against",
  "abstentions",
  "invalid",
  "votes_without_abstentions",
  "votes_cast",
  "ballots_cast",
  "present",
  "present_at_close",
  "accredited",
  "members",
  "organisations",
  "regions",
  "objections",
  "objections_open",
  "supporters",
  "call",
  "ballot",
]);
const SINCE: readonly Since[] = ["notice", "proposal", "opening", "announcement", "term"];
const RELATIONS = ["atLeast", "moreThan", "atMost", "lessThan"] as const;

type Json = Readonly<Record<string, unknown>>;

/** Where we are: how deep, and whether within one region. */
type Place = { readonly path: string; readonly depth: number; readonly inRegion: boolean };

/** Collects faults, and counts parts so that a huge rule set is put away early. */
export class FaultCollector {
  readonly faults: RuleFault[] = [];
  #parts = 0;

  add(reason: RuleFaultReason, path: string, facts: RuleFault["facts"] = {}): void {
    if (this.faults.length < 50) this.faults.push({ reason, path, facts });
  }

  /** False once there are too many parts; says so once. */
  countPart(path: string): boolean {
    this.#parts++;
    if (this.#parts === mostParts + 1) this.add("tooManyParts", path, { most: mostParts });
    return this.#parts <= mostParts;
  }

  object(value: unknown, path: string): Json | undefined {
    if (value !== null && typeof value === "object" && !Array.isArray(value)) return value as Json;
    this.add("objectExpected", path);
    return undefined;
  }

  /** An object with these keys and no others. */
  keys(value: Json, path: string, required: readonly string[], optional: readonly string[] = []): void {
    for (const key of required) if (!Object.hasOwn(value, key)) this.add("keyMissing", path, { key });
    for (const key of Object.keys(value)) {
      if (!required.includes(key) && !optional.includes(key))
        this.add("keyUnknown", path, { key: key.slice(0, 80) });
    }
  }

  list(value: unknown, path: string): readonly unknown[] {
    if (!Array.isArray(value)) {
      this.add("listExpected", path);
      return [];
    }
    if (value.length === 0) this.add("listEmpty", path);
    if (value.length > longestList) this.add("listTooLong", path, { most: longestList });
    return value.slice(0, longestList);
  }

  whole(value: unknown, path: string, least: number, most = LARGEST): void {
    if (typeof value !== "number" || !Number.isSafeInteger(value)) this.add("wholeNumberExpected", path);
    else if (value < least || value > most) this.add("numberOutOfRange", path, { least, most });
  }

  choice(value: unknown, path: string, choices: readonly string[]): void {
    if (typeof value !== "string" || !choices.includes(value)) {
      this.add("choiceUnknown", path, { choices: choices.join(", ") });
    }
  }

  name(value: unknown, path: string, pattern: RegExp): void {
    if (typeof value !== "string" || !pattern.test(value)) this.add("nameMalformed", path);
  }
}

/** Names of weighings, of offices and bodies. */
export const shortName = /^[\p{L}\p{N}][\p{L}\p{N} ._:/-]{0,79}$/u;

export function readShare(value: unknown, path: string, found: FaultCollector): void {
  const isPair = Array.isArray(value) && value.length === 2;
  if (!isPair || !value.every((part) => Number.isSafeInteger(part) && part >= 0 && part <= LARGEST)) {
    found.add("shareMalformed", path);
  } else if (value[0] === 0 || value[1] === 0) found.add("shareOfNothing", path);
}

function deeper(place: Place, step: string): Place {
  return { ...place, path: `${place.path}.${step}`, depth: place.depth + 1 };
}

/** False where reading goes no further. */
function enters(place: Place, found: FaultCollector): boolean {
  if (!found.countPart(place.path)) return false;
  if (place.depth <= mostDeep) return true;
  found.add("tooDeep", place.path, { most: mostDeep });
  return false;
}

const AMOUNT_FORMS = [
  "share",
  "sum",
  "least",
  "greatest",
  "roundUp",
  "roundDown",
  "squareRoot",
  "regionsWhere",
];

function readAmount(value: unknown, place: Place, found: FaultCollector): void {
  if (!enters(place, found)) return;
  const { path } = place;
  if (typeof value === "number") return found.whole(value, path, -LARGEST);
  if (typeof value === "string") {
    if (!MEASURES.has(value)) found.add("measureUnknown", path, { measure: value.slice(0, 80) });
    return;
  }
  const object = found.object(value, path);
  if (!object) return;
  const form = AMOUNT_FORMS.find((one) => Object.hasOwn(object, one));
  if (!form) return found.add("formUnknown", path);
  found.keys(object, path, form === "share" ? ["share", "of"] : [form]);
  const part = object[form];
  if (form === "share") {
    readShare(part, `${path}.share`, found);
    return readAmount(object.of, deeper(place, "of"), found);
  }
  if (form === "regionsWhere") {
    if (place.inRegion) found.add("regionsWithinRegions", path);
    return readCondition(part, { ...deeper(place, form), inRegion: true }, found);
  }
  if (form === "sum" || form === "least" || form === "greatest") {
    const list = found.list(part, `${path}.${form}`);
    return list.forEach((one, at) => readAmount(one, deeper(place, `${form}.${at}`), found));
  }
  readAmount(part, deeper(place, form), found);
}

function readComparison(
  object: Json,
  relation: (typeof RELATIONS)[number],
  place: Place,
  found: FaultCollector,
): void {
  const bound = object[relation];
  if (Array.isArray(bound)) {
    found.keys(object, place.path, [relation, "of"], ["count"]);
    readShare(bound, `${place.path}.${relation}`, found);
    if (Object.hasOwn(object, "of")) readAmount(object.of, deeper(place, "of"), found);
  } else {
    found.keys(object, place.path, [relation], ["count"]);
    readAmount(bound, deeper(place, relation), found);
  }
  if (Object.hasOwn(object, "count")) readAmount(object.count, deeper(place, "count"), found);
}

function readWaiting(object: Json, { path }: Place, found: FaultCollector): void {
  found.keys(object, path, ["days", "since"], ["by"]);
  found.whole(object.days, `${path}.days`, 1, 36_500);
  found.choice(object.since, `${path}.since`, SINCE);
  if (Object.hasOwn(object, "by")) found.choice(object.by, `${path}.by`, ["opening", "now"]);
}

/** Reads a condition; what is wrong with it is in `found` afterwards. */
export function readCondition(value: unknown, place: Place, found: FaultCollector): void {
  if (!enters(place, found)) return;
  const { path } = place;
  const object = found.object(value, path);
  if (!object) return;
  const has = (key: string) => Object.hasOwn(object, key);
  const joined = has("all") ? "all" : has("any") ? "any" : undefined;
  if (joined) {
    found.keys(object, path, [joined]);
    const list = found.list(object[joined], `${path}.${joined}`);
    return list.forEach((one, at) => readCondition(one, deeper(place, `${joined}.${at}`), found));
  }
  if (has("not")) {
    found.keys(object, path, ["not"]);
    return readCondition(object.not, deeper(place, "not"), found);
  }
  if (has("weighed")) {
    found.keys(object, path, ["weighed", "holds"]);
    found.name(object.weighed, `${path}.weighed`, shortName);
    if (place.inRegion) found.add("regionsWithinRegions", path);
    // Within another weighing there are no regions either: facts know them of the whole body alone.
    return readCondition(object.holds, { ...deeper(place, "holds"), inRegion: true }, found);
  }
  if (has("days")) return readWaiting(object, place, found);
  if (has("proposedBy")) {
    found.keys(object, path, ["proposedBy"]);
    const list = found.list(object.proposedBy, `${path}.proposedBy`);
    return list.forEach((one, at) => found.name(one, `${path}.proposedBy.${at}`, shortName));
  }
  const relation = RELATIONS.find(has);
  if (!relation) return found.add("formUnknown", path);
  readComparison(object, relation, place, found);
}

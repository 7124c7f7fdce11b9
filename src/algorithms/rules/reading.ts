// Reads a rule set from JSON, strictly: a key that is not known is a fault, so that nothing is adopted which nobody evaluates.
// Invariant: `rules` is there exactly where no fault was found.
import { FaultCollector, longestList, readCondition, type RuleFault } from "./reading-conditions.ts";
import { faceFields, type Rules, rulesFormat } from "./types.ts";

export type ReadRules =
  | { readonly rules: Rules; readonly faults: readonly [] }
  | { readonly rules: null; readonly faults: readonly RuleFault[] };

const MATTER = /^[a-z][a-z0-9_]{0,39}$/;
const METHOD = /^[a-z][a-z0-9-]{0,39}$/;
const SETTING = /^[a-z][a-z0-9_-]{0,39}$/i;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;
const LONGEST_TEXT = 20_000;

function readWords(value: unknown, path: string, found: FaultCollector): void {
  const words = found.object(value, path);
  if (!words) return;
  found.keys(words, path, ["source", "texts"]);
  found.name(words.source, `${path}.source`, LANGUAGE);
  const texts = found.object(words.texts, `${path}.texts`);
  if (!texts) return;
  if (!Object.hasOwn(texts, String(words.source))) found.add("sourceTextMissing", `${path}.texts`);
  const entries = Object.entries(texts);
  if (entries.length > longestList) found.add("listTooLong", `${path}.texts`, { most: longestList });
  for (const [language, text] of entries.slice(0, longestList)) {
    const at = `${path}.texts.${language.slice(0, 40)}`;
    found.name(language, at, LANGUAGE);
    if (typeof text !== "string" || text.trim() === "") found.add("textMalformed", at);
    else if (text.length > LONGEST_TEXT) found.add("textTooLong", at, { most: LONGEST_TEXT });
  }
}

function readFace(value: unknown, found: FaultCollector): void {
  const face = found.object(value, "face");
  if (!face) return;
  found.keys(face, "face", ["name"], faceFields);
  for (const field of faceFields) {
    if (Object.hasOwn(face, field)) readWords(face[field], `face.${field}`, found);
  }
}

function readWeight(value: unknown, path: string, found: FaultCollector): void {
  if (value === "equal") return;
  const weight = found.object(value, path);
  if (!weight) return;
  const [form = ""] = Object.keys(weight);
  const part = weight[form];
  found.keys(weight, path, [form]);
  if (form === "squareRoot") return found.choice(part, `${path}.squareRoot`, ["members", "seats"]);
  if (form !== "members" && form !== "seats") return found.add("formUnknown", path);
  const limits = found.object(part, `${path}.${form}`);
  if (!limits) return;
  found.keys(limits, `${path}.${form}`, form === "members" ? ["per"] : [], ["most"]);
  for (const limit of Object.keys(limits)) found.whole(limits[limit], `${path}.${form}.${limit}`, 1);
}

function readElection(value: unknown, path: string, found: FaultCollector): void {
  const election = found.object(value, path);
  if (!election) return;
  found.keys(election, path, ["method"], ["settings"]);
  found.name(election.method, `${path}.method`, METHOD);
  if (!Object.hasOwn(election, "settings")) return;
  const settings = found.object(election.settings, `${path}.settings`) ?? {};
  if (Object.keys(settings).length > longestList) {
    found.add("listTooLong", `${path}.settings`, { most: longestList });
  }
  for (const [key, text] of Object.entries(settings).slice(0, longestList)) {
    found.name(key, `${path}.settings`, SETTING);
    found.name(text, `${path}.settings.${key.slice(0, 40)}`, /^[\x20-\x7e]{1,80}$/);
  }
}

const PARTS: Readonly<Record<string, (value: unknown, path: string, found: FaultCollector) => void>> = {
  proposal: atTheTop,
  quorum: atTheTop,
  adoption: atTheTop,
  voters: (value, path, found) =>
    found.choice(value, path, ["members", "delegates", "delegations", "organisations", "households"]),
  weight: readWeight,
  tie: (value, path, found) => found.choice(value, path, ["status_quo", "casting_vote", "vote_again"]),
  readings: (value, path, found) => {
    const readings = found.object(value, path);
    if (!readings) return;
    found.keys(readings, path, ["times", "days"]);
    found.whole(readings.times, `${path}.times`, 2, 5);
    found.whole(readings.days, `${path}.days`, 0, 36_500);
  },
  election: readElection,
};

function atTheTop(value: unknown, path: string, found: FaultCollector): void {
  readCondition(value, { path, depth: 1, inRegion: false }, found);
}

function readMatter(value: unknown, path: string, found: FaultCollector, isDefault: boolean): void {
  const matter = found.object(value, path);
  if (!matter) return;
  found.keys(matter, path, isDefault ? ["adoption"] : [], Object.keys(PARTS));
  for (const [part, read] of Object.entries(PARTS)) {
    if (!Object.hasOwn(matter, part)) continue;
    // Null lifts what the default asks for; something has to be asked for in the end.
    if (matter[part] === null && part !== "adoption") continue;
    read(matter[part], `${path}.${part}`, found);
  }
}

function readMatters(value: unknown, found: FaultCollector): void {
  const matters = found.object(value, "matters");
  if (!matters) return;
  const entries = Object.entries(matters);
  if (entries.length > longestList) found.add("listTooLong", "matters", { most: longestList });
  for (const [matter, rule] of entries.slice(0, longestList)) {
    const path = `matters.${matter.slice(0, 40)}`;
    found.name(matter, path, MATTER);
    if (matter === "default") found.add("nameMalformed", path);
    readMatter(rule, path, found, false);
  }
}

function readMandates(value: unknown, found: FaultCollector): void {
  const mandates = found.object(value, "mandates");
  if (!mandates) return;
  found.keys(mandates, "mandates", [], ["months", "consecutive", "petition"]);
  if (Object.hasOwn(mandates, "months")) found.whole(mandates.months, "mandates.months", 1, 1200);
  if (Object.hasOwn(mandates, "consecutive")) {
    found.whole(mandates.consecutive, "mandates.consecutive", 1, 100);
  }
  if (Object.hasOwn(mandates, "petition")) atTheTop(mandates.petition, "mandates.petition", found);
}

/** Reads a rule set, or says everything that is wrong with it (at most 50 faults). */
export function readRules(json: unknown): ReadRules {
  const found = new FaultCollector();
  const set = found.object(json, "");
  if (set) {
    found.keys(set, "", ["format", "face", "default", "matters"], ["mandates"]);
    if (set.format !== rulesFormat) found.add("formatUnknown", "format", { format: rulesFormat });
    if (Object.hasOwn(set, "face")) readFace(set.face, found);
    if (Object.hasOwn(set, "default")) readMatter(set.default, "default", found, true);
    if (Object.hasOwn(set, "matters")) readMatters(set.matters, found);
    if (Object.hasOwn(set, "mandates")) readMandates(set.mandates, found);
  }
  return found.faults.length > 0
    ? { rules: null, faults: found.faults }
    : { rules: json as Rules, faults: [] };
}

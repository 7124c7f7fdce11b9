// Following texts that have to be adopted more than once before they stand, as statutes.
// Invariant: which reading an adoption is, and whether it comes late enough, is counted from the acts.
import { hold } from "./fault.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import { type RollCallWorld, textOf, type TextWorld, type World } from "./world.ts";

const DAY_MS = 86_400_000;

/** Those that count for the words as they stand: where a change makes the next reading the first again, only of these. */
function readingsThatCount({ reading, passed, lastVersion }: TextWorld): TextWorld["passed"] {
  return reading.amendedBetween === "restarts"
    ? passed.filter(({ version }) => version === lastVersion)
    : passed;
}

/** Whether an adoption now is the last one that the text needs. */
export function isLastReading(text: TextWorld): boolean {
  return readingsThatCount(text).length + 1 >= text.reading.readings;
}

/** A reading is so many days after the one before. */
export function holdDistance(text: TextWorld, act: Act): void {
  const last = readingsThatCount(text).at(-1);
  const earliest = last ? Date.parse(last.at) + text.reading.daysBetween * DAY_MS : 0;
  hold(Date.parse(act.at) >= earliest, "readingDiffers", { text: text.said.slug, version: text.lastVersion });
}

/** Whether the words may be amended now. */
export function wordsMayChange({ reading, passed }: TextWorld): boolean {
  return passed.length === 0 || reading.amendedBetween !== "none";
}

/** The rule is set before the first reading. */
export function followReadingsSet(world: World, act: Act): void {
  const text = textOf(world, act);
  const { readings, daysBetween, amendedBetween, version } = act.record;
  const early = (text.state === "draft" || text.state === "open") && text.passed.length === 0;
  hold(early && version === text.lastVersion, "orderBroken", { act: act.id, type: act.type });
  const rule = { readings, daysBetween, amendedBetween };
  // What the text says in the end is held against this then; here it only has to be a rule.
  const known = typeof readings === "number" && typeof daysBetween === "number";
  hold(known && ["none", "restarts", "allowed"].includes(String(amendedBetween)), "recordDiffers", {
    index: act.index,
    act: act.id,
    type: act.type,
  });
  text.reading = rule as TextWorld["reading"];
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
}

/** The whole was adopted, but not for the last time that it needs: it is open again. */
export function followReading(world: World, act: Act, { said }: RollCallWorld): void {
  const text = textOf(world, act);
  const facts = { text: text.said.slug, version: text.lastVersion };
  const hash = text.said.versions[said.version - 1]?.contentHash;
  const right = said.amendment === null && said.version === text.lastVersion;
  hold(
    right && sameJson([act.record["version"], act.record["versionHash"]], [said.version, hash]),
    "readingDiffers",
    facts,
  );
  hold(text.state === "adopting", "orderBroken", { act: act.id, type: act.type });
  hold(!isLastReading(text), "readingDiffers", facts);
  text.state = "open";
  text.passed.push({ version: said.version, at: act.at });
}

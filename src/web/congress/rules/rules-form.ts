// Rules as a form of people: thresholds, bases and quorums by fields, and back. Pure.
// Invariant: what the fields can say comes back as the same fields; rules that they cannot say are given as data instead.
import { rulesOfToday } from "#algorithms/roll-calls";
import {
  type Amount,
  type Comparison,
  type Condition,
  faceFields,
  type MatterRule,
  type Measure,
  type Rules,
  type Share,
} from "#algorithms/rules";

/** What a form sends, by the names of its fields. */
export type Typed = Readonly<Record<string, string>>;

export const majorities = {
  half: { moreThan: [1, 2] },
  three_fifths: { atLeast: [3, 5] },
  two_thirds: { atLeast: [2, 3] },
  three_quarters: { atLeast: [3, 4] },
  four_fifths: { atLeast: [4, 5] },
  all: { atLeast: [1, 1] },
} as const satisfies Record<string, Comparison>;

export const shares = {
  quarter: [1, 4],
  third: [1, 3],
  half: [1, 2],
  two_thirds: [2, 3],
  three_quarters: [3, 4],
  all: [1, 1],
} as const satisfies Record<string, Share>;

export const bases = [
  "votes_without_abstentions",
  "votes_cast",
  "present",
  "accredited",
] as const satisfies Measure[];
export const quorumBases = ["votes_cast", "present"] as const satisfies Measure[];
export const ties = ["status_quo", "casting_vote"] as const;

/** The matters that the form tells apart; `default` is for everything else. */
export const formMatters = ["default", "amendment", "text", "procedure", "rules"] as const;
export type FormMatter = (typeof formMatters)[number];

/** The words of people beside the rules that count; the name stands first. */
export const faceParts = faceFields.filter((field) => field !== "name");

const inRegion: Condition = { moreThan: [1, 2], of: "votes_without_abstentions" };

function shareOf(name: string | undefined): Share | undefined {
  return name !== undefined && Object.hasOwn(shares, name) ? shares[name as keyof typeof shares] : undefined;
}

function baseOf(name: string | undefined): Measure {
  return bases.find((base) => base === name) ?? "votes_without_abstentions";
}

/** Digits alone; what is no number is left to the reader of rules, which says so. */
function wholeOf(typed: string | undefined): number | null {
  const digits = (typed ?? "").trim();
  if (digits === "") return null;
  return /^\d{1,4}$/.test(digits) ? Number(digits) : Number.NaN;
}

function adoptionOf(typed: Typed, matter: FormMatter): Condition | undefined {
  const name = typed[`majority_${matter}`] ?? "";
  if (!Object.hasOwn(majorities, name)) return undefined;
  const majority = { ...majorities[name as keyof typeof majorities], of: baseOf(typed["base"]) };
  const regions = shareOf(typed[`regions_${matter}`]);
  const days = wholeOf(typed[`days_${matter}`]);
  const parts: Condition[] = [majority];
  if (regions) parts.push({ count: { regionsWhere: inRegion }, atLeast: regions, of: "regions" });
  if (days !== null && days !== 0) parts.push({ days, since: "proposal", by: "opening" });
  return parts.length === 1 ? majority : { all: parts };
}

function quorumOf(typed: Typed): Condition | null {
  const share = shareOf(typed["quorum"]);
  const count = quorumBases.find((base) => base === typed["quorumOf"]) ?? "votes_cast";
  return share ? { count, atLeast: share, of: "accredited" } : null;
}

function readingsOf(typed: Typed): MatterRule["readings"] {
  const [times, days] = [wholeOf(typed["readings"]), wholeOf(typed["readingDays"]) ?? 0];
  return times === null || times === 1 ? undefined : { times, days };
}

/** The rules that a form says, as JSON for the strict reader; `language` is that of its words. */
export function rulesOfForm(typed: Typed, language: string): unknown {
  const words = (text: string) => ({ source: language, texts: { [language]: text } });
  const said = faceFields.flatMap((field) => {
    const text = (typed[field === "name" ? "rulesName" : field] ?? "").trim();
    return text === "" ? [] : [[field, words(text)] as const];
  });
  const matters: Record<string, MatterRule> = {};
  for (const matter of formMatters) {
    if (matter === "default") continue;
    const adoption = adoptionOf(typed, matter);
    const readings = matter === "text" ? readingsOf(typed) : undefined;
    if (adoption || readings)
      matters[matter] = { ...(adoption && { adoption }), ...(readings && { readings }) };
  }
  // How rules are changed is changed as rules are: nobody lowers the first bar to step over the second.
  if (matters["rules"]) matters["entrenchment"] = matters["rules"];
  const tie = ties.find((one) => one === typed["tie"]) ?? "status_quo";
  return {
    format: "cumbe/rules/1",
    face: Object.fromEntries(said),
    default: {
      voters: "delegations",
      quorum: quorumOf(typed),
      adoption: adoptionOf(typed, "default") ?? rulesOfToday.default.adoption,
      tie,
    },
    matters,
  };
}

const same = (one: unknown, other: unknown) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

function nameOf<Named extends Record<string, unknown>>(table: Named, value: unknown): string {
  return Object.keys(table).find((name) => same(table[name], value)) ?? "";
}

function fieldsOfAdoption(adoption: Condition, matter: FormMatter): Record<string, string> {
  const parts = "all" in adoption ? adoption.all : [adoption];
  const fields: Record<string, string> = {};
  for (const part of parts) {
    if ("days" in part) fields[`days_${matter}`] = String(part.days);
    else if ("of" in part && part.of === "regions" && "atLeast" in part)
      fields[`regions_${matter}`] = nameOf(shares, part.atLeast);
    else if ("of" in part) {
      const { of, ...majority } = part as Comparison & { of?: Amount };
      fields[`majority_${matter}`] = nameOf(majorities, majority);
      fields["base"] = typeof of === "string" ? of : "";
    }
  }
  return fields;
}

/** The fields that say these rules; null where no fields do, and they can only be given as data. */
export function fieldsOfRules(rules: Rules, language: string): Typed | null {
  const fields: Record<string, string> = {};
  for (const field of faceFields) {
    const text = rules.face[field]?.texts[language] ?? rules.face[field]?.texts[rules.face.name.source] ?? "";
    fields[field === "name" ? "rulesName" : field] = text;
  }
  for (const matter of formMatters) {
    const adoption = matter === "default" ? rules.default.adoption : rules.matters[matter]?.adoption;
    if (adoption) Object.assign(fields, fieldsOfAdoption(adoption, matter));
  }
  const { quorum, tie } = rules.default;
  if (quorum && "atLeast" in quorum) {
    fields["quorum"] = nameOf(shares, quorum.atLeast);
    fields["quorumOf"] = typeof quorum.count === "string" ? quorum.count : "";
  }
  fields["tie"] = tie ?? "status_quo";
  const readings = rules.matters["text"]?.readings;
  if (readings)
    Object.assign(fields, { readings: String(readings.times), readingDays: String(readings.days) });
  const again = rulesOfForm(fields, language) as Rules;
  // Their words are taken in one language: a proposal is written in one, and what is hashed is what was proposed.
  return same({ ...again, face: null }, { ...rules, face: null }) ? fields : null;
}

/** What a form starts from: fields where they can say the rules, else the rules as data. */
export function startingFrom(rules: Rules, language: string): Typed {
  return fieldsOfRules(rules, language) ?? { data: JSON.stringify(rules, null, 2) };
}

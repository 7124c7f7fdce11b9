// What must hold for an organisation to be stored, whether it comes from a form or from a file. Pure.
import type { Multilingual } from "#platform/multilingual";
import { broken, ok, type Verdict } from "#platform/rules";
import type { OrganizationId, OrganizationKind } from "./types.ts";

/** How long each text may be, in characters; the table's own checks are never narrower. */
export const organizationLimits = {
  externalId: 120,
  name: 200,
  description: 4_000,
  place: 200,
  website: 500,
  publicContact: 500,
  languages: 40,
} as const;

/** From the root of a tree down to its lowest organisation. */
export const DEEPEST_TREE = 12;

// Everything that no keyboard types: C0 but tab and line feed, DEL, C1. PostgreSQL refuses NUL; readers hate the rest.
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** Text that can be stored and shown: no control characters, no half characters (unpaired surrogates). */
export function isPlainText(text: string): boolean {
  return !CONTROLS.test(text) && text.isWellFormed();
}

// Line and paragraph separators; what turns the direction of the letters around it (UAX #9 §2.1, §2.2, §2.4), with
// which one name can be made to look like another one. Marks such as U+200F stay: names in Arabic need them.
const TURNS_OR_PARTS = /[\t\n\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const VISIBLE = /[^\p{C}\p{Z}\p{M}]/u;

/** As `isPlainText`, on one line, in its own direction, and with something to see in it if it is not empty. */
export function isPlainLine(text: string): boolean {
  return isPlainText(text) && !TURNS_OR_PARTS.test(text) && (text === "" || VISIBLE.test(text));
}

/** An absolute http or https address without credentials in it. */
export function isWebAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s]+$/i.test(text) || !isPlainLine(text)) return false;
  const url = URL.parse(text);
  return url !== null && url.username === "" && url.password === "" && url.hostname !== "";
}

/** A day of the proleptic Gregorian calendar as ISO 8601 writes it, from the year 1 on. */
export function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith("0000")) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

/** A place has both coordinates or none. */
export function coordinatesComeTogether(latitude: number | null, longitude: number | null): Verdict {
  return (latitude === null) === (longitude === null) ? ok : broken("coordinatesIncomplete");
}

/** ISO 3166-2 codes begin with their country's code: `VE-X` is in `VE`. */
export function subdivisionIsInCountry(subdivision: string | null, country: string | null): Verdict {
  if (subdivision === null || (country !== null && subdivision.startsWith(`${country}-`))) return ok;
  return broken("subdivisionOutsideCountry", { subdivision, country: country ?? "none" });
}

/** `lineage` is the new parent and everything above it. */
export function organizationsAreNotBelowThemselves(
  organizationId: string,
  lineage: readonly string[],
): Verdict {
  return lineage.includes(organizationId) ? broken("organizationBelowItself") : ok;
}

/** `above`: how many organisations stand above; `height`: levels from the organisation down, itself included. */
export function treesStayShallow(above: number, height: number): Verdict {
  return above + height > DEEPEST_TREE ? broken("treeTooDeep", { limit: DEEPEST_TREE }) : ok;
}

/** An edit is made on what its form showed; `basedOn` null means that the editor does not ask. */
export function editsAreOfWhatStands(updatedAt: Date, basedOn: Date | null): Verdict {
  return basedOn === null || basedOn.getTime() === updatedAt.getTime()
    ? ok
    : broken("organizationChangedMeanwhile");
}

/** `urn:uuid:` is how an export names an organisation without an id of its own; it cannot be chosen. */
export function isFreeExternalId(text: string): boolean {
  return !/^urn:uuid:/i.test(text);
}

/**
 * Forms and files send texts without their translators: who translated a text, and in what state it is, stays known for
 * as long as the text does not change.
 */
export function withTranslators(old: Multilingual | null, sent: Multilingual): Multilingual {
  const kept = Object.entries(old?.translations ?? {}).filter(
    ([tag]) => tag !== sent.source && sent.texts[tag] !== undefined && sent.texts[tag] === old?.texts[tag],
  );
  const { source, texts } = sent;
  return kept.length > 0 ? { source, texts, translations: Object.fromEntries(kept) } : { source, texts };
}

/** Everything of an organisation that people write. */
export type OrganizationFields = {
  readonly kind: OrganizationKind;
  readonly name: Multilingual;
  readonly description: Multilingual | null;
  readonly parentId: OrganizationId | null;
  readonly country: string | null;
  readonly subdivision: string | null;
  readonly place: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly languages: readonly string[];
  readonly foundedOn: string | null;
  readonly website: string | null;
  readonly publicContact: string | null;
};

/** The names of the fields that differ. */
export function changedFields<Fields extends Partial<OrganizationFields>>(
  before: Fields,
  after: Fields,
): (keyof OrganizationFields)[] {
  return fieldNames.filter((name) => canonical(before[name]) !== canonical(after[name]));
}

const fieldNames = [
  "kind",
  "name",
  "description",
  "parentId",
  "country",
  "subdivision",
  "place",
  "latitude",
  "longitude",
  "languages",
  "foundedOn",
  "website",
  "publicContact",
] as const satisfies readonly (keyof OrganizationFields)[];

/** Keys of an object in any order are the same text, so JSON is compared with its keys sorted. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

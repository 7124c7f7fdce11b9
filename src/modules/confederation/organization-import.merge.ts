// What an organisation is after a row of a file: as the row says, and as it was where the file has no such column. Pure.
// Invariant: a row that was read from an export of the organisation merges into exactly what it was.
import type { Multilingual } from "#platform/multilingual";
import type { Header } from "./organization-import.columns.ts";
import type { FileRow } from "./organization-import.rules.ts";
import { type OrganizationFields, withTranslators } from "./organizations.rules.ts";

/** What a file can say of an organisation: everything but its public contact. */
export type ExchangedFields = Omit<OrganizationFields, "publicContact">;

const nothing = {
  country: null,
  subdivision: null,
  place: null,
  latitude: null,
  longitude: null,
  languages: [],
  foundedOn: null,
  website: null,
} as const;

export function mergeRow(
  before: ExchangedFields | null,
  row: FileRow,
  header: Header,
  parentId: ExchangedFields["parentId"],
): ExchangedFields {
  const old = before ?? nothing;
  const stays = <Value>(value: Value | undefined, was: Value): Value => (value === undefined ? was : value);
  return {
    kind: row.kind,
    name: mergeTexts(
      before?.name ?? null,
      row.names,
      row.language,
      columnsOf(header, "name"),
    ) as Multilingual,
    description: mergeTexts(
      before?.description ?? null,
      row.descriptions,
      row.language,
      columnsOf(header, "description"),
    ),
    parentId,
    country: stays(row.country, old.country),
    subdivision: stays(
      row.subdivision,
      row.country === undefined || row.country === old.country ? old.subdivision : null,
    ),
    place: stays(row.place, old.place),
    latitude: stays(row.latitude, old.latitude),
    longitude: stays(row.longitude, old.longitude),
    languages: stays<readonly string[]>(row.languages, old.languages),
    foundedOn: stays(row.foundedOn, old.foundedOn),
    website: stays(row.website, old.website),
  };
}

/** `own`: the file has the field itself; `rules`: the row's language is the field's. */
type TextColumns = {
  readonly own: boolean;
  readonly rules: boolean;
  readonly languages: ReadonlySet<string>;
};

function columnsOf(header: Header, field: "name" | "description"): TextColumns {
  return {
    own: header.positions.has(field),
    rules: field === "name",
    languages: new Set(
      header.translations.filter((column) => column.field === field).map((column) => column.language),
    ),
  };
}

/**
 * A translation that has no column stays; one whose cell is empty goes. A name's source language is the row's. A
 * description keeps its own for as long as its text there is unchanged: the file has one `language` for both.
 */
function mergeTexts(
  old: Multilingual | null,
  said: Readonly<Record<string, string>>,
  language: string,
  columns: TextColumns,
): Multilingual | null {
  const kept = Object.entries(old?.texts ?? {}).filter(
    ([tag]) => !columns.languages.has(tag) && !(columns.own && (tag === old?.source || tag === language)),
  );
  const texts: Record<string, string> = { ...Object.fromEntries(kept), ...said };
  const [any] = Object.keys(texts);
  if (any === undefined) return null;
  const stands =
    old !== null && texts[old.source] !== undefined && texts[old.source] === old.texts[old.source];
  const source = stands && !columns.rules ? old.source : texts[language] === undefined ? any : language;
  return withTranslators(old, { source, texts });
}

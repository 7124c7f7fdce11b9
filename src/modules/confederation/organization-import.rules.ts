// What each row of a file must meet by itself, and what it then says. Pure; the tree is organization-import.tree.ts.
// Invariant: at most one complaint a cell, named by its rule, and every complaint of a row is found in one reading.
import type { Facts } from "#platform/errors";
import { canonicalLanguageTag, isCountry, isLanguageTag, isSubdivision } from "#platform/geography/index";
import type { BadCell, ExchangeColumn, Header } from "./organization-import.columns.ts";
import type { CsvRecord } from "./organization-import.reading.ts";
import {
  coordinatesComeTogether,
  isCivilDate,
  isPlainLine,
  isPlainText,
  isWebAddress,
  organizationLimits,
  subdivisionIsInCountry,
} from "./organizations.rules.ts";
import { type OrganizationKind, organizationKinds } from "./types.ts";

/** What a row says. A field whose column the file does not have is undefined: it stays as it is. */
export type FileRow = {
  readonly line: number;
  readonly externalId: string;
  /** Undefined without the column; null where the cell is empty. */
  readonly parentExternalId: string | null | undefined;
  readonly kind: OrganizationKind;
  /** The language of `name` and `description`. */
  readonly language: string;
  readonly names: Readonly<Record<string, string>>;
  readonly descriptions: Readonly<Record<string, string>>;
  readonly country: string | null | undefined;
  readonly subdivision: string | null | undefined;
  readonly place: string | null | undefined;
  readonly latitude: number | null | undefined;
  readonly longitude: number | null | undefined;
  readonly languages: readonly string[] | undefined;
  readonly foundedOn: string | null | undefined;
  readonly website: string | null | undefined;
};

export type CheckedRow = {
  readonly line: number;
  /** The ids, even of a row that is otherwise bad: others may stand below it. */
  readonly externalId: string | null;
  readonly parentExternalId: string | null | undefined;
  readonly row: FileRow | null;
  readonly bad: readonly BadCell[];
};

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;

/** Reads the cells of one record and collects what is wrong with them. */
class RowReader {
  readonly bad: BadCell[] = [];
  readonly #record: CsvRecord;
  readonly #header: Header;

  constructor(record: CsvRecord, header: Header) {
    this.#record = record;
    this.#header = header;
  }

  complain(column: string, rule: string, facts: Facts = {}): null {
    this.bad.push({ line: this.#record.line, column, rule, facts });
    return null;
  }

  at(position: number): string {
    return (this.#record.cells[position] ?? "").trim().normalize("NFC");
  }

  /** The cell's text, empty if the column or the text is missing; complains of what no text may be. */
  text(
    column: string,
    position: number | undefined,
    limit: number,
    holds: (text: string) => boolean,
  ): string {
    if (position === undefined) return "";
    const text = this.at(position);
    if (text.length > limit) this.complain(column, "textTooLong", { limit });
    else if (!holds(text)) this.complain(column, "textHasControls");
    else return text;
    return "";
  }

  /** One line in a column; undefined without the column, null where the cell is empty. */
  line(column: ExchangeColumn, limit: number): string | null | undefined {
    const position = this.#header.positions.get(column);
    return position === undefined ? undefined : this.text(column, position, limit, isPlainLine) || null;
  }

  /** As `line`, and the text must satisfy `holds`, or the row is bad by `rule`. */
  checked(
    column: ExchangeColumn,
    holds: (text: string) => boolean,
    rule: string,
    read: (text: string) => string = (text) => text,
  ) {
    const text = this.line(column, organizationLimits.website);
    if (!text || holds(read(text))) return text && read(text);
    return this.complain(column, rule, { value: text.slice(0, 80) });
  }

  coordinate(column: "latitude" | "longitude", limit: number): number | null | undefined {
    const text = this.line(column, 40);
    if (!text) return text as null | undefined;
    const value = NUMBER.test(text) ? Number(text) : Number.NaN;
    if (Math.abs(value) <= limit) return value === 0 ? 0 : value;
    return this.complain(column, "coordinatesMalformed", { value: text, limit });
  }

  complained(column: string): boolean {
    return this.bad.some((cell) => cell.column === column);
  }
}

/** Judges one record; `defaultLanguage` is that of rows that do not name theirs. */
export function checkRow(record: CsvRecord, header: Header, defaultLanguage: string): CheckedRow {
  const reader = new RowReader(record, header);
  const { line } = record;
  const misshapen = misshapenBy(record, header);
  if (misshapen) {
    // Its id, as far as it can be read, so that what stands below it is not told to have no parent.
    const id = reader.at(header.positions.get("external_id") ?? 0);
    return { line, externalId: id || null, parentExternalId: undefined, row: null, bad: [misshapen] };
  }
  const externalId = reader.line("external_id", organizationLimits.externalId) ?? null;
  if (externalId === null && !reader.complained("external_id"))
    reader.complain("external_id", "externalIdMissing");
  const parentExternalId = reader.line("parent_external_id", organizationLimits.externalId);
  const kind = readKind(reader);
  const tag = (text: string) => canonicalLanguageTag(text) ?? text;
  const language = reader.checked("language", isLanguageTag, "languageUnknown", tag) || defaultLanguage;
  const names = readTexts(reader, header, "name", language);
  const descriptions = readTexts(reader, header, "description", language);
  if (names[language] === undefined && !reader.complained("name")) reader.complain("name", "nameMissing");
  const places = readPlace(reader);
  const languages = readLanguages(reader);
  const foundedOn = reader.checked("founded_on", isCivilDate, "dateMalformed");
  const website = reader.checked("website", isWebAddress, "websiteMalformed");
  const good = reader.bad.length === 0 && externalId !== null && kind !== null;
  return {
    line,
    externalId,
    parentExternalId,
    row: good
      ? {
          line,
          externalId,
          parentExternalId,
          kind,
          language,
          names,
          descriptions,
          ...places,
          languages,
          foundedOn,
          website,
        }
      : null,
    bad: reader.bad,
  };
}

/** Why the cells of a record cannot be told apart. */
function misshapenBy({ line, cells, quoteBroken }: CsvRecord, { columns }: Header): BadCell | undefined {
  if (quoteBroken !== undefined)
    return { line, column: columns[quoteBroken] ?? "", rule: "quoteBroken", facts: { rest: "read" } };
  const [expected, found] = [columns.length, cells.length];
  return expected === found
    ? undefined
    : { line, column: "", rule: "cellCountWrong", facts: { expected, found } };
}

function readKind(reader: RowReader): OrganizationKind | null {
  const text = reader.line("kind", 80);
  if (!text) return reader.complained("kind") ? null : reader.complain("kind", "kindMissing");
  const kind = organizationKinds.find((known) => known === text);
  return kind ?? reader.complain("kind", "kindUnknown", { value: text, known: organizationKinds.join(", ") });
}

/** The texts by language: the field's own column in the row's language, and its translations. */
function readTexts(
  reader: RowReader,
  header: Header,
  field: "name" | "description",
  language: string,
): Record<string, string> {
  const [limit, holds] = [organizationLimits[field], field === "name" ? isPlainLine : isPlainText];
  const own = reader.text(field, header.positions.get(field), limit, holds);
  const texts: Record<string, string> = own ? { [language]: own } : {};
  for (const translation of header.translations) {
    if (translation.field !== field) continue;
    const text = reader.text(translation.column, translation.position, limit, holds);
    if (!text) continue;
    const known = texts[translation.language];
    if (known !== undefined && known !== text)
      reader.complain(translation.column, "textTwice", { language: translation.language });
    else texts[translation.language] = text;
  }
  return texts;
}

function readPlace(reader: RowReader) {
  const country = reader.checked("country", isCountry, "countryUnknown", (text) => text.toUpperCase());
  const subdivision = reader.checked("subdivision", isSubdivision, "subdivisionUnknown", (text) =>
    text.toUpperCase(),
  );
  const place = reader.line("place", organizationLimits.place);
  const latitude = reader.coordinate("latitude", 90);
  const longitude = reader.coordinate("longitude", 180);
  if (!reader.complained("country") && subdivision) {
    const verdict = subdivisionIsInCountry(subdivision, country ?? null);
    if (!verdict.ok) reader.complain("subdivision", verdict.reason, verdict.facts);
  }
  if (!reader.complained("latitude") && !reader.complained("longitude")) {
    const verdict = coordinatesComeTogether(latitude ?? null, longitude ?? null);
    if (!verdict.ok)
      reader.complain(latitude === null || latitude === undefined ? "latitude" : "longitude", verdict.reason);
  }
  return { country, subdivision, place, latitude, longitude };
}

/** Tags separated by spaces, commas, semicolons or bars; each once. */
function readLanguages(reader: RowReader): readonly string[] | undefined {
  const text = reader.line("languages", 1_000);
  if (text === undefined || text === null) return text === null ? [] : undefined;
  const said = text.split(/[\s,;|]+/).filter(Boolean);
  const tags = [...new Set(said.map((tag) => canonicalLanguageTag(tag) ?? tag))];
  const unknown = said.find((tag) => !isLanguageTag(tag));
  if (unknown !== undefined) reader.complain("languages", "languageUnknown", { value: unknown.slice(0, 80) });
  else if (tags.length > organizationLimits.languages) {
    reader.complain("languages", "languagesTooMany", { limit: organizationLimits.languages });
  }
  return tags;
}

// The directory as a CSV file with the columns of the import.
// Invariant: importing an export into the node that it came from changes nothing. Cells are therefore exactly what is
// stored: a name that begins with `=` is not disarmed for spreadsheets (docs/organizations-file.md says so).
import { stringify } from "csv-stringify/sync";
import type { Db } from "#platform/database/database";
import { type ExchangeColumn, exchangeColumns } from "./organization-import.columns.ts";
import {
  atOneInstant,
  everyOrganization,
  type PublicOrganization,
  translationLanguages,
} from "./organizations.views.ts";

/** The file in pieces of text, from one snapshot of the database; RFC 4180, UTF-8, comma. */
export async function* exportOrganizations(db: Db, now: Date): AsyncGenerator<string> {
  yield* atOneInstant(db, async function* (tx) {
    const languages = await translationLanguages(tx);
    const write = (rows: readonly (readonly string[])[]) =>
      stringify(rows as string[][], { record_delimiter: "windows" });
    yield write([
      [
        ...exchangeColumns,
        ...languages.name.map((tag) => `name:${tag}`),
        ...languages.description.map((tag) => `description:${tag}`),
      ],
    ]);
    for await (const slice of everyOrganization(tx, now)) {
      yield write(slice.map((organization) => cellsOf(organization, languages)));
    }
  });
}

function cellsOf(
  organization: PublicOrganization,
  languages: { name: readonly string[]; description: readonly string[] },
): string[] {
  const { name, description } = organization;
  const text = (texts: Readonly<Record<string, string>> | undefined, language: string) =>
    texts?.[language] ?? "";
  const cells: Readonly<Record<ExchangeColumn, string>> = {
    external_id: organization.externalId ?? `urn:uuid:${organization.id}`,
    parent_external_id: organization.parentKey ?? "",
    kind: organization.kind,
    name: text(name.texts, name.source),
    language: name.source,
    country: organization.country ?? "",
    subdivision: organization.subdivision ?? "",
    place: organization.place ?? "",
    latitude: organization.latitude === null ? "" : String(organization.latitude),
    longitude: organization.longitude === null ? "" : String(organization.longitude),
    languages: organization.languages.join(" "),
    founded_on: organization.foundedOn ?? "",
    website: organization.website ?? "",
    description: text(description?.texts, name.source),
  };
  const translated = (texts: Readonly<Record<string, string>> | undefined) => (tag: string) =>
    tag === name.source ? "" : text(texts, tag);
  return [
    ...exchangeColumns.map((column) => cells[column]),
    ...languages.name.map(translated(name.texts)),
    ...languages.description.map(translated(description?.texts)),
  ];
}

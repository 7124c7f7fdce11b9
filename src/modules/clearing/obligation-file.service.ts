// An organisation's own books as a CSV file: who owes it, and whom it owes.
// Invariant: every line is entered, or none and it is said of each what is wrong with it.
import { type CsvError, parse as parseCsv } from "csv-parse/sync";
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import { findCurrencyByCode, isOfficialCurrency, parseAmount, type Unit } from "#ledger";
import type { Ctx } from "#platform/context";
import { type FieldRefusal, Refusal } from "#platform/errors";
import { isDay } from "#platform/fields";
import { officialUnit } from "./denominations.ts";
import { enterObligations } from "./obligations.service.ts";
import { MOST_AMOUNT } from "./obligations.schema.ts";
import type { Denomination } from "./types.ts";

/** The columns, in any order; the last two may be left out. */
export const obligationFileColumns = [
  "side",
  "organization",
  "currency",
  "amount",
  "since",
  "due",
  "text",
] as const;
type Column = (typeof obligationFileColumns)[number];
const needed: readonly Column[] = ["side", "organization", "currency", "amount", "since"];

/** `owed`: to us; `owing`: by us. */
const sides: Readonly<Record<string, "creditor" | "debtor">> = { owed: "creditor", owing: "debtor" };

const MOST_BYTES = 2_000_000;
const MOST_LINES = 10_000;
/** Beyond so many it is said how many more there are. */
const MOST_SAID = 50;

type Line = Readonly<Record<Column, string>> & { readonly line: number };

function refuse(reason: string, facts: Refusal["facts"] = {}): never {
  throw new Refusal("invalid", reason, facts);
}

function readLines(bytes: Uint8Array): Line[] {
  if (bytes.byteLength > MOST_BYTES) refuse("fileTooLarge");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    refuse("fileNotUtf8");
  }
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    rows = parseCsv(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      delimiter: [",", ";", "\t"],
      info: true,
      relax_column_count: true,
    }) as never;
  } catch (error) {
    refuse("fileNotCsv", { line: Number((error as CsvError)["lines"] ?? 1) });
  }
  const [head, ...body] = rows;
  const columns = head?.record ?? [];
  const missing = needed.find((name) => !columns.includes(name));
  if (missing) refuse("columnMissing", { column: missing });
  const unknown = columns.find((name) => !(obligationFileColumns as readonly string[]).includes(name));
  if (unknown !== undefined) refuse("columnUnknown", { column: unknown.slice(0, 60) });
  if (body.length === 0) refuse("fileIsEmpty");
  if (body.length > MOST_LINES) refuse("tooManyLines", { limit: MOST_LINES });
  return body.map(({ record, info }) => ({
    ...(Object.fromEntries(
      obligationFileColumns.map((name) => [name, record[columns.indexOf(name)] ?? ""]),
    ) as Record<Column, string>),
    line: info.lines,
  }));
}

type Counted = { readonly denomination: Denomination; readonly unit: Unit };

/** By the code that stands in the file: a currency of the ledger goes before an official one of the same code. */
async function currenciesIn(ctx: Ctx, lines: readonly Line[]): Promise<Map<string, Counted>> {
  const found = new Map<string, Counted>();
  for (const code of new Set(lines.map(({ currency }) => currency))) {
    const kept = await findCurrencyByCode(ctx, code);
    if (kept) found.set(code, { denomination: { currencyId: kept.id, officialCode: null }, unit: kept });
    else if (isOfficialCurrency(code))
      found.set(code, {
        denomination: { currencyId: null, officialCode: code },
        unit: officialUnit(code),
      });
  }
  return found;
}

async function organizationsIn(ctx: Ctx, lines: readonly Line[]): Promise<Map<string, OrganizationId>> {
  const slugs = [...new Set(lines.map(({ organization }) => organization))];
  const { rows } = await sql<{ slug: string; id: OrganizationId }>`
    select slug, id from organizations where slug = any(${slugs}::text[])`.execute(ctx.db);
  return new Map(rows.map(({ slug, id }) => [slug, id]));
}

export type ObligationFileInput = {
  readonly requestKey: string;
  readonly organizationId: OrganizationId;
  readonly bytes: Uint8Array;
};

/**
 * Enters what a file says for an organisation; needs `clearing.record` there. Amounts are written with a point: `1234.50`. Refuses
 * with `fileNotCsv`, `fileNotUtf8`, `columnMissing`, …, or `linesRefused` with each fault as `lines.{line}.{column}`. Returns how many.
 */
export async function enterObligationsFromFile(ctx: Ctx, input: ObligationFileInput): Promise<number> {
  const lines = readLines(input.bytes);
  const currencies = await currenciesIn(ctx, lines);
  const organizations = await organizationsIn(ctx, lines);
  const faults: FieldRefusal[] = [];
  const tell = (line: number, field: Column, reason: string) =>
    faults.push({ field: `lines.${line}.${field}`, reason, facts: { line, column: field } });
  const obligations = lines.map((one) => {
    const { line } = one;
    const side = sides[one.side];
    if (!side) tell(line, "side", "sideUnknown");
    const counterpartyId = organizations.get(one.organization);
    if (!counterpartyId) tell(line, "organization", "organizationUnknown");
    else if (counterpartyId === input.organizationId) tell(line, "organization", "obligationToOneself");
    const counted = currencies.get(one.currency);
    if (!counted) tell(line, "currency", "currencyUnknown");
    const amount = counted && amountIn(one.amount, counted.unit, (reason) => tell(line, "amount", reason));
    if (!isDay(one.since)) tell(line, "since", "dateMalformed");
    if (one.due && !isDay(one.due)) tell(line, "due", "dateMalformed");
    else if (one.due && one.due < one.since) tell(line, "due", "dueBeforeItBegan");
    if (one.text.length > 500) tell(line, "text", "textTooLong");
    return {
      counterpartyId: counterpartyId ?? "",
      side: side ?? ("debtor" as const),
      denomination: counted?.denomination ?? ({ currencyId: null, officialCode: "USD" } as const),
      amount: amount ?? 1n,
      sinceOn: one.since,
      dueOn: one.due || null,
      text: one.text,
    };
  });
  if (faults.length > 0)
    throw new Refusal("invalid", "linesRefused", { count: faults.length }, faults.slice(0, MOST_SAID));
  const { requestKey, organizationId } = input;
  return enterObligations(ctx, { requestKey, organizationId, obligations: obligations as never });
}

function amountIn(text: string, unit: Unit, tell: (reason: string) => void): bigint | undefined {
  try {
    const amount = parseAmount("en", text, unit);
    if (amount <= MOST_AMOUNT) return amount;
    tell("obligationTooLarge");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    tell(error.reason);
  }
  return undefined;
}

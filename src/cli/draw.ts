// `draw`: people drawn by lot on the command line, without a node, so that anybody can repeat a draw.
import { readFile, stat } from "node:fs/promises";
import { CsvError, parse } from "csv-parse/sync";
import { draw, type DrawQuota, type Person, SortitionRefused } from "#algorithms/sortition";
import { translator } from "#platform/i18n/i18n";
import {
  type Command,
  CommandError,
  commonOptions,
  languageOf,
  none,
  text,
  texts,
  wholeNumber,
} from "./command.ts";

/** A list of people that is larger is a mistake. */
const MOST_BYTES = 64 * 1024 * 1024;

export const drawCommand: Command = {
  options: {
    ...commonOptions,
    seed: { type: "string" },
    from: { type: "string" },
    count: { type: "string" },
    quota: { type: "string", multiple: true },
    json: { type: "boolean" },
  },
  async run({ values, positionals, io }) {
    none(positionals);
    const [seed, file] = [text(values, "seed"), text(values, "from")];
    if (seed === undefined || seed === "") throw new CommandError("--seed is missing");
    if (file === undefined) throw new CommandError("--from is missing");
    const quotas = texts(values, "quota").map(quotaOf);
    const people = await readPeople(file, quotas);
    const count = wholeNumber(values, "count") ?? exactly(quotas);
    const t = translator(languageOf(io));
    try {
      const drawn = draw({ people, count, seed, quotas });
      const nameOf = (index: number) => people[index]?.name ?? "";
      if (values["json"] === true) {
        const [chosen, passedOver] = [drawn.chosen.map(nameOf), drawn.passedOver.map(nameOf)];
        const ids = drawn.chosen.map((index) => index + 1);
        io.out(
          JSON.stringify({ seed, people: people.length, chosen, chosen_ids: ids, passed_over: passedOver }),
        );
      } else {
        for (const [place, index] of drawn.chosen.entries()) io.out(`${place + 1}. ${nameOf(index)}`);
        io.err(t("counting.drawn", { count: drawn.chosen.length, people: people.length, seed }));
      }
      return 0;
    } catch (error) {
      if (!(error instanceof SortitionRefused)) throw error;
      io.err(`cumbe: ${t(`counting.sortitionRefused.${error.reason}`, error.facts)}`);
      return 1;
    }
  },
};

/** `region=005:2`, `gender=w:3-5`. */
function quotaOf(typed: string): DrawQuota {
  const match = /^([^=]+)=(.+):(\d{1,9})(?:-(\d{1,9}))?$/.exec(typed);
  if (!match) throw new CommandError(`--quota takes COLUMN=VALUE:N or COLUMN=VALUE:N-M, not '${typed}'`);
  const [, attribute = "", value = "", least = "", most = least] = match;
  return { attribute, value, least: Number(least), most: Number(most) };
}

/** Without --count the quotas have to say how many there are: those of one column, each exactly so many. */
function exactly(quotas: readonly DrawQuota[]): number {
  const [first] = quotas;
  const own = quotas.filter(({ attribute }) => attribute === first?.attribute);
  const total = own.reduce((sum, { least }) => sum + least, 0);
  if (!first || own.some(({ least, most }) => least !== most) || total === 0)
    throw new CommandError("--count is missing");
  return total;
}

async function readPeople(file: string, quotas: readonly DrawQuota[]): Promise<Person[]> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new CommandError(`there is no file '${file}' that can be read`);
  if (found.size > MOST_BYTES) throw new CommandError(`'${file}' is larger than ${MOST_BYTES} bytes`);
  let written: string;
  try {
    written = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch {
    throw new CommandError(`'${file}' is not in UTF-8`);
  }
  const people =
    quotas.length > 0 || /\.csv$/i.test(file)
      ? peopleOfCsv(file, written, quotas)
      : written
          .split(/\r\n?|\n/)
          .flatMap((line) => (line.trim() ? [{ name: line.trim(), attributes: {} }] : []));
  const seen = new Map<string, number>();
  for (const [index, { name }] of people.entries()) {
    const before = seen.get(name);
    if (before !== undefined)
      throw new CommandError(`'${name}' is in the list twice, as number ${before} and ${index + 1}`);
    seen.set(name, index + 1);
  }
  return people;
}

function peopleOfCsv(file: string, written: string, quotas: readonly DrawQuota[]): Person[] {
  let rows: string[][];
  try {
    rows = parse(written, { bom: true, trim: true, skip_empty_lines: true, delimiter: [",", ";", "\t"] });
  } catch (error) {
    if (error instanceof CsvError)
      throw new CommandError(`'${file}' cannot be read as CSV: ${error.message}`);
    throw error;
  }
  const [header = [], ...people] = rows;
  if (new Set(header).size !== header.length) throw new CommandError(`'${file}' has two columns of one name`);
  for (const { attribute } of quotas)
    if (!header.includes(attribute)) throw new CommandError(`'${file}' has no column '${attribute}'`);
  return people.map((row) => ({
    name: row[0] ?? "",
    attributes: Object.fromEntries(header.map((column, index) => [column, row[index] ?? ""])),
  }));
}

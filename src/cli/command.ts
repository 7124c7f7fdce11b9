// What a command of `bin/cumbe` is, and how it says things.
import type { ParseArgsConfig } from "node:util";
import { type Config, readConfig } from "#platform/config";
import { type CatalogueLanguage, closestCatalogue } from "#platform/i18n/i18n";

export type Io = {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
};

export const processIo: Io = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  env: process.env,
};

export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export type Command = {
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** Resolves to the exit code. */
  readonly run: (input: { values: Values; positionals: readonly string[]; io: Io }) => Promise<number>;
};

/** The caller's mistake, or a state of the node that a sentence explains; printed without a stack. */
export class CommandError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The language that a terminal asks for (POSIX: `pt_BR.UTF-8`; `C` and none are English). */
export function languageOf(io: Pick<Io, "env">): CatalogueLanguage {
  const asked = io.env["LC_ALL"] || io.env["LC_MESSAGES"] || io.env["LANG"] || "en";
  return closestCatalogue(asked.replace(/[_.@].*$/, ""), "en");
}

/** Options that every command takes. */
export const commonOptions = { data: { type: "string" } } as const;

/** The one positional that a command needs. */
export function only(positionals: readonly string[], name: string): string {
  const [first, ...rest] = positionals;
  if (first === undefined) throw new CommandError(`${name} is missing`);
  if (rest.length > 0) throw new CommandError(`'${rest[0]}' is one argument too many`);
  return first;
}

/** For a command without positionals: a word that it would overlook is a mistake to be told. */
export function none(positionals: readonly string[]): void {
  if (positionals.length > 0) throw new CommandError(`'${positionals[0]}' is one argument too many`);
}

/** A flag given as text. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
}

/** A flag that may be given several times. */
export function texts(values: Values, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
}

/** A flag given as a whole number from 1. */
export function wholeNumber(values: Values, name: string): number | undefined {
  const value = text(values, name);
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,14}$/.test(value))
    throw new CommandError(`--${name} takes a whole number from 1, not '${value}'`);
  return Number(value);
}

/** Where the node lives and listens, from the flags and the environment. */
export function configOf(values: Values, io: Io): Config {
  const flags = Object.fromEntries(["data", "host", "port"].map((name) => [name, text(values, name)]));
  return readConfig({ ...flags, ...(values["metrics"] === true ? { metrics: true } : {}) }, io.env);
}

// Finds the command that was asked for, runs it, and says what failed in a sentence.
import { parseArgs } from "node:util";
import { ConfigError } from "#platform/config";
import { NewerSchema } from "#platform/database/newer-schema";
import { Refusal } from "#platform/errors";
import { projectVersion } from "#platform/project";
import { PostgresRefusal } from "#platform/postgres/refusal";
import { CommandError, type Io, languageOf, type Values } from "./command.ts";
import { type CommandEntry, commands } from "./commands.ts";

function helpOf({ words, takes, says }: CommandEntry): string {
  return `  cumbe ${words.join(" ")} ${takes}\n      ${says}`;
}

function help(): string {
  const lines = commands.map(helpOf).join("\n");
  return `Cumbe: a node that confederates with others.\n\n${lines}\n\nEvery command takes --data DIR (or CUMBE_DATA) and --help. docs/guides/running-a-node.md says more.`;
}

function find(argv: readonly string[]): CommandEntry | undefined {
  return commands
    .filter((command) => command.words.every((word, index) => argv[index] === word))
    .sort((one, other) => other.words.length - one.words.length)[0];
}

const ASKS_FOR_HELP = new Set(["help", "--help", "-h"]);
const ASKS_FOR_VERSION = new Set(["version", "--version", "-v"]);

/** Runs a command line; resolves to the exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const [first] = argv;
  if (first !== undefined && ASKS_FOR_VERSION.has(first)) {
    io.out(`cumbe ${projectVersion()}`);
    return 0;
  }
  const asksForHelp = first === undefined || ASKS_FOR_HELP.has(first);
  const entry = find(asksForHelp ? argv.slice(1) : argv);
  if (asksForHelp) {
    io.out(entry ? helpOf(entry) : help());
    return first === undefined ? 2 : 0;
  }
  if (!entry) {
    io.err(`cumbe: there is no command '${argv.slice(0, 2).join(" ")}'\n\n${help()}`);
    return 2;
  }
  try {
    return await runCommand(entry, argv.slice(entry.words.length), io);
  } catch (error) {
    return explain(error, io);
  }
}

async function runCommand(entry: CommandEntry, args: readonly string[], io: Io): Promise<number> {
  // Before the command is loaded, and whatever else was typed.
  const flags = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  if (flags.includes("--help") || flags.includes("-h")) {
    io.out(helpOf(entry));
    return 0;
  }
  const command = await entry.load();
  const { values, positionals } = parseArgs({
    args: [...args],
    options: command.options,
    allowPositionals: true,
  });
  return command.run({ values: values as Values, positionals, io });
}

/** Their message is the sentence to print. */
const sentences = [CommandError, ConfigError, NewerSchema, PostgresRefusal] as const;

async function explain(error: unknown, io: Io): Promise<number> {
  if (error instanceof Refusal) {
    const { translator } = await import("#platform/i18n/i18n");
    const { refusalSentence } = await import("../web/refusals.tsx");
    const t = translator(languageOf(io));
    for (const said of error.fields.length > 0 ? error.fields : [error])
      io.err(`cumbe: ${refusalSentence(t, said)}`);
    return 1;
  }
  if (sentences.some((kind) => error instanceof kind)) {
    io.err(`cumbe: ${(error as Error).message}`);
    return error instanceof CommandError ? error.exitCode : 2;
  }
  if ((error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS")) {
    io.err(`cumbe: ${(error as Error).message}`);
    return 2;
  }
  io.err(`cumbe: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 70;
}

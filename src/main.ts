// `cumbe`: finds the command that was asked for and runs it.
import { parseArgs } from "node:util";
import { Refusal } from "#platform/errors";
import { ConfigError } from "#platform/config";
import { translator } from "#platform/i18n/i18n";
import { PostgresRefusal } from "#platform/postgres/index";
import { backupCommand, restoreCommand } from "./cli/backup.ts";
import { type Command, CommandError, type Io, processIo } from "./cli/command.ts";
import { congressImportTextCommand } from "./cli/congress.ts";
import { demoCommand } from "./cli/demo.ts";
import { doctorCommand } from "./cli/doctor.ts";
import { logVerifyCommand } from "./cli/log.ts";
import { organizationsExportCommand, organizationsImportCommand } from "./cli/organizations.ts";
import { startCommand } from "./cli/start.ts";
import { refusalSentence } from "./web/refusals.tsx";

const commands: readonly Command[] = [
  startCommand,
  demoCommand,
  backupCommand,
  restoreCommand,
  doctorCommand,
  logVerifyCommand,
  organizationsImportCommand,
  organizationsExportCommand,
  congressImportTextCommand,
];

function help(): string {
  const lines = commands.map(
    (command) => `  cumbe ${command.words.join(" ")} ${command.takes}\n      ${command.says}`,
  );
  return `Cumbe: a node that confederates with others.\n\n${lines.join("\n")}\n\nEvery command takes --data DIR (or CUMBE_DATA).`;
}

function find(argv: readonly string[]): Command | undefined {
  return commands
    .filter((command) => command.words.every((word, index) => argv[index] === word))
    .sort((one, other) => other.words.length - one.words.length)[0];
}

/** Runs a command line; resolves to the exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  if (argv.length === 0 || argv[0] === "help" || argv[0] === "--help") {
    io.out(help());
    return argv.length === 0 ? 2 : 0;
  }
  const command = find(argv);
  if (!command) {
    io.err(`cumbe: there is no command '${argv.slice(0, 2).join(" ")}'\n\n${help()}`);
    return 2;
  }
  try {
    const { values, positionals } = parseArgs({
      args: argv.slice(command.words.length),
      options: command.options,
      allowPositionals: true,
    });
    return await command.run({
      values: values as Record<string, string | boolean | undefined>,
      positionals,
      io,
    });
  } catch (error) {
    return explain(error, io);
  }
}

function explain(error: unknown, io: Io): number {
  if (error instanceof Refusal) {
    io.err(`cumbe: ${refusalSentence(translator(io.env["LANG"] ?? "en"), error)}`);
    return 1;
  }
  if (error instanceof CommandError || error instanceof ConfigError || error instanceof PostgresRefusal) {
    io.err(`cumbe: ${error.message}`);
    return error instanceof CommandError ? error.exitCode : 2;
  }
  if ((error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS")) {
    io.err(`cumbe: ${(error as Error).message}`);
    return 2;
  }
  io.err(`cumbe: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 70;
}

process.exitCode = await run(process.argv.slice(2), processIo);

// `organizations import` and `organizations export`: the directory as a file, from the node's shell.
import { createReadStream } from "node:fs";
import { access, constants, open, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import {
  everyOrganization,
  exportOrganizations,
  type ImportProgress,
  type ImportResult,
  importOrganizations,
} from "#confederation";
import type { Ctx } from "#platform/context";
import { translator } from "#platform/i18n/i18n";
import { popoloDocument } from "../protocols/popolo/popolo.ts";
import { type Command, CommandError, commonOptions, type Io, only, text } from "./command.ts";
import { type NodeForCommand, withNode } from "./with-node.ts";

export type ImportFlags = {
  readonly dryRun: boolean;
  readonly skipBad: boolean;
  readonly json: boolean;
  readonly under: string | null;
  readonly asExample: boolean;
};

/** Imports the file and says what came of it; the exit code is 1 when it was refused. */
export async function importFile(
  ctx: Ctx,
  file: string,
  flags: ImportFlags,
  io: Pick<Io, "out" | "err">,
): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  const readable = await access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (!found?.isFile() || !readable) throw new CommandError(`there is no file '${file}' that can be read`);
  const result = await importOrganizations(ctx, {
    source: () => createReadStream(file, { highWaterMark: 1 << 20 }),
    ...flags,
    onProgress: flags.json
      ? undefined
      : everySecond((progress) => io.err(`${progress.stage} ${progress.rows} rows`)),
  });
  if (flags.json) {
    const { rows, created, updated, unchanged, bad } = result;
    io.out(JSON.stringify({ rows, created, updated, unchanged, bad }));
  } else sayResult(ctx, result, io);
  return result.outcome === "refused" ? 1 : 0;
}

function everySecond(say: (progress: ImportProgress) => void): (progress: ImportProgress) => void {
  let last = Date.now();
  return (progress) => {
    if (Date.now() - last < 1_000) return;
    last = Date.now();
    say(progress);
  };
}

function sayResult(ctx: Ctx, result: ImportResult, io: Pick<Io, "out" | "err">): void {
  const t = translator(ctx.language);
  for (const bad of result.bad)
    io.err(
      t("import.badRow", {
        line: bad.line,
        column: bad.column || "none",
        rule: bad.rule,
        message: bad.message,
      }),
    );
  const { rows, created, updated, unchanged } = result;
  io.out(
    t(`import.outcome.${result.outcome}`, { rows, created, updated, unchanged, bad: result.bad.length }),
  );
}

export type ExportFormat = "csv" | "popolo";

/** Writes the directory to a file, or to standard output for `-`. */
export async function exportFile(ctx: Ctx, file: string, format: ExportFormat): Promise<void> {
  const pieces =
    format === "csv"
      ? exportOrganizations(ctx.db, ctx.now)
      : popoloDocument(everyOrganization(ctx.db, ctx.now), ctx.node.origin);
  if (file === "-") await writeToStandardOutput(pieces);
  else await pipeline(pieces, (await openForWriting(file)).createWriteStream());
}

function openForWriting(file: string) {
  return open(file, "w").catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`'${file}' cannot be written (${error.code})`);
  });
}

/** Standard output stays open for what the process says afterwards; a reader that has seen enough is no fault. */
async function writeToStandardOutput(pieces: AsyncIterable<string>): Promise<void> {
  const enough = (error: Error) => {
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
  };
  process.stdout.on("error", enough);
  await pipeline(pieces, process.stdout, { end: false }).catch(enough);
}

function formatOf(value: string | undefined): ExportFormat {
  if (value === undefined || value === "csv" || value === "popolo") return value ?? "csv";
  throw new CommandError(`'${value}' is not a format: csv or popolo`);
}

export const organizationsImportCommand: Command = {
  options: {
    ...commonOptions,
    "dry-run": { type: "boolean" },
    "skip-bad": { type: "boolean" },
    under: { type: "string" },
    example: { type: "boolean" },
    json: { type: "boolean" },
  },
  async run({ values, positionals, io }) {
    const file = only(positionals, "FILE");
    const flags: ImportFlags = {
      dryRun: values["dry-run"] === true,
      skipBad: values["skip-bad"] === true,
      json: values["json"] === true,
      under: text(values, "under") ?? null,
      asExample: values["example"] === true,
    };
    return withNode(values, io, "organizations import", ({ ctx }) => importFile(ctx, file, flags, io));
  },
};

export const organizationsExportCommand: Command = {
  options: { ...commonOptions, format: { type: "string" } },
  async run({ values, positionals, io }) {
    const file = only(positionals, "FILE");
    const format = formatOf(text(values, "format"));
    const work = ({ ctx }: NodeForCommand) => exportFile(ctx, file, format);
    await withNode(values, io, "organizations export", work, "thisSchema");
    return 0;
  },
};

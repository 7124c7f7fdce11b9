// `congress import-text`: a file becomes the first version of a text of an edition, from the node's shell.
import { readFile, stat } from "node:fs/promises";
import { type ImportedVersion, importText, MOST_BYTES } from "#congress";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { canonicalLanguageTag } from "#platform/geography/index";
import { translator } from "#platform/i18n/i18n";
import { inOneLanguage } from "#platform/multilingual";
import { type Command, CommandError, commonOptions, type Io, only, text } from "./command.ts";
import { withNode } from "./with-node.ts";
import { refusalSentence } from "../web/refusals.tsx";

export type ImportTextFlags = {
  /** The slug of the edition. */
  readonly congress: string;
  readonly title: string;
  readonly language: string;
  readonly json: boolean;
};

/**
 * Imports the file and says what came of it; the exit code is 1 when it was refused. As JSON:
 * `{"edition", "text", "version", "contentHash", "paragraphs", "notes"}`, or `{"refused", "message"}`.
 */
export async function importTextFile(
  ctx: Ctx,
  file: string,
  flags: ImportTextFlags,
  io: Pick<Io, "out" | "err">,
): Promise<number> {
  try {
    const bytes = await readSource(file);
    const language = canonicalLanguageTag(flags.language) ?? flags.language;
    const imported = await importText(ctx, {
      edition: flags.congress,
      title: inOneLanguage(language, flags.title),
      language,
      bytes,
      format: "auto",
      requestKey: ctx.newId(),
    });
    say(ctx, imported, flags, io);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A field's complaint says more than that there is one.
    const refused = error.fields[0] ?? error;
    const message = refusalSentence(translator(ctx.language), refused);
    if (flags.json) io.out(JSON.stringify({ refused: refused.reason, message }));
    else io.err(message);
    return 1;
  }
}

function say(ctx: Ctx, imported: ImportedVersion, flags: ImportTextFlags, io: Pick<Io, "out">): void {
  const { edition, text: slug, version, contentHash, paragraphs, notes } = imported;
  if (flags.json) {
    io.out(JSON.stringify({ edition, text: slug, version, contentHash, paragraphs, notes }));
    return;
  }
  const t = translator(ctx.language);
  io.out(t("import.text.done", { paragraphs, address: `/congress/${edition}/texts/${slug}` }));
  for (const { note, count } of notes) io.out(`  ${t(`import.text.${note}`, { count })}`);
}

/** The file's bytes; one that is too long is refused before it fills the memory. */
async function readSource(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new CommandError(`there is no file '${file}' that can be read`);
  if (found.size > MOST_BYTES)
    throw new Refusal("tooLarge", "textFileTooLong", { limit: MOST_BYTES, actual: found.size });
  return readFile(file);
}

function needed(value: string | undefined, flag: string): string {
  if (value === undefined || value === "") throw new CommandError(`--${flag} is missing`);
  return value;
}

export const congressImportTextCommand: Command = {
  options: {
    ...commonOptions,
    congress: { type: "string" },
    title: { type: "string" },
    language: { type: "string" },
    json: { type: "boolean" },
  },
  async run({ values, positionals, io }) {
    const file = only(positionals, "FILE");
    const flags: ImportTextFlags = {
      congress: needed(text(values, "congress"), "congress"),
      title: needed(text(values, "title"), "title"),
      language: needed(text(values, "language"), "language"),
      json: values["json"] === true,
    };
    return withNode(values, io, "congress import-text", ({ ctx }) => importTextFile(ctx, file, flags, io));
  },
};

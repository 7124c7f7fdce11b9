// `congress export` writes a congress as one archive; `congress verify` checks one, without a node and without a database.
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import {
  ArchiveFault,
  type ArchiveSummary,
  type ArchiveVerdict,
  verifyArchive,
} from "#algorithms/congress-archive";
import { type Translate, translator } from "#platform/i18n/i18n";
import { withOpenArchive } from "../protocols/archive/open-archive.ts";
import { type Command, CommandError, commonOptions, type Io, languageOf, only, text } from "./command.ts";
import { printable } from "./printable.ts";

export const congressExportCommand: Command = {
  options: { ...commonOptions, json: { type: "boolean" } },
  async run({ values, positionals, io }) {
    const [slug, ...rest] = positionals;
    if (slug === undefined) throw new CommandError("SLUG is missing");
    const target = resolve(only(rest, "FILE"));
    // Checking an archive needs none of what opens a database.
    const [{ withNode }, { writeArchive }] = await Promise.all([
      import("./with-node.ts"),
      import("../protocols/archive/write-archive.ts"),
    ]);
    return withNode(
      values,
      io,
      "congress export",
      async ({ ctx, originKnown }) => {
        const { origin } = ctx.node;
        const written = await writeArchive(ctx, slug, target);
        if (values["json"] === true) {
          io.out(JSON.stringify({ file: target, origin, originKnown, ...written }));
          return 0;
        }
        const t = translator(languageOf(io));
        const { files, bytes, logSize: size } = written;
        io.out(t("archive.exported", { files, bytes, size, file: target }));
        if (originKnown) io.out(t("archive.exportedFrom", { origin }));
        else io.err(t("archive.originGuessed", { origin }));
        return 0;
      },
      "thisSchema",
    );
  },
};

export const congressVerifyCommand: Command = {
  options: { ...commonOptions, key: { type: "string" }, json: { type: "boolean" } },
  async run({ values, positionals, io }) {
    const file = only(positionals, "FILE");
    if (!(await stat(file).catch(() => undefined))?.isFile())
      throw new CommandError(`there is no file '${file}' that can be read`);
    const verdict = await check(file, text(values, "key"));
    if (values["json"] === true) io.out(JSON.stringify(verdict));
    else say(translator(languageOf(io)), verdict, text(values, "key") !== undefined, io);
    return verdict.ok ? 0 : 1;
  },
};

async function check(file: string, key: string | undefined): Promise<ArchiveVerdict> {
  try {
    return await withOpenArchive(file, (archive) => verifyArchive(archive, { key }));
  } catch (error) {
    if (!(error instanceof ArchiveFault)) throw error;
    return { ok: false, fault: error.reason, facts: error.facts };
  }
}

function say(t: Translate, verdict: ArchiveVerdict, keyGiven: boolean, io: Pick<Io, "out" | "err">): void {
  if (!verdict.ok) {
    const fault = t(`archive.fault.${verdict.fault}`, printable(verdict.facts));
    io.err(t("archive.doesNotHold", { fault }));
    return;
  }
  for (const line of told(t, verdict.summary, keyGiven)) io.out(line);
}

function told(t: Translate, summary: ArchiveSummary, keyGiven: boolean): string[] {
  const { edition, origin, key, fromShell, notFollowed } = summary;
  return [
    t("archive.holds", printable({ edition, origin })),
    t("archive.checked", { list: countedIn(t, summary) }),
    ...(fromShell > 0 ? [t("archive.fromShell", { count: fromShell })] : []),
    ...notFollowedIn(t, notFollowed),
    ...(keyGiven ? [] : [t("archive.signedBy", printable({ key }))]),
  ];
}

/** What was checked, in one line: how many of each, without those of which there are none. */
function countedIn(t: Translate, summary: ArchiveSummary): string {
  const { texts, versions, amendments, motions, sittings, rollCalls, votes, signatures, acts } = summary;
  const counts = { texts, versions, amendments, motions, sittings, rollCalls, signatures, acts };
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name]) => t(`archive.checkedCount.${name}`, { ...counts, votes }))
    .join(", ");
}

const MOST_KINDS_NAMED = 8;

/** One line for all acts of kinds that are not known here: how many of which, and what was not checked of them. */
function notFollowedIn(t: Translate, notFollowed: ArchiveSummary["notFollowed"]): string[] {
  const kinds = Object.entries(notFollowed);
  if (kinds.length === 0) return [];
  const count = kinds.reduce((total, [, one]) => total + one, 0);
  const named = kinds.slice(0, MOST_KINDS_NAMED).map(([type, one]) => `${type}: ${one}`);
  const list = [...named, ...(kinds.length > named.length ? ["…"] : [])].join(", ");
  return [t("archive.notFollowed", { count, kinds: kinds.length, ...printable({ list }) })];
}

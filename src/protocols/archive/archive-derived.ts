// The files of an archive that are made from its data, for whoever reads rather than checks.
// Invariant: they say nothing that the data does not say. What binds them is the node's signature over the list of files.
import { listArchivedMotions, type Paragraph, readArchivedBase } from "#congress";
import { catalogueLanguages } from "#platform/i18n/i18n";
import { readProfile } from "#platform/settings";
import { amendmentAsAkomaNtoso } from "../akoma-ntoso/amendment.ts";
import { textAsAkomaNtoso } from "../akoma-ntoso/text.ts";
import {
  all,
  amendmentDocumentOf,
  type Frame,
  languagesOf,
  readAround,
  type TextAround,
  textDocumentOf,
} from "../akoma-ntoso/text-around.ts";
import type { ArchiveFile, ArchiveSource } from "./archive-data.ts";
import { toPopoloMotions, toPopoloVotes, type VotedText } from "../popolo/motions.ts";
import { archivePaths, asJson } from "./format.ts";
import { printedText } from "./print.tsx";
import { readmeText } from "./readme.ts";

/** Every file that says again, in another form, what the data says. */
export async function* derivedFiles(source: ArchiveSource): AsyncGenerator<ArchiveFile> {
  const { ctx, edition } = source;
  const languages = (await readProfile(ctx.db))?.languages ?? [ctx.language];
  const offered = catalogueLanguages.filter((one) => languages.includes(one));
  const readme = readmeText(edition.slug, ctx.node.origin, offered.length > 0 ? offered : ["en"]);
  yield { path: archivePaths.readme, pieces: [Buffer.from(readme)] };
  const frame: Frame = {
    origin: ctx.node.origin,
    edition,
    organizations: new Map(source.organizations.map((one) => [one.id, one])),
  };
  const motions = await all(listArchivedMotions(ctx.db, edition.id));
  const textsOfMotions: VotedText[] = [];
  for (const text of source.texts) {
    const around = await readAround(ctx.db, text, text.adoptedVersion ?? text.lastVersion);
    yield* readableFiles(source, frame, around);
    const motion = motions.find((one) => one.text === text.slug) ?? null;
    const voted = { text, motion, rollCalls: around.rollCalls };
    if (motion) textsOfMotions.push(voted);
    yield {
      path: archivePaths.popolo(text.slug),
      pieces: [asJson(toPopoloVotes(edition, voted, around.amendments))],
    };
  }
  yield {
    path: archivePaths.popoloMotions,
    pieces: [asJson(toPopoloMotions(edition, motions, textsOfMotions))],
  };
}

async function* readableFiles(
  source: ArchiveSource,
  frame: Frame,
  around: TextAround,
): AsyncGenerator<ArchiveFile> {
  const { slug, language: own } = around.text;
  for (const language of languagesOf(around)) {
    const document = textAsAkomaNtoso(textDocumentOf(frame, around, language));
    const path = archivePaths.akomaNtoso(slug, language === own ? null : language);
    yield { path, pieces: [Buffer.from(document)] };
  }
  const bases = new Map<number, readonly Paragraph[]>();
  for (const amendment of around.amendments) {
    const base = await readArchivedBase(source.ctx.db, around.text, amendment);
    bases.set(amendment.number, base);
    const document = amendmentAsAkomaNtoso(amendmentDocumentOf(frame, around, amendment, base));
    const path = archivePaths.akomaNtosoAmendment(slug, amendment.number);
    yield { path, pieces: [Buffer.from(document)] };
  }
  const rules = new Map(source.ruleVersions.map((one) => [one.number, one.rules]));
  const html = printedText({ frame, around, bases, rules, logSize: source.log.size });
  yield { path: archivePaths.print(slug), pieces: [Buffer.from(html)] };
}

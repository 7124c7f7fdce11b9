// The files of an archive that are made from its data, for whoever reads rather than checks.
import { catalogueLanguages } from "#platform/i18n/i18n";
import { readProfile } from "#platform/settings";
import type { ArchiveFile, ArchiveSource } from "./archive-data.ts";
import { archivePaths } from "./format.ts";
import { readmeText } from "./readme.ts";

/** Every file that says again, in another form, what the data says. */
export async function* derivedFiles(source: ArchiveSource): AsyncGenerator<ArchiveFile> {
  const { ctx, edition } = source;
  const languages = (await readProfile(ctx.db))?.languages ?? [ctx.language];
  const offered = catalogueLanguages.filter((one) => languages.includes(one));
  const readme = readmeText(edition.slug, ctx.node.origin, offered.length > 0 ? offered : ["en"]);
  yield { path: archivePaths.readme, pieces: [Buffer.from(readme)] };
}

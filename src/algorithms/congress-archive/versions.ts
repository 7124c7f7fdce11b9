// The versions of a text, each kept byte by byte as it was hashed.
import { found, hold } from "./fault.ts";
import { type OpenArchive, parseValue, readWhole } from "./files.ts";
import type { Act } from "./log.ts";
import { type Paragraph, type VersionContent, versionShape } from "./shapes.ts";
import { holdSame, textIn, type TextWorld, type World } from "./world.ts";

/**
 * A version that an act brought: the next one, with the hash that was logged, kept byte by byte as hashed. Returns its
 * paragraphs.
 */
export async function followVersion(
  world: World,
  text: TextWorld,
  act: Act,
  number: number,
): Promise<readonly Paragraph[]> {
  const { slug, title, language } = text.said;
  hold(number === text.lastVersion + 1, "numberMissing", {
    what: "version",
    text: slug,
    number: text.lastVersion + 1,
  });
  const said = found(text.said.versions[number - 1], "numberMissing", {
    what: "version",
    text: slug,
    number,
  });
  const path = `texts/${slug}/versions/${number}.json`;
  const file = found(world.archive.files.get(path), "fileMissing", { path });
  const logged = textIn(act, "versionHash");
  hold(file.sha256 === logged && said.contentHash === logged, "versionDiffers", {
    text: slug,
    version: number,
  });
  holdSame(
    {
      number: [said.number, number],
      act: [said.act, act.id],
      madeAt: [said.madeAt, act.at],
      mandate: [said.mandate, act.mandate],
    },
    { what: "version", which: `${slug} ${number}`, act: act.id },
  );
  const content = await readVersion(world.archive, slug, number);
  const due = title.texts[language] ?? title.texts[title.source] ?? "";
  hold(content.title === due && content.language === language, "versionDiffers", {
    text: slug,
    version: number,
  });
  text.lastVersion = number;
  return content.paragraphs;
}

export async function readVersion(
  archive: OpenArchive,
  slug: string,
  number: number,
): Promise<VersionContent> {
  const path = `texts/${slug}/versions/${number}.json`;
  return parseValue(await readWhole(archive, path), versionShape, { path, line: 1 });
}

/** The paragraphs of a version that was followed already. */
export async function paragraphsOf(
  archive: OpenArchive,
  slug: string,
  number: number,
): Promise<readonly Paragraph[]> {
  return (await readVersion(archive, slug, number)).paragraphs;
}

// Following a text: imported, opened, voted as a whole, published, translated, and its points marked.
import { canonicalHash } from "../transparency/index.ts";
import { ArchiveFault, found, hold } from "./fault.ts";
import { endOfAmendments } from "./follow-amendments.ts";
import { notKept } from "./kept-paragraphs.ts";
import { followVersion, paragraphsOf, readVersion } from "./versions.ts";
import { type Act, sameJson } from "./log.ts";
import { authorised } from "./mandates.ts";
import { becomeRules } from "./follow-rules.ts";
import { holdDistance, isLastReading } from "./follow-readings.ts";
import type { Paragraph, Text, Translation } from "./shapes.ts";
import {
  holdSame,
  numberIn,
  type RollCallWorld,
  textIn,
  textOf,
  type TextWorld,
  type World,
} from "./world.ts";

const whatOf = (text: TextWorld, act: Act) => ({ what: "text", which: text.said.slug, act: act.id });

function moveOn(text: TextWorld, act: Act, from: readonly string[], to: Text["state"]): void {
  hold(from.includes(text.state), "orderBroken", { act: act.id, type: act.type });
  text.state = to;
}

export async function followImported(world: World, act: Act): Promise<void> {
  const text = textOf(world, act);
  const { said } = text;
  hold(sameJson(said.title, act.record["title"]), "objectDiffers", {
    ...whatOf(text, act),
    member: "title",
    said: "",
    logged: "",
  });
  holdSame(
    {
      language: [said.language, act.record["language"]],
      createdAt: [said.createdAt, act.at],
      edition: [said.editionId, world.edition.id],
      version: [1, act.record["version"]],
      amendable: [said.amendable, true],
    },
    whatOf(text, act),
  );
  moveOn(text, act, ["unknown"], "draft");
  text.paragraphs = await followVersion(world, text, act, 1);
  holdSame({ paragraphs: [text.paragraphs.length, act.record["paragraphs"]] }, whatOf(text, act));
  authorised(world, act, "congress.import_text", world.edition.convenedBy, "shellMay");
}

/** In which languages beside its own the text is to be equally authentic, until it is said anew. */
export function followLanguagesDeclared(world: World, act: Act): void {
  const text = textOf(world, act);
  const { languages } = act.record;
  const right = Array.isArray(languages) && (text.state === "draft" || text.state === "open");
  hold(right && act.record["version"] === text.lastVersion, "orderBroken", { act: act.id, type: act.type });
  text.authentic = languages.map(String);
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
}

/** The text in its authentic languages, fixed for the vote on the whole: the same paragraphs, under a hash of all of them. */
export async function followLanguagesFixed(world: World, act: Act): Promise<void> {
  const text = textOf(world, act);
  const { slug } = text.said;
  const version = numberIn(act, "version");
  hold(text.state === "open", "orderBroken", { act: act.id, type: act.type });
  const paragraphs = await followVersion(world, text, act, version);
  const content = await readVersion(world.archive, slug, version);
  const authentic = content.format === "cumbe/text/2" ? content.authentic : [];
  const ids = paragraphs.map(({ id }) => id);
  // Nothing but languages is added: the words that were amended stay, and each language has each paragraph.
  const same =
    sameJson(paragraphs, text.paragraphs) &&
    act.record["parentVersion"] === version - 1 &&
    sameJson(text.authentic, act.record["languages"]) &&
    sameJson(
      authentic.map(({ language }) => language),
      text.authentic,
    ) &&
    authentic.every(
      (one) =>
        one.title === text.said.title.texts[one.language] &&
        sameJson(
          one.paragraphs.map(({ id }) => id),
          ids,
        ),
    );
  hold(same, "versionDiffers", { text: slug, version });
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
}

/** A draft that was put together from finished texts: theirs are its paragraphs, in the order of the sections. */
export async function followComposed(world: World, act: Act): Promise<void> {
  await followImported(world, act);
  const text = textOf(world, act);
  const { sections } = act.record;
  hold(Array.isArray(sections), "recordDiffers", { index: act.index, act: act.id, type: act.type });
  const composed: Paragraph[] = [];
  for (const section of sections as { text: string; version: number; versionHash: string }[]) {
    const part = textOf(world, { ...act, subject: String(section.text) });
    const { slug, versions } = part.said;
    const right =
      section.version <= part.lastVersion &&
      versions[section.version - 1]?.contentHash === section.versionHash;
    hold(right, "versionDiffers", { text: slug, version: section.version });
    composed.push(...(await paragraphsOf(world.archive, slug, section.version)));
    text.sections = new Set([...text.sections, slug]);
  }
  hold(sameJson(composed, text.paragraphs), "versionDiffers", { text: text.said.slug, version: 1 });
}

/** A draft was written anew by its editors. */
export async function followRevised(world: World, act: Act): Promise<void> {
  const text = textOf(world, act);
  hold(text.state === "draft", "orderBroken", { act: act.id, type: act.type });
  const version = numberIn(act, "version");
  const paragraphs = await followVersion(world, text, act, version);
  const lost = notKept(text.paragraphs, paragraphs);
  hold(lost === undefined, "paragraphNotKept", {
    text: text.said.slug,
    version,
    words: lost?.text.slice(0, 80) ?? "",
  });
  text.paragraphs = paragraphs;
  authorised(world, act, "congress.import_text", world.edition.convenedBy, "shellMay");
}

export function followStep(world: World, act: Act): void {
  const text = textOf(world, act);
  if (act.type === "congress.text.opened") moveOn(text, act, ["draft"], "open");
  else {
    moveOn(text, act, ["adopted"], "published");
    text.publishedAt = act.at;
  }
  holdVersionOf(text, act);
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
}

/** The act names the version as it stood, with its hash. */
function holdVersionOf(text: TextWorld, act: Act): void {
  const version = numberIn(act, "version");
  const hash = text.said.versions[version - 1]?.contentHash;
  hold(version === text.lastVersion && hash === act.record["versionHash"], "versionDiffers", {
    text: text.said.slug,
    version,
  });
}

const UNSETTLED = new Set(["proposed", "voting", "adopted"]);

export function followTextVote(world: World, act: Act, { said }: RollCallWorld): void {
  const text = textOf(world, act);
  const unsettled = [...text.amendments.values()].some(({ state }) => UNSETTLED.has(state));
  hold(said.amendment === null && said.version === text.lastVersion && !unsettled, "orderBroken", {
    act: act.id,
    type: act.type,
  });
  holdDistance(text, act);
  moveOn(text, act, ["open"], "adopting");
}

export function followTextVerdict(world: World, act: Act, rollCall: RollCallWorld): void {
  const { said } = rollCall;
  const text = textOf(world, act);
  holdSame({ amendment: [said.amendment, null] }, { what: "rollCall", which: said.id, act: act.id });
  holdVersionOf(text, act);
  moveOn(text, act, ["adopting"], said.verdict === "adopted" ? "adopted" : "open");
  if (said.verdict !== "adopted") return;
  hold(isLastReading(text), "readingDiffers", { text: text.said.slug, version: said.version });
  text.adoptedVersion = text.lastVersion;
  text.adoptedAt = act.at;
  becomeRules(world, text, rollCall, act);
}

export function followTranslated(world: World, act: Act): void {
  const text = textOf(world, act);
  text.translated.push({
    language: textIn(act, "language"),
    paragraphs: numberIn(act, "paragraphs"),
    hash: textIn(act, "contentHash"),
    at: act.at,
  });
  authorised(world, act, "congress.import_text", world.edition.convenedBy, "shellMay");
}

export async function followMarked(world: World, act: Act): Promise<void> {
  const text = textOf(world, act);
  const { slug } = text.said;
  const version = found(text.adoptedVersion, "orderBroken", { act: act.id, type: act.type });
  const words = new Map((await paragraphsOf(world.archive, slug, version)).map((one) => [one.id, one]));
  const points = act.record["points"];
  hold(Array.isArray(points), "recordDiffers", { index: act.index, act: act.id, type: act.type });
  for (const logged of points as { id: string; list: number; number: number; paragraph: string }[]) {
    const facts = { text: slug, list: String(logged.list), number: String(logged.number) };
    const said = found(text.points.get(logged.id), "pointDiffers", facts);
    const paragraph = words.get(said.paragraph);
    const heading = said.listParagraph === null ? undefined : words.get(said.listParagraph);
    const same =
      said.list === logged.list &&
      said.number === logged.number &&
      said.paragraph === logged.paragraph &&
      said.text === paragraph?.text &&
      said.marker === paragraph.marker &&
      said.listTitle === (heading?.text ?? null) &&
      said.mandate === act.mandate &&
      said.markedAt === act.at;
    hold(same, "pointDiffers", facts);
    text.points.delete(logged.id);
  }
  authorised(world, act, "congress.preside", world.edition.convenedBy, "shellMay");
}

/** Nothing is said of a text that no act did. */
export async function endOfText(world: World, text: TextWorld): Promise<void> {
  const { said, state } = text;
  const which = said.slug;
  hold(state !== "unknown", "objectWithoutAct", { what: "text", which });
  hold(said.state === state, "stateDiffers", { what: "text", which, said: said.state, computed: state });
  hold(sameJson(said.reading, text.reading), "readingDiffers", { text: which, version: text.lastVersion });
  hold(sameJson(said.authentic, text.authentic), "stateDiffers", {
    what: "text",
    which,
    said: said.authentic.join(),
    computed: text.authentic.join(),
  });
  hold(said.versions.length === text.lastVersion, "objectWithoutAct", {
    what: "version",
    which: `${which} ${text.lastVersion + 1}`,
  });
  holdSame(
    {
      lastVersion: [said.lastVersion, text.lastVersion],
      lastAmendment: [said.lastAmendment, text.lastAmendment],
      lastAdoption: [said.lastAdoption, text.lastAdoption],
      adoptedVersion: [said.adoptedVersion, text.adoptedVersion],
      adoptedAt: [said.adoptedAt, text.adoptedAt],
      publishedAt: [said.publishedAt, text.publishedAt],
    },
    { what: "text", which, act: "" },
  );
  endOfAmendments(text);
  const [point] = text.points.values();
  if (point)
    throw new ArchiveFault("objectWithoutAct", {
      what: "point",
      which: `${which} ${point.list}.${point.number}`,
    });
  await endOfTranslations(world, text);
}

/**
 * What a translation says is bound by the hash in the act that brought it. An act of which a part was translated again
 * later cannot be recomputed: then what is left of it is bound by the node's signature over the list of files alone. One
 * that was taken over came from a section of the text.
 */
async function endOfTranslations(world: World, text: TextWorld): Promise<void> {
  const known = new Set<string>();
  const sections = sectionsOf(world, text);
  for (const { number } of text.said.versions)
    for (const { id } of await paragraphsOf(world.archive, text.said.slug, number)) known.add(id);
  const groups = Map.groupBy(
    text.translations,
    ({ language, translatedAt }) => `${language} ${translatedAt}`,
  );
  for (const [key, rows] of groups) {
    const facts = { text: text.said.slug, language: rows[0]?.language ?? "" };
    const acts = text.translated.filter(({ language, at }) => `${language} ${at}` === key);
    const right = (row: Translation) => known.has(row.paragraph) && isAsInItsSection(sections, row);
    hold(acts.length > 0 && rows.every(right), "translationDiffers", facts);
    const [act, ...more] = acts;
    if (!act || more.length > 0 || act.paragraphs !== rows.length) continue;
    hold(hashOfWords(rows) === act.hash, "translationDiffers", facts);
  }
}

type Sections = ReadonlyMap<
  string,
  { readonly section: TextWorld; readonly rows: ReadonlyMap<string, Translation> }
>;

const rowOf = ({ language, paragraph }: Translation) => `${language} ${paragraph}`;

/** The texts that a text was composed of, by their slugs, with their translations. */
function sectionsOf({ texts }: World, text: TextWorld): Sections {
  return new Map(
    [...text.sections].flatMap((slug) => {
      const section = texts.get(slug);
      if (!section) return [];
      return [[slug, { section, rows: new Map(section.translations.map((one) => [rowOf(one), one])) }]];
    }),
  );
}

/**
 * What was taken over says what its section said then, of the same words, in the same state and by the same translator, as
 * far as that can be known: the section may have been translated anew since, or adopted in that language by a vote.
 */
function isAsInItsSection(sections: Sections, row: Translation): boolean {
  if (row.section === null) return true;
  const { section, rows } = sections.get(row.section) ?? {};
  if (section?.authentic.includes(row.language)) return true;
  const there = rows?.get(rowOf(row));
  if (!there) return false;
  // As instants of one log: what came later is written later.
  if (there.translatedAt >= row.translatedAt) return true;
  const said = ({ text: words, state, translator, sourceHash }: Translation) => ({
    words,
    state,
    translator,
    sourceHash,
  });
  return sameJson(said(there), said(row));
}

function hashOfWords(rows: readonly Translation[]): string {
  const words = rows
    .map(({ paragraph, text }) => [paragraph, text])
    .sort(([one = ""], [other = ""]) => (one < other ? -1 : 1));
  return Buffer.from(canonicalHash(words)).toString("hex");
}

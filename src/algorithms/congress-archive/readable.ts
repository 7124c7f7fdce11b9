// Whether what people read first says what was decided: the words in the page for printing and in the Akoma Ntoso document
// of each text, held against the version that was adopted, or else the last one.
// Invariant: the words between <main> and </main>, and between the tags of mainBody, are those of the version, in its order
// and no others; before a paragraph stands its number, before an item its mark.
import { hold } from "./fault.ts";
import { readWhole } from "./files.ts";
import type { Paragraph } from "./shapes.ts";
import { paragraphsOf } from "./versions.ts";
import type { TextWorld, World } from "./world.ts";

export async function holdReadable({ archive }: World, text: TextWorld): Promise<void> {
  const { slug, title } = text.said;
  const paragraphs = await paragraphsOf(archive, slug, text.adoptedVersion ?? text.lastVersion);
  const print = `texts/${slug}/print.html`;
  const printed = wordsIn((await readWhole(archive, print)).toString("utf8"), "main");
  hold(printed === onPaper(paragraphs, new Set(Object.values(title.texts))), "wordsDiffer", { path: print });
  const xml = `texts/${slug}/akoma-ntoso/text.xml`;
  const marked = wordsIn((await readWhole(archive, xml)).toString("utf8"), "mainBody");
  hold(marked === inMarkup(paragraphs), "wordsDiffer", { path: xml });
}

/** Headings that say the title again are left out: it stands above. */
function onPaper(paragraphs: readonly Paragraph[], titles: ReadonlySet<string>): string {
  let number = 0;
  return paragraphs
    .map(({ kind, marker, text }) => {
      if (kind === "heading") return titles.has(text) ? "" : text;
      number += 1;
      return `${number}${marker ?? ""}${text}`;
    })
    .join("");
}

function inMarkup(paragraphs: readonly Paragraph[]): string {
  return paragraphs
    .map(({ kind, marker, text }) => (kind === "heading" ? text : `${marker ?? ""}${text}`))
    .join("");
}

/** The text between the first opening and the last closing tag of an element; undefined where there is no such element. */
function wordsIn(source: string, element: string): string | undefined {
  const [start, end] = [source.search(new RegExp(`<${element}[ >]`)), source.lastIndexOf(`</${element}>`)];
  if (start === -1 || end < start) return undefined;
  return unescaped(source.slice(start, end).replaceAll(/<[^>]*>/g, ""));
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|([a-z]+));/g,
    (whole, code: string | undefined, name: string | undefined) =>
      code === undefined
        ? (NAMED[name ?? ""] ?? whole)
        : String.fromCodePoint(Math.min(Number(code), 0x10ffff)),
  );
}

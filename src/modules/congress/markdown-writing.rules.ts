// Writes a version as Markdown (CommonMark 0.31), so that its editor starts from the words that stand there. Pure.
// Invariant: the importer (markdown-text.rules.ts) reads what is written here back to the same paragraphs: kind, level, marker
// and text. What Markdown has no way to say is said in a comment (a marker) or as a block of code (words that look like one).
import { OpenLists, markersOf } from "./list-markers.rules.ts";
import { commentOfMarker } from "./markdown-text.rules.ts";
import type { Paragraph, TextVersionBody } from "./text-model.ts";

/** Ends a list where the next item would else be counted on from it, and begins an item that has no words of its own. */
const NOTHING = "<!-- -->";
const LIST_MARKER = /^(?:[-*+]|\d{1,9}[.)])$/u;

/** The version as Markdown, in UTF-16 text with a line end at its end. */
export function writeMarkdown(body: TextVersionBody): string {
  const writing = new Writing();
  for (const paragraph of body) writing.add(paragraph);
  return `${writing.blocks.join("\n\n")}\n`;
}

class Writing {
  readonly blocks: string[] = [];
  /** Columns at which the words of each open item begin, outermost first. */
  private indents: number[] = [];
  /** The last marker of the list at each level, from 1. */
  private last: (string | undefined)[] = [];

  add(paragraph: Paragraph): void {
    const { kind, level, marker, text } = paragraph;
    if (kind === "heading") this.at(0, `${"#".repeat(level)} ${inline(text)}`);
    else if (kind === "paragraph") this.at(0, words(text));
    else if (marker === null) this.at(level, words(text));
    else if (LIST_MARKER.test(marker)) this.item(level, marker, inline(text));
    else this.otherItem(level, marker, text);
  }

  /** A block inside the item of this level; 0 is outside lists. */
  private at(level: number, block: string): void {
    this.closeTo(level);
    if (this.indents.length < level) {
      const opening = this.opening(level);
      this.put(opening.from, `${opening.markers}${NOTHING}`);
    }
    this.put(this.indents.at(-1) ?? 0, block);
    this.last.length = Math.min(this.last.length, level + 1);
  }

  private item(level: number, marker: string, text: string): void {
    this.closeTo(level - 1);
    const opening = this.opening(level - 1);
    if (opening.markers === "" && /\d/u.test(marker) && this.last[level] === marker)
      this.put(opening.from, NOTHING);
    this.put(opening.from, `${opening.markers}${marker} ${text}`);
    this.indents.push((this.indents.at(-1) ?? 0) + marker.length + 1);
    this.last.length = level;
    this.last[level] = marker;
  }

  /** An item whose marker Markdown has no list for: a line that the importer takes for one, else with a comment. */
  private otherItem(level: number, marker: string, text: string): void {
    const read = readAsMarker(`${marker} ${text}`);
    const outside = level - (read?.depth || 1);
    if (read?.written === marker && read.text === text && outside >= 0)
      this.at(outside, `${marker} ${inline(text)}`);
    else this.item(level, "-", `${inline(text)} ${commentOfMarker(marker)}`);
  }

  private closeTo(level: number): void {
    this.indents.length = Math.min(this.indents.length, level);
  }

  /** Items without words of their own, where a text goes deeper by more than one level. */
  private opening(level: number): { readonly from: number; readonly markers: string } {
    const from = this.indents.at(-1) ?? 0;
    let markers = "";
    while (this.indents.length < level) {
      markers += "- ";
      this.indents.push(from + markers.length);
    }
    return { from, markers };
  }

  private put(indent: number, block: string): void {
    this.blocks.push(block.replace(/^/gmu, " ".repeat(indent)));
  }
}

function readAsMarker(line: string) {
  return new OpenLists().beginning(markersOf(line), true, false);
}

/** Words that stand by themselves. Where they begin like an item they are a block of code, which is never read as one. */
function words(text: string): string {
  if (!readAsMarker(text)) return inline(text);
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** Text that Markdown reads as it is: whatever would be markup has a backslash before it (CommonMark 0.31, 2.4). */
function inline(text: string): string {
  return text
    .replace(/[\\`*_[\]<]|&(?=[#a-z])/giu, String.raw`\$&`)
    .replace(/^[-+>=~]|(?<=^|\s)#/gu, String.raw`\$&`)
    .replace(/^(\d{1,9})([.)])(?=\s|$)/u, String.raw`$1\$2`);
}

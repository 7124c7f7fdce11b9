// Finds paragraphs, items and headings in plain text, by blank lines, markers and the look of short lines.
// Invariant: every word of the source is in the draft, in order (markers count as words); rules of dashes are not words.
import { linesOf } from "./text-decoding.rules.ts";
import { type Marker, markersOf, OpenLists } from "./list-markers.rules.ts";
import { DEEPEST_LEVEL, type ParagraphKind, paragraphText } from "./text-model.ts";

/** A paragraph that has no id yet, and the line where it begins, from 1. */
export type Draft = {
  readonly kind: ParagraphKind;
  readonly level: number;
  readonly marker: string | null;
  readonly text: string;
  readonly line: number;
};

export type DraftText = {
  readonly drafts: readonly Draft[];
  readonly title?: string;
  readonly linesJoined: number;
};

type Line = { readonly text: string; readonly indent: number; readonly number: number };
/** Lines that belong together, and whether blank lines stand around them and nothing else. */
type Group = {
  readonly lines: Line[];
  readonly marker: Marker | undefined;
  readonly alone: boolean;
  level: number;
};

/** Longer lines than this are not wrapped by hand: each is a paragraph. */
const WIDEST_WRAPPED_LINE = 120;
const LONGEST_HEADING = 90;
const LONGEST_TITLE = 200;
/** More short lines than this in a row are a list of names or a poem, not headings. */
const MOST_HEADINGS_IN_A_ROW = 3;

const STOPS = /[.!?…:;,。！？；：،؛؟]["'”’»)\]]*$/u;
const RULE = /^\s*[-*_=~#.·•—–]{3,}[-*_=~#.·•—–\s]*$/u;

/** Drafts of a plain text. The first line is its title when it stands alone, is short and has no stop at its end. */
export function draftPlainText(source: string): DraftText {
  const lists = new OpenLists();
  const groups = blocksOf(linesOf(source)).flatMap((block) => groupsOf(block, lists));
  const titled = isTitle(groups);
  const headings = headingsOf(groups, titled);
  const drafts = groups.map((group, at): Draft => {
    const line = group.lines[0]?.number ?? 1;
    const text = textOf(group);
    const level = Math.min(group.level, DEEPEST_LEVEL);
    if (group.marker) return { kind: "item", level, marker: group.marker.written, text, line };
    if (level > 0) return { kind: "item", level, marker: null, text, line };
    if (at === 0 && titled) return { kind: "heading", level: 1, marker: null, text, line };
    if (headings.has(at)) return { kind: "heading", level: titled ? 2 : 1, marker: null, text, line };
    return { kind: "paragraph", level: 0, marker: null, text, line };
  });
  const linesJoined = groups.reduce((sum, group) => sum + group.lines.length - 1, 0);
  const title = titled ? drafts[0]?.text : undefined;
  return { drafts, linesJoined, ...(title === undefined ? {} : { title }) };
}

/** Lines between blank ones; a rule of dashes or stars parts like a blank line. */
function blocksOf(lines: readonly string[]): Line[][] {
  const blocks: Line[][] = [];
  let block: Line[] = [];
  for (const [at, raw] of lines.entries()) {
    const text = paragraphText(raw.replace(/^\u{feff}/u, ""));
    if (text === "" || RULE.test(raw)) {
      if (block.length > 0) blocks.push(block);
      block = [];
    } else block.push({ text, indent: columnsBefore(raw), number: at + 1 });
  }
  if (block.length > 0) blocks.push(block);
  return blocks;
}

function columnsBefore(line: string): number {
  let columns = 0;
  for (const sign of line) {
    if (sign === " ") columns += 1;
    else if (sign === "\t") columns += 4;
    else break;
  }
  return columns;
}

function groupsOf(block: readonly Line[], lists: OpenLists): Group[] {
  const wrapped = block.every((line) => line.text.length <= WIDEST_WRAPPED_LINE);
  const alone = block.length === 1;
  const groups: Group[] = [];
  for (const line of block) {
    const last = groups.at(-1);
    const atStart = !last || last.marker !== undefined || !wrapped;
    const afterStop = STOPS.test(last?.lines.at(-1)?.text ?? ".");
    const marker = lists.beginning(markersOf(line.text), atStart, afterStop);
    if (marker) groups.push({ lines: [line], marker, alone, level: lists.enter(marker, line.indent) });
    else if (last && wrapped) last.lines.push(line);
    else groups.push({ lines: [line], marker: undefined, alone, level: 0 });
    if (!marker && !last) closeOrContinue(groups[0] as Group, block, lists);
  }
  return groups;
}

/** A block further in than the open item goes on with that item; any other ends the lists. */
function closeOrContinue(group: Group, block: readonly Line[], lists: OpenLists): void {
  const indent = Math.min(...block.map((line) => line.indent));
  if (lists.indent !== undefined && indent >= lists.indent + 2) group.level = lists.level;
  else lists.close();
}

function textOf(group: Group): string {
  const [first, ...rest] = group.lines.map((line) => line.text);
  let text = group.marker?.text ?? first ?? "";
  for (const line of rest) text += (joinsWithoutSpace(text, line) ? "" : " ") + line;
  return text;
}

const UNSPACED = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff00-\\uffef]";
const ENDS_UNSPACED = new RegExp(`${UNSPACED}$`, "u");
const STARTS_UNSPACED = new RegExp(`^${UNSPACED}`, "u");

/** Chinese and Japanese are wrapped anywhere and have no spaces to lose. */
function joinsWithoutSpace(left: string, right: string): boolean {
  return ENDS_UNSPACED.test(left) && STARTS_UNSPACED.test(right);
}

function isTitle(groups: readonly Group[]): boolean {
  const first = groups[0];
  return groups.length > 1 && first !== undefined && looksLikeHeading(first, LONGEST_TITLE);
}

function looksLikeHeading(group: Group, longest: number): boolean {
  const text = group.lines[0]?.text ?? "";
  const unmarked = !group.marker && group.level === 0;
  return group.alone && unmarked && text.length <= longest && !STOPS.test(text) && /\p{L}/u.test(text);
}

/** A heading has something below it, and is not one of many short lines in a row. */
function headingsOf(groups: readonly Group[], titled: boolean): Set<number> {
  const headings = new Set<number>();
  let row: number[] = [];
  for (const [at, group] of groups.entries()) {
    if (at === 0 && titled) continue;
    if (looksLikeHeading(group, LONGEST_HEADING)) row.push(at);
    else {
      if (row.length <= MOST_HEADINGS_IN_A_ROW) for (const heading of row) headings.add(heading);
      row = [];
    }
  }
  return headings;
}

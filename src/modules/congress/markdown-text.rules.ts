// Finds paragraphs, items and headings in Markdown (CommonMark 0.31), reduced to their text.
// Invariant: a text that would keep the parser busy for long is refused before it is parsed.
import type {
  Definition,
  List,
  ListItem,
  Nodes,
  Paragraph as MarkdownParagraph,
  PhrasingContent,
  RootContent,
} from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { type Broken, broken } from "#platform/rules";
import { markersOf, OpenLists } from "./list-markers.rules.ts";
import type { Draft, DraftText } from "./plain-text.rules.ts";
import { linesOf } from "./text-decoding.rules.ts";
import { DEEPEST_LEVEL, isMarker, MOST_PARAGRAPHS, paragraphText } from "./text-model.ts";

/** What the parser is given: its time grows with the square of these. Measured: two seconds at the worst. */
const MOST_MARKS = 20_000;
const MOST_MARKS_IN_A_ROW = 200;
const MOST_CONTAINERS = MOST_PARAGRAPHS;
const MOST_CONTAINERS_ON_A_LINE = 8;
const DEEPEST_INDENT = 40;
const MOST_BLOCKS = 2 * MOST_PARAGRAPHS;

const CONTAINERS = /^(?:\s*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))+/u;
const CONTAINER = />|[-*+](?=\s)|\d{1,9}[.)](?=\s)/gu;
const MARKS = /\*+|_+|`+|[[\]<]/gu;
const THEMATIC_BREAK = /^[\s*_-]+$/u;

/** Refuses with `markupTooDense` {line} or `textHasTooManyParagraphs` {limit}. */
function isQuickToParse(lines: readonly string[]): Broken | undefined {
  const total = { marks: 0, containers: 0, blocks: 0 };
  let inARow = 0;
  let afterBlank = true;
  for (const [at, line] of lines.entries()) {
    const blank = line.trim() === "";
    const containers = THEMATIC_BREAK.test(line)
      ? 0
      : count(`${CONTAINERS.exec(line)?.[0] ?? ""} `, CONTAINER);
    if (blank || containers > 0) inARow = 0;
    const marks = count(line, MARKS);
    inARow += marks;
    total.marks += marks;
    total.containers += containers;
    if (!blank && (afterBlank || line.startsWith("#"))) total.blocks += 1;
    afterBlank = blank;
    const tooDense =
      inARow > MOST_MARKS_IN_A_ROW ||
      total.marks > MOST_MARKS ||
      total.containers > MOST_CONTAINERS ||
      containers > MOST_CONTAINERS_ON_A_LINE ||
      (containers > 0 && line.search(/\S/u) > DEEPEST_INDENT);
    if (tooDense) return broken("markupTooDense", { line: at + 1 });
  }
  if (total.blocks <= MOST_BLOCKS) return undefined;
  return broken("textHasTooManyParagraphs", { limit: MOST_PARAGRAPHS, actual: total.blocks });
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

const FRONT_MATTER = /^\u{feff}?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/u;

/**
 * Drafts of a Markdown text. Emphasis and code are their text, a link is "text (address)", HTML its text without tags,
 * quotes and code blocks are paragraphs; front matter is left out but for its title.
 */
export function draftMarkdown(source: string): (DraftText & { ok: true; frontMatter: boolean }) | Broken {
  const front = FRONT_MATTER.exec(source);
  // Line ends only, so that what follows keeps its line numbers.
  const body = front ? "\n".repeat(linesOf(front[0]).length - 1) + source.slice(front[0].length) : source;
  const slow = isQuickToParse(linesOf(body));
  if (slow) return slow;
  const drafts = new Drafting(body).drafts();
  const named = /^title:\s*(["']?)(.+?)\1\s*$/mu.exec(front?.[1] ?? "")?.[2];
  const first = drafts[0];
  const title = named ?? (first?.kind === "heading" && first.level === 1 ? first.text : undefined);
  const found = { ok: true, drafts, frontMatter: front !== null, linesJoined: 0 } as const;
  return title === undefined ? found : { ...found, title: paragraphText(title) };
}

/** CommonMark has no tables either: each row is a paragraph of its own, and the rule below the head is markup. */
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$/u;

function cellsOf(row: string): string {
  const cells = row.replace(/^\s*\||\|\s*$/gu, "").split("|");
  return cells.map((cell) => cell.trim()).join(" | ");
}

class Drafting {
  private readonly source: string;
  private readonly definitions = new Map<string, Definition>();
  private readonly found: Draft[] = [];

  constructor(source: string) {
    this.source = source;
  }

  drafts(): Draft[] {
    const root = fromMarkdown(this.source);
    const collect = (node: Nodes) => {
      if (node.type === "definition") this.definitions.set(node.identifier, node);
      if ("children" in node) for (const child of node.children) collect(child);
    };
    collect(root);
    for (const node of root.children) this.block(node, 0);
    return this.found;
  }

  /** `level` is the nesting of the item that the block belongs to, 0 outside lists. */
  private block(node: RootContent | ListItem, level: number): void {
    const line = node.position?.start.line ?? 1;
    if (node.type === "heading") this.add("heading", node.depth, null, this.text(node.children), line);
    else if (node.type === "paragraph") this.paragraph(this.text(node.children), level, line);
    else if (node.type === "list") this.list(node, level + 1);
    else if (node.type === "blockquote") for (const child of node.children) this.block(child, level);
    else if (node.type === "code") this.plain(node.value, level, line);
    else if (node.type === "html") this.plain(withoutTags(node.value), level, line);
    else if (node.type === "definition" && isFootnote(node.identifier))
      this.plain(`[${node.label}] ${node.url} ${node.title ?? ""}`, level, line);
  }

  /** Items that Markdown has no list for ("a) …", "1.- …") are found as in plain text. */
  private paragraph(text: string, level: number, line: number): void {
    const lists = new OpenLists();
    let gathered = "";
    let at: { marker: string; level: number } | undefined;
    const flush = () => {
      if (at) this.add("item", at.level, at.marker, gathered, line);
      else this.plain(gathered, level, line);
    };
    const pieces = text.split("\n");
    if (TABLE_RULE.test(pieces[1] ?? "")) {
      for (const [at, row] of pieces.entries()) if (at !== 1) this.plain(cellsOf(row), level, line + at);
      return;
    }
    for (const piece of pieces) {
      const stopped = /[.:;,]\s*$/u.test(gathered);
      const marker = lists.beginning(markersOf(piece.trim()), gathered === "" || at !== undefined, stopped);
      if (marker) {
        flush();
        at = { marker: marker.written, level: level + lists.enter(marker, 0) };
        gathered = marker.text;
      } else gathered = gathered === "" ? piece : `${gathered} ${piece}`;
    }
    flush();
  }

  private plain(text: string, level: number, line: number): void {
    this.add(level > 0 ? "item" : "paragraph", level, null, text, line);
  }

  private list(list: List, level: number): void {
    const written = list.children.map((item) => this.writtenMarker(item));
    // Markdown numbers a list that says "1. 1. 1." from its first number on; other numbers stand as written.
    const alike = written.length > 1 && list.ordered === true && new Set(written).size === 1;
    for (const [at, item] of list.children.entries()) {
      const end = written[at]?.slice(-1) ?? ".";
      const marker = alike ? `${(list.start ?? 1) + at}${end}` : (written[at] ?? "-");
      const [first, ...rest] = item.children;
      const line = item.position?.start.line ?? 1;
      if (first?.type === "paragraph")
        this.add("item", level, commentedMarker(first) ?? marker, this.text(first.children), line);
      else if (first) this.block(first, level);
      for (const block of rest) this.block(block, level);
    }
  }

  private writtenMarker(item: ListItem): string {
    const from = item.position?.start.offset ?? 0;
    return /^(?:[-*+]|\d{1,9}[.)])/u.exec(this.source.slice(from, from + 12))?.[0] ?? "-";
  }

  private add(kind: Draft["kind"], level: number, marker: string | null, raw: string, line: number): void {
    const text = paragraphText(raw);
    if (text !== "") this.found.push({ kind, level: Math.min(level, DEEPEST_LEVEL), marker, text, line });
  }

  private text(nodes: readonly PhrasingContent[]): string {
    return nodes.map((node) => this.inline(node)).join("");
  }

  private inline(node: PhrasingContent): string {
    switch (node.type) {
      case "text":
      case "inlineCode":
        return node.value;
      case "break":
        return "\n";
      case "html":
        return /^<br\b/iu.test(node.value) ? "\n" : "";
      case "link":
        return withAddress(this.text(node.children), node.url);
      case "linkReference":
        if (isFootnote(node.identifier)) return `[${node.label}]`;
        return withAddress(this.text(node.children), this.definitions.get(node.identifier)?.url);
      case "image":
        return withAddress(node.alt ?? "", node.url);
      case "imageReference":
        return withAddress(node.alt ?? "", this.definitions.get(node.identifier)?.url);
      default:
        return "children" in node ? this.text(node.children) : "";
    }
  }
}

/** A marker that Markdown has no list for, as a comment at the end of the item's first words. */
export function commentOfMarker(marker: string): string {
  return `<!-- marker: ${encodeURIComponent(marker)} -->`;
}

function commentedMarker({ children }: MarkdownParagraph): string | undefined {
  const last = children.at(-1);
  const written = last?.type === "html" ? /^<!-- marker: (\S+) -->$/u.exec(last.value)?.[1] : undefined;
  try {
    const marker = decodeURIComponent(written ?? "").normalize("NFC");
    return isMarker(marker) ? marker : undefined;
  } catch {
    return undefined;
  }
}

/** CommonMark has no footnotes: `[^1]: Ibid.` is the address of a link to it. */
function isFootnote(identifier: string): boolean {
  return identifier.startsWith("^");
}

function withAddress(text: string, url: string | undefined): string {
  if (!url || text === url || `mailto:${text}` === url) return text;
  return text === "" ? url : `${text} (${url})`;
}

function withoutTags(html: string): string {
  return html.replace(/<!--[\s\S]*?-->|<[^>]*>/gu, " ");
}

// The numbers, letters and bullets that begin the items of a list, as people write them in plain text.
// Invariant: a line is an item only when its marker is followed by a space and some text, so marker and text together
// are the line's words, none lost.

export type Marker = {
  /** As it stands: "1.", "(a)", "iv)", "-". */
  readonly written: string;
  readonly text: string;
  /** What markers of one list share: "1.", "(a)", "i)", "I.", "-", "1.1". */
  readonly style: string;
  /** Its place in its list, from 1; 0 for a bullet. */
  readonly ordinal: number;
  /** How deep a number like 2.3.1 says it is; 0 for the others. */
  readonly depth: number;
};

const BULLET = /^([-*+•·‣▪◦–—])\s+(\S.*)$/u;
const DOTTED = /^((\d{1,2}(?:\.\d{1,2}){1,5})([.)]?))\s+(\S.*)$/u;
// "1.", "1)", "1.-", "1.)", "1º", "1.º", "1°.-": as Spanish and Portuguese write them too.
const NUMBER = /^(\(?)(\d{1,3})([.)]-?|\.\)|\.?[º°ª]\.?-?)\s+(\S.*)$/u;
const LETTER = /^(\(?)([a-z]|[A-Z])([.)])\s+(\S.*)$/u;
const ROMAN = /^(\(?)([ivx]{1,6}|[IVX]{1,6})([.)])\s+(\S.*)$/u;

/**
 * The ways to read a line's beginning as a marker, the likeliest first: "i)" is the letter after h) or the Roman one.
 * Empty when it has none.
 */
export function markersOf(line: string): Marker[] {
  const bullet = BULLET.exec(line);
  if (bullet) {
    const [, written = "", text = ""] = bullet;
    return [{ written, text, style: written, ordinal: 0, depth: 0 }];
  }
  const numbered = dottedNumber(line) ?? number(line);
  if (numbered) return [numbered];
  return [roman(line), letter(line)].filter((marker) => marker !== undefined);
}

function dottedNumber(line: string): Marker | undefined {
  const [, written = "", digits = "", end = "", text = ""] = DOTTED.exec(line) ?? [];
  // "1.5 million" is a quantity: without an end mark, what follows must begin as a sentence does.
  if (!written || (end === "" && /^[\p{Ll}\p{P}\p{S}\p{N}]/u.test(text))) return undefined;
  const parts = digits.split(".");
  const style = `${parts.map(() => "1").join(".")}${end}`;
  return { written, text, style, ordinal: Number(parts.at(-1)), depth: parts.length };
}

function number(line: string): Marker | undefined {
  const [, open = "", digits = "", end = "", text = ""] = NUMBER.exec(line) ?? [];
  if (!digits || (open === "(" && end !== ")")) return undefined;
  return { written: open + digits + end, text, style: `${open}1${end}`, ordinal: Number(digits), depth: 0 };
}

function letter(line: string): Marker | undefined {
  const [, open = "", sign = "", end = "", text = ""] = LETTER.exec(line) ?? [];
  if (!sign || (open === "(" && end !== ")")) return undefined;
  const lower = sign.toLowerCase();
  const style = `${open}${sign === lower ? "a" : "A"}${end}`;
  return { written: open + sign + end, text, style, ordinal: lower.charCodeAt(0) - 96, depth: 0 };
}

const ROMAN_FORM = /^x{0,3}(?:ix|iv|v?i{0,3})$/u;

function roman(line: string): Marker | undefined {
  const [, open = "", sign = "", end = "", text = ""] = ROMAN.exec(line) ?? [];
  const lower = sign.toLowerCase();
  if (!sign || (open === "(" && end !== ")") || !ROMAN_FORM.test(lower)) return undefined;
  const style = `${open}${sign === lower ? "i" : "I"}${end}`;
  return { written: open + sign + end, text, style, ordinal: romanValue(lower), depth: 0 };
}

function romanValue(sign: string): number {
  const values: Record<string, number> = { i: 1, v: 5, x: 10 };
  let total = 0;
  for (let at = 0; at < sign.length; at += 1) {
    const value = values[sign[at] ?? ""] ?? 0;
    total += value < (values[sign[at + 1] ?? ""] ?? 0) ? -value : value;
  }
  return total;
}

type OpenList = { readonly indent: number; readonly style: string; readonly last: number };

/** The lists that are open at a line, outermost first; tells which markers go on with one and how deep they are. */
export class OpenLists {
  private lists: OpenList[] = [];

  close(): void {
    this.lists = [];
  }

  /** Columns of the last item, or undefined when no list is open. */
  get indent(): number | undefined {
    return this.lists.at(-1)?.indent;
  }

  get level(): number {
    return this.lists.length;
  }

  continues(marker: Marker): boolean {
    return this.lists.some(
      (list) => list.style === marker.style && (marker.ordinal === 0 || marker.ordinal === list.last + 1),
    );
  }

  /**
   * Which reading of a line's marker, if any, begins an item. `atStart`: the line follows a blank one or another item's
   * paragraph; otherwise it may be the middle of a wrapped sentence, and only what can hardly be prose counts.
   */
  beginning(markers: readonly Marker[], atStart: boolean, afterStop: boolean): Marker | undefined {
    const next = markers.find((marker) => this.continues(marker));
    if (next) return next;
    return markers.find((marker) => {
      if (marker.ordinal === 0) return atStart || !/[–—]/u.test(marker.style);
      const isNumber = /\d/u.test(marker.style);
      if (isNumber) return atStart || marker.ordinal === 1;
      if (marker.ordinal === 1) return atStart || afterStop;
      // "B." may be an initial and "V." a verse: alone they begin no list, "b)" and "iv." do.
      return atStart && (marker.written.length > 2 || marker.written.endsWith(")"));
    });
  }

  /** Enters an item; its nesting level, from 1. */
  enter(marker: Marker, indent: number): number {
    while ((this.lists.at(-1)?.indent ?? -1) > indent + 1) this.lists.pop();
    const known = this.lists.findIndex(
      (list) => list.style === marker.style && Math.abs(list.indent - indent) <= 1,
    );
    if (known >= 0) this.lists.length = known;
    this.lists.push({ indent, style: marker.style, last: marker.ordinal });
    return marker.depth > 0 ? marker.depth : this.lists.length;
  }
}

// The names at the end of a BLT file: of the candidates, then of the election; and the quoting of a name that is written.
// Invariant: what `quoted` writes, `namesOf` reads back as it was.

const LONGEST_NAME = 1000;

/** Where a name cannot be read: `nameNotClosed`, `nameTooLong`, `controlCharacter`. */
export type NameFault = { readonly reason: string };

export type NamesOfLine = {
  readonly names: readonly string[];
  /** How many comments, one within another, are still open at the end of the line. */
  readonly comments: number;
};

/** U+0000–U+001F but the tab, and U+007F. */
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/**
 * The names on one line. Quoted ones may share a line: a quotation mark ends a name where the line ends after it, or a comment
 * or the next name begins; any other one belongs to the name, and so do a doubled one and one after a backslash. A name without
 * quotation marks is the whole line, up to a comment.
 */
export function namesOf(line: string, comments = 0): NamesOfLine | NameFault {
  const names: string[] = [];
  let at = 0;
  let open = comments;
  for (;;) {
    for (; open > 0 && at < line.length; at++) {
      if (line.startsWith("/*", at)) open++;
      else if (line.startsWith("*/", at)) open--;
      else continue;
      at++;
    }
    at = nextMark(line, at);
    if (at >= line.length || line[at] === "#" || line.startsWith("//", at)) return { names, comments: open };
    if (line.startsWith("/*", at)) {
      open = 1;
      at += 2;
      continue;
    }
    const read = line[at] === '"' ? quotedName(line, at + 1) : plainName(line, at);
    if (!read) return { reason: "nameNotClosed" };
    if (read.name.length > LONGEST_NAME) return { reason: "nameTooLong" };
    if (control.test(read.name)) return { reason: "controlCharacter" };
    names.push(read.name);
    at = read.after;
  }
}

function plainName(line: string, from: number): { name: string; after: number } {
  let after = from + 1;
  while (after < line.length && !(isBlank(line[after - 1]) && commentBegins(line, after))) after++;
  let end = after;
  while (isBlank(line[end - 1])) end--;
  return { name: line.slice(from, end), after };
}

function quotedName(line: string, from: number): { name: string; after: number } | undefined {
  let name = "";
  for (let at = from; at < line.length;) {
    const character = line[at];
    if (
      character === "\\" &&
      (line[at + 1] === "\\" || (line[at + 1] === '"' && nextMark(line, at + 2) < line.length))
    ) {
      name += line[at + 1];
      at += 2;
    } else if (character === '"') {
      let marks = 1;
      while (line[at + marks] === '"') marks++;
      at += marks;
      const next = nextMark(line, at);
      // An even number are doubled ones, unless nothing follows that could still close the name.
      const closes = marks % 2 === 0 ? next >= line.length : endsOrBegins(line, at, next);
      if (closes) return { name: name + '"'.repeat(Math.floor(marks / 2)), after: at };
      name += '"'.repeat(Math.ceil(marks / 2));
    } else {
      name += character;
      at++;
    }
  }
  return undefined;
}

/** The first place from there on that is not blank. */
function nextMark(line: string, at: number): number {
  let next = at;
  while (isBlank(line[next])) next++;
  return next;
}

function commentBegins(line: string, at: number): boolean {
  return line[at] === "#" || line.startsWith("//", at) || line.startsWith("/*", at);
}

/** Whether, after a mark that ends at `at`, the line ends, a comment begins, or after a blank the next quoted name. */
function endsOrBegins(line: string, at: number, next: number): boolean {
  if (next >= line.length || commentBegins(line, next)) return true;
  return next > at && line[next] === '"';
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t" || character === "\r" || character === "\n";
}

/** The name in quotation marks as a file has it; undefined for one that no line can hold. */
export function quoted(name: string): string | undefined {
  if (control.test(name) || !name.isWellFormed() || name.length > LONGEST_NAME) return undefined;
  return `"${name.replaceAll("\\", "\\\\").replaceAll('"', '""')}"`;
}

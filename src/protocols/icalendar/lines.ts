// Content lines of iCalendar (RFC 5545 §3.1): escaped, folded, ended by CRLF.
// Invariant: no line is longer than 75 octets, and no character of UTF-8 is cut in two.

const MOST_OCTETS = 75;

/** TEXT (§3.3.11): backslash, semicolon, comma and line breaks are escaped; other controls have no place in it. */
export function escapeText(text: string): string {
  // Most texts have nothing to escape, and a feed has tens of thousands of them.
  return TO_ESCAPE.test(text) ? text.replace(EACH_TO_ESCAPE, escaped) : text;
}

// oxlint-disable-next-line no-control-regex -- they are what is taken out
const TO_ESCAPE = /[\u0000-\u001f\u007f\\;,]/;
// oxlint-disable-next-line no-control-regex -- they are what is taken out
const EACH_TO_ESCAPE = /\r\n|[\u0000-\u001f\u007f\\;,]/g;

function escaped(found: string): string {
  if (found === "," || found === ";" || found === "\\") return `\\${found}`;
  if (found === "\t") return found;
  return found === "\n" || found === "\r" || found === "\r\n" ? "\\n" : "";
}

/** A parameter's value (§3.2), in quotes when it needs them; what a value cannot hold is written by RFC 6868. */
export function parameterValue(text: string): string {
  if (!NOT_PLAIN.test(text)) return text;
  const written = text
    .replaceAll("^", "^^")
    .replaceAll('"', "^'")
    .replace(/\r?\n/g, "^n")
    .replace(/[\u0000-\u001f\u007f]/g, ""); // oxlint-disable-line no-control-regex -- they are what is taken out
  return /[:;,]/.test(written) ? `"${written}"` : written;
}

// oxlint-disable-next-line no-control-regex -- they are what is taken out
const NOT_PLAIN = /[\u0000-\u001f\u007f^":;,]/;

function octetsOf(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

const BREAK = /[\r\n]/;

/** One content line with its CRLF; long ones are folded by CRLF and a space. */
export function fold(written: string): string {
  // Whatever it holds: a value must not begin a line of its own.
  const line = BREAK.test(written) ? written.replace(/[\r\n]/g, "") : written;
  return foldedLine(line);
}

function foldedLine(line: string): string {
  // A UTF-16 code unit is at most three octets of UTF-8.
  if (line.length * 3 <= MOST_OCTETS || Buffer.byteLength(line) <= MOST_OCTETS) return `${line}\r\n`;
  return folded(line);
}

function folded(line: string): string {
  let text = "";
  let from = 0;
  let octets = 0;
  for (let at = 0; at < line.length;) {
    const unit = line.charCodeAt(at);
    const code = unit < 0xd800 ? unit : (line.codePointAt(at) ?? 0);
    const own = octetsOf(code);
    if (octets + own > MOST_OCTETS) {
      text += `${line.slice(from, at)}\r\n `;
      from = at;
      // The space that marks the continuation counts.
      octets = 1;
    }
    octets += own;
    at += code > 0xffff ? 2 : 1;
  }
  return `${text}${line.slice(from)}\r\n`;
}

/** `NAME;PARAM=value:` and a value that is not TEXT, or one that was escaped. */
export function property(
  name: string,
  value: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  let head = name;
  for (const key of Object.keys(parameters)) head += `;${key}=${parameterValue(parameters[key] ?? "")}`;
  return fold(`${head}:${value}`);
}

/** A TEXT in a language (§3.2.10). */
export function textProperty(name: string, text: string, language?: string): string {
  // What is escaped has no line breaks left.
  return foldedLine(`${name}${language ? `;LANGUAGE=${language}` : ""}:${escapeText(text)}`);
}

/** An instant as DATE-TIME in UTC (§3.3.5). */
export function utc(at: Date): string {
  const iso = at.toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`;
}

/** `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM` as DATE or as DATE-TIME of a wall clock. */
export function local(civil: string): string {
  const day = civil.slice(0, 4) + civil.slice(5, 7) + civil.slice(8, 10);
  return civil.length === 10 ? day : `${day}T${civil.slice(11, 13)}${civil.slice(14, 16)}00`;
}

// Reading XML for tests: strict where a writer could go wrong, and no more than it writes.

export type Element = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** The text in it and below it. */
  readonly text: string;
};

const TOKEN = /<\?xml[^?]*\?>|<\/([\w:]+)>|<([\w:]+)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gu;

/** The root of a document; throws for anything that is not well formed. */
export function parseXml(source: string): Element {
  type Open = { name: string; attributes: Map<string, string>; children: Element[]; text: string };
  const root: Open = { name: "", attributes: new Map(), children: [], text: "" };
  const open: Open[] = [root];
  let at = 0;
  for (const match of source.matchAll(TOKEN)) {
    if (match.index !== at) throw new Error(`not XML at ${at}: ${source.slice(at, at + 60)}`);
    at += match[0].length;
    const [, closing, opening, attributes = "", empty, text] = match;
    const current = open.at(-1) as Open;
    if (text !== undefined) current.text += unescaped(text);
    else if (opening !== undefined) {
      const element = { name: opening, attributes: attributesOf(attributes), children: [], text: "" };
      open.push(element);
      if (empty === "/") close(opening);
    } else if (closing !== undefined) close(closing);
  }
  function close(name: string) {
    const done = open.pop();
    const parent = open.at(-1);
    if (done?.name !== name || !parent) throw new Error(`</${name}> closes <${done?.name}>`);
    parent.children.push(done);
    parent.text += done.text;
  }
  const [element, ...more] = root.children;
  if (at !== source.length || open.length !== 1 || !element || more.length > 0)
    throw new Error("not one whole document");
  return element;
}

function attributesOf(source: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = "", value = ""] of source.matchAll(/([\w:]+)="([^"<]*)"/gu)) {
    if (attributes.has(name)) throw new Error(`two attributes ${name}`);
    attributes.set(name, unescaped(value));
  }
  return attributes;
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&([^;&]*)(;?)/gu, (whole, name: string, end: string) => {
    const character = name.startsWith("#") ? String.fromCodePoint(Number(name.slice(1))) : NAMED[name];
    if (end !== ";" || character === undefined) throw new Error(`not an entity: ${whole}`);
    return character;
  });
}

/** The element and everything below it. */
export function* everyElement(element: Element): Generator<Element> {
  yield element;
  for (const child of element.children) yield* everyElement(child);
}

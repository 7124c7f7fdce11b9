// Writing XML 1.0.
// Invariant: whatever the values, the document is well formed: what XML cannot hold (XML 1.0 §2.2) becomes U+FFFD, what it
// would read as markup is escaped (§2.4), and texts are in normal form C (W3C Character Model).

export type XmlNode = { readonly xml: string };
export type XmlChild = XmlNode | string | null | undefined | false | readonly XmlChild[];
export type XmlAttributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** An element; attributes that are null or undefined are left out. Strings among the children are text. */
export function el(name: string, attributes: XmlAttributes, ...children: readonly XmlChild[]): XmlNode {
  const inside = children.map(written).join("");
  const head = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join("");
  return { xml: inside === "" ? `<${name}${head}/>` : `<${name}${head}>${inside}</${name}>` };
}

/** The whole document, in UTF-8. */
export function xmlDocument(root: XmlNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`;
}

function written(child: XmlChild): string {
  if (child === null || child === undefined || child === false) return "";
  if (typeof child === "string") return escaped(child);
  return Array.isArray(child) ? child.map(written).join("") : (child as XmlNode).xml;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  // In an attribute these would be read as spaces (§3.3.3).
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu;

function escaped(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFC")
    .replace(NOT_XML, "\u{FFFD}")
    .replace(/[&<>"\t\n\r]/gu, (character) => ENTITIES[character] ?? character);
}

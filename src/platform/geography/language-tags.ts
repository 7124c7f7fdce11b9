// What is a language tag (BCP 47, RFC 5646), and its one spelling.
// Invariant: two tags that mean the same language have the same canonical tag.

/** RFC 5646 section 4.4.1 asks for room for 35 characters; longer tags are nobody's language. */
const LONGEST_TAG = 35;

const named = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

/**
 * Two letters are of ISO 639-1, whose few codes all have names; three may be of any of thousands of languages. More are
 * none (RFC 5646 §2.2.1): `quechua` and `castellano` are how people say it, not how a tag does.
 */
function isLanguageCode(code: string): boolean {
  return code.length === 3 || (code.length === 2 && named.of(code) !== undefined);
}

/** Whether it is a well-formed tag of a language that there is. */
export function isLanguageTag(tag: string): boolean {
  return canonicalLanguageTag(tag) !== undefined;
}

/** `PT-br` → `pt-BR`; undefined for what is not a tag. */
export function canonicalLanguageTag(tag: string): string | undefined {
  if (tag.length > LONGEST_TAG) return undefined;
  try {
    const [canonical = ""] = Intl.getCanonicalLocales(tag);
    return isLanguageCode(canonical.split("-")[0] ?? "") ? canonical : undefined;
  } catch {
    return undefined;
  }
}

// What is a language tag (BCP 47, RFC 5646), and its one spelling.
// Invariant: two tags that mean the same language have the same canonical tag.

/** RFC 5646 section 4.4.1 asks for room for 35 characters; longer tags are nobody's language. */
const LONGEST_TAG = 35;

/** Whether `Intl` reads it as a well-formed tag. */
export function isLanguageTag(tag: string): boolean {
  return canonicalLanguageTag(tag) !== undefined;
}

/** `PT-br` → `pt-BR`; undefined for what is not a tag. */
export function canonicalLanguageTag(tag: string): string | undefined {
  if (tag.length > LONGEST_TAG) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

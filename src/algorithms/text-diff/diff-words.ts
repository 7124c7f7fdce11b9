// What changed between two texts, word by word, as a person would mark it. Pure: strings in, segments out.
// Invariant: the same and deleted segments joined are the old text, the same and inserted ones the new, to the last
// code unit; two neighbouring segments are never of one kind, and a deletion comes before the insertion beside it.
import { changesOf, cleanUp } from "./clean-up.ts";
import { compare, numbered } from "./myers.ts";
import { type Token, tokenise } from "./tokens.ts";

export type DiffSegment = { readonly kind: "same" | "inserted" | "deleted"; readonly text: string };

/**
 * The difference between two texts, in words as Unicode cuts them (UAX #29), by Myers' O(ND) algorithm with a bound on
 * its work (see myers.ts), then cleaned up: no unchanged run between two changes consists of spaces and punctuation
 * alone. Equal texts give one "same" segment, two empty texts none. The texts are taken as they are: normalise first
 * (NFC) when canonically equivalent spellings shall be equal.
 * `language` is a BCP 47 tag; throws RangeError when it is not well formed.
 */
export function diffWords(before: string, after: string, language?: string): DiffSegment[] {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  const old = tokenise(before, language);
  const fresh = tokenise(after, language);
  const { a, b } = numbered(
    old.map((token) => token.text),
    fresh.map((token) => token.text),
  );
  const segments: DiffSegment[] = [];
  const add = (kind: DiffSegment["kind"], tokens: readonly Token[]) => {
    if (tokens.length > 0) segments.push({ kind, text: tokens.map((token) => token.text).join("") });
  };
  let done = 0;
  for (const change of cleanUp(changesOf(compare(a, b)), old, fresh)) {
    add("same", old.slice(done, change.aLo));
    add("deleted", old.slice(change.aLo, change.aHi));
    add("inserted", fresh.slice(change.bLo, change.bHi));
    done = change.aHi;
  }
  add("same", old.slice(done));
  return segments;
}

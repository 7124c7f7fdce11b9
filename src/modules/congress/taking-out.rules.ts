// What amendments take out altogether: passages of a text, and all of it together. Pure.
// Invariants: a place is inside a passage that is taken out only where nothing would be left around it; and of amendments
// between which `pairsLeavingNothing` finds nothing, no selection takes out all that must not go.
import type { ParagraphId, TextVersionBody } from "./text-model.ts";

/** Where the paragraphs of a text stand, from 0. */
export type Places = ReadonlyMap<ParagraphId, number>;

export function placesIn(body: TextVersionBody): Places {
  return new Map(body.map(({ id }, at) => [id, at]));
}

/**
 * Whether the place after a paragraph (null: the start) lies inside what is taken out: in a text of which all is gone,
 * between two paragraphs that both are, or at the end of a section that is gone together with its heading.
 */
export function liesInside(
  body: TextVersionBody,
  places: Places,
  afterId: ParagraphId | null,
  gone: ReadonlySet<ParagraphId>,
): boolean {
  if (gone.size === body.length) return true;
  const at = afterId === null ? undefined : places.get(afterId);
  if (at === undefined || afterId === null || !gone.has(afterId)) return false;
  const next = body[at + 1];
  if (next && gone.has(next.id)) return true;
  if (next && next.kind !== "heading") return false;
  for (let back = at; back >= 0; back -= 1) {
    const paragraph = body[back];
    if (!paragraph || !gone.has(paragraph.id)) return false;
    if (paragraph.kind === "heading") return true;
  }
  return false;
}

/**
 * Pairs among those who take out and put nothing in, so that every selection of them that takes out all of `all` holds at
 * least one pair: both of it may be adopted, but not with all the others. None where something is left in any case.
 */
export function pairsLeavingNothing<Taker>(
  all: readonly ParagraphId[],
  takers: ReadonlyMap<Taker, ReadonlySet<ParagraphId>>,
): [Taker, Taker][] {
  const byParagraph = all.map((id) => [...takers].flatMap(([taker, gone]) => (gone.has(id) ? [taker] : [])));
  const rarest = byParagraph.toSorted((one, other) => one.length - other.length)[0];
  if (!rarest?.length) return [];
  // Whoever takes all out takes one of these, and beside it one that takes out what this one leaves.
  return rarest.flatMap((taker) => {
    const left = all.findIndex((id) => !takers.get(taker)?.has(id));
    return (byParagraph[left] ?? []).map((other): [Taker, Taker] => [taker, other]);
  });
}

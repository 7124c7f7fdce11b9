// Which offer is what somebody wants, and what must hold for a ring. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import { folded } from "#platform/folding";
import type { Multilingual } from "#platform/multilingual";
import { type CategoryKey, categoryPath } from "./categories.ts";

export type RingState = "proposed" | "agreed" | "refused" | "lapsed";

type Thing = { readonly category: CategoryKey; readonly title: Multilingual };
type Want = { readonly category: CategoryKey; readonly words: Multilingual };

/** Letters that make a word worth comparing. */
const LEAST_LETTERS = 4;

function wordsOf(field: Multilingual): Set<string> {
  const all = Object.values(field.texts).flatMap((text) => folded(text).split(/[^\p{L}\p{N}]+/u));
  return new Set(all.filter((word) => word.length >= LEAST_LETTERS));
}

/**
 * How well a thing is what is wanted: 0 where it is not; 1 where its category, or one that gathers it, is asked for; 3 where a word
 * of the want is in its title too, so that what was meant comes before what might do.
 */
export function fitOf(thing: Thing, want: Want): 0 | 1 | 3 {
  if (!categoryPath(thing.category).includes(want.category)) return 0;
  const title = wordsOf(thing.title);
  return [...wordsOf(want.words)].some((word) => title.has(word)) ? 3 : 1;
}

export function ringsWaitForAnswers(state: RingState, lapsesAt: Date, now: Date): Verdict {
  return state === "proposed" && lapsesAt > now ? ok : broken("ringNotOpen");
}

export function partiesAnswer(parties: readonly string[], organizationId: string): Verdict {
  return parties.includes(organizationId) ? ok : broken("ringUnknown");
}

export function eachAnswersOnce(answered: readonly string[], organizationId: string): Verdict {
  return answered.includes(organizationId) ? broken("ringAnswered") : ok;
}

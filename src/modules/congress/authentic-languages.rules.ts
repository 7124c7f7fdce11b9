// How far a text is translated, and what an equally authentic text in another language needs. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import type { AuthenticText, TextVersionBody } from "./text-model.ts";
import { sourceHash } from "./translations.rules.ts";
import type { TextState, TranslationStateOfParagraph } from "./types.ts";

/** `outdated`: it was made from other words than those that stand there. */
export type StateAtAdoption = TranslationStateOfParagraph | "outdated" | "missing";
export const statesAtAdoption: readonly StateAtAdoption[] = ["reviewed", "draft", "outdated", "missing"];

export type Translated = {
  readonly text: string;
  readonly state: TranslationStateOfParagraph;
  readonly sourceHash: Uint8Array;
};

/** By paragraph of a version, in its order. */
export function translationStates(
  body: TextVersionBody,
  translations: ReadonlyMap<string, Translated>,
): Map<string, StateAtAdoption> {
  return new Map(
    body.map(({ id, text }) => {
      const found = translations.get(id);
      if (!found) return [id, "missing"];
      return [id, sourceHash(text).equals(found.sourceHash) ? found.state : "outdated"];
    }),
  );
}

export function countStates(states: ReadonlyMap<string, StateAtAdoption>): Record<StateAtAdoption, number> {
  const counts = { reviewed: 0, draft: 0, outdated: 0, missing: 0 };
  for (const state of states.values()) counts[state] += 1;
  return counts;
}

/** Every paragraph is translated from these very words, and somebody reviewed it. */
export function authenticTextsAreComplete(
  language: string,
  states: ReadonlyMap<string, StateAtAdoption>,
): Verdict {
  const { draft, outdated, missing } = countStates(states);
  const open = draft + outdated + missing;
  return open === 0 ? ok : broken("authenticTextIncomplete", { language, open });
}

export function authenticTitlesAreThere(language: string, titles: Readonly<Record<string, string>>): Verdict {
  return titles[language] ? ok : broken("authenticTitleMissing", { language });
}

/** Once a vote on the whole was opened with them, they are part of what is voted on. */
export function authenticLanguagesAreDeclaredBefore(state: TextState): Verdict {
  return state === "draft" || state === "open" ? ok : broken("textNotOpenForAmendments", { state });
}

/** The text in one language, as it is hashed with a version. */
export function authenticText(
  language: string,
  title: string,
  body: TextVersionBody,
  translations: ReadonlyMap<string, Translated>,
): AuthenticText {
  const paragraphs = body.map(({ id }) => ({ id, text: translations.get(id)?.text ?? "" }));
  return { language, title, paragraphs };
}

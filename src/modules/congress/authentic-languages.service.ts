// Texts that an assembly adopts in several equally authentic languages, and what is recorded of translations at adoption.
// Invariants: what is voted on, signed and hashed is the text in all its authentic languages together; they are fixed as a
// version when the vote on the whole opens, each complete and reviewed. What a translation becomes afterwards does not
// change what was recorded.
import { canonicalLanguageTag } from "#platform/geography/index";
import { type Ctx, transact } from "#platform/context";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import {
  authenticLanguagesAreDeclaredBefore,
  authenticText,
  authenticTextsAreComplete,
  authenticTitlesAreThere,
  countStates,
  translationStates,
} from "./authentic-languages.rules.ts";
import {
  type AdoptionTranslation,
  insertAdoptionTranslation,
  setAuthenticLanguages,
} from "./authentic-languages.store.ts";
import { presiding } from "./editions.service.ts";
import { textPath } from "./paths.ts";
import type { Acting } from "./secondary-amendments.service.ts";
import type { TextVersionBody } from "./text-model.ts";
import { type DeclareAuthenticInput, declareAuthenticInput } from "./texts.schema.ts";
import { knownText } from "./texts.service.ts";
import { insertVersion, raise, readVersion } from "./texts.store.ts";
import { translationsAreIntoAnother } from "./translations.rules.ts";
import { readTranslations } from "./translations.store.ts";
import type { CongressText } from "./types.ts";
import { hashOfVersion, hex } from "./versions.rules.ts";

/**
 * Declares in which languages beside its own a text is to be equally authentic; needs `congress.preside`. None: in its own
 * alone. Refuses with `textNotOpenForAmendments` once it is voted on as a whole, with `translationIntoItself` and with
 * `authenticTitleMissing` {language}.
 */
export async function declareAuthenticLanguages(ctx: Ctx, input: DeclareAuthenticInput): Promise<void> {
  const wanted = parse(declareAuthenticInput, input);
  const languages = [...new Set(wanted.languages.map((tag) => canonicalLanguageTag(tag) ?? tag))].sort();
  await transact(ctx, async (tx) => {
    const { authority } = await presiding(tx, wanted.edition);
    const { edition, text } = await knownText(tx, wanted, "locked");
    hold(authenticLanguagesAreDeclaredBefore(text.state));
    for (const language of languages) {
      hold(translationsAreIntoAnother(language, text.language), "invalid");
      hold(authenticTitlesAreThere(language, text.title.texts));
    }
    await setAuthenticLanguages(tx, text.id, languages);
    await appendAct(tx, {
      type: "congress.text.authentic_languages_declared",
      subject: textPath(edition.slug, text.slug),
      mandateId: authority.mandateId,
      record: { languages, version: text.lastVersion },
    });
  });
}

/**
 * The version on which the vote on the whole opens: the last one, or one that holds the text in its other authentic
 * languages as well. Refuses with `authenticTextIncomplete` {language, open}.
 */
export async function fixAuthenticLanguages({ tx, edition, text, mandateId }: Acting): Promise<number> {
  const last = await readVersion(tx.db, text.id, text.lastVersion);
  if (!last) throw new Error(`text ${text.id} has no last version`);
  if (text.authentic.length === 0) return last.number;
  const translations = await readTranslations(tx.db, text.id);
  const authentic = text.authentic.map((language) => {
    const own = translations.get(language) ?? new Map();
    hold([
      authenticTitlesAreThere(language, text.title.texts),
      authenticTextsAreComplete(language, translationStates(last.body, own)),
    ]);
    return authenticText(language, text.title.texts[language] ?? "", last.body, own);
  });
  const contentHash = hashOfVersion(text, last.body, authentic);
  // Voted on again as it was.
  if (hex(contentHash) === last.contentHash) return last.number;
  const number = await raise(tx, text.id, "last_version");
  const actId = await appendAct(tx, {
    type: "congress.text.languages_fixed",
    subject: textPath(edition.slug, text.slug),
    mandateId,
    record: {
      version: number,
      parentVersion: last.number,
      languages: [...text.authentic],
      versionHash: hex(contentHash),
    },
  });
  await insertVersion(tx, {
    textId: text.id,
    number,
    body: last.body,
    contentHash,
    mandateId,
    actId,
    authentic,
  });
  return number;
}

/** How far the text is translated now, by language: what the act of its adoption says, and what is kept with it. */
export async function translationsNow(
  tx: Ctx,
  text: CongressText,
  body: TextVersionBody,
): Promise<(AdoptionTranslation & { states: ReturnType<typeof translationStates> })[]> {
  const translations = await readTranslations(tx.db, text.id);
  return [...translations].map(([language, own]) => {
    const states = translationStates(body, own);
    return { language, authentic: text.authentic.includes(language), ...countStates(states), states };
  });
}

export async function recordTranslations(
  tx: Ctx,
  of: { readonly textId: CongressText["id"]; readonly version: number; readonly actId: string },
  translations: Awaited<ReturnType<typeof translationsNow>>,
): Promise<void> {
  for (const translation of translations) await insertAdoptionTranslation(tx, of, translation);
}

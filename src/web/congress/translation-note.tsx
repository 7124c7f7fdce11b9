// Above a text in another language than its own: what the reader has before them, how far it is translated, and which of it
// comes from the sections that the text was composed of.
import { statesAtAdoption, type TextView } from "#congress";
import { languageWithin } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import type { Page } from "../request.ts";

type Noted = {
  readonly page: Page;
  readonly text: TextView["text"];
  readonly translated: NonNullable<TextView["translated"]>;
};

export function TranslationNote({ page, text, translated }: Noted) {
  const { t } = page;
  const { authentic, states, takenOver } = translated;
  const said = statesAtAdoption
    .filter((state) => states[state] > 0)
    .map((state) => t(`amendments.soFar.${state}`, { count: states[state] }));
  return (
    <p class="told">
      {t(authentic ? "amendments.equallyAuthentic" : "congress.translated", {
        language: languageWithin(text.language, page.language),
      })}{" "}
      {!authentic && `${t("amendments.soFar", { states: new Intl.ListFormat(page.language).format(said) })} `}
      {takenOver.length > 0 && (
        <>
          {t("amendments.takenOver")}{" "}
          {takenOver.map(({ title, href, paragraphs }, at) => (
            <>
              {at > 0 && "; "}
              <a href={href}>{textIn(title, page.language).text}</a> (
              {t("amendments.soManyParagraphs", { count: paragraphs })})
            </>
          ))}
          .
        </>
      )}
    </p>
  );
}

/** Where some paragraphs are reviewed and others are not, each of those says so. */
export function isMixed({ translated }: Pick<TextView, "translated">): boolean {
  return translated !== undefined && translated.states.reviewed > 0 && translated.states.draft > 0;
}

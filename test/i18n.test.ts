// Catalogues are complete: every key in every language, with the same arguments.
import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { describe, expect, it } from "vitest";
import { catalogueLanguages, readCatalogue } from "../src/platform/i18n/i18n.ts";

function argumentsOf(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    const inner =
      element.type === TYPE.select || element.type === TYPE.plural
        ? Object.values(element.options).flatMap((option) => argumentsOf(option.value))
        : [];
    return [element.value, ...inner];
  });
}

const source = readCatalogue("es");

describe.each(catalogueLanguages)("the catalogue in %s", (language) => {
  const catalogue = readCatalogue(language);

  it("has exactly the keys of the Spanish one", () => {
    expect([...catalogue.keys()].sort()).toEqual([...source.keys()].sort());
  });

  it("says something under every key, and takes the same arguments", () => {
    for (const [key, text] of catalogue) {
      expect(text.trim(), key).not.toBe("");
      const own = new Set(argumentsOf(parse(text, { ignoreTag: true })));
      const expected = new Set(argumentsOf(parse(source.get(key) ?? "", { ignoreTag: true })));
      expect([...own].sort(), `${language} ${key}`).toEqual([...expected].sort());
    }
  });
});

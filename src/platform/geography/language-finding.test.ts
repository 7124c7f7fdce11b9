import fc from "fast-check";
import { expect, it } from "vitest";
import { catalogueLanguages, translator } from "../i18n/i18n.ts";
import {
  canonicalLanguageTag,
  findLanguage,
  languageWithin,
  readLanguages,
  writeLanguages,
} from "./index.ts";

it("finds a language by its name in any catalogue's language, in itself, or by its tag", () => {
  for (const [typed, tag] of [
    ["quechua", "qu"],
    ["QUECHUA", "qu"],
    ["Castellano", "es"],
    ["portugais", "pt"],
    ["Haitian Creole", "ht"],
    ["Kreyòl ayisyen", "ht"],
    ["mapudungun", "arn"],
    ["PT-br", "pt-BR"],
    ["cni", "cni"],
  ] as const)
    expect([typed, findLanguage(typed)]).toEqual([typed, tag]);
  for (const typed of ["", "klingonish", "12", "x", "español y quechua"])
    expect(findLanguage(typed)).toBe(undefined);
});

it("reads a list with commas, semicolons or lines, or with spaces where each word is a language", () => {
  expect(readLanguages("español, criollo haitiano; Quechua\nen")).toEqual(["es", "ht", "qu", "en"]);
  expect(readLanguages("es qu  pt")).toEqual(["es", "qu", "pt"]);
  expect(readLanguages("es, ES, español")).toEqual(["es"]);
  expect(readLanguages(" ,; \n")).toEqual([]);
});

it("leaves what is no language as it was typed, for the refusal to name", () => {
  expect(readLanguages("es, lengua de señas")).toEqual(["es", "lengua de señas"]);
});

it("writes names that are read back as the same languages", () => {
  const tags = ["es", "en", "pt", "fr", "qu", "ay", "gn", "ht", "arn", "nah", "sr-Latn", "cni", "zh-Hant"];
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...tags)),
      fc.constantFrom(...catalogueLanguages),
      (list, into) => {
        expect(readLanguages(writeLanguages(list, into))).toEqual(list);
      },
    ),
  );
  expect(writeLanguages(["es", "qu"], "fr")).toBe("espagnol, quechua");
});

it("reads the name of each language with two letters back, in every catalogue's language", () => {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const tags = letters
    .flatMap((one) => letters.map((other) => one + other))
    .filter((tag) => canonicalLanguageTag(tag) === tag);
  expect(tags.length).toBeGreaterThan(170);
  for (const into of catalogueLanguages)
    // CLDR calls Twi by the name of Akan, of which it is a part.
    expect(tags.filter((tag) => findLanguage(languageWithin(tag, into)) !== tag)).toEqual(["tw"]);
});

it("understands the examples that the forms give", () => {
  for (const language of catalogueLanguages) {
    const hint = translator(language)("sittings.languagesHint");
    const [, examples = ""] = hint.replace(/\.$/u, "").split(/:\s/u);
    expect(readLanguages(examples)).toEqual(["es", "qu"]);
  }
});

// Sentences in several languages, and the amendment each goes back to.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sentenceProvenance, splitSentences } from "./sentences.rules.ts";

describe("cutting into sentences", () => {
  test.each([
    ["es", "¿Quién decide? La asamblea. ¡Siempre!", ["¿Quién decide? ", "La asamblea. ", "¡Siempre!"]],
    ["es", "Habló la Sra. Gómez. Nadie más.", ["Habló la Sra. Gómez. ", "Nadie más."]],
    ["en", "It cost 3.5 million. U.S. firms paid.", ["It cost 3.5 million. ", "U.S. firms paid."]],
    ["fr", "Selon M. Dupont, oui. Et non.", ["Selon M. Dupont, oui. ", "Et non."]],
    ["zh", "大会决定。大家同意。", ["大会决定。", "大家同意。"]],
    ["ar", "هل نوافق؟ نعم نوافق.", ["هل نوافق؟ ", "نعم نوافق."]],
    ["es", "Sin punto", ["Sin punto"]],
    ["es", "", []],
  ])("%s: %s", (language, text, sentences) => {
    expect(splitSentences(text, language)).toEqual(sentences);
  });

  test("the sentences joined are the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (text) => {
        expect(splitSentences(text).join("")).toBe(text);
      }),
    );
  });
});

describe("where a sentence comes from", () => {
  test("the import, or the latest amendment that brought or changed it", () => {
    const history = [
      { text: "One. Two. Three.", amendmentId: null },
      { text: "One. Two and a half. Three.", amendmentId: "A1" },
      { text: "Zero. One. Two and a half. Three.", amendmentId: "A2" },
      { text: "Zero. One. Two and a half. Three. Four.", amendmentId: "A3" },
    ];
    expect(
      sentenceProvenance(history, "en").map(({ text, amendmentId }) => [text.trim(), amendmentId]),
    ).toEqual([
      ["Zero.", "A2"],
      ["One.", null],
      ["Two and a half.", "A1"],
      ["Three.", null],
      ["Four.", "A3"],
    ]);
  });

  test("a sentence that left and came back belongs to whoever brought it back", () => {
    const history = [
      { text: "One. Two.", amendmentId: null },
      { text: "One.", amendmentId: "A1" },
      { text: "One. Two.", amendmentId: "A2" },
    ];
    expect(sentenceProvenance(history).map(({ amendmentId }) => amendmentId)).toEqual([null, "A2"]);
  });

  test("a paragraph that an amendment inserted is that amendment's; no history has no sentences", () => {
    expect(
      sentenceProvenance([{ text: "One. Two.", amendmentId: "A1" }]).map(({ amendmentId }) => amendmentId),
    ).toEqual(["A1", "A1"]);
    expect(sentenceProvenance([])).toEqual([]);
  });

  test("a text that stays the same keeps every attribution", () => {
    const sentence = fc.constantFrom("One. ", "Two. ", "Three. ");
    const text = fc.array(sentence, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("").trim());
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
        const history = texts.map((each, at) => ({ text: each, amendmentId: at === 0 ? null : `A${at}` }));
        const last = texts.at(-1) ?? "";
        const attributed = sentenceProvenance(history);
        expect(attributed.map((each) => each.text).join("")).toBe(last);
        expect(sentenceProvenance([...history, { text: last, amendmentId: "again" }])).toEqual(attributed);
      }),
    );
  });
});

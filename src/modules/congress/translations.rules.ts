// What must hold for a text in another language. Pure.
import { createHash } from "node:crypto";
import { broken, ok, type Verdict } from "#platform/rules";
import type { TextVersionBody } from "./text-model.ts";

/** What a translation was made from: SHA-256 of the paragraph's text in UTF-8. PostgreSQL computes the same. */
export function sourceHash(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}

export function translationsAreIntoAnother(language: string, source: string): Verdict {
  return language === source ? broken("translationIntoItself") : ok;
}

/** Paragraph by paragraph, the same kinds in the same order. `position` counts from 1. */
export function structuresAreEqual(source: TextVersionBody, translation: TextVersionBody): Verdict {
  const length = Math.max(source.length, translation.length);
  for (let at = 0; at < length; at += 1) {
    const here = source[at];
    const there = translation[at];
    if (here && there && here.kind === there.kind && here.level === there.level) continue;
    const counts = { expected: source.length, actual: translation.length };
    return broken("translationStructureDiffers", { position: at + 1, ...counts });
  }
  return ok;
}

// What a version is hashed as. Pure.
import { canonicalHash } from "#algorithms/transparency";
import type { Multilingual } from "#platform/multilingual";
import { type AuthenticText, type TextVersionBody, versionContent } from "./text-model.ts";

/** SHA-256 of the RFC 8785 form of a version's content: 32 bytes. */
export function hashOfVersion(
  text: { readonly title: Multilingual; readonly language: string },
  body: TextVersionBody,
  authentic: readonly AuthenticText[] | null = null,
): Uint8Array {
  return canonicalHash(versionContent(titleOf(text), text.language, body, authentic));
}

/** The title in the text's own language: the one that is hashed. */
export function titleOf(text: { readonly title: Multilingual; readonly language: string }): string {
  return text.title.texts[text.language] ?? text.title.texts[text.title.source] ?? "";
}

export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

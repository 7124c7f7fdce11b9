// Acts in words. A type without words of its own is shown as it is: the log outlives the program that wrote it.
import { hasMessage } from "#platform/i18n/i18n";
import type { Page } from "../request.ts";

export function actWords(page: Page, type: string): string {
  const key = `acts.${type}`;
  return hasMessage(key) ? page.t(key) : type;
}

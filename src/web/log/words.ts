// Acts and what they are about, in words. What has no words of its own is shown as it is: the log outlives the program
// that wrote it.
import { hasMessage } from "#platform/i18n/i18n";
import type { Page } from "../request.ts";

export function actWords(page: Page, type: string): string {
  const key = `acts.${type}`;
  return hasMessage(key) ? page.t(key) : type;
}

/** The shapes that subjects have; named groups are the arguments of the message `log.subject.<name>`. */
const subjects: readonly (readonly [name: string, shape: RegExp])[] = [
  ["node", /^\/$/],
  ["offices", /^\/node\/offices$/],
  ["directory", /^\/organizations$/],
  ["organization", /^\/organizations\/(?<slug>[^/]+)$/],
  ["signingKeys", /^\/organizations\/(?<slug>[^/]+)\/signing-keys$/],
  ["edition", /^\/congress\/(?<edition>[^/]+)$/],
  ["text", /^\/congress\/(?<edition>[^/]+)\/texts\/(?<text>[^/]+)$/],
  ["amendment", /^\/congress\/[^/]+\/texts\/(?<text>[^/]+)\/amendments\/(?<number>\d+)$/],
  ["organ", /^(?:\/congress\/[^/]+)?\/organs\/(?<organ>[^/]+)$/],
  ["commitment", /^\/commitments\/(?<number>\d+)$/],
];

/** `/commitments/38` → `commitment 38`. */
export function subjectWords(page: Page, subject: string): string {
  for (const [name, shape] of subjects) {
    const found = shape.exec(subject);
    if (found) return page.t(`log.subject.${name}`, found.groups ?? {});
  }
  return subject;
}

// How paragraphs are named where one is chosen.
import type { Paragraph } from "#congress";
import type { Choice } from "../../layout/forms.tsx";

const EXCERPT = 70;

/** The beginning of a paragraph, cut between words. */
export function excerpt(text: string, most = EXCERPT): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), most / 2))}…`;
}

/**
 * A text's paragraphs to choose from, by the number an assembly calls them by: their place among those that are not
 * headings, as the amendment's page counts them.
 */
export function paragraphChoices(body: readonly Paragraph[]): Choice[] {
  let number = 0;
  return body.map(({ id, kind, marker, text }) => {
    if (kind === "heading") return { value: id, label: `— ${excerpt(text)}` };
    number += 1;
    return { value: id, label: `§ ${number} · ${marker ? `${marker} ` : ""}${excerpt(text)}` };
  });
}

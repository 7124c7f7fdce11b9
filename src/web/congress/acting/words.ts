// How paragraphs are named where one is chosen.
import type { Paragraph } from "#congress";
import { excerpt } from "../../layout/excerpt.ts";
import type { Choice } from "../../layout/forms.tsx";

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

// Which paragraphs of a text look like the points of a plan. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import type { Paragraph, ParagraphId, TextVersionBody } from "./text-model.ts";

export type PossibleDecisionPoint = {
  readonly paragraph: Paragraph;
  /** The heading above it, if any. */
  readonly heading: Paragraph | null;
  /** The paragraph that leads into its list, if any. */
  readonly lead: Paragraph | null;
};

/** The numbered items of the outermost lists, in order: what a chair chooses decision points from. */
export function decisionPoints(body: TextVersionBody): PossibleDecisionPoint[] {
  const found: PossibleDecisionPoint[] = [];
  let heading: Paragraph | null = null;
  let lead: Paragraph | null = null;
  for (const paragraph of body) {
    if (paragraph.kind === "heading") [heading, lead] = [paragraph, null];
    else if (paragraph.kind === "paragraph") lead = paragraph;
    else if (paragraph.level === 1 && /\d/u.test(paragraph.marker ?? ""))
      found.push({ paragraph, heading, lead });
  }
  return found;
}

/** `marked`: paragraphs that are decision points already. */
export function pointsAreMarkedOnce(wanted: readonly ParagraphId[], marked: ReadonlySet<string>): Verdict {
  const again = wanted.some((id, at) => marked.has(id) || wanted.indexOf(id) !== at);
  return again ? broken("decisionPointAlreadyMarked") : ok;
}

// Which paragraphs of a text look like the points of a plan, and what each is called. Pure.
// Invariant: a point's list and number follow from the adopted text alone, so that it is called the same whenever it is
// marked.
import { broken, ok, type Verdict } from "#platform/rules";
import type { Paragraph, ParagraphId, TextVersionBody } from "./text-model.ts";

/** A numbered list of a text: from one number on, until a heading or until the numbers begin again. */
export type PointList = {
  /** Its place among the lists of the text, from 1. */
  readonly list: number;
  /** What the text calls it: the heading above, or the paragraph that leads into it where a heading has several lists. */
  readonly title: Paragraph | null;
};

export type PossibleDecisionPoint = PointList & {
  readonly paragraph: Paragraph;
  /** As the text numbers it: 9 for "9."; the next one where the text repeats a number. */
  readonly number: number;
};

type Found = {
  heading: Paragraph | null;
  lead: Paragraph | null;
  points: { paragraph: Paragraph; number: number }[];
};

/** The numbered items of the outermost lists, in order: what a chair chooses decision points from. */
export function decisionPoints(body: TextVersionBody): PossibleDecisionPoint[] {
  const lists = listsOf(body);
  const alone = (heading: Paragraph | null) => lists.filter((one) => one.heading === heading).length === 1;
  return lists.flatMap(({ heading, lead, points }, at) => {
    const title = heading && alone(heading) ? heading : (lead ?? heading);
    return points.map((point) => ({ ...point, list: at + 1, title }));
  });
}

function listsOf(body: TextVersionBody): Found[] {
  const lists: Found[] = [];
  let heading: Paragraph | null = null;
  let lead: Paragraph | null = null;
  for (const paragraph of body) {
    if (paragraph.kind === "heading") [heading, lead] = [paragraph, null];
    else if (paragraph.kind === "paragraph") lead = paragraph;
    const written =
      paragraph.kind === "item" && paragraph.level === 1 ? numberOf(paragraph.marker) : undefined;
    if (written === undefined) continue;
    const open = lists.at(-1);
    if (!open || open.heading !== heading || written <= 1) lists.push({ heading, lead, points: [] });
    const points = lists.at(-1)?.points ?? [];
    const numbers = points.map(({ number }) => number);
    const free = !numbers.includes(written);
    points.push({ paragraph, number: free ? Math.max(written, 1) : Math.max(...numbers) + 1 });
  }
  return lists;
}

/** The last number of a marker: 9 of "9.", 3 of "2.3)". */
function numberOf(marker: string | null): number | undefined {
  const digits = marker?.match(/\d+/gu)?.at(-1);
  return digits === undefined ? undefined : Math.min(Number(digits), 9_999);
}

/**
 * What a paragraph is called as a decision point. One that is in no numbered list belongs to a last list without a title,
 * by its number among the paragraphs that are not headings.
 */
export function decisionPointOf(body: TextVersionBody, id: ParagraphId): PossibleDecisionPoint | undefined {
  const listed = decisionPoints(body);
  const found = listed.find(({ paragraph }) => paragraph.id === id);
  if (found) return found;
  const counted = body.filter(({ kind }) => kind !== "heading");
  const at = counted.findIndex((paragraph) => paragraph.id === id);
  const paragraph = counted[at];
  return paragraph && { paragraph, list: (listed.at(-1)?.list ?? 0) + 1, title: null, number: at + 1 };
}

/** `marked`: paragraphs that are decision points already. */
export function pointsAreMarkedOnce(wanted: readonly ParagraphId[], marked: ReadonlySet<string>): Verdict {
  const again = wanted.some((id, at) => marked.has(id) || wanted.indexOf(id) !== at);
  return again ? broken("decisionPointAlreadyMarked") : ok;
}

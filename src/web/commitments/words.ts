// How standings look and sound, the same on the board, the home page and a commitment's own page.
import type { BoardEntry, Standing } from "#commitments";
import { countStandings } from "#commitments";
import type { Page } from "../request.ts";
import type { BarPart, Tone } from "../layout/parts.tsx";

export const toneOf: Readonly<Record<Standing, Tone>> = {
  fulfilled: "done",
  under_way: "going",
  accepted: "plain",
  proposed: "plain",
  silent: "quiet",
  late: "late",
  dropped: "plain",
};

/** The bar of a list of commitments: done, going, late, silent, and what has not begun. */
export function standingBar(page: Page, entries: readonly BoardEntry[]): { parts: BarPart[]; label: string } {
  return countsBar(page, countStandings(entries));
}

export function countsBar(
  page: Page,
  counts: Readonly<Record<Standing, number>>,
): { parts: BarPart[]; label: string } {
  const part = (tone: BarPart["tone"], key: string, count: number): BarPart => ({
    tone,
    count,
    label: page.t(`commitments.count.${key}`, { count }),
  });
  const parts = [
    part("done", "fulfilled", counts.fulfilled),
    part("going", "going", counts.under_way),
    part("late", "late", counts.late),
    part("quiet", "silent", counts.silent),
    part("rest", "other", counts.accepted + counts.proposed + counts.dropped),
  ].filter(({ count }) => count > 0);
  const label = page.t("commitments.barLabel", {
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
    words: parts.map(({ label: words }) => words).join(", "),
  });
  return { parts, label };
}

/** Today's civil date in UTC: what standings are worked out for. */
export function today(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** A UCUM unit as people write it: an annotation such as `{report}` only says what is counted, which its name says. */
export function unitWords(unit: string): string {
  return unit.replace(/\{[^}]*\}/g, "").trim();
}

// Long minutes in sheets, each of what a weak network carries, and where an entry is read.
// Invariant: an entry is on the same sheet in every language, so that its address can be passed on.
import { type MinutesEntry, type MinutesView, type SittingView, standingRemark } from "#assembly";
import { divide } from "../layout/paging.tsx";

export type NumberedEntry = { readonly entry: MinutesEntry; readonly at: number };

/** In lines of a telephone's screen, roughly. */
const A_SHEET = 160;
const linesOf: Partial<Readonly<Record<MinutesEntry["kind"], number>>> = { opened: 8, resumed: 5, voted: 8 };
const A_SENTENCE = 2;
const A_REMARK = 8;

export function sheetsOf(minutes: Pick<MinutesView, "facts" | "remarks">): NumberedEntry[][] {
  const numbered = minutes.facts.entries.map((entry, at) => ({ entry, at }));
  const weightOf = ({ entry, at }: NumberedEntry) =>
    (linesOf[entry.kind] ?? A_SENTENCE) + (standingRemark(minutes, at) ? A_REMARK : 0);
  return divide(numbered, weightOf, A_SHEET, ({ entry }) => entry.kind === "item_opened");
}

/** Where an entry is read. */
export function entryHref(
  { href }: Pick<SittingView, "href">,
  sheets: readonly (readonly NumberedEntry[])[],
  at: number,
): string {
  const sheet = sheets.findIndex((entries) => entries.some((one) => one.at === at)) + 1;
  return `${href}/minutes${sheet > 1 ? `?page=${sheet}` : ""}#e-${at}`;
}

/** The item under way where a sheet begins, if it begins in the middle of one. */
export function itemGoingOn(
  entries: readonly MinutesEntry[],
  first: number,
): Extract<MinutesEntry, { readonly kind: "item_opened" }> | undefined {
  if (entries[first]?.kind === "item_opened") return undefined;
  for (const entry of entries.slice(0, first).toReversed()) {
    if (entry.kind === "item_closed" || entry.kind === "item_postponed") return undefined;
    if (entry.kind === "item_opened") return entry;
  }
  return undefined;
}

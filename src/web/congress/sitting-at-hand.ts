// Which sitting somebody means who reads about a congress or a text of it.
import { listSittings, type SittingSummary } from "#assembly";
import type { WebContext } from "../request.ts";

/** The sitting that is under way, else the next one. */
export function sittingAtHand(sittings: readonly SittingSummary[], now: Date): SittingSummary | undefined {
  const going = ["open", "adjourned"].flatMap((state) => sittings.filter((one) => one.state === state));
  return going[0] ?? sittings.find((one) => one.state === "planned" && one.endsAt > now);
}

/** Where a text stands on the agenda: now or next, else where it stood last. */
export async function sittingOfText(c: WebContext, edition: string, text: string) {
  const { db, now } = c.var.ctx;
  const sittings = await listSittings(db, { edition, text });
  return sittingAtHand(sittings, now) ?? sittings.at(-1);
}

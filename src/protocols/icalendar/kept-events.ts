// Events that were written before, so that a feed of thousands is not written anew because one of them changed.
// Invariant: an event is kept under its action, its language and a mark of all that it was written from.
import type { FeedAction, FeedEntry } from "#agenda";
import { actionEvent, type FeedText } from "./events.ts";

/** About a kilobyte each. */
const MOST_KEPT = 6_000;
type Kept = { readonly mark: string; readonly bytes: Buffer };
/** The one asked for last at the end. */
const kept = new Map<string, Kept>();

function keep(key: string, event: Kept): void {
  kept.delete(key);
  kept.set(key, event);
  if (kept.size > MOST_KEPT) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
}

/** The events of entries, in their order; `read` is asked for those that are not kept. */
export async function eventsOf(
  entries: readonly FeedEntry[],
  text: FeedText,
  read: (ids: readonly string[]) => Promise<readonly FeedAction[]>,
): Promise<Buffer[]> {
  const keyOf = (id: string) => `${text.origin} ${text.language} ${id}`;
  const written = new Map<string, Buffer>();
  const missing: string[] = [];
  for (const { id, mark } of entries) {
    const known = kept.get(keyOf(id));
    if (known?.mark === mark) written.set(id, known.bytes);
    else missing.push(id);
  }
  const marks = new Map(entries.map(({ id, mark }) => [id as string, mark]));
  for (const action of missing.length > 0 ? await read(missing) : []) {
    const bytes = Buffer.from(actionEvent(action, text));
    written.set(action.id, bytes);
    keep(keyOf(action.id), { mark: marks.get(action.id) ?? "", bytes });
  }
  return entries.flatMap(({ id }) => written.get(id) ?? []);
}

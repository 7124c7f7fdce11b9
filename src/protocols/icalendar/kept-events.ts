// Events that were written before, so that a feed of thousands is not written anew because one of them changed.
// Invariant: an event is kept under its action, its language and a mark of all that it was written from.
import type { FeedAction, FeedEntry, MarkedAction } from "#agenda";
import { actionEvent, type FeedText } from "./events.ts";

/** About a kilobyte each. */
const MOST_KEPT = 6_000;
type Kept = { readonly mark: string; readonly bytes: Buffer };
type OfLanguage = Map<string, Kept>;
/** By origin and language: what was asked for last at the end. */
const kept = new Map<string, OfLanguage>();

function keptFor({ origin, language }: FeedText): OfLanguage {
  const key = `${origin} ${language}`;
  const known = kept.get(key) ?? new Map();
  kept.delete(key);
  kept.set(key, known);
  return known;
}

/** Other languages go first, then what was written first in this one. */
function forget(here: OfLanguage): void {
  let count = 0;
  for (const events of kept.values()) count += events.size;
  for (const [key, events] of kept) {
    if (count <= MOST_KEPT || events === here) break;
    kept.delete(key);
    count -= events.size;
  }
  for (const id of here.keys()) {
    if (count <= MOST_KEPT) break;
    here.delete(id);
    count -= 1;
  }
}

export type FeedEvents = {
  readonly entries: readonly Pick<FeedAction, "zone" | "allDay" | "startsLocal" | "lastAt">[];
  readonly events: readonly Buffer[];
};

export type FeedReads = {
  readonly entries: () => Promise<readonly FeedEntry[]>;
  readonly some: (ids: readonly string[]) => Promise<readonly MarkedAction[]>;
  readonly all: () => Promise<readonly MarkedAction[]>;
};

/** The events of a feed, in its order. What is kept is not read again; where nothing is, all is read at once. */
export async function eventsOf(text: FeedText, read: FeedReads): Promise<FeedEvents> {
  const here = keptFor(text);
  const write = (action: MarkedAction) => {
    const bytes = Buffer.from(actionEvent(action, text));
    here.delete(action.id);
    here.set(action.id, { mark: action.mark, bytes });
    return bytes;
  };
  if (here.size === 0) {
    const entries = await read.all();
    const events = entries.map(write);
    forget(here);
    return { entries, events };
  }
  const entries = await read.entries();
  const found = entries.map(({ id, mark }) => {
    const known = here.get(id);
    return known?.mark === mark ? known.bytes : undefined;
  });
  const missing = entries.flatMap(({ id }, at) => (found[at] ? [] : [id]));
  const written = new Map<string, Buffer>();
  for (const action of missing.length > 0 ? await read.some(missing) : [])
    written.set(action.id, write(action));
  forget(here);
  return { entries, events: entries.flatMap(({ id }, at) => found[at] ?? written.get(id) ?? []) };
}

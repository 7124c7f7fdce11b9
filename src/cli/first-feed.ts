// The first calendar feed of a node's life, made before somebody asks for it: with thousands of actions it takes three times
// as long as any later one, because the code, the names of languages and the database's plans are all new.
// Invariant: it is made once, a moment after the start, and a failure of it stops nothing: whoever asks later gets the same
// answer, or the same fault.
import type { Hono } from "hono";
import type { Env } from "../web/request.ts";

/** Long enough for those who waited for the start to have their pages first. */
const AFTER_MS = 1_500;

/** Makes the feed in the node's first language, as `origin` would be asked for it. A stop waits for one that is being made. */
export function makeFirstFeed(
  app: Pick<Hono<Env>, "request">,
  origin: string,
  afterMs = AFTER_MS,
): { stop: () => Promise<void> } {
  let making: Promise<unknown> = Promise.resolve();
  const make = async () => app.request(`${origin}/agenda.ics`, { headers: { "accept-encoding": "gzip" } });
  const timer = setTimeout(() => {
    making = make().catch(() => undefined);
  }, afterMs).unref();
  return {
    async stop() {
      clearTimeout(timer);
      await making;
    },
  };
}

// Whether the node is well, for the machines that watch it: /healthz, and /metrics where it was asked for.
import type { Hono } from "hono";
import { routePath } from "hono/route";
import type { Metrics } from "#platform/metrics";
import type { Env } from "../../web/request.ts";

export type Watched = {
  /** Resolves when the database answers; rejects with the reason when it does not. */
  readonly ping: () => Promise<void>;
  /** Undefined unless whoever runs the node asked for it. */
  readonly metrics: Metrics | undefined;
};

/** First of all routes: they answer while the database is away, and the time of every other request is measured. */
export function addWatching(app: Hono<Env>, { metrics, ping }: Watched): void {
  if (metrics) {
    app.use(async (c, next) => {
      const from = performance.now();
      await next();
      metrics.observe(c.req.method, routePath(c, -1), c.res.status, (performance.now() - from) / 1_000);
    });
    app.get("/metrics", async (c) =>
      c.body(await metrics.text(), 200, { "Content-Type": metrics.contentType }),
    );
  }
  app.get("/healthz", async (c) => {
    c.header("Cache-Control", "no-store");
    try {
      await inTime(ping());
      return c.json({ status: "ok" });
    } catch (error) {
      return c.json({ status: "unavailable", reason: reasonOf(error) }, 503);
    }
  });
}

const PATIENCE_MS = 3_000;

/** A database that hangs says nothing, ever: that is an answer, too. */
function inTime<Result>(work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("late")), PATIENCE_MS);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}

/** Anybody may ask, so it names no address, no user and no path: only the code of what went wrong, if there is one. */
function reasonOf(error: unknown): string {
  const { code = "" } = error as { code?: string };
  return `the database does not answer${/^[A-Z0-9_]{3,30}$/.test(code) ? ` (${code})` : ""}`;
}

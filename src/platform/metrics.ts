// Figures about the running node for Prometheus; there is none of this unless it was asked for.
// Invariant: no label holds anything that a person typed: routes are patterns, never addresses.
import type pg from "pg";
import type { Db } from "./database/database.ts";
import { countWaiting } from "./log/views.ts";

export type Metrics = {
  /** One answered request. `route` is the pattern that matched. */
  readonly observe: (method: string, route: string, status: number, seconds: number) => void;
  /** The exposition text. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
};

export async function openMetrics(db: Db, pool: pg.Pool): Promise<Metrics> {
  // Loaded only where figures are asked for.
  const { collectDefaultMetrics, Gauge, Histogram, Registry } = await import("prom-client");
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "cumbe_" });
  const requests = new Histogram({
    name: "cumbe_http_request_seconds",
    help: "Time to answer a request",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  const gauge = (name: string, help: string, read: () => Promise<number> | number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await read());
      },
    });
  gauge("cumbe_database_connections", "Open connections to the database", () => pool.totalCount);
  gauge("cumbe_database_waiting", "Requests that wait for a connection", () => pool.waitingCount);
  gauge("cumbe_log_unsealed_acts", "Acts that wait for their place in the log", () => countWaiting(db));
  return {
    observe: (method, route, status, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

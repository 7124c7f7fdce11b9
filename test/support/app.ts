// The application on a test's database, and readers who are signed in by a plain cookie that names their account, or by
// a session of their own.
import type { Hono } from "hono";
import { type AppNode, createApp } from "../../src/app.ts";
import { noChanges } from "../../src/platform/database/listening.ts";
import { openLiveSittings } from "../../src/web/sittings/live.ts";
import { openAccounts } from "../../src/platform/accounts/accounts.ts";
import type { Ctx } from "../../src/platform/context.ts";
import type { Env } from "../../src/web/request.ts";
import { testOrigin } from "./node.ts";

export type Reader = {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  /** Sends any bytes. */
  readonly send: (path: string, body: string, headers: Record<string, string>) => Promise<Response>;
  /** Sends a form as this node's own page would. */
  readonly post: (
    path: string,
    fields: Record<string, string> | FormData,
    headers?: Record<string, string>,
  ) => Promise<Response>;
};

/** `ctx` gives the node's facilities; `now` may be moved by the test, and `more` stands in for what only a running node has. */
export function createTestApp(
  ctx: Ctx,
  now: () => Date = () => new Date(),
  more: Partial<AppNode> = {},
): { app: Hono<Env>; as: (accountId?: string) => Reader } {
  const accounts = openAccounts({
    db: ctx.db,
    origin: ctx.node.origin,
    keys: ctx.node.keys,
    report: () => {},
  });
  const app = createApp({
    db: ctx.db,
    facilities: ctx.node,
    originNamed: true,
    accounts,
    live: openLiveSittings({ db: ctx.db, changes: noChanges, now }),
    whoIs: async (headers) => {
      const session = await accounts.accountOf(headers);
      if (session) return session;
      const accountId = /account=([^;]+)/.exec(headers.get("cookie") ?? "")?.[1];
      return accountId ? { accountId } : undefined;
    },
    now,
    report: (line) => process.stderr.write(`${line}\n`),
    ping: async () => {},
    metrics: undefined,
    ...more,
  });
  const as = (accountId?: string): Reader => {
    const own = { "accept-language": "en", ...(accountId ? { cookie: `account=${accountId}` } : {}) };
    return {
      get: async (path, headers = {}) => app.request(testOrigin + path, { headers: { ...own, ...headers } }),
      send: async (path, body, headers) =>
        app.request(testOrigin + path, {
          method: "POST",
          body: new Blob([body]),
          headers: { ...own, origin: testOrigin, ...headers },
        }),
      post: async (path, fields, headers = {}) =>
        app.request(testOrigin + path, {
          method: "POST",
          body: fields instanceof FormData ? fields : new URLSearchParams(fields),
          headers: { ...own, origin: testOrigin, ...headers },
        }),
    };
  };
  return { app, as };
}

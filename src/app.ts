// Puts the pages and protocols together into one application, without listening.
import { randomBytes } from "node:crypto";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { routePath } from "hono/route";
import type { Accounts } from "#platform/accounts/accounts";
import { Refusal, statusForMachines } from "#platform/errors";
import { translator } from "#platform/i18n/i18n";
import type { Metrics } from "#platform/metrics";
import { apiRoutes } from "./protocols/api/routes.ts";
import { congressProtocolRoutes } from "./protocols/congress/routes.ts";
import { logProtocolRoutes } from "./protocols/log/routes.ts";
import { popoloRoutes } from "./protocols/popolo/routes.ts";
import { accountRoutes } from "./web/accounts/routes.tsx";
import { assetRoutes } from "./web/assets.ts";
import { commitmentRoutes } from "./web/commitments/routes.tsx";
import { congressActingRoutes } from "./web/congress/acting.routes.tsx";
import { congressRoutes } from "./web/congress/routes.tsx";
import { homeRoutes } from "./web/home/routes.tsx";
import { logRoutes } from "./web/log/routes.tsx";
import { affiliationRoutes } from "./web/organizations/affiliation.routes.tsx";
import { organizationEditRoutes } from "./web/organizations/edit.routes.tsx";
import { mandateRoutes } from "./web/organizations/mandates.routes.tsx";
import { mapRoutes } from "./web/organizations/maps.routes.ts";
import { organizationRoutes } from "./web/organizations/routes.tsx";
import { limitWrites } from "./web/rate-limit.ts";
import { aboutRoutes } from "./web/node/about.routes.tsx";
import { officeRoutes } from "./web/node/offices.routes.tsx";
import { faultPage, refusalPage, refusalSentence } from "./web/refusals.tsx";
import { barePage, type Env, type WebContext, type WebNode, withRequest } from "./web/request.ts";
import { bodyLimit, sameOrigin, securityHeaders } from "./web/security.ts";

/** What the application needs of a running node beyond what pages see. */
export type AppNode = WebNode & {
  readonly accounts: Accounts;
  /** Whether whoever runs the node named its address, or it only follows from where the node listens. */
  readonly originNamed: boolean;
  /** Says a fault where whoever runs the node reads it. */
  readonly report: (line: string) => void;
  /** Resolves when the database answers; rejects with the reason when it does not. */
  readonly ping: () => Promise<void>;
  /** Undefined unless whoever runs the node asked for it. */
  readonly metrics: Metrics | undefined;
};

const MACHINE = /^\/(api|popolo|log\/(checkpoint|tile))\b/;

export function createApp(node: AppNode): Hono<Env> {
  const app = new Hono<Env>();
  app.onError((error, c) => answerFailure(node, error, c));
  addWatching(app, node);
  app.use(securityHeaders(node.facilities.origin));
  app.use(compress({ threshold: 512 }));
  app.route("/", assetRoutes as unknown as Hono<Env>);
  app.use(withRequest(node));
  app.use(sameOrigin(node.facilities.origin, node.originNamed));
  app.use(limitWrites);
  app.use(bodyLimit());
  app.route("/", homeRoutes);
  app.route("/", aboutRoutes);
  app.route("/", accountRoutes(node.accounts));
  // Before the pages that everybody reads: /congress/new is no edition.
  app.route("/", congressActingRoutes);
  app.route("/", congressRoutes);
  app.route("/", congressProtocolRoutes);
  app.route("/", commitmentRoutes);
  app.route("/", officeRoutes);
  app.route("/", logProtocolRoutes);
  app.route("/", logRoutes);
  app.route("/", popoloRoutes);
  app.route("/", apiRoutes);
  app.route("/", mapRoutes);
  app.route("/", organizationEditRoutes);
  app.route("/", affiliationRoutes);
  app.route("/", mandateRoutes);
  app.route("/", organizationRoutes);
  app.notFound((c) => {
    throw new Refusal("missing", "pageUnknown", { path: c.req.path });
  });
  return app;
}

/** What machines ask to know whether the node is well. */
function addWatching(app: Hono<Env>, { metrics, ping }: AppNode): void {
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

/** PostgreSQL's `character_not_in_repertoire`: no text of anybody's holds a NUL, so whoever sends one sends no text. */
const NUL_IN_TEXT = "22021";
const AWAY = /^(08|57P0|53)|ECONNREFUSED|ENOENT|ECONNRESET|EPIPE/;

function isAway(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return AWAY.test(code) || /Connection terminated|timeout exceeded when trying to connect/.test(message);
}

/** PostgreSQL has no text, and no JSON, with a NUL in it: such an address leads nowhere, such a form cannot be kept. */
function holdsNul(error: unknown): boolean {
  return ["22021", "22P05"].includes((error as { code?: string }).code ?? "");
}

function answerFailure(node: AppNode, thrown: Error, c: WebContext): Response | Promise<Response> {
  let error = thrown;
  if (!(error instanceof Refusal) && isAway(error)) {
    node.report(`database away: ${error.message}`);
    error = new Refusal("unavailable", "databaseAway");
  } else if ((error as { code?: string }).code === NUL_IN_TEXT) {
    error = new Refusal("invalid", "textWithNul");
  }
  if (holdsNul(error))
    error =
      c.req.method === "GET"
        ? new Refusal("missing", "pageUnknown")
        : new Refusal("invalid", "textHasControls");
  const forMachine = MACHINE.test(c.req.path);
  if (!forMachine && !c.var.page) c.set("page", barePage(c, node.facilities.origin));
  if (error instanceof Refusal) {
    if (!forMachine) return refusalPage(c, error);
    const t = translator(c.var.page?.language ?? "en");
    const errors = error.fields.map((field) => ({ ...field, message: refusalSentence(t, field) }));
    return c.json(
      { reason: error.reason, message: refusalSentence(t, error), errors },
      statusForMachines(error),
    );
  }
  const number = randomBytes(4).toString("hex");
  // Still encoded: what is decoded could write on the terminal of whoever reads this.
  const path = URL.parse(c.req.url)?.pathname ?? "";
  node.report(`fault ${number} at ${c.req.method} ${path}: ${error.stack ?? error.message}`);
  return forMachine ? c.json({ reason: "fault", message: `fault ${number}` }, 500) : faultPage(c, number);
}

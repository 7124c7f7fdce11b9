// Puts the pages and protocols together into one application, without listening.
import { randomBytes } from "node:crypto";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { Refusal, statusOf } from "#platform/errors";
import { translator } from "#platform/i18n/i18n";
import { assetRoutes } from "./web/assets.ts";
import { homeRoutes } from "./web/home/routes.tsx";
import { faultPage, refusalPage, refusalSentence } from "./web/refusals.tsx";
import { type Env, type WebContext, type WebNode, withRequest } from "./web/request.ts";
import { bodyLimit, sameOrigin, securityHeaders } from "./web/security.ts";

/** What the application needs of a running node beyond what pages see. */
export type AppNode = WebNode & {
  /** Says a fault where whoever runs the node reads it. */
  readonly report: (line: string) => void;
  /** Resolves when the database answers; rejects with the reason when it does not. */
  readonly ping: () => Promise<void>;
};

const MACHINE = /^\/(api|popolo|log\/(checkpoint|tile))\b/;

export function createApp(node: AppNode): Hono<Env> {
  const app = new Hono<Env>();
  app.onError((error, c) => answerFailure(node, error, c));
  app.get("/healthz", async (c) => {
    try {
      await node.ping();
      return c.json({ status: "ok" });
    } catch (error) {
      return c.json(
        { status: "unavailable", reason: error instanceof Error ? error.message : String(error) },
        503,
      );
    }
  });
  app.use(securityHeaders(node.facilities.origin));
  app.use(compress({ threshold: 512 }));
  app.route("/", assetRoutes as unknown as Hono<Env>);
  app.use(withRequest(node));
  app.use(sameOrigin(node.facilities.origin));
  app.use(bodyLimit());
  app.route("/", homeRoutes);
  app.notFound((c) => {
    throw new Refusal("missing", "pageUnknown", { path: c.req.path });
  });
  return app;
}

const AWAY = /^(08|57P0|53)|ECONNREFUSED|ENOENT|ECONNRESET|EPIPE/;

function isAway(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return AWAY.test(code) || /Connection terminated|timeout exceeded when trying to connect/.test(message);
}

function answerFailure(node: AppNode, thrown: Error, c: WebContext): Response | Promise<Response> {
  let error = thrown;
  if (!(error instanceof Refusal) && isAway(error)) {
    node.report(`database away: ${error.message}`);
    error = new Refusal("unavailable", "databaseAway");
  }
  const forMachine = MACHINE.test(c.req.path) || !c.var.page;
  if (error instanceof Refusal) {
    if (!forMachine) return refusalPage(c, error);
    const t = translator(c.var.page?.language ?? "en");
    const errors = error.fields.map((field) => ({ ...field, message: refusalSentence(t, field) }));
    return c.json({ reason: error.reason, message: refusalSentence(t, error), errors }, statusOf(error));
  }
  const number = randomBytes(4).toString("hex");
  node.report(`fault ${number} at ${c.req.method} ${c.req.path}: ${error.stack ?? error.message}`);
  return forMachine ? c.json({ reason: "fault", message: `fault ${number}` }, 500) : faultPage(c, number);
}

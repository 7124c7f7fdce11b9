// Remembers in which language somebody reads who is signed in: when they choose one, and when they send a form.
import type { MiddlewareHandler } from "hono";
import { noteLanguage } from "#platform/accounts/languages";
import type { Env } from "./request.ts";

export const noteReadingLanguage: MiddlewareHandler<Env> = async (c, next) => {
  const { ctx } = c.var;
  const says = c.req.method === "POST" || c.req.query("lang") !== undefined;
  if (says && ctx.actor.kind === "person") await noteLanguage(ctx, ctx.actor.accountId, ctx.language);
  return next();
};

// What programs read may be read by every site's programs too.
import type { MiddlewareHandler } from "hono";
import type { Env } from "../web/request.ts";

/** Open to every site for reading (Fetch standard, CORS protocol), without cookies: as a visitor reads. */
export const openForReading: MiddlewareHandler<Env> = async (c, next) => {
  c.header("Access-Control-Allow-Origin", "*");
  c.header("Cross-Origin-Resource-Policy", "cross-origin");
  if (c.req.method === "OPTIONS") {
    c.header("Access-Control-Allow-Methods", "GET, HEAD");
    c.header("Access-Control-Max-Age", "86400");
    return c.body(null, 204);
  }
  c.set("ctx", { ...c.var.ctx, actor: { kind: "visitor" } });
  return next();
};

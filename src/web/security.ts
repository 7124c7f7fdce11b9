// What every answer carries, and what every write must show, before any route sees it.
import type { MiddlewareHandler } from "hono";
import { Refusal } from "#platform/errors";
import type { Env } from "./request.ts";

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "script-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function securityHeaders(origin: string): MiddlewareHandler<Env> {
  const secure = origin.startsWith("https:");
  return async (c, next) => {
    c.header("Content-Security-Policy", POLICY);
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Referrer-Policy", "same-origin");
    c.header("Cross-Origin-Opener-Policy", "same-origin");
    c.header("Cross-Origin-Resource-Policy", "same-origin");
    c.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (secure) c.header("Strict-Transport-Security", "max-age=31536000");
    await next();
  };
}

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * A write comes from this node's own pages: browsers say so in `Sec-Fetch-Site` (Fetch Metadata) or `Origin`
 * (RFC 6454). One that says neither is refused: every browser in use sends `Origin` with a form.
 * Where nobody named the node's address, the one that the write was sent to counts as well: a newcomer opens
 * `localhost` or the computer's address in the house as they come.
 */
export function sameOrigin(origin: string, named: boolean): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (READS.has(c.req.method)) return next();
    const site = c.req.header("sec-fetch-site");
    const from = c.req.header("origin");
    const own =
      from === undefined
        ? site === "same-origin"
        : from === origin || (!named && isOfThisHouse(from, c.req.header("host")));
    if (!own || (site !== undefined && site !== "same-origin"))
      throw new Refusal("forbidden", "foreignOrigin");
    return next();
  };
}

/** An address, `localhost`, or a name that no stranger can own: other names can be made to lead here (DNS rebinding). */
const HOUSE_NAME = /^(\[[0-9a-f:]+\]|\d{1,3}(\.\d{1,3}){3}|[a-z0-9-]+(\.(local|home\.arpa))?)$/;

function isOfThisHouse(from: string, host: string | undefined): boolean {
  const url = URL.parse(from);
  return url?.protocol === "http:" && url.host === host && HOUSE_NAME.test(url.hostname);
}

const MOST_BYTES = 8 * 1024 * 1024;

/** Refuses what is announced as too large before it is read, and stops reading what was not announced. */
export function bodyLimit(limit = MOST_BYTES): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (READS.has(c.req.method)) return next();
    const announced = Number(c.req.header("content-length") ?? Number.NaN);
    if (announced > limit) throw new Refusal("tooLarge", "bodyTooLarge", { limit });
    if (Number.isNaN(announced) && c.req.raw.body) {
      const body = await readUpTo(c.req.raw.body, limit);
      c.req.raw = new Request(c.req.raw, { body: new Uint8Array(body) });
    }
    return next();
  };
}

async function readUpTo(stream: ReadableStream<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > limit) throw new Refusal("tooLarge", "bodyTooLarge", { limit });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

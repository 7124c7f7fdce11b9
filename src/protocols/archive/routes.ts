// `GET /congress/{edition}/archive.tar.gz`: a whole congress, for whoever wants to check it or keep it.
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { Hono } from "hono";
import { fromAddress, limitAttempts } from "../../web/rate-limit.ts";
import type { Env } from "../../web/request.ts";
import { openForReading } from "../open-for-reading.ts";
import { type ArchiveShelf, openShelf } from "./shelf.ts";

/** Making an archive reads a whole congress: from one address this often in ten minutes, whatever is asked for. */
const MOST_DOWNLOADS = 20;

export function archiveRoutes(shelf: ArchiveShelf = openShelf()) {
  return new Hono<Env>()
    .use("/congress/:edition/archive.tar.gz", openForReading)
    .get("/congress/:edition/archive.tar.gz", async (c) => {
      await limitAttempts(c, "archive by address", [fromAddress(c, MOST_DOWNLOADS, 10)]);
      const edition = c.req.param("edition");
      const kept = await shelf.archiveOf(c.var.ctx, edition);
      const tag = `"${kept.sha256}"`;
      c.header("ETag", tag);
      c.header("Cache-Control", "no-cache");
      // RFC 9110 §13.1.2: whoever has it already is told so.
      if (c.req.header("if-none-match") === tag) return c.body(null, 304);
      c.header("Content-Type", "application/gzip");
      c.header("Content-Length", String(kept.bytes));
      c.header("Content-Disposition", `attachment; filename="${edition}.tar.gz"`);
      return c.body(Readable.toWeb(createReadStream(kept.path)) as ReadableStream);
    });
}

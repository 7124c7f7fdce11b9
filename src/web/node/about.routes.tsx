// What the node says of itself: who can see what, and the program that it runs.
import { createReadStream, statSync } from "node:fs";
import { Readable } from "node:stream";
import { Hono } from "hono";
import { projectFile } from "#platform/project";
import type { Env } from "../request.ts";
import { VisibilityPage } from "./visibility.page.tsx";

export const aboutRoutes = new Hono<Env>()
  .get("/who-sees-what", (c) => c.html(<VisibilityPage page={c.var.page} />))
  // AGPL-3.0 §13: whoever uses the node over a network gets the source of what runs, changes of its own included.
  .get("/source.tar.gz", (c) => {
    const archive = projectFile("dist", "source.tar.gz");
    c.header("Content-Type", "application/gzip");
    c.header("Content-Length", String(statSync(archive).size));
    c.header("Content-Disposition", 'attachment; filename="cumbe-source.tar.gz"');
    return c.body(Readable.toWeb(createReadStream(archive)) as ReadableStream);
  });

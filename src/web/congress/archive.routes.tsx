// The page that leads to a congress's archive.
import { Hono } from "hono";
import { findEdition } from "#congress";
import { Refusal } from "#platform/errors";
import { logVerifierKey } from "#platform/log/keys";
import { askedPage } from "../layout/paging.tsx";
import type { Env } from "../request.ts";
import { ArchivePage } from "./archive.page.tsx";

export const archivePageRoutes = new Hono<Env>().get("/congress/:edition/archive", async (c) => {
  const { ctx, page } = c.var;
  const edition = await findEdition(ctx.db, c.req.param("edition"));
  if (!edition) throw new Refusal("missing", "pageUnknown");
  const verifierKey = await logVerifierKey(ctx);
  return c.html(<ArchivePage page={page} edition={edition} verifierKey={verifierKey} asked={askedPage(c)} />);
});

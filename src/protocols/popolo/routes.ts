// `GET /popolo/organizations.json`: the directory as Popolo, in pages.
import { Hono } from "hono";
import { z } from "zod";
import { isId } from "#platform/ids";
import { parse } from "#platform/validation";
import { pageOfOrganizations } from "#confederation";
import type { Env } from "../../web/request.ts";
import { toPopolo } from "./popolo.ts";

const query = z.object({
  after: z.string().refine(isId, { message: "idMalformed" }).nullable(),
  limit: z.coerce.number().int().min(1).max(500),
});

const readPage = (after: string | undefined, limit: string | undefined) =>
  parse(query, { after: after ?? null, limit: limit ?? 100 });

export const popoloRoutes = new Hono<Env>().get("/popolo/organizations.json", async (c) => {
  const { ctx } = c.var;
  const { after, limit } = readPage(c.req.query("after"), c.req.query("limit"));
  // One more than asked for says whether there is a next page.
  const found = await pageOfOrganizations(ctx.db, { after, limit: limit + 1, now: ctx.now });
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const next = last ? `${ctx.node.origin}/popolo/organizations.json?after=${last.id}&limit=${limit}` : null;
  if (next) c.header("Link", `<${next}>; rel="next"`);
  return c.json({ ...toPopolo(page, ctx.node.origin), next });
});

// `GET /popolo/organizations.json`: the directory as Popolo, in pages.
import { Hono } from "hono";
import { z } from "zod";
import { isId } from "#platform/ids";
import { parse } from "#platform/validation";
import { pageOfOrganizations, withoutEmpty } from "#confederation";
import type { Env } from "../../web/request.ts";
import { openForReading } from "../open-for-reading.ts";
import { toPopolo } from "./popolo.ts";

const query = z.object({
  after: z.string().refine(isId, { message: "idMalformed" }).nullable().default(null),
  limit: z.coerce.number().int("valueMalformed").min(1).max(500).default(100),
});

export const popoloRoutes = new Hono<Env>()
  .use("/popolo/*", openForReading)
  .get("/popolo/organizations.json", async (c) => {
    const { ctx } = c.var;
    const { after, limit } = parse(query, withoutEmpty(c.req.query()));
    // One more than asked for says whether there is a next page.
    const found = await pageOfOrganizations(ctx.db, { after, limit: limit + 1, now: ctx.now });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const next = last ? `${ctx.node.origin}/popolo/organizations.json?after=${last.id}&limit=${limit}` : null;
    if (next) c.header("Link", `<${next}>; rel="next"`);
    return c.json({ ...toPopolo(page, ctx.node.origin), next });
  });

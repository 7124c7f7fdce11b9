// The rules of an edition in the JSON API: what decides now, and every version that did.
import { Hono } from "hono";
import type { z } from "zod";
import { findEditionBySlug, listEditionRules, rulesOfBeginning } from "#congress";
import { Refusal } from "#platform/errors";
import { parse } from "#platform/validation";
import type { Env } from "../../web/request.ts";
import { motionsPath } from "./motions.schema.ts";
import type { editionRules } from "./rules.schema.ts";

export const rulesApiRoutes = new Hono<Env>().get("/api/v1/congress/:edition/rules", async (c) => {
  const { db, node } = c.var.ctx;
  const { edition: slug } = parse(motionsPath, c.req.param());
  const edition = await findEditionBySlug(db, slug);
  if (!edition) throw new Refusal("missing", "editionUnknown", { edition: slug });
  const versions = await listEditionRules(db, edition);
  const { number, hash, href, rules } = versions.at(-1) ?? rulesOfBeginning(edition);
  const of = (path: string) => ({ uri: node.origin + path, data: `${node.origin}${path}/rules.json` });
  return c.json({
    inForce: { number, hash, ...of(href), rules },
    versions: versions.map((version) => ({
      number: version.number,
      hash: version.hash,
      ...of(version.href),
      inForceFrom: version.inForceFrom.toISOString(),
      inForceUntil: version.inForceUntil?.toISOString() ?? null,
      decision: version.decision && node.origin + version.decision,
      act: `/log/acts/${version.actId}`,
    })),
  } satisfies z.infer<typeof editionRules>);
});

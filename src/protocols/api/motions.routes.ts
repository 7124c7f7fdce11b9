// Motions in the JSON API: what the pages show to a visitor; whoever signed is named by the mandate alone.
import { Hono } from "hono";
import type { z } from "zod";
import { withoutEmpty } from "#confederation";
import {
  findEditionBySlug,
  findMotionDetail,
  listMotions,
  type MotionDetail,
  type MotionEntry,
} from "#congress";
import { Refusal } from "#platform/errors";
import { parse } from "#platform/validation";
import type { Env } from "../../web/request.ts";
import { briefOf, linkNext, said } from "./answers.ts";
import {
  type motionDetail,
  type motionList,
  motionPathInput,
  motionsPath,
  motionsQuery,
  type motionSummary,
} from "./motions.schema.ts";

function summaryOf(origin: string, motion: MotionEntry): z.infer<typeof motionSummary> {
  const { id, number, kind, language, state, supporters, needed, text } = motion;
  return {
    uri: origin + motion.href,
    id,
    number,
    kind,
    title: said(motion.title),
    language,
    state,
    submittedAt: motion.submittedAt.toISOString(),
    proposer: briefOf(origin, motion.proposer),
    mandate: motion.mandateId,
    supporters,
    needed,
    ruling: motion.ruling && said(motion.ruling),
    text: text && { uri: origin + text.href, state: text.state, verdict: text.verdict },
    act: `/log/acts/${motion.actId}`,
  };
}

function detailOf(origin: string, motion: MotionDetail): z.infer<typeof motionDetail> {
  return {
    ...summaryOf(origin, motion),
    reason: said(motion.reason),
    words: motion.body.map(({ id, kind, level, marker, text }) => ({ id, kind, level, marker, text })),
    takesAmendments: motion.takesAmendments,
    supportedBy: motion.supportedBy.map((one) => briefOf(origin, one)),
  };
}

const MOTIONS = "/api/v1/congress/:edition/motions";

export const motionApiRoutes = new Hono<Env>()
  .get(MOTIONS, async (c) => {
    const { db, node } = c.var.ctx;
    const { edition: slug } = parse(motionsPath, c.req.param());
    const { limit, ...asked } = parse(motionsQuery, withoutEmpty(c.req.query()));
    const edition = await findEditionBySlug(db, slug);
    if (!edition) throw new Refusal("missing", "editionUnknown", { edition: slug });
    // One more than asked for says whether there is a next page.
    const found = await listMotions(db, edition, { ...asked, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const next = found.length > limit ? (shown.at(-1)?.number ?? null) : null;
    linkNext(c, next);
    const motions = shown.map((motion) => summaryOf(node.origin, motion));
    return c.json({ motions, next } satisfies z.infer<typeof motionList>);
  })
  .get(`${MOTIONS}/:number`, async (c) => {
    const { db, node } = c.var.ctx;
    const { edition, number } = parse(motionPathInput, c.req.param());
    const motion = await findMotionDetail(db, edition, number);
    if (!motion) throw new Refusal("missing", "motionUnknown", { number });
    return c.json(detailOf(node.origin, motion));
  });

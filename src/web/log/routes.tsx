// Pages of the public log.
import { Hono } from "hono";
import { findMandate } from "#confederation";
import { Refusal } from "#platform/errors";
import { isId } from "#platform/ids";
import { logVerifierKey } from "#platform/log/keys";
import { latestCheckpoint } from "#platform/log/seal";
import { findAct, listActs } from "#platform/log/views";
import { textIn } from "#platform/multilingual";
import type { Env, Page } from "../request.ts";
import { ActPage } from "./act.page.tsx";
import { LogPage } from "./log.page.tsx";
import type { Ctx } from "#platform/context";

const ACTS_A_PAGE = 25;

/** A mandate as the log says it: office and organisation, nobody's name. */
async function mandateWords(ctx: Ctx, page: Page, mandateId: string | null): Promise<string | undefined> {
  const mandate = mandateId ? await findMandate(ctx.db, mandateId) : undefined;
  if (!mandate) return undefined;
  return `${textIn(mandate.officeName, page.language).text}, ${textIn(mandate.organizationName, page.language).text}`;
}

export const logRoutes = new Hono<Env>()
  .get("/log", async (c) => {
    const { ctx, page } = c.var;
    const before = c.req.query("before");
    const subject = c.req.query("subject")?.slice(0, 300) || undefined;
    const filter = {
      ...(subject ? { subject } : {}),
      ...(before && /^\d{1,18}$/.test(before) ? { before: BigInt(before) } : {}),
    };
    const { acts, next } = await listActs(ctx.db, filter, ACTS_A_PAGE);
    const checkpoint = await latestCheckpoint(ctx.db);
    const verifierKey = await logVerifierKey(ctx);
    return c.html(
      <LogPage
        page={page}
        acts={acts}
        next={next}
        subject={subject}
        checkpoint={checkpoint}
        verifierKey={verifierKey}
      />,
    );
  })
  .get("/log/acts/:id", async (c) => {
    const { ctx, page } = c.var;
    const id = c.req.param("id");
    const act = isId(id) ? await findAct(ctx.db, id) : undefined;
    if (!act) throw new Refusal("missing", "actUnknown");
    return c.html(<ActPage page={page} act={act} mandate={await mandateWords(ctx, page, act.mandateId)} />);
  });

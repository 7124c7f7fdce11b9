// Local actions in the JSON API: what the pages show to a visitor.
import { Hono } from "hono";
import type { z } from "zod";
import {
  actionPath,
  type ActionView,
  campaignPath,
  findAction,
  listActionReports,
  listOccurrences,
  pageOfActions,
  type Span,
} from "#agenda";
import { withoutEmpty } from "#confederation";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { parse } from "#platform/validation";
import type { Env } from "../../web/request.ts";
import { briefOf, linkNext, said } from "./answers.ts";
import {
  type actionDetail,
  type actionList,
  actionPathInput,
  actionsQuery,
  type actionSummary,
} from "./actions.schema.ts";

function summaryOf(origin: string, action: ActionView): z.infer<typeof actionSummary> {
  const { id, number, state, sequence, kind, city, country, address, latitude, longitude, isExact } = action;
  const { zone, allDay, startsLocal, endsLocal, rule, added, without, link } = action;
  return {
    uri: origin + actionPath(number),
    uid: id,
    number,
    state,
    reason: action.reason && said(action.reason),
    mergedInto: action.mergedNumber === null ? null : origin + actionPath(action.mergedNumber),
    sequence,
    updatedAt: action.updatedAt.toISOString(),
    title: said(action.title),
    description: action.description && said(action.description),
    kind,
    campaign: action.campaign && origin + campaignPath(action.campaign.slug),
    organizers: action.organizers.map((one) => briefOf(origin, one)),
    city,
    country,
    address,
    latitude,
    longitude,
    isExact,
    zone,
    allDay,
    startsLocal,
    endsLocal,
    rule,
    link,
    added: [...added],
    without: [...without],
    moved: action.moved.map((each) => ({ ...each })),
    contact: action.contact ?? action.publicContact,
    accessibility: [...action.accessibility],
    languages: [...action.languages],
  };
}

/** The rule gives at most this many times. */
const MOST_TIMES = 400;

async function detailOf({ db, node }: Ctx, action: ActionView): Promise<z.infer<typeof actionDetail>> {
  const times = await listOccurrences(db, action.id, new Date(0), MOST_TIMES);
  const reports = await listActionReports(db, action.id);
  return {
    ...summaryOf(node.origin, action),
    occurrences: times.map(({ startsAt, endsAt }) => ({
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
    })),
    reports: reports.map((report) => ({
      organization: `${node.origin}/organizations/${report.organization.slug}`,
      participants: report.participants,
      counted: report.counted,
      body: said(report.body),
      reportedAt: report.at.toISOString(),
      confirmedAt: report.confirmedAt && report.confirmedAt.toISOString(),
      photographs: report.photographs.map(({ hash, alt }) => ({
        url: `${node.origin}/agenda/photographs/${hash}`,
        alt: said(alt),
      })),
    })),
  };
}

function spanOf({ from, to }: z.output<typeof actionsQuery>): Span | null {
  if (!from && !to) return null;
  return {
    from: new Date(from ? `${from}T00:00:00Z` : 0),
    to: to ? new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000) : null,
  };
}

export const actionApiRoutes = new Hono<Env>()
  .get("/api/v1/actions", async (c) => {
    const { ctx } = c.var;
    const asked = parse(actionsQuery, withoutEmpty(c.req.query()));
    const { after, limit } = asked;
    const found = await pageOfActions(ctx.db, asked, { after, limit: limit + 1, span: spanOf(asked) });
    const shown = found.slice(0, limit);
    const next = found.length > limit ? (shown.at(-1)?.number ?? null) : null;
    linkNext(c, next);
    const actions = shown.map((action) => summaryOf(ctx.node.origin, action));
    return c.json({ actions, next } satisfies z.infer<typeof actionList>);
  })
  .get("/api/v1/actions/:number", async (c) => {
    const { ctx } = c.var;
    const { number } = parse(actionPathInput, c.req.param());
    const action = await findAction(ctx.db, number);
    if (!action) throw new Refusal("missing", "actionUnknown", { number });
    return c.json(await detailOf(ctx, action));
  });

// Pages of the agenda that everybody reads.
import { Hono } from "hono";
import {
  agendaQuery,
  type AgendaQuery,
  campaignDays,
  campaignTotals,
  choicesIn,
  countDated,
  decisionsOf,
  findAction,
  findCampaign,
  isPhotograph,
  listActionReports,
  listCampaignDays,
  listCampaigns,
  listCampaignVersions,
  listDated,
  listDayChanges,
  listOccurrences,
  monthsWithActions,
  type Span,
} from "#agenda";
import { findOrganizationFacts } from "#confederation";
import { Refusal } from "#platform/errors";
import { textIn } from "#platform/multilingual";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { askedPage, pageOf, rangeOf } from "../layout/paging.tsx";
import type { Env, WebContext } from "../request.ts";
import { ActionPage } from "./action.page.tsx";
import { AgendaPage, CampaignsPage } from "./agenda.page.tsx";
import { CampaignPage } from "./campaign.page.tsx";
import { actionOffers, agendaOffers, campaignOffers } from "./offers.ts";

const ENTRIES_A_PAGE = 30;
const CAMPAIGNS_A_PAGE = 40;
const DAYS_BESIDE = 6;
const TIMES_SHOWN = 8;
const CHANGES_SHOWN = 20;
const VERSIONS_SHOWN = 20;

/** A link may be old or mistyped: what no filter offers is left out, so that a reader finds the agenda. */
function readQuery(c: WebContext): AgendaQuery {
  const shape = agendaQuery.shape;
  return Object.fromEntries(
    Object.keys(shape).flatMap((name) => {
      const parsed = shape[name as keyof typeof shape].safeParse(c.req.query(name) || undefined);
      return parsed.success && parsed.data !== undefined ? [[name, parsed.data]] : [];
    }),
  );
}

/** From now on, or a whole month by the calendars of the places: it begins at different instants in each. */
function spanOf(month: string | undefined, now: Date): Span {
  if (!month) return { from: now, to: null };
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0));
  return { firstDay: `${month}-01`, lastDay: last.toISOString().slice(0, 10) };
}

async function nameOf(c: WebContext, { campaign, organization }: AgendaQuery) {
  const { ctx, page } = c.var;
  const found = campaign ? await findCampaign(ctx.db, campaign) : undefined;
  const whose = organization ? await findOrganizationFacts(ctx, organization) : undefined;
  return {
    campaignTitle: found && textIn(found.title, page.language).text,
    organizationName: whose && textIn(whose.name, page.language).text,
  };
}

export async function readCampaign(c: WebContext) {
  const campaign = await findCampaign(c.var.ctx.db, c.req.param("slug") ?? "");
  if (!campaign) throw new Refusal("missing", "campaignUnknown");
  return campaign;
}

export async function showCampaign(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const campaign = await readCampaign(c);
  const [query, always] = [{ campaign: campaign.slug }, { from: new Date(0), to: null }];
  const range = rangeOf(await countDated(ctx.db, query, always), askedPage(c), ENTRIES_A_PAGE);
  const today = ctx.now.toISOString().slice(0, 10);
  const days = campaignDays(campaign, `${Number(today.slice(0, 4)) + 3}-12-31`);
  return c.html(
    <CampaignPage
      page={page}
      campaign={campaign}
      decisions={await decisionsOf(ctx.db, campaign)}
      coming={days.filter(({ endsOn }) => endsOn >= today).slice(0, DAYS_BESIDE)}
      actions={{ ...range, items: await listDated(ctx.db, query, always, range) }}
      versions={await listCampaignVersions(ctx.db, campaign.id, VERSIONS_SHOWN)}
      totals={await campaignTotals(ctx.db, campaign.id, ctx.now)}
      offers={await campaignOffers(ctx, campaign)}
      form={form}
    />,
    status,
  );
}

export async function readAction(c: WebContext) {
  const number = Number(c.req.param("number"));
  const action = await findAction(c.var.ctx.db, number);
  if (!action) throw new Refusal("missing", "actionUnknown", { number });
  return action;
}

export async function showAction(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const action = await readAction(c);
  if (action.mergedNumber !== null) return c.redirect(`/agenda/actions/${action.mergedNumber}`, 301);
  const over = action.lastAt <= ctx.now;
  const times = await listOccurrences(ctx.db, action.id, over ? new Date(0) : ctx.now, TIMES_SHOWN + 1);
  const reports = await listActionReports(ctx.db, action.id);
  return c.html(
    <ActionPage
      page={page}
      action={action}
      times={times.slice(0, TIMES_SHOWN)}
      more={times.length > TIMES_SHOWN}
      changes={await listDayChanges(ctx.db, action.id, CHANGES_SHOWN)}
      reports={reports}
      offers={await actionOffers(ctx, action, reports)}
      form={form}
    />,
    status,
  );
}

export const agendaRoutes = new Hono<Env>()
  .get("/agenda", async (c) => {
    const { ctx, page } = c.var;
    const query = readQuery(c);
    const asked = c.req.query("month") ?? "";
    const month = /^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(asked) ? asked : undefined;
    const span = spanOf(month, ctx.now);
    const range = rangeOf(await countDated(ctx.db, query, span), askedPage(c), ENTRIES_A_PAGE);
    return c.html(
      <AgendaPage
        page={page}
        query={query}
        month={month}
        found={{ ...range, items: await listDated(ctx.db, query, span, range) }}
        choices={await choicesIn(ctx.db, query, span)}
        months={await monthsWithActions(ctx.db, query)}
        days={await listCampaignDays(ctx.db, ctx.now.toISOString().slice(0, 10), DAYS_BESIDE)}
        {...await nameOf(c, query)}
        offers={await agendaOffers(ctx)}
      />,
    );
  })
  .get("/agenda/campaigns", async (c) => {
    const campaigns = pageOf(await listCampaigns(c.var.ctx.db), askedPage(c), CAMPAIGNS_A_PAGE);
    return c.html(<CampaignsPage page={c.var.page} campaigns={campaigns} />);
  })
  .get("/agenda/campaigns/:slug", (c) => showCampaign(c, emptyForm))
  .get("/agenda/actions/:number{[0-9]{1,9}}", (c) => showAction(c, emptyForm))
  .get("/agenda/photographs/:hash{[0-9a-f]{64}}", async (c) => {
    const { db, node } = c.var.ctx;
    const hash = c.req.param("hash");
    if (!(await isPhotograph(db, hash)) || !(await node.files.size(hash)))
      throw new Refusal("missing", "pageUnknown");
    c.header("Content-Type", "image/webp");
    c.header("Cache-Control", "public, max-age=31536000, immutable");
    return c.body(ReadableStream.from(node.files.read(hash)) as ReadableStream);
  });

// What those who hold a mandate do in the agenda: call, announce, change, call off, join, merge, report, import.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import {
  acceptOrganizer,
  announceAction,
  callCampaign,
  type CallCampaignInput,
  cancelAction,
  cancelActionDay,
  cancelCampaign,
  type CampaignView,
  changeAction,
  changeCampaign,
  type ChangeCampaignInput,
  confirmActionReport,
  declareHeld,
  joinAction,
  leaveAction,
  listByNumbers,
  listCalledCampaigns,
  mergeActions,
  moveActionDay,
  refuseOrganizer,
  removeOrganizer,
} from "#agenda";
import { findOrganizationFacts } from "#confederation";
import { listAdoptedTexts, listDecisionPoints } from "#congress";
import { writeLanguages } from "#platform/geography/index";
import { newId } from "#platform/ids";
import { inOneLanguage, type Multilingual } from "#platform/multilingual";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { ofLongForms, refusedAct } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { ActionFormPage } from "./action-form.page.tsx";
import { factsFrom, fieldOfAction, lines, typedOf } from "./action-form.ts";
import { CampaignFormPage, ChangeCampaignPage } from "./campaign-form.page.tsx";
import { fieldOfDay } from "./days.tsx";
import { organizationsFor } from "./offers.ts";
import { readAction, readCampaign, showAction, showCampaign } from "./routes.tsx";

const today = (c: WebContext) => c.var.ctx.now.toISOString().slice(0, 10);

/** `getTimeZones` (ECMA-402, Intl Locale Info) is in the runtime, and not yet in the compiler's library. */
function firstZoneOf(country: string): string {
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones(): string[] | undefined };
  return locale.getTimeZones()?.[0] ?? "";
}

/** What most will type anyway: where the organisation is, and the first zone of its country. */
async function usualPlace(c: WebContext, slug: string | undefined): Promise<Record<string, string>> {
  const facts = slug ? await findOrganizationFacts(c.var.ctx, slug) : undefined;
  if (!facts) return {};
  const zone = facts.country ? firstZoneOf(facts.country) : "";
  return {
    city: facts.place ?? "",
    country: facts.country ?? "",
    zone,
    languages: writeLanguages(facts.languages, c.var.page.language),
  };
}

async function showAnnounce(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const organizations = await organizationsFor(ctx, "agenda.announce");
  const typed = form.refusal
    ? form.typed
    : { ...(await usualPlace(c, organizations[0]?.slug)), campaign: c.req.query("campaign") ?? "" };
  const alike = form.refusal?.reason === "actionMayBeAnnounced" ? [Number(form.refusal.facts["number"])] : [];
  return c.html(
    <ActionFormPage
      page={page}
      form={{ ...form, typed }}
      freshKey={newId()}
      organizations={organizations}
      campaigns={await listCalledCampaigns(ctx.db, today(c))}
      alike={await listByNumbers(ctx.db, alike)}
    />,
    status,
  );
}

async function showEdit(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const action = await readAction(c);
  const typed = form.refusal ? form.typed : typedOf(action, c.var.page.language);
  return c.html(
    <ActionFormPage
      page={c.var.page}
      form={{ ...form, typed }}
      freshKey={newId()}
      organizations={[]}
      campaigns={[]}
      alike={[]}
      editing={action}
    />,
    status,
  );
}

/** A refused form keeps one value of each name: what was ticked in a list of boxes is kept beside. */
function refusedAction(error: unknown, body: FormBody) {
  const { form, status } = refusedAct(error, body, ofLongForms, fieldOfAction);
  return {
    form: { ...form, typed: { ...form.typed, accessibilities: body.all("accessibility").join(" ") } },
    status,
  };
}

async function showCall(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  return c.html(
    <CampaignFormPage
      page={page}
      form={form}
      freshKey={newId()}
      organizations={await organizationsFor(ctx, "agenda.call")}
      points={await listDecisionPoints(ctx.db)}
      texts={await listAdoptedTexts(ctx.db)}
    />,
    status,
  );
}

function campaignFrom(body: FormBody): CallCampaignInput {
  const language = body.get("language");
  const words = body.get("decision").trim();
  const startsOn = body.get("startsOn").trim();
  return {
    requestKey: body.get("requestKey"),
    organizationId: body.get("organizationId"),
    title: inOneLanguage(language, body.get("title")),
    purpose: inOneLanguage(language, body.get("purpose")),
    precision: body.get("precision") as CallCampaignInput["precision"],
    startsOn,
    endsOn: body.get("endsOn").trim() || startsOn,
    rule: body.get("rule") || null,
    decisionPointId: body.get("decisionPointId") || null,
    textId: body.get("textId") || null,
    decision: words ? inOneLanguage(language, words) : null,
  };
}

/** Words in one language beside translations of others; where the words that they translate change, they go. */
function saidAnew(old: Multilingual, language: string, text: string): Multilingual {
  if (old.texts[language] === text) return old;
  if (language === old.source) return inOneLanguage(language, text);
  return { ...old, texts: { ...old.texts, [language]: text } };
}

function changedFrom(body: FormBody, campaign: CampaignView): ChangeCampaignInput {
  const language = body.get("language");
  const startsOn = body.get("startsOn").trim();
  return {
    campaign: campaign.slug,
    sequence: Number(body.get("sequence")),
    title: saidAnew(campaign.title, language, body.get("title").trim()),
    purpose: saidAnew(campaign.purpose, language, body.get("purpose").trim()),
    precision: body.get("precision") as ChangeCampaignInput["precision"],
    startsOn,
    endsOn: body.get("endsOn").trim() || startsOn,
    rule: body.get("rule") || null,
    added: lines(body.get("added")),
    without: lines(body.get("without")),
  };
}

async function showChange(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  return c.html(
    <ChangeCampaignPage page={c.var.page} form={form} campaign={await readCampaign(c)} />,
    status,
  );
}

/** Does an act from an action's page, and shows the page again with the reason when it is refused. */
async function actOnAction(
  c: WebContext,
  work: (body: FormBody, number: number) => Promise<void>,
  field: string | ((path: string, body: FormBody) => string) = "reason",
) {
  const number = Number(c.req.param("number"));
  const body = await readForm(c);
  try {
    await work(body, number);
  } catch (error) {
    const beside = (path: string) => (typeof field === "string" ? field : field(path, body));
    const { form, status } = refusedAct(error, body, undefined, beside);
    return showAction(c, form, status);
  }
  return c.redirect(`/agenda/actions/${number}`, 303);
}

async function actOnCampaign(c: WebContext, work: (body: FormBody, slug: string) => Promise<void>) {
  const slug = c.req.param("slug") ?? "";
  const body = await readForm(c);
  try {
    await work(body, slug);
  } catch (error) {
    const { form, status } = refusedAct(error, body, undefined, () => "reason");
    return showCampaign(c, form, status);
  }
  return c.redirect(`/agenda/campaigns/${slug}`, 303);
}

/** What a form says of one day of a series. */
function dayFrom(c: WebContext, body: FormBody, number: number) {
  return { number, day: body.get("day"), reason: inOneLanguage(c.var.page.language, body.get("dayReason")) };
}

/** To another time: of what lasts all day no clock is asked. */
function movedFrom(c: WebContext, body: FormBody, number: number) {
  const at = (day: string, time: string) => (time ? `${day.trim()}T${time.trim()}` : day.trim());
  const startsOn = body.get("startsOn");
  return {
    ...dayFrom(c, body, number),
    startsLocal: at(startsOn, body.get("startsTime")),
    endsLocal: at(body.get("endsOn") || startsOn, body.get("endsTime")),
  };
}

/** Each organisation's reason has a field of its own on the page: what was typed stays where it was typed. */
function turnedAwayFrom(c: WebContext, body: FormBody, number: number) {
  const organizationId = body.get("organizationId");
  return {
    number,
    organizationId,
    reason: inOneLanguage(c.var.page.language, body.get(`why-${organizationId}`)),
  };
}

const fieldOfWhy = (_: string, body: FormBody) => `why-${body.get("organizationId")}`;

const ACTION = "/agenda/actions/:number{[0-9]{1,9}}";

export const agendaActingRoutes = new Hono<Env>()
  .get("/agenda/campaigns/new", signedIn, (c) => showCall(c, emptyForm))
  .post("/agenda/campaigns/new", signedIn, async (c) => {
    const body = await readForm(c);
    try {
      return c.redirect(`/agenda/campaigns/${await callCampaign(c.var.ctx, campaignFrom(body))}`, 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms);
      return showCall(c, form, status);
    }
  })
  .get("/agenda/campaigns/:slug/edit", signedIn, (c) => showChange(c, emptyForm))
  .post("/agenda/campaigns/:slug/edit", signedIn, async (c) => {
    const body = await readForm(c);
    const campaign = await readCampaign(c);
    try {
      await changeCampaign(c.var.ctx, changedFrom(body, campaign));
      return c.redirect(`/agenda/campaigns/${campaign.slug}`, 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms);
      return showChange(c, form, status);
    }
  })
  .post("/agenda/campaigns/:slug/cancel", signedIn, (c) =>
    actOnCampaign(c, (body, campaign) =>
      cancelCampaign(c.var.ctx, { campaign, reason: inOneLanguage(c.var.page.language, body.get("reason")) }),
    ),
  )
  .post("/agenda/campaigns/:slug/held", signedIn, (c) =>
    actOnCampaign(c, (_, campaign) => declareHeld(c.var.ctx, campaign)),
  )
  .get("/agenda/actions/new", signedIn, (c) => showAnnounce(c, emptyForm))
  .post("/agenda/actions/new", signedIn, async (c) => {
    const body = await readForm(c);
    try {
      const number = await announceAction(c.var.ctx, {
        ...factsFrom(body),
        requestKey: body.get("requestKey"),
        organizationId: body.get("organizationId"),
        campaign: body.get("campaign") || null,
        insists: body.get("insists") === "yes",
      });
      return c.redirect(`/agenda/actions/${number}`, 303);
    } catch (error) {
      const { form, status } = refusedAction(error, body);
      return showAnnounce(c, form, status);
    }
  })
  .get(`${ACTION}/edit`, signedIn, (c) => showEdit(c, emptyForm))
  .post(`${ACTION}/edit`, signedIn, async (c) => {
    const body = await readForm(c);
    const action = await readAction(c);
    try {
      await changeAction(c.var.ctx, {
        ...factsFrom(body, action),
        number: action.number,
        sequence: Number(body.get("sequence")),
      });
      return c.redirect(`/agenda/actions/${action.number}`, 303);
    } catch (error) {
      const { form, status } = refusedAction(error, body);
      return showEdit(c, form, status);
    }
  })
  .post(`${ACTION}/cancel`, signedIn, (c) =>
    actOnAction(c, (body, number) =>
      cancelAction(c.var.ctx, { number, reason: inOneLanguage(c.var.page.language, body.get("reason")) }),
    ),
  )
  .post(`${ACTION}/days/cancel`, signedIn, (c) =>
    actOnAction(c, (body, number) => cancelActionDay(c.var.ctx, dayFrom(c, body, number)), fieldOfDay),
  )
  .post(`${ACTION}/days/move`, signedIn, (c) =>
    actOnAction(c, (body, number) => moveActionDay(c.var.ctx, movedFrom(c, body, number)), fieldOfDay),
  )
  .post(`${ACTION}/join`, signedIn, (c) =>
    actOnAction(
      c,
      (body, number) => joinAction(c.var.ctx, { number, organizationId: body.get("organizationId") }),
      "organizationId",
    ),
  )
  .post(`${ACTION}/organizers/accept`, signedIn, (c) =>
    actOnAction(c, (body, number) =>
      acceptOrganizer(c.var.ctx, { number, organizationId: body.get("organizationId") }),
    ),
  )
  .post(`${ACTION}/organizers/refuse`, signedIn, (c) =>
    actOnAction(c, (body, number) => refuseOrganizer(c.var.ctx, turnedAwayFrom(c, body, number)), fieldOfWhy),
  )
  .post(`${ACTION}/organizers/remove`, signedIn, (c) =>
    actOnAction(c, (body, number) => removeOrganizer(c.var.ctx, turnedAwayFrom(c, body, number)), fieldOfWhy),
  )
  .post(`${ACTION}/organizers/leave`, signedIn, (c) =>
    actOnAction(c, (body, number) =>
      leaveAction(c.var.ctx, { number, organizationId: body.get("organizationId") }),
    ),
  )
  .post(`${ACTION}/merge`, signedIn, (c) =>
    actOnAction(
      c,
      (body, number) => mergeActions(c.var.ctx, { number, into: Number(body.get("into")) }),
      "into",
    ),
  )
  .post(`${ACTION}/reports/:id/confirm`, signedIn, (c) =>
    actOnAction(c, () => confirmActionReport(c.var.ctx, c.req.param("id") ?? "")),
  );

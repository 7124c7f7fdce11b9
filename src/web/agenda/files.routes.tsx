// Forms of the agenda that bring files: reports with their photographs, and calendars to be read.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import {
  type ActionKind,
  importCalendar,
  listCalledCampaigns,
  type PreviewCalendarInput,
  previewCalendar,
  reportOnAction,
  type ReportActionInput,
} from "#agenda";
import { findOrganizationFacts } from "#confederation";
import { type FieldRefusal, Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { ofLongForms, refusedAct } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { ImportPage, PreviewPage } from "./import.page.tsx";
import { organizationsFor, reportersOf } from "./offers.ts";
import { PHOTOGRAPHS_OFFERED, ReportFormPage } from "./report-form.page.tsx";
import { readAction } from "./routes.tsx";

/** The file of a field, or undefined where none was chosen: browsers send an empty one then. */
async function fileOf(body: FormBody, name: string) {
  const file = body.raw.get(name);
  if (!(file instanceof File) || file.size === 0) return undefined;
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** Photographs with their words, and the reason for each that has none, beside its field. */
async function photographsFrom(body: FormBody, language: string) {
  const photographs: NonNullable<ReportActionInput["photographs"]> = [];
  const wordless: FieldRefusal[] = [];
  for (let position = 0; position < PHOTOGRAPHS_OFFERED; position++) {
    const file = await fileOf(body, `photograph-${position}`);
    const alt = body.get(`alt-${position}`).trim();
    if (file && !alt) wordless.push({ field: `alt-${position}`, reason: "photographNeedsWords", facts: {} });
    if (file && alt) photographs.push({ ...file, alt: inOneLanguage(language, alt) });
  }
  if (wordless.length > 0) throw new Refusal("invalid", "inputInvalid", {}, wordless);
  return photographs;
}

async function reportFrom(body: FormBody, number: number): Promise<ReportActionInput> {
  const language = body.get("language");
  const participants = body.get("participants").trim().replace(/[.\s]/g, "");
  return {
    requestKey: body.get("requestKey"),
    number,
    organizationId: body.get("organizationId"),
    participants: participants === "" ? null : Number(participants),
    counted: (body.get("counted") || null) as ReportActionInput["counted"],
    body: inOneLanguage(language, body.get("body")),
    photographs: await photographsFrom(body, language),
  };
}

async function showReport(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const action = await readAction(c);
  const organizations = await reportersOf(ctx, action);
  return c.html(
    <ReportFormPage
      page={page}
      form={form}
      freshKey={newId()}
      action={action}
      organizations={organizations}
    />,
    status,
  );
}

async function showImport(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const organizations = await organizationsFor(ctx, "agenda.announce");
  const facts = organizations[0] && (await findOrganizationFacts(ctx, organizations[0].slug));
  const typed = form.refusal ? form.typed : { city: facts?.place ?? "", country: facts?.country ?? "" };
  const campaigns = await listCalledCampaigns(ctx.db, ctx.now.toISOString().slice(0, 10));
  return c.html(
    <ImportPage page={page} form={{ ...form, typed }} organizations={organizations} campaigns={campaigns} />,
    status,
  );
}

async function previewFrom(body: FormBody): Promise<PreviewCalendarInput> {
  const file = await fileOf(body, "bytes");
  return {
    organizationId: body.get("organizationId"),
    bytes: file?.bytes ?? new Uint8Array(),
    choices: {
      campaign: body.get("campaign") || null,
      kind: body.get("kind") as ActionKind,
      city: body.get("city"),
      country: body.get("country"),
      language: body.get("language"),
    },
  };
}

/** What is wrong with the file as a whole is said at it; the choices have their own fields. */
const fieldOfImport = (path: string) => path.replace(/^choices\./, "");

const ACTION = "/agenda/actions/:number{[0-9]{1,9}}";

export const agendaFileRoutes = new Hono<Env>()
  .get(`${ACTION}/report`, signedIn, (c) => showReport(c, emptyForm))
  .post(`${ACTION}/report`, signedIn, async (c) => {
    const body = await readForm(c);
    const number = Number(c.req.param("number"));
    try {
      await reportOnAction(c.var.ctx, await reportFrom(body, number));
      return c.redirect(`/agenda/actions/${number}`, 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms);
      return showReport(c, form, status);
    }
  })
  .get("/agenda/import", signedIn, (c) => showImport(c, emptyForm))
  .post("/agenda/import", signedIn, async (c) => {
    const body = await readForm(c);
    try {
      const preview = await previewCalendar(c.var.ctx, await previewFrom(body));
      return c.html(<PreviewPage page={c.var.page} preview={preview} />);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms, fieldOfImport);
      return showImport(c, form, status);
    }
  })
  .post("/agenda/import/:id", signedIn, async (c) => {
    await importCalendar(c.var.ctx, c.req.param("id"));
    return c.redirect("/agenda", 303);
  });

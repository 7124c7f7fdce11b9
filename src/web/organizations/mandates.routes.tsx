// Giving and recalling an organisation's mandates.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import {
  findOrganization,
  grantMandate,
  listOffices,
  listPeopleToName,
  may,
  type MandateReach,
  type OrganizationProfile,
  reachesToGive,
  recallMandate,
} from "#confederation";
import { Refusal } from "#platform/errors";
import { inOneLanguage } from "#platform/multilingual";
import { refusedForm } from "../layout/forms.tsx";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { MandatesPage } from "./mandates.page.tsx";
import { refusedInput } from "../refused-forms.ts";

async function readOrganization(c: WebContext): Promise<OrganizationProfile> {
  const found = await findOrganization(c.var.ctx, c.req.param("slug") ?? "");
  if (!found) throw new Refusal("missing", "organizationUnknown");
  return found;
}

async function readGranting(c: WebContext, organization: OrganizationProfile) {
  const { ctx } = c.var;
  const reaches = await reachesToGive(ctx, organization.id);
  if (reaches.length === 0) return undefined;
  const [offices, people] = await Promise.all([listOffices(ctx.db), listPeopleToName(ctx, organization.id)]);
  return { offices, people: people.map(({ id, name }) => ({ value: id, label: name })), reaches };
}

async function show(
  c: WebContext,
  refused?: Parameters<typeof MandatesPage>[0]["refused"],
  status: ContentfulStatusCode = 200,
) {
  const { ctx, page } = c.var;
  const organization = await readOrganization(c);
  const granting = await readGranting(c, organization);
  const mayRecall = await may(ctx, "mandate.recall", organization.id);
  if (!granting && !mayRecall)
    throw new Refusal("forbidden", "noMandateForThis", { capability: "mandate.grant" });
  return c.html(
    <MandatesPage
      page={page}
      organization={organization}
      now={ctx.now}
      granting={granting}
      mayRecall={mayRecall}
      refused={refused}
    />,
    status,
  );
}

/** A civil date as the instant at which its day begins, or ends, in UTC. */
function instantOf(day: string, time: "00:00:00" | "23:59:59"): Date {
  return new Date(`${day}T${time}Z`);
}

function redraw(c: WebContext, error: unknown, of: string, decision: string, body: FormBody) {
  const { refusal, status } = refusedInput(error);
  const fields = refusal.fields.map((field) =>
    field.field.startsWith("decision") ? { ...field, field: decision } : field,
  );
  const shown = new Refusal(refusal.kind, refusal.reason, refusal.facts, fields);
  return show(c, { of, form: refusedForm(body.raw, shown) }, status);
}

export const mandateRoutes = new Hono<Env>()
  .get("/organizations/:slug/mandates", signedIn, (c) => show(c))
  .post("/organizations/:slug/mandates", signedIn, async (c) => {
    const { ctx } = c.var;
    const { id, slug } = await readOrganization(c);
    const body = await readForm(c);
    const endsAt = body.get("endsAt");
    try {
      await grantMandate(ctx, {
        personId: body.get("personId"),
        organizationId: id,
        office: body.get("office"),
        covers: body.get("covers") as MandateReach,
        startsAt: instantOf(body.get("startsAt"), "00:00:00"),
        endsAt: endsAt ? instantOf(endsAt, "23:59:59") : null,
        decision: inOneLanguage(ctx.language, body.get("decision")),
      });
    } catch (error) {
      return redraw(c, error, "grant", "decision", body);
    }
    return c.redirect(`/organizations/${slug}/mandates`, 303);
  })
  .post("/organizations/:slug/mandates/:mandate/recall", signedIn, async (c) => {
    const { ctx } = c.var;
    const { slug } = await readOrganization(c);
    const body = await readForm(c);
    const mandateId = c.req.param("mandate");
    const field = `decision-${mandateId}`;
    try {
      await recallMandate(ctx, { mandateId, decision: inOneLanguage(ctx.language, body.get(field)) });
    } catch (error) {
      return redraw(c, error, mandateId, field, body);
    }
    return c.redirect(`/organizations/${slug}/mandates`, 303);
  });

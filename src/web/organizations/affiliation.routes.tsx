// The steps of an affiliation, each a form of its own.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import {
  acceptAffiliation,
  type AffiliationStep,
  affiliationSteps,
  applyForAffiliation,
  findOrganization,
  listMandates,
  may,
  type OrganizationId,
  type OrganizationProfile,
  refuseAffiliation,
  reinstateAffiliation,
  sponsorAffiliation,
  suspendAffiliation,
  transitions,
  withdrawAffiliation,
} from "#confederation";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { inOneLanguage, type Multilingual, textIn } from "#platform/multilingual";
import { type Choice, refusedForm } from "../layout/forms.tsx";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { AffiliationPage } from "./affiliation.page.tsx";
import { refusedInput } from "../refused-forms.ts";

async function readOrganization(c: WebContext): Promise<OrganizationProfile> {
  const found = await findOrganization(c.var.ctx, c.req.param("slug") ?? "");
  if (!found) throw new Refusal("missing", "organizationUnknown");
  return found;
}

/** The organisations for which the reader may stand as sponsor of another, and that do not do so already. */
async function sponsorsOf(ctx: Ctx, organization: OrganizationProfile, language: string): Promise<Choice[]> {
  if (ctx.actor.kind !== "person") return [];
  const held = await listMandates(ctx.db, { personId: ctx.actor.personId }, ctx.now);
  const choices = new Map<OrganizationId, string>();
  const standing = new Set(organization.application?.sponsors.map((sponsor) => sponsor.id));
  for (const { organizationId, organizationName } of held) {
    const other =
      organizationId !== organization.id && !standing.has(organizationId) && !choices.has(organizationId);
    if (other && (await may(ctx, "affiliation.sponsor", organizationId))) {
      choices.set(organizationId, textIn(organizationName, language).text);
    }
  }
  return [...choices].map(([value, label]) => ({ value, label }));
}

/** The steps that are open from here and that the reader's mandates allow. */
async function stepsFor(ctx: Ctx, organization: OrganizationProfile, sponsors: readonly Choice[]) {
  const offered: AffiliationStep[] = [];
  for (const step of affiliationSteps) {
    const { from, needs, under } = transitions[step];
    if (!from.includes(organization.status)) continue;
    const allowed =
      under === "another"
        ? sponsors.length > 0
        : await may(ctx, needs, under === "itself" ? organization.id : null);
    if (allowed) offered.push(step);
  }
  return offered;
}

async function show(
  c: WebContext,
  refused?: Parameters<typeof AffiliationPage>[0]["refused"],
  status: ContentfulStatusCode = 200,
) {
  const { ctx, page } = c.var;
  const organization = await readOrganization(c);
  const sponsors = await sponsorsOf(ctx, organization, page.language);
  const steps = await stepsFor(ctx, organization, sponsors);
  return c.html(
    <AffiliationPage
      page={page}
      organization={organization}
      steps={steps}
      sponsors={sponsors}
      refused={refused}
    />,
    status,
  );
}

async function take(ctx: Ctx, step: AffiliationStep, organizationId: OrganizationId, body: FormBody) {
  const typed = body.get(`reason-${step}`).trim();
  const reason: Multilingual | null = typed ? inOneLanguage(ctx.language, typed) : null;
  // An empty reason goes on as an empty text, so that the schema says what is missing.
  const given = reason ?? inOneLanguage(ctx.language, "");
  switch (step) {
    case "applied":
      return applyForAffiliation(ctx, { organizationId, reason });
    case "sponsored":
      return sponsorAffiliation(ctx, { organizationId, sponsorId: body.get("sponsorId"), reason });
    case "affiliated":
      return acceptAffiliation(ctx, { organizationId, reason });
    case "refused":
      return refuseAffiliation(ctx, { organizationId, reason: given });
    case "suspended":
      return suspendAffiliation(ctx, { organizationId, reason: given });
    case "reinstated":
      return reinstateAffiliation(ctx, { organizationId, reason });
    case "withdrawn":
      return withdrawAffiliation(ctx, { organizationId, reason });
  }
}

export const affiliationRoutes = new Hono<Env>()
  .get("/organizations/:slug/affiliation", signedIn, (c) => show(c))
  .post("/organizations/:slug/affiliation/:step", signedIn, async (c) => {
    const step = affiliationSteps.find((candidate) => candidate === c.req.param("step"));
    if (!step) throw new Refusal("missing", "pageUnknown");
    const { id, slug } = await readOrganization(c);
    const body = await readForm(c);
    try {
      await take(c.var.ctx, step, id, body);
    } catch (error) {
      const { refusal, status } = refusedInput(error);
      const fields = refusal.fields.map((field) =>
        field.field.startsWith("reason")
          ? { ...field, field: `reason-${step}`, reason: "reasonMissing" }
          : field,
      );
      const shown = new Refusal(refusal.kind, refusal.reason, refusal.facts, fields);
      return show(c, { step, form: refusedForm(body.raw, shown) }, status);
    }
    return c.redirect(`/organizations/${slug}/affiliation`, 303);
  });

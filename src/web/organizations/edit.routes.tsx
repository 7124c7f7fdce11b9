// Adding an organisation and changing one.
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Hono } from "hono";
import {
  authorise,
  createOrganization,
  editOrganization,
  findOrganizationFacts,
  findOrganizationId,
  type CreateOrganizationInput,
  type OrganizationFacts,
} from "#confederation";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { readLanguages } from "#platform/geography/index";
import { newId } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";
import { emptyForm, type FormState, refusedForm } from "../layout/forms.tsx";
import { type Env, type FormBody, type Page, readForm, signedIn, type WebContext } from "../request.ts";
import { EditPage, formLanguages } from "./edit.page.tsx";
import { refusedInput } from "../refused-forms.ts";

async function readFacts(c: WebContext): Promise<OrganizationFacts> {
  const found = await findOrganizationFacts(c.var.ctx, c.req.param("slug") ?? "");
  if (!found) throw new Refusal("missing", "organizationUnknown");
  return found;
}

/** The text in its original language is `name`; its translations are `name-pt`, `name-fr` … */
function textsFrom(body: FormBody, field: string, languages: readonly string[]): Multilingual {
  const source = body.get("source");
  const texts = [source, ...languages.filter((tag) => tag !== source)].flatMap((tag) => {
    const text = body.get(tag === source ? field : `${field}-${tag}`).trim();
    return text ? [[tag, text] as const] : [];
  });
  return { source, texts: Object.fromEntries(texts) };
}

async function parentFrom(ctx: Ctx, slug: string): Promise<string | null> {
  if (!slug) return null;
  const id = await findOrganizationId(ctx.db, slug);
  if (id) return id;
  throw new Refusal("invalid", "inputInvalid", {}, [
    { field: "parentId", reason: "parentUnknown", facts: {} },
  ]);
}

/** What is left empty is not known. */
async function fieldsFrom(ctx: Ctx, page: Page, body: FormBody, before?: OrganizationFacts) {
  const languages = formLanguages(page, before?.name, before?.description);
  const description = textsFrom(body, "description", languages);
  const text = (name: string) => body.get(name).trim() || null;
  const number = (name: string) => {
    const typed = body.get(name).trim().replace(",", ".");
    return typed === "" ? null : Number(typed);
  };
  return {
    kind: body.get("kind") as CreateOrganizationInput["kind"],
    name: textsFrom(body, "name", languages),
    description: Object.keys(description.texts).length > 0 ? description : null,
    parentId: await parentFrom(ctx, body.get("parentId").trim()),
    country: text("country"),
    subdivision: text("subdivision"),
    place: text("place"),
    latitude: number("latitude"),
    longitude: number("longitude"),
    languages: readLanguages(body.get("languages")),
    foundedOn: text("foundedOn"),
    website: text("website"),
    publicContact: text("publicContact"),
  };
}

/** Paths of the schema by the names of the form's fields: `name.texts.pt` is `name-pt`, or `name` where that is the original. */
function inForm(refusal: Refusal, source: string): Refusal {
  const fields = refusal.fields.map((refused) => {
    const [field = "", part, tag] = refused.field.split(".");
    if (field !== "name" && field !== "description") return { ...refused, field };
    if (part === "source") return { ...refused, field: "source" };
    return { ...refused, field: tag === undefined || tag === source ? field : `${field}-${tag}` };
  });
  return new Refusal(refusal.kind, refusal.reason, refusal.facts, fields);
}

function drawRefused(error: unknown, body: FormBody): { form: FormState; status: ContentfulStatusCode } {
  const { refusal, status } = refusedInput(error);
  return { form: refusedForm(body.raw, inForm(refusal, body.get("source"))), status };
}

export const organizationEditRoutes = new Hono<Env>()
  .get("/organizations/new", signedIn, async (c) => {
    const parent = c.req.query("parent") ?? "";
    return c.html(<EditPage page={c.var.page} form={emptyForm} parentSlug={parent} freshKey={newId()} />);
  })
  .post("/organizations/new", signedIn, async (c) => {
    const { ctx, page } = c.var;
    const body = await readForm(c);
    try {
      const fields = await fieldsFrom(ctx, page, body);
      const { slug } = await createOrganization(ctx, {
        ...fields,
        externalId: body.get("externalId").trim() || null,
        requestKey: body.get("requestKey") || undefined,
      });
      return c.redirect(`/organizations/${slug}`, 303);
    } catch (error) {
      const { form, status } = drawRefused(error, body);
      return c.html(<EditPage page={page} form={form} parentSlug="" freshKey={newId()} />, status);
    }
  })
  .get("/organizations/:slug/edit", signedIn, async (c) => {
    const facts = await readFacts(c);
    await authorise(c.var.ctx, "organization.edit", facts.id);
    return c.html(
      <EditPage
        page={c.var.page}
        form={emptyForm}
        organization={facts}
        parentSlug={facts.parentSlug ?? ""}
      />,
    );
  })
  .post("/organizations/:slug/edit", signedIn, async (c) => {
    const { ctx, page } = c.var;
    const facts = await readFacts(c);
    const body = await readForm(c);
    try {
      const fields = await fieldsFrom(ctx, page, body, facts);
      await editOrganization(ctx, {
        ...fields,
        organizationId: facts.id,
        basedOn: new Date(body.get("basedOn")),
      });
      return c.redirect(`/organizations/${facts.slug}`, 303);
    } catch (error) {
      const { form, status } = drawRefused(error, body);
      return c.html(
        <EditPage page={page} form={form} organization={facts} parentSlug={facts.parentSlug ?? ""} />,
        status,
      );
    }
  });

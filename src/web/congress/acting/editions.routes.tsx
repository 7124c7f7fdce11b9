// Convening an edition, accrediting its delegations, bringing texts to it.
import { Hono } from "hono";
import { findOrganizationId, type OrganizationId } from "#confederation";
import {
  accreditDelegation,
  convene,
  editionPath,
  findEdition,
  importText,
  type ImportTextInput,
  listAccreditable,
  standingAt,
  textPath,
  withdrawAccreditation,
} from "#congress";
import type { Capability } from "#confederation";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { inOneLanguage, textIn } from "#platform/multilingual";
import { emptyForm, type FormState } from "../../layout/forms.tsx";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../../request.ts";
import { AccreditationPage } from "./accreditation.page.tsx";
import { ConvenePage } from "./convene.page.tsx";
import { conveners } from "./conveners.ts";
import { ImportPage } from "./import.page.tsx";
import { sourceOf } from "./source-of.ts";
import { askedPage } from "../../layout/paging.tsx";
import { ofLongForms, refusedAct, type RefusedForm } from "../../refused-forms.ts";

/** Refuses before a form is shown that its reader could not send. */
function needs(allowed: boolean, capability: Capability): void {
  if (!allowed) throw new Refusal("forbidden", "noMandateForThis", { capability });
}

async function readEdition(c: WebContext) {
  const slug = c.req.param("edition") ?? "";
  const edition = await findEdition(c.var.ctx.db, slug);
  if (!edition) throw new Refusal("missing", "editionUnknown", { edition: slug });
  return { edition, standing: await standingAt(c.var.ctx, edition) };
}

/** Organisations by the last part of their addresses; a whole address is understood too. */
async function organizationsFrom(ctx: Ctx, typed: string, field: string): Promise<OrganizationId[]> {
  const slugs = typed.split(/[\s,;]+/u).filter(Boolean);
  const ids: OrganizationId[] = [];
  for (const slug of slugs) {
    const id = await findOrganizationId(ctx.db, slug.split("/").at(-1) ?? slug);
    if (!id)
      throw new Refusal("invalid", "inputInvalid", {}, [{ field, reason: "organizationUnknown", facts: {} }]);
    ids.push(id);
  }
  return ids;
}

async function conveneFrom(ctx: Ctx, body: FormBody): Promise<string> {
  const slug = body.get("slug").trim();
  await convene(ctx, {
    slug,
    title: inOneLanguage(body.get("language"), body.get("title")),
    hostCity: body.get("hostCity"),
    zone: body.get("zone"),
    country: body.get("country"),
    startsOn: body.get("startsOn"),
    endsOn: body.get("endsOn"),
    conveningOrganizationId: body.get("conveningOrganizationId"),
    called:
      body.get("called") === "named"
        ? await organizationsFrom(ctx, body.get("named"), "named")
        : "all_affiliated",
    requestKey: body.get("requestKey"),
  });
  return slug;
}

async function showAccreditation(c: WebContext, { form, status }: RefusedForm) {
  const { edition, standing } = await readEdition(c);
  needs(standing.presides, "congress.preside");
  const waiting = await listAccreditable(c.var.ctx.db, edition, c.var.ctx.now);
  return c.html(
    <AccreditationPage
      page={c.var.page}
      form={form}
      edition={edition}
      waiting={waiting}
      asked={askedPage(c)}
    />,
    status,
  );
}

async function accreditFrom(ctx: Ctx, edition: string, body: FormBody): Promise<void> {
  const [organizationId] = await organizationsFrom(ctx, body.get("organization"), "organization");
  await accreditDelegation(ctx, { edition, organizationId: organizationId ?? "" });
}

async function showImport(c: WebContext, form: FormState, status: RefusedForm["status"] = 200) {
  const { edition, standing } = await readEdition(c);
  if (status === 200) needs(standing.imports, "congress.import_text");
  const title = textIn(edition.title, c.var.page.language).text;
  const shown = { path: edition.href, title };
  return c.html(<ImportPage page={c.var.page} form={form} freshKey={newId()} edition={shown} />, status);
}

async function importFrom(ctx: Ctx, edition: string, body: FormBody): Promise<string> {
  const language = body.get("language");
  const slug = body.get("slug").trim();
  const made = await importText(ctx, {
    edition,
    ...(slug ? { slug } : {}),
    title: inOneLanguage(language, body.get("title")),
    language,
    bytes: await sourceOf(body),
    format: (body.get("format") || "auto") as ImportTextInput["format"],
    requestKey: body.get("requestKey"),
  });
  return textPath(made.edition, made.text);
}

/** `called.0` is a line of the list of organisations. */
const fieldOfConvening = (path: string) => {
  const [field = ""] = path.split(".");
  return field === "called" ? "named" : field;
};

export const editionActs = new Hono<Env>()
  .get("/congress/new", signedIn, async (c) => {
    const organizations = await conveners(c);
    needs(organizations.length > 0, "congress.convene");
    return c.html(
      <ConvenePage page={c.var.page} form={emptyForm} freshKey={newId()} organizations={organizations} />,
    );
  })
  .post("/congress/new", signedIn, async (c) => {
    const body = await readForm(c);
    try {
      return c.redirect(editionPath(await conveneFrom(c.var.ctx, body)), 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms, fieldOfConvening);
      const organizations = await conveners(c);
      return c.html(
        <ConvenePage page={c.var.page} form={form} freshKey={newId()} organizations={organizations} />,
        status,
      );
    }
  })
  .get("/congress/:edition/accreditation", signedIn, (c) =>
    showAccreditation(c, { form: emptyForm, status: 200 }),
  )
  .post("/congress/:edition/accreditation", signedIn, async (c) => {
    const body = await readForm(c);
    try {
      await accreditFrom(c.var.ctx, c.req.param("edition"), body);
    } catch (error) {
      return showAccreditation(c, refusedAct(error, body));
    }
    return c.redirect(c.req.path, 303);
  })
  .post("/congress/:edition/accreditation/withdraw", signedIn, async (c) => {
    const { ctx } = c.var;
    const body = await readForm(c);
    const edition = c.req.param("edition");
    try {
      const [organizationId] = await organizationsFrom(ctx, body.get("withdrawn"), "withdrawn");
      const reason = inOneLanguage(body.get("language"), body.get("reason"));
      await withdrawAccreditation(ctx, { edition, organizationId: organizationId ?? "", reason });
    } catch (error) {
      return showAccreditation(c, refusedAct(error, body));
    }
    return c.redirect(`${editionPath(edition)}/accreditation`, 303);
  })
  .get("/congress/:edition/texts/import", signedIn, (c) => showImport(c, emptyForm))
  .post("/congress/:edition/texts/import", signedIn, async (c) => {
    const body = await readForm(c);
    try {
      return c.redirect(await importFrom(c.var.ctx, c.req.param("edition"), body), 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms);
      return showImport(c, form, status);
    }
  });

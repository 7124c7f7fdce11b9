// Drafts: written anew by their editors, and put together from sections.
import { Hono } from "hono";
import { listMinutesTexts } from "#assembly";
import {
  composeText,
  listRuleTexts,
  findEdition,
  type ImportTextInput,
  reviseText,
  standingAt,
  textPath,
  writeMarkdown,
} from "#congress";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { inOneLanguage, textIn } from "#platform/multilingual";
import { emptyForm, type FormState } from "../../layout/forms.tsx";
import { ofLongForms, refusedAct } from "../../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../../request.ts";
import { ComposePage, RevisePage } from "./drafting.page.tsx";
import { sourceOf } from "./source-of.ts";
import { readText, textAddress } from "./text-at-hand.ts";

type Status = 200 | 403 | 409 | 413 | 422;

function needsImport(imports: boolean): void {
  if (!imports) throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.import_text" });
}

async function showRevision(c: WebContext, form: FormState, status: Status = 200) {
  const text = await readText(c);
  if (status === 200) {
    needsImport(text.standing.imports);
    if (text.state !== "draft") throw new Refusal("conflict", "textIsNotADraft", { state: text.state });
  }
  const markdown = writeMarkdown(text.body);
  return c.html(<RevisePage page={c.var.page} form={form} text={text} markdown={markdown} />, status);
}

async function showComposition(c: WebContext, form: FormState, status: Status = 200) {
  const { ctx, page } = c.var;
  const edition = await findEdition(ctx.db, c.req.param("edition") ?? "");
  if (!edition) throw new Refusal("missing", "pageUnknown");
  if (status === 200) needsImport((await standingAt(ctx, edition)).imports);
  const apart = [...(await listMinutesTexts(ctx.db, edition.id)), ...(await listRuleTexts(ctx.db, edition))];
  const finished = edition.texts.filter(
    ({ state, slug }) => (state === "adopted" || state === "published") && !apart.includes(slug),
  );
  return c.html(
    <ComposePage
      page={page}
      form={form}
      freshKey={newId()}
      edition={{ path: edition.href, title: textIn(edition.title, page.language).text }}
      finished={finished}
    />,
    status,
  );
}

type Placed = { readonly slug: string; readonly typed: string };

/** The texts that were given a place. */
function placedIn(body: FormBody): Placed[] {
  return [...body.raw].flatMap(([name, value]) => {
    const typed = typeof value === "string" ? value.trim() : "";
    return name.startsWith("at-") && typed !== "" ? [{ slug: name.slice(3), typed }] : [];
  });
}

/**
 * Their slugs in the order of their places. Refuses beside the sections with `sectionPlaceUnclear` {typed} and
 * `sectionPlaceGivenTwice` {place}: what was typed is not passed over, nor put in an order that nobody gave.
 */
function inOrder(placed: readonly Placed[]): string[] {
  const refuse = (reason: string, facts: Refusal["facts"]): never => {
    throw new Refusal("invalid", "inputInvalid", {}, [{ field: "sections", reason, facts }]);
  };
  const places = new Map<number, string>();
  for (const { slug, typed } of placed) {
    if (!/^[1-9]\d{0,2}$/.test(typed)) refuse("sectionPlaceUnclear", { typed: typed.slice(0, 20) });
    if (places.has(Number(typed))) refuse("sectionPlaceGivenTwice", { place: Number(typed) });
    places.set(Number(typed), slug);
  }
  return [...places].sort(([one], [other]) => one - other).map(([, slug]) => slug);
}

export const draftingRoutes = new Hono<Env>()
  .get("/congress/:edition/texts/compose", signedIn, (c) => showComposition(c, emptyForm))
  .post("/congress/:edition/texts/compose", signedIn, async (c) => {
    const body = await readForm(c);
    const edition = c.req.param("edition");
    try {
      const language = body.get("language");
      const title = inOneLanguage(language, body.get("title"));
      const requestKey = body.get("requestKey");
      const text = await composeText(c.var.ctx, {
        edition,
        title,
        language,
        sections: inOrder(placedIn(body)),
        requestKey,
      });
      return c.redirect(textPath(edition, text), 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms);
      return showComposition(c, form, status as Status);
    }
  })
  .get("/congress/:edition/texts/:text/revise", signedIn, (c) => showRevision(c, emptyForm))
  .post("/congress/:edition/texts/:text/revise", signedIn, async (c) => {
    const body = await readForm(c);
    const address = textAddress(c);
    try {
      await reviseText(c.var.ctx, {
        ...address,
        expectedVersion: Number(body.get("expectedVersion")),
        bytes: await sourceOf(body),
        format: (body.get("format") || "auto") as ImportTextInput["format"],
      });
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms);
      return showRevision(c, form, status as Status);
    }
    return c.redirect(textPath(address.edition, address.text), 303);
  });

// Reading minutes, writing to them, putting them before the assembly.
import { Hono } from "hono";
import { readMinutesOf, submitMinutes, writeRemark } from "#assembly";
import { textPath } from "#congress";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { emptyForm } from "../layout/forms.tsx";
import { fieldInLanguages, wordsInLanguages } from "../layout/in-languages.tsx";
import { askedPage } from "../layout/paging.tsx";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { ofLongForms, refusedAct, type RefusedForm } from "../refused-forms.ts";
import { addressOf, needs, readAtHand, SITTING } from "./at-hand.ts";
import { EntryPage } from "./minutes-entry.page.tsx";
import { entryHref, sheetsOf } from "./minutes-sheets.ts";
import { MinutesPage } from "./minutes.page.tsx";

async function showMinutes(c: WebContext, { form, status }: RefusedForm) {
  const { page, ctx } = c.var;
  const { view, own } = await readAtHand(c);
  const minutes = await readMinutesOf(ctx.db, view);
  const open = minutes.drawnUp !== null && minutes.text === null;
  return c.html(
    <MinutesPage
      page={page}
      view={view}
      minutes={minutes}
      writes={own.minutes && open}
      submits={own.presides && open}
      form={form}
      freshKey={newId}
      asked={askedPage(c)}
    />,
    status,
  );
}

async function showEntry(c: WebContext, { form, status }: RefusedForm) {
  const { page, ctx } = c.var;
  const { view, own } = await readAtHand(c);
  needs(own.minutes, "assembly.minute");
  const minutes = await readMinutesOf(ctx.db, view);
  const at = Number(c.req.param("entry"));
  const entry = minutes.drawnUp ? minutes.facts.entries[at] : undefined;
  if (!entry) throw new Refusal("missing", "pageUnknown");
  return c.html(<EntryPage {...{ page, form, view, minutes, entry, at }} freshKey={newId()} />, status);
}

async function writeFrom(c: WebContext, body: FormBody): Promise<void> {
  const words = wordsInLanguages(body, "words");
  await writeRemark(c.var.ctx, {
    ...addressOf(c),
    entry: Number(c.req.param("entry")),
    mode: body.get("mode") as "added",
    words: Object.keys(words.texts).length > 0 ? words : null,
    requestKey: body.get("requestKey"),
  });
}

const ENTRY = `${SITTING}/minutes/entries/:entry{[0-9]{1,6}}`;

export const minutesRoutes = new Hono<Env>()
  .get(`${SITTING}/minutes`, (c) => showMinutes(c, { form: emptyForm, status: 200 }))
  .get(ENTRY, signedIn, (c) => showEntry(c, { form: emptyForm, status: 200 }))
  .post(ENTRY, signedIn, async (c) => {
    const body = await readForm(c);
    try {
      await writeFrom(c, body);
    } catch (error) {
      return showEntry(c, refusedAct(error, body, ofLongForms, fieldInLanguages(body, "words")));
    }
    const { view } = await readAtHand(c);
    const sheets = sheetsOf(await readMinutesOf(c.var.ctx.db, view));
    return c.redirect(entryHref(view, sheets, Number(c.req.param("entry"))), 303);
  })
  .post(`${SITTING}/minutes/submit`, signedIn, async (c) => {
    const body = await readForm(c);
    const address = addressOf(c);
    try {
      const text = await submitMinutes(c.var.ctx, { ...address, requestKey: body.get("requestKey") });
      return c.redirect(textPath(address.edition, text), 303);
    } catch (error) {
      return showMinutes(c, refusedAct(error, body, ofLongForms));
    }
  });

// Reading minutes, writing to them, putting them before the assembly.
import { Hono } from "hono";
import { readMinutesOf, submitMinutes, writeRemark } from "#assembly";
import { textPath } from "#congress";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { emptyForm } from "../layout/forms.tsx";
import { askedPage } from "../layout/paging.tsx";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { ofLongForms, refusedAct, type RefusedForm } from "../refused-forms.ts";
import { addressOf, readAtHand, SITTING } from "./at-hand.ts";
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

async function writeFrom(c: WebContext, body: FormBody): Promise<void> {
  const words = body.get("words").trim();
  await writeRemark(c.var.ctx, {
    ...addressOf(c),
    entry: Number(body.get("entry")),
    mode: body.get("mode") as "added",
    words: words ? inOneLanguage(body.get("language"), words) : null,
    requestKey: body.get("requestKey"),
  });
}

export const minutesRoutes = new Hono<Env>()
  .get(`${SITTING}/minutes`, (c) => showMinutes(c, { form: emptyForm, status: 200 }))
  .post(`${SITTING}/minutes`, signedIn, async (c) => {
    const body = await readForm(c);
    try {
      await writeFrom(c, body);
    } catch (error) {
      return showMinutes(c, refusedAct(error, body, ofLongForms));
    }
    return c.redirect(`${c.req.path}#e-${Number(body.get("entry"))}`, 303);
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

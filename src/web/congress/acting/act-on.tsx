// Doing a small act and going back to where it shows; a refused one is shown above what can be done now.
import { listAmendments } from "#congress";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { newId } from "#platform/ids";
import type { FormState } from "../../layout/forms.tsx";
import { type FormBody, readForm, type WebContext } from "../../request.ts";
import { ActPage } from "./act.page.tsx";
import { askedPage, pageOf } from "../../layout/paging.tsx";
import { offersAtAmendment, offersAtText, offersNothing, urgencyOf } from "./offers.ts";
import { refusedAct } from "../../refused-forms.ts";
import { readText } from "./text-at-hand.ts";

const AMENDMENTS_A_PAGE = 20;

/** What the reader can do now at the text and at each of its amendments. */
export async function showActs(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const at = await readText(c);
  const entries = await listAmendments(c.var.ctx.db, at.edition, at);
  const amendments = [];
  for (const entry of entries) {
    const secondary = entries.filter(({ parentId }) => parentId === entry.id);
    amendments.push(await offersAtAmendment(c.var, at, entry, secondary));
  }
  const offers = await offersAtText(c.var, at, entries);
  return c.html(
    <ActPage
      page={c.var.page}
      form={form}
      at={at}
      offers={offers}
      amendments={pageOf(
        amendments
          .filter((amendment) => !offersNothing(amendment))
          .sort((one, other) => urgencyOf(one) - urgencyOf(other)),
        askedPage(c),
        AMENDMENTS_A_PAGE,
      )}
      freshKey={newId}
    />,
    status,
  );
}

/** Where the act shows: the amendment that the address names, else the text. */
function shownAt(c: WebContext): string {
  const number = c.req.param("number");
  const text = `/congress/${c.req.param("edition")}/texts/${c.req.param("text")}`;
  return number ? `${text}/amendments/${number}` : text;
}

export async function actOn(c: WebContext, work: (body: FormBody) => Promise<unknown>) {
  const body = await readForm(c);
  try {
    await work(body);
  } catch (error) {
    const { form, status } = refusedAct(error, body);
    return showActs(c, form, status);
  }
  return c.redirect(shownAt(c), 303);
}

// Reading sittings: the list, the live page with its stream, the hall's screen, the files on the table.
import { Hono } from "hono";
import { delegateIn, findItemFile, hasHappenings, listSittings, placeIn } from "#assembly";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { clientAddress } from "../client-address.ts";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { askedPage } from "../layout/paging.tsx";
import { type Env, signedIn, type WebContext } from "../request.ts";
import type { RefusedForm } from "../refused-forms.ts";
import { addressOf, ownOrgans, readAtHand, readEditionAt, readPapers, SITTING } from "./at-hand.ts";
import { ChairActs, ChairPage } from "./chair.page.tsx";
import { HallPage } from "./hall.page.tsx";
import type { LiveSittings } from "./live.ts";
import { OwnActs } from "./own-acts.tsx";
import { type Live, REFRESH_SECONDS, SittingPage } from "./sitting.page.tsx";
import { SittingsPage } from "./sittings.page.tsx";

/** The parts as they are now, from the same drawing that everybody's stream continues. */
async function liveAt(c: WebContext, live: LiveSittings, names: boolean): Promise<Live> {
  const shown = await live.show(addressOf(c), { language: c.var.page.language, names });
  if (!shown) throw new Refusal("missing", "pageUnknown");
  return { shown, now: c.var.ctx.now };
}

/** The live page, with what was refused, if it was. */
export async function showSitting(
  c: WebContext,
  live: LiveSittings,
  { form, status }: RefusedForm = { form: emptyForm, status: 200 },
) {
  // Everybody's view is read once for all who ask at this moment; what is the reader's own, for them.
  const shown = await liveAt(c, live, false);
  const { view } = shown.shown;
  const own = await placeIn(c.var.ctx, view);
  const refreshing = c.req.query("refresh") !== undefined && view.state !== "closed";
  if (refreshing) c.header("Refresh", String(REFRESH_SECONDS));
  return c.html(
    <SittingPage
      page={c.var.page}
      view={view}
      live={shown}
      own={own}
      form={form}
      freshKey={newId}
      refreshing={refreshing}
      minutes={await hasHappenings(c.var.ctx.db, view.id)}
    />,
    status,
  );
}

async function chairAt(c: WebContext, form: FormState) {
  const { view, own } = await readAtHand(c);
  if (!own.desk) throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.preside" });
  const votes = own.presides && view.openItemId ? await readPapers(c.var, view) : [];
  return { page: c.var.page, view, own, votes, form, freshKey: newId };
}

export async function showChair(
  c: WebContext,
  live: LiveSittings,
  { form, status }: RefusedForm = { form: emptyForm, status: 200 },
) {
  const at = await chairAt(c, form);
  return c.html(<ChairPage {...at} live={await liveAt(c, live, true)} />, status);
}

export function sittingRoutes(live: LiveSittings): Hono<Env> {
  return new Hono<Env>()
    .get("/congress/:edition/sittings", async (c) => {
      const edition = await readEditionAt(c);
      const sittings = await listSittings(c.var.ctx.db, { edition: edition.slug });
      const mayPlan = c.var.page.viewer !== undefined && (await ownOrgans(c, edition.id)).length > 0;
      const props = { page: c.var.page, edition, sittings, mayPlan, asked: askedPage(c) };
      return c.html(<SittingsPage {...props} />);
    })
    .get(SITTING, (c) => showSitting(c, live))
    .get(`${SITTING}/acts`, signedIn, async (c) => {
      // What everybody sees has changed a moment ago, and was read then: a whole assembly asks now.
      const view = live.glance(addressOf(c)) ?? (await liveAt(c, live, false)).shown.view;
      const own = await delegateIn(c.var.ctx, view);
      return c.html(<OwnActs page={c.var.page} view={view} own={own} freshKey={newId} />);
    })
    .get(`${SITTING}/chair`, signedIn, (c) => showChair(c, live))
    .get(`${SITTING}/chair/acts`, signedIn, async (c) => {
      return c.html(<ChairActs {...await chairAt(c, emptyForm)} />);
    })
    .get(`${SITTING}/hall`, async (c) => {
      const { view, own } = await readAtHand(c);
      const shown = await liveAt(c, live, own.desk);
      return c.html(<HallPage page={c.var.page} view={view} live={shown} names={own.desk} />);
    })
    .get(`${SITTING}/live`, async (c) => {
      // People are named to those at the chair's table alone: asked anew whenever a stream opens.
      const names = c.req.query("names") === "1" && (await readAtHand(c)).own.desk;
      const stream = await live.stream({
        ...addressOf(c),
        language: c.var.page.language,
        names,
        since: c.req.header("last-event-id") ?? c.req.query("since") ?? "",
        address: clientAddress(c),
      });
      c.header("Content-Type", "text/event-stream");
      c.header("Cache-Control", "no-store, no-transform");
      // Proxies that collect what they pass on would keep it back.
      c.header("X-Accel-Buffering", "no");
      return c.body(stream);
    })
    .get(`${SITTING}/files/:hash{[0-9a-f]{64}}`, async (c) => {
      const { db, node } = c.var.ctx;
      const hash = c.req.param("hash");
      const found = await findItemFile(db, addressOf(c), hash);
      if (!found || !(await node.files.size(hash))) throw new Refusal("missing", "pageUnknown");
      const shown = found.mediaType === "image/webp" ? "inline" : "attachment";
      c.header("Content-Type", found.mediaType);
      c.header("Content-Disposition", `${shown}; filename*=UTF-8''${encodeURIComponent(found.name)}`);
      c.header("Cache-Control", "public, max-age=31536000, immutable");
      return c.body(ReadableStream.from(node.files.read(hash)) as ReadableStream);
    });
}

// Fairs: everybody reads them; who has the mandate calls them; organisations take stalls.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { may } from "#confederation";
import {
  actsFor,
  callFair,
  cancelFair,
  changeFair,
  countFairs,
  fairPath,
  type FairView,
  findFair,
  findStall,
  joinFair,
  leaveFair,
  listFairs,
  listOffersOf,
  listStalls,
  MOST_BROUGHT,
} from "#market";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { inOneLanguage, textIn } from "#platform/multilingual";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { fieldInLanguages, wordsInLanguages } from "../layout/in-languages.tsx";
import { askedPage, type Paged, rangeOf } from "../layout/paging.tsx";
import { ofLongForms, refusedAct } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { CataloguePage, FairPage, FairsPage } from "./fair.page.tsx";
import { FairFormPage, JoinPage } from "./fair-form.page.tsx";

const FAIR = "/market/fairs/:number{[1-9][0-9]{0,8}}";
const FAIRS_A_PAGE = 20;
const STALLS_A_PAGE = 12;
const STALLS_A_SHEET = 40;

async function readFair(c: WebContext): Promise<FairView> {
  const fair = await findFair(c.var.ctx, Number(c.req.param("number")));
  if (!fair) throw new Refusal("missing", "fairUnknown");
  return fair;
}

async function stallsOf(
  c: WebContext,
  fair: FairView,
  most: number,
): Promise<Paged<Awaited<ReturnType<typeof listStalls>>[number]>> {
  const range = rangeOf(fair.stalls, askedPage(c), most);
  return { ...range, items: await listStalls(c.var.ctx, fair.id, range) };
}

async function showFair(c: WebContext, form: FormState = emptyForm, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const fair = await readFair(c);
  const toCome = fair.endsAt > ctx.now;
  return c.html(
    <FairPage
      page={page}
      fair={fair}
      stalls={await stallsOf(c, fair, STALLS_A_PAGE)}
      offers={{
        changes: toCome && (await may(ctx, "market.call_fair", fair.organizationId)),
        joins: toCome && (await actsFor(ctx, "market.offer")).length > 0,
      }}
      form={form}
    />,
    status,
  );
}

const orNull = (text: string) => text.trim() || null;

function factsFrom(body: FormBody) {
  const about = orNull(body.get("about"));
  return {
    title: wordsInLanguages(body, "title"),
    about: about === null ? null : inOneLanguage(body.get("source"), about),
    country: body.get("country"),
    city: body.get("city"),
    address: orNull(body.get("address")),
    zone: body.get("zone"),
    startsLocal: body.get("startsLocal").slice(0, 16),
    endsLocal: body.get("endsLocal").slice(0, 16),
    link: orNull(body.get("link")),
  };
}

function typedOf(fair: FairView): Record<string, string> {
  return {
    source: fair.title.source,
    revision: String(fair.revision),
    about: fair.about ? textIn(fair.about, fair.title.source).text : "",
    country: fair.country,
    city: fair.city,
    address: fair.address ?? "",
    zone: fair.zone,
    startsLocal: fair.startsLocal,
    endsLocal: fair.endsLocal,
    link: fair.link ?? "",
  };
}

async function showForm(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const organizations = await actsFor(ctx, "market.call_fair");
  if (organizations.length === 0)
    throw new Refusal("forbidden", "noMandateForThis", { capability: "market.call_fair" });
  return c.html(
    <FairFormPage page={page} form={form} freshKey={newId()} organizations={organizations} />,
    status,
  );
}

async function showEdit(c: WebContext, form: FormState | undefined, status: ContentfulStatusCode = 200) {
  const fair = await readFair(c);
  if (!(await may(c.var.ctx, "market.call_fair", fair.organizationId)))
    throw new Refusal("forbidden", "noMandateForThis", { capability: "market.call_fair" });
  return c.html(
    <FairFormPage
      page={c.var.page}
      form={form ?? { typed: typedOf(fair) }}
      freshKey={newId()}
      organizations={[]}
      editing={fair}
    />,
    status,
  );
}

async function showJoin(
  c: WebContext,
  slug: string | undefined,
  form: FormState | undefined,
  status: ContentfulStatusCode = 200,
) {
  const { ctx, page } = c.var;
  const fair = await readFair(c);
  const organizations = await actsFor(ctx, "market.offer");
  const organization =
    organizations.find((one) => one.slug === slug || one.id === form?.typed["organizationId"]) ??
    organizations[0];
  if (!organization) throw new Refusal("forbidden", "noMandateForThis", { capability: "market.offer" });
  const stall = await findStall(ctx, fair.id, organization.id);
  const all = await listOffersOf(ctx, organization.id, false, { offset: 0, limit: MOST_BROUGHT });
  const typed: Record<string, string> = Object.fromEntries(
    (stall?.offers ?? []).map((number) => [`offer-${number}`, "yes"]),
  );
  if (stall?.note) typed["note"] = textIn(stall.note, page.language).text;
  return c.html(
    <JoinPage
      page={page}
      form={form ?? { typed }}
      fair={fair}
      organizations={organizations}
      organization={organization}
      offers={all.filter((offer) => offer.kind === "offer" && !offer.membersOnly)}
      joined={stall !== undefined}
    />,
    status,
  );
}

function broughtFrom(body: FormBody): number[] {
  return [...body.raw.keys()].flatMap((name) => {
    const [, number] = /^offer-([1-9]\d{0,8})$/.exec(name) ?? [];
    return number === undefined ? [] : [Number(number)];
  });
}

export const fairRoutes = new Hono<Env>()
  .get("/market/fairs", async (c) => {
    const { ctx, page } = c.var;
    const range = rangeOf(await countFairs(ctx), askedPage(c), FAIRS_A_PAGE);
    const calls = (await actsFor(ctx, "market.call_fair")).length > 0;
    return c.html(
      <FairsPage page={page} fairs={{ ...range, items: await listFairs(ctx, range) }} calls={calls} />,
    );
  })
  .get("/market/fairs/new", signedIn, (c) => showForm(c, emptyForm))
  .post("/market/fairs/new", signedIn, async (c) => {
    const body = await readForm(c);
    try {
      const number = await callFair(c.var.ctx, {
        requestKey: body.get("requestKey"),
        organizationId: body.get("organizationId"),
        ...factsFrom(body),
      });
      return c.redirect(fairPath(number), 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms, fieldInLanguages(body, "title"));
      return showForm(c, form, status);
    }
  })
  .get(FAIR, (c) => showFair(c))
  .get(`${FAIR}/catalogue`, async (c) => {
    const fair = await readFair(c);
    const by = c.req.query("by") === "product" ? "product" : "stall";
    const stalls = await stallsOf(
      c,
      fair,
      c.req.query("part") === "all" ? Math.max(1, fair.stalls) : STALLS_A_SHEET,
    );
    return c.html(<CataloguePage page={c.var.page} fair={fair} stalls={stalls} by={by} />);
  })
  .get(`${FAIR}/edit`, signedIn, (c) => showEdit(c, undefined))
  .post(`${FAIR}/edit`, signedIn, async (c) => {
    const body = await readForm(c);
    const number = Number(c.req.param("number"));
    try {
      await changeFair(c.var.ctx, { number, revision: Number(body.get("revision")), ...factsFrom(body) });
      return c.redirect(fairPath(number), 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms, fieldInLanguages(body, "title"));
      return showEdit(c, form, status);
    }
  })
  .post(`${FAIR}/cancel`, signedIn, async (c) => {
    const { ctx, page } = c.var;
    const body = await readForm(c);
    const number = Number(c.req.param("number"));
    try {
      await cancelFair(ctx, { number, reason: inOneLanguage(page.language, body.get("reason")) });
    } catch (error) {
      const { form, status } = refusedAct(error, body);
      return showFair(c, form, status);
    }
    return c.redirect(fairPath(number), 303);
  })
  .get(`${FAIR}/join`, signedIn, (c) => showJoin(c, c.req.query("organization"), undefined))
  .post(`${FAIR}/join`, signedIn, async (c) => {
    const body = await readForm(c);
    const number = Number(c.req.param("number"));
    const note = orNull(body.get("note"));
    try {
      await joinFair(c.var.ctx, {
        number,
        organizationId: body.get("organizationId"),
        note: note === null ? null : inOneLanguage(body.get("language"), note),
        offers: broughtFrom(body),
      });
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms);
      return showJoin(c, undefined, form, status);
    }
    return c.redirect(fairPath(number), 303);
  })
  .post(`${FAIR}/leave`, signedIn, async (c) => {
    const body = await readForm(c);
    const number = Number(c.req.param("number"));
    try {
      await leaveFair(c.var.ctx, { number, organizationId: body.get("organizationId") });
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms);
      return showFair(c, form, status);
    }
    return c.redirect(fairPath(number), 303);
  });

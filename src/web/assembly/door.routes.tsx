// The door: letting people in and out by list, by code, by badge, and by a phone that may have been without network.
// Invariant: names are shown to those alone who keep the door, decide on credentials or preside.
import { Hono } from "hono";
import { toString as drawQr } from "qrcode";
import {
  countSetAside,
  type DelegateId,
  FEWEST_OF_REGION,
  findBadge,
  findDelegate,
  listForDoor,
  listSetAside,
  momentForEverybody,
  presenceNumbers,
  presenceSpan,
  readToken,
  recordPresence,
  type RecordPresenceInput,
  replaceBadge,
} from "#assembly";
import { may } from "#confederation";
import { type Edition, editionPath, findEditionBySlug } from "#congress";
import { Refusal, statusOf } from "#platform/errors";
import { regionName } from "#platform/geography/index";
import { isId, newId } from "#platform/ids";
import { textIn } from "#platform/multilingual";
import { assetText } from "../assets.ts";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { askedPage, rangeOf } from "../layout/paging.tsx";
import { refusedAct, type RefusedForm } from "../refused-forms.ts";
import { refusalSentence } from "../refusals.tsx";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { atEdition, needs } from "./at-edition.ts";
import { BadgesPage } from "./badges.page.tsx";
import { pageOfDelegates } from "./delegates.routes.tsx";
import { DoorPhonePage } from "./door-phone.page.tsx";
import { AsidePage, BadgeAtDoorPage, DoorPage, doorPath, PresencePage } from "./door.page.tsx";
import { instantsFrom } from "./edition-times.ts";

const EVENTS_A_PAGE = 60;

async function showDoor(c: WebContext, { form, status }: RefusedForm, typed = "") {
  const { ctx, page } = c.var;
  const at = await atEdition(c);
  needs(at.standing.admits, "assembly.admit");
  const named = c.req.query("q") ?? typed;
  const seenId = c.req.query("seen") ?? "";
  const seen = isId(seenId)
    ? await findDelegate(ctx.db, at.edition.id, seenId as DelegateId, ctx.now)
    : undefined;
  return c.html(
    <DoorPage
      page={page}
      form={form}
      edition={at.edition}
      named={named}
      delegates={await pageOfDelegates(c, at, { state: "accepted", named })}
      numbers={await presenceNumbers(ctx.db, at.edition.id, ctx.now)}
      seen={seen}
      asideCount={await countSetAside(ctx.db, at.edition.id)}
      freshId={newId}
    />,
    status,
  );
}

/** One event of a form: by the button beside a name, or by what was typed off a badge. */
async function seenInForm(c: WebContext, body: FormBody): Promise<DelegateId | null> {
  const { ctx } = c.var;
  const delegateId = body.get("delegateId");
  const [answer] = await recordPresence(ctx, {
    edition: c.req.param("edition") ?? "",
    events: [
      {
        id: body.get("eventId"),
        direction: body.get("direction") === "out" ? "out" : "in",
        at: ctx.now,
        who: delegateId ? { delegateId } : { shown: body.get("shown") },
      },
    ],
  });
  // Not kept, and so not noted for anybody either.
  if (answer?.setAside === "eventIdTaken") throw new Refusal("conflict", "eventIdTaken");
  if (answer?.setAside)
    throw new Refusal("conflict", "doorSetAside", {
      why: c.var.page.t(`room.aside.reason.${answer.setAside}`),
    });
  return answer?.delegateId ?? null;
}

async function recordForm(c: WebContext) {
  const body = await readForm(c);
  const named = body.get("q");
  let seen: DelegateId | null;
  try {
    seen = await seenInForm(c, body);
  } catch (error) {
    const refused = refusedAct(error, body, undefined, (path) => (path.endsWith("shown") ? "shown" : path));
    return showDoor(c, refused, named);
  }
  const query = new URLSearchParams({ ...(named ? { q: named } : {}), ...(seen ? { seen } : {}) });
  return c.redirect(`${doorPath(c.req.param("edition") ?? "")}?${query}`, 303);
}

/** What a phone sends, as it came over the network: the schema of the use-case judges the rest. */
function eventsFrom(body: unknown): RecordPresenceInput["events"] {
  const { events } = (body ?? {}) as { events?: unknown };
  if (!Array.isArray(events)) throw new Refusal("invalid", "formMalformed");
  return events.map((each: unknown) => {
    const { id, direction, at, delegateId, shown } = (each ?? {}) as Record<string, unknown>;
    return {
      id: String(id),
      direction: direction as "in",
      at: new Date(typeof at === "string" ? at : Number.NaN),
      who: typeof delegateId === "string" ? { delegateId } : { shown: String(shown) },
    };
  });
}

async function recordList(c: WebContext) {
  const { t } = c.var.page;
  try {
    const body = (await c.req.json().catch(() => undefined)) as unknown;
    const answers = await recordPresence(c.var.ctx, {
      edition: c.req.param("edition") ?? "",
      offline: (body as { offline?: unknown } | undefined)?.offline === true,
      events: eventsFrom(body),
    });
    return c.json({
      answers: answers.map((one) => ({
        ...one,
        why: one.setAside && t(`room.aside.reason.${one.setAside}`),
      })),
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return c.json({ refused: error.reason, why: refusalSentence(t, error) }, statusOf(error));
  }
}

/** The badge that a phone's own camera opened. */
async function showBadge(c: WebContext) {
  const { ctx, page } = c.var;
  const token = readToken(c.req.param("token") ?? "");
  const found = token && (await findBadge(ctx.db, { token }));
  const edition = found && (await findEditionBySlug(ctx.db, found.edition));
  // Nobody learns from an address whether it is a badge, but those who keep the door.
  if (!edition || !(await may(ctx, "assembly.admit", edition.convenedBy)))
    throw new Refusal("missing", "badgeUnknown");
  const delegate = await findDelegate(ctx.db, edition.id, found.delegateId, ctx.now);
  if (!delegate) throw new Refusal("missing", "badgeUnknown");
  const refusal = found.replaced
    ? new Refusal("conflict", "badgeReplaced")
    : delegate.state === "accepted"
      ? undefined
      : new Refusal("conflict", "delegateNotAccepted");
  return c.html(
    <BadgeAtDoorPage page={page} edition={edition} delegate={delegate} refusal={refusal} freshId={newId} />,
  );
}

async function showBadges(c: WebContext) {
  const { ctx, page } = c.var;
  const at = await atEdition(c);
  needs(at.standing.credentials, "assembly.credential");
  const named = c.req.query("q") ?? "";
  const { items, ...paged } = await pageOfDelegates(c, at, { state: "accepted", named });
  const drawn = [];
  for (const delegate of items) {
    const address = `${ctx.node.origin}/b/${delegate.badge?.token ?? ""}`;
    const qr = await drawQr(address, { type: "svg", margin: 0, errorCorrectionLevel: "M" });
    drawn.push({ delegate, qr });
  }
  return c.html(
    <BadgesPage page={page} edition={at.edition} badges={{ ...paged, items: drawn }} named={named} />,
  );
}

async function showAside(c: WebContext) {
  const { ctx, page } = c.var;
  const { edition, standing } = await atEdition(c);
  needs(standing.credentials || standing.admits, "assembly.credential");
  const range = rangeOf(await countSetAside(ctx.db, edition.id), askedPage(c), EVENTS_A_PAGE);
  const items = await listSetAside(ctx.db, edition.id, range);
  return c.html(<AsidePage page={page} edition={edition} events={{ ...range, items }} />);
}

/** The moment that was asked for; or a form that keeps what was typed and says why there is none. */
function momentFrom(typed: string, edition: Edition): { form: FormState; asked?: Date } {
  if (typed === "") return { form: emptyForm };
  try {
    return { form: emptyForm, asked: instantsFrom({ at: typed }, edition).at };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { form: { typed: { at: typed }, refusal: error } };
  }
}

async function showPresence(c: WebContext) {
  const { ctx, page } = c.var;
  const at = await atEdition(c);
  const span = await presenceSpan(ctx.db, at.edition.id);
  const { form, asked } = momentFrom(c.req.query("at")?.trim() ?? "", at.edition);
  const wanted = asked ?? span?.last ?? ctx.now;
  const sees = at.standing.admits || at.standing.credentials || at.standing.presides;
  const moment = sees || !asked ? wanted : momentForEverybody(wanted);
  const people = sees && span ? await pageOfDelegates(c, at, { inside: true }, moment) : undefined;
  return c.html(
    <PresencePage
      page={page}
      form={form}
      edition={at.edition}
      at={moment}
      span={span}
      numbers={await presenceNumbers(ctx.db, at.edition.id, moment, sees ? 1 : FEWEST_OF_REGION)}
      people={people}
      regionNameOf={(region) => regionName(region, page.language)}
    />,
    form.refusal ? statusOf(form.refusal) : 200,
  );
}

export const doorRoutes = new Hono<Env>()
  .get("/congress/:edition/presence", (c) => showPresence(c))
  .get("/congress/:edition/door", signedIn, (c) => showDoor(c, { form: emptyForm, status: 200 }))
  .post("/congress/:edition/door", signedIn, (c) => recordForm(c))
  .post("/congress/:edition/door/events", (c) => recordList(c))
  .get("/congress/:edition/door/list.json", signedIn, async (c) => {
    const { ctx, page } = c.var;
    const { edition, standing } = await atEdition(c);
    needs(standing.admits, "assembly.admit");
    const people = await listForDoor(ctx.db, edition.id, ctx.now);
    return c.json({
      people: people.map(({ organization, ...one }) => ({
        ...one,
        organization: textIn(organization, page.language).text,
      })),
    });
  })
  .get("/congress/:edition/door/phone", signedIn, async (c) => {
    const { edition, standing } = await atEdition(c);
    needs(standing.admits, "assembly.admit");
    c.header("Permissions-Policy", "camera=(self), geolocation=(), microphone=()");
    return c.html(<DoorPhonePage page={c.var.page} edition={edition} />);
  })
  .get("/congress/:edition/door/aside", signedIn, (c) => showAside(c))
  // A worker reaches only what lies below its own address, unless the answer says more (Service Workers §4.1).
  .get("/congress/:edition/door/worker.js", (c) => {
    c.header("Content-Type", "text/javascript; charset=utf-8");
    c.header("Cache-Control", "no-cache");
    return c.body(assetText("door-worker.js"));
  })
  .get("/congress/:edition/badges", signedIn, (c) => showBadges(c))
  .post("/congress/:edition/badges/replace", signedIn, async (c) => {
    const body = await readForm(c);
    const edition = c.req.param("edition");
    await replaceBadge(c.var.ctx, { edition, badgeId: body.get("badgeId") });
    return c.redirect(`${editionPath(edition)}/badges`, 303);
  })
  .get("/b/:token", signedIn, (c) => showBadge(c));

// Planning, presiding, asking for the floor and voting in a sitting, by forms.
import { Hono } from "hono";
import {
  addItem,
  askForFloor,
  changeItem,
  changePlan,
  conductSitting,
  type ConductInput,
  enterSpeaker,
  orderItems,
  planSitting,
  type PlanSittingInput,
  sittingPath,
  withdrawFromList,
} from "#assembly";
import { castVote } from "#congress";
import { Refusal } from "#platform/errors";
import { readLanguages, writeLanguages } from "#platform/geography/index";
import { newId } from "#platform/ids";
import { inOneLanguage, textIn } from "#platform/multilingual";
import { localTime } from "#platform/zones";
import { emptyForm } from "../layout/forms.tsx";
import { fieldInLanguages, wordsInLanguages } from "../layout/in-languages.tsx";
import { refusedAct, type RefusedForm, ofLongForms } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import {
  addressOf,
  needs,
  ownOrgans,
  readAtHand,
  readEditionAt,
  readPapers,
  requestsAtHand,
  SITTING,
} from "./at-hand.ts";
import { ItemPage } from "./item.page.tsx";
import type { LiveSittings } from "./live.ts";
import { AgendaPage, PlanPage, type PlanValues } from "./plan.page.tsx";
import { showChair, showSitting } from "./routes.tsx";
import { trailTo } from "./sitting.page.tsx";

/** Does what the form says, and goes back to where it shows; a refused form is drawn again there. */
async function act(
  c: WebContext,
  work: (body: FormBody) => Promise<unknown>,
  again: (refused: RefusedForm) => Response | Promise<Response>,
  to: string,
) {
  const body = await readForm(c);
  try {
    await work(body);
  } catch (error) {
    return again(refusedAct(error, body, ofLongForms));
  }
  return c.redirect(to, 303);
}

const wordsOf = (body: FormBody, name: string) => inOneLanguage(body.get("language"), body.get(name));

/** `declaration amendment 7` or `declaration whole 3`. */
function subjectOf(typed: string) {
  const [text = "", on, number] = typed.split(" ");
  return on === "amendment"
    ? { text, subject: { on: "amendment" as const, number: Number(number) } }
    : { text, subject: { on: "whole" as const, expectedVersion: Number(number) } };
}

/** The act that a form of the chair's table names, with the fields that belong to it; its shape is checked where it is done. */
function conductOf(body: FormBody): ConductInput["act"] {
  const what = body.get("what");
  const fields: Readonly<Record<string, unknown>> = {
    adjourned: { until: body.get("until") || null },
    item_postponed: { reason: wordsOf(body, "reason") },
    speaker_skipped: { reason: wordsOf(body, "reason") },
    vote_opened: subjectOf(body.get("subject")),
    vote_closed: { castingVote: body.get("castingVote") || null },
  };
  const [itemId, requestId] = [body.get("itemId"), body.get("requestId")];
  return { what, itemId, requestId, ...(fields[what] as object | undefined) } as ConductInput["act"];
}

function planOf(body: FormBody): Omit<PlanSittingInput, "edition" | "requestKey"> {
  return {
    title: wordsOf(body, "title"),
    startsAt: body.get("startsAt"),
    endsAt: body.get("endsAt"),
    zone: body.get("zone"),
    place: body.get("place").trim() || null,
    languages: readLanguages(body.get("languages")),
  };
}

async function showNewPlan(c: WebContext, { form, status }: RefusedForm) {
  const edition = await readEditionAt(c);
  const organs = await ownOrgans(c, edition.id);
  needs(organs.length > 0, "congress.preside");
  const { page } = c.var;
  const values: PlanValues = {
    title: "",
    startsAt: `${edition.startsOn}T09:00`,
    endsAt: `${edition.startsOn}T13:00`,
    zone: edition.zone,
    place: "",
    languages: writeLanguages(page.profile.languages, page.language),
  };
  const trail = [
    { href: "/congress", label: page.t("congress.title") },
    { href: edition.href, label: textIn(edition.title, page.language).text },
    { href: `${edition.href}/sittings`, label: page.t("sittings.title") },
  ];
  const props = { page, form, trail, freshKey: newId(), organs, values, version: null };
  return c.html(<PlanPage {...props} />, status);
}

async function showPlan(c: WebContext, { form, status }: RefusedForm) {
  const { view, own } = await readAtHand(c);
  needs(own.presides, "congress.preside");
  const { page } = c.var;
  const values: PlanValues = {
    title: textIn(view.title, page.language).text,
    startsAt: localTime(view.startsAt, view.zone),
    endsAt: localTime(view.endsAt, view.zone),
    zone: view.zone,
    place: view.place ?? "",
    languages: writeLanguages(view.languages, page.language),
  };
  const trail = [...trailTo(page, view), { href: view.href, label: values.title }];
  return c.html(
    <PlanPage page={page} form={form} trail={trail} organs={[]} values={values} version={view.version} />,
    status,
  );
}

async function showAgenda(c: WebContext, { form, status }: RefusedForm) {
  const { view, own } = await readAtHand(c);
  needs(own.presides, "congress.preside");
  const { page } = c.var;
  const papers = await readPapers(c.var, view);
  const requests = await requestsAtHand(c, view);
  return c.html(<AgendaPage {...{ page, form, view, freshKey: newId(), papers, requests }} />, status);
}

/** What an item's form says of it, but for its title. */
async function itemOf(body: FormBody) {
  const minutes = body.get("plannedMinutes").trim();
  const paper = body.get("paper");
  const { text, subject } = subjectOf(paper);
  const file = body.raw.get("file");
  const files =
    file instanceof File && file.size > 0
      ? [{ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }]
      : [];
  return {
    kind: body.get("kind") as "debate",
    plannedMinutes: minutes ? Number(minutes) : null,
    documents: [
      ...(paper ? [{ text, ...(subject.on === "amendment" && { amendment: subject.number }) }] : []),
      ...files,
    ],
  };
}

async function addItemFrom(c: WebContext, body: FormBody): Promise<void> {
  await addItem(c.var.ctx, {
    ...addressOf(c),
    title: wordsOf(body, "title"),
    ...(await itemOf(body)),
    requestKey: body.get("requestKey"),
  });
}

async function showItem(c: WebContext, { form, status }: RefusedForm, takenAway: readonly string[] = []) {
  const { view, own } = await readAtHand(c);
  needs(own.presides, "congress.preside");
  const item = view.items.find(({ id }) => id === c.req.param("item"));
  if (!item) throw new Refusal("missing", "pageUnknown");
  const { page } = c.var;
  const props = { page, form, view, item, papers: await readPapers(c.var, view), takenAway };
  return c.html(<ItemPage {...props} />, status);
}

async function changeItemFrom(c: WebContext) {
  const body = await readForm(c);
  const { edition, number } = addressOf(c);
  const takenAway = body.all("takenAway");
  try {
    await changeItem(c.var.ctx, {
      edition,
      number,
      itemId: c.req.param("item") ?? "",
      expectedVersion: Number(body.get("expectedVersion")),
      title: wordsInLanguages(body, "title"),
      ...(await itemOf(body)),
      takenAway,
    });
  } catch (error) {
    const refused = refusedAct(error, body, ofLongForms, fieldInLanguages(body, "title"));
    // Whoever looks again decides on what there is now.
    if (refused.form.refusal?.reason === "sittingChangedMeanwhile") {
      const { expectedVersion: _, ...typed } = refused.form.typed;
      return showItem(c, { ...refused, form: { ...refused.form, typed } }, takenAway);
    }
    return showItem(c, refused, takenAway);
  }
  return c.redirect(`${sittingPath(edition, number)}/agenda`, 303);
}

const fresh: RefusedForm = { form: emptyForm, status: 200 };

function planningRoutes(): Hono<Env> {
  return new Hono<Env>()
    .get("/congress/:edition/sittings/new", signedIn, (c) => showNewPlan(c, fresh))
    .post("/congress/:edition/sittings/new", signedIn, async (c) => {
      const body = await readForm(c);
      const edition = c.req.param("edition");
      try {
        const organ = body.get("organ");
        const requestKey = body.get("requestKey");
        const wanted = { edition, ...(organ && { organ }), ...planOf(body), requestKey };
        return c.redirect(`${sittingPath(edition, await planSitting(c.var.ctx, wanted))}/agenda`, 303);
      } catch (error) {
        return showNewPlan(c, refusedAct(error, body));
      }
    })
    .get(`${SITTING}/plan`, signedIn, (c) => showPlan(c, fresh))
    .post(`${SITTING}/plan`, signedIn, (c) => {
      const at = addressOf(c);
      const change = (body: FormBody) =>
        changePlan(c.var.ctx, {
          ...at,
          ...planOf(body),
          expectedVersion: Number(body.get("expectedVersion")),
        });
      return act(c, change, (refused) => showPlan(c, refused), sittingPath(at.edition, at.number));
    })
    .get(`${SITTING}/agenda`, signedIn, (c) => showAgenda(c, fresh))
    .post(`${SITTING}/agenda`, signedIn, (c) =>
      act(
        c,
        (body) => addItemFrom(c, body),
        (refused) => showAgenda(c, refused),
        c.req.path,
      ),
    )
    .get(`${SITTING}/agenda/items/:item`, signedIn, (c) => showItem(c, fresh))
    .post(`${SITTING}/agenda/items/:item`, signedIn, (c) => changeItemFrom(c))
    .post(`${SITTING}/agenda/order`, signedIn, (c) =>
      act(
        c,
        (body) =>
          orderItems(c.var.ctx, { ...addressOf(c), itemIds: body.get("order").split(" ").filter(Boolean) }),
        (refused) => showAgenda(c, refused),
        c.req.path.replace(/\/order$/, ""),
      ),
    );
}

export function sittingActingRoutes(live: LiveSittings): Hono<Env> {
  const inSitting = (c: WebContext, work: (body: FormBody) => Promise<unknown>) => {
    const { edition, number } = addressOf(c);
    return act(c, work, (refused) => showSitting(c, live, refused), sittingPath(edition, number));
  };
  const atChair = (c: WebContext, work: (body: FormBody) => Promise<unknown>) => {
    const { edition, number } = addressOf(c);
    return act(c, work, (refused) => showChair(c, live, refused), `${sittingPath(edition, number)}/chair`);
  };
  const asked = (body: FormBody) => ({
    itemId: body.get("itemId"),
    kind: body.get("kind") as "speech",
    gender: (body.get("gender") || null) as null,
    requestKey: body.get("requestKey"),
  });
  const withdraw = (c: WebContext, body: FormBody) =>
    withdrawFromList(c.var.ctx, {
      ...addressOf(c),
      requestId: body.get("requestId"),
      requestKey: body.get("requestKey"),
    });
  return planningRoutes()
    .post(`${SITTING}/chair`, signedIn, (c) =>
      atChair(c, (body) =>
        conductSitting(c.var.ctx, {
          ...addressOf(c),
          expectedVersion: Number(body.get("expectedVersion")),
          act: conductOf(body),
          requestKey: body.get("requestKey"),
        }),
      ),
    )
    .post(`${SITTING}/desk`, signedIn, (c) =>
      atChair(c, (body) =>
        enterSpeaker(c.var.ctx, { ...addressOf(c), ...asked(body), who: body.get("who") }),
      ),
    )
    .post(`${SITTING}/floor`, signedIn, (c) =>
      inSitting(c, (body) =>
        askForFloor(c.var.ctx, {
          ...addressOf(c),
          ...asked(body),
          organizationId: body.get("organizationId"),
        }),
      ),
    )
    .post(`${SITTING}/floor/withdraw`, signedIn, (c) => inSitting(c, (body) => withdraw(c, body)))
    .post(`${SITTING}/desk/withdraw`, signedIn, (c) => atChair(c, (body) => withdraw(c, body)))
    .post(`${SITTING}/vote`, signedIn, (c) =>
      inSitting(c, (body) =>
        castVote(c.var.ctx, {
          rollCallId: body.get("rollCallId"),
          organizationId: body.get("organizationId"),
          choice: body.get("choice") as "for",
          requestKey: body.get("requestKey"),
        }),
      ),
    );
}

// Between congresses: the cycle of the regions, their reports, and what they ask of the congress.
import { Hono } from "hono";
import {
  askCongress,
  findOrganOfMeeting,
  listCongressRequests,
  listSittings,
  requestsPath,
  takeUpInSitting,
  takeUpRequest,
} from "#assembly";
import { commitmentsOfRegion, listRegionalReports, readCycle, reportOnRegion } from "#commitments";
import { may } from "#confederation";
import { type Edition, editionPath, findEditionBySlug, listDecisionPoints, listTexts } from "#congress";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { emptyForm } from "../layout/forms.tsx";
import { askedPage } from "../layout/paging.tsx";
import { ofLongForms, refusedAct, type RefusedForm } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { CyclePage } from "./cycle.page.tsx";
import { RegionReportForm, RegionReportsPage, RequestsPage } from "./region.page.tsx";
import { today } from "./words.ts";

const fresh: RefusedForm = { form: emptyForm, status: 200 };
/** A meeting of a large region has hundreds; those that press most are offered. */
const NOTED_AT_ONCE = 60;

async function editionOf(
  c: WebContext,
): Promise<{ edition: Edition; region: string | null; isMeeting: boolean }> {
  const { db } = c.var.ctx;
  const edition = await findEditionBySlug(db, c.req.param("edition") ?? "");
  if (!edition) throw new Refusal("missing", "pageUnknown");
  const organ = await findOrganOfMeeting(db, edition.id);
  return { edition, region: organ?.region ?? null, isMeeting: organ !== undefined };
}

async function regionalMeeting(c: WebContext): Promise<{ edition: Edition; region: string }> {
  const { edition, region } = await editionOf(c);
  if (region === null) throw new Refusal("missing", "pageUnknown");
  return { edition, region };
}

const presides = (c: WebContext, edition: Edition) => may(c.var.ctx, "congress.preside", edition.convenedBy);

async function noteworthy(c: WebContext, region: string) {
  const all = await commitmentsOfRegion(c.var.ctx.db, region, today(c.var.ctx.now));
  const press = ["late", "silent", "under_way", "accepted", "proposed", "fulfilled", "dropped"];
  return all
    .toSorted((one, other) => press.indexOf(one.standing) - press.indexOf(other.standing))
    .slice(0, NOTED_AT_ONCE);
}

async function showReportForm(c: WebContext, { form, status }: RefusedForm) {
  const { edition, region } = await regionalMeeting(c);
  if (!(await presides(c, edition)))
    throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.preside" });
  return c.html(
    <RegionReportForm
      page={c.var.page}
      form={form}
      freshKey={newId()}
      edition={edition}
      region={region}
      commitments={await noteworthy(c, region)}
    />,
    status,
  );
}

function notesFrom(body: FormBody, language: string) {
  return [...body.raw.keys()].flatMap((name) => {
    const number = /^note-(\d{1,9})$/u.exec(name)?.[1];
    const text = number ? body.get(name).trim() : "";
    return number && text ? [{ number: Number(number), body: inOneLanguage(language, text) }] : [];
  });
}

async function report(c: WebContext) {
  const body = await readForm(c);
  const edition = c.req.param("edition") ?? "";
  const language = body.get("language");
  try {
    await reportOnRegion(c.var.ctx, {
      edition,
      body: inOneLanguage(language, body.get("body")),
      notes: notesFrom(body, language),
      requestKey: body.get("requestKey"),
    });
  } catch (error) {
    return showReportForm(c, refusedAct(error, body, ofLongForms));
  }
  return c.redirect(`${editionPath(edition)}/report`, 303);
}

async function showRequests(c: WebContext, { form, status }: RefusedForm) {
  const { db } = c.var.ctx;
  const { edition, isMeeting } = await editionOf(c);
  const requests = isMeeting
    ? await listCongressRequests(db, { fromEditionId: edition.id })
    : [
        ...(await listCongressRequests(db, { waiting: true })),
        ...(await listCongressRequests(db, { takenUpBy: edition.id })),
      ];
  const taken = new Set(requests.map(({ decisionPointId }) => decisionPointId));
  const points = isMeeting
    ? (await listDecisionPoints(db)).filter(
        ({ editionSlug, id }) => editionSlug === edition.slug && !taken.has(id),
      )
    : [];
  return c.html(
    <RequestsPage
      page={c.var.page}
      form={form}
      freshKey={newId()}
      edition={edition}
      isMeeting={isMeeting}
      presides={await presides(c, edition)}
      sittings={(await listSittings(db, { edition: edition.slug })).filter(({ state }) => state !== "closed")}
      requests={requests}
      points={points}
      texts={isMeeting && points.length === 0 ? await listTexts(db, edition) : []}
      asked={askedPage(c)}
    />,
    status,
  );
}

/** Does one act on the requests, and shows them again with the reason when it is refused. */
function act(work: (c: WebContext, body: FormBody) => Promise<unknown>) {
  return async (c: WebContext) => {
    const body = await readForm(c);
    try {
      await work(c, body);
    } catch (error) {
      return showRequests(c, refusedAct(error, body, ofLongForms));
    }
    return c.redirect(requestsPath(c.req.param("edition") ?? ""), 303);
  };
}

export const cycleRoutes = new Hono<Env>()
  .get("/commitments/cycle", async (c) => {
    const asked = c.req.query("back") ?? "";
    const back = /^\d$|^10$/u.test(asked) ? Number(asked) : 0;
    const day = today(c.var.ctx.now);
    const cycle = await readCycle(c.var.ctx.db, day, back);
    return c.html(<CyclePage page={c.var.page} cycle={cycle} today={day} back={back} asked={askedPage(c)} />);
  })
  .get("/congress/:edition/report", async (c) => {
    const { edition, region } = await regionalMeeting(c);
    return c.html(
      <RegionReportsPage
        page={c.var.page}
        edition={edition}
        region={region}
        reports={await listRegionalReports(c.var.ctx.db, edition.id)}
        mayReport={await presides(c, edition)}
        asked={askedPage(c)}
      />,
    );
  })
  .get("/congress/:edition/report/new", signedIn, (c) => showReportForm(c, fresh))
  .post("/congress/:edition/report/new", signedIn, (c) => report(c))
  .get("/congress/:edition/requests", (c) => showRequests(c, fresh))
  .post(
    "/congress/:edition/requests",
    signedIn,
    act((c, body) =>
      askCongress(c.var.ctx, {
        decisionPointId: body.get("decisionPointId"),
        wish: inOneLanguage(body.get("language"), body.get("wish")),
        requestKey: body.get("requestKey"),
      }),
    ),
  )
  .post(
    "/congress/:edition/requests/take-up",
    signedIn,
    act((c, body) => {
      const taken = { requestId: body.get("requestId"), edition: c.req.param("edition") ?? "" };
      const number = Number(body.get("sitting"));
      return number ? takeUpInSitting(c.var.ctx, { ...taken, number }) : takeUpRequest(c.var.ctx, taken);
    }),
  );

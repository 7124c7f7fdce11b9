// Pages of the follow-up.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import {
  acceptCommitment,
  type BoardEntry,
  type BoardFilter,
  type CommitmentView,
  confirmFulfilment,
  countPointEvents,
  dropCommitment,
  findCommitment,
  findEvidenceFile,
  isStanding,
  listCommitments,
  listOverdueMeetings,
  listPointEvents,
  recordCommitment,
  reopenCommitment,
  reportOnCommitment,
  startCommitment,
} from "#commitments";
import { findOrganizationId, listMandates, may } from "#confederation";
import { type DecisionPointId, findDecisionPoint, listDecisionPoints } from "#congress";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { folded } from "#platform/folding";
import { isId, newId } from "#platform/ids";
import { inOneLanguage, textIn } from "#platform/multilingual";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { askedPage, pageOf, rangeOf } from "../layout/paging.tsx";
import { ofLongForms, refusedAct } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { BoardPage } from "./board.page.tsx";
import { CommitmentPage, type Offered } from "./commitment.page.tsx";
import { RecordPage, ReportPage } from "./forms.page.tsx";
import { PointPage, TimelinePage } from "./point.page.tsx";
import { indicatorsFrom, milestonesFrom } from "./record-form.ts";
import { today } from "./words.ts";

async function readCommitment(c: WebContext): Promise<CommitmentView> {
  const number = Number(c.req.param("number"));
  const found = await findCommitment(c.var.ctx.db, number, today(c.var.ctx.now));
  if (!found) throw new Refusal("missing", "commitmentUnknown", { number });
  return found;
}

/** What the reader's mandates allow on it now; the acts ask again. */
async function offeredOn(ctx: Ctx, commitment: CommitmentView): Promise<Offered> {
  const reports = await may(ctx, "commitment.report", commitment.responsibleId);
  const confirms = await may(ctx, "commitment.confirm", commitment.commissionId);
  const { state } = commitment;
  const own = ctx.actor.kind === "person" && ctx.actor.personId === commitment.lastReporterId;
  const claimed = commitment.reports[0]?.claimsFulfilled === true && !own;
  return {
    accept: reports && state === "proposed",
    start: reports && state === "accepted",
    report: reports && (state === "accepted" || state === "under_way"),
    confirm: confirms && state === "under_way" && claimed,
    drop: confirms && ["proposed", "accepted", "under_way"].includes(state),
    reopen: confirms && state === "fulfilled",
  };
}

async function showCommitment(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const commitment = await readCommitment(c);
  const point = await findDecisionPoint(ctx.db, commitment.decisionPointId);
  const offered = await offeredOn(ctx, commitment);
  return c.html(
    <CommitmentPage
      page={page}
      commitment={commitment}
      point={point}
      today={today(ctx.now)}
      offered={offered}
      form={form}
      freshKey={newId()}
      asked={askedPage(c)}
    />,
    status,
  );
}

/** Does an act from the commitment's page, and shows the page again with the reason when it is refused. */
async function act(c: WebContext, work: (body: FormBody, number: number) => Promise<void>) {
  const number = Number(c.req.param("number"));
  const body = await readForm(c);
  try {
    await work(body, number);
  } catch (error) {
    const { form, status } = refusedAct(error, body, undefined, () => "reason");
    return showCommitment(c, form, status);
  }
  return c.redirect(`/commitments/${number}`, 303);
}

async function commissionsOf(c: WebContext) {
  const { ctx, page } = c.var;
  if (ctx.actor.kind !== "person") return [];
  const mandates = await listMandates(ctx.db, { personId: ctx.actor.personId }, ctx.now);
  const found = new Map<string, string>();
  for (const mandate of mandates) {
    if (await may(ctx, "commitment.record", mandate.organizationId)) {
      found.set(mandate.organizationId, textIn(mandate.organizationName, page.language).text);
    }
  }
  return [...found].map(([id, name]) => ({ id, name }));
}

async function showRecord(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const points = await listDecisionPoints(c.var.ctx.db);
  return c.html(
    <RecordPage
      page={c.var.page}
      form={form}
      freshKey={newId()}
      points={points}
      commissions={await commissionsOf(c)}
    />,
    status,
  );
}

async function recordFrom(ctx: Ctx, body: FormBody): Promise<number> {
  const language = body.get("language");
  const { indicators, refused } = indicatorsFrom(body.get("indicators"), language);
  const responsibleId = await findOrganizationId(ctx.db, body.get("responsible").trim());
  if (!responsibleId) refused.push({ field: "responsible", reason: "organizationUnknown", facts: {} });
  if (!responsibleId || refused.length > 0) throw new Refusal("invalid", "inputInvalid", {}, refused);
  return recordCommitment(ctx, {
    requestKey: body.get("requestKey"),
    decisionPointId: body.get("decisionPointId"),
    commissionId: body.get("commissionId"),
    responsibleId,
    title: inOneLanguage(language, body.get("title")),
    region: body.get("region"),
    dueOn: body.get("dueOn"),
    milestones: milestonesFrom(body.get("milestones"), language),
    indicators,
  });
}

async function reportFrom(ctx: Ctx, body: FormBody, commitment: CommitmentView): Promise<void> {
  const link = body.get("link").trim();
  const file = body.raw.get("file");
  const files =
    file instanceof File && file.size > 0
      ? [{ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }]
      : [];
  const indicatorValues = commitment.indicators.flatMap(({ position }) => {
    const typed = body.get(`indicator-${position}`).trim();
    return typed ? [{ position, reached: Number(typed) }] : [];
  });
  await reportOnCommitment(ctx, {
    requestKey: body.get("requestKey"),
    number: commitment.number,
    body: inOneLanguage(body.get("language"), body.get("body")),
    claimsFulfilled: body.get("claimsFulfilled") === "yes",
    milestonesReached: body.all("milestone").map(Number),
    indicatorValues,
    evidence: [...(link ? [{ url: link }] : []), ...files],
  });
}

/** Evidence is a link or a file in the form; what is wrong with either is said at the link. */
function fieldOfReport(path: string): string {
  return path.startsWith("evidence") ? "link" : (path.split(".")[0] ?? path);
}

/** As readers type: accents and case do not matter. */

function matches(entry: BoardEntry, { region, responsible, standing }: BoardFilter): boolean {
  const { slug, name } = entry.responsible;
  return (
    (region === undefined || entry.region === region) &&
    (standing === undefined || entry.standing === standing) &&
    (responsible === undefined ||
      slug === responsible ||
      Object.values(name.texts).some((text) => folded(text).includes(folded(responsible))))
  );
}

const ENTRIES_A_PAGE = 40;
const EVENTS_BESIDE = 20;
const EVENTS_A_PAGE = 60;

async function readPoint(c: WebContext) {
  const id = c.req.param("id") ?? "";
  const point = isId(id) ? await findDecisionPoint(c.var.ctx.db, id as DecisionPointId) : undefined;
  if (!point) throw new Refusal("missing", "decisionPointUnknown");
  return point;
}

export const commitmentRoutes = new Hono<Env>()
  .get("/commitments", async (c) => {
    const { ctx, page } = c.var;
    const standing = c.req.query("standing");
    const filter = {
      region: c.req.query("region") || undefined,
      responsible: c.req.query("responsible") || undefined,
      standing: standing && isStanding(standing) ? standing : undefined,
    };
    const day = today(ctx.now);
    const all = await listCommitments(ctx.db, {}, day);
    const entries = all.filter((entry) => matches(entry, filter));
    const points = await listDecisionPoints(ctx.db);
    const mayRecord = (await commissionsOf(c)).length > 0;
    return c.html(
      <BoardPage
        page={page}
        points={points}
        entries={entries}
        all={all}
        filter={filter}
        today={day}
        mayRecord={mayRecord}
        overdue={await listOverdueMeetings(ctx.db, day)}
        asked={askedPage(c)}
      />,
    );
  })
  .get("/commitments/points/:id", async (c) => {
    const { ctx, page } = c.var;
    const point = await readPoint(c);
    const day = today(ctx.now);
    const all = await listCommitments(ctx.db, { decisionPointIds: [point.id] }, day);
    const total = await countPointEvents(ctx.db, point.id);
    const events = await listPointEvents(ctx.db, point.id, { offset: 0, limit: EVENTS_BESIDE });
    const entries = pageOf(all, askedPage(c), ENTRIES_A_PAGE);
    return c.html(
      <PointPage
        page={page}
        point={point}
        all={all}
        entries={entries}
        events={events}
        happened={total}
        today={day}
      />,
    );
  })
  .get("/commitments/points/:id/timeline", async (c) => {
    const { ctx, page } = c.var;
    const point = await readPoint(c);
    const range = rangeOf(await countPointEvents(ctx.db, point.id), askedPage(c), EVENTS_A_PAGE);
    const items = await listPointEvents(ctx.db, point.id, range);
    return c.html(<TimelinePage page={page} point={point} events={{ ...range, items }} />);
  })
  .get("/commitments/record", signedIn, (c) => showRecord(c, emptyForm))
  .post("/commitments/record", signedIn, async (c) => {
    const body = await readForm(c);
    try {
      return c.redirect(`/commitments/${await recordFrom(c.var.ctx, body)}`, 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body);
      return showRecord(c, form, status);
    }
  })
  .get("/commitments/evidence/:hash", async (c) => {
    const hash = c.req.param("hash");
    const found = await findEvidenceFile(c.var.ctx.db, hash);
    if (!found || !(await c.var.ctx.node.files.size(hash))) throw new Refusal("missing", "pageUnknown");
    c.header("Content-Type", found.mediaType);
    c.header(
      "Content-Disposition",
      `${found.mediaType === "image/webp" ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(found.name)}`,
    );
    c.header("Cache-Control", "public, max-age=31536000, immutable");
    return c.body(ReadableStream.from(c.var.ctx.node.files.read(hash)) as ReadableStream);
  })
  .get("/commitments/:number{[0-9]{1,9}}", (c) => showCommitment(c, emptyForm))
  .post("/commitments/:number{[0-9]{1,9}}/accept", signedIn, (c) =>
    act(c, (_, number) => acceptCommitment(c.var.ctx, number)),
  )
  .post("/commitments/:number{[0-9]{1,9}}/start", signedIn, (c) =>
    act(c, (_, number) => startCommitment(c.var.ctx, number)),
  )
  .post("/commitments/:number{[0-9]{1,9}}/confirm", signedIn, (c) =>
    act(c, (_, number) => confirmFulfilment(c.var.ctx, number)),
  )
  .post("/commitments/:number{[0-9]{1,9}}/drop", signedIn, (c) =>
    act(c, (body, number) =>
      dropCommitment(c.var.ctx, { number, reason: inOneLanguage(c.var.page.language, body.get("reason")) }),
    ),
  )
  .post("/commitments/:number{[0-9]{1,9}}/reopen", signedIn, (c) =>
    act(c, (body, number) =>
      reopenCommitment(c.var.ctx, { number, reason: inOneLanguage(c.var.page.language, body.get("reason")) }),
    ),
  )
  .get("/commitments/:number{[0-9]{1,9}}/report", signedIn, async (c) =>
    c.html(
      <ReportPage
        page={c.var.page}
        form={emptyForm}
        freshKey={newId()}
        commitment={await readCommitment(c)}
      />,
    ),
  )
  .post("/commitments/:number{[0-9]{1,9}}/report", signedIn, async (c) => {
    const body = await readForm(c);
    const commitment = await readCommitment(c);
    try {
      await reportFrom(c.var.ctx, body, commitment);
      return c.redirect(`/commitments/${commitment.number}`, 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms, fieldOfReport);
      return c.html(
        <ReportPage page={c.var.page} form={form} freshKey={newId()} commitment={commitment} />,
        status,
      );
    }
  });

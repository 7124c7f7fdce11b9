// Recalls: everybody reads them; organisations open, sign and vote.
import { Hono } from "hono";
import {
  type Capability,
  findMandate,
  inForce,
  listMandates,
  may,
  type OrganizationId,
} from "#confederation";
import { choices, readOrganizations } from "#congress";
import {
  concernedBy,
  countRecalls,
  findRecall,
  listRecalls,
  openRecall,
  petitionAsks,
  recallPath,
  signRecall,
  voteOnRecall,
} from "#elections";
import { Refusal } from "#platform/errors";
import { isId, newId } from "#platform/ids";
import { inOneLanguage, textIn } from "#platform/multilingual";
import { type Choice, emptyForm, type FormState } from "../layout/forms.tsx";
import { askedPage, rangeOf } from "../layout/paging.tsx";
import { ofLongForms, refusedAct } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import type { Status } from "./at-election.ts";
import { NewRecallPage, RecallPage, RecallsPage } from "./recalls.page.tsx";

const RECALLS_A_PAGE = 40;

/** Organisations for which the reader may do something, by a mandate of their own. */
async function ownOrganizations({ ctx, page }: WebContext["var"], capability: Capability): Promise<Choice[]> {
  if (ctx.actor.kind !== "person") return [];
  const found = new Map<OrganizationId, string>();
  for (const mandate of await listMandates(ctx.db, { personId: ctx.actor.personId }, ctx.now))
    if (inForce(mandate, ctx.now) && (await may(ctx, capability, mandate.organizationId)))
      found.set(mandate.organizationId, textIn(mandate.organizationName, page.language).text);
  return [...found].map(([value, label]) => ({ value, label }));
}

async function showRecall(c: WebContext, form: FormState = emptyForm, status: Status = 200) {
  const { ctx, page } = c.var;
  const id = c.req.param("id") ?? "";
  const recall = isId(id) ? await findRecall(ctx, id) : undefined;
  if (!recall) throw new Refusal("missing", "pageUnknown");
  const own = await ownOrganizations(c.var, recall.state === "voting" ? "congress.vote" : "congress.propose");
  const ids = own.map(({ value }) => value as OrganizationId);
  const concerned = new Set<string>(await concernedBy(ctx, recall, ids));
  const organizations = await readOrganizations(ctx.db, [recall.openedBy]);
  return c.html(
    <RecallPage
      page={page}
      recall={recall}
      opener={organizations.of(recall.openedBy)}
      may={own.filter(({ value }) => concerned.has(value))}
      form={form}
      freshKey={newId()}
      asked={askedPage(c)}
    />,
    status,
  );
}

async function showForm(c: WebContext, mandateId: string, form: FormState, status: Status = 200) {
  const { ctx, page } = c.var;
  const mandate = isId(mandateId) ? await findMandate(ctx.db, mandateId) : undefined;
  // Who holds an unlisted office is named to nobody here.
  if (!mandate || mandate.unlisted) throw new Refusal("missing", "pageUnknown");
  const organizations = await ownOrganizations(c.var, "congress.propose");
  if (organizations.length === 0)
    throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.propose" });
  const asks = await petitionAsks(ctx, mandate.id);
  const shown = { page, mandate, asks, form, freshKey: newId(), organizations };
  return c.html(<NewRecallPage {...shown} />, status);
}

function act(work: (c: WebContext, body: FormBody) => Promise<unknown>) {
  return async (c: WebContext) => {
    const body = await readForm(c);
    try {
      await work(c, body);
    } catch (error) {
      const { form, status } = refusedAct(error, body);
      return showRecall(c, form, status as Status);
    }
    return c.redirect(recallPath(c.req.param("id") ?? ""), 303);
  };
}

export const recallRoutes = new Hono<Env>()
  .get("/recalls", async (c) => {
    const { db } = c.var.ctx;
    const range = rangeOf(await countRecalls(db), askedPage(c), RECALLS_A_PAGE);
    const items = await listRecalls(db, range);
    return c.html(<RecallsPage page={c.var.page} recalls={{ ...range, items }} />);
  })
  .get("/recalls/new", signedIn, (c) => showForm(c, c.req.query("mandate") ?? "", emptyForm))
  .post("/recalls/new", signedIn, async (c) => {
    const body = await readForm(c);
    try {
      const id = await openRecall(c.var.ctx, {
        mandateId: body.get("mandate"),
        organizationId: body.get("organizationId"),
        reason: inOneLanguage(body.get("language"), body.get("reason")),
        requestKey: body.get("requestKey"),
      });
      return c.redirect(recallPath(id), 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms);
      return showForm(c, body.get("mandate"), form, status as Status);
    }
  })
  .get("/recalls/:id", (c) => showRecall(c))
  .post(
    "/recalls/:id/sign",
    signedIn,
    act((c, body) =>
      signRecall(c.var.ctx, {
        recallId: c.req.param("id") ?? "",
        organizationId: body.get("organizationId"),
      }),
    ),
  )
  .post(
    "/recalls/:id/vote",
    signedIn,
    act((c, body) =>
      voteOnRecall(c.var.ctx, {
        recallId: c.req.param("id") ?? "",
        organizationId: body.get("organizationId"),
        choice: choices.find((one) => one === body.get("choice")) ?? "abstain",
        requestKey: body.get("requestKey"),
      }),
    ),
  );

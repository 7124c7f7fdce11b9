// Whoever presides leads an election from a draft to its result.
import { Hono } from "hono";
import { listOffices } from "#confederation";
import {
  annulElection,
  callElection,
  closeElection,
  countElection,
  type ElectionKind,
  electionKinds,
  electionPath,
  openElection,
  openNominations,
  reviseElection,
} from "#elections";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import type { FormState } from "../layout/forms.tsx";
import { ofLongForms, refusedAct } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { addressOf, atEdition, atElection, ELECTION, ELECTIONS, type Status } from "./at-election.ts";
import { electionField, electionFrom, typedOf } from "./election-form.ts";
import { ElectionFormPage, TemplatesPage } from "./election-form.page.tsx";
import { isTemplate, templateOf } from "./templates.ts";

export type ShowElection = (c: WebContext, form?: FormState, status?: Status) => Promise<Response>;

function presides(allowed: boolean): void {
  if (!allowed) throw new Refusal("forbidden", "noMandateForThis", { capability: "congress.preside" });
}

const kindFrom = (typed: string): ElectionKind => electionKinds.find((kind) => kind === typed) ?? "people";

async function showForm(c: WebContext, kind: ElectionKind, form: FormState, status: Status = 200) {
  const { edition, standing } = await atEdition(c);
  presides(standing.presides);
  const offices = await listOffices(c.var.ctx.db);
  return c.html(
    <ElectionFormPage
      page={c.var.page}
      edition={edition}
      kind={kind}
      form={form}
      freshKey={newId()}
      offices={offices}
    />,
    status,
  );
}

async function showEdit(c: WebContext, form: FormState | undefined, status: Status = 200) {
  const { election, standing } = await atElection(c);
  presides(standing.presides);
  const { edition } = await atEdition(c);
  return c.html(
    <ElectionFormPage
      page={c.var.page}
      edition={edition}
      kind={election.kind}
      election={election}
      form={form ?? { typed: typedOf(election) }}
      freshKey={newId()}
      offices={await listOffices(c.var.ctx.db)}
    />,
    status,
  );
}

async function callFrom(c: WebContext, body: FormBody): Promise<number> {
  const kind = kindFrom(body.get("kind"));
  const { ctx } = c.var;
  return callElection(ctx, {
    edition: c.req.param("edition") ?? "",
    kind,
    ...(await electionFrom(ctx, kind, body)),
    requestKey: body.get("requestKey"),
  });
}

async function newElection(c: WebContext) {
  const asked = c.req.query("template");
  const { edition, standing } = await atEdition(c);
  presides(standing.presides);
  if (!isTemplate(asked)) return c.html(<TemplatesPage page={c.var.page} edition={edition} />);
  const regions = edition.regions.flatMap(({ region }) => region ?? []);
  const { kind, typed } = templateOf(asked, regions);
  return showForm(c, kind, { typed });
}

/** A step of an election, and back to it; a refused one is shown there with what was typed. */
function step(
  show: ShowElection,
  work: (c: WebContext, body: FormBody) => Promise<unknown>,
): (c: WebContext) => Promise<Response> {
  return async (c) => {
    const body = await readForm(c);
    try {
      await work(c, body);
    } catch (error) {
      const { form, status } = refusedAct(error, body);
      return show(c, form, status as Status);
    }
    const { edition, election } = addressOf(c);
    return c.redirect(electionPath(edition, election), 303);
  };
}

export function electionActingRoutes(show: ShowElection): Hono<Env> {
  const act = (work: (c: WebContext, body: FormBody) => Promise<unknown>) => step(show, work);
  return new Hono<Env>()
    .get(`${ELECTIONS}/new`, signedIn, (c) => newElection(c))
    .post(`${ELECTIONS}/new`, signedIn, async (c) => {
      const body = await readForm(c);
      try {
        return c.redirect(electionPath(c.req.param("edition"), await callFrom(c, body)), 303);
      } catch (error) {
        const { form, status } = refusedAct(error, body, ofLongForms, electionField(body));
        return showForm(c, kindFrom(body.get("kind")), form, status as Status);
      }
    })
    .get(`${ELECTION}/edit`, signedIn, (c) => showEdit(c, undefined))
    .post(`${ELECTION}/edit`, signedIn, async (c) => {
      const body = await readForm(c);
      const { ctx } = c.var;
      const address = addressOf(c);
      try {
        const { election } = await atElection(c);
        await reviseElection(ctx, { ...address, ...(await electionFrom(ctx, election.kind, body)) });
      } catch (error) {
        const { form, status } = refusedAct(error, body, ofLongForms, electionField(body));
        return showEdit(c, form, status as Status);
      }
      return c.redirect(electionPath(address.edition, address.election), 303);
    })
    .post(
      `${ELECTION}/nominations`,
      signedIn,
      act((c) => openNominations(c.var.ctx, addressOf(c))),
    )
    .post(
      `${ELECTION}/open`,
      signedIn,
      act((c) => openElection(c.var.ctx, addressOf(c))),
    )
    .post(
      `${ELECTION}/close`,
      signedIn,
      act((c) => closeElection(c.var.ctx, addressOf(c))),
    )
    .post(
      `${ELECTION}/count`,
      signedIn,
      act((c, body) => countElection(c.var.ctx, { ...addressOf(c), drawn: body.get("drawn") || null })),
    )
    .post(
      `${ELECTION}/annul`,
      signedIn,
      act((c, body) =>
        annulElection(c.var.ctx, {
          ...addressOf(c),
          reason: inOneLanguage(body.get("language"), body.get("reason")),
        }),
      ),
    );
}

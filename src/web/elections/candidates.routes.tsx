// Candidates: delegations put people forward, who answer themselves; whoever presides puts options on the ballot.
import { Hono } from "hono";
import { findOrganizationId, listMandates } from "#confederation";
import {
  acceptCandidacy,
  addOption,
  type CandidateInput,
  declineCandidacy,
  electionPath,
  type ElectionView,
  type Gender,
  genders,
  installElected,
  nominateCandidate,
  parseAmount,
  removeCandidate,
  stepBack,
} from "#elections";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { type Choice, emptyForm, type FormState } from "../layout/forms.tsx";
import { fieldInLanguages, wordsInLanguages } from "../layout/in-languages.tsx";
import { ofLongForms, refusedAct } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import type { ShowElection } from "./acting.routes.tsx";
import { addressOf, atElection, ELECTION, ownChoices, type Status } from "./at-election.ts";
import { CandidateFormPage } from "./candidate-form.page.tsx";

const CANDIDATES = `${ELECTION}/candidates` as const;

/** People of the reader's delegations, who may be put forward by choosing them. */
async function peopleOf({ ctx }: WebContext["var"], delegations: readonly Choice[]): Promise<Choice[]> {
  const people = new Map<string, string>();
  for (const { value } of delegations)
    for (const held of await listMandates(ctx.db, { organizationId: value }, ctx.now))
      if (!held.unlisted && held.recalledAt === null) people.set(held.personId, held.personName);
  return [...people].map(([value, label]) => ({ value, label }));
}

async function showForm(c: WebContext, form: FormState, status: Status = 200) {
  const { page } = c.var;
  const { election, standing } = await atElection(c);
  const people = election.kind === "people";
  const delegations = ownChoices(standing, page.language, (one) => one.mayPropose && one.accredited);
  if (people ? delegations.length === 0 : !standing.presides) {
    const capability = people ? "congress.propose" : "congress.preside";
    throw new Refusal("forbidden", "noMandateForThis", { capability });
  }
  return c.html(
    <CandidateFormPage
      page={page}
      election={election}
      form={form}
      freshKey={newId()}
      delegations={people ? delegations : []}
      people={people ? await peopleOf(c.var, delegations) : []}
    />,
    status,
  );
}

function refused(field: string, reason: string): Refusal {
  return new Refusal("invalid", "inputInvalid", {}, [{ field, reason, facts: {} }]);
}

const aboutFrom = (body: FormBody, language: string) =>
  body.get("about").trim() === "" ? null : inOneLanguage(body.get("source") || language, body.get("about"));

async function nominateFrom(c: WebContext, body: FormBody): Promise<unknown> {
  const { ctx, page } = c.var;
  return nominateCandidate(ctx, {
    ...addressOf(c),
    organizationId: body.get("organizationId"),
    person: body.get("person") || null,
    name: body.get("name"),
    hasAccepted: body.get("hasAccepted") === "yes",
    about: aboutFrom(body, page.language),
    gender: genders.find((gender) => gender === body.get("gender")) ?? (null as Gender | null),
    region: null,
    requestKey: body.get("requestKey"),
  });
}

async function addFrom(c: WebContext, election: ElectionView, body: FormBody): Promise<unknown> {
  const { ctx, page } = c.var;
  const { budget } = election.rules;
  const cost = budget ? parseAmount(body.get("cost"), budget.decimals) : null;
  if (cost === undefined) throw refused("cost", "valueMalformed");
  return addOption(ctx, {
    ...addressOf(c),
    name: wordsInLanguages(body, "name"),
    about: aboutFrom(body, page.language),
    organizationId: await organizationFrom(ctx, body.get("organ")),
    cost,
    gender: null,
    region: null,
    requestKey: body.get("requestKey"),
  });
}

async function organizationFrom(ctx: Ctx, typed: string) {
  const slug = typed.trim().split("/").at(-1) ?? "";
  if (slug === "") return null;
  const id = await findOrganizationId(ctx.db, slug);
  if (!id) throw refused("organ", "organizationUnknown");
  return id;
}

const fieldOf = (body: FormBody, people: boolean) => (people ? undefined : fieldInLanguages(body, "name"));

export function candidateRoutes(show: ShowElection): Hono<Env> {
  const answer = (work: (ctx: Ctx, input: CandidateInput) => Promise<unknown>) => async (c: WebContext) => {
    const body = await readForm(c);
    const address = addressOf(c);
    try {
      await work(c.var.ctx, { ...address, candidateId: c.req.param("id") ?? "" });
    } catch (error) {
      const { form, status } = refusedAct(error, body);
      return show(c, form, status as Status);
    }
    return c.redirect(electionPath(address.edition, address.election), 303);
  };
  return new Hono<Env>()
    .get(`${CANDIDATES}/new`, signedIn, (c) => showForm(c, emptyForm))
    .post(`${CANDIDATES}/new`, signedIn, async (c) => {
      const body = await readForm(c);
      const { election } = await atElection(c);
      const people = election.kind === "people";
      try {
        await (people ? nominateFrom(c, body) : addFrom(c, election, body));
      } catch (error) {
        const { form, status } = refusedAct(error, body, ofLongForms, fieldOf(body, people));
        return showForm(c, form, status as Status);
      }
      return c.redirect(election.href, 303);
    })
    .post(`${CANDIDATES}/:id/accept`, signedIn, answer(acceptCandidacy))
    .post(`${CANDIDATES}/:id/decline`, signedIn, answer(declineCandidacy))
    .post(`${CANDIDATES}/:id/step-back`, signedIn, answer(stepBack))
    .post(`${CANDIDATES}/:id/remove`, signedIn, answer(removeCandidate))
    .post(`${CANDIDATES}/:id/install`, signedIn, answer(installElected));
}

// Naming delegates, and deciding on their credentials.
import { Hono } from "hono";
import {
  decideOnDelegates,
  type DelegateEntry,
  type DelegateFilter,
  type DelegateState,
  delegateStates,
  endSubstitution,
  listDelegates,
  listNameable,
  listSittings,
  listSubstitutions,
  type NamedOrganization,
  nominate,
  type SeatKind,
  seatsOf,
  substitute,
  withdrawDelegate,
} from "#assembly";
import { type Edition, editionPath } from "#congress";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { emptyForm } from "../layout/forms.tsx";
import { askedPage, rangeOf } from "../layout/paging.tsx";
import { ofLongForms, refusedAct, type RefusedForm } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { type AtEdition, atEdition, needs } from "./at-edition.ts";
import { CredentialsPage } from "./credentials.page.tsx";
import { instantsFrom } from "./edition-times.ts";
import { DelegationPage, nominationsPath } from "./nominations.page.tsx";

const PEOPLE_A_PAGE = 60;
const EVERYBODY = 1_000;
const fresh: RefusedForm = { form: emptyForm, status: 200 };

/** A page of the delegates that the filter leaves; who is inside is told for a moment, now unless another is named. */
export async function pageOfDelegates(
  c: WebContext,
  { edition }: AtEdition,
  filter: DelegateFilter,
  at = c.var.ctx.now,
) {
  const read = (offset: number) =>
    listDelegates(c.var.ctx.db, edition.id, filter, { at, offset, limit: PEOPLE_A_PAGE });
  const asked = (askedPage(c) - 1) * PEOPLE_A_PAGE;
  const first = await read(asked);
  const range = rangeOf(first.total, askedPage(c), PEOPLE_A_PAGE);
  const { entries } = range.offset === asked ? first : await read(range.offset);
  return { ...range, items: entries };
}

/** The reader's own called organisation in the address. */
function ownDelegation(c: WebContext, { standing }: AtEdition): NamedOrganization {
  const organization = standing.nominates.find(({ slug }) => slug === c.req.param("organization"));
  if (!organization) throw new Refusal("forbidden", "noMandateForThis", { capability: "assembly.nominate" });
  return organization;
}

const livingOf = (entries: readonly DelegateEntry[], seat: SeatKind) =>
  entries.filter((one) => one.seat === seat && (one.state === "nominated" || one.state === "accepted"))
    .length;

async function showDelegation(c: WebContext, { form, status }: RefusedForm) {
  const { ctx, page } = c.var;
  const at = await atEdition(c);
  const organization = ownDelegation(c, at);
  const own = { organizationId: organization.id };
  const everybody = await listDelegates(ctx.db, at.edition.id, own, {
    at: ctx.now,
    offset: 0,
    limit: 4 * EVERYBODY,
  });
  return c.html(
    <DelegationPage
      page={page}
      form={form}
      freshKey={newId()}
      edition={at.edition}
      organization={organization}
      seats={await seatsOf(ctx.db, at.edition.id, organization.id)}
      delegates={await pageOfDelegates(c, at, own)}
      taken={{
        delegate: livingOf(everybody.entries, "delegate"),
        alternate: livingOf(everybody.entries, "alternate"),
      }}
      accepted={everybody.entries.filter(({ state }) => state === "accepted").slice(0, EVERYBODY)}
      nameable={await listNameable(ctx, at.edition.id, organization.id)}
      substitutions={await listSubstitutions(ctx.db, at.edition.id, organization.id)}
      sittings={(await listSittings(ctx.db, { edition: at.edition.slug })).filter(
        ({ endsAt }) => endsAt > ctx.now,
      )}
    />,
    status,
  );
}

/** Does one act on a delegation, and shows its page again with the reason when it is refused. */
function act(
  work: (
    c: WebContext,
    body: FormBody,
    at: { organization: NamedOrganization; edition: Edition },
  ) => Promise<unknown>,
) {
  return async (c: WebContext) => {
    const body = await readForm(c);
    const at = await atEdition(c);
    const organization = ownDelegation(c, at);
    try {
      await work(c, body, { organization, edition: at.edition });
    } catch (error) {
      const refused = refusedAct(error, body, ofLongForms);
      const typed = { ...refused.form.typed, people: body.all("people").join(",") };
      return showDelegation(c, { ...refused, form: { ...refused.form, typed } });
    }
    return c.redirect(nominationsPath(at.edition.slug, organization.slug), 303);
  };
}

/** Of the sitting that was chosen, else the time that was typed. */
async function timeFrom(c: WebContext, body: FormBody, edition: Edition) {
  const number = Number(body.get("sitting"));
  const sittings = number ? await listSittings(c.var.ctx.db, { edition: edition.slug }) : [];
  const chosen = sittings.find((one) => one.number === number);
  const { startsAt, endsAt } =
    chosen ?? instantsFrom({ startsAt: body.get("startsAt"), endsAt: body.get("endsAt") }, edition);
  return { startsAt, endsAt };
}

async function showCredentials(c: WebContext, { form, status }: RefusedForm, chosen = new Set<string>()) {
  const at = await atEdition(c);
  needs(at.standing.credentials, "assembly.credential");
  const asked = c.req.query("state") as DelegateState;
  const state = delegateStates.includes(asked) ? asked : "nominated";
  const filter = { state };
  const delegates = await pageOfDelegates(c, at, filter);
  return c.html(
    <CredentialsPage
      page={c.var.page}
      form={form}
      chosen={chosen}
      edition={at.edition}
      filter={filter}
      delegates={delegates}
    />,
    status,
  );
}

async function decide(c: WebContext) {
  const body = await readForm(c);
  const edition = c.req.param("edition") ?? "";
  const reason = body.get("reason").trim();
  const refusing = body.get("verdict") === "refuse";
  try {
    await decideOnDelegates(c.var.ctx, {
      edition,
      delegateIds: body.all("delegateIds"),
      verdict: refusing ? "refuse" : "accept",
      reason: refusing && reason ? inOneLanguage(body.get("language"), reason) : null,
    });
  } catch (error) {
    const refused = refusedAct(error, body, ofLongForms);
    return showCredentials(c, nobodyAsWhole(refused), new Set(body.all("delegateIds")));
  }
  return c.redirect(`${editionPath(edition)}/credentials`, 303);
}

/** A list of boxes has no field to stand beside: that nobody was chosen is said at the head. */
function nobodyAsWhole(refused: RefusedForm): RefusedForm {
  const { refusal } = refused.form;
  const nobody = refusal?.fields.find(({ field }) => field === "delegateIds");
  if (!refusal || !nobody) return refused;
  return { ...refused, form: { ...refused.form, refusal: new Refusal(refusal.kind, nobody.reason) } };
}

export const delegateRoutes = new Hono<Env>()
  .get("/congress/:edition/delegations/:organization", signedIn, (c) => showDelegation(c, fresh))
  .post(
    "/congress/:edition/delegations/:organization",
    signedIn,
    act((c, body, { organization }) =>
      nominate(c.var.ctx, {
        edition: c.req.param("edition") ?? "",
        organizationId: organization.id,
        seat: body.get("seat") as SeatKind,
        names: body
          .get("names")
          .split("\n")
          .map((name) => name.trim())
          .filter(Boolean),
        people: body.all("people"),
        requestKey: body.get("requestKey"),
      }),
    ),
  )
  .post(
    "/congress/:edition/delegations/:organization/withdraw",
    signedIn,
    act((c, body) =>
      withdrawDelegate(c.var.ctx, {
        delegateId: body.get("delegateId"),
        reason: inOneLanguage(body.get("language"), body.get("reason")),
      }),
    ),
  )
  .post(
    "/congress/:edition/delegations/:organization/substitutions",
    signedIn,
    act(async (c, body, { edition }) =>
      substitute(c.var.ctx, {
        delegateId: body.get("delegateId"),
        alternateId: body.get("alternateId"),
        ...(await timeFrom(c, body, edition)),
        requestKey: body.get("requestKey"),
      }),
    ),
  )
  .post(
    "/congress/:edition/delegations/:organization/substitutions/end",
    signedIn,
    act((c, body) => endSubstitution(c.var.ctx, { substitutionId: body.get("substitutionId") })),
  )
  .get("/congress/:edition/credentials", signedIn, (c) => showCredentials(c, fresh))
  .post("/congress/:edition/credentials", signedIn, (c) => decide(c));

// Obligations: only for people of their two sides.
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import {
  acknowledgeObligation,
  confirmPayment,
  contestObligation,
  correctObligation,
  countObligations,
  denominationKey,
  denominationOf,
  enterObligation,
  enterObligationsFromFile,
  findObligation,
  listDenominations,
  nameIsAllowed,
  type ObligationId,
  obligationsOf,
  type ObligationView,
  openSumsOf,
  payObligation,
  roundTitles,
  type RoundId,
  sideOf,
  unitsOf,
  type Denomination,
  withdrawObligation,
} from "#clearing";
import { findOrganizationId, may, type OrganizationId } from "#confederation";
import { type Account, accountsOf, parseAmount, type Unit } from "#ledger";
import type { Ctx } from "#platform/context";
import { type FieldRefusal, Refusal } from "#platform/errors";
import { isId, newId } from "#platform/ids";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { askedPage, rangeOf } from "../layout/paging.tsx";
import { ofLongForms, refusedAct } from "../refused-forms.ts";
import { afterAct } from "../ledger/after-act.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { type ActingFor, actingFor, bookKeepers, chosen } from "./acting-for.ts";
import { EnterPage, FromFilePage } from "./obligation-forms.page.tsx";
import { ObligationPage, type OfferedActs } from "./obligation.page.tsx";
import { NoBooksPage, ObligationsPage } from "./obligations.page.tsx";
import { OBLIGATIONS } from "./words.tsx";

const ENTRIES_A_PAGE = 30;
const MOST_WAITING = 20;
const today = (ctx: Ctx) => ctx.now.toISOString().slice(0, 10);

async function showObligations(c: WebContext) {
  const { ctx, page } = c.var;
  const organizations = await bookKeepers(ctx);
  if (organizations.length === 0) return c.html(<NoBooksPage page={page} />);
  const organization = chosen(organizations, c.req.query("organization"));
  const side = c.req.query("side") === "debtor" ? "debtor" : "creditor";
  const range = rangeOf(await countObligations(ctx, organization.id, { side }), askedPage(c), ENTRIES_A_PAGE);
  const items = await obligationsOf(ctx, organization.id, { side }, range);
  const recorded = await obligationsOf(
    ctx,
    organization.id,
    { states: ["recorded"], notBy: organization.id },
    { offset: 0, limit: MOST_WAITING },
  );
  const sums = await openSumsOf(ctx, organization.id);
  return c.html(
    <ObligationsPage
      page={page}
      organization={organization}
      organizations={organizations}
      sums={sums}
      waiting={recorded}
      side={side}
      entries={{ ...range, items }}
      units={await unitsOf(ctx, [...sums, ...items, ...recorded] as Denomination[])}
      mayRecord={await may(ctx, "clearing.record", organization.id)}
      today={today(ctx)}
      named={
        (await may(ctx, "clearing.join", organization.id)) ? await nameIsAllowed(ctx, organization.id) : null
      }
    />,
  );
}

async function readObligation(c: WebContext): Promise<ObligationView> {
  const id = c.req.param("id") ?? "";
  const found = isId(id) ? await findObligation(c.var.ctx, id as ObligationId) : undefined;
  if (!found) throw new Refusal("missing", "obligationUnknown");
  return found;
}

/** What the reader's mandates allow on it now; the acts ask again. */
async function offeredOn(ctx: Ctx, obligation: ObligationView): Promise<OfferedActs> {
  const { state, recordedBy, debtorId, creditorId, inRound } = obligation;
  const on = (side: "debtor" | "creditor") => (side === "debtor" ? debtorId : creditorId);
  const other = recordedBy !== "both" && (await may(ctx, "clearing.record", on(sideOf(recordedBy, "other"))));
  const recorder =
    recordedBy !== "both" && (await may(ctx, "clearing.record", on(sideOf(recordedBy, "recorder"))));
  const movable = state === "acknowledged" && !inRound;
  return {
    acknowledge: other && (state === "recorded" || state === "contested"),
    contest: other && state === "recorded",
    withdraw: recorder && (state === "recorded" || state === "contested"),
    lower: movable && (await may(ctx, "clearing.record", creditorId)),
    payFrom: movable ? await accountsToPay(ctx, obligation) : [],
  };
}

async function accountsToPay(ctx: Ctx, { currencyId, debtorId }: ObligationView): Promise<Account[]> {
  if (currencyId === null || !(await may(ctx, "ledger.transfer", debtorId))) return [];
  const own = await accountsOf(ctx, { kind: "organization", organizationId: debtorId }, currencyId);
  return own.filter(({ closedAt }) => closedAt === null);
}

async function showObligation(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  const obligation = await readObligation(c);
  const roundIds = obligation.movements.flatMap(({ roundId }) => (roundId ? [roundId] : []));
  return c.html(
    <ObligationPage
      page={page}
      obligation={obligation}
      units={await unitsOf(ctx, [obligation as Denomination])}
      offered={await offeredOn(ctx, obligation)}
      rounds={await roundTitles(ctx.db, roundIds as RoundId[])}
      form={form}
      freshKey={newId()}
    />,
    status,
  );
}

/** Does an act from the obligation's page, and shows the page again with the reason when it is refused. */
async function act(
  c: WebContext,
  work: (body: FormBody, id: ObligationId, obligation: ObligationView) => Promise<unknown>,
) {
  const obligation = await readObligation(c);
  const body = await readForm(c);
  let done: unknown;
  try {
    done = await work(body, obligation.id, obligation);
  } catch (error) {
    const { form, status } = refusedAct(error, body, ofLongForms);
    return showObligation(c, form, status);
  }
  return c.redirect(afterAct(done, `${OBLIGATIONS}/${obligation.id}`), 303);
}

/** An amount that was typed, in minor units; what is wrong with it is said at its field. */
function typedAmount(language: string, text: string, unit: Unit | undefined): bigint {
  if (!unit) throw fieldRefusal({ field: "denomination", reason: "currencyUnknown", facts: {} });
  try {
    return parseAmount(language, text, unit);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw fieldRefusal({ field: "amount", reason: error.reason, facts: error.facts });
  }
}

const fieldRefusal = (...fields: FieldRefusal[]) => new Refusal("invalid", "inputInvalid", {}, fields);

async function amountIn(ctx: Ctx, body: FormBody, obligation: ObligationView): Promise<bigint> {
  const units = await unitsOf(ctx, [obligation as Denomination]);
  return typedAmount(
    ctx.language,
    body.get("amount"),
    units.get(denominationKey(obligation as Denomination)),
  );
}

async function keeper(c: WebContext): Promise<ActingFor> {
  return chosen(await actingFor(c.var.ctx, "clearing.record"), c.req.query("organization"));
}

async function showEnter(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const { ctx, page } = c.var;
  return c.html(
    <EnterPage
      page={page}
      organization={await keeper(c)}
      form={form}
      freshKey={newId()}
      denominations={await listDenominations(ctx)}
      today={today(ctx)}
    />,
    status,
  );
}

async function enterFrom(ctx: Ctx, body: FormBody, organizationId: OrganizationId): Promise<ObligationId> {
  const wrong: FieldRefusal[] = [];
  const counterpartyId = await findOrganizationId(ctx.db, slugIn(body.get("counterparty")));
  if (!counterpartyId) wrong.push({ field: "counterparty", reason: "organizationUnknown", facts: {} });
  const key = body.get("denomination");
  const known = isId(key) || /^[A-Z]{3}$/.test(key);
  const units = known ? await unitsOf(ctx, [denominationOf(key)]) : new Map<string, Unit>();
  let amount = 1n;
  try {
    amount = typedAmount(ctx.language, body.get("amount"), units.get(key));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    wrong.push(...error.fields);
  }
  if (!counterpartyId || wrong.length > 0) throw fieldRefusal(...wrong);
  return enterObligation(ctx, {
    requestKey: body.get("requestKey"),
    organizationId,
    counterpartyId,
    side: body.get("side") as "debtor" | "creditor",
    denomination: denominationOf(key) as never,
    amount,
    sinceOn: body.get("sinceOn"),
    dueOn: body.get("dueOn") || null,
    text: body.get("text"),
  });
}

/** A name in an address, or the whole address of an organisation's page. */
const slugIn = (typed: string) => typed.trim().split("/").at(-1) ?? "";

const namesOfForm: Readonly<Record<string, string>> = { counterpartyId: "counterparty" };

async function showFile(c: WebContext, form: FormState, status: ContentfulStatusCode = 200) {
  const { page } = c.var;
  return c.html(
    <FromFilePage page={page} organization={await keeper(c)} form={form} freshKey={newId()} />,
    status,
  );
}

export const obligationRoutes = new Hono<Env>()
  .get(OBLIGATIONS, signedIn, (c) => showObligations(c))
  .get(`${OBLIGATIONS}/new`, signedIn, (c) => showEnter(c, emptyForm))
  .post(`${OBLIGATIONS}/new`, signedIn, async (c) => {
    const body = await readForm(c);
    try {
      const id = await enterFrom(c.var.ctx, body, (await keeper(c)).id);
      return c.redirect(`${OBLIGATIONS}/${id}`, 303);
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms, (path) => {
        const name = path.split(".")[0] ?? path;
        return namesOfForm[name] ?? name;
      });
      return showEnter(c, form, status);
    }
  })
  .get(`${OBLIGATIONS}/from-file`, signedIn, (c) => showFile(c, emptyForm))
  .post(`${OBLIGATIONS}/from-file`, signedIn, async (c) => {
    const body = await readForm(c);
    const organization = await keeper(c);
    try {
      const file = body.raw.get("file");
      if (!(file instanceof File) || file.size === 0)
        throw fieldRefusal({ field: "file", reason: "fileIsEmpty", facts: {} });
      await enterObligationsFromFile(c.var.ctx, {
        requestKey: body.get("requestKey"),
        organizationId: organization.id,
        bytes: new Uint8Array(await file.arrayBuffer()),
      });
    } catch (error) {
      const { form, status } = refusedAct(error, body, ofLongForms, (path) => path);
      return showFile(c, form, status);
    }
    return c.redirect(`${OBLIGATIONS}?organization=${organization.slug}`, 303);
  })
  .get(`${OBLIGATIONS}/:id`, signedIn, (c) => showObligation(c, emptyForm))
  .post(`${OBLIGATIONS}/:id/acknowledge`, signedIn, (c) =>
    act(c, (_, id) => acknowledgeObligation(c.var.ctx, id)),
  )
  .post(`${OBLIGATIONS}/:id/contest`, signedIn, (c) =>
    act(c, (body, id) => contestObligation(c.var.ctx, { obligationId: id, reason: body.get("reason") })),
  )
  .post(`${OBLIGATIONS}/:id/withdraw`, signedIn, (c) => act(c, (_, id) => withdrawObligation(c.var.ctx, id)))
  .post(`${OBLIGATIONS}/:id/pay`, signedIn, (c) =>
    act(c, async (body, obligationId, obligation) =>
      payObligation(c.var.ctx, {
        requestKey: body.get("requestKey"),
        obligationId,
        fromAccountId: body.get("from"),
        amount: await amountIn(c.var.ctx, body, obligation),
      }),
    ),
  )
  .post(`${OBLIGATIONS}/:id/confirm-payment`, signedIn, (c) => lowering(c, confirmPayment))
  .post(`${OBLIGATIONS}/:id/correct`, signedIn, (c) => lowering(c, correctObligation));

function lowering(c: WebContext, work: typeof confirmPayment) {
  return act(c, async (body, obligationId, obligation) =>
    work(c.var.ctx, {
      requestKey: body.get("requestKey"),
      obligationId,
      amount: await amountIn(c.var.ctx, body, obligation),
      text: body.get("text"),
    }),
  );
}

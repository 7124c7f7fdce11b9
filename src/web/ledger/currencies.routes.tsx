// Currencies: everybody reads them; those with a mandate found, change, close and issue; people and organisations open
// accounts.
import { Hono } from "hono";
import { may, type OrganizationId } from "#confederation";
import {
  accountPath,
  changeCurrency,
  closeCurrency,
  countCurrencies,
  countOrganizationsIn,
  type Currency,
  currencyKinds,
  currencyPath,
  type CurrencyKind,
  findCurrency,
  foundCurrency,
  issue,
  listChanges,
  officialScale,
  openOwnAccount,
  organizationsIn,
  pageOfCurrencies,
  readBeforehand,
  readFigures,
  stateReserve,
  type Unit,
} from "#ledger";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { emptyForm } from "../layout/forms.tsx";
import { askedPage, rangeOf } from "../layout/paging.tsx";
import { ofLongForms, refusedAct, type RefusedForm } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { CurrencyAccountsPage } from "./currency-accounts.page.tsx";
import { ChangePage, FoundPage } from "./currency-form.page.tsx";
import { CurrenciesPage, CurrencyPage } from "./currency.page.tsx";
import { IssuePage, OpenPage, ReservePage } from "./issuing.page.tsx";
import { ownOrganizations } from "./reading.ts";
import { Typed } from "./typed.ts";

const CURRENCIES_A_PAGE = 40;
const CHANGES_SHOWN = 5;
const fresh: RefusedForm = { form: emptyForm, status: 200 };
const CURRENCY = "/economy/currencies/:slug";

async function currencyOf(c: WebContext): Promise<Currency> {
  const found = await findCurrency(c.var.ctx, c.req.param("slug") ?? "");
  if (!found) throw new Refusal("missing", "currencyUnknown");
  return found;
}

/** The currency of the address, for whoever may do this in its organisation. */
async function ownCurrency(c: WebContext, capability: Parameters<typeof may>[1]): Promise<Currency> {
  const currency = await currencyOf(c);
  if (!(await may(c.var.ctx, capability, currency.organizationId)))
    throw new Refusal("forbidden", "noMandateForThis", { capability });
  return currency;
}

async function ableOrganizations(ctx: Ctx, capability: Parameters<typeof may>[1]) {
  const able = [];
  for (const one of await ownOrganizations(ctx)) if (await may(ctx, capability, one.id)) able.push(one);
  return able;
}

async function showCurrency(c: WebContext) {
  const { ctx, page } = c.var;
  const currency = await currencyOf(c);
  const { id, organizationId, openBooks } = currency;
  return c.html(
    <CurrencyPage
      page={page}
      currency={currency}
      figures={await readFigures(ctx, id, openBooks)}
      beforehand={await readBeforehand(ctx, id)}
      changes={await listChanges(ctx, id, CHANGES_SHOWN)}
      offered={{
        open: page.viewer !== undefined && currency.state === "open",
        change: currency.state === "open" && (await may(ctx, "ledger.found_currency", organizationId)),
        accounts: openBooks || (await may(ctx, "ledger.set_limits", organizationId)),
        issue:
          currency.state === "open" &&
          (currency.kind === "voucher" || currency.kind === "mirror") &&
          (await may(ctx, "ledger.issue", organizationId)),
      }}
    />,
  );
}

/** For those who agree on limits; for everybody, where books are open. */
async function showAccounts(c: WebContext) {
  const { ctx, page } = c.var;
  const currency = await currencyOf(c);
  const setsLimits = await may(ctx, "ledger.set_limits", currency.organizationId);
  if (!setsLimits && !currency.openBooks) throw new Refusal("missing", "pageUnknown");
  const range = rangeOf(await countOrganizationsIn(ctx, currency.id), askedPage(c), CURRENCIES_A_PAGE);
  const items = await organizationsIn(ctx, currency.id, range);
  return c.html(
    <CurrencyAccountsPage
      page={page}
      currency={currency}
      accounts={{ ...range, items }}
      setsLimits={setsLimits}
    />,
  );
}

async function showFound(c: WebContext, { form, status }: RefusedForm) {
  const founders = await ableOrganizations(c.var.ctx, "ledger.found_currency");
  if (founders.length === 0)
    throw new Refusal("forbidden", "noMandateForThis", { capability: "ledger.found_currency" });
  return c.html(<FoundPage page={c.var.page} form={form} freshKey={newId()} founders={founders} />, status);
}

/** What amounts of the form are in: the currency that it is about to found. */
function unitOf(typed: Typed): Unit {
  const kind = (currencyKinds as readonly string[]).includes(typed.get("kind"))
    ? (typed.get("kind") as CurrencyKind)
    : "mutual_credit";
  const scale = kind === "time" ? 0 : typed.count("scale");
  return { kind, scale: scale >= 0 && scale <= 6 ? scale : 2, code: typed.get("code").trim() || "-" };
}

function termsFrom(typed: Typed, unit: Unit) {
  const minimum = typed.limit("defaultMinimum", unit);
  return {
    name: typed.text("name"),
    rules: typed.text("rules"),
    // "How far below nought" is written without a sign by some, and with one by others.
    defaultMinimum: minimum !== null && minimum > 0n ? -minimum : minimum,
    defaultMaximum: typed.limit("defaultMaximum", unit),
    demurragePpm: typed.ppm("demurrage"),
    approvalAbove: typed.limit("approvalAbove", unit),
    expiresOn: typed.optional("expiresOn"),
  };
}

async function foundFrom(ctx: Ctx, body: FormBody): Promise<string> {
  const typed = new Typed(body, ctx.language);
  const unit = unitOf(typed);
  const { kind } = unit;
  const only = <Value,>(to: CurrencyKind, value: Value) => (kind === to ? value : null);
  const mirrors = only("mirror", typed.optional("mirrors")?.toUpperCase() ?? null);
  const input = {
    ...termsFrom(typed, unit),
    requestKey: typed.get("requestKey"),
    organizationId: typed.get("organizationId"),
    kind,
    code: typed.get("code"),
    scale:
      kind === "time"
        ? 0
        : mirrors !== null && isCode(mirrors)
          ? officialScale(mirrors)
          : typed.count("scale"),
    openBooks: typed.get("openBooks") === "yes",
    expiresOn: only("voucher", typed.optional("expiresOn")),
    backing: only("voucher", typed.optionalText("backing")),
    onExpiry: only("voucher", typed.optional("onExpiry") as "redeem" | null),
    mirrors,
    reserveKeptBy: only("mirror", typed.optional("reserveKeptBy")),
  };
  typed.hold();
  return foundCurrency(ctx, input);
}

const isCode = (text: string) =>
  /^[A-Z]{3}$/u.test(text) && Intl.supportedValuesOf("currency").includes(text);

/** Does what a form asks and goes on, or shows the form again with the reason. */
async function act(
  c: WebContext,
  work: (body: FormBody) => Promise<string>,
  again: (refused: RefusedForm) => Response | Promise<Response>,
): Promise<Response> {
  const body = await readForm(c);
  try {
    return c.redirect(await work(body), 303);
  } catch (error) {
    return again(refusedAct(error, body, ofLongForms));
  }
}

async function showChange(c: WebContext, { form, status }: RefusedForm) {
  const currency = await ownCurrency(c, "ledger.found_currency");
  return c.html(<ChangePage page={c.var.page} form={form} currency={currency} />, status);
}

async function showIssue(c: WebContext, { form, status }: RefusedForm) {
  const currency = await ownCurrency(c, "ledger.issue");
  return c.html(<IssuePage page={c.var.page} form={form} freshKey={newId()} currency={currency} />, status);
}

async function showReserve(c: WebContext, { form, status }: RefusedForm) {
  const currency = await ownCurrency(c, "ledger.issue");
  return c.html(<ReservePage page={c.var.page} form={form} freshKey={newId()} currency={currency} />, status);
}

async function showOpen(c: WebContext, { form, status }: RefusedForm) {
  const currency = await currencyOf(c);
  const organizations = await ableOrganizations(c.var.ctx, "ledger.open_account");
  return c.html(
    <OpenPage
      page={c.var.page}
      form={form}
      freshKey={newId()}
      currency={currency}
      organizations={organizations}
    />,
    status,
  );
}

const reading = new Hono<Env>()
  .get("/economy/currencies", async (c) => {
    const { ctx, page } = c.var;
    const range = rangeOf(await countCurrencies(ctx), askedPage(c), CURRENCIES_A_PAGE);
    return c.html(
      <CurrenciesPage
        page={page}
        currencies={{ ...range, items: await pageOfCurrencies(ctx, range) }}
        mayFound={(await ableOrganizations(ctx, "ledger.found_currency")).length > 0}
      />,
    );
  })
  .get("/economy/currencies/new", signedIn, (c) => showFound(c, fresh))
  .post("/economy/currencies/new", signedIn, (c) =>
    act(
      c,
      async (body) => currencyPath(await foundFrom(c.var.ctx, body)),
      (refused) => showFound(c, refused),
    ),
  )
  .get(`${CURRENCY}/accounts`, (c) => showAccounts(c))
  .get(CURRENCY, (c) => showCurrency(c));

export const currencyRoutes = new Hono<Env>()
  .route("/", reading)
  .get(`${CURRENCY}/change`, signedIn, (c) => showChange(c, fresh))
  .post(`${CURRENCY}/change`, signedIn, (c) =>
    act(
      c,
      async (body) => {
        const { id, slug, name, rules, ...unit } = await currencyOf(c);
        const typed = new Typed(body, c.var.ctx.language);
        const terms = {
          ...termsFrom(typed, unit),
          name: typed.revisedText("name", name),
          rules: typed.revisedText("rules", rules),
        };
        typed.hold();
        await changeCurrency(c.var.ctx, { ...terms, currencyId: id, because: typed.get("because") });
        return currencyPath(slug);
      },
      (refused) => showChange(c, refused),
    ),
  )
  .post(`${CURRENCY}/close`, signedIn, (c) =>
    act(
      c,
      async (body) => {
        const { id, slug } = await currencyOf(c);
        const plan = new Typed(body, c.var.ctx.language).optionalText("plan");
        await closeCurrency(c.var.ctx, { currencyId: id, plan });
        return currencyPath(slug);
      },
      (refused) => showChange(c, refused),
    ),
  )
  .get(`${CURRENCY}/issue`, signedIn, (c) => showIssue(c, fresh))
  .post(`${CURRENCY}/issue`, signedIn, (c) =>
    act(
      c,
      async (body) => {
        const currency = await currencyOf(c);
        const typed = new Typed(body, c.var.ctx.language);
        const amount = typed.amount("amount", currency);
        typed.hold();
        await issue(c.var.ctx, {
          requestKey: typed.get("requestKey"),
          currencyId: currency.id,
          toAccount: typed.get("toAccount"),
          amount,
          text: typed.get("text"),
        });
        return currencyPath(currency.slug);
      },
      (refused) => showIssue(c, refused),
    ),
  )
  .get(`${CURRENCY}/reserve`, signedIn, (c) => showReserve(c, fresh))
  .post(`${CURRENCY}/reserve`, signedIn, (c) =>
    act(
      c,
      async (body) => {
        const currency = await currencyOf(c);
        const typed = new Typed(body, c.var.ctx.language);
        const amount = typed.limit("amount", currency) ?? 0n;
        typed.hold();
        await stateReserve(c.var.ctx, {
          requestKey: typed.get("requestKey"),
          currencyId: currency.id,
          amount,
          asOf: typed.get("asOf"),
          evidence: typed.get("evidence"),
        });
        return currencyPath(currency.slug);
      },
      (refused) => showReserve(c, refused),
    ),
  )
  .get(`${CURRENCY}/open`, signedIn, (c) => showOpen(c, fresh))
  .post(`${CURRENCY}/open`, signedIn, (c) =>
    act(
      c,
      async (body) => {
        const { id } = await currencyOf(c);
        const number = await openOwnAccount(c.var.ctx, {
          requestKey: body.get("requestKey"),
          currencyId: id,
          organizationId: (body.get("organizationId") || null) as OrganizationId | null,
          name: body.get("name").trim() || null,
        });
        return accountPath(number);
      },
      (refused) => showOpen(c, refused),
    ),
  );

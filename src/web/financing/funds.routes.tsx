// Funds and appeals: everybody reads them; pledges are made by whoever has an account, and managers look after them.
import {
  appealPath,
  type AppealView,
  callOffAppeal,
  countAppeals,
  findAppeal,
  findFund,
  foundFund,
  fundPath,
  listAppeals,
  listFunds,
  openAppeal,
  type OpenAppealInput,
  pledgeToAppeal,
  reportOnAppeal,
  spendFromAppeal,
  withdrawPledge,
} from "#financing";
import { listMandates, may, type OrganizationId } from "#confederation";
import { listCurrencies } from "#ledger";
import { Refusal } from "#platform/errors";
import { inOneLanguage, textIn } from "#platform/multilingual";
import { Hono } from "hono";
import type { Choice } from "../layout/forms.tsx";
import { askedPage, pageOf, rangeOf } from "../layout/paging.tsx";
import { afterAct } from "../ledger/after-act.ts";
import { type Env, type FormBody, signedIn, type WebContext } from "../request.ts";
import { AppealPage } from "./appeal.page.tsx";
import { appealsPath, fundsPath } from "./frame.tsx";
import { NewAppealPage, NewFundPage } from "./fund-forms.page.tsx";
import { AppealsPage, FundPage, FundsPage } from "./funds.page.tsx";
import { acting, amountFrom, currencyOf, ownAccounts, type Shown, shownFirst, wholeOrNone } from "./typed.ts";

const APPEALS_A_PAGE = 30;
const FUNDS_A_PAGE = 40;

async function readFund(c: WebContext) {
  const fund = await findFund(c.var.ctx, c.req.param("slug") ?? "");
  if (!fund) throw new Refusal("missing", "fundUnknown");
  return fund;
}

async function readAppeal(c: WebContext): Promise<AppealView> {
  const typed = c.req.param("number") ?? "";
  const number = /^[1-9]\d{0,8}$/.test(typed) ? Number(typed) : 0;
  const appeal = number > 0 ? await findAppeal(c.var.ctx, number) : undefined;
  if (!appeal) throw new Refusal("missing", "appealUnknown");
  return appeal;
}

async function currenciesOf(c: WebContext, ids: readonly string[]) {
  const found = new Map();
  for (const id of new Set(ids)) found.set(id, await currencyOf(c, id));
  return found;
}

async function pageOfAppeals(c: WebContext, fundSlug?: string) {
  const { ctx } = c.var;
  const range = rangeOf(await countAppeals(ctx, fundSlug), askedPage(c), APPEALS_A_PAGE);
  const items = await listAppeals(ctx, { fundSlug, ...range });
  const currencies = await currenciesOf(
    c,
    items.map(({ currencyId }) => currencyId),
  );
  return { appeals: { ...range, items }, currencies };
}

/** Organisations whose funds the reader may manage. */
async function managed(c: WebContext): Promise<Choice[]> {
  const { ctx, page } = c.var;
  if (ctx.actor.kind !== "person") return [];
  const found = new Map<OrganizationId, string>();
  for (const { organizationId, organizationName } of await listMandates(
    ctx.db,
    { personId: ctx.actor.personId },
    ctx.now,
  ))
    if (!found.has(organizationId) && (await may(ctx, "financing.manage_fund", organizationId)))
      found.set(organizationId, textIn(organizationName, page.language).text);
  return [...found].map(([value, label]) => ({ value, label }));
}

async function showFunds(c: WebContext) {
  const funds = pageOf(await listFunds(c.var.ctx), askedPage(c), FUNDS_A_PAGE);
  const currencies = await currenciesOf(
    c,
    funds.items.map(({ currencyId }) => currencyId),
  );
  const canFound = (await managed(c)).length > 0;
  return c.html(<FundsPage page={c.var.page} funds={funds} currencies={currencies} canFound={canFound} />);
}

async function showFund(c: WebContext) {
  const fund = await readFund(c);
  const manages = await may(c.var.ctx, "financing.manage_fund", fund.organizationId);
  return c.html(
    <FundPage page={c.var.page} fund={fund} manages={manages} {...await pageOfAppeals(c, fund.slug)} />,
  );
}

async function showNewFund(c: WebContext, { form, freshKey, status }: Shown) {
  const { ctx, page } = c.var;
  const organizations = await managed(c);
  if (organizations.length === 0)
    throw new Refusal("forbidden", "noMandateForThis", { capability: "financing.manage_fund" });
  const currencies = (await listCurrencies(ctx, { state: "open" })).map(({ id, name, code }) => ({
    value: id,
    label: `${textIn(name, page.language).text} (${code})`,
  }));
  const shown = { page, form, freshKey, organizations, currencies };
  return c.html(<NewFundPage {...shown} />, status);
}

async function showNewAppeal(c: WebContext, { form, freshKey, status }: Shown) {
  const fund = await readFund(c);
  return c.html(<NewAppealPage page={c.var.page} form={form} freshKey={freshKey} fund={fund} />, status);
}

async function showAppeal(c: WebContext, { form, freshKey, status }: Shown) {
  const { ctx, page } = c.var;
  const appeal = await readAppeal(c);
  const currency = await currencyOf(c, appeal.currencyId);
  const today = ctx.now.toISOString().slice(0, 10);
  return c.html(
    <AppealPage
      page={page}
      appeal={appeal}
      currency={currency}
      form={form}
      freshKey={freshKey}
      takesPledges={appeal.state === "open" && today <= appeal.closesOn}
      accounts={await ownAccounts(c, "ledger.transfer", appeal.currencyId)}
      manages={await may(ctx, "financing.manage_fund", appeal.organizationId)}
    />,
    status,
  );
}

async function fundFrom(c: WebContext, body: FormBody): Promise<string> {
  const said = (name: string) => inOneLanguage(body.get("language"), body.get(name));
  const slug = await foundFund(c.var.ctx, {
    requestKey: body.get("requestKey"),
    organizationId: body.get("organizationId"),
    currencyId: body.get("currencyId"),
    name: said("name"),
    purpose: said("purpose"),
    rules: said("rules"),
  });
  return fundPath(slug);
}

async function appealFrom(c: WebContext, body: FormBody): Promise<string> {
  const fund = await readFund(c);
  const said = (name: string) => inOneLanguage(body.get("language"), body.get(name));
  const number = await openAppeal(c.var.ctx, {
    requestKey: body.get("requestKey"),
    fundId: fund.id,
    title: said("title"),
    body: said("body"),
    goal: amountFrom(c, body, "goal", await currencyOf(c, fund.currencyId)),
    rule: body.get("rule") as OpenAppealInput["rule"],
    closesOn: body.get("closesOn"),
    commitment: wholeOrNone(body.get("commitment")),
  });
  return appealPath(number);
}

type AppealWork = (c: WebContext, appeal: AppealView, body: FormBody) => Promise<unknown>;

/** `names`: fields of the page for fields of the input, where several forms stand on one page. */
const onAppeal = (work: AppealWork, names: Readonly<Record<string, string>> = {}) =>
  acting(
    showAppeal,
    async (c, body) => {
      const appeal = await readAppeal(c);
      return afterAct(await work(c, appeal, body), appealPath(appeal.number));
    },
    (path) => {
      const [field = path] = path.split(".");
      return names[field] ?? field;
    },
  );

const pledge: AppealWork = async (c, { number, currencyId }, body) =>
  pledgeToAppeal(c.var.ctx, {
    requestKey: body.get("requestKey"),
    number,
    accountId: body.get("accountId"),
    amount: amountFrom(c, body, "pledge", await currencyOf(c, currencyId)),
    named: body.get("named") === "yes",
  });

const spend: AppealWork = async (c, { number, currencyId }, body) =>
  spendFromAppeal(c.var.ctx, {
    requestKey: body.get("requestKey"),
    number,
    to: body.get("to"),
    amount: amountFrom(c, body, "spending", await currencyOf(c, currencyId)),
    purpose: inOneLanguage(c.var.page.language, body.get("purpose")),
  });

const report: AppealWork = (c, { number }, body) =>
  reportOnAppeal(c.var.ctx, {
    requestKey: body.get("requestKey"),
    number,
    body: inOneLanguage(body.get("language"), body.get("report")),
    closes: body.get("closes") === "yes",
    onCommitment: body.get("onCommitment") === "yes",
  });

const APPEAL = `${appealsPath}/:number`;

export const fundsRoutes = new Hono<Env>()
  .get(fundsPath, (c) => showFunds(c))
  .get(`${fundsPath}/new`, signedIn, (c) => showNewFund(c, shownFirst()))
  .post(`${fundsPath}/new`, signedIn, acting(showNewFund, fundFrom))
  .get(`${fundsPath}/:slug`, (c) => showFund(c))
  .get(`${fundsPath}/:slug/appeals/new`, signedIn, (c) => showNewAppeal(c, shownFirst()))
  .post(`${fundsPath}/:slug/appeals/new`, signedIn, acting(showNewAppeal, appealFrom))
  .get(appealsPath, async (c) => c.html(<AppealsPage page={c.var.page} {...await pageOfAppeals(c)} />))
  .get(APPEAL, (c) => showAppeal(c, shownFirst()))
  .post(`${APPEAL}/pledge`, signedIn, onAppeal(pledge, { amount: "pledge" }))
  .post(
    `${APPEAL}/withdraw`,
    signedIn,
    onAppeal((c, { number }, body) => withdrawPledge(c.var.ctx, { number, pledgeId: body.get("pledgeId") })),
  )
  .post(`${APPEAL}/spend`, signedIn, onAppeal(spend, { amount: "spending" }))
  .post(`${APPEAL}/report`, signedIn, onAppeal(report, { body: "report" }))
  .post(
    `${APPEAL}/call-off`,
    signedIn,
    onAppeal((c, { number }, body) =>
      callOffAppeal(c.var.ctx, { number, reason: inOneLanguage(body.get("language"), body.get("reason")) }),
    ),
  );

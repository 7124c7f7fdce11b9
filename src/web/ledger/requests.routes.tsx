// Requests for payment. Whoever has a request's address sees what it asks; its account's keepers see what became of it.
import { Hono } from "hono";
import { toString as drawQr } from "qrcode";
import {
  accountPath,
  askPayment,
  countRequestsInto,
  dayOf,
  findPartyByNumber,
  findRequest,
  offeredOn,
  type Party,
  requestPath,
  requestsInto,
  requestState,
  type RequestView,
  withdrawRequest,
} from "#ledger";
import { Refusal } from "#platform/errors";
import { newId } from "#platform/ids";
import { emptyForm } from "../layout/forms.tsx";
import { askedPage, rangeOf } from "../layout/paging.tsx";
import type { RefusedForm } from "../refused-forms.ts";
import { type Env, readForm, signedIn, type WebContext } from "../request.ts";
import { payingAccount, refusedOf } from "./accounts.routes.tsx";
import { accountOfAddress, readableAccounts } from "./reading.ts";
import { AskPage, RequestPage, RequestsPage, SheetPage } from "./requests.page.tsx";
import { Typed } from "./typed.ts";

const REQUESTS = "/economy/accounts/:number/requests";
const REQUESTS_A_PAGE = 30;
const MOST_COPIES = 8;
const fresh: RefusedForm = { form: emptyForm, status: 200 };

/** Dark on light whatever the page's colours are: phones read nothing else. */
const drawn = (text: string) => drawQr(text, { type: "svg", errorCorrectionLevel: "M", margin: 4 });

async function requestOfAddress(
  c: WebContext,
): Promise<{ request: RequestView; account: Party; own: boolean }> {
  const token = c.req.param("token") ?? "";
  const request = /^[a-z2-7]{24}$/u.test(token) ? await findRequest(c.var.ctx, token) : undefined;
  const account = request && (await findPartyByNumber(c.var.ctx, request.toNumber));
  if (!request || !account) throw new Refusal("missing", "paymentRequestUnknown");
  const offered = await offeredOn(c.var.ctx, account);
  return { request, account, own: offered?.pay === true };
}

async function payersOf(c: WebContext, account: Party): Promise<Party[] | undefined> {
  if (!c.var.page.viewer) return undefined;
  const readable = await readableAccounts(c.var.ctx);
  return readable
    .filter(({ account: one, offered }) => offered.pay && one.closedAt === null && one.id !== account.id)
    .map(({ account: one }) => one)
    .filter(({ currency }) => currency.id === account.currency.id);
}

async function showAsk(c: WebContext, { form, status }: RefusedForm) {
  const account = await payingAccount(c);
  return c.html(<AskPage page={c.var.page} form={form} freshKey={newId()} account={account} />, status);
}

export const requestRoutes = new Hono<Env>()
  .get("/pay/:token", async (c) => {
    const { page, ctx } = c.var;
    const { request, account, own } = await requestOfAddress(c);
    return c.html(
      <RequestPage
        page={page}
        request={request}
        account={account}
        state={requestState(request, dayOf(ctx.now))}
        payers={await payersOf(c, account)}
        own={own}
        qr={own ? await drawn(page.origin + requestPath(request.token)) : ""}
      />,
    );
  })
  .get("/pay/:token/sheet", signedIn, async (c) => {
    const { page } = c.var;
    const { request, account, own } = await requestOfAddress(c);
    if (!own) throw new Refusal("missing", "paymentRequestUnknown");
    const link = page.origin + requestPath(request.token);
    const asked = Number(c.req.query("copies") ?? MOST_COPIES);
    const copies = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), MOST_COPIES) : MOST_COPIES;
    return c.html(
      <SheetPage page={page} request={request} account={account} qr={await drawn(link)} copies={copies} />,
    );
  })
  .post("/pay/:token/withdraw", signedIn, async (c) => {
    const { request, account } = await requestOfAddress(c);
    await withdrawRequest(c.var.ctx, request.token);
    return c.redirect(`${accountPath(account.number)}/requests`, 303);
  })
  .get(REQUESTS, signedIn, async (c) => {
    const { ctx, page } = c.var;
    const { account, offered } = await accountOfAddress(c);
    if (!offered.pay) throw new Refusal("forbidden", "noMandateForThis", { capability: "ledger.transfer" });
    const range = rangeOf(await countRequestsInto(ctx, account.id), askedPage(c), REQUESTS_A_PAGE);
    const items = await requestsInto(ctx, account.id, range);
    return c.html(
      <RequestsPage page={page} account={account} requests={{ ...range, items }} today={dayOf(ctx.now)} />,
    );
  })
  .get(`${REQUESTS}/new`, signedIn, (c) => showAsk(c, fresh))
  .post(`${REQUESTS}/new`, signedIn, async (c) => {
    const account = await payingAccount(c);
    const body = await readForm(c);
    try {
      const typed = new Typed(body, c.var.page.language);
      const amount = typed.optionalAmount("amount", account.currency);
      typed.hold();
      const token = await askPayment(c.var.ctx, {
        requestKey: typed.get("requestKey"),
        to: account.id,
        amount,
        text: typed.get("text"),
        many: typed.get("many") === "yes",
        lapsesOn: typed.optional("lapsesOn"),
      });
      return c.redirect(requestPath(token), 303);
    } catch (error) {
      return showAsk(c, refusedOf(c, account, error, body));
    }
  });

// Standing orders, for those who keep one of their two accounts.
import { Hono } from "hono";
import {
  confirmOrder,
  dayOf,
  findOrder,
  findParty,
  offeredOn,
  orderPayments,
  ordersOn,
  type OrderUnit,
  type Party,
  runsOf,
  stopOrder,
} from "#ledger";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { isId, newId } from "#platform/ids";
import { emptyForm } from "../layout/forms.tsx";
import type { RefusedForm } from "../refused-forms.ts";
import { type Env, readForm, signedIn, type WebContext } from "../request.ts";
import { payingAccount, refusedOf } from "./accounts.routes.tsx";
import { OrderFormPage, OrderPage, OrdersPage } from "./orders.page.tsx";
import { accountOfAddress } from "./reading.ts";
import { Typed } from "./typed.ts";

const ORDERS = "/economy/accounts/:number/orders";
const ORDER = "/economy/orders/:id";
const fresh: RefusedForm = { form: emptyForm, status: 200 };

/** The order of the address, from the side that the reader keeps: the payer's before the payee's. */
async function orderOfAddress(c: WebContext) {
  const { ctx } = c.var;
  const id = c.req.param("id") ?? "";
  const order = isId(id) ? await findOrder(ctx, id) : undefined;
  for (const side of order ? ([order.from, order.to] as const) : []) {
    const account = await findParty(ctx, side);
    const offered = account && (await offeredOn(ctx, account));
    if (order && account && offered && (offered.pay || offered.approve))
      return { order, account, mayPay: offered.pay && side === order.from };
  }
  throw new Refusal("missing", "orderUnknown");
}

async function showOrder(c: WebContext, { form, status }: RefusedForm) {
  const found = await orderOfAddress(c);
  const runs = await runsOf(c.var.ctx, found.order.id);
  return c.html(<OrderPage page={c.var.page} form={form} runs={runs} {...found} />, status);
}

async function actOn(c: WebContext, work: (ctx: Ctx, id: string) => Promise<void>) {
  const { order, account } = await orderOfAddress(c);
  const body = await readForm(c);
  try {
    await work(c.var.ctx, order.id);
  } catch (error) {
    return showOrder(c, refusedOf(c, account, error, body));
  }
  return c.redirect(`/economy/orders/${order.id}`, 303);
}

async function showForm(c: WebContext, { form, status }: RefusedForm) {
  const account = await payingAccount(c);
  const today = dayOf(c.var.ctx.now);
  return c.html(
    <OrderFormPage page={c.var.page} form={form} freshKey={newId()} account={account} today={today} />,
    status,
  );
}

function orderFrom(typed: Typed, account: Party) {
  const amount = typed.amount("amount", account.currency);
  typed.hold();
  return {
    requestKey: typed.get("requestKey"),
    from: account.id,
    to: typed.get("to"),
    amount,
    text: typed.get("text"),
    unit: typed.get("unit") as OrderUnit,
    count: typed.count("count"),
    startsOn: typed.get("startsOn"),
    endsOn: typed.optional("endsOn"),
  };
}

export const orderRoutes = new Hono<Env>()
  .get(ORDERS, signedIn, async (c) => {
    const { account, offered } = await accountOfAddress(c);
    if (!(offered.pay || offered.approve))
      throw new Refusal("forbidden", "noMandateForThis", { capability: "ledger.transfer" });
    const orders = await ordersOn(c.var.ctx, account.id);
    return c.html(
      <OrdersPage
        page={c.var.page}
        account={account}
        orders={orders}
        mayPay={offered.pay && account.closedAt === null}
      />,
    );
  })
  .get(`${ORDERS}/new`, signedIn, (c) => showForm(c, fresh))
  .post(`${ORDERS}/new`, signedIn, async (c) => {
    const account = await payingAccount(c);
    const body = await readForm(c);
    try {
      const id = await orderPayments(c.var.ctx, orderFrom(new Typed(body, c.var.page.language), account));
      return c.redirect(`/economy/orders/${id}`, 303);
    } catch (error) {
      return showForm(c, refusedOf(c, account, error, body));
    }
  })
  .get(ORDER, signedIn, (c) => showOrder(c, fresh))
  .post(`${ORDER}/stop`, signedIn, (c) => actOn(c, stopOrder))
  .post(`${ORDER}/confirm`, signedIn, (c) => actOn(c, confirmOrder));

// Standing orders: payments that somebody orders for dates to come, and the job that makes them.
// Invariant: each due date is executed at most once and none is passed over: after days without the node, all that fell due
// are executed, the oldest first, each as an entry of its own. Authority is asked on the day: an order whose giver may not
// pay any more makes no payment until somebody who may has taken it on (docs/adr/0035).
import { type Ctx, steady } from "#platform/context";
import { Refusal } from "#platform/errors";
import { addJob } from "#platform/jobs/jobs";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { dayOf } from "./days.ts";
import { authorityOf, authoriseHolder } from "./holders.policy.ts";
import { TELL_MONEY } from "./money-mails.service.ts";
import { findParty, findPartyByNumber, type Party } from "./parties.views.ts";
import { orderInput, type OrderInput } from "./payments.schema.ts";
import { holdPayable, payOrdered } from "./payments.service.ts";
import { nextDate, ordersBeginToday, ordersEndAfterTheyBegin } from "./standing-orders.rules.ts";
import {
  findOrdered,
  handOver,
  insertOrder,
  insertRun,
  listDue,
  lockOrder,
  moveOrder,
  type StandingOrder,
} from "./standing-orders.store.ts";
import type { By } from "./types.ts";

export const RUN_ORDERS = "run-standing-orders";
/** For `startJobs`: each hour, so that a node which was off at night pays in the morning. Days are UTC. */
export const runOrdersCrontab = `11 * * * * ${RUN_ORDERS}`;

/** Orders payments from an account; needs `ledger.transfer`. The same form sent twice orders once. */
export async function orderPayments(ctx: Ctx, input: OrderInput): Promise<string> {
  const wanted = parse(orderInput, input);
  return steady(ctx, async (tx) => {
    const from = await findParty(tx, wanted.from);
    if (!from) throw new Refusal("missing", "accountUnknown");
    const by = await authoriseHolder(tx, from, "ledger.transfer");
    const earlier = await findOrdered(tx, wanted.requestKey);
    if (earlier !== undefined) return earlier;
    const to = await findPartyByNumber(tx, wanted.to);
    if (!to)
      throw new Refusal("invalid", "inputInvalid", {}, [
        { field: "to", reason: "accountUnknown", facts: {} },
      ]);
    hold([ordersBeginToday(wanted.startsOn, dayOf(tx.now)), ordersEndAfterTheyBegin(wanted)], "invalid");
    holdPayable({ from, to }, dayOf(tx.now));
    const id = await insertOrder(tx, wanted, to.id, by);
    if (wanted.startsOn === dayOf(tx.now)) await addJob(tx, RUN_ORDERS, {}, { key: RUN_ORDERS });
    return id;
  });
}

async function lockOwn(tx: Ctx, id: string) {
  const order = await lockOrder(tx, id);
  const from = order && (await findParty(tx, order.from));
  if (!order || !from) throw new Refusal("missing", "orderUnknown");
  const by = await authoriseHolder(tx, from, "ledger.transfer");
  if (order.state === "stopped" || order.state === "ended") throw new Refusal("conflict", "orderIsOver");
  return { order, by };
}

/** Stops an order at once; needs `ledger.transfer`. */
export async function stopOrder(ctx: Ctx, id: string): Promise<void> {
  await steady(ctx, async (tx) => {
    const { order } = await lockOwn(tx, id);
    await moveOrder(tx, order.id, { state: "stopped", nextOn: order.nextOn });
  });
}

/**
 * Takes on an order whose giver may not pay any more; needs `ledger.transfer`. Dates that passed meanwhile are noted as left
 * out: whoever takes it on did not decide on them, and pays what is owed by a payment of its own.
 */
export async function confirmOrder(ctx: Ctx, id: string): Promise<void> {
  await steady(ctx, async (tx) => {
    const { order, by } = await lockOwn(tx, id);
    if (order.state !== "unconfirmed") return;
    await handOver(tx, order.id, by);
    let nextOn = order.nextOn;
    while (nextOn !== null && nextOn < dayOf(tx.now)) {
      await insertRun(tx, order.id, { dueOn: nextOn, state: "skipped", reason: null, entryId: null });
      nextOn = nextDate(order, nextOn);
    }
    await moveOrder(tx, order.id, { state: nextOn === null ? "ended" : "active", nextOn });
    await addJob(tx, RUN_ORDERS, {}, { key: RUN_ORDERS });
  });
}

/** Executes every date that is due, each in a transaction of its own; gives how many were paid. */
export async function runOrders(ctx: Ctx): Promise<number> {
  const today = dayOf(ctx.now);
  let paid = 0;
  for (const id of await listDue(ctx, today)) {
    let outcome: Outcome;
    do {
      outcome = await runNext(ctx, id, today);
      if (outcome === "paid") paid += 1;
    } while (outcome !== "nothing");
  }
  return paid;
}

type Outcome = "paid" | "notPaid" | "nothing";

/** Executes the next due date of an order. A refused payment has moved nothing, and is noted in a transaction of its own. */
async function runNext(ctx: Ctx, id: string, today: string): Promise<Outcome> {
  try {
    return await steady(ctx, (tx) => executeNext(tx, id, today));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return steady(ctx, (tx) => noteFailure(tx, id, today, error.reason));
  }
}

async function lockDue(
  tx: Ctx,
  id: string,
  today: string,
): Promise<(StandingOrder & { nextOn: string }) | undefined> {
  const order = await lockOrder(tx, id);
  if (!order || order.state !== "active" || order.nextOn === null || order.nextOn > today) return undefined;
  return { ...order, nextOn: order.nextOn };
}

async function executeNext(tx: Ctx, id: string, today: string): Promise<Outcome> {
  const order = await lockDue(tx, id, today);
  if (!order) return "nothing";
  const from = await findParty(tx, order.from);
  const to = await findParty(tx, order.to);
  if (!from || !to) throw new Refusal("missing", "accountUnknown");
  const by = await authorityOfGiver(tx, order, from);
  if (!by) {
    await moveOrder(tx, id, { state: "unconfirmed", nextOn: order.nextOn });
    await addJob(tx, TELL_MONEY, { kind: "orderUnconfirmed", id });
    return "nothing";
  }
  const paid = await payOrdered(tx, order, { from, to }, by);
  await goOn(tx, order, {
    dueOn: order.nextOn,
    state: paid.state === "posted" ? "paid" : "waiting",
    reason: null,
    entryId: paid.state === "posted" ? paid.entryId : null,
  });
  return paid.state === "posted" ? "paid" : "notPaid";
}

/** An order that the node's shell gave has no giver who could be recalled. */
async function authorityOfGiver(tx: Ctx, { orderedBy }: StandingOrder, from: Party): Promise<By | undefined> {
  return orderedBy === null ? { mandateId: null } : authorityOf(tx, orderedBy, from, "ledger.transfer");
}

async function noteFailure(tx: Ctx, id: string, today: string, reason: string): Promise<Outcome> {
  const order = await lockDue(tx, id, today);
  if (!order) return "nothing";
  await goOn(tx, order, { dueOn: order.nextOn, state: "failed", reason, entryId: null });
  await addJob(tx, TELL_MONEY, { kind: "orderFailed", id, dueOn: order.nextOn });
  return "notPaid";
}

async function goOn(
  tx: Ctx,
  order: StandingOrder & { nextOn: string },
  run: Parameters<typeof insertRun>[2],
): Promise<void> {
  await insertRun(tx, order.id, run);
  const nextOn = nextDate(order, order.nextOn);
  await moveOrder(tx, order.id, { state: nextOn === null ? "ended" : "active", nextOn });
}
